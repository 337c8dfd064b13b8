"""A request moves along its table, or not at all."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicekeep.records.ids import ArchiveId, ItemId, RequestId, SubjectId
from voicekeep.request import (
    MOVES,
    AccessRequest,
    IllegalMoveError,
    Place,
    Received,
    RequestChangedError,
    State,
    UnknownLanguageError,
    UnknownPlaceError,
    receive,
)

BERLIN = Place(zone="Europe/Berlin", country="DE", subdivision="BE")
NOW = datetime(2026, 6, 9, 10, 0, tzinfo=UTC)
OVER = {State.CLOSED, State.REFUSED, State.WITHDRAWN, State.EXPIRED}


def request_in(state: State) -> AccessRequest:
    return AccessRequest(
        request=RequestId.random(os.urandom),
        subject=SubjectId.random(os.urandom),
        state=state,
        received_at=NOW,
        due=date(2026, 7, 9),
        language="de",
        attempt=ArchiveId.random(os.urandom),
    )


@settings(deadline=None)
@given(was=st.sampled_from(State), to=st.sampled_from(State))
def test_a_request_moves_only_where_the_table_says(was: State, to: State) -> None:
    request = request_in(was)
    if to in MOVES[was]:
        moved = request.moved(to)
        assert (moved.state, moved.attempt, moved.subject) == (to, request.attempt, request.subject)
    else:
        with pytest.raises(IllegalMoveError):
            request.moved(to)


def test_every_state_is_reached_and_what_is_over_stays_over() -> None:
    assert set(MOVES) == set(State)
    assert {to for targets in MOVES.values() for to in targets} == set(State) - {State.RECEIVED}
    assert {state for state, targets in MOVES.items() if not targets} == OVER


def test_nothing_becomes_available_that_was_not_checked() -> None:
    assert {state for state, targets in MOVES.items() if State.AVAILABLE in targets} == {State.CHECKING}
    assert {state for state, targets in MOVES.items() if State.DELIVERED in targets} == {State.AVAILABLE}


def test_a_new_attempt_takes_the_place_of_the_earlier_one() -> None:
    archive = ArchiveId.random(os.urandom)
    assert request_in(State.IDENTIFIED).moved(State.COLLECTING, attempt=archive).attempt == archive


def test_a_received_request_is_a_row_an_item_and_a_fact_of_one_person_at_one_instant() -> None:
    subject, request, item = SubjectId.random(os.urandom), RequestId.random(os.urandom), ItemId.random(os.urandom)
    received = receive(subject, request=request, item=item, language="fr", place=BERLIN, now=NOW)
    assert {received.request.subject, received.record.owner, received.fact.subject} == {subject}
    assert {received.request.request, received.record.request, received.fact.request} == {request}
    assert {received.request.received_at, received.record.at, received.fact.at} == {NOW}
    assert received.record.right == received.fact.right == "access"
    assert received.record.item == item
    assert received.request.due == date(2026, 7, 9)


def test_a_received_request_releases_nothing_yet() -> None:
    received = _received().request
    assert (received.state, received.scope, received.identified_at, received.attempt) == (
        State.RECEIVED,
        None,
        None,
        None,
    )


@pytest.mark.parametrize("language", ["", "it", "DE", "en-GB"])
def test_a_language_that_nobody_can_answer_in_is_refused(language: str) -> None:
    with pytest.raises(UnknownLanguageError):
        _received(language=language)


def test_a_place_that_there_is_not_is_refused() -> None:
    with pytest.raises(UnknownPlaceError):
        _received(place=Place(zone="Europe/Berlin", country="ZZ"))


def test_errors_name_the_request() -> None:
    request = RequestId.random(os.urandom)
    assert str(request) in str(RequestChangedError(request))


def _received(language: str = "en", place: Place = BERLIN) -> Received:
    return receive(
        SubjectId.random(os.urandom),
        request=RequestId.random(os.urandom),
        item=ItemId.random(os.urandom),
        language=language,
        place=place,
        now=NOW,
    )
