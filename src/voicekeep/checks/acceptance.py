"""What two people accepted for one request: doubts of rules that hold, by name, and nothing else (R30).

Flow        names of rules, from the ledger's own fact -> Acceptance -> those doubts are noted instead of held
Guarantees  1. It can only be made of rules that hold. What is foreign, missing, altered or refused has no name here:
               nobody can accept it.
            2. It counts for the request that it was given for, and for no other.
            3. It covers what was there when it was given: a doubt about something later holds again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from voicekeep.checks.errors import ChecksError
from voicekeep.checks.plausibility import HOLDING, Rule, Severity, Verdict
from voicekeep.records.ids import RequestId, SubjectId


class NotAcceptableError(ChecksError):
    """Something was to be accepted that nobody can accept; it holds as before."""

    promise = "P9"

    def __init__(self, request: RequestId) -> None:
        super().__init__(f"for request {request} something was to be accepted that nobody can accept; it holds")
        self.request = request


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """These rules do not hold this request any more.

    Raises:
        NotAcceptableError: no rule, or something else than a rule that holds.
    """

    request: RequestId
    subject: SubjectId
    rules: frozenset[str]
    at: datetime  # UTC, when it was given

    def __post_init__(self) -> None:
        if not self.rules or not self.rules <= HOLDING:
            raise NotAcceptableError(self.request)

    def covers(self, rule: Rule, verdict: Verdict) -> bool:
        """Return whether a rule's doubt is what was accepted."""
        if rule.severity is not Severity.HOLD or rule.name not in self.rules:
            return False
        return verdict.newest is None or verdict.newest <= self.at
