"""A stretch at hours at which this account is silent otherwise: another life, or another time zone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from voicekeep.checks.plausibility.rule import CANNOT_JUDGE, CLEAR, Heard, Judgement, Past, Rule, Severity, Verdict
from voicekeep.records.ids import ItemId
from voicekeep.records.texts import Text

_ENOUGH: Final = 300  # turns
_ENOUGH_DAYS: Final = 30
_STRETCH: Final = 20  # turns of one day at silent hours
_SILENT: Final = 0.1  # a silent hour has less than this share of an even day's hour, the day in question apart


@dataclass(slots=True)
class _Watch:
    past: Past
    hours: Counter[int] = field(default_factory=Counter)
    days: int = 0
    turns: int = 0
    day: date | None = None
    today: Counter[int] = field(default_factory=Counter)
    first: ItemId | None = None
    odd: tuple[Counter[int], ItemId] | None = None  # the day that fits the rest least, and its first turn
    oddness: int = 0

    def see(self, heard: Heard) -> None:
        if heard.at.date() != self.day:
            self._close_day()
            self.day, self.today, self.first = heard.at.date(), Counter(), heard.item
            self.days += 1
        self.today[heard.at.hour] += 1
        self.turns += 1

    def _close_day(self) -> None:
        """Add the day that is over; keep the one with the most turns at hours that were silent until then."""
        if self.first is not None:
            at_silent_hours = sum(count for hour, count in self.today.items() if self._silent(hour))
            if self.days > _ENOUGH_DAYS and at_silent_hours > self.oddness:
                self.oddness, self.odd = at_silent_hours, (self.today, self.first)
            self.hours.update(self.today)

    def _silent(self, hour: int) -> bool:
        even = max(1, self.hours.total()) / 24
        return self.hours[hour] < _SILENT * even

    def verdict(self) -> Verdict:
        self._close_day()
        self.first = None
        if self.turns < _ENOUGH or self.days < _ENOUGH_DAYS:
            return CANNOT_JUDGE
        if self.odd is None:
            return CLEAR
        day, first = self.odd
        self.hours.subtract(day)
        still = sum(count for hour, count in day.items() if self._silent(hour))
        return Verdict(judgement=Judgement.DOUBTED, items=(first,), doubted=still) if still >= _STRETCH else CLEAR


RULE = Rule(
    name="hours_break",
    severity=Severity.NOTE,
    officer=Text(
        en="Many turns of one day are at hours at which the account is silent otherwise.",
        de="Viele Äußerungen eines Tages fallen in Stunden, in denen dieses Konto sonst schweigt.",
        fr="De nombreux énoncés d'une même journée tombent à des heures où ce compte se tait d'ordinaire.",
    ),
    person=Text(
        en="A part of it is from hours at which you do not speak to the assistant otherwise.",
        de="Ein Teil davon ist aus Stunden, in denen Sie sonst nicht mit dem Assistenten sprechen.",
        fr="Une partie date d'heures où vous ne parlez pas à l'assistant d'habitude.",
    ),
    watch=_Watch,
)
