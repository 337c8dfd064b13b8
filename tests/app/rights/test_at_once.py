"""What a person does by themselves is a request that is answered at once, whole or not at all (R7, R10)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest

from tests.app.asks import count_of, objection, own_requests
from tests.app.faults import Killed, mortal
from tests.app.simulator import Household, Someone, facts
from voicekeep.app.operations.closing import close_account
from voicekeep.app.operations.erasing_turns import Stretch, erase_turns
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.app.operations.history import days_of, heard_on
from voicekeep.app.operations.marking import correct
from voicekeep.app.operations.own_requests import letter_named
from voicekeep.app.operations.profiles import change_profile
from voicekeep.app.operations.restricting import lift, restrict, restriction_of
from voicekeep.app.operations.timeliness import requests_by_month
from voicekeep.people import Session
from voicekeep.records.facts import Answered
from voicekeep.records.items import ItemKind, RestrictionGround
from voicekeep.records.rights import LetterKind, Right
from voicekeep.request import State

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
