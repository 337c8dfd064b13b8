"""Due dates as a picture: one square for each request, above the day until which it is to be answered.

Late ones stand in a column of their own and are hatched, paused ones are hollow: no colour says anything alone. What
the picture says stands beside it in words, for whoever does not see it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from voicekeep.app.operations.queueing import QueueLine

DAYS: Final = 35  # that have a column of their own, today the first
SIDE: Final = 7  # of a square, in units of the picture
STEP: Final = 8
LEFT: Final = 46  # where today begins; the late ones stand before it
WIDTH: Final = 360
MOST: Final = 12  # squares above each other; what is more is a number
WEEK: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """One request."""

    x: int
    y: int
    sort: str  # late, paused, or due
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """The picture, ready to be written down."""

    squares: tuple[Square, ...]
    more: tuple[tuple[int, int, int], ...]  # x, y, and how many more stand in a column
    weeks: tuple[tuple[int, date], ...]  # where a week from today begins
    base: int  # where the axis is
    height: int
    width: int
    later_x: int
    late: int  # how many of each
    this_week: int
    later: int
    paused: int


def plot_of(lines: Sequence[QueueLine], today: date) -> Plot:
    """Return where each request stands in the picture."""
    columns: dict[int, list[QueueLine]] = {}
    for line in lines:
        columns.setdefault(_column(line), []).append(line)
    tallest = min(MOST, max((len(each) for each in columns.values()), default=1))
    base = 14 + tallest * STEP
    later_x = LEFT + DAYS * STEP + 4
    squares, more = [], []
    for column, some in sorted(columns.items()):
        x = _x(column, later_x)
        squares += [_square(x, base, place, line) for place, line in enumerate(some[:MOST])]
        if len(some) > MOST:
            more.append((x, base - MOST * STEP - 3, len(some) - MOST))
    return Plot(
        squares=tuple(squares),
        more=tuple(more),
        weeks=tuple((LEFT + days * STEP, today + timedelta(days=days)) for days in range(0, DAYS, WEEK)),
        base=base,
        height=base + 18,
        width=WIDTH,
        later_x=later_x,
        late=_count(line.days_left < 0 and not line.paused for line in lines),
        this_week=_count(0 <= line.days_left < WEEK and not line.paused for line in lines),
        later=_count(line.days_left >= WEEK and not line.paused for line in lines),
        paused=_count(line.paused for line in lines),
    )


def _column(line: QueueLine) -> int:
    return max(-1, min(line.days_left, DAYS))


def _x(column: int, later_x: int) -> int:
    if column < 0:
        return 10
    return later_x if column == DAYS else LEFT + column * STEP


def _square(x: int, base: int, place: int, line: QueueLine) -> Square:
    sort = "paused" if line.paused else "late" if line.days_left < 0 else "due"
    return Square(x=x, y=base - (place + 1) * STEP, sort=sort, on=line.due)


def _count(which: Iterable[bool]) -> int:
    return sum(which)
