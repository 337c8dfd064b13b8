"""What reached whom: stretches of archives that are another person's, held against what was fetched of them.

Flow        foreign stretches, what was fetched -> which bytes of which item of whom left to whom, and when; others
            who can be heard in them
Guarantees  1. An item counts as complete only if every byte of it left; else it is said up to which byte.
            2. Where nobody knows how far a download came, it counts as having come to its end, and that is said.
            3. People are named by identifier only; nothing of what was said is known here.
I/O         none
Document    docs/scope.md
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from voicekeep.formats.inventory import Stretch
from voicekeep.incident.changes import AffectedRole
from voicekeep.incident.judging import Foreign, Judged
from voicekeep.ledger import Fetch, Heard
from voicekeep.records.ids import ArchiveId, DeviceId, ItemId, SubjectId
from voicekeep.records.items import ItemKind

Housemates = Callable[[SubjectId, datetime], frozenset[SubjectId]]
"""Return who belonged to somebody's household at an instant, themselves left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """One stretch of bytes about an item, in one archive, and how much of it left to one recipient."""

    item: ItemId
    owner: SubjectId
    kind: ItemKind
    of: Stretch
    said_at: datetime | None  # UTC, the instant the item is about; None: it was erased since
    device: DeviceId | None
    archive: ArchiveId
    recipient: SubjectId
    length: int  # bytes
    up_to: int  # the last of its bytes that left, counted from 1; 0: none left
    complete: bool  # all of them left
    certain: bool  # False: nobody knows how far it came, and it counts as having come to its end
    at: datetime | None  # UTC, the first time that bytes of it left; None: none left


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseScope:
    """What the ledger and the inventories say of a case, when the ledger had so many entries."""

    as_of: int  # entries of the ledger
    judged: tuple[Judged, ...]
    reached: tuple[Reached, ...]  # what is another person's than its recipient
    own: tuple[Reached, ...]  # copies of their owner's that hold the items that the case is about
    exposed: Mapping[SubjectId, frozenset[SubjectId]]  # owner -> who lived with them when it was said
    heard: Mapping[ItemId, Heard]  # in which others are known to be heard
    devices: Mapping[DeviceId, int]  # of the copy that the case is about: how many of its items each captured

    @property
    def left(self) -> tuple[Reached, ...]:
        """Return of what is another person's that of which a byte left."""
        return tuple(each for each in self.reached if each.up_to)

    @property
    def owners(self) -> frozenset[SubjectId]:
        """Return whose items lay in an archive of somebody else's."""
        return frozenset(each.owner for each in self.reached)

    @property
    def recipients(self) -> frozenset[SubjectId]:
        """Return to whom something of another person's left."""
        return frozenset(each.recipient for each in self.left)

    @property
    def housemates(self) -> frozenset[SubjectId]:
        """Return who can be heard in it, because they lived there."""
        return frozenset().union(*self.exposed.values()) - self.owners

    @property
    def affected(self) -> tuple[tuple[SubjectId, AffectedRole], ...]:
        """Return whom it concerns, in each of their roles: who is to be named in the case."""
        found = {
            AffectedRole.OWNER: self.owners,
            AffectedRole.HOUSEHOLD: self.housemates,
            AffectedRole.RECIPIENT: self.recipients,
        }
        return tuple((subject, role) for role, subjects in found.items() for subject in sorted(subjects))

    @property
    def recordings(self) -> int:
        """Return of how many recordings of another person's a byte left."""
        return len({(each.item, each.recipient) for each in self.left if each.of == "recording"})

    @property
    def records(self) -> int:
        """Return of how many items of another person's the words left."""
        return len({(each.item, each.recipient) for each in self.left if each.of == "record"})

    @property
    def crossed(self) -> int:
        """Return in how many releases something is another person's."""
        return sum(each.crossed for each in self.judged)

    @property
    def unjudged(self) -> int:
        """Return how many releases could not be judged, or not all of them."""
        return sum(bool(each.doubts) for each in self.judged)


def reached_of(judged: Judged, stretches: Iterable[Foreign], fetches: Sequence[Fetch]) -> tuple[Reached, ...]:
    """Return how much of these stretches of an archive left, to each who fetched; to its recipient, if nobody did."""
    by_recipient: dict[SubjectId, list[Fetch]] = {}
    for fetch in fetches:
        by_recipient.setdefault(fetch.recipient, []).append(fetch)
    whom = by_recipient or {judged.subject: []}
    return tuple(
        _reached(judged.archive, stretch, recipient, whom[recipient]) for stretch in stretches for recipient in whom
    )


def _reached(archive: ArchiveId, stretch: Foreign, recipient: SubjectId, fetches: Sequence[Fetch]) -> Reached:
    line, captured = stretch.line, stretch.owned.captured
    begin, end = line.offset, line.offset + line.length
    touching = [
        each for each in fetches if each.first < end and (each.end is None or each.end > max(begin, each.first))
    ]
    parts = [(max(begin, fetch.first), end if fetch.end is None else min(end, fetch.end)) for fetch in touching]
    whole = covered(parts)
    known = [part for part, fetch in zip(parts, touching, strict=True) if fetch.end is not None]
    up_to = max((part_end for _, part_end in parts), default=begin) - begin
    return Reached(
        item=line.item,
        owner=stretch.owned.subject,
        kind=line.kind,
        of=line.of,
        said_at=None if captured is None else captured.at,
        device=None if captured is None else captured.device,
        archive=archive,
        recipient=recipient,
        length=line.length,
        up_to=up_to,
        complete=whole == line.length,
        certain=len(known) == len(parts) or covered(known) == whole,
        at=min((fetch.at for fetch in touching), default=None),
    )


def covered(parts: Iterable[tuple[int, int]]) -> int:
    """Return how many bytes lie in at least one of these parts, each from its first byte to before its end."""
    total, reach = 0, None
    for begin, end in sorted(part for part in parts if part[0] < part[1]):
        fresh = begin if reach is None else max(begin, reach)
        total += max(0, end - fresh)
        reach = end if reach is None else max(reach, end)
    return total


def exposed_by(reached: Iterable[Reached], housemates: Housemates) -> Mapping[SubjectId, frozenset[SubjectId]]:
    """Return for each owner who belonged to their household when any of it was said."""
    instants: dict[SubjectId, set[datetime]] = {}
    for each in reached:
        if each.said_at is not None:
            instants.setdefault(each.owner, set()).add(each.said_at)
    nobody: frozenset[SubjectId] = frozenset()
    lived = {owner: nobody.union(*(housemates(owner, at) for at in said)) for owner, said in instants.items()}
    return {owner: who for owner, who in lived.items() if who}
