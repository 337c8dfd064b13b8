"""Take up again what was held for a time that is over: nobody has to do anything for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from voicekeep.app.operations.credentials import held_until, own_until
from voicekeep.app.operations.holding import ReleasedBeforeError, held_now, take_up
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.checks import PASSING
from voicekeep.ledger import findings_in
from voicekeep.people import Session
from voicekeep.records.ids import RequestId
from voicekeep.request import AccessRequest, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """That a request waits for a time to be over, as one of the two people may know it whom it concerns.

    When it goes on says to the second when it was that something was changed: of the other's change nobody is told.
    """

    own: bool  # what opens the viewer's own account was changed, and that holds it
    until: datetime | None  # UTC, if it is the viewer's own change that holds it longest


def take_up_again(keep: Keep) -> int:
    """Let every request go on that was held only by what is over by now; return how many.

    Each is built and checked again from the beginning: what is found then holds it again.
    """
    with keep.database.read() as transaction:
        held = [request.request for request in transaction.requests.in_states(frozenset({State.HELD}))]
    return sum(_take_up(keep, request) for request in held)


def goes_on_at(keep: Keep, transaction: Transaction, request: AccessRequest) -> datetime | None:
    """Return when a held request goes on by itself, UTC; None: it does not, or it is not held.

    Raises:
        LedgerError: why it is held, or what was changed, cannot be proven.
    """
    held = held_now(transaction, request)
    findings = () if held is None else findings_in(held)
    if not findings or not PASSING.issuperset(findings):
        return None
    return held_until(keep, transaction, request)


def waiting_for(keep: Keep, transaction: Transaction, request: AccessRequest, viewer: Session) -> Waiting | None:
    """Return what somebody may know of how long a held request waits; None: it does not go on by itself.

    Raises:
        LedgerError: as `goes_on_at`.
    """
    until = goes_on_at(keep, transaction, request)
    if until is None:
        return None
    own = own_until(keep, transaction, viewer.subject)
    holds = own is not None and (own == until or keep.now() < own)
    return Waiting(own=holds, until=until if own == until else None)


def _take_up(keep: Keep, request: RequestId) -> bool:
    with keep.database.begin() as transaction:
        was = transaction.requests.get(request)
        at = None if was is None else goes_on_at(keep, transaction, was)
        if was is None or at is None or keep.now() < at:
            return False
        try:
            take_up(transaction, keep.log(transaction), was)
        except ReleasedBeforeError:
            return False
    return True
