"""How instants, lengths, numbers and lists are said, in each language.

Flow        a value -> words that a person would use, and that a voice reads well
I/O         none
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal, getcontext, localcontext
from fractions import Fraction
from typing import Final

from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.units import format_unit

from voicekeep.records.recurrence import WEEK, WORKING_DAYS, Recurrence
from voicekeep.records.texts import LOCALES, Text, language_named

_CLOCKS: Final = {"en": "h:mm a", "de": "H 'Uhr' m", "fr": "H 'heures' m"}
_FULL_HOURS: Final = {"en": "h a", "de": "H 'Uhr'", "fr": "H 'heures'"}
_NAMED_HOURS: Final[dict[str, dict[int, str]]] = {
    "en": {0: "midnight", 12: "noon"},
    "de": {},
    "fr": {0: "minuit", 12: "midi"},
}
_TODAY: Final = Text(en="today at {clock}", de="heute um {clock}", fr="aujourd’hui à {clock}")
_TOMORROW: Final = Text(en="tomorrow at {clock}", de="morgen um {clock}", fr="demain à {clock}")
_ON: Final = Text(en="on {day} at {clock}", de="am {day} um {clock}", fr="{day} à {clock}")
_EVERY_DAY: Final = Text(en="every day at {clock}", de="jeden Tag um {clock}", fr="tous les jours à {clock}")
_EVERY_WEEKDAY: Final = Text(
    en="every weekday at {clock}", de="von Montag bis Freitag um {clock}", fr="du lundi au vendredi à {clock}"
)
_EVERY_ONE_OF: Final = Text(en="every {days} at {clock}", de="jeden {days} um {clock}", fr="chaque {days} à {clock}")
_A_MONDAY: Final = date(2026, 3, 2)
_WEEK: Final = timedelta(days=7)
_NEARLY_A_YEAR: Final = timedelta(days=330)
_ROUNDED_DIGITS: Final = 4


def said(text: Text, language: str, **values: object) -> str:
    """Return a sentence, with values filled in."""
    return text.within(language_named(language)).format(**values)


def length(seconds: int, language: str) -> str:
    """Return a length of time in words: “1 hour and 5 minutes”."""
    hours, rest = divmod(max(seconds, 0), 3600)
    minutes, left = divmod(rest, 60)
    parts = [(hours, "hour"), (minutes, "minute"), (left, "second")]
    named = [
        format_unit(number, f"duration-{unit}", length="long", locale=LOCALES[language])
        for number, unit in parts
        if number
    ]
    return together(named or [format_unit(0, "duration-second", length="long", locale=LOCALES[language])], language)


def days(number: int, language: str) -> str:
    """Return a number of days in words: “3 days”."""
    return format_unit(number, "duration-day", length="long", locale=LOCALES[language])


def clock(instant: datetime | time, language: str) -> str:
    """Return a time of the clock in words: “7:30 AM”, “7 Uhr 30”, “noon”."""
    named = _NAMED_HOURS[language].get(instant.hour)
    if named is not None and not instant.minute:
        return named
    form = (_CLOCKS if instant.minute else _FULL_HOURS)[language]
    if instant.hour == 0:
        form = form.replace("H 'heures'", "'minuit'")
    if instant.hour == 1:
        form = form.replace("heures", "heure")
    return format_time(instant, form, locale="en_US" if language == "en" else LOCALES[language])


def day(instant: datetime, language: str) -> str:
    """Return a date in words: “Saturday 28 November 2026”."""
    return _dated(instant, "full", language)


def _dated(instant: datetime, form: str, language: str) -> str:
    """Return a date; the first of a month in French by its ordinal, which CLDR does not use."""
    shown = format_date(instant, form, locale=LOCALES[language])
    return shown.replace(" 1 ", " 1er ") if language == "fr" else shown


def weekday(instant: datetime, language: str) -> str:
    """Return the day of the week: “Saturday”."""
    return format_date(instant, "EEEE", locale=LOCALES[language])


def moment(instant: datetime, now: datetime, language: str) -> str:
    """Return an instant as one says it now: “tomorrow at 7:30 AM”, in the zone of `now`: the home's."""
    instant = instant.astimezone(now.tzinfo)
    days = (instant.date() - now.date()).days
    near = {0: _TODAY, 1: _TOMORROW}.get(days)
    if near is not None:
        return said(near, language, clock=clock(instant, language))
    ahead = instant - now
    date_form = "EEEE, d. MMMM" if language == "de" else "EEEE d MMMM"
    pattern = "EEEE" if ahead < _WEEK else date_form if ahead < _NEARLY_A_YEAR else f"{date_form} y"
    return said(
        _ON,
        language,
        day=_dated(instant, pattern, language),
        clock=clock(instant, language),
    )


def every(recurrence: Recurrence, language: str) -> str:
    """Return when something comes again: “every Monday and Thursday at 7:30 AM”."""
    sentence = {WEEK: _EVERY_DAY, WORKING_DAYS: _EVERY_WEEKDAY}.get(recurrence.days, _EVERY_ONE_OF)
    dates = [_A_MONDAY + timedelta(days=WEEK.index(each)) for each in recurrence.days]
    named = [format_date(each, "EEEE", locale=LOCALES[language]) for each in dates]
    return said(sentence, language, days=together(named, language), clock=clock(recurrence.at, language))


def together(parts: Sequence[str], language: str) -> str:
    """Return several things in one sentence: “milk, eggs and bread”."""
    return format_list(list(parts), locale=LOCALES[language])


def number(value: Fraction, language: str) -> tuple[str, bool]:
    """Return a number in figures, and whether that is all of it.

    Else it is rounded to four places, or where it is too small for these, to its first four figures.
    """
    places = _ROUNDED_DIGITS
    if 0 < abs(value) < 1:
        places += len(str(int(1 / abs(value)))) - 1
    scaled = value * 10**places
    figures = str(round(scaled))
    with localcontext(prec=max(len(figures), getcontext().prec)):  # none of them is lost, however many there are
        shown = format_decimal(
            Decimal(f"{figures}e-{places}"),
            format=f"#,##0.{'#' * places}",
            locale=LOCALES[language],
            decimal_quantization=False,
        )
    return shown, scaled.denominator == 1
