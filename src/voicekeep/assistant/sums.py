"""Sums as people say them: “1500 times 12”, “die Wurzel aus 144”, “vingt pour cent de quatre-vingts”.

Flow        a text, as it was spoken -> what it comes to, exactly; why it comes to nothing; or that it is no sum
Guarantees  1. Every word belongs to the sum: a text with anything else in it is none, so that no wish hides in one.
            2. Whole numbers and decimals of any size are exact; only roots are rounded, to 20 places.
I/O         none
Format      a sum is products added up; a product is numbers multiplied or divided
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import isqrt
from typing import Final

from voicekeep.assistant.numerals import joint_of, number_at, tokens_of

_PERCENT_OF, _PERCENT, _ROOT, _SQUARED = "%of", "%", "\N{SQUARE ROOT}", "\N{SUPERSCRIPT TWO}"
_COUNT: Final = frozenset({"+", "-", "*", "/", _PERCENT_OF, _ROOT, _SQUARED})
_PLACES: Final = 10**20  # of a root


class Undefined(StrEnum):
    """Why a sum comes to nothing."""

    BY_ZERO = "by_zero"
    NO_ROOT = "no_root"  # of a number below zero


Result = Fraction | Undefined
_Read = tuple[Result, int]
"""A result, and the index of the token after it."""

_SIGNS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        r"plus": "+",
        r"minus|negative": "-",
        r"times|multiplied by": "*",
        r"divided by": "/",
        r"(?:percent|per cent) of(?: the)?": _PERCENT_OF,
        r"percent|per cent": _PERCENT,
        r"(?:the )?square root (?:of|from)": _ROOT,
        r"squared": _SQUARED,
    },
    "de": {
        r"plus": "+",
        r"minus": "-",
        r"mal|multipliziert mit": "*",
        r"(?:geteilt |dividiert )?durch": "/",
        r"prozent (?:von|aus)": _PERCENT_OF,
        r"prozent": _PERCENT,
        r"(?:die )?(?:quadrat)?wurzel (?:aus|von)": _ROOT,
        r"zum quadrat|im quadrat|hoch (?:zwei|2)": _SQUARED,
    },
    "fr": {
        r"plus": "+",
        r"moins": "-",
        r"fois|multipliés? par": "*",
        r"divisés? par": "/",
        r"(?:pour cent|pourcent) (?:de|d')": _PERCENT_OF,
        r"pour cent|pourcent": _PERCENT,
        r"(?:la )?racine (?:carrée )?(?:de|d')": _ROOT,
        r"au carré": _SQUARED,
    },
}
_WORDED: Final = {
    code: tuple((re.compile(rf"(?<!\w)(?:{words})(?!\w)"), f" {sign} ") for words, sign in signs.items())
    for code, signs in _SIGNS.items()
}


def result_of(text: str, language: str, *, joined: bool = True) -> Result | None:
    """Return what a sum comes to.

    Args:
        text: As it was spoken.
        language: en, de or fr.
        joined: Whether “and” adds: “what is two and three”.

    Returns:
        The result; why there is none; or None: the text is no sum, also if it is a number and nothing else.
    """
    text = text.casefold().replace("’", "'").replace(" d'", " de ").replace(",", " ")
    for words, sign in _WORDED[language]:
        text = words.sub(sign, text)
    tokens, joint = tokens_of(text, language), joint_of(language)
    read = _Reading(tokens, language, joint if joined else None).sum(0)
    if read is None or read[1] < len(tokens):
        return None
    counts = any(token in _COUNT for token in tokens) or (joined and joint in tokens)
    return read[0] if counts else None


def is_sum(text: str, language: str) -> bool:
    """Return whether a text is a sum and nothing else; “two and three” is one."""
    return result_of(text, language) is not None


def is_sum_by_itself(text: str, language: str) -> bool:
    """Return whether a text is a sum though nobody asked what it comes to; “two and three” is none."""
    return result_of(text, language, joined=False) is not None


@dataclass(frozen=True, slots=True)
class _Reading:
    tokens: Sequence[str]
    language: str
    joint: str | None

    def sum(self, begin: int) -> _Read | None:
        """Read products that are added up; “plus 19 percent” is of all that stands before it."""
        read = self._product(begin)
        while read is not None and (sign := self._added(read[1])) is not None:
            total, here = read
            term = self._product(here + 1)
            if term is None:
                return None
            value, here = term
            if self._token(here) == _PERCENT:
                value, here = _computed(total, _PERCENT_OF, value), here + 1
            read = _computed(total, sign, value), here
        return read

    def _added(self, at: int) -> str | None:
        token = self._token(at)
        return "+" if token == self.joint else token if token in ("+", "-") else None

    def _product(self, begin: int) -> _Read | None:
        read = self._factor(begin)
        while read is not None and (sign := self._token(read[1])) in ("*", "/", _PERCENT_OF):
            factor = self._factor(read[1] + 1)
            read = None if factor is None else (_computed(read[0], sign, factor[0]), factor[1])
        return read

    def _factor(self, begin: int) -> _Read | None:
        before = _BEFORE.get(self._token(begin))
        if before is not None:
            read = self._factor(begin + 1)
            return None if read is None else (before(read[0]), read[1])
        number = number_at(self.tokens, begin, self.language)
        if number is None or self._token(number[1]) != _SQUARED:
            return number
        return number[0] ** 2, number[1] + 1

    def _token(self, at: int) -> str:
        return self.tokens[at] if at < len(self.tokens) else ""


_OPERATIONS: Final[Mapping[str, Callable[[Fraction, Fraction], Fraction]]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
    _PERCENT_OF: lambda left, right: left * right / 100,
}


def _computed(left: Result, sign: str, right: Result) -> Result:
    if isinstance(left, Undefined):
        return left
    if isinstance(right, Undefined):
        return right
    return _OPERATIONS[sign](left, right) if right or sign != "/" else Undefined.BY_ZERO


def _root(value: Result) -> Result:
    if isinstance(value, Undefined):
        return value
    if value < 0:
        return Undefined.NO_ROOT
    above, below = isqrt(value.numerator), isqrt(value.denominator)
    if above**2 == value.numerator and below**2 == value.denominator:
        return Fraction(above, below)
    return Fraction(isqrt(value.numerator * _PLACES**2 // value.denominator), _PLACES)


_BEFORE: Final[Mapping[str, Callable[[Result], Result]]] = {
    "-": lambda value: _computed(Fraction(0), "-", value),
    _ROOT: _root,
}
