"""Every store, in a file and in memory: one suite for both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from voicekeep.formats.rows import RowMac
from voicekeep.stores import Database, FolderBlobs, KeyFile, MemoryBlobs, open_database

MAC = RowMac(bytes(range(32)))


@pytest.fixture(params=["file", "memory"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path / "db.sqlite3" if request.param == "file" else None, MAC)
    yield opened
    opened.close()


@pytest.fixture(params=["file", "memory"])
def keys(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[KeyFile]:
    opened = KeyFile(tmp_path / "keys" / "keys.sqlite3" if request.param == "file" else None, MAC)
    yield opened
    opened.close()


@pytest.fixture(params=["folder", "memory"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> FolderBlobs | MemoryBlobs:
    return FolderBlobs(tmp_path / "blobs") if request.param == "folder" else MemoryBlobs()
