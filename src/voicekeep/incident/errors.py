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


class UnknownCaseError(IncidentError):
    """There is no such case; nothing was written."""

    def __init__(self) -> None:
        super().__init__("there is no such case; nothing was written")


class CaseMovedError(IncidentError):
    """Somebody else wrote into the case meanwhile; what they wrote stands, and nothing was added."""

    promise = "P10"

    def __init__(self, triage: TriageId) -> None:
        super().__init__(f"case {triage} was written to meanwhile; nothing was added")
        self.triage = triage


class CaseRefusedError(IncidentError):
    """A case does not move on like this; nothing was written."""

    promise = "P10"

    def __init__(self, triage: TriageId, wants: str) -> None:
        super().__init__(f"case {triage} wants {wants}; nothing was written")
        self.triage = triage
        self.wants = wants


class CaseNotOverError(IncidentError):
    """A case cannot be closed yet; nothing was destroyed, thawed or written."""

    promise = "P10"

    def __init__(self, triage: TriageId, missing: tuple[str, ...]) -> None:
        super().__init__(f"case {triage} is not over: {', '.join(missing)}; nothing was closed")
        self.triage = triage
        self.missing = missing


class IncompleteCaseError(IncidentError):
    """The rows of a case are not what the ledger says; nothing was read from them."""

    promise = "P10"

    def __init__(self, triage: TriageId, number: int) -> None:
        super().__init__(f"entry {number} of case {triage} is not what the ledger says; it was not believed")
        self.triage = triage
        self.number = number


class SeverityRefusedError(IncidentError):
    """An assessment has a part without a reason, or with a value that the table does not know; nothing was assessed."""

    promise = "P10"

    def __init__(self, part: str, wants: str) -> None:
        super().__init__(f"the assessment's part {part} wants {wants}; nothing was assessed")
        self.part = part


class LateReasonMissingError(IncidentError):
    """A notification after the 72 hours needs its reason (GDPR Art. 33(1)); nothing was written."""

    promise = "P10"

    def __init__(self, triage: TriageId) -> None:
        super().__init__(f"the notification of case {triage} is late and says no reason; nothing was written")
        self.triage = triage


class ExceptionRefusedError(IncidentError):
    """Not telling those concerned of a high risk wants a letter of Art. 34(3) and its evidence; nothing was decided."""

    promise = "P10"

    def __init__(self, triage: TriageId) -> None:
        super().__init__(
            f"case {triage} is of high risk: not telling wants (a), (b) or (c) and evidence; nothing was decided"
        )
        self.triage = triage


class UnknownMeasureError(IncidentError):
    """A measure names a rule, a finding or a mix-up that does not exist; nothing was written."""

    promise = "P10"

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(f"there is no {kind} of that name; nothing was written")
        self.kind = kind
        self.name = name
