"""Open a triage for a report, and decide it.

Flow        Report -> Triage and its fact; Triage and a decision -> Triage and its fact
Guarantees  1. A report of a recipient names their copy and what they saw, in a word; one of an item names the item.
            2. A decision is made once. Made again, it is the same; made otherwise, it is refused.
I/O         none
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from voicekeep.incident.errors import DecisionRefusedError, ReportRefusedError, TriageOverError
from voicekeep.incident.triage import Report, Triage
from voicekeep.records.facts import TriageDecided, TriageOpened
from voicekeep.records.ids import TriageId
from voicekeep.records.reports import ReportSource, TriageState

FREEZING: Final = frozenset({ReportSource.NOT_MINE, ReportSource.NOT_ME, ReportSource.FAILED_CHECK})
"""Sources whose reports freeze at once: signed-in people, and the checks."""
SIGNED_IN: Final = frozenset({ReportSource.NOT_MINE, ReportSource.NOT_ME})
"""Sources whose reports somebody signed in makes."""

_WANTS: Final[dict[ReportSource, frozenset[str]]] = {
    ReportSource.NOT_MINE: frozenset({"archive", "reporter", "saw"}),
    ReportSource.NOT_ME: frozenset({"item", "reporter"}),
    ReportSource.FAILED_CHECK: frozenset({"archive"}),
}
_REFUSES: Final[dict[str, frozenset[ReportSource]]] = {
    "reporter": frozenset(ReportSource) - SIGNED_IN,
    "saw": frozenset(ReportSource) - {ReportSource.NOT_MINE},
}
_ROLE: Final = re.compile(r"[a-z][a-z_]{0,39}")


def open_triage(report: Report, *, triage: TriageId, now: datetime) -> tuple[Triage, TriageOpened]:
    """Return an open triage for what was noticed, and the fact.

    Args:
        report: What was noticed.
        triage: The new triage's id.
        now: UTC.

    Raises:
        ReportRefusedError: it lacks what its source must say, or says what it cannot.
    """
    source, archive, item = report.source, report.archive, report.item
    said = {"archive": archive, "item": item, "reporter": report.reporter, "saw": report.saw}
    for name, value in said.items():
        if value is None and name in _WANTS.get(source, ()):
            raise ReportRefusedError(source, f"its {name}")
        if value is not None and source in _REFUSES.get(name, ()):
            raise ReportRefusedError(source, f"no {name}")
    opened = Triage(
        triage=triage,
        source=source,
        archive=archive,
        item=item,
        reporter=report.reporter,
        saw=report.saw,
        opened_at=now,
    )
    fact = TriageOpened(
        triage=triage, source=source, archive=archive, item=item, subject=report.reporter, saw=report.saw, at=now
    )
    return opened, fact


def same_report(report: Report, alike: Iterable[Triage]) -> Triage | None:
    """Return the triage that the same report opened before, if there is one.

    What was dismissed since can be reported anew; and two reports by hand that name nothing are never taken for one.
    """
    if report.archive is None and report.item is None and report.source is not ReportSource.LEDGER:
        return None
    return next((triage for triage in alike if triage.state is not TriageState.DISMISSED), None)


def decide(
    triage: Triage, *, outcome: TriageState, by: str, now: datetime, aware_at: datetime | None = None
) -> tuple[Triage, TriageDecided]:
    """Return the triage as decided, and the fact.

    Args:
        triage: An open one, or one that was decided the same way.
        outcome: Whether it is a breach.
        by: Role of who decides, e.g. "host_operator".
        now: UTC.
        aware_at: When there was reasonable certainty, if that was before it is decided here; any zone.

    Raises:
        TriageOverError: it was decided otherwise; nothing was changed.
        DecisionRefusedError: no decision, no role, certainty about no breach, or certainty of a later instant than now.
    """
    if outcome is TriageState.OPEN or _ROLE.fullmatch(by) is None:
        raise DecisionRefusedError("to be confirmed or dismissed, by a role in one word")
    confirmed = outcome is TriageState.CONFIRMED
    if aware_at is not None and (not confirmed or aware_at.tzinfo is None or aware_at > now):
        raise DecisionRefusedError("certainty of a breach, at an instant with a timezone that is over")
    if triage.state is not TriageState.OPEN:
        if triage.state is not outcome or (aware_at is not None and aware_at != triage.aware_at):
            raise TriageOverError(triage.triage)
        return triage, _decided(triage)
    certain = (aware_at or now) if confirmed else None
    decided = replace(triage, state=outcome, decided_at=now, decided_by=by, aware_at=certain)
    return decided, _decided(decided)


def _decided(triage: Triage) -> TriageDecided:
    if triage.decided_at is None or triage.decided_by is None:
        raise TriageOverError(triage.triage)  # a row that says it was decided, and not by whom
    return TriageDecided(
        triage=triage.triage,
        subject=triage.reporter,
        outcome=triage.state,
        by=triage.decided_by,
        aware_at=triage.aware_at,
        at=triage.decided_at,
    )
