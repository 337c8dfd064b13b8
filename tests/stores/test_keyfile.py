"""P7: keys apart from the database; what is destroyed is gone from the file, and stays gone."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.archive.copies import ADA, numbered
from tests.stores.conftest import MAC
from voicekeep.records.errors import ForgedRowError
from voicekeep.records.ids import ArchiveId, DayKeyId, ItemId, RequestId
from voicekeep.stores import KeyFile, StoreBrokenError
from voicekeep.vault import ArchiveKey, DayKey, ItemKey, KeyDestroyedError, SubjectKey, UnknownKeyError

NOW = datetime(2026, 11, 2, tzinfo=UTC)
SECRET = b"a wrapped key that must not be found again" * 3
SUBJECT = SubjectKey(subject=ADA, suite=1, public=b"public", wrapped_private=SECRET, epoch=1)
DAY = DayKey(day_key=numbered(DayKeyId, 1), owner=ADA, device=None, day=date(2026, 11, 2), sealed=b"sealed")
ITEM = ItemKey(item=numbered(ItemId, 1), day_key=DAY.day_key, wrapped=SECRET)
ARCHIVE = ArchiveKey(archive=numbered(ArchiveId, 1), request=numbered(RequestId, 1), subject=ADA, sealed=SECRET)


def test_keys_are_read_back_as_they_were_added(keys: KeyFile) -> None:
    keys.add_subject_key(SUBJECT)
    keys.add_captured([DAY], [ITEM])
    keys.add_archive_key(ARCHIVE)
    assert keys.subject_key(ADA) == SUBJECT
    assert keys.day_keys([DAY.day_key]) == {DAY.day_key: DAY}
    assert keys.item_keys([ITEM.item, numbered(ItemId, 2)]) == {ITEM.item: ITEM}
    assert keys.archive_key(ARCHIVE.archive) == ARCHIVE


def test_a_key_that_never_was_and_one_that_was_destroyed_are_told_apart(keys: KeyFile) -> None:
    with pytest.raises(UnknownKeyError):
        keys.subject_key(ADA)
    with pytest.raises(UnknownKeyError):
        keys.archive_key(ARCHIVE.archive)
    keys.add_subject_key(SUBJECT)
    keys.add_archive_key(ARCHIVE)
    for _ in range(2):
        keys.destroy_subject_key(ADA, NOW)
        keys.destroy_archive_key(ARCHIVE.archive, NOW)
    with pytest.raises(KeyDestroyedError):
        keys.subject_key(ADA)
    with pytest.raises(KeyDestroyedError):
        keys.archive_key(ARCHIVE.archive)
    assert list(keys.destroyed_archives()) == [ARCHIVE.archive]


def test_items_destroyed_twice_and_items_never_held_are_remembered_once(keys: KeyFile) -> None:
    keys.add_captured([DAY], [ITEM])
    other = numbered(ItemId, 9)
    keys.destroy_item_keys([ITEM.item, other], NOW)
    keys.destroy_item_keys([ITEM.item], NOW)
    assert keys.item_keys([ITEM.item]) == {}
    assert sorted(keys.destroyed_items()) == sorted([ITEM.item, other])


def test_a_second_key_for_one_person_is_refused(keys: KeyFile) -> None:
    keys.add_subject_key(SUBJECT)
    with pytest.raises(StoreBrokenError):
        keys.add_subject_key(replace(SUBJECT, public=b"mine instead"))
    assert keys.subject_key(ADA) == SUBJECT


def test_captured_keys_are_added_all_or_none(keys: KeyFile) -> None:
    keys.add_captured([DAY], [ITEM])
    other = replace(ITEM, item=numbered(ItemId, 2))
    with pytest.raises(StoreBrokenError):
        keys.add_captured([], [other, ITEM])
    assert keys.item_keys([other.item]) == {}


def test_the_witness_never_goes_back_but_by_decision(keys: KeyFile) -> None:
    assert keys.witness() is None
    keys.put_witness(5, "five")
    keys.put_witness(3, "three")
    assert keys.witness() == "five"
    keys.replace_witness(3, "three")
    assert keys.witness() == "three"


def test_a_destroyed_key_is_in_no_byte_of_the_file_or_its_log(tmp_path: Path) -> None:
    path = tmp_path / "keys.sqlite3"
    keys = KeyFile(path, MAC)
    keys.add_subject_key(SUBJECT)
    keys.add_captured([DAY], [ITEM])
    keys.add_archive_key(ARCHIVE)
    assert any(SECRET in file.read_bytes() for file in tmp_path.iterdir())
    keys.destroy_item_keys([ITEM.item], NOW)
    keys.destroy_archive_key(ARCHIVE.archive, NOW)
    keys.destroy_subject_key(ADA, NOW)
    assert not any(SECRET in file.read_bytes() for file in tmp_path.iterdir())
    keys.close()


def test_a_public_key_that_was_replaced_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "keys.sqlite3"
    keys = KeyFile(path, MAC)
    keys.add_subject_key(SUBJECT)
    with sqlite3.connect(path) as shell:
        shell.execute("UPDATE subject_key SET public = ?", (b"an attacker's",))
    shell.close()
    with pytest.raises(ForgedRowError):
        keys.subject_key(ADA)
    keys.close()


def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "apart" / "keys.sqlite3"
    KeyFile(path, MAC).close()
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
