"""A request is proven by its own person, freshly, and what it covers is fixed once (P3)."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicekeep.people import NotSignedInError, Session, SignInMethod, StaleSignInError
from voicekeep.records.ids import RequestId, SessionId, SubjectId
from voicekeep.records.limits import Limits
from voicekeep.records.scope import ReleaseScope
from voicekeep.request import (
    AccessRequest,
    IdentifiedRequest,
    IllegalMoveError,
    NotIdentifiedError,
    State,
    UnknownRequestError,
    identified,
    identify,
)

NOW = datetime(2026, 6, 9, 10, 0, tzinfo=UTC)
LIMITS = Limits()
ADA, BOB = SubjectId.random(os.urandom), SubjectId.random(os.urandom)
people = st.sampled_from([ADA, BOB])


def request_of(subject: SubjectId, state: State = State.RECEIVED) -> AccessRequest:
    return AccessRequest(
        request=RequestId.random(os.urandom),
        subject=subject,
        state=state,
        received_at=NOW,
        due=date(2026, 7, 9),
        language="en",
    )


def session_of(subject: SubjectId, age: timedelta = timedelta(0)) -> Session:
    return Session(
        session=SessionId.random(os.urandom),
        subject=subject,
        token_sha256=os.urandom(32),
        signed_in_at=NOW - age,
        method=SignInMethod.PASSWORD,
        expires_at=NOW + timedelta(days=1),
    )


@settings(deadline=None)
@given(asked=people, signed_in=people, age=st.timedeltas(-timedelta(hours=1), timedelta(hours=1)), ended=st.booleans())
def test_only_the_requests_own_person_freshly_signed_in_proves_it(
    asked: SubjectId,
    signed_in: SubjectId,
    age: timedelta,
    ended: bool,  # noqa: FBT001
) -> None:
    request = request_of(asked)
    session = replace(session_of(signed_in, age), ended_at=NOW if ended else None)
    fresh = timedelta(0) <= age < timedelta(minutes=10)
    if asked == signed_in and fresh and not ended:
        proven, fact = identify(request, session, as_of=7, now=NOW, limits=LIMITS)
        assert identified(proven).subject == fact.subject == signed_in
        return
    with pytest.raises((UnknownRequestError, StaleSignInError, NotSignedInError)):
        identify(request, session, as_of=7, now=NOW, limits=LIMITS)
    with pytest.raises(NotIdentifiedError):
        identified(request)


def test_a_strangers_request_looks_as_if_there_were_none_whatever_its_state() -> None:
    for state in State:
        request = request_of(BOB, state)
        for age in (timedelta(0), timedelta(hours=1)):
            with pytest.raises(UnknownRequestError) as refused:
                identify(request, session_of(ADA, age), as_of=7, now=NOW, limits=LIMITS)
            assert str(refused.value) == str(UnknownRequestError(request.request))
            assert BOB not in str(refused.value)


def test_proof_fixes_the_scope_and_says_so() -> None:
    request = request_of(ADA)
    proven, fact = identify(request, session_of(ADA), as_of=7, now=NOW, limits=LIMITS)
    assert proven == replace(request, state=State.IDENTIFIED, scope=ReleaseScope(as_of=7), identified_at=NOW)
    assert (fact.request, fact.scope, fact.proof, fact.at) == (
        request.request,
        ReleaseScope(as_of=7),
        "fresh_sign_in",
        NOW,
    )


@settings(deadline=None)
@given(
    as_of=st.integers(0, 10**9), later=st.timedeltas(timedelta(0), timedelta(hours=20)), state=st.sampled_from(State)
)
def test_to_prove_it_again_changes_nothing(as_of: int, later: timedelta, state: State) -> None:
    proven, fact = identify(request_of(ADA), session_of(ADA), as_of=7, now=NOW, limits=LIMITS)
    moved_on = replace(proven, state=state)
    again = session_of(ADA, -later)
    assert identify(moved_on, again, as_of=as_of, now=NOW + later, limits=LIMITS) == (moved_on, fact)


@pytest.mark.parametrize("state", sorted(set(State) - {State.RECEIVED, State.IDENTITY_ASKED}))
def test_a_request_that_ended_before_it_was_proven_stays_ended(state: State) -> None:
    with pytest.raises(IllegalMoveError):
        identify(request_of(ADA, state), session_of(ADA), as_of=7, now=NOW, limits=LIMITS)


def test_an_identified_request_says_what_its_row_says() -> None:
    proven, _ = identify(request_of(ADA), session_of(ADA), as_of=7, now=NOW, limits=LIMITS)
    asked = identified(proven)
    assert (asked.request, asked.subject, asked.scope, asked.language) == (
        proven.request,
        ADA,
        ReleaseScope(as_of=7),
        "en",
    )


def test_an_identified_request_cannot_be_written_down_by_hand() -> None:
    proven, _ = identify(request_of(ADA), session_of(ADA), as_of=7, now=NOW, limits=LIMITS)
    with pytest.raises(NotIdentifiedError):
        IdentifiedRequest(request=proven.request, subject=BOB, scope=ReleaseScope(as_of=7), language="en")
    with pytest.raises(NotIdentifiedError):
        IdentifiedRequest(
            request=proven.request, subject=BOB, scope=ReleaseScope(as_of=7), language="en", proven=object()
        )
    with pytest.raises((NotIdentifiedError, ValueError)):
        replace(identified(proven), subject=BOB)
