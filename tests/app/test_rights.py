"""Every right is a request with states, a clock, a letter and a refusal (R7-R10, R15); the desk sees nobody."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.app.asks import BECAUSE, WHY, Desk, asked, by_letter, desk_of, objection, own, refusal
from tests.app.faults import Killed, meanwhile, mortal
from tests.app.held import held
from tests.app.simulator import Household, Someone, facts
from tests.app.test_release import lines_of
from voicekeep.app.operations.accounts import profile_of
from voicekeep.app.operations.answering import (
    NoHomeError,
    answer_on_the_host,
    answer_request,
    ask_for_identity,
    extend_request,
    take_question_back,
)
from voicekeep.app.operations.asking import ask_for_copy, copies_of
from voicekeep.app.operations.closing import close_account
from voicekeep.app.operations.deciding import approve, decline
from voicekeep.app.operations.erasing_turns import Stretch, erase_turns
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.app.operations.history import days_of, heard_on
from voicekeep.app.operations.marking import correct
from voicekeep.app.operations.notices import send_notices
from voicekeep.app.operations.own_requests import (
    OwnRequest,
    confirm_request,
    letter_named,
    requests_of,
    withdraw_request,
)
from voicekeep.app.operations.profiles import ProfileChangedError, change_profile
from voicekeep.app.operations.proving import change_password
from voicekeep.app.operations.queueing import queue, queue_on_the_host, request_at_desk
from voicekeep.app.operations.refusing import RefusalProposedError, refuse_on_the_host
from voicekeep.app.operations.registering import LetterDayRefusedError
from voicekeep.app.operations.release import PlainDesk, release
from voicekeep.app.operations.restricting import lift, restrict, restriction_of
from voicekeep.app.operations.submitting import (
    SubmissionRefusedError,
    ask_rectification,
    end_restrictions,
    object_to,
)
from voicekeep.app.operations.timeliness import requests_by_month
from voicekeep.people import EmailTakenError, NotOnDutyError, SamePersonError, Session, StaleSignInError
from voicekeep.records.facts import Answered, CredentialsChanged
from voicekeep.records.ids import RequestId
from voicekeep.records.items import ItemKind, RestrictionGround
from voicekeep.records.rights import (
    Doubt,
    ExtensionGround,
    LetterKind,
    Means,
    Processing,
    RefusalGround,
    Right,
    Withdrew,
)
from voicekeep.records.scope import ReleaseScope
from voicekeep.request import (
    BoilerplateReasonError,
    EmptyReasonError,
    GroundRefusedError,
    IllegalMoveError,
    NotAskedError,
    NotExtendedError,
    RequestChangedError,
    State,
    UnknownRequestError,
)


@pytest.fixture
def ada(home: Household) -> Someone:
    someone = home.join("ada")
    home.say(someone, "the kitchen light", "a timer")
    return someone


@pytest.fixture
def desk(home: Household) -> Desk:
    return desk_of(home)


def own_requests(home: Household, someone: Someone) -> tuple[OwnRequest, ...]:
    return requests_of(home.keep, home.session(someone))


def count_of(home: Household, someone: Someone, kind: ItemKind) -> int:
    with home.keep.database.read() as transaction:
        ever = ReleaseScope(as_of=transaction.log.size())
        return sum(1 for _ in transaction.items.held_by(someone.subject, kind, ever))


# --- what a person does at once is a request that is answered by it

Use = Callable[[Household, Session], object]


def correcting(home: Household, session: Session) -> None:
    turn = heard_on(home.keep, session, days_of(home.keep, session)[0][0])[0].item
    correct(home.keep, session, turn, "the pantry light")


AT_ONCE: dict[str, tuple[Right, Use]] = {
    "correct": (Right.RECTIFICATION, correcting),
    "profile": (
        Right.RECTIFICATION,
        lambda home, session: change_profile(home.keep, session, name="Ada B", email="ada@keep.test", language="de"),
    ),
    "erase": (Right.ERASURE, lambda home, session: erase_turns(home.keep, session, Stretch.EVERYTHING, "")),
    "restrict": (
        Right.RESTRICTION,
        lambda home, session: restrict(home.keep, session, RestrictionGround.CLAIMS),
    ),
}
every_use = pytest.mark.parametrize(("right", "use"), AT_ONCE.values(), ids=AT_ONCE)


@every_use
def test_what_is_done_at_once_is_a_request_that_is_answered_at_once_with_a_letter(
    home: Household, ada: Someone, right: Right, use: Use
) -> None:
    use(home, home.session(ada))
    [one] = own_requests(home, ada)
    assert (one.right, one.state, one.waiting) == (right, State.ANSWERED, False)
    assert [line.kind for line in one.letters] == [LetterKind.RECEIVED, LetterKind.ANSWERED]
    letter = letter_named(home.keep, home.session(ada), one.request, one.letters[-1].name)
    assert one.request in " ".join(letter.paragraphs)
    assert letter.recipient in {"ada", "Ada B"}
    assert letter.sender.startswith("The Test Household")
    [month] = requests_by_month(home.keep)
    assert (month.received, month.in_time, month.median_days) == (1, 1, 0)
    verify_ledger(home.keep)


@every_use
@pytest.mark.parametrize("after", [False, True])
def test_a_use_that_dies_anywhere_is_a_request_if_and_only_if_it_was_done(
    home: Household,
    right: Right,
    use: Use,
    after: bool,  # noqa: FBT001
) -> None:
    ada = home.join("ada")
    for at in range(1, 60):
        if at == 1 or right is Right.ERASURE:
            home.say(ada, f"word {at}")
        session, before = home.session(ada), len(own_requests(home, ada))
        dying, fuse = mortal(home.keep, at, after=after)
        shut = Household(keep=dying, clock=home.clock, folder=home.folder, mail=home.mail)
        with suppress(Killed):
            use(shut, session)
        requests = own_requests(home, ada)
        answered = [fact for fact in facts(home) if isinstance(fact, Answered)]
        assert len(requests) == len(answered) == count_of(home, ada, ItemKind.LETTER)
        assert {each.state for each in requests} <= {State.ANSWERED}
        assert {each.right for each in requests} <= {right}
        if right is Right.RESTRICTION:
            assert (restriction_of(home.keep, session) is not None) == (len(requests) > before)
            lift(home.keep, home.session(ada))
        if fuse.calls < at or len(requests) > 2:
            break
    assert own_requests(home, ada)


def test_to_close_an_account_is_a_request_for_erasure_that_is_answered_and_names_nobody(
    home: Household, ada: Someone
) -> None:
    objection(home, ada)
    close_account(home.keep, home.session(ada))
    with home.keep.database.read() as transaction:
        left = {request.right: request.state for request in transaction.requests.of_subject(ada.subject)}
        assert transaction.requests.submissions_of(ada.subject) == ()
    assert left == {Right.ERASURE: State.ANSWERED, Right.OBJECTION: State.WITHDRAWN}
    [month] = requests_by_month(home.keep)
    assert (month.received, month.in_time, month.withdrawn) == (2, 1, 1)


def test_to_take_along_holds_what_one_gave_and_nothing_else(home: Household, ada: Someone) -> None:
    request = ask_for_copy(home.keep, home.session(ada), "en", right=Right.PORTABILITY)
    release(request, PlainDesk(home.keep))
    zipped = home.fetch(ada, request)
    assert [line["transcript"] for line in lines_of(zipped, "turns")] == ["the kitchen light", "a timer"]
    with pytest.raises(KeyError):
        lines_of(zipped, "sign-ins")
    [one] = own_requests(home, ada)
    assert one.right is Right.PORTABILITY
    assert [line.name for line in one.letters] == ["received", "ready"]
    said = " ".join(letter_named(home.keep, home.session(ada), request, "ready").paragraphs)
    assert "Art. 20" in said


def test_letters_are_in_the_copy_and_go_with_the_account(home: Household, ada: Someone, desk: Desk) -> None:
    request = objection(home, ada)
    answer_request(home.keep, desk.olga, request, desk.seen(request), "We no longer use any of it for anything.")
    lines = lines_of(home.fetch(ada, home.release(ada)), "letters")
    assert [line["letter"] for line in lines] == ["own_words", "answered"]
    assert "We no longer use any of it" in str(lines[1]["text"])
    assert WHY in str(lines[0]["text"])
    close_account(home.keep, home.session(ada))
    assert count_of(home, ada, ItemKind.LETTER) == 0


# --- a profile that is put right


def test_a_new_address_opens_the_account_and_the_old_one_does_not(home: Household, ada: Someone) -> None:
    assert change_profile(home.keep, home.session(ada), name="ada", email="new@keep.test", language="en")
    assert not change_profile(
        home.keep,
        home.session(Someone(name="ada", subject=ada.subject, password=ada.password, email="new@keep.test")),
        name="ada",
        email="new@keep.test",
        language="en",
    ), "nothing was changed by it"
    with pytest.raises(Exception, match="sign"):
        home.session(ada)


def test_a_new_address_holds_copies_for_a_week_and_is_told_to_the_old_one(home: Household, ada: Someone) -> None:
    home.clock.pass_by(days=30)
    change_profile(home.keep, home.session(ada), name="ada", email="new@keep.test", language="en")
    moved = Someone(name="ada", subject=ada.subject, password=ada.password, email="new@keep.test")
    request = home.release(moved)
    [view] = copies_of(home.keep, home.session(moved))
    assert (view.request, view.state, view.findings) == (request, State.HELD, ("credentials_changed",))
    send_notices(home.keep)
    to = [letter.recipient for letter in home.mail.letters]
    assert to.count("ada@keep.test") == 1
    assert set(to) == {"ada@keep.test", "new@keep.test"}
    changed = [fact for fact in facts(home) if isinstance(fact, CredentialsChanged)]
    assert [(fact.what, fact.first) for fact in changed] == [("email", False)]


def test_of_two_changes_of_an_address_at_once_one_is_refused_and_each_mail_goes_to_the_one_before(
    home: Household, ada: Someone
) -> None:
    session = home.session(ada)

    def first() -> None:
        change_profile(home.keep, session, name="ada", email="first@keep.test", language="en")

    raced = meanwhile(home.keep, first)
    with pytest.raises(ProfileChangedError):
        change_profile(raced, session, name="ada", email="second@keep.test", language="en")
    with pytest.raises(ProfileChangedError):  # and no older address comes back with another name
        change_profile(
            meanwhile(
                home.keep, lambda: change_profile(home.keep, session, name="ada", email="a@b.test", language="en")
            ),
            session,
            name="Ada",
            email="first@keep.test",
            language="en",
        )
    send_notices(home.keep)
    assert [letter.recipient for letter in home.mail.letters] == ["ada@keep.test", "first@keep.test"]
    with home.keep.database.read() as transaction:
        account = transaction.people.account_of(ada.subject)
    assert account is not None
    assert account.email_index == home.keep.email_index.of("a@b.test")
    assert profile_of(home.keep, session).email == "a@b.test"


def test_an_address_that_another_has_is_refused_and_nothing_changes(home: Household, ada: Someone) -> None:
    bruno = home.join("bruno")
    with pytest.raises(EmailTakenError):
        change_profile(home.keep, home.session(ada), name="ada", email="BRUNO@keep.test", language="en")
    assert home.session(ada).subject == ada.subject
    assert home.session(bruno).subject == bruno.subject
    assert own_requests(home, ada) == ()


# --- objection (Art. 21)


def test_an_objection_stops_what_it_is_about_until_it_is_decided(home: Household, ada: Someone, desk: Desk) -> None:
    request = objection(home, ada)
    restriction = restriction_of(home.keep, home.session(ada))
    assert restriction is not None
    assert restriction.ground is RestrictionGround.OBJECTION
    answer_request(home.keep, desk.olga, request, desk.seen(request), "From now on we use none of it any more.")
    assert restriction_of(home.keep, home.session(ada)) is not None, "upheld: it stays stopped"
    home.clock.pass_by(days=30)
    end_restrictions(home.keep)
    assert restriction_of(home.keep, home.session(ada)) is not None


def test_an_objection_to_sign_ins_being_kept_ends_that_at_once_and_a_refusal_lets_it_go_on(
    home: Household, ada: Someone, desk: Desk
) -> None:
    request = objection(home, ada, Processing.SIGN_INS)
    before = count_of(home, ada, ItemKind.SIGN_IN)
    home.session(ada)
    assert count_of(home, ada, ItemKind.SIGN_IN) == before
    assert restriction_of(home.keep, home.session(ada)) is None
    approve(home.keep, desk.otto, refusal(desk, request, RefusalGround.COMPELLING))
    home.session(ada)
    assert count_of(home, ada, ItemKind.SIGN_IN) == before + 1


def test_a_refused_objection_ends_its_restriction_a_week_after_its_person_was_told(
    home: Household, ada: Someone, desk: Desk
) -> None:
    request = objection(home, ada)
    approve(home.keep, desk.otto, refusal(desk, request, RefusalGround.COMPELLING))
    [one] = own_requests(home, ada)
    said = " ".join(letter_named(home.keep, home.session(ada), request, one.letters[-1].name).paragraphs)
    assert "11 November 2030" in said
    assert "An Authority" in said
    home.clock.pass_by(days=6)
    assert end_restrictions(home.keep) == 0
    assert restriction_of(home.keep, home.session(ada)) is not None
    home.clock.pass_by(days=1)
    assert end_restrictions(home.keep) == 1
    assert end_restrictions(home.keep) == 0
    assert restriction_of(home.keep, home.session(ada)) is None


def test_a_restriction_of_another_ground_is_left_alone(home: Household, ada: Someone, desk: Desk) -> None:
    restrict(home.keep, home.session(ada), RestrictionGround.CLAIMS)
    request = objection(home, ada)
    approve(home.keep, desk.otto, refusal(desk, request, RefusalGround.COMPELLING))
    home.clock.pass_by(days=30)
    end_restrictions(home.keep)
    restriction = restriction_of(home.keep, home.session(ada))
    assert restriction is not None
    assert restriction.ground is RestrictionGround.CLAIMS


def test_an_objection_can_be_taken_back_and_what_it_stopped_goes_on(home: Household, ada: Someone) -> None:
    request = objection(home, ada)
    withdraw_request(home.keep, home.session(ada), request, Withdrew.CHANGED_MIND)
    assert restriction_of(home.keep, home.session(ada)) is None
    [one] = own_requests(home, ada)
    assert one.state is State.WITHDRAWN
    with pytest.raises(IllegalMoveError):
        withdraw_request(home.keep, home.session(ada), request, Withdrew.CHANGED_MIND)


@pytest.mark.parametrize("words", ["", "  ", "--", "x" * 2_001])
def test_without_a_word_nothing_is_asked_for(home: Household, ada: Someone, words: str) -> None:
    with pytest.raises(SubmissionRefusedError):
        object_to(home.keep, home.session(ada), Processing.OTHER, words)
    with pytest.raises(SubmissionRefusedError):
        ask_rectification(home.keep, home.session(ada), ItemKind.DEVICE, words)
    assert own_requests(home, ada) == ()
    assert restriction_of(home.keep, home.session(ada)) is None


def test_what_was_written_is_read_at_the_desk_until_it_is_decided(home: Household, ada: Someone, desk: Desk) -> None:
    request = ask_rectification(home.keep, home.session(ada), ItemKind.DEVICE, "The device is called Hall, not Hell.")
    shown = request_at_desk(home.keep, desk.olga, request)
    assert (shown.about, shown.submitted) == ("device", "The device is called Hall, not Hell.")
    assert "Hall" not in repr(shown)
    answer_request(home.keep, desk.olga, request, shown.seen, "Please bind the device anew under its right name.")
    assert request_at_desk(home.keep, desk.olga, request).submitted == ""


# --- the desk: who, and what of whom


def test_the_queue_is_by_due_date_and_shows_nobodys_own(home: Household, ada: Someone, desk: Desk) -> None:
    first = objection(home, ada)
    home.clock.pass_by(days=3)
    desk = desk_of(home)
    second = held(home, ada)
    olgas = objection(home, home.people["olga"])
    assert [line.request for line in queue(home.keep, desk.olga)] == [first, second]
    assert {line.request for line in queue(home.keep, desk.otto)} == {first, second, olgas}
    assert [line.findings for line in queue(home.keep, desk.olga)] == [(), ("before_binding",)]
    assert len(queue_on_the_host(home.keep)) == 3
    with pytest.raises(UnknownRequestError):
        request_at_desk(home.keep, desk.olga, olgas)
    with pytest.raises(UnknownRequestError):
        answer_request(home.keep, desk.olga, olgas, 0, "It is done as I wanted it to be done.")


def test_nobody_but_the_two_roles_sees_or_decides_anything(home: Household, ada: Someone) -> None:
    request = objection(home, ada)
    stranger = home.session(home.join("bruno"))
    for look in (queue, lambda keep, session: request_at_desk(keep, session, request)):
        with pytest.raises(NotOnDutyError):
            look(home.keep, stranger)
    with pytest.raises(NotOnDutyError):
        answer_request(home.keep, stranger, request, 0, "It is done as I wanted it to be done.")


def test_a_stale_passkey_decides_nothing(home: Household, ada: Someone, desk: Desk) -> None:
    request = objection(home, ada)
    seen = desk.seen(request)
    home.clock.pass_by(hours=1)
    with pytest.raises(StaleSignInError):
        answer_request(home.keep, desk.olga, request, seen, "It is done as they wanted it to be done.")
    assert desk.row(request).state is State.IDENTIFIED


def test_of_two_officers_at_once_the_second_is_told(home: Household, ada: Someone, desk: Desk) -> None:
    request = objection(home, ada)
    seen = desk.seen(request)
    extend_request(home.keep, desk.olga, request, seen, ExtensionGround.NUMBER, own(request))
    before = facts(home)
    decisions: tuple[Callable[[], object], ...] = (
        lambda: answer_request(home.keep, desk.otto, request, seen, "It is done as they wanted it to be done."),
        lambda: extend_request(home.keep, desk.otto, request, seen, ExtensionGround.NUMBER, own(request)),
        lambda: refusal_seen(desk, request, seen),
    )
    for decide in decisions:
        with pytest.raises(RequestChangedError):
            decide()
    assert facts(home) == before


def refusal_seen(desk: Desk, request: RequestId, seen: int) -> object:
    from voicekeep.app.operations.refusing import propose_refusal  # noqa: PLC0415

    return propose_refusal(desk.keep, desk.otto, request, seen, RefusalGround.COMPELLING, own(request))


def test_a_timeline_holds_no_name_no_address_and_no_word(home: Household, ada: Someone, desk: Desk) -> None:
    request = objection(home, ada)
    extend_request(home.keep, desk.olga, request, desk.seen(request), ExtensionGround.NUMBER, own(request))
    shown = request_at_desk(home.keep, desk.olga, request)
    assert [each.name for each in shown.timeline] == ["requested", "objected", "extended"]
    for mark in ("ada", ada.subject, ada.email, BECAUSE, "olga"):
        assert mark not in repr(shown)


# --- more time (R9)


def test_an_extension_is_two_months_once_and_is_told_with_its_reason(home: Household, ada: Someone, desk: Desk) -> None:
    request = objection(home, ada)
    assert desk.row(request).due == date(2030, 12, 4)
    due = extend_request(home.keep, desk.olga, request, desk.seen(request), ExtensionGround.COMPLEXITY, own(request))
    assert due == desk.row(request).due == date(2031, 2, 4)
    with pytest.raises(NotExtendedError):
        extend_request(home.keep, desk.otto, request, desk.seen(request), ExtensionGround.NUMBER, own(request))
    [one] = own_requests(home, ada)
    assert one.extended
    letter = letter_named(home.keep, home.session(ada), request, one.letters[-1].name)
    said = " ".join(letter.paragraphs)
    for wanted in ("4 December 2030", "4 February 2031", "complex", BECAUSE):
        assert wanted in said


@pytest.mark.parametrize(("days", "possible"), [(30, True), (31, False)])
def test_an_extension_comes_within_the_first_month_or_not_at_all(
    home: Household,
    ada: Someone,
    days: int,
    possible: bool,  # noqa: FBT001
) -> None:
    request = objection(home, ada)
    home.clock.pass_by(days=days)
    desk = desk_of(home)
    if possible:
        assert extend_request(home.keep, desk.olga, request, desk.seen(request), ExtensionGround.NUMBER, own(request))
        return
    assert not request_at_desk(home.keep, desk.olga, request).extendable
    with pytest.raises(NotExtendedError):
        extend_request(home.keep, desk.olga, request, desk.seen(request), ExtensionGround.NUMBER, own(request))


# --- reasons


@pytest.mark.parametrize("reason", ["", "   ", "no", "no no no no no no no", "!!! ??? --- ... ;;;", "1 2 3 4 5 6"])
def test_a_reason_that_says_nothing_is_refused(home: Household, ada: Someone, desk: Desk, reason: str) -> None:
    request = objection(home, ada)
    with pytest.raises(EmptyReasonError):
        refusal(desk, request, RefusalGround.COMPELLING, reason)
    with pytest.raises(EmptyReasonError):
        extend_request(home.keep, desk.olga, request, desk.seen(request), ExtensionGround.NUMBER, reason)
    assert desk.row(request).state is State.IDENTIFIED


def test_the_words_of_another_request_are_boilerplate(home: Household, ada: Someone, desk: Desk) -> None:
    first, second = objection(home, ada), objection(home, ada)
    approve(home.keep, desk.otto, refusal(desk, first, RefusalGround.COMPELLING))
    for reason in (BECAUSE, BECAUSE.upper(), f"  {BECAUSE.replace(' ', ' — ')} 2030"):
        with pytest.raises(BoilerplateReasonError):
            refusal(desk, second, RefusalGround.COMPELLING, reason)
    assert desk.row(second).state is State.IDENTIFIED


def test_each_right_is_refused_on_its_own_grounds_only(home: Household, ada: Someone, desk: Desk) -> None:
    request = objection(home, ada)
    for ground in (RefusalGround.OTHERS, RefusalGround.ACCURATE, RefusalGround.LAW):
        with pytest.raises(GroundRefusedError):
            refusal(desk, request, ground)


def test_a_refusal_takes_two_and_its_person_reads_ground_reason_and_remedies(
    home: Household, ada: Someone, desk: Desk
) -> None:
    request = objection(home, ada)
    made = refusal(desk, request, RefusalGround.EXCESSIVE)
    assert desk.row(request).state is State.IDENTIFIED
    with pytest.raises(RefusalProposedError):
        refusal(desk, request, RefusalGround.EXCESSIVE, own(request))
    with pytest.raises(SamePersonError):
        approve(home.keep, desk.olga, made)
    approve(home.keep, desk.otto, made)
    assert desk.row(request).state is State.REFUSED
    [one] = own_requests(home, ada)
    said = " ".join(letter_named(home.keep, home.session(ada), request, one.letters[-1].name).paragraphs)
    for wanted in ("manifestly excessive", BECAUSE, "An Authority", "77", "79"):
        assert wanted in said
    verify_ledger(home.keep)


def test_a_refusal_that_is_declined_or_overtaken_changes_nothing(home: Household, ada: Someone, desk: Desk) -> None:
    request = objection(home, ada)
    decline(home.keep, desk.otto, refusal(desk, request, RefusalGround.UNFOUNDED), "They have a point.")
    assert desk.row(request).state is State.IDENTIFIED
    made = refusal(desk, request, RefusalGround.UNFOUNDED, own(request))
    withdraw_request(home.keep, home.session(ada), request, Withdrew.CHANGED_MIND)
    with pytest.raises(IllegalMoveError):
        approve(home.keep, desk.otto, made)
    assert desk.row(request).state is State.WITHDRAWN


# --- whose it is (R7, R8)


def test_while_identity_is_asked_for_the_clock_stands_still(home: Household, ada: Someone, desk: Desk) -> None:
    request = by_letter(desk, ada.email)
    asked(desk, request)
    home.clock.pass_by(days=10)
    [one] = own_requests(home, ada)
    assert (one.state, one.confirmable) == (State.IDENTITY_ASKED, True)
    assert one.due == date(2030, 12, 13), "as if it were proven today"
    confirm_request(home.keep, home.session(ada), request)
    assert desk.row(request).due == date(2030, 12, 13)
    assert desk.row(request).state is State.IDENTIFIED
    confirm_request(home.keep, home.session(ada), request)
    release(request, PlainDesk(home.keep))
    assert home.fetch(ada, request).startswith(b"PK")
    verify_ledger(home.keep)


def test_a_question_that_is_taken_back_proves_nothing(home: Household, ada: Someone, desk: Desk) -> None:
    request = by_letter(desk, ada.email)
    asked(desk, request)
    home.clock.pass_by(days=2)
    desk = desk_of(home)
    take_question_back(home.keep, desk.olga, request, desk.seen(request))
    row = desk.row(request)
    assert (row.state, row.scope, row.identified_at) == (State.RECEIVED, None, None)
    with pytest.raises(IllegalMoveError):
        take_question_back(home.keep, desk.olga, request, desk.seen(request))


def test_a_held_copy_of_which_it_is_asked_whose_it_is_is_built_and_checked_anew(
    home: Household, ada: Someone, desk: Desk
) -> None:
    request = held(home, ada)
    asked(desk, request)
    with pytest.raises(Exception, match="request"):
        release(request, PlainDesk(home.keep))
    confirm_request(home.keep, home.session(ada), request)
    row = desk.row(request)
    assert (row.state, row.attempt) == (State.IDENTIFIED, None)
    release(request, PlainDesk(home.keep))
    assert desk.row(request).state is State.AVAILABLE


def test_a_question_names_a_doubt_and_what_answers_it(home: Household, ada: Someone, desk: Desk) -> None:
    request = by_letter(desk, ada.email)
    for doubts, means in (([], [Means.SIGN_IN]), ([Doubt.BY_LETTER], [])):
        with pytest.raises(NotAskedError):
            ask_for_identity(
                home.keep, desk.olga, request, desk.seen(request), doubts=doubts, means=means, reason=own(request)
            )
    asked(desk, request, Means.PASSKEY)
    [one] = own_requests(home, ada)
    assert one.needs_passkey
    said = " ".join(letter_named(home.keep, home.session(ada), request, one.letters[-1].name).paragraphs)
    assert "no copy of an identity card" in said
    with pytest.raises(Exception, match="passkey"):
        confirm_request(home.keep, home.session(ada), request)


def test_no_row_and_no_record_has_a_place_for_a_copy_of_a_card() -> None:
    from voicekeep.records.catalogue import CATALOGUE, STORED_COLUMNS  # noqa: PLC0415

    fields = {field.name for category in CATALOGUE.values() for field in category.fields} | set(STORED_COLUMNS)
    assert not [name for name in fields if any(word in name for word in ("card", "passport", "scan", "document"))]


# --- by letter: for an existing account, or for nobody; it looks the same


def test_a_letter_is_proven_through_the_account_only(home: Household, ada: Someone, desk: Desk) -> None:
    request = by_letter(desk, " ADA@keep.test ")
    [one] = own_requests(home, ada)
    assert (one.request, one.by_letter, one.state) == (request, True, State.RECEIVED)
    with pytest.raises(Exception, match="proof"):
        release(request, PlainDesk(home.keep))
    bruno = home.join("bruno")
    for act in (
        lambda: confirm_request(home.keep, home.session(bruno), request),
        lambda: withdraw_request(home.keep, home.session(bruno), request, Withdrew.NOT_MINE),
        lambda: letter_named(home.keep, home.session(bruno), request, "received"),
    ):
        with pytest.raises(UnknownRequestError):
            act()
    withdraw_request(home.keep, home.session(ada), request, Withdrew.NOT_MINE)
    assert desk.row(request).state is State.WITHDRAWN


def test_known_and_unknown_look_the_same_at_the_desk(home: Household, ada: Someone, desk: Desk) -> None:
    """Registered, asked about, extended and refused: in nothing that the desk sees do they differ."""
    seen: list[list[object]] = []
    for address in (ada.email, "nobody@keep.test", "not even an address"):
        request = by_letter(desk, address, Right.ERASURE)
        looks: list[object] = [shown(desk, request)]
        asked(desk, request)
        looks.append(shown(desk, request))
        take_question_back(home.keep, desk.olga, request, desk.seen(request))
        due = extend_request(home.keep, desk.olga, request, desk.seen(request), ExtensionGround.NUMBER, own(request))
        looks += [due, shown(desk, request)]
        with pytest.raises(IllegalMoveError):
            answer_request(home.keep, desk.olga, request, desk.seen(request), "All of it was erased for good today.")
        approve(home.keep, desk.otto, refusal(desk, request, RefusalGround.NOT_IDENTIFIED, f"{WHY} {own(request)}"))
        seen.append([*looks, shown(desk, request)])
    assert seen[0] == seen[1] == seen[2]


def shown(desk: Desk, request: RequestId) -> object:
    view = request_at_desk(desk.keep, desk.olga, request)
    told = [(each.name, each.by, each.about, each.due) for each in view.timeline]
    line = view.line
    return (line.right, line.state, line.due, line.paused, view.seen, told, view.refusable, view.answerable)


def test_the_address_of_a_letter_is_nowhere(home: Household, desk: Desk) -> None:
    by_letter(desk, "very-odd-address@keep.test")
    with home.keep.database.read() as transaction:
        told = b"".join(opening.fact for opening in transaction.log.openings(0, transaction.log.size()))
    assert b"very-odd" not in told
    assert "very-odd" not in repr(queue(home.keep, desk.olga))


@pytest.mark.parametrize("days", [-1, 91])
def test_a_letter_of_a_day_to_come_or_long_over_is_refused(
    home: Household, ada: Someone, desk: Desk, days: int
) -> None:
    with pytest.raises(LetterDayRefusedError):
        by_letter(desk, ada.email, came_in=date(2030, 11, 4) - timedelta(days=days))
    assert own_requests(home, ada) == ()


def test_the_time_of_a_letter_runs_from_the_day_on_which_it_came_in(ada: Someone, desk: Desk) -> None:
    assert desk.row(by_letter(desk, ada.email, came_in=date(2030, 10, 31))).due == date(2030, 12, 2)


def test_a_copy_that_was_asked_for_by_letter_goes_to_its_account_also_after_the_address_was_changed(
    home: Household, ada: Someone, desk: Desk
) -> None:
    """Whoever writes a letter and takes the account over has to wait a week, and its person is told."""
    home.clock.pass_by(days=30)
    desk = desk_of(home)
    request = by_letter(desk, ada.email)
    change_password(home.keep, home.session(ada), ada.password)
    confirm_request(home.keep, home.session(ada), request)
    release(request, PlainDesk(home.keep))
    assert desk.row(request).state is State.HELD


# --- at home


def test_at_home_whoever_runs_it_answers_and_in_a_company_nobody_does_it_there(home: Household, ada: Someone) -> None:
    first, second = objection(home, ada), objection(home, ada)
    answer_on_the_host(home.keep, first, "From now on nothing is done with it any more.")
    refuse_on_the_host(home.keep, second, RefusalGround.COMPELLING, BECAUSE)
    assert [one.state for one in own_requests(home, ada)] == [State.REFUSED, State.ANSWERED]
    from tests.app.desk import as_company  # noqa: PLC0415

    third = objection(home, ada)
    as_company(home)
    with pytest.raises(NoHomeError):
        answer_on_the_host(home.keep, third, "From now on nothing is done with it any more.")
    with pytest.raises(NoHomeError):
        refuse_on_the_host(home.keep, third, RefusalGround.COMPELLING, own(third))


# --- days that are not like others


@pytest.mark.parametrize(
    ("received", "due", "extended"),
    [
        (datetime(2031, 1, 31, 12, tzinfo=UTC), date(2031, 2, 28), date(2031, 4, 28)),
        (datetime(2032, 1, 29, 12, tzinfo=UTC), date(2032, 3, 1), date(2032, 4, 29)),  # 29 February is a Sunday
        (datetime(2031, 3, 14, 12, tzinfo=UTC), date(2031, 4, 15), date(2031, 6, 16)),  # 14 April: Easter Monday
        (datetime(2031, 3, 29, 22, 59, tzinfo=UTC), date(2031, 4, 29), date(2031, 6, 30)),  # the short night
        (datetime(2031, 3, 29, 23, 1, tzinfo=UTC), date(2031, 4, 30), date(2031, 6, 30)),
        (datetime(2031, 10, 25, 21, 59, tzinfo=UTC), date(2031, 11, 25), date(2032, 1, 26)),  # the long night
        (datetime(2031, 10, 25, 22, 1, tzinfo=UTC), date(2031, 11, 26), date(2032, 1, 26)),
    ],
)
def test_the_last_day_is_the_laws_on_odd_days_too(
    home: Household, ada: Someone, received: datetime, due: date, extended: date
) -> None:
    home.clock.now = received
    request = objection(home, ada)
    desk = desk_of(home)
    assert desk.row(request).due == due
    assert (
        extend_request(home.keep, desk.olga, request, desk.seen(request), ExtensionGround.NUMBER, own(request))
        == extended
    )


def test_a_pause_over_easter_moves_the_last_day_by_its_whole_days(home: Household, ada: Someone) -> None:
    home.clock.now = datetime(2031, 3, 12, 12, tzinfo=UTC)
    desk = desk_of(home)
    request = by_letter(desk, ada.email)
    assert desk.row(request).due == date(2031, 4, 15), "12 April is a Saturday, and Easter follows"
    home.clock.now = datetime(2031, 4, 10, 12, tzinfo=UTC)
    desk = desk_of(home)
    asked(desk, request)
    home.clock.now = datetime(2031, 4, 15, 12, tzinfo=UTC)
    confirm_request(home.keep, home.session(ada), request)
    assert desk.row(request).due == date(2031, 4, 16), "four whole days after 12 April"
