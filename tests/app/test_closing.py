"""Who closes their account is gone from every store, and nobody else is touched (P7; GDPR Art. 17)."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.app.faults import Killed, mortal
from tests.app.offices import tell_all
from tests.app.simulator import Clock, Household, Someone, tone
from tests.app.speaking import WAKE, speaker_of, talk_in
from tests.people.authenticator import Authenticator
from voicekeep.app.drill.members import Member, Person, hand_in, join, session_of
from voicekeep.app.drill.scratch import scratch_settings
from voicekeep.app.operations.accounts import sign_in, who_is
from voicekeep.app.operations.asking import ask_for_copy, copies_of
from voicekeep.app.operations.building import build
from voicekeep.app.operations.capture import AccountClosedError, Piece, keep_items
from voicekeep.app.operations.checking import check
from voicekeep.app.operations.children import NewProfile, open_profile
from voicekeep.app.operations.closing import close_account, finish_closings, what_goes
from voicekeep.app.operations.devices import pair_device
from voicekeep.app.operations.download import begin_download, open_download
from voicekeep.app.operations.erase import finish_erasures
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.app.operations.handing_over import finish, issue
from voicekeep.app.operations.handing_over import record as record_release
from voicekeep.app.operations.history import days_of, heard_on, search
from voicekeep.app.operations.household import show_name
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.mandates import give_mandate
from voicekeep.app.operations.marking import correct
from voicekeep.app.operations.notices import forget_notices, send_notices
from voicekeep.app.operations.proving import add_a_passkey, challenge_to_add, change_password, make_recovery_codes
from voicekeep.app.operations.recordings import from_device
from voicekeep.app.operations.release import PlainDesk, Step, release
from voicekeep.app.operations.start import recover
from voicekeep.app.operations.submitting import object_to
from voicekeep.app.operations.sweeping import sweep
from voicekeep.app.wiring import create_keep, open_keep
from voicekeep.app.worker import Worker, working
from voicekeep.assistant import AddToList, Answer, SetReminder, SetTimer
from voicekeep.device import UnboundDeviceError, Utterance
from voicekeep.formats.proof import Proof
from voicekeep.ledger import LedgerBehindError, verify_proof
from voicekeep.notice import Letter, MailFolderError
from voicekeep.people import NotSignedInError, SignInRefusedError, StaleSignInError, token_sha256
from voicekeep.records.facts import AccountClosed
from voicekeep.records.ids import ItemId, NoticeId, RequestId, SubjectId
from voicekeep.records.items import SignInRecord
from voicekeep.records.rights import Processing, Right
from voicekeep.records.standing import Entrusted
from voicekeep.request import IllegalMoveError, RequestChangedError, State
from voicekeep.stores import MemoryMail
from voicekeep.vault import KeyDestroyedError

ADA = Person(name="Adelheid Quellmalz", email="adelheid.quellmalz@example.org", household="Ufergasse", language="de")
BRUNO = Person(name="Bruno Ostermann", email="bruno.ostermann@example.org", household="Parkallee", language="en")


@dataclass(frozen=True)
class Life:
    """Somebody who has used everything, and the bytes by which they might be found in some store."""

    member: Member
    traces: dict[str, bytes]

    def found_in(self, place: Path) -> set[str]:
        """Return which traces stand in any file below `place`, as they are or in hexadecimal."""
        files = [path.read_bytes() for path in place.rglob("*") if path.is_file()]
        return {
            name
            for name, trace in self.traces.items()
            if any(trace in data or trace.hex().encode() in data for data in files)
        }


def by_hand(keep: Keep, request: RequestId) -> None:
    release(request, PlainDesk(keep))


def live(keep: Keep, spoken: Path, person: Person, made: Callable[[Keep, RequestId], object] = by_hand) -> Life:
    """Use everything that there is to use; `made` sees a request through to its copy."""
    member = join(keep, person)
    spoken.mkdir()
    for turn in range(3):
        at = datetime(2026, 9, 1, 8, turn, tzinfo=UTC).isoformat()
        (spoken / f"{turn}.wav").write_bytes(tone(f"{person.name} {turn}"))
        (spoken / f"{turn}.wav.json").write_text(f'{{"transcript": "{person.household} words {turn}", "at": "{at}"}}')
    hand_in(keep, member, spoken, lambda _: None)
    shutil.rmtree(spoken)
    signed_in = sign_in(keep, person.email, member.password)
    session = signed_in.session
    _, credential = pair_device(keep, session, f"{person.household} speaker")
    key = Authenticator(origin=keep.settings.public_url)
    add_a_passkey(keep, session, key.make(challenge_to_add(keep, session)), f"{person.household} key")
    codes = make_recovery_codes(keep, session)
    with suppress(SignInRefusedError):
        sign_in(keep, person.email, "not the password")
    made(keep, ask_for_copy(keep, session, "de"))
    [view] = copies_of(keep, session)
    assert view.token is not None
    assert view.archive is not None
    open_download(keep, view.token, session)
    list(begin_download(keep, session, view.archive, range_header=None, if_range=None).chunks)
    assert len(heard_on(keep, session, days_of(keep, session)[0][0])) == len(search(keep, session, "words").turns) == 3
    show_name(keep, session, f"{person.household} name")
    until = keep.now() + timedelta(days=90)
    offer = give_mandate(keep, session, tuple(Entrusted), until)
    child = NewProfile(
        name=f"{person.household} child", called=f"{person.household} parent", until=until, language="de"
    )
    open_profile(keep, session, child)
    speak_and_object(keep, member, spoken)
    with keep.database.read() as transaction:
        secret = transaction.people.credential_of(member.subject)
        [passkey] = transaction.people.passkeys_of(member.subject)
        hashes = [code.code_sha256 for code in transaction.people.recovery_codes_of(member.subject)]
    assert secret is not None
    return Life(
        member,
        {
            "name": person.name.encode(),
            "e-mail": person.email.encode(),
            "household, device, words, file": person.household.encode(),
            "password": member.password.encode(),
            "recovery code": codes[0].encode(),
            "password hash": secret.secret.encode(),
            "e-mail index": keep.email_index.of(person.email),
            "passkey id": passkey.credential_id,
            "passkey": passkey.public_key,
            "device credential hash": token_sha256(credential),
            "mandate offer hash": token_sha256(offer),
            "session hash": token_sha256(signed_in.token),
            "recovery code hash": hashes[0],
            "public key": keep.keys.subject_key(member.subject).public,
        },
    )


def speak_and_object(keep: Keep, member: Member, folder: Path) -> None:
    """Talk to a speaker, put a turn right, say that another is not theirs, write to the desk; be told by mail."""
    session, house = session_of(keep, member), member.person.household
    home = Household(keep=keep, clock=Clock(), folder=folder, mail=MemoryMail())
    talk, speaker = talk_in(home), speaker_of(home, member.subject, f"{house} hall")
    now = keep.now()
    effects = (
        AddToList(list_name=f"{house} list", texts=(f"{house} milk",)),
        SetReminder(due_at=now + timedelta(hours=1), text=f"{house} dentist"),
        SetTimer(seconds=3600, name=f"{house} tea"),
    )
    said = f"{house} words again"
    talk.sentences.answers[said] = Answer(text=f"{house} answer", effects=effects)
    talk.hub.heard(Utterance(device=speaker.device, pcm=talk.pcm(said), began_at=now, wake=WAKE))
    turns = [turn.item for day, _ in days_of(keep, session) for turn in heard_on(keep, session, day)]
    assert len(turns) == 4
    correct(keep, session, turns[0], f"{house} corrected")
    object_to(keep, session, Processing.OTHER, f"Nobody of {house} wants that any more.")
    change_password(keep, session, member.password)
    send_notices(keep)


@dataclass(frozen=True)
class Searched:
    """A keep on disk with its worker and its folder of mails, and all of the places in which something may lie."""

    place: Path
    log: pytest.LogCaptureFixture

    @contextmanager
    def opened(self) -> Iterator[tuple[Keep, Worker]]:
        """Open it; once it is closed, the database has cleaned up behind itself."""
        data = self.place / "keep"
        with open_keep(data) as keep, working(keep, data) as worker:
            yield keep, worker

    def holds_of(self, life: Life) -> set[str]:
        """Return which traces of somebody are in a file or were logged."""
        told = "\n".join(f"{each.getMessage()} {each.exc_text} {each.__dict__}" for each in self.log.records).encode()
        return life.found_in(self.place) | {f"logged {name}" for name, trace in life.traces.items() if trace in told}


@pytest.fixture
def searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Iterator[Searched]:
    place = tmp_path / "kept"
    temporary, mails = place / "tmp", str(place / "mails")
    temporary.mkdir(parents=True)
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    told = replace(scratch_settings(place), notices="folder", notices_folder=mails, notices_from="a@keep.example.org")
    create_keep(place / "keep", told)
    with caplog.at_level(logging.DEBUG):
        yield Searched(place, caplog)


def test_afterwards_no_store_index_folder_or_log_holds_anything_of_the_person(
    searched: Searched, tmp_path: Path
) -> None:
    mails = searched.place / "mails"
    with searched.opened() as (keep, worker):
        ada, bruno = (
            live(keep, tmp_path / each.language, each, lambda _, request: worker.finish(request))
            for each in (ADA, BRUNO)
        )
    theirs = {name for name in ada.traces if "hash" in name or "key" in name or "index" in name or "id" in name}
    theirs |= {"e-mail"}  # in the folder of mails
    sent = {path for path in mails.iterdir() if BRUNO.email.encode() in path.read_bytes()}
    assert 0 < len(sent) < len(list(mails.iterdir()))
    assert searched.holds_of(ada) == searched.holds_of(bruno) == theirs, "the search finds what is there, and no words"
    with searched.opened() as (keep, _):
        session = session_of(keep, ada.member)
        assert sum(what_goes(keep, session).items.values()) > 15
        close_account(keep, session)
        sweep(keep)
        verify_ledger(keep)
        with keep.database.read() as transaction:
            items = [ItemId(name[6:]) for name in keep.blobs.names() if name.startswith("items/")]
            owners = {row.owner for item in items if (row := transaction.items.row(item)) is not None}
            brunos = {each.subject for each in transaction.mandates.mandates_of(bruno.member.subject)}
        assert len(brunos) == 1
        assert owners == {bruno.member.subject} | brunos, "with Ada goes the child that only she looked after"
        session = session_of(keep, bruno.member)
        assert sum(count for _, count in days_of(keep, session)) == 4
    assert searched.holds_of(ada) == set()
    assert searched.holds_of(bruno) == theirs, "nobody else is touched"
    assert set(mails.iterdir()) == sent
    (searched.place / "tmp" / "left").write_text(ADA.name)
    logging.getLogger("voicekeep").debug("%s", ADA.name)
    assert searched.holds_of(ada) == {"name", "logged name"}


def test_a_backup_from_before_does_not_bring_the_person_back(tmp_path: Path) -> None:
    place = tmp_path / "kept"
    data = place / "keep"
    create_keep(data, scratch_settings(place))
    with open_keep(data) as keep:
        ada, bruno = live(keep, tmp_path / "ada", ADA), live(keep, tmp_path / "bruno", BRUNO)
    shutil.copytree(data, tmp_path / "backup")
    with open_keep(data) as keep:
        close_account(keep, session_of(keep, ada.member))
    shutil.rmtree(data)
    shutil.copytree(tmp_path / "backup", data)
    with pytest.raises(LedgerBehindError), open_keep(data):
        pass
    with open_keep(data, guarded=False) as keep:
        assert recover(keep) > 0
    assert ada.found_in(place) == set()
    with open_keep(data) as keep:
        verify_ledger(keep)
        session_of(keep, bruno.member)
        with pytest.raises(SignInRefusedError):
            session_of(keep, ada.member)


def closed(home: Household, someone: Someone) -> Proof:
    return close_account(home.keep, home.session(someone))


def sealed_in(home: Household) -> list[str]:
    """Return the blobs that hold somebody's data; inventories stay, by which an old release can be judged again."""
    return [name for name in home.keep.blobs.names() if not name.startswith("inventories/")]


def test_it_needs_a_fresh_sign_in_and_leaves_a_receipt_that_anybody_can_verify(home: Household) -> None:
    ada = home.join("ada")
    home.say(ada, "the kitchen light")
    session = home.session(ada)
    home.clock.pass_by(hours=1)
    with pytest.raises(StaleSignInError):
        close_account(home.keep, session)
    assert home.session(ada), "nothing was done"
    proof = closed(home, ada)
    fact = verify_proof(proof, home.keep.checkpoint_key.public_key(), home.keep.settings.public_origin)
    assert isinstance(fact, AccountClosed)
    assert fact.subject == ada.subject


def test_every_door_is_closed_at_once(home: Household) -> None:
    ada = home.join("ada")
    result = sign_in(home.keep, ada.email, ada.password)
    _, credential = pair_device(home.keep, result.session, "speaker")
    closed(home, ada)
    with pytest.raises(SignInRefusedError):
        sign_in(home.keep, ada.email, ada.password)
    with pytest.raises(NotSignedInError):
        who_is(home.keep, result.token)
    with pytest.raises(UnboundDeviceError):
        from_device(home.keep, credential)
    record = SignInRecord(item=ItemId.random(os.urandom), owner=ada.subject, at=home.clock(), method="test")
    with pytest.raises(KeyDestroyedError):
        keep_items(home.keep, ada.subject, [Piece(record=record)])
    home.join("ada")  # the address is free again, for a new person with a key of their own
    assert home.people["ada"].subject != ada.subject


def test_what_was_being_handed_in_meanwhile_is_not_kept(home: Household) -> None:
    ada = home.join("ada")
    record = SignInRecord(item=ItemId.random(os.urandom), owner=ada.subject, at=home.clock(), method="test")
    with pytest.raises(AccountClosedError):
        keep_items(home.keep, ada.subject, [Piece(record=record)], also=lambda t: _forget_all(t, ada.subject))
    with home.keep.database.read() as transaction:
        assert transaction.items.row(record.item) is None
        assert transaction.people.account_of(ada.subject) is not None


def _forget_all(transaction: Transaction, subject: SubjectId) -> None:
    account = transaction.people.account_of(subject)
    assert account is not None
    transaction.people.forget_person(account)


@pytest.mark.parametrize("step", [build, check, record_release, finish, issue])
def test_a_copy_that_is_being_made_stops(home: Household, step: Step) -> None:
    ada = home.join("ada")
    home.say(ada, "the kitchen light")
    request = home.ask(ada)

    class Closing(PlainDesk):
        def step(self, function: Step, identifier: str) -> str:
            if function is step:
                closed(home, ada)
            return super().step(function, identifier)

    with pytest.raises((RequestChangedError, IllegalMoveError)):
        release(request, Closing(home.keep))
    sweep(home.keep)
    assert not sealed_in(home)
    with home.keep.database.read() as transaction:
        states = {each.right: each.state for each in transaction.requests.of_subject(ada.subject)}
    assert states == {Right.ACCESS: State.WITHDRAWN, Right.ERASURE: State.ANSWERED}
    verify_ledger(home.keep)


@pytest.mark.parametrize("after", [False, True])
def test_killed_anywhere_it_is_finished_at_the_next_start(home: Household, after: bool) -> None:  # noqa: FBT001
    deaths = 0
    for at in range(1, 60):
        ada = home.join(f"ada{at}")
        home.say(ada, "the kitchen light")
        home.release(ada)
        session = home.session(ada)
        dying, fuse = mortal(home.keep, at, after=after)
        with suppress(Killed):
            close_account(dying, session)
        deaths += fuse.calls >= at
        with home.keep.database.read() as transaction:
            ordered = bool(list(transaction.log.openings_named("account_closing", subject=ada.subject)))
        finish_erasures(home.keep)
        finish_closings(home.keep)
        sweep(home.keep)
        with home.keep.database.read() as transaction:
            assert (transaction.people.account_of(ada.subject) is None) == ordered
            done = list(transaction.log.openings_named("account_closed", subject=ada.subject))
            answered = list(transaction.log.openings_named("answered", subject=ada.subject))
        assert len(done) == len(answered) == ordered
        if ordered:
            with pytest.raises(KeyDestroyedError):
                home.keep.ring.opener_for(ada.subject)
        else:
            closed(home, ada)
        assert not sealed_in(home)
        verify_ledger(home.keep)
        if fuse.calls < at:
            break
    assert deaths > 10


def mailed(home: Household, *people: Someone) -> None:
    """Tell people something, and send it."""
    tell_all(home.keep, *people)
    send_notices(home.keep)


def to_whom(home: Household) -> list[str]:
    return [letter.recipient for letter in home.mail.letters]


def test_a_mail_that_is_on_its_way_while_the_account_is_closed_is_taken_back(home: Household) -> None:
    ada, bruno = home.join("ada"), home.join("bruno")
    mailed(home, bruno)

    class Slow(MemoryMail):
        def send(self, letter: Letter) -> None:
            super().send(letter)
            if letter.recipient == ada.email:
                closed(home, ada)
                super().send(letter)  # it is there once more, after the closing took back what was

    home.mail = Slow()
    home.mail.letters = []
    home.keep = replace(home.keep, mail=home.mail)
    mailed(home, ada, bruno)
    assert to_whom(home) == [bruno.email]


def test_a_mail_that_an_interrupted_try_left_goes_as_well(home: Household) -> None:
    ada = home.join("ada")

    class Dying(MemoryMail):
        def send(self, letter: Letter) -> None:
            super().send(letter)
            raise Killed

    tell_all(home.keep, ada)
    home.mail = Dying()
    home.keep = replace(home.keep, mail=home.mail)
    with suppress(Killed):
        send_notices(home.keep)
    assert to_whom(home) == [ada.email]
    closed(home, ada)
    assert to_whom(home) == []


def test_a_folder_that_gives_nothing_back_stops_no_closing_and_is_tried_again(
    home: Household, caplog: pytest.LogCaptureFixture
) -> None:
    ada, bruno = home.join("ada"), home.join("bruno")
    mailed(home, ada, bruno)

    class Locked(MemoryMail):
        def take_back(self, notice: NoticeId) -> None:
            raise MailFolderError(notice.prefix)

    locked, usual = Locked(), home.keep
    home.keep = replace(home.keep, mail=locked)
    assert closed(home, ada)
    assert "MailFolderError" in caplog.text
    assert ada.email not in caplog.text
    assert to_whom(home) == [ada.email, bruno.email]
    with pytest.raises(MailFolderError):
        forget_notices(home.keep)
    home.keep = usual
    assert forget_notices(home.keep) == 0
    assert to_whom(home) == [bruno.email]


def test_a_mail_goes_with_its_notice_once_that_is_over_long_enough(home: Household) -> None:
    ada = home.join("ada")
    mailed(home, ada)
    home.clock.pass_by(days=89)
    assert forget_notices(home.keep) == 0
    assert to_whom(home) == [ada.email]
    home.clock.pass_by(days=2)
    assert forget_notices(home.keep) == 1
    assert to_whom(home) == []
