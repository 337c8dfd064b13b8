"""Blobs in a folder and in memory: whole or not at all, by names of ours only."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.archive.copies import numbered
from voicekeep.records.ids import ArchiveId, ItemId
from voicekeep.stores import BadBlobNameError, FolderBlobs, MemoryBlobs, SealedScratch
from voicekeep.vault import BlobMissingError

Blobs = FolderBlobs | MemoryBlobs
ITEM = f"items/{numbered(ItemId, 1)}"
BODY = f"archives/{numbered(ArchiveId, 1)}/body"


def test_what_is_put_is_read_whole_and_anywhere(blobs: Blobs) -> None:
    blobs.put(ITEM, b"0123456789")
    assert blobs.read(ITEM) == b"0123456789"
    source = blobs.open(ITEM)
    assert (source.size, source.read_range(3, 4), source.read_range(8, 9)) == (10, b"3456", b"89")
    assert list(blobs.names()) == [ITEM]
    blobs.put(ITEM, b"again")
    assert blobs.read(ITEM) == b"again"
    blobs.delete([ITEM, BODY])
    assert list(blobs.names()) == []


def test_a_blob_that_is_not_there_is_missing_by_name(blobs: Blobs) -> None:
    for look in (blobs.read, blobs.open):
        with pytest.raises(BlobMissingError, match="missing"):
            look(ITEM)


def test_a_stream_appears_at_its_end(blobs: Blobs) -> None:
    with blobs.writer(BODY) as write:
        for _ in range(3):
            write(bytes(3_000_000))
        assert list(blobs.names()) == []
    assert blobs.open(BODY).size == 9_000_000


def test_a_stream_that_breaks_leaves_nothing(blobs: Blobs) -> None:
    with pytest.raises(KeyError), blobs.writer(BODY) as write:
        write(bytes(9_000_000))
        raise KeyError
    assert list(blobs.names()) == []
    with pytest.raises(BlobMissingError):
        blobs.read(BODY)


def test_what_a_killed_writer_left_is_found_by_no_name_and_can_be_cleared(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path)
    (tmp_path / "partial").mkdir()
    (tmp_path / "partial" / "half").write_bytes(b"half")
    assert list(blobs.names()) == []
    blobs.forget_partial()
    assert not list((tmp_path / "partial").iterdir())


@given(name=st.one_of(st.text(), st.sampled_from(["items/../x", "/etc/passwd", "items/itm_", f"{ITEM}/../x", "items"])))
def test_a_name_that_is_not_ours_reaches_no_file(name: str) -> None:
    blobs = MemoryBlobs()
    with pytest.raises(BadBlobNameError):
        blobs.put(name, b"x")
    with pytest.raises(BadBlobNameError):
        blobs.read(name)


FULL = """
import resource, signal, sys
from pathlib import Path
from voicekeep.stores import FolderBlobs
from voicekeep.vault import StoreFullError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
blobs = FolderBlobs(Path(sys.argv[1]))
name = sys.argv[2]
for write in (lambda: blobs.put(name, bytes(100_000)), lambda: stream()):
    def stream():
        with blobs.writer(name) as piece:
            piece(bytes(100_000))
    try:
        write()
    except StoreFullError:
        continue
    sys.exit("nothing refused it")
sys.exit("something was kept" if list(blobs.names()) else 0)
"""


def test_a_full_disk_is_a_named_error_and_nothing_is_kept(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path / "blobs"), ITEM], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


@given(pieces=st.lists(st.binary(max_size=400_000), max_size=6))
def test_a_scratch_gives_back_what_it_took_again_and_again(
    pieces: list[bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    scratch = SealedScratch(tmp_path_factory.getbasetemp())
    for piece in pieces:
        scratch.write(piece)
    for _ in range(2):
        assert b"".join(scratch.chunks()) == b"".join(pieces)
    scratch.close()


def test_a_scratch_leaves_no_name_and_no_plaintext(tmp_path: Path) -> None:
    scratch = SealedScratch(tmp_path)
    scratch.write(b"something private" * 200_000)
    assert list(tmp_path.iterdir()) == []
    scratch.close()
