"""Dates as people say them: “the 24th of December”, “am ersten Mai”, “vendredi”, “Christmas Eve”.

Flow        a text, today -> the date that is meant: the next such day, unless a year was said
Guarantees  1. Every word of it belongs to the date; a text with anything else in it is none.
            2. A day that does not exist is no day: the 30th of February is not moved.
I/O         none; names of months and weekdays are CLDR's
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from babel.dates import get_day_names, get_month_names

from voicekeep.assistant.numerals import number_at, tokens_of
from voicekeep.assistant.places import plain
from voicekeep.records.texts import LOCALES

_MONTHS: Final = range(1, 13)
_YEARS_AHEAD: Final = 9  # so far away is the next 29th of February at most
_PASSED_OVER: Final = {
    "en": frozenset({"the", "of", "on", "next", "this", "coming"}),
    "de": frozenset({"der", "die", "das", "den", "dem", "am", "an", "zu", "zum", "nächste", "nächsten", "kommenden"}),
    "fr": frozenset({"le", "la", "l", "au", "du", "de", "prochain"}),
}
_NAMED: Final = {
    "en": {
        "christmas": (12, 25),
        "christmas day": (12, 25),
        "christmas eve": (12, 24),
        "new year": (1, 1),
        "new years": (1, 1),
        "new years day": (1, 1),
        "new years eve": (12, 31),
        "halloween": (10, 31),
        "valentines day": (2, 14),
    },
    "de": {
        "weihnachten": (12, 25),
        "heiligabend": (12, 24),
        "silvester": (12, 31),
        "neujahr": (1, 1),
        "nikolaus": (12, 6),
        "halloween": (10, 31),
        "valentinstag": (2, 14),
    },
    "fr": {
        "noël": (12, 25),
        "nouvel an": (1, 1),
        "jour an": (1, 1),  # “le jour de l'an”
        "saint sylvestre": (12, 31),
        "toussaint": (11, 1),
        "halloween": (10, 31),
        "saint valentin": (2, 14),
    },
}
"""Days that are the same each year, by the names that people count towards: month and day."""

_ORDINALS: Final = {
    "en": {
        "first": "one",
        "second": "two",
        "third": "three",
        "fifth": "five",
        "eighth": "eight",
        "ninth": "nine",
        "twelfth": "twelve",
        "twentieth": "twenty",
        "thirtieth": "thirty",
    },
    "de": {"ers": "eins", "drit": "drei", "sieb": "sieben", "ach": "acht"},  # without their endings
    "fr": {"premier": "un"},
}
_ENDINGS: Final = {"en": r"th$", "de": r"(?<=ig)ste[rn]?$|te[rn]?$", "fr": r"$^"}
_FIGURES: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Day:
    """A day as it was said: of the week, or of a month, perhaps with its year."""

    weekday: int | None = None  # Monday is 0
    month: int = 0
    day: int = 0
    year: int | None = None


def is_date(text: str, language: str) -> bool:
    """Return whether a text is a date and nothing else, be there such a day or not."""
    return _read(text, language) is not None


def date_said(text: str, language: str, today: date) -> date | None:
    """Return the date that is meant: today, or the next; a weekday is never today. None: there is no such day."""
    read = _read(text, language)
    if read is None:
        return None
    if read.weekday is not None:
        return today + timedelta(days=(read.weekday - today.weekday()) % 7 or 7)
    years = range(today.year, today.year + _YEARS_AHEAD) if read.year is None else (read.year,)
    dates = (_date(year, read.month, read.day) for year in years)
    return next((each for each in dates if each is not None and (read.year is not None or each >= today)), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _read(text: str, language: str) -> _Day | None:
    text = re.sub(r"['’](?=s\b)", "", text.casefold())
    spoken = re.findall(r"\w+", text)
    words = [word for word in spoken if word not in _PASSED_OVER[language]]
    if not words:
        return None
    name = plain(" ".join(words))
    if name in _weekdays(language):
        return _Day(weekday=_weekdays(language)[name])
    if name in _named(language):
        return _Day(month=_named(language)[name][0], day=_named(language)[name][1])
    year = int(words.pop()) if len(words) > 2 and re.fullmatch(r"[12]\d{3}", words[-1]) else None  # noqa: PLR2004  a day, a month
    month, others = _month_in(words, language)
    day = _day_of_month(others, language)
    return None if month is None or day is None else _Day(month=month, day=day, year=year)


def _month_in(words: Sequence[str], language: str) -> tuple[int | None, Sequence[str]]:
    """Return the month and the other words; German counts months too: “am vierten zwölften”."""
    named = [place for place, word in enumerate(words) if plain(word) in _months(language)]
    if len(named) == 1:
        [at] = named
        return _months(language)[plain(words[at])], [*words[:at], *words[at + 1 :]]
    if named or language != "de" or any(_cardinal(word, "de") == word for word in words):
        return None, words
    number = _day_of_month(words[1:], "de")
    return number if number in _MONTHS else None, words[:1]


def _day_of_month(words: Sequence[str], language: str) -> int | None:
    """Read “24th”, “24”, “twenty fourth”, “vierundzwanzigsten”, “1er”."""
    figures = _FIGURES.fullmatch(words[0]) if len(words) == 1 else None
    if figures is not None:
        return int(figures[1]) if 0 < int(figures[1]) <= 31 else None  # noqa: PLR2004  days
    cardinal = [_cardinal(word, language) for word in words]
    tokens = tokens_of(" ".join(cardinal), language)
    read = number_at(tokens, 0, language)
    if read is None or read[1] < len(tokens) or read[0] not in range(1, 32):
        return None
    return int(read[0])


def _cardinal(word: str, language: str) -> str:
    bare = re.sub(_ENDINGS[language], "", word)
    return _ORDINALS[language].get(word) or _ORDINALS[language].get(bare, bare)


@cache
def _weekdays(language: str) -> Mapping[str, int]:
    names = {plain(name): number for number, name in get_day_names("wide", locale=LOCALES[language]).items()}
    return names | ({"sonnabend": 5} if language == "de" else {})


@cache
def _months(language: str) -> Mapping[str, int]:
    return {plain(name): number for number, name in get_month_names("wide", locale=LOCALES[language]).items()}


@cache
def _named(language: str) -> Mapping[str, tuple[int, int]]:
    return {plain(name): when for name, when in _NAMED[language].items()}
