"""The picture of due dates: every request stands in it once, where and as its own time says."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from voicekeep.app.operations.queueing import QueueLine
from voicekeep.app.web.due_plot import DAYS, LEFT, MOST, SIDE, STEP, WIDTH, plot_of
from voicekeep.records.ids import RequestId
from voicekeep.records.rights import Right
from voicekeep.request import State

TODAY = date(2030, 11, 4)
LATE_X = 10


def line(days_left: int, paused: bool) -> QueueLine:  # noqa: FBT001
    return QueueLine(
        request=RequestId("req_aaaaaaaaaaaaaaaaaaaaaaaaae"),
        right=Right.ACCESS,
        state=State.IDENTITY_ASKED if paused else State.RECEIVED,
        received_at=datetime(2030, 10, 4, tzinfo=UTC),
        due=TODAY + timedelta(days=days_left),
        days_left=days_left,
        paused=paused,
        findings=(),
        for_the_desk=True,
    )


lines = st.lists(st.builds(line, st.integers(-3, 4) | st.integers(-90, 120), st.booleans()), max_size=60)


@given(lines)
def test_every_request_is_one_square_or_counted_above_its_column(waiting: list[QueueLine]) -> None:
    plot = plot_of(waiting, TODAY)
    assert len(plot.squares) + sum(count for _, _, count in plot.more) == len(waiting)
    assert all(count > 0 for _, _, count in plot.more)
    heights = Counter(square.x for square in plot.squares)
    assert all(heights[x] == MOST for x, _, _ in plot.more)
    assert max(heights.values(), default=0) <= MOST
    assert len({(square.x, square.y) for square in plot.squares}) == len(plot.squares), "none covers another"


@given(lines)
def test_the_numbers_beside_it_add_up(waiting: list[QueueLine]) -> None:
    plot = plot_of(waiting, TODAY)
    assert plot.late + plot.this_week + plot.later + plot.paused == len(waiting)
    assert plot.late == sum(each.days_left < 0 and not each.paused for each in waiting)
    assert plot.paused == sum(each.paused for each in waiting)
    assert plot.this_week == sum(each.days_left in range(7) and not each.paused for each in waiting)


@given(lines)
def test_a_square_stands_above_its_day_and_looks_like_what_it_is(waiting: list[QueueLine]) -> None:
    plot = plot_of(waiting, TODAY)
    places = {
        days: LATE_X if days < 0 else plot.later_x if days >= DAYS else LEFT + days * STEP for days in range(-90, 121)
    }
    for square in plot.squares:
        days_left = (square.on - TODAY).days
        assert square.x == places[days_left]
        assert square.sort in {"paused", "late" if days_left < 0 else "due"}
        assert square.x + SIDE <= WIDTH
        assert 0 <= square.y <= plot.base - SIDE < plot.height
    drawn = Counter((square.on, square.sort == "paused") for square in plot.squares)
    there = Counter((each.due, each.paused) for each in waiting)
    assert all(drawn[which] <= there[which] for which in drawn)
    if not plot.more:
        assert drawn == there


def test_a_week_is_marked_above_its_first_day() -> None:
    plot = plot_of([line(0, paused=False), line(7, paused=False)], TODAY)
    assert {square.x for square in plot.squares} == {x for x, _ in plot.weeks[:2]}
    assert [day for _, day in plot.weeks[:2]] == [TODAY, TODAY + timedelta(days=7)]


def test_nothing_is_drawn_of_nothing() -> None:
    plot = plot_of([], TODAY)
    assert (plot.squares, plot.more, plot.late + plot.this_week + plot.later + plot.paused) == ((), (), 0)
