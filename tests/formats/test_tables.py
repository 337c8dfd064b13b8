from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.archive.copies import everything_but_turns, turn
from voicekeep.formats import versions
from voicekeep.formats.tables import (
    COLUMNS,
    NotOurTableError,
    csv_header,
    csv_row,
    parse_csv_row,
    read_csv,
    read_lines,
    read_script,
    script_close,
    script_line,
    script_open,
)
from voicekeep.records.items import ItemKind

MAX_BYTES = 64 * 1024
TURN = json.loads(turn(1).record)
BEGINS_A_FORMULA = "=+-@\t\r＝＋－＠"  # noqa: RUF001 - spreadsheets of some countries read these as well

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
hostile = st.text(st.sampled_from("=+-@'\"\t\r\n,;a1 ＝＠"), max_size=12)  # noqa: RUF001 - as above
cells = st.one_of(st.none(), texts, hostile, st.integers(-(2**53), 2**53))
LATER = frozenset(versions.LATER[ItemKind.TURN])


def line(record: Mapping[str, object]) -> dict[str, object]:
    """Return the values as a line has them: what says nothing new has none of the fields that came later."""
    version = versions.version_of(ItemKind.TURN, record.get)
    kept = {name: value for name, value in record.items() if name not in LATER or version > versions.FIRST}
    return {"kind": "turn", "v": version, **kept}


old = st.fixed_dictionaries({name: cells for name in COLUMNS[ItemKind.TURN] if name not in LATER})
new = st.fixed_dictionaries(dict.fromkeys(COLUMNS[ItemKind.TURN], cells))
records = st.one_of(old, new).map(line)


def pieces(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


@given(record=records)
def test_a_row_is_read_back_with_its_types(record: dict[str, object]) -> None:
    assert parse_csv_row(ItemKind.TURN, csv_row(ItemKind.TURN, record)) == record


@given(rows=st.lists(records, max_size=5), size=st.integers(1, 200))
def test_a_file_is_read_back_however_it_is_cut(rows: list[dict[str, object]], size: int) -> None:
    data = csv_header(ItemKind.TURN) + b"".join(csv_row(ItemKind.TURN, row) for row in rows)
    assert list(read_csv(ItemKind.TURN, pieces(data, size), MAX_BYTES)) == rows


@given(record=records)
def test_any_reader_of_csv_sees_the_same_cells(record: dict[str, object]) -> None:
    row = csv_row(ItemKind.TURN, record).decode()
    (seen,) = csv.reader(io.StringIO(row, newline=""), strict=True)
    assert len(seen) == len(COLUMNS[ItemKind.TURN])
    for column, cell in zip(COLUMNS[ItemKind.TURN], seen, strict=True):
        value = record.get(column)
        if isinstance(value, int):
            assert cell == str(value)
        elif value is None:
            assert cell == ""
        else:
            assert re.sub(r"[,;\t\r\n]'|^'", lambda found: found[0][:-1], cell).replace("'", "") == str(value).replace(
                "'", ""
            )


@given(text=st.one_of(texts, hostile), separator=st.sampled_from(",;\t"))
def test_no_cell_is_a_formula_whichever_separator_a_spreadsheet_expects(text: str, separator: str) -> None:
    row = csv_row(ItemKind.TURN, {**TURN, "transcript": text}).decode()
    for line in csv.reader(io.StringIO(row, newline=""), delimiter=separator):
        for cell in line:
            assert cell[:1] not in set(BEGINS_A_FORMULA), cell


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\r'=1"),
        ("'quoted'", "''quoted'"),
        ("a;=1", "a;'=1"),
        ('a;"=1"', 'a;\'""=1""'),
        ("＝1", "'＝1"),  # noqa: RUF001 - a full-width sign counts as well
        ("it’s 7 - 2 = 5; right", "it’s 7 - 2 = 5; right"),
    ],
)
def test_a_formula_is_disarmed_and_comes_back(text: str, cell: str) -> None:
    row = csv_row(ItemKind.TURN, {**TURN, "transcript": text})
    assert f',"{cell}",'.encode() in row
    assert parse_csv_row(ItemKind.TURN, row)["transcript"] == text


@given(rows=st.lists(records, min_size=1, max_size=3), data=st.data())
def test_a_changed_byte_is_refused_or_says_something_else(rows: list[dict[str, object]], data: st.DataObject) -> None:
    written = bytearray(csv_header(ItemKind.TURN) + b"".join(csv_row(ItemKind.TURN, row) for row in rows))
    at = data.draw(st.integers(0, len(written) - 1))
    written[at] ^= data.draw(st.integers(1, 255))
    try:
        seen = list(read_csv(ItemKind.TURN, [bytes(written)], MAX_BYTES))
    except NotOurTableError:
        return
    assert seen != rows


END = b"8000,,,,,,,\r\n"  # the last field of the first version, and nothing of what came later
WHOLE = csv_header(ItemKind.TURN) + csv_row(ItemKind.TURN, TURN)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b"\r\n", b"\n"),
        (END, b"8000,,,,,,,"),
        (END, END + b"\r\n"),
        (END, END + b'"'),
        (END, b"8000,,,,,,,,\r\n"),
        (END, b"8000,,,,,,\r\n"),
        (b",8000,,,,,,,\r\n", b"\r\n"),
        (b"\xef\xbb\xbf", b""),
        (b"item,", b"Item,"),
        (b'"en"', b"en"),
        (b"8000", b"08000"),
        (b"8000", b"+8000"),
        (b"8000", b"8" * 5000),
        (b"8000", "٨".encode()),
        (b"weather", b"\xff"),
        (b'"what', b'"=what'),
        (b'"what', b"\"'what"),
        (b"weather", b'wea"ther'),
    ],
)
def test_another_spelling_of_a_table_is_refused(was: bytes, becomes: bytes) -> None:
    assert was in WHOLE
    with pytest.raises(NotOurTableError):
        list(read_csv(ItemKind.TURN, [WHOLE.replace(was, becomes)], MAX_BYTES))


def test_a_row_longer_than_the_bound_is_refused_before_it_is_kept() -> None:
    def endless() -> Iterator[bytes]:
        yield csv_header(ItemKind.TURN) + b'"'
        while True:
            yield b"x" * 1000 + b"\n"

    with pytest.raises(NotOurTableError):
        list(read_csv(ItemKind.TURN, endless(), MAX_BYTES))


lines = st.lists(st.text(st.characters(exclude_characters="\n"), min_size=1, max_size=30), max_size=6)


@given(texts=lines, size=st.integers(1, 50))
def test_a_script_holds_the_lines_byte_for_byte(texts: list[str], size: int) -> None:
    said = [json.dumps({"transcript": text}, ensure_ascii=False).encode("utf-8", "replace") for text in texts]
    script = script_open("turn") + b"".join(script_line(line, first=not at) for at, line in enumerate(said))
    script += script_close()
    assert list(read_script("turn", pieces(script, size), MAX_BYTES)) == said
    called = script.removeprefix(b'voicekeep("turn",').removesuffix(b");\n")
    assert json.loads(called) == [json.loads(line) for line in said]


@pytest.mark.parametrize(
    "script",
    [
        b"",
        b'voicekeep("turn",[\n',
        b'voicekeep("profile",[\n{}\n]);\n',
        b'voicekeep("turn",[\n{},\n]);\n',
        b'voicekeep("turn",[\n{}\n]);',
        b'voicekeep("turn",[\n{}\n]);\nalert(1)\n',
        b'voicekeep("turn",[\n{}\n{}\n]);\n',
        b'voicekeep("turn",[\n\n\n]);\n',
        b'alert(1);voicekeep("turn",[\n{}\n]);\n',
    ],
)
def test_a_script_that_does_anything_else_is_refused(script: bytes) -> None:
    with pytest.raises(NotOurTableError):
        list(read_script("turn", [script], MAX_BYTES))


@given(said=st.lists(st.binary(min_size=1, max_size=30).filter(lambda line: b"\n" not in line)), size=st.integers(1, 9))
def test_lines_are_read_back_however_they_are_cut(said: list[bytes], size: int) -> None:
    assert list(read_lines(pieces(b"".join(line + b"\n" for line in said), size), 30)) == said


@pytest.mark.parametrize("data", [b"no end", b"x" * 31 + b"\n"])
def test_a_line_without_end_or_beyond_the_bound_is_refused(data: bytes) -> None:
    with pytest.raises(NotOurTableError):
        list(read_lines([data], 30))


def test_every_kind_has_a_table() -> None:
    for kind, items in everything_but_turns().items():
        for item in items:
            record = json.loads(item.record)
            assert parse_csv_row(kind, csv_row(kind, record)) == record
