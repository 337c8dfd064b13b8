"""Objection (Art. 21): what is objected to stops at once, until the desk, which reads what was written, decides."""

from __future__ import annotations

import pytest

from tests.app.asks import Desk, count_of, objection, own_requests, refusal
from tests.app.simulator import Household, Someone
from voicekeep.app.operations.answering import answer_request
from voicekeep.app.operations.deciding import approve
from voicekeep.app.operations.own_requests import letter_named, withdraw_request
from voicekeep.app.operations.queueing import request_at_desk
from voicekeep.app.operations.restricting import restrict, restriction_of
from voicekeep.app.operations.submitting import SubmissionRefusedError, ask_rectification, end_restrictions, object_to
from voicekeep.records.items import ItemKind, RestrictionGround
from voicekeep.records.rights import Processing, RefusalGround, Withdrew
from voicekeep.request import IllegalMoveError, State


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
    home.sign_in(ada)
    assert count_of(home, ada, ItemKind.SIGN_IN) == before
    assert restriction_of(home.keep, home.session(ada)) is None
    approve(home.keep, desk.otto, refusal(desk, request, RefusalGround.COMPELLING))
    home.sign_in(ada)
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
