"""What was reported, what was frozen for it, what was decided, and every change of the case that it became."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from voicekeep.records.ids import ArchiveId, ItemId, ProposalId, SubjectId, TriageId
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


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseChanged:
    """Something was done or decided in a case; what exactly is sealed in its row, whose digest this is."""

    triage: TriageId
    number: int  # from 1
    change: str  # name of what happened
    by: str  # role of who did it
    body: bytes  # 32 bytes, blind digest of the change
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return case_key(self.triage, self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class EverybodyFrozen:
    """No link opens anything, for anybody, and every key is kept as evidence: two people decided so (R30)."""

    number: int  # the first time is 1
    triage: TriageId  # what for
    proposal: ProposalId | None  # None: at home, where nobody is on duty, whoever runs the host
    reason: bytes  # 32 bytes, blind digest of what was given as the reason
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return everybody_frozen_key(self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class EverybodyThawed:
    """What nothing else freezes opens again: two people decided so (R30)."""

    number: int  # of the freeze that is over
    triage: TriageId
    proposal: ProposalId | None  # None: at home
    reason: bytes  # 32 bytes, blind digest of what was given as the reason
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return everybody_thawed_key(self.number)


def frozen_key(archive: ArchiveId, number: int) -> str:
    """Return under which natural key the ledger holds that freeze of an archive."""
    return f"archive_frozen|{archive}|{number}"


def thawed_key(archive: ArchiveId, number: int) -> str:
    """Return under which natural key the ledger holds that this freeze is over."""
    return f"archive_thawed|{archive}|{number}"


def case_key(triage: TriageId, number: int) -> str:
    """Return under which natural key the ledger holds that change of a case."""
    return f"case_changed|{triage}|{number}"


def everybody_frozen_key(number: int) -> str:
    """Return under which natural key the ledger holds that everybody was frozen."""
    return f"everybody_frozen|{number}"


def everybody_thawed_key(number: int) -> str:
    """Return under which natural key the ledger holds that this is over."""
    return f"everybody_thawed|{number}"
