"""A case: a triage with everything that happened to it since; and the rows that it is read from.

Flow        a triage, its entries -> Case -> where it stands, what was decided, who is affected
Guarantees  1. A case has no state of its own: it is what its entries say, so nothing can be changed without a trace.
            2. Every entry has a number, its row a code, and a fact of the same number stands in the ledger.
I/O         none here; stores implement CaseBook, operations commit
Document    docs/cases.md
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol, TypeVar

from voicekeep.incident.changes import (
    BY_ITSELF,
    Affected,
    AffectedRole,
    Assessed,
    AuthorityDecided,
    Change,
    Closed,
    Contained,
    NotificationSent,
    PersonsDecided,
    PersonTold,
    RecipientMoved,
    Track,
)
from voicekeep.incident.triage import Triage
from voicekeep.records.ids import ArchiveId, ItemId, SubjectId, TriageId
from voicekeep.records.reports import TriageState

OneKind = TypeVar("OneKind", bound=Change)


class CaseState(StrEnum):
    """Where a case stands: the furthest that nothing before it is missing."""

    TRIAGE = "triage"  # somebody finds out whether it is a breach
    DISMISSED = "dismissed"  # it is none; it stays in the register
    AWARE = "aware"  # it is; the 72 hours run
    CONTAINED = "contained"
    ASSESSED = "assessed"
    NOTIFIED = "notified"  # the authority was; what was decided of those concerned, stands
    NOT_NOTIFIED = "not_notified"  # the authority is not, by decision
    CLOSED = "closed"


class Telling(StrEnum):
    """How far one affected person was told."""

    NOT = "not"
    REACHED = "reached"  # a message reached them; they did not say that they know
    ACKNOWLEDGED = "acknowledged"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEntry:
    """One change of a case, as a row."""

    triage: TriageId
    number: int  # from 1
    change: str  # name of what happened
    by: str  # role of who did it
    at: datetime  # UTC
    body: bytes = field(repr=False)  # sealed: the change, canonical JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePerson:
    """That somebody is affected, to be found by the person; the case's own entry says it too."""

    triage: TriageId
    subject: SubjectId
    role: AffectedRole
    since: datetime  # UTC


class CaseBook(Protocol):
    """Where the entries of cases are kept: rows are added, never changed. Every read proves the row's code first."""

    def add_entry(self, entry: CaseEntry) -> None:
        """Raises CaseMovedError: another entry has that number."""

    def entries(self, triage: TriageId) -> tuple[CaseEntry, ...]:
        """Return a case's entries by number."""

    def add_person(self, person: CasePerson) -> None:
        """Add a person in a role; nothing happens if they are there in it."""

    def people(self, triage: TriageId) -> tuple[CasePerson, ...]:
        """Return who is affected, by role, then identifier."""

    def cases_of(self, subject: SubjectId) -> tuple[CasePerson, ...]:
        """Return in which cases somebody is affected, the latest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """One change, opened."""

    number: int
    at: datetime  # UTC
    by: str  # role
    change: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A triage and what happened since."""

    triage: Triage
    history: tuple[Noted, ...] = ()

    def moved_since(self, seen: int) -> bool:
        """Return whether a colleague wrote after the first `seen` entries, or there were never so many.

        What the keep tells people and what they answer moves nothing: with a thousand people affected, somebody
        answers all the time, and staff could never write again.
        """
        return seen > len(self.history) or any(by_staff(noted.by) for noted in self.history[seen:])

    def last(self, kind: type[OneKind]) -> OneKind | None:
        """Return the latest change of a kind; None: there is none."""
        return next((noted.change for noted in reversed(self.history) if isinstance(noted.change, kind)), None)

    def all_of(self, kind: type[OneKind]) -> tuple[OneKind, ...]:
        """Return every change of a kind, the earliest first."""
        return tuple(noted.change for noted in self.history if isinstance(noted.change, kind))

    @property
    def assessment(self) -> int | None:
        """Return the number of the assessment that counts; None: nobody assessed it."""
        assessed = (noted.number for noted in reversed(self.history) if isinstance(noted.change, Assessed))
        return next(assessed, None)

    @property
    def authority(self) -> AuthorityDecided | None:
        """Return what was decided of the authority, if it rests on the assessment that counts."""
        decided = self.last(AuthorityDecided)
        return decided if decided is not None and decided.assessment == self.assessment else None

    @property
    def persons(self) -> PersonsDecided | None:
        """Return what was decided of those concerned, if it rests on the assessment that counts."""
        decided = self.last(PersonsDecided)
        return decided if decided is not None and decided.assessment == self.assessment else None

    @property
    def high_risk(self) -> bool:
        """Return whether the risk for those concerned is high, by the assessment that counts."""
        assessed = self.last(Assessed)
        return assessed is not None and assessed.severity.band.high_risk

    @property
    def affected(self) -> Mapping[SubjectId, frozenset[AffectedRole]]:
        """Return who is affected, in which roles."""
        roles: dict[SubjectId, frozenset[AffectedRole]] = {}
        for change in self.all_of(Affected):
            roles[change.subject] = roles.get(change.subject, frozenset()) | {change.role}
        return roles

    @property
    def to_tell(self) -> frozenset[SubjectId]:
        """Return who is to be told under GDPR Art. 34: everybody affected who is not only a wrong recipient."""
        return frozenset(who for who, roles in self.affected.items() if roles != {AffectedRole.RECIPIENT})

    @property
    def told(self) -> Mapping[SubjectId, Telling]:
        """Return of each who is to be told how far they were: what its closing asks."""
        told = dict.fromkeys(sorted(self.to_tell), Telling.NOT)
        for change in self.all_of(PersonTold):
            if change.subject in told and told[change.subject] is not Telling.ACKNOWLEDGED:
                told[change.subject] = Telling.ACKNOWLEDGED if change.acknowledged else Telling.REACHED
        return told

    def tracks_of(self, recipient: SubjectId) -> tuple[Track, ...]:
        """Return what is known of a wrong recipient, in order."""
        return tuple(each.track for each in self.all_of(RecipientMoved) if each.subject == recipient)

    @property
    def state(self) -> CaseState:
        """Return where the case stands."""
        if self.last(Closed) is not None:
            return CaseState.CLOSED
        return _BEFORE.get(self.triage.state) or self._furthest()

    def _furthest(self) -> CaseState:
        """Return how far a confirmed case came, with nothing missing before it."""
        if self.last(Contained) is None:
            return CaseState.AWARE
        if self.assessment is None:
            return CaseState.CONTAINED
        decided, sent = self.authority, self.last(NotificationSent)
        if decided is None or self.persons is None or (decided.notify and sent is None):
            return CaseState.ASSESSED
        return CaseState.NOTIFIED if decided.notify else CaseState.NOT_NOTIFIED


_BEFORE: Final = {TriageState.OPEN: CaseState.TRIAGE, TriageState.DISMISSED: CaseState.DISMISSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldIn:
    """That the bytes of an item lie in an archive; a copy of the signed inventory's line, to be found by the item."""

    item: ItemId
    archive: ArchiveId
    of: str  # recording or record
    offset: int  # from the start of the ZIP
    length: int  # bytes


def by_staff(role: str) -> bool:
    """Return whether an entry in this role was written by a colleague, or by whoever runs the keep."""
    return role not in BY_ITSELF.values()


class ReleasedItems(Protocol):
    """Finds archives by item. It is an index: what it says is believed where the signed inventory says it too."""

    def add_held(self, held: Sequence[HeldIn]) -> None:
        """Add what is not there yet."""

    def held_in(self, items: Sequence[ItemId]) -> Iterator[tuple[ItemId, ArchiveId]]:
        """Yield each archive in which some of an item lies, with the item."""
