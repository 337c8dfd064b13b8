"""A notice's mail goes to its own person in their language, and says nothing of them (P3, P10)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.app.deeds import DEEDS
from tests.app.offices import Office, read, tell_all, with_office
from tests.app.simulator import Household, Someone, household
from voicekeep.app.operations.accounts import invite, open_account
from voicekeep.app.operations.notices import (
    all_notices,
    notices_of,
    send_notices,
    tell,
)
from voicekeep.checks import CREDENTIALS_HELD_FOR
from voicekeep.delivery import token_for
from voicekeep.notice import (
    MailPostponedError,
    NoticeKind,
    Service,
    letter_of,
    notice_to,
)
from voicekeep.people import Applicant
from voicekeep.records.ids import SubjectId
from voicekeep.records.items import ItemKind
from voicekeep.records.scope import ReleaseScope


def test_each_notice_goes_to_its_own_person_in_their_language(home: Household) -> None:
    people = [home.join(name) for name in ("ada", "adam", "bruno")]
    for someone in people:
        for kind in (NoticeKind.CODES_MADE, NoticeKind.COPY_READY):
            DEEDS[kind](home, someone)(home.keep)
    owners: dict[str, str] = {}
    with home.keep.database.read() as transaction:
        for someone in people:
            owners |= {notice.notice: someone.email for notice in transaction.notices.of_subject(someone.subject)}
    assert send_notices(home.keep) == 6
    assert {letter.notice: letter.recipient for letter in home.mail.letters} == owners
    for letter in home.mail.letters:
        assert read(letter)["To"] == owners[letter.notice]
        assert read(letter)["Content-Language"] == "en"


def test_the_language_is_the_requests_or_else_the_profiles(home: Household) -> None:
    applicant = Applicant(name="Dora", email="dora@keep.test", password="x" * 12, language="de", household_name="")
    dora = open_account(home.keep, invite(home.keep, None, timedelta(days=1)), applicant)
    with home.keep.database.begin() as transaction:
        tell(home.keep, transaction, dora, NoticeKind.CODE_USED)
        tell(home.keep, transaction, dora, NoticeKind.COPY_READY, language="fr")
    send_notices(home.keep)
    assert [read(letter)["Content-Language"] for letter in home.mail.letters] == ["de", "fr"]


names = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=6, max_size=40)


mailboxes = st.from_regex(r"[a-z]{8,20}\.[a-z0-9]{8,20}", fullmatch=True)


LEAVE_A_GAP = {NoticeKind.CASE_MESSAGE, NoticeKind.FILE_FOUND}  # what they plant holds every copy after them


@settings(max_examples=settings().max_examples // 6)
@given(name=names, mailbox=mailboxes, told=st.sets(st.sampled_from(NoticeKind), min_size=3, max_size=3))
def test_no_mail_holds_anything_of_its_person(
    name: str, mailbox: str, told: set[NoticeKind], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whoever it is and whatever happened: a mail's text is one of two constants, and its bytes hold no identifier."""
    with household(tmp_path_factory.mktemp("home")) as home:
        password = "the secret of a long password"
        email = f"{mailbox}@keep.test"
        applicant = Applicant(name=name, email=email, password=password, language="en", household_name=name)
        subject = open_account(home.keep, invite(home.keep, None, timedelta(days=1)), applicant)
        someone, theirs = Someone(name=name, subject=subject, password=password, email=email), {email}
        for kind in sorted(told, key=lambda each: (each in LEAVE_A_GAP, each)):
            home.clock.pass_by(days=CREDENTIALS_HELD_FOR.days + 1)  # no deed holds the copy of the next
            DEEDS[kind](home, someone)(home.keep)
            theirs.add(someone.email)
        made = send_notices(home.keep)
        assert made == len(home.mail.letters) >= len(told)
        others = {other.email for other in home.people.values()}  # who report what is tied to it
        mine = [letter for letter in home.mail.letters if letter.recipient not in others]
        assert len(mine) >= len(told)
        for letter in mine:
            message = read(letter)
            text = message.get_content().replace("\r\n", "\n")
            assert text in CONSTANT
            assert message["Subject"] == "The Test Household: there is a message for you"
            assert message["From"] == "The Test Household <voicekeep@keep.test>"
            assert message["To"] == letter.recipient in theirs
            rest = letter.content.replace(f"To: {letter.recipient}\r\n".encode(), b"")
            rest = rest.replace(letter.notice.encode(), b"")
            for secret in [*theirs, mailbox, password, *identifiers(home, someone)]:
                assert secret.encode() not in rest, secret


def constants() -> frozenset[str]:
    made = set()
    for kind in NoticeKind:
        notice = notice_to(SubjectId.random(os.urandom), kind, now=datetime.now(UTC), entropy=os.urandom)
        service = Service(name="The Test Household", url="http://localhost", origin="keep.test", sender="v@keep.test")
        text: str = read(letter_of(notice, to="nobody@nowhere.example", language="en", service=service)).get_content()
        made.add(text.replace("\r\n", "\n"))
    return frozenset(made)


CONSTANT = constants()


def identifiers(home: Household, someone: Someone) -> Iterator[str]:
    """Yield every number and token that the keep has for a person, without the prefix that says what it is."""
    subject = someone.subject
    with home.keep.database.read() as transaction:
        yield from (subject[4:], subject)
        for request in transaction.requests.of_subject(subject):
            yield request.request[4:]
            if request.attempt is not None:
                yield request.attempt[4:]
        for grant in transaction.grants.of_recipient(subject):
            yield from (grant.grant[4:], token_for(home.keep.link_key, grant.grant))
        for session in transaction.people.sessions_of(subject):
            yield from (session.session[4:], session.token_sha256.hex())
        for passkey in transaction.people.passkeys_of(subject):
            yield passkey.passkey[4:]
        for binding in transaction.devices.bindings_of(subject):
            yield binding.device[4:]
        member = transaction.people.member_of(subject)
        assert member is not None
        yield member.household[4:]
        yield from (triage[4:] for triage in transaction.incidents.all_keys())
        scope = ReleaseScope(as_of=transaction.log.size())
        for kind in ItemKind:
            yield from (row.item[4:] for row in transaction.items.held_by(subject, kind, scope))


def test_there_are_three_texts() -> None:
    assert len(CONSTANT) == 3


def test_no_row_and_no_log_holds_the_address(home: Household, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    ada = home.join("ada")
    office = Office(boxes={ada.email: MailPostponedError(451)})
    tell_all(home.keep, ada)
    send_notices(with_office(home, office))
    assert office.asked == 1
    told = caplog.text + repr(all_notices(home.keep)) + repr(notices_of(home.keep, home.session(ada))) + repr(home.mail)
    assert ada.email not in told
    assert "ada" not in told
