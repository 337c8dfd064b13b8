"""A refusal takes two, a ground of that right and a reason of its own (R15)."""

from __future__ import annotations

import pytest

from tests.app.asks import BECAUSE, Desk, objection, own, own_requests, refusal
from tests.app.simulator import Household, Someone
from voicekeep.app.operations.answering import extend_request
from voicekeep.app.operations.deciding import approve, decline
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.app.operations.own_requests import letter_named, withdraw_request
from voicekeep.app.operations.refusing import RefusalProposedError
from voicekeep.people import SamePersonError
from voicekeep.records.rights import ExtensionGround, RefusalGround, Withdrew
from voicekeep.request import BoilerplateReasonError, EmptyReasonError, GroundRefusedError, IllegalMoveError, State


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
