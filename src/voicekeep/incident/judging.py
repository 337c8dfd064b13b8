"""Judge a release again: from its signed inventory, against the ledger's own word of whose each item is.

Flow        a released fact, its inventory's head and lines, whose the items are -> Judged
Guarantees  1. What was released is judged by the ledger's captured facts, not by what the builder or the check of
               that day believed.
            2. What cannot be judged is named with its reason; it never counts as clean.
I/O         none
Document    docs/scope.md
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import Final

from voicekeep.formats.inventory import InventoryHead, InventoryLine
from voicekeep.ledger import Owned
from voicekeep.records.facts import Released
from voicekeep.records.ids import ArchiveId, DeviceId, ItemId, RequestId, SubjectId

WhoseAre = Callable[[Sequence[ItemId]], Mapping[ItemId, Owned]]
"""Return whose these items are, by the ledger; those that it never captured are left out."""
InsteadOf = Callable[[Sequence[ItemId]], Mapping[ItemId, frozenset[bytes]]]
"""Return the blind digests of what copies hold instead of recordings of which somebody withholds something."""

_TOGETHER: Final = 500


class Doubt(StrEnum):
    """Why a release, or something in it, could not be judged."""

    NO_INVENTORY = "no_inventory"  # it is gone
    BAD_SIGNATURE = "bad_signature"  # this keep did not sign it
    CHANGED_LINES = "changed_lines"  # its lines are not those that were signed, or their number is not
    ANOTHER_RELEASE = "another_release"  # it is not of the archive that the ledger says was released
    UNKNOWN_ITEM = "unknown_item"  # the ledger never captured it
    ANOTHER_CONTENT = "another_content"  # its bytes are not those that were captured under its number


class InventoryUnusableError(Exception):
    """An inventory cannot be used; the release could not be judged."""

    def __init__(self, doubt: Doubt) -> None:
        super().__init__(doubt.value)
        self.doubt = doubt


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """One stretch of an archive and whose it is: somebody else's than its recipient's, as a rule."""

    line: InventoryLine
    owned: Owned


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What is known of one release."""

    archive: ArchiveId
    request: RequestId
    subject: SubjectId  # for whom it was released
    released_at: datetime  # UTC
    code: str | None  # by which code it was made; None: from before that was noted
    lines: int  # stretches that were judged
    foreign: tuple[Foreign, ...]
    erased: int  # stretches whose owner is known, and whose content is not any more
    doubts: Mapping[Doubt, int]  # how often each
    about: tuple[Foreign, ...] = ()  # stretches about items that were asked for, whoever owns them
    devices: Mapping[DeviceId, int] = field(default_factory=dict)  # how many of its records each captured

    @property
    def crossed(self) -> bool:
        """Return whether something in it is another person's."""
        return bool(self.foreign)

    @property
    def clean(self) -> bool:
        """Return whether everything in it is its recipient's."""
        return not self.foreign and not self.doubts


def judge(
    released: Released,
    code: str | None,
    inventory: tuple[InventoryHead, Iterable[InventoryLine]],
    whose: WhoseAre,
    instead: InsteadOf,
    *,
    about: Collection[ItemId] = (),
) -> Judged:
    """Judge a release.

    Args:
        released: What the ledger says was released.
        code: By which code, if that was noted.
        inventory: Its head, whose signature was proven, and its lines; they end with InventoryUnusableError if they
            are not those that were signed.
        whose: The ledger.
        instead: The ledger, of what is withheld.
        about: Items whose stretches are wanted, whoever owns them.
    """
    head, lines = inventory
    if _said(head) != _said(released):
        return unjudged(released, code, Doubt.ANOTHER_RELEASE)
    bench = _Bench(released.subject, whose, instead, about)
    try:
        for some in _batched(lines):
            bench.judge(some)
    except InventoryUnusableError as unusable:
        return unjudged(released, code, unusable.doubt)
    if (bench.records, bench.recordings) != (head.items, head.recordings):
        return unjudged(released, code, Doubt.CHANGED_LINES)
    return Judged(
        archive=released.archive,
        request=released.request,
        subject=released.subject,
        released_at=released.at,
        code=code,
        lines=bench.records + bench.recordings,
        foreign=tuple(bench.foreign),
        erased=bench.erased,
        doubts=dict(bench.doubts),
        about=tuple(bench.about),
        devices=dict(bench.devices),
    )


def unjudged(released: Released, code: str | None, doubt: Doubt) -> Judged:
    """Return a release that could not be judged, with the reason."""
    return Judged(
        archive=released.archive,
        request=released.request,
        subject=released.subject,
        released_at=released.at,
        code=code,
        lines=0,
        foreign=(),
        erased=0,
        doubts={doubt: 1},
    )


def _said(of: InventoryHead | Released) -> tuple[object, ...]:
    return (of.archive, of.request, of.subject, of.manifest, of.items, of.recordings)


class _Bench:
    """Judges lines, some at a time."""

    def __init__(self, subject: SubjectId, whose: WhoseAre, instead: InsteadOf, about: Collection[ItemId]) -> None:
        self.foreign: list[Foreign] = []
        self.about: list[Foreign] = []
        self.devices: Counter[DeviceId] = Counter()
        self._about = frozenset(about)
        self.doubts: Counter[Doubt] = Counter()
        self.erased = self.records = self.recordings = 0
        self._subject = subject
        self._whose = whose
        self._instead = instead

    def judge(self, lines: Sequence[InventoryLine]) -> None:
        """Judge these."""
        owned = self._whose(tuple(dict.fromkeys(line.item for line in lines)))
        odd: list[InventoryLine] = []
        for line in lines:
            self.records += line.of == "record"
            self.recordings += line.of == "recording"
            found = owned.get(line.item)
            if found is None:
                self.doubts[Doubt.UNKNOWN_ITEM] += 1
                continue
            self._sort(line, found)
            if found.captured is None:
                self.erased += 1
            elif line.digest != (found.captured.audio if line.of == "recording" else found.captured.record):
                odd.append(line)
        self._judge_odd(odd)

    def _sort(self, line: InventoryLine, owned: Owned) -> None:
        if owned.subject != self._subject:
            self.foreign.append(Foreign(line=line, owned=owned))
        if line.item in self._about:
            self.about.append(Foreign(line=line, owned=owned))
        if owned.captured is not None and owned.captured.device is not None and line.of == "record":
            self.devices[owned.captured.device] += 1

    def _judge_odd(self, lines: Sequence[InventoryLine]) -> None:
        """Judge what is not as it was captured: a recording of which its owner withholds a part, or an unknown one."""
        instead = self._instead([line.item for line in lines if line.of == "recording"]) if lines else {}
        for line in lines:
            if line.of != "recording" or line.digest not in instead.get(line.item, frozenset()):
                self.doubts[Doubt.ANOTHER_CONTENT] += 1


def _batched(lines: Iterable[InventoryLine]) -> Iterator[list[InventoryLine]]:
    rest = iter(lines)
    while some := list(islice(rest, _TOGETHER)):
        yield some
