"""A notice is written with what it tells of, for its own person, and its mail says nothing of them (P3, P10)."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.app.asks import WHY, another_address, asked, by_letter, desk_of, objection, own, refusal
from tests.app.crossing import capture, fetch, plant
from tests.app.faults import Killed, mortal
from tests.app.held import proposed
from tests.app.offices import Office, kinds_for, read, tell_all, with_office
from tests.app.simulator import Household, Someone, household
from tests.app.speaking import speaker_of, whose
from tests.incident.cases import severity
from tests.people.authenticator import Authenticator
from voicekeep.app.operations.accounts import choose, invite, open_account
from voicekeep.app.operations.answering import answer_request, extend_request
from voicekeep.app.operations.building import build
from voicekeep.app.operations.cases import change_case
from voicekeep.app.operations.deciding import approve as approve_proposal
from voicekeep.app.operations.devices import pair_device
from voicekeep.app.operations.escalating import _tell_in
from voicekeep.app.operations.found_digests import _look_up
from voicekeep.app.operations.holding import hold
from voicekeep.app.operations.incidents import open_by_hand, report_not_mine
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.mandates import end_mandate, give_mandate, let_act, mandates_held, take_mandate
from voicekeep.app.operations.notices import (
    all_notices,
    notices_of,
    send_notices,
    tell,
)
from voicekeep.app.operations.overriding import approve_override
from voicekeep.app.operations.privacy_by_voice import keep_less
from voicekeep.app.operations.proving import (
    UnknownPasskeyError,
    add_a_passkey,
    challenge_to_add,
    change_password,
    make_recovery_codes,
    remove_passkey,
    sign_in_by_code,
)
from voicekeep.app.operations.release import STEPS, PlainDesk, release
from voicekeep.app.operations.speakers import unbind_speaker
from voicekeep.app.operations.triaging import all_triages, decide_triage
from voicekeep.checks import CREDENTIALS_HELD_FOR
from voicekeep.delivery import token_for
from voicekeep.incident import Affected, AffectedRole, Assessed, FoundDigest, PersonsDecided
from voicekeep.notice import (
    MailPostponedError,
    MailServerUnreachableError,
    NoticeKind,
    Service,
    letter_of,
    notice_to,
)
from voicekeep.people import Applicant, NewPasswordRefusedError, RecoveryRefusedError
from voicekeep.records.ids import ArchiveId, SubjectId, TriageId
from voicekeep.records.items import ItemKind, Keeping
from voicekeep.records.reports import ReportSource, Saw, TriageState
from voicekeep.records.rights import ExtensionGround, RefusalGround
from voicekeep.records.scope import ReleaseScope
from voicekeep.records.standing import Entrusted
from voicekeep.request import State

# --- what is told

Deed = Callable[[Keep], object]


def adding_a_passkey(home: Household, someone: Someone) -> Deed:
    session = home.session(someone)
    answer = Authenticator().make(challenge_to_add(home.keep, session))
    return lambda keep: add_a_passkey(keep, session, answer, "My telephone")


def removing_a_passkey(home: Household, someone: Someone) -> Deed:
    adding_a_passkey(home, someone)(home.keep)
    session = home.session(someone)
    with home.keep.database.read() as transaction:
        passkey = transaction.people.passkeys_of(someone.subject)[-1].passkey
    return lambda keep: remove_passkey(keep, session, passkey)


def changing_the_password(home: Household, someone: Someone) -> Deed:
    session = home.session(someone)
    return lambda keep: change_password(keep, session, someone.password)


def making_codes(home: Household, someone: Someone) -> Deed:
    session = home.session(someone)
    return lambda keep: make_recovery_codes(keep, session)


def using_a_code(home: Household, someone: Someone) -> Deed:
    code = make_recovery_codes(home.keep, home.session(someone))[0]
    return lambda keep: sign_in_by_code(keep, someone.email, code)


def binding_a_device(home: Household, someone: Someone) -> Deed:
    session = home.session(someone)
    return lambda keep: pair_device(keep, session, "Kitchen")


def losing_a_device(home: Household, someone: Someone) -> Deed:
    session = home.session(someone)
    device, _ = pair_device(home.keep, session, "Kitchen")
    return lambda keep: unbind_speaker(keep, session, device)


def saying_to_keep_less(home: Household, someone: Someone) -> Deed:
    choose(home.keep, home.session(someone), Keeping.AUDIO, 18)
    said, _ = whose(home, speaker_of(home, someone.subject).device)
    return lambda keep: keep_less(keep, said, None, 3)


def releasing_a_copy(home: Household, someone: Someone) -> Deed:
    request = home.ask(someone)
    return lambda keep: release(request, PlainDesk(keep))


def holding_a_copy(home: Household, someone: Someone) -> Deed:
    request = home.ask(someone)
    archive = ArchiveId(build(home.keep, request))
    return lambda keep: hold(keep, request, archive, ["foreign_member"])


def overriding_a_hold(home: Household, someone: Someone) -> Deed:
    proposal, by = proposed(home, someone)

    def approve(keep: Keep) -> None:
        with keep.database.begin() as transaction:
            approve_override(keep, transaction, proposal, by)

    return approve


def reporting_a_copy(home: Household, someone: Someone) -> Deed:
    request, session = home.release(someone), home.session(someone)
    return lambda keep: report_not_mine(keep, session, request, Saw.STRANGE_NAME)


def reporting_one_of_the_same_time(home: Household, someone: Someone) -> Deed:
    """Have somebody else report their own copy, which was made at the same time."""
    other = home.people.get("cleo") or home.join("cleo")
    requests = [home.ask(each) for each in (other, someone)]
    for request in requests:
        release(request, PlainDesk(home.keep))
    session = home.session(other)
    return lambda keep: report_not_mine(keep, session, requests[0], Saw.STRANGE_NAME)


def dismissing_a_report(home: Household, someone: Someone) -> Deed:
    reporting_one_of_the_same_time(home, someone)(home.keep)
    triage = TriageId(all_triages(home.keep)[0].triage)
    return lambda keep: decide_triage(keep, triage, TriageState.DISMISSED, by="host_operator")


def registering_a_letter(home: Household, someone: Someone) -> Deed:
    desk = desk_of(home)
    return lambda keep: by_letter(replace(desk, home=replace(home, keep=keep)), someone.email)


def asking_for_identity(home: Household, someone: Someone) -> Deed:
    desk = desk_of(home)
    request = by_letter(desk, someone.email)
    return lambda keep: asked(replace(desk, home=replace(home, keep=keep)), request)


def extending_a_request(home: Household, someone: Someone) -> Deed:
    desk, request = desk_of(home), objection(home, someone)
    seen = desk.seen(request)
    return lambda keep: extend_request(keep, desk.olga, request, seen, ExtensionGround.NUMBER, own(request))


def answering_a_request(home: Household, someone: Someone) -> Deed:
    desk, request = desk_of(home), objection(home, someone)
    seen = desk.seen(request)
    return lambda keep: answer_request(keep, desk.olga, request, seen, WHY)


def refusing_a_request(home: Household, someone: Someone) -> Deed:
    desk, request = desk_of(home), objection(home, someone)
    made = refusal(desk, request, RefusalGround.COMPELLING, own(request))
    return lambda keep: approve_proposal(keep, desk.otto, made)


def _offered(home: Household, giver: Someone) -> str:
    return give_mandate(home.keep, home.session(giver), (Entrusted.COPY,), home.clock.now + timedelta(days=30))


def taking_a_mandate(home: Household, someone: Someone) -> Deed:
    other = home.people.get("cleo") or home.join("cleo")
    token, session = _offered(home, someone), home.session(other)
    return lambda keep: take_mandate(keep, session, token)


def confirming_a_mandate(home: Household, someone: Someone) -> Deed:
    other = home.people.get("cleo") or home.join("cleo")
    take_mandate(home.keep, home.session(someone), _offered(home, other))
    session, mandate = home.session(other), mandates_held(home.keep, home.session(someone))[0].mandate
    return lambda keep: let_act(keep, session, mandate, "my neighbour")


def ending_a_mandate(home: Household, someone: Someone) -> Deed:
    confirming_a_mandate(home, someone)(home.keep)
    session, mandate = home.session(home.people["cleo"]), mandates_held(home.keep, home.session(someone))[0].mandate
    return lambda keep: end_mandate(keep, session, mandate)


def telling_of_a_case(home: Household, someone: Someone) -> Deed:
    recipient = home.people.get("recipient") or home.join("recipient")
    copy = plant(home, recipient.subject, capture(home, someone.subject, 1))
    fetch(home, copy, end=copy.size)
    triage = open_by_hand(home.keep, ReportSource.HAND, archive=copy.archive)
    decide_triage(home.keep, triage, TriageState.CONFIRMED, by="host_operator")
    for change in (
        Affected(subject=someone.subject, role=AffectedRole.OWNER),
        Assessed(severity=severity()),
        PersonsDecided(tell=True, reason="a high risk", assessment=2),
    ):
        change_case(home.keep, triage, change, by="host_operator")
    return lambda keep: _tell_in(keep, triage)


def finding_a_file(home: Household, someone: Someone) -> Deed:
    [said] = capture(home, someone.subject, 1)
    assert said.audio is not None
    found = FoundDigest(found=home.keep.entropy(16).hex(), audio=said.audio, samples=said.audio, at=home.clock())
    with home.keep.database.begin() as transaction:
        transaction.found.add(found)
    return lambda keep: _look_up(keep, found)


DEEDS: dict[NoticeKind, Callable[[Household, Someone], Deed]] = {
    NoticeKind.COPY_READY: releasing_a_copy,
    NoticeKind.COPY_HELD: holding_a_copy,
    NoticeKind.COPY_OVERRIDDEN: overriding_a_hold,
    NoticeKind.PASSWORD_CHANGED: changing_the_password,
    NoticeKind.PASSKEY_ADDED: adding_a_passkey,
    NoticeKind.PASSKEY_REMOVED: removing_a_passkey,
    NoticeKind.CODES_MADE: making_codes,
    NoticeKind.CODE_USED: using_a_code,
    NoticeKind.DEVICE_BOUND: binding_a_device,
    NoticeKind.DEVICE_LOST: losing_a_device,
    NoticeKind.CHOICE_SAID: saying_to_keep_less,
    NoticeKind.REPORT_TAKEN: reporting_a_copy,
    NoticeKind.COPY_FROZEN: reporting_one_of_the_same_time,
    NoticeKind.COPY_THAWED: dismissing_a_report,
    NoticeKind.REQUEST_REGISTERED: registering_a_letter,
    NoticeKind.IDENTITY_ASKED: asking_for_identity,
    NoticeKind.REQUEST_EXTENDED: extending_a_request,
    NoticeKind.REQUEST_ANSWERED: answering_a_request,
    NoticeKind.REQUEST_REFUSED: refusing_a_request,
    NoticeKind.EMAIL_CHANGED: another_address,
    NoticeKind.MANDATE_TAKEN: taking_a_mandate,
    NoticeKind.MANDATE_CONFIRMED: confirming_a_mandate,
    NoticeKind.MANDATE_ENDED: ending_a_mandate,
    NoticeKind.CASE_MESSAGE: telling_of_a_case,
    NoticeKind.FILE_FOUND: finding_a_file,
}


def effects(home: Household, someone: Someone) -> object:
    """Return everything that a notice can be about."""
    with home.keep.database.read() as transaction:
        people, subject = transaction.people, someone.subject
        credential = people.credential_of(subject)
        answered = {State.HELD, State.AVAILABLE}
        return (
            credential and credential.changed_at,
            people.passkeys_of(subject),
            people.recovery_codes_of(subject),
            transaction.mandates.mandates_over(subject),
            transaction.mandates.mandates_of(subject),
            transaction.devices.bindings_of(subject),
            people.account_of(subject),
            people.choice_of(subject),
            [
                (request.request, request.state, request.due)
                for request in transaction.requests.of_subject(subject)
                if request.state in answered or not request.wants_copy or request.identified_at is None
            ],
            transaction.staff.proposals(),
            [transaction.incidents.get(key) for key in transaction.incidents.all_keys()],
            [transaction.cases.entries(TriageId(key)) for key in transaction.incidents.all_keys()],
        )


def test_every_kind_has_its_deed() -> None:
    assert set(DEEDS) == set(NoticeKind)


@pytest.mark.parametrize("kind", NoticeKind)
def test_who_does_it_is_told_once_and_nobody_else_is(home: Household, kind: NoticeKind) -> None:
    ada, bruno = home.join("ada"), home.join("bruno")
    deed = DEEDS[kind](home, ada)
    before = kinds_for(home, ada)
    deed(home.keep)
    assert kinds_for(home, ada) - before == Counter({kind: 1})
    assert kinds_for(home, bruno) == Counter()


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("kind", NoticeKind)
def test_a_deed_that_dies_anywhere_is_told_if_and_only_if_it_was_done(
    home: Household,
    kind: NoticeKind,
    after: bool,  # noqa: FBT001
) -> None:
    """A release or a hold that died is taken up again, as its worker does; the others are not."""
    ada = home.join("ada")
    done = undone = 0
    for at in range(1, 100):
        deed = DEEDS[kind](home, ada)
        told, was = kinds_for(home, ada)[kind], effects(home, ada)
        dying, fuse = mortal(home.keep, at, after=after)
        with suppress(Killed):
            deed(dying)
        happened = effects(home, ada) != was
        assert kinds_for(home, ada)[kind] - told == happened
        done += happened
        undone += not happened
        if fuse.calls < at:
            break
    assert done > 0
    assert undone > 0 or after


def test_a_release_that_goes_on_after_a_kill_is_told_once(home: Household) -> None:
    ada = home.join("ada")
    for at in range(1, 200):
        carried: str = home.ask(ada)
        told = kinds_for(home, ada)[NoticeKind.COPY_READY]
        dying, fuse = mortal(home.keep, at, after=True)
        for step in STEPS:
            try:
                carried = step(dying, carried)
            except Killed:
                carried = step(home.keep, carried)
        assert kinds_for(home, ada)[NoticeKind.COPY_READY] - told == 1
        if fuse.calls < at:
            break
    assert at > 10


def test_a_hold_that_runs_twice_is_told_once(home: Household) -> None:
    ada = home.join("ada")
    deed = holding_a_copy(home, ada)
    deed(home.keep)
    deed(home.keep)
    assert kinds_for(home, ada) == Counter({NoticeKind.COPY_HELD: 1})


def test_what_is_refused_is_not_told(home: Household) -> None:
    ada, bruno = home.join("ada"), home.join("bruno")
    with pytest.raises(NewPasswordRefusedError):
        change_password(home.keep, home.session(ada), "short")
    with pytest.raises(RecoveryRefusedError):
        sign_in_by_code(home.keep, ada.email, make_recovery_codes(home.keep, home.session(bruno))[0])
    removal = removing_a_passkey(home, ada)
    removal(home.keep)
    with pytest.raises(UnknownPasskeyError):
        removal(home.keep)
    assert kinds_for(home, ada) == Counter({NoticeKind.PASSKEY_ADDED: 1, NoticeKind.PASSKEY_REMOVED: 1})


@pytest.mark.parametrize("kind", NoticeKind)
def test_no_mail_server_can_delay_or_undo_what_is_told_of(home: Household, kind: NoticeKind) -> None:
    """Nobody is even asked before the deed is done: the outbox is a row."""
    ada, office = home.join("ada"), Office(closed=MailServerUnreachableError("away"))
    DEEDS[kind](home, ada)(with_office(home, office))
    assert office.asked == 0
    assert kinds_for(home, ada)[kind] == 1


# --- to whom, and what the mail says


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


@settings(max_examples=12)
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
        for kind in sorted(told):
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
