"""Why a report was not taken, or a case not moved on."""

from __future__ import annotations

from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import RequestId, TriageId
from voicekeep.records.reports import ReportSource


class IncidentError(VoicekeepError):
    """A case was not opened or moved on; nothing was frozen or thawed by it."""


class UnknownCopyError(IncidentError):
    """No copy of this person's answers that request, or none was released; nothing was reported or frozen."""

    promise = "P3"

    def __init__(self, request: RequestId | None = None) -> None:
        named = "such a request" if request is None else f"request {request}"
        super().__init__(f"no released copy of this person's answers {named}; nothing was reported or frozen")
        self.request = request


class ReportRefusedError(IncidentError):
    """A report lacks what its source must say, or says what it cannot; no triage was opened."""

    promise = "P10"

    def __init__(self, source: ReportSource, wants: str) -> None:
        super().__init__(f"a report of the source {source} wants {wants}; no triage was opened")
        self.source = source


class UnknownTriageError(IncidentError):
    """There is no such triage; nothing was decided."""

    def __init__(self) -> None:
        super().__init__("there is no such triage; nothing was decided")


class TriageOverError(IncidentError):
    """The triage was decided otherwise before; that decision stands."""

    promise = "P10"

    def __init__(self, triage: TriageId) -> None:
        super().__init__(f"triage {triage} was decided before; that decision stands and nothing was changed")
        self.triage = triage


class DecisionRefusedError(IncidentError):
    """What was decided is no decision, or its instants cannot be; nothing was decided."""

    promise = "P10"

    def __init__(self, wants: str) -> None:
        super().__init__(f"a decision wants {wants}; nothing was decided")


class MayNotFreezeError(IncidentError):
    """A report of this source freezes nothing: nobody signed in made it, and no check did."""

    promise = "P9"

    def __init__(self, source: ReportSource) -> None:
        super().__init__(f"a report of the source {source} freezes nothing; nothing was frozen")
        self.source = source
