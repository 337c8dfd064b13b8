"""What became of a request: used, identified, held or noted by the checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from voicekeep.records.ids import ArchiveId, RequestId, SubjectId
from voicekeep.records.scope import ReleaseScope


@dataclass(frozen=True, slots=True, kw_only=True)
class Requested:
    """A person used a right."""

    request: RequestId
    subject: SubjectId
    right: str
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"requested|{self.request}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """The requester proved who they are; the scope of the release is fixed."""

    request: RequestId
    subject: SubjectId
    scope: ReleaseScope
    proof: str  # "fresh_sign_in"
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"identified|{self.request}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The checks did not let an archive pass; a person has to look."""

    request: RequestId
    archive: ArchiveId
    subject: SubjectId
    findings: tuple[str, ...]  # names of the findings, no content
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"held|{self.archive}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """The checks let an archive pass and want something remembered; for the person as well (R4)."""

    request: RequestId
    archive: ArchiveId
    subject: SubjectId
    notes: tuple[str, ...]  # names of the rules, no content
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"noted|{self.archive}"
