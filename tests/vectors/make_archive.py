"""Write the vectors of the formats an archive is made of: `python -m tests.vectors.make_archive`.

Bytes that are text are given as text, all others in hex. A case has either the value that is read from its bytes, or
the name of the error with which they are refused.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

from tests.archive.copies import ADA, numbered, turn
from tests.formats.test_cover import SAMPLE
from voicekeep.formats import cover, layout
from voicekeep.formats.bag import BagInfo, bag_info, manifest_line
from voicekeep.formats.tables import csv_header, csv_row, script_close, script_line, script_open
from voicekeep.formats.zipped import Member, central_entry, end_of_directory, local_header
from voicekeep.records.ids import ArchiveId, RequestId
from voicekeep.records.items import ItemKind, Speaker

HERE: Final = Path(__file__).parent
Vectors = dict[str, Any]

_FLAC = "data/recordings/2026/03/2026-03-14T071209Z_itm_aaaaaaaaaaaaaaaaaaaaaaaaae.flac"
_LARGE = 5 << 30


def zip_records() -> Vectors:
    """Return headers, directory entries and ends, small and beyond the old fields, and what is refused."""
    small, large = local_header("bagit.txt", 0x12345678, 55), local_header(_FLAC, 1, _LARGE)
    return {
        "local_header": [
            {"bytes": small.hex(), "name": "bagit.txt", "crc32": 0x12345678, "size": 55},
            {"bytes": large.hex(), "name": _FLAC, "crc32": 1, "size": _LARGE},
            {"bytes": small[:-1].hex(), "error": "NotOurZipError"},
            {"bytes": small.replace(b"\x00\x08", b"\x08\x08", 1).hex(), "error": "NotOurZipError"},
            {"bytes": small.replace(b"bagit.txt", b"../up.txt").hex(), "error": "UnsafeNameError"},
        ],
        "central_entry": [
            _entry(Member(name="bagit.txt", crc32=0x12345678, size=55, offset=0)),
            _entry(Member(name=_FLAC, crc32=1, size=60_000, offset=_LARGE)),
            _entry(Member(name=_FLAC, crc32=1, size=_LARGE, offset=_LARGE)),
            {"bytes": "504b0102", "error": "NotOurZipError"},
        ],
        "end_of_directory": [
            _end(42, 100_000, 4_000),
            _end(65_535, 100_000, 4_000_000),
            _end(42, _LARGE, 4_000),
            {"bytes": (end_of_directory(1, 2, 3) + b"!").hex(), "error": "NotOurZipError"},
        ],
    }


def _entry(member: Member) -> Vectors:
    return {
        "bytes": central_entry(member).hex(),
        "name": member.name,
        "crc32": member.crc32,
        "size": member.size,
        "offset": member.offset,
    }


def _end(count: int, offset: int, size: int) -> Vectors:
    return {"bytes": end_of_directory(count, offset, size).hex(), "count": count, "offset": offset, "size": size}


def tables() -> Vectors:
    """Return two turns as lines, rows and a script, and rows that are refused."""
    formula = '=HYPERLINK("x");\'+1'
    said = (turn(1), turn(2, audio=None, transcript=formula, device=None, speaker=Speaker.GUEST))
    lines = [each.record for each in said]
    rows = [csv_row(ItemKind.TURN, json.loads(line)).decode() for line in lines]
    script = script_open("turn") + b"".join(script_line(line, first=at == 0) for at, line in enumerate(lines))
    return {
        "kind": "turn",
        "lines": [line.decode() for line in lines],
        "csv": [csv_header(ItemKind.TURN).decode(), *rows],
        "script": (script + script_close()).decode(),
        "refused_rows": [
            {"row": rows[1].replace("'=", "="), "error": "NotOurTableError"},
            {"row": rows[0].replace("\r\n", "\n"), "error": "NotOurTableError"},
            {"row": rows[0].replace("16000", '"16000"').replace(",8000", ",08000"), "error": "NotOurTableError"},
        ],
    }


def bag() -> Vectors:
    """Return the bag's tag files, the cover and the order of members."""
    info = BagInfo(
        archive=numbered(ArchiveId, 1), request=numbered(RequestId, 1), subject=ADA, made_on=date(2026, 3, 15)
    )
    line = manifest_line("ab" * 32, _FLAC).decode()
    return {
        "bag_info": bag_info(info).decode(),
        "manifest_lines": [
            {"line": line, "path": _FLAC, "sha256": "ab" * 32},
            {"line": line.replace("  ", " *"), "error": "NotOurBagError"},
            {"line": line.upper(), "error": "NotOurBagError"},
        ],
        "cover": cover.encode(SAMPLE).decode(),
        "cover_script": cover.encode_script(SAMPLE).decode(),
        "members_before_recordings": list(layout.BEFORE_RECORDINGS),
        "members_after_recordings": list(layout.after_recordings(tuple(ItemKind))),
        "members_of_the_tail": list(layout.TAIL),
    }


VECTORS: Final[dict[str, Callable[[], Vectors]]] = {
    "zip.json": zip_records,
    "tables.json": tables,
    "bag.json": bag,
}


def text_of(vectors: Vectors) -> str:
    """Return what stands in the file."""
    return json.dumps(vectors, indent=2, ensure_ascii=True) + "\n"


def main() -> None:
    """Write every file."""
    for name, make in VECTORS.items():
        (HERE / name).write_text(text_of(make()), "utf-8")


if __name__ == "__main__":
    main()
