"""What is drawn is what the table says: every count has its bar, and no bar leaves the canvas."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from voicekeep.app.web.plots import HEIGHT, WIDTH, Column, bars

DAY = date(2030, 1, 1)
counts = st.lists(st.integers(0, 5000), min_size=3, max_size=3).map(tuple)


@given(st.lists(counts, min_size=1, max_size=31))
def test_every_count_has_one_bar_on_the_canvas(days: list[tuple[int, ...]]) -> None:
    columns = [Column(day=DAY + timedelta(days=at), counts=each) for at, each in enumerate(days)]
    drawn = bars(columns)
    assert sorted((bar.day, bar.series, bar.count) for bar in drawn) == sorted(
        (column.day, series, count) for column in columns for series, count in enumerate(column.counts) if count
    )
    for bar in drawn:
        assert bar.x >= 0
        assert bar.x + bar.width <= WIDTH + 0.01
        assert bar.y >= 0
        assert bar.height <= HEIGHT


@given(st.lists(st.integers(1, 100), min_size=2, max_size=31))
def test_more_is_higher(totals: list[int]) -> None:
    drawn = bars([Column(day=DAY + timedelta(days=at), counts=(each,)) for at, each in enumerate(totals)])
    heights = {bar.count: bar.height for bar in drawn}
    known = sorted(heights)
    assert [heights[count] for count in known] == sorted(heights.values())
    assert heights[known[-1]] == HEIGHT


def test_nothing_is_drawn_of_nothing() -> None:
    assert bars([]) == bars([Column(day=DAY, counts=(0, 0))]) == ()
