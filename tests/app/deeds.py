"""For every kind of notice the deed that it tells of, made ready for somebody, to be done with a keep of one's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import delete

from tests.app.asks import WHY, another_address, asked, by_letter, desk_of, objection, own, refusal
from tests.app.crossing import capture, fetch, plant
from tests.app.held import proposed
from tests.app.simulator import Household, Someone
from tests.app.speaking import speaker_of, whose
from tests.incident.cases import severity
from tests.people.authenticator import Authenticator
from voicekeep.app.operations.accounts import choose
from voicekeep.app.operations.answering import answer_request, extend_request
from voicekeep.app.operations.building import build
from voicekeep.app.operations.cases import change_case
from voicekeep.app.operations.children import NewProfile, open_profile
from voicekeep.app.operations.deciding import approve as approve_proposal
from voicekeep.app.operations.devices import bind_new, new_device, pair_device
from voicekeep.app.operations.escalating import _tell_in
from voicekeep.app.operations.found_digests import _look_up
from voicekeep.app.operations.holding import hold
from voicekeep.app.operations.incidents import open_by_hand, report_not_mine
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.mandates import end_mandate, give_mandate, let_act, mandates_held, take_mandate
from voicekeep.app.operations.overriding import approve_override
from voicekeep.app.operations.privacy_by_voice import keep_less
from voicekeep.app.operations.proving import (
    add_a_passkey,
    challenge_to_add,
    change_password,
    make_recovery_codes,
    remove_passkey,
    sign_in_by_code,
)
from voicekeep.app.operations.release import PlainDesk, release
from voicekeep.app.operations.speakers import unbind_speaker
from voicekeep.app.operations.triaging import all_triages, decide_triage
from voicekeep.device import DeviceKind
from voicekeep.incident import Affected, AffectedRole, Assessed, FoundDigest, PersonsDecided
from voicekeep.notice import NoticeKind
from voicekeep.records.ids import ArchiveId, TriageId
from voicekeep.records.items import Keeping
from voicekeep.records.reports import ReportSource, Saw, TriageState
from voicekeep.records.rights import ExtensionGround, RefusalGround
from voicekeep.records.standing import Entrusted
from voicekeep.request import State
from voicekeep.stores.schema import choice

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


def binding_a_device_to_whoever_has_not_chosen(home: Household, someone: Someone) -> Deed:
    with home.keep.database.begin() as transaction:
        connection = transaction.people._connection  # type: ignore[attr-defined]  # noqa: SLF001  nothing unmakes a choice
        connection.execute(delete(choice).where(choice.c.subject == someone.subject))
    return binding_a_device(home, someone)


def binding_a_device_to_a_child(home: Household, someone: Someone) -> Deed:
    until = home.clock.now + timedelta(days=365)
    profile = NewProfile(name="Mimi", called="Mum", until=until, language="en")
    mandate = open_profile(home.keep, home.session(someone), profile)
    with home.keep.database.read() as transaction:
        found = transaction.mandates.mandate(mandate)
    assert found is not None
    device = new_device(home.keep, DeviceKind.FOLDER, credential=mandate)
    return lambda keep: bind_new(keep, device, found.subject, "Kitchen")


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
    NoticeKind.CHOICE_ASKED: binding_a_device_to_whoever_has_not_chosen,
    NoticeKind.CHILD_CHOICE_ASKED: binding_a_device_to_a_child,
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
            [transaction.devices.bindings_of(each.subject) for each in transaction.mandates.mandates_of(subject)],
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
