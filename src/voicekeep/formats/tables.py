r"""Tables: the lines of one kind again, for a spreadsheet (CSV) and for index.html (a script).

Flow        record line -> CSV row, script line -> the same record line
Guarantees  1. Both say what the JSON Lines say: each row and line can be read back to the same values.
            2. No cell is a formula to a spreadsheet, whichever separator its country expects; reversibly.
            3. Readers work on a stream with a bound on the row: memory does not grow with the file.
I/O         none
Format      docs/formats/tables.md, version 1

CSV is RFC 4180 in UTF-8 with a byte order mark, which spreadsheets want. A text is always quoted, a number never,
and an empty cell is a value that is not known; so the type survives.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from voicekeep.formats.errors import FormatError
from voicekeep.formats.versions import FIRST, LATER, version_of
from voicekeep.records.items import RECORD_TYPES, ItemKind

Cell = str | int | None

COLUMNS: Final[Mapping[ItemKind, tuple[str, ...]]] = {
    kind: tuple(field.name for field in dataclasses.fields(record_type)) for kind, record_type in RECORD_TYPES.items()
}
"""Every field of a record, in the order of its definition; what is the same in all rows (kind, version) is left out."""

_BYTE_ORDER_MARK = "\ufeff".encode()
_ROW_END = b"\r\n"

# A cell begins at its start, or behind whatever a spreadsheet of some country takes for a separator. What makes a
# formula there gets an apostrophe before it, and so do a quote, behind which a formula could hide, and an apostrophe,
# so that the way back is one.
_DANGEROUS = "=+\\-@\t\r\n'\"\uff1d\uff0b\uff0d\uff20"
_SEPARATORS = ",;\t\r\n"
_BEGINS_A_FORMULA = re.compile(f"[{_DANGEROUS}]")
_UNGUARDED = re.compile(f"[{_SEPARATORS}](?=[{_DANGEROUS}])")
_GUARDED = re.compile(f"(?<=[{_SEPARATORS}])'(?=[{_DANGEROUS}])")
_HARMLESS = re.compile("[A-Za-z0-9][A-Za-z0-9 _.:/-]*")  # most cells: no separator, no quote, no formula
_CELL = re.compile(r'(?:"((?:[^"]|"")*)"|(-?[0-9]{1,19})|)(?:,|\Z)')


class NotOurTableError(FormatError):
    """A table is not as Voicekeep writes it; none of it was believed."""

    promise = "P4"

    def __init__(self, what: str) -> None:
        super().__init__(f"a {what} is not as Voicekeep writes it; none of the table was believed")
        self.what = what


def csv_header(kind: ItemKind) -> bytes:
    """Return the byte order mark and the row of column names."""
    return _BYTE_ORDER_MARK + ",".join(COLUMNS[kind]).encode() + _ROW_END


def csv_row(kind: ItemKind, record: Mapping[str, object]) -> bytes:
    """Return the row of `record`, a decoded record line."""
    later = LATER[kind]
    if not later:
        return ",".join([_cell(record[column]) for column in COLUMNS[kind]]).encode() + _ROW_END
    cells = [_cell(record.get(column) if column in later else record[column]) for column in COLUMNS[kind]]
    return ",".join(cells).encode() + _ROW_END


def csv_of(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a whole table that is not of items, each row as long as `head`; no cell is a formula either."""
    lines = [",".join(head), *(",".join(map(_cell, row)) for row in rows)]
    return _BYTE_ORDER_MARK + b"".join(line.encode() + _ROW_END for line in lines)


def parse_csv_row(kind: ItemKind, row: bytes) -> dict[str, Cell]:
    r"""Read one row, its "\r\n" included, back to the record line's values; kind and version are added.

    Raises:
        NotOurTableError: `csv_row` would not have written it.
    """
    columns = COLUMNS[kind]
    try:
        text = row.decode()
    except UnicodeDecodeError as error:
        raise NotOurTableError("CSV row") from error
    record: dict[str, Cell] = {"kind": kind.value, "v": FIRST}
    position = 0
    for column in columns:
        found = _CELL.match(text, position, len(text) - len(_ROW_END))
        if found is None:
            raise NotOurTableError("CSV row")
        position = found.end()
        record[column] = _value(found)
    if csv_row(kind, record) != row:
        raise NotOurTableError("CSV row")
    record["v"] = version = version_of(kind, record.get)
    for column, since in LATER[kind].items():
        if since > version:  # the line of this version does not have it
            del record[column]
    return record


def read_rows(kind: ItemKind, chunks: Iterable[bytes], row_max_bytes: int) -> Iterator[bytes]:
    """Read a whole CSV file from `chunks` of any size: each row as it stands, its line end included.

    Raises:
        NotOurTableError: the header or the end is not as written here, or a row is longer than the bound.
    """
    lines = _lines(chunks, row_max_bytes, "CSV row")
    if next(lines, b"") != csv_header(kind):
        raise NotOurTableError("CSV header")
    row = b""
    for line in lines:
        row += line
        if len(row) > row_max_bytes:
            raise NotOurTableError("CSV row")
        if row.count(b'"') % 2 == 0 and row.endswith(_ROW_END):  # else the line ended within a quoted cell
            yield row
            row = b""
    if row:
        raise NotOurTableError("CSV row")


def read_csv(kind: ItemKind, chunks: Iterable[bytes], row_max_bytes: int) -> Iterator[dict[str, Cell]]:
    """Read a whole CSV file from `chunks` of any size, row by row.

    Raises:
        NotOurTableError: the header, a row or the end is not as written here, or a row is longer than the bound.
    """
    for row in read_rows(kind, chunks, row_max_bytes):
        yield parse_csv_row(kind, row)


def script_open(name: str) -> bytes:
    """Return the first line of a script that hands lines named `name` (a kind, or "copy") to index.html."""
    return f'voicekeep("{name}",[\n'.encode("ascii")


def script_line(line: bytes, *, first: bool) -> bytes:
    """Return one record line within a script."""
    return line if first else b",\n" + line


def script_close() -> bytes:
    """Return the last line of a script."""
    return b"\n]);\n"


def read_script(name: str, chunks: Iterable[bytes], line_max_bytes: int) -> Iterator[bytes]:
    """Read the record lines of a whole script from `chunks` of any size.

    Raises:
        NotOurTableError: it is not as written here, or a line is longer than the bound.
    """
    lines = _lines(chunks, line_max_bytes + 2, "script line")
    if next(lines, b"") != script_open(name):
        raise NotOurTableError("script")
    line = next(lines, b"")
    if line != b"\n":  # an empty script has an empty line
        while line.endswith(b",\n"):
            yield line[:-2]
            line = next(lines, b"")
        if not line.endswith(b"\n") or len(line) == 1:
            raise NotOurTableError("script")
        yield line[:-1]
    if next(lines, b"") != b"]);\n" or next(lines, b"") != b"":
        raise NotOurTableError("script")


def read_lines(chunks: Iterable[bytes], line_max_bytes: int) -> Iterator[bytes]:
    r"""Read JSON Lines from `chunks` of any size: each line without its "\n".

    Raises:
        NotOurTableError: the last line has no end, or a line is longer than the bound.
    """
    for line in _lines(chunks, line_max_bytes + 1, "line"):
        if not line.endswith(b"\n"):
            raise NotOurTableError("line")
        yield line[:-1]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        if _HARMLESS.fullmatch(value):
            return f'"{value}"'
        return '"' + _guarded(value).replace('"', '""') + '"'
    return str(value)


def _value(found: re.Match[str]) -> Cell:
    text, number = found.groups()
    if text is not None:
        return _unguarded(text.replace('""', '"'))
    return int(number) if number is not None else None


def _guarded(text: str) -> str:
    guarded = _UNGUARDED.sub(r"\g<0>'", text)
    return "'" + guarded if _BEGINS_A_FORMULA.match(text) else guarded


def _unguarded(text: str) -> str:
    return _GUARDED.sub("", text.removeprefix("'"))


def _lines(chunks: Iterable[bytes], line_max_bytes: int, what: str) -> Iterator[bytes]:
    r"""Yield each line with its "\n"; the last one may lack it."""
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            if len(line) >= line_max_bytes:
                raise NotOurTableError(what)
            yield line + b"\n"
        if len(rest) > line_max_bytes:
            raise NotOurTableError(what)
    if rest:
        yield rest
