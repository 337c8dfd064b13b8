"""Decide a triage, by a role; and look at all of them. Whoever decides hears and reads nothing of what was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from voicekeep.app.operations.freezing import thaw_for
from voicekeep.app.operations.keep import Keep, Transaction, not_yet_told
from voicekeep.incident import Awareness, Triage, UnknownTriageError, awareness, decide
from voicekeep.ledger import freezes_of, refused_strangers
from voicekeep.records.errors import ForgedRowError
from voicekeep.records.ids import TriageId
from voicekeep.records.reports import TriageState

LATELY: Final = timedelta(days=30)
"""How far back refused tries at other people's links are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageLine:
    """One triage as the operator sees it: nothing says whose copy or recording it is about."""

    triage: str
    believed: Triage | None  # None: its row does not carry its code
    frozen: int  # how many copies it holds back
    aware: Awareness | None  # since when there is reasonable certainty, and until when to notify


def decide_triage(
    keep: Keep, triage: TriageId, outcome: TriageState, *, by: str, aware_at: datetime | None = None
) -> Triage:
    """Decide whether it is a breach. A breach keeps frozen what is frozen; where there is none, it is thawed.

    Args:
        keep: Where.
        triage: Which.
        outcome: Confirmed or dismissed.
        by: Role of who decides, e.g. "host_operator".
        aware_at: When there was reasonable certainty, if before now; any zone.

    Raises:
        UnknownTriageError: there is none; nothing was decided.
        TriageOverError: it was decided otherwise before; that stands.
        DecisionRefusedError: as `incident.decide`.
    """
    with keep.database.begin() as transaction:
        was = transaction.incidents.get(triage)
        if was is None:
            raise UnknownTriageError
        decided, fact = decide(was, outcome=outcome, by=by, now=keep.now(), aware_at=aware_at)
        if decided != was:
            transaction.incidents.replace(was, decided)
            log = keep.log(transaction)
            log.append(not_yet_told(log, fact))
            if outcome is TriageState.DISMISSED:
                thaw_for(keep, transaction, triage)
    keep.remember()
    return decided


def all_triages(keep: Keep) -> list[TriageLine]:
    """Return every triage, the latest first."""
    with keep.database.read() as transaction:
        return [_line(transaction, key) for key in transaction.incidents.all_keys()]


def strangers_refused(keep: Keep) -> int:
    """Return how often somebody tried another person's link lately and got nothing; it freezes nothing."""
    with keep.database.read() as transaction:
        return refused_strangers(transaction.log, keep.now() - LATELY)


def _line(transaction: Transaction, key: str) -> TriageLine:
    try:
        believed = transaction.incidents.get(key)
    except ForgedRowError:
        believed = None
    if believed is None:
        return TriageLine(triage=key, believed=None, frozen=0, aware=None)
    over = believed.state is TriageState.DISMISSED
    frozen = 0 if over else len(freezes_of(transaction.log, believed.triage))
    return TriageLine(triage=key, believed=believed, frozen=frozen, aware=awareness(believed))
