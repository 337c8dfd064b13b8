"""By letter: proven through the account only; for an existing account or for nobody, it looks the same."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.app.asks import WHY, Desk, asked, by_letter, desk_of, own, own_requests, refusal
from tests.app.simulator import Household, Someone
from voicekeep.app.operations.answering import answer_request, extend_request, take_question_back
from voicekeep.app.operations.deciding import approve
from voicekeep.app.operations.own_requests import confirm_request, letter_named, withdraw_request
from voicekeep.app.operations.proving import change_password
from voicekeep.app.operations.queueing import queue, request_at_desk
from voicekeep.app.operations.registering import LetterDayRefusedError
from voicekeep.app.operations.release import PlainDesk, release
from voicekeep.records.ids import RequestId
from voicekeep.records.rights import ExtensionGround, RefusalGround, Right, Withdrew
from voicekeep.request import IllegalMoveError, State, UnknownRequestError


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
