"""What two members of staff let pass although a rule held it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from voicekeep.records.ids import ArchiveId, ProposalId, RequestId, SubjectId


@dataclass(frozen=True, slots=True, kw_only=True)
class Overridden:
    """One proposed and another approved that these rules do not hold this request any more (R30)."""

    request: RequestId
    archive: ArchiveId  # the attempt that was held
    subject: SubjectId  # whose copy it is; neither of the two
    proposal: ProposalId
    rules: tuple[str, ...]  # names of rules of plausibility that hold
    reason: bytes  # 32 bytes, blind digest of what was given as the reason
    proposed_as: str  # in which role
    approved_as: str
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"overridden|{self.archive}"
