"""What was reported, what was frozen for it, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from voicekeep.records.ids import ArchiveId, ItemId, SubjectId, TriageId
from voicekeep.records.reports import ReportSource, Saw, Tie, TriageState


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageOpened:
    """Somebody, or the keep itself, reported that something may have reached the wrong person."""

    triage: TriageId
    source: ReportSource
    archive: ArchiveId | None
    item: ItemId | None
    subject: SubjectId | None  # who reported it; None: nobody signed in did
    saw: Saw | None  # of a recipient's report
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"triage_opened|{self.triage}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveFrozen:
    """From here on an archive's link opens nothing, and its key is kept as evidence."""

    archive: ArchiveId
    subject: SubjectId  # whose copy it is
    triage: TriageId
    number: int  # from 1: how many times this archive was frozen, with this one
    because: Tie
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return frozen_key(self.archive, self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveThawed:
    """One freeze of an archive is over."""

    archive: ArchiveId
    subject: SubjectId  # whose copy it is
    triage: TriageId
    number: int  # of the freeze
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return thawed_key(self.archive, self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageDecided:
    """Somebody decided whether it is a breach; with reasonable certainty the 72 hours begin (GDPR Art. 33(1))."""

    triage: TriageId
    subject: SubjectId | None  # who reported it
    outcome: TriageState
    by: str  # role of who decided
    aware_at: datetime | None  # UTC, when there was reasonable certainty; None: dismissed
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"triage_decided|{self.triage}"


def frozen_key(archive: ArchiveId, number: int) -> str:
    """Return under which natural key the ledger holds that freeze of an archive."""
    return f"archive_frozen|{archive}|{number}"


def thawed_key(archive: ArchiveId, number: int) -> str:
    """Return under which natural key the ledger holds that this freeze is over."""
    return f"archive_thawed|{archive}|{number}"
