"""How requests were answered, month by month, for whoever has to account for it; names of nobody (GDPR Art. 5(2))."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from voicekeep.app.operations.asking import place_of
from voicekeep.app.operations.keep import Keep
from voicekeep.ledger import answered_at
from voicekeep.records.ids import RequestId
from voicekeep.request import (
    WAITING,
    AccessRequest,
    CountedRequests,
    Handled,
    MonthOfRequests,
    State,
    by_month,
    by_right,
)

_OVER: Final = frozenset(State) - WAITING - {State.WITHDRAWN}


def requests_by_month(keep: Keep) -> tuple[MonthOfRequests, ...]:
    """Count the requests of each calendar month in the keep's zone, and how fast they were answered.

    A copy counts as answered when it passed the checks, everything else when it was done or refused.
    Requests of accounts that were closed are among them: when
    something was asked and answered stays, under a random number.

    Raises:
        ForgedRowError: a row was not written by this keep; nothing was counted.
        EditedOpeningError: a fact is not what its entry commits to; nothing was counted.
    """
    return by_month(_all_handled(keep), place_of(keep), keep.now())


def requests_counted(keep: Keep) -> CountedRequests:
    """Count the requests by month, and by the right that they use. Raises as `requests_by_month`."""
    handled, place, now = _all_handled(keep), place_of(keep), keep.now()
    return CountedRequests(months=by_month(handled, place, now), rights=by_right(handled, place, now))


def _all_handled(keep: Keep) -> list[Handled]:
    with keep.database.read() as transaction:
        answered = answered_at(transaction.log)
        return [_handled(request, answered) for request in transaction.requests.in_states(frozenset(State))]


def _handled(request: AccessRequest, answered: Mapping[RequestId, datetime]) -> Handled:
    return Handled(
        right=request.right,
        received_at=request.received_at,
        due=request.due,
        answered_at=answered.get(request.request),
        over=request.state in _OVER,
        paused=request.state is State.IDENTITY_ASKED,
        withdrawn=request.state is State.WITHDRAWN,
    )
