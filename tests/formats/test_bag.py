from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.archive.copies import ADA, numbered
from voicekeep.formats.bag import (
    MANIFEST_LINE_MAX_BYTES,
    BagInfo,
    ManifestLine,
    NotOurBagError,
    bag_info,
    manifest_line,
    parse_bag_info,
    parse_manifest,
    parse_manifest_line,
    tag_manifest,
)
from voicekeep.records.ids import ArchiveId, RequestId

INFO = BagInfo(archive=numbered(ArchiveId, 1), request=numbered(RequestId, 2), subject=ADA, made_on=date(2026, 3, 15))

digests = st.binary(min_size=32, max_size=32).map(bytes.hex)
paths = st.from_regex(r"data/[A-Za-z0-9._-]{1,60}", fullmatch=True)


@given(sha256=digests, path=paths)
def test_a_manifest_line_is_read_back(sha256: str, path: str) -> None:
    line = manifest_line(sha256, path)
    assert parse_manifest_line(line) == ManifestLine(path=path, sha256=sha256)
    assert len(line) <= MANIFEST_LINE_MAX_BYTES


@given(files=st.lists(st.builds(ManifestLine, path=paths, sha256=digests), max_size=5))
def test_a_tag_manifest_is_read_back_in_its_order(files: list[ManifestLine]) -> None:
    assert parse_manifest(tag_manifest(files)) == tuple(files)


@given(made_on=st.dates())
def test_bag_info_is_read_back(made_on: date) -> None:
    info = BagInfo(archive=INFO.archive, request=INFO.request, subject=INFO.subject, made_on=made_on)
    assert parse_bag_info(bag_info(info)) == info


@pytest.mark.parametrize(
    ("sha256", "path"),
    [
        ("A" * 64, "data/a"),
        ("a" * 63, "data/a"),
        ("a" * 65, "data/a"),
        ("a" * 64, ""),
        ("a" * 64, "data/new\nline"),
        ("a" * 64, "data/a b"),
        ("a" * 64, "data/ä"),
        ("a" * 64, "x" * 256),
    ],
)
def test_a_line_that_sha256sum_could_misread_is_not_written(sha256: str, path: str) -> None:
    with pytest.raises(NotOurBagError):
        manifest_line(sha256, path)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"a" * 64 + b" data/a\n",
        b"a" * 64 + b" *data/a\n",
        b"a" * 64 + b"  data/a",
        b"a" * 64 + b"  data/a\r\n",
        b"\\" + b"a" * 64 + b"  data/a\n",
    ],
)
def test_another_spelling_of_a_line_is_refused(line: bytes) -> None:
    with pytest.raises(NotOurBagError):
        parse_manifest_line(line)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b"2026-03-15", b"2026-02-30"),
        (b"arc_", b"req_"),
        (b"\n", b"\r\n"),
        (b"format 1", b"format 2"),
        (b"Bagging-Date", b"Another-Tag: x\nBagging-Date"),
    ],
)
def test_another_bag_info_is_refused(was: bytes, becomes: bytes) -> None:
    with pytest.raises(NotOurBagError):
        parse_bag_info(bag_info(INFO).replace(was, becomes))
