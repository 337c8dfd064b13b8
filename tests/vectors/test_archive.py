"""The formats of an archive do not drift: the same vectors come out, and each is read or refused by name."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.vectors.make_archive import HERE, VECTORS, text_of
from voicekeep.formats import bag, cover, tables, zipped
from voicekeep.formats.errors import FormatError
from voicekeep.records.items import ItemKind


def read(name: str) -> dict[str, Any]:
    vectors: dict[str, Any] = json.loads((HERE / name).read_text("utf-8"))
    return vectors


ZIP, TABLES, BAG = (read(name) for name in ("zip.json", "tables.json", "bag.json"))


@pytest.mark.parametrize("name", VECTORS)
def test_the_script_writes_these_vectors(name: str) -> None:
    assert text_of(VECTORS[name]()) == (HERE / name).read_text("utf-8")


def read_back(record: str, data: bytes) -> dict[str, object]:
    match record:
        case "local_header":
            header = zipped.parse_local_header(data)
            return {"name": header.name, "crc32": header.crc32, "size": header.size}
        case "central_entry":
            member, _ = zipped.parse_central_entry(data)
            return {"name": member.name, "crc32": member.crc32, "size": member.size, "offset": member.offset}
        case _:
            end = zipped.parse_end_of_directory(data)
            return {"count": end.count, "offset": end.offset, "size": end.size}


@pytest.mark.parametrize(
    ("record", "number"), [(record, number) for record, cases in ZIP.items() for number in range(len(cases))]
)
def test_a_record_of_the_zip_is_read_or_refused_by_name(record: str, number: int) -> None:
    case = dict(ZIP[record][number])
    data = bytes.fromhex(case.pop("bytes"))
    if "error" in case:
        with pytest.raises(FormatError) as refused:
            read_back(record, data)
        assert type(refused.value).__name__ == case["error"]
    else:
        assert read_back(record, data) == case


def test_rows_and_script_say_what_the_lines_say() -> None:
    lines = [line.encode() for line in TABLES["lines"]]
    csv = "".join(TABLES["csv"]).encode()
    assert list(tables.read_csv(ItemKind.TURN, [csv], 1 << 20)) == [json.loads(line) for line in lines]
    assert list(tables.read_script("turn", [TABLES["script"].encode()], 1 << 20)) == lines


@pytest.mark.parametrize("number", range(len(TABLES["refused_rows"])))
def test_a_row_that_is_not_ours_is_refused(number: int) -> None:
    with pytest.raises(tables.NotOurTableError):
        tables.parse_csv_row(ItemKind.TURN, TABLES["refused_rows"][number]["row"].encode())


def test_the_tag_files_and_the_cover_are_read_back() -> None:
    assert bag.bag_info(bag.parse_bag_info(BAG["bag_info"].encode())).decode() == BAG["bag_info"]
    assert cover.encode(cover.decode(BAG["cover"].encode())).decode() == BAG["cover"]
    assert list(tables.read_script("copy", [BAG["cover_script"].encode()], 1 << 20)) == [BAG["cover"].encode()]


@pytest.mark.parametrize("number", range(len(BAG["manifest_lines"])))
def test_a_manifest_line_is_read_or_refused(number: int) -> None:
    case = BAG["manifest_lines"][number]
    if "error" in case:
        with pytest.raises(bag.NotOurBagError):
            bag.parse_manifest_line(case["line"].encode())
    else:
        seen = bag.parse_manifest_line(case["line"].encode())
        assert (seen.path, seen.sha256) == (case["path"], case["sha256"])
