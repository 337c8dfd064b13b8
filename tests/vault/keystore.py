"""A key store in memory, and the people of these tests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from voicekeep.records.ids import ArchiveId, DayKeyId, DeviceId, ItemId, SubjectId
from voicekeep.records.items import Evidence, Speaker, TurnRecord
from voicekeep.vault import ArchiveKey, DayKey, ItemKey, KeyDestroyedError, SubjectKey, UnknownKeyError

NOON = datetime.fromisoformat("2026-03-14T12:00:00Z")


class MemoryKeyStore:
    """Keeps keys in dictionaries; its rows can be edited, which is what an attacker would do."""

    def __init__(self) -> None:
        self.subjects: dict[SubjectId, SubjectKey] = {}
        self.days: dict[DayKeyId, DayKey] = {}
        self.items: dict[ItemId, ItemKey] = {}
        self.archives: dict[ArchiveId, ArchiveKey] = {}
        self._destroyed_subjects: set[SubjectId] = set()
        self._destroyed_items: set[ItemId] = set()
        self._destroyed_archives: set[ArchiveId] = set()
        self._witness: tuple[int, str] | None = None

    def add_subject_key(self, key: SubjectKey) -> None:
        self.subjects[key.subject] = key

    def subject_key(self, subject: SubjectId) -> SubjectKey:
        if subject in self._destroyed_subjects:
            raise KeyDestroyedError(subject)
        if subject not in self.subjects:
            raise UnknownKeyError(subject)
        return self.subjects[subject]

    def destroy_subject_key(self, subject: SubjectId, now: datetime) -> None:
        assert now.tzinfo
        self.subjects.pop(subject, None)
        self.days = {name: key for name, key in self.days.items() if key.owner != subject}
        self._destroyed_subjects.add(subject)

    def destroyed_subjects(self) -> Iterator[SubjectId]:
        return iter(self._destroyed_subjects)

    def add_captured(self, day_keys: Sequence[DayKey], item_keys: Sequence[ItemKey]) -> None:
        self.days |= {key.day_key: key for key in day_keys}
        self.items |= {key.item: key for key in item_keys}

    def day_keys(self, wanted: Sequence[DayKeyId]) -> Mapping[DayKeyId, DayKey]:
        return {name: self.days[name] for name in wanted if name in self.days}

    def item_keys(self, wanted: Sequence[ItemId]) -> Mapping[ItemId, ItemKey]:
        return {item: self.items[item] for item in wanted if item in self.items}

    def destroy_item_keys(self, items: Sequence[ItemId], now: datetime) -> None:
        assert now.tzinfo
        self._destroyed_items.update(items)
        for item in items:
            self.items.pop(item, None)

    def destroyed_items(self) -> Iterator[ItemId]:
        yield from sorted(self._destroyed_items)

    def add_archive_key(self, key: ArchiveKey) -> None:
        self.archives[key.archive] = key

    def archive_key(self, archive: ArchiveId) -> ArchiveKey:
        if archive in self._destroyed_archives:
            raise KeyDestroyedError(archive)
        if archive not in self.archives:
            raise UnknownKeyError(archive)
        return self.archives[archive]

    def destroy_archive_key(self, archive: ArchiveId, now: datetime) -> None:
        assert now.tzinfo
        self.archives.pop(archive, None)
        self._destroyed_archives.add(archive)

    def destroyed_archives(self) -> Iterator[ArchiveId]:
        yield from sorted(self._destroyed_archives)

    def witness(self) -> str | None:
        return None if self._witness is None else self._witness[1]

    def put_witness(self, size: int, note: str) -> None:
        if self._witness is None or size >= self._witness[0]:
            self._witness = size, note

    def replace_witness(self, size: int, note: str) -> None:
        self._witness = size, note


def turn_of(
    owner: SubjectId, item: ItemId, audio: bytes | None = None, device: DeviceId | None = None, said: str = "hello"
) -> TurnRecord:
    """Return a turn whose record names `audio`."""
    digest = None if audio is None else hashlib.sha256(audio).hexdigest()
    return TurnRecord(
        item=item,
        owner=owner,
        at=NOON,
        device=device,
        evidence=Evidence.IMPORTED if device is None else Evidence.PAIRED_DEVICE,
        speaker=Speaker.REGISTERED,
        language="en",
        transcript=said,
        source_name=None,
        recording=None if audio is None else f"recordings/2026/03/{item}.flac",
        audio_sha256=digest,
        samples_sha256=digest,
        sample_rate=None if audio is None else 16_000,
        sample_count=None if audio is None else len(audio) // 2,
    )
