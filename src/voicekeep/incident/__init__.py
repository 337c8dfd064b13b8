"""Incidents: how a case starts, what it freezes at once, and when the legal clock begins.

Flow        a report -> Triage -> the archives that the ledger ties to it, frozen -> a decision -> aware_at, 72 hours
Guarantees  1. Every report opens a triage at once; the same report twice opens one (R23).
            2. Only signed-in reports and failed checks freeze, and only what the ledger ties to them.
            3. The clock begins with reasonable certainty, and it stands who, by role, decided so and when.
            4. Facts hold identifiers and instants: nothing of what anybody heard or read.
I/O         none here; stores implement IncidentBook, operations commit.
Document    docs/incidents.md
"""

from voicekeep.incident.clock import (
    NOTIFICATION_RULES,
    Awareness,
    NoNotificationRuleError,
    NotificationRule,
    awareness,
    notification_deadline,
)
from voicekeep.incident.errors import (
    DecisionRefusedError,
    IncidentError,
    MayNotFreezeError,
    ReportRefusedError,
    TriageOverError,
    UnknownCopyError,
    UnknownTriageError,
)
from voicekeep.incident.foreign import foreign_items, is_foreign
from voicekeep.incident.freezing import freeze, is_thawed, last_number, thaw
from voicekeep.incident.report import FREEZING, SIGNED_IN, decide, open_triage, same_report
from voicekeep.incident.tied import Tied, tied
from voicekeep.incident.triage import Frozen, IncidentBook, Report, Triage

__all__ = [
    "FREEZING",
    "NOTIFICATION_RULES",
    "SIGNED_IN",
    "Awareness",
    "DecisionRefusedError",
    "Frozen",
    "IncidentBook",
    "IncidentError",
    "MayNotFreezeError",
    "NoNotificationRuleError",
    "NotificationRule",
    "Report",
    "ReportRefusedError",
    "Tied",
    "Triage",
    "TriageOverError",
    "UnknownCopyError",
    "UnknownTriageError",
    "awareness",
    "decide",
    "foreign_items",
    "freeze",
    "is_foreign",
    "is_thawed",
    "last_number",
    "notification_deadline",
    "open_triage",
    "same_report",
    "thaw",
    "tied",
]
