"""The last day, on odd days too, and the one extension (R9)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.app.asks import BECAUSE, Desk, asked, by_letter, desk_of, objection, own, own_requests
from tests.app.simulator import Household, Someone
from voicekeep.app.operations.answering import extend_request
from voicekeep.app.operations.own_requests import confirm_request, letter_named
from voicekeep.app.operations.queueing import request_at_desk
from voicekeep.records.rights import ExtensionGround
from voicekeep.request import NotExtendedError


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
