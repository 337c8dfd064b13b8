"""A report, and its triage: looked into until somebody decides; and what is frozen meanwhile.

The rows decide what leaves and what is kept as evidence, so a store keeps them with their authentication code.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from voicekeep.records.ids import ArchiveId, ItemId, SubjectId, TriageId
from voicekeep.records.reports import ReportSource, Saw, TriageState


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What somebody, or a check, noticed."""

    source: ReportSource
    archive: ArchiveId | None = None  # the copy that it is about
    item: ItemId | None = None  # the item that it is about
    reporter: SubjectId | None = None  # who is signed in and reports it
    saw: Saw | None = None  # what a recipient saw


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage:
    """One report and what became of it."""

    triage: TriageId
    source: ReportSource
    archive: ArchiveId | None  # the copy that it is about
    item: ItemId | None  # the item that it is about
    reporter: SubjectId | None  # who reported it, signed in
    saw: Saw | None  # what a recipient saw
    opened_at: datetime  # UTC
    state: TriageState = TriageState.OPEN
    decided_at: datetime | None = None  # UTC
    decided_by: str | None = None  # role
    aware_at: datetime | None = None  # UTC, when there was reasonable certainty of a breach; None: there is not


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """One archive whose link opens nothing and whose key is kept, for as long as a triage wants it."""

    archive: ArchiveId
    triage: TriageId
    number: int  # from 1: how many times this archive was frozen, with this one
    since: datetime  # UTC


class IncidentBook(Protocol):
    """Where cases are kept. Every read of a row proves its authentication code first."""

    def add(self, triage: Triage) -> None: ...

    def get(self, triage: str) -> Triage | None: ...

    def replace(self, was: Triage, now: Triage) -> None:
        """Compare and set. Raises TriageOverError: somebody else decided meanwhile."""

    def all_keys(self) -> Iterator[str]:
        """Yield the keys of all rows, the latest first; `get` says whether to believe them."""

    def alike(self, report: Report) -> tuple[Triage, ...]:
        """Return those with the report's source, archive, item and reporter, the latest first."""

    def freeze(self, frozen: Frozen) -> None: ...

    def frozen(self, archive: ArchiveId) -> tuple[Frozen, ...]:
        """Return why an archive is frozen now, by number; empty: it is not."""

    def thaw(self, archive: ArchiveId, number: int) -> None:
        """Delete one freeze; nothing happens where there is none."""
