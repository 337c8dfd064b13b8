"""A request moves along its table, or not at all."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicekeep.records.ids import ArchiveId, ItemId, RequestId, SubjectId
from voicekeep.records.rights import COPIES, Right
from voicekeep.request import (
    ENDED,
    MOVES,
    WAITING,
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
OF_A_COPY = {
    State.COLLECTING,
    State.CHECKING,
    State.HELD,
    State.AVAILABLE,
    State.DELIVERED,
    State.CLOSED,
    State.EXPIRED,
}
every_right = pytest.mark.parametrize("right", Right)


def request_in(state: State, right: Right = Right.ACCESS) -> AccessRequest:
    return AccessRequest(
        request=RequestId.random(os.urandom),
        subject=SubjectId.random(os.urandom),
        state=state,
        received_at=NOW,
        due=date(2026, 7, 9),
        language="de",
        attempt=ArchiveId.random(os.urandom),
        right=right,
    )


@settings(deadline=None)
@given(was=st.sampled_from(State), to=st.sampled_from(State), right=st.sampled_from(Right))
def test_a_request_moves_only_where_the_table_says(was: State, to: State, right: Right) -> None:
    request = request_in(was, right)
    if to in MOVES[right][was]:
        moved = request.moved(to)
        assert (moved.state, moved.attempt, moved.subject) == (to, request.attempt, request.subject)
    else:
        with pytest.raises(IllegalMoveError):
            request.moved(to)


@every_right
def test_every_state_is_reached_by_some_right_and_what_is_over_stays_over(right: Right) -> None:
    table = MOVES[right]
    assert set(table) == set(State)
    reached = {to for targets in table.values() for to in targets} | {State.RECEIVED}
    assert reached == set(State) - ({State.ANSWERED} if right in COPIES else OF_A_COPY)
    assert {state for state in reached if not table[state]} == ENDED & reached
    assert set() == WAITING & ENDED


def test_nothing_becomes_available_that_was_not_checked_and_nothing_but_a_copy_does() -> None:
    for right in Right:
        to_it = {state for state, targets in MOVES[right].items() if State.AVAILABLE in targets}
        assert to_it == ({State.CHECKING} if right in COPIES else set())
        collected = {state for state, targets in MOVES[right].items() if State.COLLECTING in targets}
        assert collected == ({State.IDENTIFIED, State.COLLECTING, State.CHECKING} if right in COPIES else set())
        delivered = {state for state, targets in MOVES[right].items() if State.DELIVERED in targets}
        assert delivered == ({State.AVAILABLE} if right in COPIES else set())


@every_right
def test_no_way_leads_to_an_answer_past_the_proof_of_identity(right: Right) -> None:
    """Every path from the receipt to an answer goes through `identified`: without it, none is reached."""
    table, reached, ahead = MOVES[right], {State.RECEIVED}, [State.RECEIVED]
    while ahead:
        for to in table[ahead.pop()] - reached - {State.IDENTIFIED}:
            reached.add(to)
            ahead.append(to)
    assert not reached & {State.COLLECTING, State.CHECKING, State.AVAILABLE, State.DELIVERED, State.ANSWERED}


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
