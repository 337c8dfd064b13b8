"""Mails to a server, into a folder and into memory: one suite for what all promise, then what each can refuse."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
import threading
from asyncio import WriteTransport
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP

from tests.archive.copies import ADA
from tests.stores.postoffice import PASSWORD, USER, PostOffice, free_port, post_office
from voicekeep.notice import (
    AddressUnusableError,
    Letter,
    Mail,
    MailDownError,
    MailFolderError,
    MailOffError,
    MailPasswordError,
    MailPostponedError,
    MailRefusedError,
    MailServerNotProvenError,
    MailServerUnreachableError,
    MailSignInError,
    NoticeKind,
    Service,
    letter_of,
    notice_to,
)
from voicekeep.records.ids import NoticeId
from voicekeep.stores import FolderMail, MemoryMail, NoMail, SmtpMail, SmtpServer

pytestmark = pytest.mark.enable_socket

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
SERVICE = Service(name="Keep", url="https://keep.example", origin="keep.example", sender="voice@keep.example")


def letter(to: str = "ada@keep.example", notice: NoticeId | None = None) -> Letter:
    written = notice_to(ADA, NoticeKind.COPY_READY, now=NOW, entropy=os.urandom)
    if notice is not None:
        written = replace(written, notice=notice)
    return letter_of(written, to=to, language="fr", service=SERVICE)


@dataclass
class Place:
    """Where mails can be handed over, and what came there."""

    mail: Mail
    received: Callable[[], list[bytes]]
    same_twice: int  # how many there are of a mail that was handed over twice
    gives_back: bool = True  # what was handed over still lies here


def uses(mail: Mail) -> tuple[Callable[[], None], ...]:
    """Return both ways to use a mail."""
    return (lambda: mail.send(letter())), mail.check


def server(office: PostOffice, folder: Path, security: str, **other: str) -> SmtpServer:
    password = folder / "mail.password"
    if not password.exists():
        password.write_text(f"{PASSWORD}\n")
        password.chmod(0o600)
    settings = {"host": "localhost", "user": USER, "password_file": str(password), "greeting": "keep.example", **other}
    return SmtpServer(port=office.port, security="tls" if security == "tls" else "starttls", **settings)


@contextmanager
def over_smtp(
    folder: Path, security: str, trust: pytest.MonkeyPatch, **other: str
) -> Iterator[tuple[SmtpMail, PostOffice]]:
    with post_office(folder, security) as office:
        trust.setenv("SSL_CERT_FILE", str(folder / "localhost.pem"))
        yield SmtpMail(server(office, folder, security, **other), folder / "data"), office


@pytest.fixture(params=["starttls", "tls", "folder", "memory"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    match request.param:
        case "folder":
            folder = tmp_path / "mails"
            yield Place(FolderMail(folder), lambda: [path.read_bytes() for path in sorted(folder.glob("*.eml"))], 1)
        case "memory":
            memory = MemoryMail()
            yield Place(memory, lambda: [each.content for each in memory.letters], 2)
        case security:
            with over_smtp(tmp_path, security, monkeypatch) as (mail, office):
                yield Place(mail, lambda: [content for _, content in office.received], 2, gives_back=False)


def test_what_is_handed_over_arrives_byte_for_byte(place: Place) -> None:
    place.mail.check()
    assert place.received() == []
    first, second = letter(), letter("bea@keep.example")
    place.mail.send(first)
    assert place.received() == [first.content]
    place.mail.send(second)
    assert sorted(place.received()) == sorted([first.content, second.content])


def test_lines_that_begin_with_a_point_arrive_as_they_were(place: Place) -> None:
    pointed = replace(letter(), content=b"Subject: points\r\n\r\n.\r\n..\r\n.x\r\n")
    place.mail.send(pointed)
    assert place.received() == [pointed.content]


def test_the_same_mail_twice_can_be_told_by_its_bytes(place: Place) -> None:
    sent = letter()
    place.mail.send(sent)
    place.mail.send(sent)
    assert place.received() == [sent.content] * place.same_twice


def test_what_lies_here_is_taken_back_and_nothing_else(place: Place) -> None:
    first, second = letter(), letter()
    for each in (first, second, first):
        place.mail.send(each)
    place.mail.take_back(first.notice)
    place.mail.take_back(first.notice)
    place.mail.take_back(letter().notice)
    assert (first.content in place.received()) is not place.gives_back
    assert second.content in place.received()


# --- a folder


def test_what_was_half_written_is_taken_back_and_a_link_is_not_followed(tmp_path: Path) -> None:
    sent, victim, mails = letter(), tmp_path / "victim", FolderMail(tmp_path / "mails")
    mails.take_back(sent.notice)
    mails.send(sent)
    partial = tmp_path / "mails" / f".{sent.notice}.eml.partial"
    partial.write_bytes(sent.content[:20])
    mails.take_back(sent.notice)
    assert list((tmp_path / "mails").iterdir()) == []
    victim.write_text("mine")
    partial.symlink_to(victim)
    mails.take_back(sent.notice)
    assert list((tmp_path / "mails").iterdir()) == []
    assert victim.read_text() == "mine"


def test_a_folder_from_which_nothing_can_be_taken_back_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    (tmp_path / "mails" / f"{(kept := letter().notice)}.eml").mkdir(parents=True)
    for folder in (tmp_path / "file", tmp_path / "mails"):
        with pytest.raises(MailFolderError):
            FolderMail(folder).take_back(kept)


def test_a_mail_in_the_folder_is_its_owners_alone_and_nothing_half_written_has_a_mails_name(tmp_path: Path) -> None:
    folder = tmp_path / "mails"
    sent = letter()
    FolderMail(folder).send(sent)
    FolderMail(folder).check()
    [path] = folder.iterdir()
    assert path.name == f"{sent.notice}.eml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        for use in uses(FolderMail(folder)):
            with pytest.raises(MailFolderError):
                use()


def test_a_link_in_the_place_of_a_partial_file_is_not_followed(tmp_path: Path) -> None:
    sent, victim = letter(), tmp_path / "victim"
    victim.write_text("mine")
    mails = tmp_path / "mails"
    mails.mkdir()
    (mails / f".{sent.notice}.eml.partial").symlink_to(victim)
    with pytest.raises(MailFolderError):
        FolderMail(mails).send(sent)
    assert victim.read_text() == "mine"


FULL = """
import resource, signal, sys
from pathlib import Path
from voicekeep.notice import Letter, MailFolderError
from voicekeep.records.ids import NoticeId
from voicekeep.stores import FolderMail
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
folder, notice = Path(sys.argv[1]), NoticeId(sys.argv[2])
letter = Letter(notice=notice, sender="a@b", recipient="c@d", content=bytes(100_000))
mail = FolderMail(folder)
mail.send(letter)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    mail.send(Letter(notice=notice, sender="a@b", recipient="c@d", content=b"x" * 100_000))
except MailFolderError:
    kept = [path.read_bytes() for path in folder.iterdir()]
    sys.exit(0 if kept == [bytes(100_000)] else "half a mail lies there, or the earlier one is gone")
sys.exit("nothing refused it")
"""


def test_a_full_disk_is_named_and_leaves_no_half_mail(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FULL, str(tmp_path / "mails"), str(letter().notice)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


# --- none


def test_a_keep_without_mail_says_so() -> None:
    for use in uses(NoMail()):
        with pytest.raises(MailOffError, match="notices = none"):
            use()


# --- a server


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_the_server_gets_sender_recipient_and_who_we_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    with over_smtp(tmp_path, security, monkeypatch) as (mail, office):
        mail.send(letter("bea@bücher.example"))
        assert [address for address, _ in office.received] == ["bea@xn--bcher-kva.example"]
        assert office.signed_in == [USER.encode()]


def test_an_address_beyond_ascii_goes_to_a_server_that_knows_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with over_smtp(tmp_path, "starttls", monkeypatch) as (mail, office):
        sent = letter("adä@keep.example")
        mail.send(sent)
        assert office.received == [("adä@keep.example", sent.content)]


@pytest.mark.parametrize(
    ("answer", "refusal"),
    [
        ("550 5.1.1 no such user", MailRefusedError),
        ("553 no", MailRefusedError),
        ("451 later", MailPostponedError),
        ("452 full box", MailPostponedError),
        ("421 closing", MailPostponedError),
    ],
)
def test_a_box_that_refuses_is_told_from_one_that_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, refusal: type[Exception]
) -> None:
    with over_smtp(tmp_path, "starttls", monkeypatch) as (mail, office):
        office.answers["ada@keep.example"] = answer
        with pytest.raises(refusal) as refused:
            mail.send(letter())
        assert office.received == []
        assert "ada" not in str(refused.value)
        assert "user" not in str(refused.value), "the server's own words stay with it"
        mail.send(letter("bea@keep.example"))
        assert len(office.received) == 1


@pytest.mark.parametrize(("answer", "refusal"), [("554 no", MailRefusedError), ("451 later", MailPostponedError)])
def test_a_mail_that_is_refused_at_its_end_was_not_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, refusal: type[Exception]
) -> None:
    with over_smtp(tmp_path, "tls", monkeypatch) as (mail, office):
        office.to_data = answer
        with pytest.raises(refusal):
            mail.send(letter())
        assert office.received == []


def test_a_sender_that_is_refused_concerns_every_mail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with over_smtp(tmp_path, "tls", monkeypatch) as (mail, office):
        office.to_sender = "550 not you"
        with pytest.raises(MailSignInError):
            mail.send(letter())


def test_a_wrong_password_is_named_and_not_repeated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = tmp_path / "mail.password"
    wrong.write_text("another password\n")
    wrong.chmod(0o600)
    with over_smtp(tmp_path, "starttls", monkeypatch) as (mail, office):
        for use in uses(mail):
            with pytest.raises(MailSignInError) as refused:
                use()
            assert "another" not in f"{refused.value} {refused.value.__cause__}"
        assert office.received == []


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("host", ["localhost", "other.example"])
def test_a_server_that_is_not_proven_hears_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str, host: str
) -> None:
    """Its certificate is another host's, or nobody vouches for it."""
    with post_office(tmp_path, security, host) as office:
        if host != "localhost":
            monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / f"{host}.pem"))
        mail = SmtpMail(server(office, tmp_path, security), tmp_path / "data")
        for use in uses(mail):
            with pytest.raises(MailServerNotProvenError):
                use()
        assert (office.signed_in, office.received) == ([], [])


def test_a_server_without_tls_hears_nothing(tmp_path: Path) -> None:
    with post_office(tmp_path, "none") as office:
        mail = SmtpMail(server(office, tmp_path, "starttls"), tmp_path / "data")
        with pytest.raises(MailServerNotProvenError, match="offers no TLS"):
            mail.send(letter())
        assert (office.signed_in, office.received) == ([], [])


def test_nobody_at_that_port_or_of_that_name_is_unreachable(tmp_path: Path) -> None:
    office = PostOffice(port=free_port())
    for host in ("localhost", "nobody.invalid", "x" * 70):
        mail = SmtpMail(server(office, tmp_path, "starttls", host=host), tmp_path / "data")
        with pytest.raises(MailServerUnreachableError):
            mail.send(letter())


def test_a_server_that_hangs_up_in_the_middle_is_unreachable(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        office = PostOffice(port=int(listening.getsockname()[1]))

        def hang_up() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.sendall(b"220 keep.example\r\n")

        thread = threading.Thread(target=hang_up)
        thread.start()
        mail = SmtpMail(server(office, tmp_path, "starttls", user="", password_file=""), tmp_path / "data")
        with pytest.raises(MailServerUnreachableError):
            mail.send(letter())
        thread.join()


def test_a_mail_that_was_taken_stays_taken_when_the_server_hangs_up_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No answer to the farewell must not bring the mail a second time."""
    hung_up = []

    async def hang_up(_: PostOffice, smtp: SMTP, *_others: object) -> str:
        assert isinstance(smtp.transport, WriteTransport)
        smtp.transport.abort()
        hung_up.append(True)
        return "221 Bye"

    monkeypatch.setattr(PostOffice, "handle_QUIT", hang_up, raising=False)
    with over_smtp(tmp_path, "starttls", monkeypatch) as (mail, office):
        mail.send(letter())
        assert len(office.received) == 1
    assert hung_up


# --- the password


def exposed(path: Path) -> None:
    path.chmod(0o640)


def linked(path: Path) -> None:
    os.link(path, path.with_name("second"))


def gone(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_text("")


def two_lines(path: Path) -> None:
    path.write_text("one\ntwo\n")


def beyond_ascii(path: Path) -> None:
    path.write_text("pässword\n")


def too_long(path: Path) -> None:
    path.write_text("x" * 2000)


@pytest.mark.parametrize("spoil", [exposed, linked, gone, empty, two_lines, beyond_ascii, too_long])
def test_a_password_that_is_not_kept_as_a_secret_is_not_used(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    mail = SmtpMail(server(PostOffice(port=free_port()), tmp_path, "starttls"), tmp_path / "data")
    spoil(tmp_path / "mail.password")
    for use in uses(mail):
        with pytest.raises(MailPasswordError) as refused:
            use()
        assert isinstance(refused.value, MailDownError)
        assert "root key" not in str(refused.value)


def test_a_password_inside_the_data_folder_is_not_used(tmp_path: Path) -> None:
    mail = SmtpMail(server(PostOffice(port=free_port()), tmp_path, "starttls"), tmp_path)
    with pytest.raises(MailPasswordError, match="inside the data folder"):
        mail.check()


def test_a_server_that_knows_no_address_beyond_ascii_gets_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with post_office(tmp_path, "starttls", beyond_ascii=False) as office:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "localhost.pem"))
        mail = SmtpMail(server(office, tmp_path, "starttls"), tmp_path / "data")
        with pytest.raises(AddressUnusableError):
            mail.send(letter("adä@keep.example"))
        assert office.received == []
        mail.send(letter())
        assert len(office.received) == 1
