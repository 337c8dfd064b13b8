"""What engines that write freely put down in figures and signs, in the words in which it was spoken.

Flow        “Wecker auf 7.30 Uhr” -> “Wecker auf 7 Uhr 30”; “what's 15%” -> “what's 15 percent”
Guarantees  1. What is spoken already stays as it is, so that doing it twice changes nothing more.
            2. A text that somebody wants written down keeps the form in which it was written (`as_written`).
I/O         none
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from babel.dates import get_month_names

from voicekeep.records.texts import LOCALES

Replacement = str | Callable[[re.Match[str]], str]
Step = tuple[re.Pattern[str], Replacement]

_SIGNS_AROUND: Final = ".!?,;: "
_FREE_MAX_WORDS: Final = 60  # a free text that is longer is not looked for among the words that were written


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """How one language says what is written in figures and signs."""

    units: tuple[tuple[str, str], ...]  # abbreviation as a pattern -> word
    hours: tuple[str, str]  # a pattern that finds it, and the word
    minutes: tuple[str, str]
    seconds: str
    one_hour: str  # “an hour and”, before minutes in figures
    conjunction: str
    decimal: str  # the word for the sign
    decimal_signs: str
    thousands_signs: tuple[str, ...]
    signs: tuple[tuple[str, str], ...]  # between two numbers: a pattern -> word
    minus: str
    percent: str
    clocks: tuple[Step, ...]
    dates: tuple[Step, ...] = ()
    others: tuple[Step, ...] = ()


def _step(pattern: str, replacement: Replacement) -> Step:
    return re.compile(pattern, re.IGNORECASE), replacement


def _english_clock(match: re.Match[str]) -> str:
    hour, minute = int(match[1]), int(match[2])
    said = f"{hour or 12}" if minute == 0 else f"{hour or 12} {minute}"
    return said if hour else f"{said} am"


def _clock(hours: str) -> Callable[[re.Match[str]], str]:
    def said(match: re.Match[str]) -> str:
        minute = int(match[2] or 0)
        return f"{int(match[1])} {hours} {minute}" if minute else f"{int(match[1])} {hours}"

    return said


def _date(code: str) -> Callable[[re.Match[str]], str]:
    """Return what writes a date in words, of what stands before it, its day, its month, and its year or nothing."""
    months = get_month_names("wide", locale=LOCALES[code])

    def said(match: re.Match[str]) -> str:
        before, day, month, year = match.groups()
        return f"{before}{int(day)} {months[int(month)]}{f' {year}' if year else ''}"

    return said


_DAY: Final = r"(0?[1-9]|[12]\d|3[01])"
_MONTH: Final = r"(0?[1-9]|1[0-2])"
_YEAR: Final = r"[12]\d{3}"
_AT_A_TIME_DE: Final = r"(um [^,]+?)(?: mittags| nachts)?(?= (?:daran|an|namens)\b|[.!]?$)"
_MINUS: Final = r"[-\u2212–]"
_UNIT_EN: Final = r"(?:hours?|hrs?|minutes?|mins?|seconds?|secs?|percent|%)"
_WORDS: Final[Mapping[str, _Words]] = {
    "en": _Words(
        units=((r"hrs?", "hours"), (r"mins?", "minutes"), (r"secs?", "seconds")),
        hours=(r"hours?", "hours"),
        minutes=(r"minutes?", "minutes"),
        seconds="seconds",
        one_hour=r"an hour",
        conjunction="and",
        decimal="point",
        decimal_signs=r"\.",
        thousands_signs=(",", " "),
        signs=((r"\+", "plus"), (_MINUS, "minus"), (r"[x\u00d7*·]", "times"), (r"÷|/", "divided by")),
        minus="minus",
        percent="percent",
        clocks=(
            _step(r"(?<=\d) ?([ap])\.? ?m\b\.?", r" \1m"),
            _step(r"\b([01]?\d|2[0-3])[:.]([0-5]\d)(?= [ap]m\b)", _english_clock),
            _step(r"\b([01]?\d|2[0-3]):([0-5]\d)\b(?!:)", _english_clock),
            _step(rf"(?<=\bat )([01]?\d|2[0-3])\.([0-5]\d)\b(?! ?{_UNIT_EN})", _english_clock),
            _step(rf"(?<=\balarm for )([01]?\d|2[0-3])\.([0-5]\d)\b(?! ?{_UNIT_EN})", _english_clock),
            _step(r"\bo'? ?clock\b", "o'clock"),
        ),
        others=(_step(r" ?²", " squared"), _step(r"√ ?", "square root of ")),
    ),
    "de": _Words(
        units=((r"std", "Stunden"), (r"min", "Minuten"), (r"sek", "Sekunden")),
        hours=(r"stunden?", "Stunden"),
        minutes=(r"minuten?", "Minuten"),
        seconds="Sekunden",
        one_hour=r"einer? stunde",
        conjunction="und",
        decimal="Komma",
        decimal_signs=r"[.,]",
        thousands_signs=(r"\.", " ", "['’]"),  # the last in Switzerland
        signs=((r"\+", "plus"), (_MINUS, "minus"), (r"[x\u00d7*·]", "mal"), (r"÷|/| : ", "geteilt durch")),
        minus="minus",
        percent="Prozent",
        clocks=(
            _step(r"\b([01]?\d|2[0-4])[:.]([0-5]\d) ?uhr\b", _clock("Uhr")),
            _step(r"\b([01]?\d|2[0-4]):([0-5]\d)\b(?!:)", _clock("Uhr")),
            _step(r"(?<=\bum )([01]?\d|2[0-4])\.([0-5]\d)\b", _clock("Uhr")),
            _step(r"(?<=\bwecker auf )([01]?\d|2[0-4])\.([0-5]\d)\b", _clock("Uhr")),
        ),
        dates=(
            _step(
                rf"\b((?:der|den|dem|am|zum|vom|bis) ){_DAY}\. ?{_MONTH}\b(?:\.(?: ?({_YEAR}\b))?)?(?! ?uhr|[.,]?\d)",
                _date("de"),
            ),
            _step(rf"(?<![\d.])(){_DAY}\. ?{_MONTH}\. ?({_YEAR})\b(?![.,]?\d)", _date("de")),
        ),
        others=(
            _step(r"(?<=[^\W\d])-(?=(?:timer|wecker)\b)", " "),
            _step(r"\bkurzzeit(?:wecker|messer)\b", "Timer"),
            _step(rf"\bmittags? {_AT_A_TIME_DE}", r"\1 mittags"),
            _step(r"\b(mich|heute|(?:über)?morgen|\w*tag) mittags?\b", r"\1 um Mittag"),
            _step(rf"\bheute nacht {_AT_A_TIME_DE}", r"\1 nachts"),
            _step(r"(?<=[^\W\d]{2})timer\b", " Timer"),
            _step(r" ?²", " zum Quadrat"),
            _step(r"√ ?", "Wurzel aus "),
        ),
    ),
    "fr": _Words(
        units=((r"mi?n", "minutes"), (r"sec", "secondes")),
        hours=(r"heures?", "heures"),
        minutes=(r"minutes?", "minutes"),
        seconds="secondes",
        one_hour=r"une heure",
        conjunction="et",
        decimal="virgule",
        decimal_signs=r"[.,]",
        thousands_signs=(" ",),
        signs=((r"\+", "plus"), (_MINUS, "moins"), (r"[x\u00d7*·]", "fois"), (r"÷|/| : ", "divisé par")),
        minus="moins",
        percent="pour cent",
        clocks=(
            _step(r"\b([01]?\d|2[0-4]) ?h(?: ?([0-5]\d))?\b", _clock("heures")),
            _step(r"\b([01]?\d|2[0-4])(?: heures? |:)([0-5]\d)\b(?!:)", _clock("heures")),
        ),
        dates=(_step(rf"\b((?:le|au|du) ){_DAY}/{_MONTH}(?:/({_YEAR}))?(?![\d/])", _date("fr")),),
        others=(_step(r" ?²", " au carré"), _step(r"√ ?", "racine carrée de ")),
    ),
}


def _part_of(words: _Words, bigger: int, smaller: str, unit: str) -> Callable[[re.Match[str]], str]:
    """Return what writes “1.5 hours” as hours and minutes, or minutes as minutes and seconds."""

    def said(match: re.Match[str]) -> str:
        whole, part = int(match[1]), Fraction(int(match[2]), 10 ** len(match[2])) * bigger
        if part.denominator != 1:
            return match[0]
        named = [f"{number} {name}" for number, name in ((whole, unit), (int(part), smaller)) if number]
        return f" {words.conjunction} ".join(named) or match[0]

    return said


def _digits(word: str) -> Callable[[re.Match[str]], str]:
    return lambda match: f"{match[1]} {word} {' '.join(match[2])}"


def _grouped(sign: str) -> str:
    return rf"(?<![\d.,])(?<!\d[ '’])[1-9]\d{{0,2}}(?:{sign}\d{{3}})+(?!\d|{sign}\d)"


def _ungrouped(match: re.Match[str]) -> str:
    return re.sub(r"\D", "", match[0])


def _steps(words: _Words) -> tuple[Step, ...]:
    """Return everything that is done to a text, in its order."""
    decimal = rf"(?<![.,])\b(\d+){words.decimal_signs}(\d+)"
    return (
        _step(r"\s+", " "),
        _step("[\N{NON-BREAKING HYPHEN}\N{HYPHEN}]", "-"),
        _step(r"(?<=\d)½(?!½)", f"{'.' if words.decimal == 'point' else ','}5"),
        _step(r"\b(\d+)-([^\W\d]+)(-(?=\w))?", lambda match: f"{match[1]} {match[2]}{' ' if match[3] else ''}"),
        *words.dates,
        *(_step(_grouped(sign), _ungrouped) for sign in words.thousands_signs),
        *(_step(rf"(?<=\d) ?{short}\b\.?", f" {word}") for short, word in words.units),
        _step(rf"{decimal} ?{words.hours[0]}\b", _part_of(words, 60, words.minutes[1], words.hours[1])),
        _step(rf"{decimal} ?{words.minutes[0]}\b", _part_of(words, 60, words.seconds, words.minutes[1])),
        _step(rf"\b{words.one_hour}(?= (?:{words.conjunction} )?\d+ {words.minutes[0]}\b)", f"1 {words.hours[1]}"),
        *words.clocks,
        _step(rf"{decimal}\b(?![.,])", _digits(words.decimal)),
        _step(r"(?<=\d) ?%", f" {words.percent}"),
        _step(rf"(?<![^\s(+*/x\u00d7÷·:√]){_MINUS}(?=\d)", f"{words.minus} "),
        *(_step(rf"(?<=\d) ?(?:{sign}) ?(?=\d|{words.minus} \d)", f" {word} ") for sign, word in words.signs),
        _step(r"(?<=\d) ?=[ ?]*$", ""),
        *words.others,
    )


DECIMAL_WORDS: Final = {code: words.decimal.casefold() for code, words in _WORDS.items()}
_STEPS: Final = {code: _steps(words) for code, words in _WORDS.items()}


def as_spoken(text: str, language: str) -> str:
    """Return a text as it was spoken; `language`: en, de or fr."""
    for pattern, replacement in _STEPS[language]:
        text = pattern.sub(replacement, text)
    return text


def as_written(free: str, text: str, language: str) -> str:
    """Return a free text, which was found in `text` as it was spoken, as `text` had it; or as it is, if it is not."""
    if free.casefold() in text.casefold() or len(text.split()) > _FREE_MAX_WORDS:
        return free
    begins = [match.start() for match in re.finditer(r"(?<![^\s'’])\S", text)]  # behind “d'” too
    ends = [match.end() for match in re.finditer(r"\S(?!\S)", text)]
    sought = _without_signs(free)
    for begin, end in ((begin, end) for begin in begins for end in ends if begin < end):
        bare = text[begin:end].strip(_SIGNS_AROUND)
        for part in (f"{bare}.", bare):  # the dot of “24.12.” belongs to it
            if part in text and _without_signs(as_spoken(part, language)) == sought:
                return part
    return free


def _without_signs(words: str) -> str:
    return re.sub(r"[.!?,;:]+(?!\S)", "", words).strip().casefold()
