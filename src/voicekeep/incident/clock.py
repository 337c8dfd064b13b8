"""The clock of a breach: from reasonable certainty, 72 elapsed hours (GDPR Art. 33(1)).

Flow        a decided triage -> when the controller was aware, by whose decision -> the latest instant to notify
Guarantees  1. Pure: the same decision gives the same instant, whenever it is asked.
            2. The law is a dated table; a breach is judged by the rule of the day on which it was known.
            3. Where a reading is open, the earlier instant is taken: hours elapse through nights, weekends, holidays
               and the change to summer time.
I/O         none
Document    docs/incidents.md
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from voicekeep.incident.errors import IncidentError
from voicekeep.incident.triage import Triage


class NoNotificationRuleError(IncidentError):
    """No rule of the table was in force when the breach was known; no deadline was computed."""

    def __init__(self, known: date) -> None:
        super().__init__(f"no rule was in force on {known.isoformat()}; no deadline was computed")
        self.known = known


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationRule:
    """How long a notification to the supervisory authority may take, for breaches known from a day on."""

    applies_from: date  # UTC
    within: timedelta  # elapsed time
    source: str


NOTIFICATION_RULES: Final = (
    NotificationRule(applies_from=date(2018, 5, 25), within=timedelta(hours=72), source="GDPR Art. 33(1), Art. 99(2)"),
)
"""The rules of law, the oldest first. A change of law is a new line; breaches known before keep their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Awareness:
    """That there is reasonable certainty of a breach: since when, and who decided so."""

    aware_at: datetime  # UTC
    decided_at: datetime  # UTC
    by: str  # role
    notify_by: datetime  # UTC


def awareness(triage: Triage, rules: Sequence[NotificationRule] = NOTIFICATION_RULES) -> Awareness | None:
    """Return since when there is reasonable certainty of a breach; None: nobody has decided that there is.

    A report alone is no certainty: it opens the triage, in which somebody finds out (EDPB Guidelines 9/2022).

    Raises:
        NoNotificationRuleError: it is older than the law.
    """
    if triage.aware_at is None or triage.decided_at is None or triage.decided_by is None:
        return None
    return Awareness(
        aware_at=triage.aware_at,
        decided_at=triage.decided_at,
        by=triage.decided_by,
        notify_by=notification_deadline(triage.aware_at, rules),
    )


def notification_deadline(aware_at: datetime, rules: Sequence[NotificationRule] = NOTIFICATION_RULES) -> datetime:
    """Return the latest instant to notify the supervisory authority.

    Args:
        aware_at: When the controller became aware of the breach; timezone-aware, any zone.
        rules: The law, the oldest rule first.

    Returns:
        `aware_at` plus 72 elapsed hours (not working hours: the cautious reading), in UTC.

    Raises:
        ValueError: `aware_at` has no timezone.
        NoNotificationRuleError: it is older than the law.

    Source: GDPR Art. 33(1).
    """
    if aware_at.tzinfo is None:
        raise ValueError("aware_at must carry a timezone")
    known = aware_at.astimezone(UTC)
    in_force = [rule for rule in rules if rule.applies_from <= known.date()]
    if not in_force:
        raise NoNotificationRuleError(known.date())
    return known + max(in_force, key=lambda rule: rule.applies_from).within
