"""How requests were answered, month by month, for whoever has to account for it; names of nobody (GDPR Art. 5(2))."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from voicekeep.app.operations.asking import place_of
from voicekeep.app.operations.keep import Keep
from voicekeep.ledger import released_at
from voicekeep.records.ids import RequestId
from voicekeep.request import AccessRequest, Handled, MonthOfRequests, State, by_month

_OVER: Final = frozenset({State.AVAILABLE, State.DELIVERED, State.CLOSED, State.EXPIRED, State.REFUSED})


def requests_by_month(keep: Keep) -> tuple[MonthOfRequests, ...]:
    """Count the requests of each calendar month in the keep's zone, and how fast they were answered.

    A copy counts as answered when it passed the checks. Requests of accounts that were closed are among them: when
    something was asked and answered stays, under a random number.

    Raises:
        ForgedRowError: a row was not written by this keep; nothing was counted.
        EditedOpeningError: a fact is not what its entry commits to; nothing was counted.
    """
    with keep.database.read() as transaction:
        answered = released_at(transaction.log)
        handled = [_handled(request, answered) for request in transaction.requests.in_states(frozenset(State))]
    return by_month(handled, place_of(keep), keep.now())


def _handled(request: AccessRequest, answered: Mapping[RequestId, datetime]) -> Handled:
    return Handled(
        received_at=request.received_at,
        due=request.due,
        answered_at=answered.get(request.request),
        over=request.state in _OVER,
        withdrawn=request.state is State.WITHDRAWN,
    )
