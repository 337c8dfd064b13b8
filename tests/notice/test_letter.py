"""What a notice's mail says, and that nothing a person or an operator typed can make it say more, or go elsewhere."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicekeep.notice import (
    AddressUnusableError,
    Letter,
    Notice,
    NoticeKind,
    Service,
    letter_of,
    mail_address,
    notice_to,
)
from voicekeep.notice.words import words_in
from voicekeep.records.ids import SubjectId
from voicekeep.records.limits import Limits
from voicekeep.records.texts import LANGUAGES, Language

NOW = datetime(2026, 11, 2, 12, 30, 5, 250, tzinfo=UTC)
SERVICE = Service(
    name="Harbour Voice",
    url="https://voice.harbour.example",
    origin="voice.harbour.example",
    sender="voice@harbour.example",
)
HEADERS = {
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Content-Language",
}
LIMITS = Limits()
SORTS = dict.fromkeys(
    (
        NoticeKind.COPY_READY,
        NoticeKind.COPY_HELD,
        NoticeKind.COPY_OVERRIDDEN,
        NoticeKind.REPORT_TAKEN,
        NoticeKind.COPY_FROZEN,
        NoticeKind.COPY_THAWED,
        NoticeKind.REQUEST_REGISTERED,
        NoticeKind.IDENTITY_ASKED,
        NoticeKind.REQUEST_EXTENDED,
        NoticeKind.REQUEST_ANSWERED,
        NoticeKind.REQUEST_REFUSED,
    ),
    "asked_for",
) | dict.fromkeys((NoticeKind.CASE_MESSAGE, NoticeKind.FILE_FOUND), "soon")

subjects = st.binary(min_size=16, max_size=16).map(lambda chance: SubjectId.random(lambda _: chance))
kinds = st.sampled_from(NoticeKind)
languages = st.sampled_from(LANGUAGES)
users = st.from_regex(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.éöß-]{1,64}", fullmatch=True)
addresses = st.builds(
    "{}@{}".format, users, st.sampled_from(["keep.example", "x", "a-b.c-d.example", "bücher.example"])
)
hostile = st.one_of(
    st.text(max_size=300),
    st.builds(
        "".join,
        st.lists(
            st.sampled_from(
                ["a", "\r\n", "\n", "Bcc: eve@evil.example", '"', "<", ">", ",", "{url}", "\u202e", "\0", " "]
            )
        ),
    ),
)


def notice(kind: NoticeKind = NoticeKind.COPY_READY, subject: SubjectId | None = None) -> Notice:
    return notice_to(subject or SubjectId.random(os.urandom), kind, now=NOW, entropy=os.urandom)


def read(letter: Letter) -> EmailMessage:
    message = message_from_bytes(letter.content, policy=SMTP)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def header(letter: Letter, name: str) -> str:
    return str(read(letter)[name])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", NoticeKind)
def test_it_says_that_there_is_a_message_where_and_of_which_sort_and_no_more(
    kind: NoticeKind, language: Language
) -> None:
    letter = letter_of(notice(kind), to="ada@keep.example", language=language, service=SERVICE)
    message, words = read(letter), words_in(language)
    parts = ["message", SERVICE.url, SORTS.get(kind, "account"), "never", "automatic"]
    said = [words.get(part, part).format(service=SERVICE.name) for part in parts]
    assert paragraphs(message) == said
    assert message["Subject"] == words["subject"].format(service=SERVICE.name)
    assert {name for name in message} == HEADERS  # noqa: C416  a message is no mapping
    assert (message["To"], message["Content-Language"]) == ("ada@keep.example", language)
    assert message["Auto-Submitted"] == "auto-generated"


def paragraphs(message: EmailMessage) -> list[str]:
    text: str = message.get_content()
    return [part.replace("\n", " ") for part in text.replace("\r\n", "\n").strip("\n").split("\n\n")]


def test_the_words_are_the_same_in_every_language_and_none_is_left_in_english() -> None:
    english = words_in("en")
    for language in get_args(Language):
        words = words_in(language)
        assert words.keys() == english.keys()
        assert language == "en" or not [key for key, text in words.items() if text == english[key]]
        assert all("'" not in text and '"' not in text for text in words.values()), "typographic ones only"
    gaps = re.compile(r"[^\u00a0][:;?!»]|«[^\u00a0]")
    assert not [text for text in words_in("fr").values() if gaps.search(text.replace("{service}", "x"))]


@given(kind=kinds, first=subjects, second=subjects, mine=addresses, theirs=addresses, language=languages)
def test_nothing_of_the_person_is_in_it_but_the_address_it_goes_to(
    kind: NoticeKind, first: SubjectId, second: SubjectId, mine: str, theirs: str, language: Language
) -> None:
    """Two people's mails differ in the address, the notice's own random number, and in nothing else."""
    letters = [
        letter_of(notice(kind, subject), to=address, language=language, service=SERVICE)
        for subject, address in ((first, mine), (second, theirs))
    ]
    blank = set()
    for letter, subject in zip(letters, (first, second), strict=True):
        assert subject[4:].encode() not in letter.content
        message = read(letter)
        assert message["Message-ID"] == f"<{letter.notice}@{SERVICE.origin}>"
        blank.add((message.get_content(), *(str(message[name]) for name in sorted(HEADERS - {"To", "Message-ID"}))))
    assert len(blank) == 1


@given(kind=kinds, subject=subjects, address=addresses, language=languages, later=st.integers(0, 10**6))
def test_the_same_notice_is_the_same_bytes_whenever_it_is_sent(
    kind: NoticeKind, subject: SubjectId, address: str, language: Language, later: int
) -> None:
    first = notice(kind, subject)
    tried = first.tried(NOW + timedelta(seconds=later), LIMITS)
    letters = {letter_of(each, to=address, language=language, service=SERVICE).content for each in (first, tried)}
    assert len(letters) == 1


@given(address=addresses)
def test_a_mail_goes_to_its_one_address(address: str) -> None:
    letter = letter_of(notice(), to=address, language="en", service=SERVICE)
    assert letter.recipient == mail_address(address)
    [found] = re.findall(rb"(?m)^To: (.*)\r$", letter.content)
    assert found.decode() == letter.recipient
    user, _, host = letter.recipient.rpartition("@")
    assert user == address.rpartition("@")[0]
    assert host.isascii()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ada",
        "@",
        "ada@",
        "@keep.example",
        "ada@keep.example\r\nBcc: eve@evil.example",
        "ada@keep.example\n",
        "ada@keep.example,eve@evil.example",
        "ada@keep.example;eve@evil.example",
        "Ada <ada@keep.example>",
        "ada@keep.example>\0",
        '"ada@evil.example"@keep.example',
        "ada(comment)@keep.example",
        "ada@[127.0.0.1]",
        "a b@keep.example",
        "ada@keep..example",
        "ada@-\u202e.example",
        "ada\u202e@keep.example",
        "ada\ud800@keep.example",
        f"{'a' * 65}@keep.example",
        f"ada@{'a.' * 130}example",
    ],
)
def test_what_is_not_exactly_one_address_is_refused(address: str) -> None:
    with pytest.raises(AddressUnusableError) as refused:
        letter_of(notice(), to=address, language="en", service=SERVICE)
    assert not address.strip() or address not in str(refused.value)


@given(text=hostile)
def test_no_text_becomes_a_second_recipient_or_a_header(text: str) -> None:
    try:
        letter = letter_of(notice(), to=text, language="en", service=SERVICE)
    except AddressUnusableError:
        return
    require_one_mail(letter, text.rpartition("@")[0])


@given(name=hostile, url=hostile, origin=hostile, language=languages)
def test_an_operators_hostile_settings_add_no_header_and_no_recipient(
    name: str, url: str, origin: str, language: Language
) -> None:
    service = Service(name=name, url=url, origin=origin, sender=SERVICE.sender)
    letter = letter_of(notice(), to="ada@keep.example", language=language, service=service)
    require_one_mail(letter, "ada")
    assert "\u202e" not in read(letter).get_content() + header(letter, "Subject") + header(letter, "From")


def require_one_mail(letter: Letter, user: str) -> None:
    head, separator, _ = letter.content.partition(b"\r\n\r\n")
    assert separator
    names = [line.partition(b":")[0].decode() for line in head.split(b"\r\n") if not line.startswith((b" ", b"\t"))]
    assert sorted(names) == sorted(HEADERS)
    assert letter.content.replace(b"\r\n", b"").find(b"\n") == -1
    assert letter.content.replace(b"\r\n", b"").find(b"\r") == -1
    [to] = read(letter)["To"].addresses
    assert to.username == user
    [sender] = read(letter)["From"].addresses
    assert sender.addr_spec == SERVICE.sender


def test_nothing_of_a_letter_shows_in_its_repr() -> None:
    letter = letter_of(notice(), to="ada@keep.example", language="en", service=SERVICE)
    assert "ada" not in repr(letter)
    assert "Subject" not in repr(letter)
