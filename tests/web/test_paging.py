"""A long list in pages: nothing is on two of them, and nothing on none."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from voicekeep.app.web.paging import part_of


@given(lines=st.lists(st.integers(), max_size=60), most=st.integers(1, 20))
def test_every_line_is_on_one_page_in_the_order_of_the_list(lines: list[int], most: int) -> None:
    first = part_of(lines, 1, most)
    parts = [part_of(lines, number, most) for number in range(1, first.last + 1)]
    assert [line for part in parts for line in part.lines] == lines
    assert all(0 < len(part.lines) <= most for part in parts) or not lines
    assert first.several == (len(lines) > most)


@given(number=st.integers())
def test_a_page_that_there_is_not_is_the_nearest(number: int) -> None:
    assert part_of(range(5), number, 2).number == min(max(number, 1), 3)
    assert part_of((), number, 2).number == 1
