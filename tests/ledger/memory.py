"""A LogStore in dictionaries, whose rows tests may edit as somebody with a database tool would."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy

from voicekeep.ledger import Entry, Opening
from voicekeep.records.ids import SubjectId
from voicekeep.records.items import ItemKind


class MemoryLogStore:
    """One ledger's rows."""

    def __init__(self) -> None:
        self.rows: dict[int, Entry] = {}
        self.shown: dict[int, Opening] = {}
        self.erasures: dict[int, int] = {}
        self.tree: dict[tuple[int, int], bytes] = {}
        self.notes: dict[int, str] = {}

    def copy(self) -> MemoryLogStore:
        return deepcopy(self)

    def size(self) -> int:
        return len(self.rows)

    def add(self, entries: Sequence[Entry], openings: Sequence[Opening]) -> None:
        keys = {entry.natural_key for entry in self.rows.values()}
        for entry in entries:
            assert entry.position == len(self.rows)
            assert entry.natural_key not in keys
            self.rows[entry.position] = entry
        self.shown.update((opening.position, opening) for opening in openings)

    def entries(self, first: int, end: int) -> Iterator[Entry]:
        return (self.rows[position] for position in sorted(self.rows) if first <= position < end)

    def entries_at(self, positions: Sequence[int]) -> Sequence[Entry]:
        return [self.rows[position] for position in sorted(positions) if position in self.rows]

    def positions_of(self, natural_keys: Sequence[bytes]) -> dict[bytes, int]:
        wanted = set(natural_keys)
        return {entry.natural_key: entry.position for entry in self.rows.values() if entry.natural_key in wanted}

    def add_nodes(self, nodes: Sequence[tuple[int, int, bytes]]) -> None:
        for level, place, hashed in nodes:
            assert level >= 1
            assert (level, place) not in self.tree
            self.tree[level, place] = hashed

    def nodes(self, wanted: Sequence[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
        return {(level, place): self.tree[level, place] for level, place in wanted if (level, place) in self.tree}

    def add_checkpoint(self, size: int, note: str) -> None:
        assert size not in self.notes
        self.notes[size] = note

    def last_checkpoint(self) -> tuple[int, str] | None:
        return max(self.notes.items()) if self.notes else None

    def checkpoint_at(self, size: int) -> str | None:
        return self.notes.get(size)

    def checkpoints(self) -> Iterator[tuple[int, str]]:
        return iter(sorted(self.notes.items()))

    def opening(self, position: int) -> Opening | None:
        return self.shown.get(position)

    def openings(self, first: int, end: int) -> Iterator[Opening]:
        return (self.shown[position] for position in sorted(self.shown) if first <= position < end)

    def openings_at(self, positions: Sequence[int]) -> Iterator[Opening]:
        return (self.shown[position] for position in sorted(positions) if position in self.shown)

    def openings_named(self, name: str, *, subject: SubjectId | None = None) -> Iterator[Opening]:
        return (each for each in self._all() if each.name == name and subject in {None, each.subject})

    def openings_about(self, subject: SubjectId) -> Iterator[Opening]:
        return (each for each in self._all() if each.subject == subject)

    def openings_of_archive(self, archive: str) -> Iterator[Opening]:
        return (each for each in self._all() if each.archive == archive)

    def openings_of_item(self, item: str) -> Iterator[Opening]:
        return (each for each in self._all() if each.item == item)

    def openings_of_items(self, items: Sequence[str], names: Sequence[str]) -> Iterator[Opening]:
        return (each for each in self.shown.values() if each.item in items and each.name in names)

    def captured(self, subject: SubjectId, kind: ItemKind, end: int) -> Iterator[Opening]:
        found = [
            each
            for each in self._all()
            if each.name == "captured" and (each.subject, each.kind) == (subject, kind) and each.position < end
        ]
        return iter(sorted(found, key=lambda each: (each.at or 0, each.item or "")))

    def captured_with(self, *, audio: bytes | None = None, samples: bytes | None = None) -> Iterator[Opening]:
        return (
            each
            for each in self._all()
            if (audio is not None and each.audio == audio) or (samples is not None and each.samples == samples)
        )

    def forget(self, positions: Sequence[int], erased_by: int) -> None:
        for position in positions:
            assert position not in self.erasures
            self.shown.pop(position, None)
            self.erasures[position] = erased_by

    def count_openings(self, end: int) -> int:
        return sum(position < end for position in self.shown)

    def count_forgotten(self, end: int) -> int:
        return sum(position < end for position in self.erasures)

    def forgotten(self, first: int, end: int) -> dict[int, int]:
        return {position: by for position, by in self.erasures.items() if first <= position < end}

    def _all(self) -> Iterator[Opening]:
        return (self.shown[position] for position in sorted(self.shown))
