"""The desk: who decides, and what of whom they see; and at home, whoever runs it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.app.asks import BECAUSE, Desk, desk_of, objection, own, own_requests
from tests.app.held import held
from tests.app.simulator import Household, Someone, facts
from voicekeep.app.operations.answering import NoHomeError, answer_on_the_host, answer_request, extend_request
from voicekeep.app.operations.queueing import queue, queue_on_the_host, request_at_desk
from voicekeep.app.operations.refusing import refuse_on_the_host
from voicekeep.people import NotOnDutyError, StaleSignInError
from voicekeep.records.ids import RequestId
from voicekeep.records.rights import ExtensionGround, RefusalGround
from voicekeep.request import RequestChangedError, State, UnknownRequestError


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
    without_numbers = re.sub(r"[a-z]{3}_[a-z2-7]{26}", "", repr(shown))  # in which any three letters can stand
    for mark in ("ada", ada.email, BECAUSE, "olga"):
        assert mark not in without_numbers
    assert ada.subject not in repr(shown)


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
