"""Four eyes: what one member of staff proposes and another decides (R30).

Flow        a measure and its reason -> Proposal -> approved or declined by somebody else
Guarantees  1. Nobody decides their own proposal, nor one about themselves.
            2. A proposal is decided once, and only while it stands.
            3. The reason is sealed: the rows hold none, and no repr shows one.
I/O         none; a store implements ProposalBook
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from voicekeep.people.errors import ProposalOverError, SamePersonError
from voicekeep.records.ids import ProposalId, SubjectId


class Measure(StrEnum):
    """What takes two people."""

    OVERRIDE = "override"  # release a copy that a rule held
    EXPORTS_ON = "exports_on"  # let what was released leave again
    REFUSAL = "refusal"  # do nothing of what a request asks for
    FREEZE_EVERYBODY = "freeze_everybody"  # hold every copy of everybody back, for a case
    THAW_EVERYBODY = "thaw_everybody"  # let them go again
    CLOSE_CASE = "close_case"  # end a case: its evidence is destroyed


class Outcome(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    APPROVED = "approved"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One measure that one member of staff wants."""

    proposal: ProposalId
    measure: Measure
    about: str  # the identifier of what it is about
    concerns: SubjectId | None  # whose data it is about, if one person's
    detail: str  # names, separated by spaces: what exactly is to be done
    reason: bytes = field(repr=False)  # sealed
    proposed_by: SubjectId
    proposed_as: str  # in which role
    proposed_at: datetime  # UTC
    expires_at: datetime  # UTC; nobody decides it any more from this instant on
    outcome: Outcome = Outcome.OPEN
    decided_by: SubjectId | None = None
    decided_as: str | None = None
    decided_at: datetime | None = None  # UTC
    answer: bytes | None = field(default=None, repr=False)  # sealed: why it was declined

    def __post_init__(self) -> None:
        if self.proposed_by == self.concerns:
            raise SamePersonError

    def open_at(self, now: datetime) -> bool:
        """Return whether somebody may decide it."""
        return self.outcome is Outcome.OPEN and now < self.expires_at

    def decided(
        self, outcome: Outcome, by: SubjectId, role: str, now: datetime, *, answer: bytes | None = None
    ) -> Proposal:
        """Return the proposal as decided; `answer`, sealed, says why it is declined.

        Raises:
            ProposalOverError: it was decided before, or its time is over.
            SamePersonError: whoever decides proposed it, or is the person that it is about.
        """
        if not self.open_at(now):
            raise ProposalOverError(self.proposal)
        if by in {self.proposed_by, self.concerns}:
            raise SamePersonError
        return replace(self, outcome=outcome, decided_by=by, decided_as=role, decided_at=now, answer=answer)


class ProposalBook(Protocol):
    """Where proposals are kept. Every read of a row proves its authentication code first."""

    def add_proposal(self, proposal: Proposal) -> None: ...

    def replace_proposal(self, was: Proposal, now: Proposal) -> None:
        """Compare and set. Raises ProposalOverError if it was changed meanwhile."""

    def proposal(self, proposal: ProposalId) -> Proposal | None: ...

    def proposals(self) -> tuple[Proposal, ...]:
        """Return all, the earliest first."""

    def forget_proposals_about(self, subject: SubjectId) -> None:
        """Delete those that concern this person, whose account is closed."""
