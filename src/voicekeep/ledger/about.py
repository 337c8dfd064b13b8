"""What became of one request, by the ledger: for its person, and for whoever answers it.

Flow        a subject and a request -> every fact that names it, and the links to its copies, by position
Guarantees  1. Every fact that is told is what its entry commits to; `verify` proves the entries and the columns.
            2. It names people, items and archives by identifier only.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from voicekeep.ledger.openings import shown
from voicekeep.ledger.store import LogStore
from voicekeep.records.facts import (
    Answered,
    ClockResumed,
    Extended,
    Fact,
    Granted,
    Held,
    Identified,
    IdentityAsked,
    Noted,
    Objected,
    Overridden,
    Refused,
    Registered,
    Released,
    Requested,
    Withdrawn,
)
from voicekeep.records.ids import RequestId, SubjectId

_OF_A_REQUEST = (
    Answered
    | ClockResumed
    | Extended
    | Held
    | Identified
    | IdentityAsked
    | Noted
    | Objected
    | Overridden
    | Refused
    | Registered
    | Released
    | Requested
    | Withdrawn
)
_NAMES: Final = (
    "requested",
    "registered",
    "objected",
    "identified",
    "identity_asked",
    "clock_resumed",
    "extended",
    "held",
    "noted",
    "overridden",
    "released",
    "answered",
    "refused",
    "withdrawn",
)


def facts_about(store: LogStore, subject: SubjectId, request: RequestId) -> tuple[tuple[int, Fact], ...]:
    """Return what became of a request, with positions, in that order.

    Raises:
        EditedOpeningError: a fact is not what its entry commits to.
    """
    named = (each for name in _NAMES for each in shown(store, store.openings_named(name, subject=subject)))
    told: dict[int, Fact] = {
        at: fact for at, fact in named if isinstance(fact, _OF_A_REQUEST) and fact.request == request
    }
    archives = {fact.archive for fact in told.values() if isinstance(fact, Released)}
    if archives:
        links = shown(store, store.openings_named("granted", subject=subject))
        told |= {at: fact for at, fact in links if isinstance(fact, Granted) and fact.archive in archives}
    return tuple(sorted(told.items()))


def answered_at(store: LogStore) -> dict[RequestId, datetime]:
    """Return when each request was answered, of everybody: released, done or refused; whose request, is not told.

    Raises:
        EditedOpeningError: a fact is not what its entry commits to.
    """
    names = ("released", "answered", "refused")
    facts = (fact for name in names for _, fact in shown(store, store.openings_named(name)))
    return {fact.request: fact.at for fact in facts if isinstance(fact, Released | Answered | Refused)}
