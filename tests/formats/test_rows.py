"""Who can write the database cannot write a row that is believed."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from voicekeep.formats.rows import Cell, RowMac
from voicekeep.records.errors import ForgedRowError

MAC = RowMac(bytes(range(32)))
CELLS = st.none() | st.booleans() | st.integers() | st.text() | st.binary()
ROWS = st.dictionaries(st.text(), CELLS)


def same(one: dict[str, Cell], other: dict[str, Cell]) -> bool:
    """Say whether two rows are equal, also in type: to Python, 1 is True."""
    return one == other and all(type(one[column]) is type(other[column]) for column in one)


@given(table=st.text(), row=ROWS)
def test_a_row_as_it_was_written_is_believed(table: str, row: dict[str, Cell]) -> None:
    MAC.require(table, "row", row, MAC.code(table, row))
    MAC.require(table, "row", dict(reversed(row.items())), MAC.code(table, row))


@given(row=ROWS, other=ROWS)
def test_no_two_rows_have_the_same_code(row: dict[str, Cell], other: dict[str, Cell]) -> None:
    assume(not same(row, other))
    with pytest.raises(ForgedRowError):
        MAC.require("credential", "row", other, MAC.code("credential", row))


@given(row=ROWS, column=st.text(), cell=CELLS)
def test_an_edited_cell_is_noticed(row: dict[str, Cell], column: str, cell: Cell) -> None:
    edited = row | {column: cell}
    assume(not same(row, edited))
    with pytest.raises(ForgedRowError):
        MAC.require("credential", "row", edited, MAC.code("credential", row))


@given(tables=st.lists(st.text(), min_size=2, max_size=2, unique=True), row=ROWS)
def test_a_row_moved_to_another_table_is_noticed(tables: list[str], row: dict[str, Cell]) -> None:
    with pytest.raises(ForgedRowError):
        MAC.require(tables[1], "row", row, MAC.code(tables[0], row))


@given(row=ROWS, key=st.binary(min_size=32, max_size=32))
def test_a_code_under_another_key_is_noticed(row: dict[str, Cell], key: bytes) -> None:
    assume(key != bytes(range(32)))
    with pytest.raises(ForgedRowError):
        MAC.require("credential", "row", row, RowMac(key).code("credential", row))


@given(row=ROWS, bit=st.integers(0, 255))
def test_a_flipped_bit_of_the_code_is_noticed(row: dict[str, Cell], bit: int) -> None:
    code = bytearray(MAC.code("credential", row))
    code[bit // 8] ^= 1 << bit % 8
    with pytest.raises(ForgedRowError):
        MAC.require("credential", "row", row, bytes(code))


@pytest.mark.parametrize("code", [b"", bytes(31), bytes(33)])
def test_a_code_of_another_length_is_noticed(code: bytes) -> None:
    with pytest.raises(ForgedRowError):
        MAC.require("credential", "row", {}, code)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": 1}, {"a": True}),
        ({"a": 0}, {"a": False}),
        ({"a": 1}, {"a": "1"}),
        ({"a": None}, {"a": ""}),
        ({"a": b"x"}, {"a": "x"}),
        ({"a": "b", "c": "d"}, {"a": "bc", "": "d"}),
        ({}, {"": None}),
    ],
)
def test_values_that_look_alike_are_told_apart(one: dict[str, Cell], other: dict[str, Cell]) -> None:
    assert MAC.code("t", one) != MAC.code("t", other)


def test_the_error_names_table_and_row_and_nothing_of_its_content() -> None:
    with pytest.raises(ForgedRowError) as refused:
        MAC.require("credential", "sub_x", {"secret": "a-hash"}, bytes(32))
    assert (refused.value.table, refused.value.row) == ("credential", "sub_x")
    assert "a-hash" not in str(refused.value)


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        RowMac(bytes(length))


@given(row=ROWS, column=st.text(), edited=st.floats())
def test_what_no_row_of_ours_holds_is_noticed_by_name(row: dict[str, Cell], column: str, edited: float) -> None:
    with pytest.raises(ForgedRowError):
        MAC.require("credential", "row", {**row, column: edited}, MAC.code("credential", row))
    for code in (edited, "text", None, 5):
        with pytest.raises(ForgedRowError):
            MAC.require("credential", "row", row, code)
