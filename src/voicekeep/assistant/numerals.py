"""Numbers as people say them and as engines write them: “fünfzehnhundert”, “quatre-vingt-dix”, “1 point 5 million”.

Flow        a text, as it was spoken -> tokens -> a number, exactly, and where it ends
Guarantees  1. What is read is a number from its first token to its last; what is none is not guessed at.
            2. No list of numbers is held: each language is its few dozen words and the rules that put them together.
I/O         none
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from voicekeep.assistant.as_spoken import DECIMAL_WORDS

Read = tuple[Fraction, int]
"""A number, and the index of the token after it."""

_HUNDRED: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _Numerals:
    """How one language puts numbers together."""

    units: Mapping[str, int]  # 0 to 19, or all below 100 where they are one word
    tens: Mapping[str, int]
    hundreds: frozenset[str]
    scales: Mapping[str, int]
    joint: str  # “and”
    half: tuple[str, ...]  # after a number: “and a half”
    one: frozenset[str] = frozenset()  # says one before a hundred or a scale only: “a thousand”
    joined_units: frozenset[int] = frozenset()  # come after a joint: “vingt et un”
    joined_below: int = 0  # after hundreds and scales, a joint and a number below this belong to them
    teens_after: frozenset[int] = frozenset()  # tens that take 10 to 19: “soixante-douze”
    respelled: tuple[tuple[re.Pattern[str], str], ...] = ()
    compound: re.Pattern[str] | None = None  # a word of several numbers
    part: re.Pattern[str] = field(default=re.compile("$^"))


def _counted(words: str, first: int = 0, step: int = 1) -> dict[str, int]:
    return {word: first + step * place for place, word in enumerate(words.split())}


_DE_UNITS: Final = _counted(
    "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn "
    "achtzehn neunzehn"
) | {"ein": 1, "zwo": 2}
_DE_TENS: Final = _counted("zwanzig dreissig vierzig fünfzig sechzig siebzig achtzig neunzig", 20, 10)
_DE_BELOW_HUNDRED: Final = (
    _DE_UNITS
    | _DE_TENS
    | {
        f"{unit}und{ten}": one + tens
        for ten, tens in _DE_TENS.items()
        for unit, one in _DE_UNITS.items()
        if 0 < one < 10 and unit != "eins"  # noqa: PLR2004  one figure
    }
)
_DE_PARTS: Final = "|".join(sorted([*_DE_BELOW_HUNDRED, "hundert", "tausend", "und", "einhalb"], key=len, reverse=True))

_NUMERALS: Final[Mapping[str, _Numerals]] = {
    "en": _Numerals(
        units=_counted(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
            "seventeen eighteen nineteen"
        ),
        tens=_counted("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10),
        hundreds=frozenset({"hundred"}),
        scales={"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12},
        joint="and",
        half=("and", "a", "half"),
        one=frozenset({"a"}),
        joined_below=_HUNDRED,
    ),
    "de": _Numerals(
        units=_DE_BELOW_HUNDRED,
        tens={},
        hundreds=frozenset({"hundert"}),
        scales={
            "tausend": 10**3,
            "million": 10**6,
            "millionen": 10**6,
            "milliarde": 10**9,
            "milliarden": 10**9,
            "billion": 10**12,
            "billionen": 10**12,
        },
        joint="und",
        half=("einhalb",),
        one=frozenset({"eine", "einer"}),
        respelled=((re.compile(r"\banderthalb\b"), "eineinhalb"), (re.compile(r"hunderteine\b"), "hunderteins")),
        compound=re.compile(rf"(?:{_DE_PARTS}){{2,}}"),
        part=re.compile(_DE_PARTS),
    ),
    "fr": _Numerals(
        units=_counted(
            "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dixsept "
            "dixhuit dixneuf"
        ),
        tens=_counted("vingt trente quarante cinquante soixante septante huitante nonante", 20, 10) | {"octante": 80},
        hundreds=frozenset({"cent", "cents"}),
        scales={
            "mille": 10**3,
            "million": 10**6,
            "millions": 10**6,
            "milliard": 10**9,
            "milliards": 10**9,
            "billion": 10**12,
            "billions": 10**12,
        },
        joint="et",
        half=("et", "demi"),
        joined_units=frozenset({1, 11}),
        teens_after=frozenset({60, 80}),
        respelled=(
            (re.compile(r"\bquatre vingts?\b"), "huitante"),
            (re.compile(r"\bdix (sept|huit|neuf)\b"), r"dix\1"),
            (re.compile(r"\bdemie\b"), "demi"),
        ),
    ),
}


def tokens_of(text: str, language: str) -> tuple[str, ...]:
    """Return the words of a text as numbers are read from them; “zweihundertfünf” is three."""
    numerals = _NUMERALS[language]
    text = re.sub(r"(?<=[^\W\d])-(?=[^\W\d])", " ", text.casefold().replace("\N{SOFT HYPHEN}", ""))
    text = " ".join(text.split())
    for pattern, word in numerals.respelled:
        text = pattern.sub(word, text)
    words: list[str] = []
    for word in text.split():
        if numerals.compound is not None and numerals.compound.fullmatch(word):
            words += [part for part in numerals.part.findall(word) if part != numerals.joint]
        else:
            words.append(word)
    return tuple(words)


def joint_of(language: str) -> str:
    """Return the word that joins: also what is added (“two and three”)."""
    return _NUMERALS[language].joint


def number_at(tokens: Sequence[str], begin: int, language: str) -> Read | None:
    """Return the number that begins at a token; None: none does."""
    return _Reading(tokens, _NUMERALS[language], DECIMAL_WORDS[language]).number(begin)


@dataclass(frozen=True, slots=True)
class _Reading:
    tokens: Sequence[str]
    numerals: _Numerals
    decimal: str

    def number(self, begin: int) -> Read | None:
        """Read groups, each with a smaller scale than the one before: “two million, three thousand and five”."""
        total, here, below = Fraction(0), begin, None
        while (group := self._group(here, began=here > begin)) is not None:
            value, after = group
            scale = self.numerals.scales.get(self._token(after))
            size = Fraction(scale or 1)
            if below is not None and value * size >= below:
                break
            total, here = total + value * size, after + (scale is not None)
            if scale is None:
                break
            below = size
        if here == begin:
            return None
        return self._decimals(total, here)

    def _group(self, begin: int, *, began: bool) -> Read | None:
        """Read what stands before a scale, or after the last: “three hundred and five”, “1500”, “1 point 5”."""
        if began and self._token(begin) == self.numerals.joint:
            joined = self._below_hundred(begin + 1)
            return None if joined is None or joined[0] >= self.numerals.joined_below else joined
        token = self._token(begin)
        if token in self.numerals.scales:
            return Fraction(1), begin
        if token in self.numerals.one and self._is_size(begin + 1):
            return self._group(begin + 1, began=False)
        counted = self._figures(begin) or self._below_hundred(begin)
        value, here = counted or (Fraction(1), begin)
        if self._token(here) in self.numerals.hundreds:
            return self._after_hundred(value * _HUNDRED, here + 1)
        return None if counted is None else self._decimals(value, here)

    def _after_hundred(self, value: Fraction, begin: int) -> Read:
        joined = self._token(begin) == self.numerals.joint
        rest = self._below_hundred(begin + joined)
        if rest is None or (joined and rest[0] >= self.numerals.joined_below):
            return value, begin
        return value + rest[0], rest[1]

    def _below_hundred(self, begin: int) -> Read | None:
        token = self._token(begin)
        if token in self.numerals.units:
            return Fraction(self.numerals.units[token]), begin + 1
        if token not in self.numerals.tens:
            return None
        tens = self.numerals.tens[token]
        joined = self._token(begin + 1) == self.numerals.joint
        unit = self.numerals.units.get(self._token(begin + 1 + joined), 0)
        fits = 0 < unit < (20 if tens in self.numerals.teens_after else 10)
        if not fits or (joined and unit not in self.numerals.joined_units):
            return Fraction(tens), begin + 1
        return Fraction(tens + unit), begin + 2 + joined

    def _decimals(self, whole: Fraction, begin: int) -> Read:
        half = self.numerals.half
        if tuple(self.tokens[begin : begin + len(half)]) == half:
            return whole + Fraction(1, 2), begin + len(half)
        if self._token(begin) != self.decimal:
            return whole, begin
        digits, here = "", begin + 1
        while (one := self._digits(here)) is not None:
            digits, here = digits + one, here + 1
        if not digits.strip("0") and (number := self._below_hundred(here)) is not None:
            digits, here = digits + str(number[0]), number[1]  # “virgule vingt-cinq”, “virgule zéro cinq”
        return (whole + Fraction(int(digits), 10 ** len(digits)), here) if digits else (whole, begin)

    def _digits(self, at: int) -> str | None:
        token = self._token(at)
        if _is_figures(token):
            return token
        unit = self.numerals.units.get(token)
        return str(unit) if unit is not None and unit < 10 else None  # noqa: PLR2004  one figure

    def _figures(self, at: int) -> Read | None:
        token = self._token(at)
        return (Fraction(int(token)), at + 1) if _is_figures(token) else None

    def _is_size(self, at: int) -> bool:
        return self._token(at) in self.numerals.hundreds or self._token(at) in self.numerals.scales

    def _token(self, at: int) -> str:
        return self.tokens[at] if at < len(self.tokens) else ""


def _is_figures(token: str) -> bool:
    return token.isascii() and token.isdecimal()
