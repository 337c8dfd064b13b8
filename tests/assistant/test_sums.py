"""Sums: any two numbers, in each way in which they are said or written, come to exactly what they come to."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from babel.numbers import format_decimal, parse_decimal
from hassil.numbers import get_rbnf_engine
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.assistant.talking import NOW, answered, wanted
from voicekeep.assistant import Situation
from voicekeep.assistant.numerals import number_at, tokens_of
from voicekeep.assistant.sums import Undefined, is_sum, is_sum_by_itself, result_of
from voicekeep.assistant.wording import number
from voicekeep.records.texts import LANGUAGES, LOCALES

MOST = 1_000_000_000
NUMBERS = st.integers(-MOST, MOST) | st.integers(-2000, 2000)
OPERATIONS: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "plus": lambda left, right: left + right,
    "minus": lambda left, right: left - right,
    "times": lambda left, right: left * right,
    "by": lambda left, right: left / right,
    "percent": lambda left, right: left * right / 100,
}
WORDS = {
    "en": {
        "ask": ("what is", "calculate"),
        "minus_sign": "minus",
        "plus": ("plus", "+"),
        "minus": ("minus", "-", "\N{MINUS SIGN}"),
        "times": ("times", "x", "\N{MULTIPLICATION SIGN}", "multiplied by"),
        "by": ("divided by", "÷", "/"),
        "percent": ("percent of", "% of"),
    },
    "de": {
        "ask": ("Was ist", "Wie viel ist", "Berechne"),
        "minus_sign": "minus",
        "plus": ("plus", "+"),
        "minus": ("minus", "-", "\N{EN DASH}"),
        "times": ("mal", "x", "·", "multipliziert mit"),
        "by": ("geteilt durch", "÷", ":", "durch"),
        "percent": ("Prozent von", "% von"),
    },
    "fr": {
        "ask": ("Combien font", "Calcule", "Ça fait combien"),
        "minus_sign": "moins",
        "plus": ("plus", "+"),
        "minus": ("moins", "-"),
        "times": ("fois", "x", "\N{MULTIPLICATION SIGN}", "multiplié par"),
        "by": ("divisé par", "÷", ":"),
        "percent": ("pour cent de", "% de"),
    },
}
ANY_WORDS = (
    "5",
    "1500",
    "twenty",
    "hundred",
    "thousand",
    "point",
    "and",
    "a",
    "half",
    "minus",
    "plus",
    "%",
    "%of",
    "zebra",
)
FORMS = ("plain", "grouped", "words")


def situation(language: str) -> Situation:
    return Situation(now=NOW, language=language)


def in_form(value: int, form: str, language: str) -> str:
    """Return a number as it is written: in figures, with its language's thousands set apart, or in words."""
    size = {
        "plain": lambda: str(abs(value)),
        "grouped": lambda: format_decimal(abs(value), locale=LOCALES[language]),
        "words": lambda: str(get_rbnf_engine(language).format_number(abs(value)).text),
    }[form]()
    if value >= 0:
        return size
    return f"{WORDS[language]['minus_sign']} {size}" if form == "words" else f"-{size}"


def shown(text: str, language: str) -> Decimal:
    """Return the number that an answer says."""
    figures = "".join(each for each in text if each.isdecimal() or each in ".,-\N{NARROW NO-BREAK SPACE}")
    return parse_decimal(figures.strip(".").strip(), locale=LOCALES[language])


@st.composite
def questions(draw: st.DrawFn) -> tuple[str, str, Fraction | None]:
    """Draw a question, its language, and what it comes to."""
    language, operation = draw(st.sampled_from(LANGUAGES)), draw(st.sampled_from(sorted(OPERATIONS)))
    left, right = draw(NUMBERS), draw(NUMBERS)
    words = WORDS[language]
    ask, sign = draw(st.sampled_from(words["ask"])), draw(st.sampled_from(words[operation]))
    forms = FORMS if sign[:2].isalpha() and sign != "x" else FORMS[:2]  # engines write signs between figures only
    sides = [in_form(side, draw(st.sampled_from(forms)), language) for side in (left, right)]
    undefined = operation == "by" and right == 0
    result = None if undefined else OPERATIONS[operation](Fraction(left), Fraction(right))
    return f"{ask} {sides[0]} {sign} {sides[1]}?", language, result


@settings(max_examples=400, deadline=None)
@given(questions())
def test_any_two_numbers_come_to_exactly_what_they_come_to(question: tuple[str, str, Fraction | None]) -> None:
    text, language, expected = question
    intent = wanted(text, language)
    assert intent is not None, text
    assert intent.name == "arithmetic.compute", text
    result = result_of(intent.text("sum") or "", language)
    assert result == (Undefined.BY_ZERO if expected is None else expected)
    told = answered(text, situation(language)).text
    if expected is not None and (expected * 10**4).denominator == 1:
        assert Fraction(shown(told, language)) == expected, told


@settings(max_examples=300)
@given(st.integers(0, 10**12 - 1) | st.integers(0, 10**6), st.sampled_from(LANGUAGES))
@example(80, "fr")
@example(200_000, "fr")
@example(1_001_000, "fr")
@example(201_000_001, "de")
def test_a_number_in_words_is_that_number(value: int, language: str) -> None:
    tokens = tokens_of(str(get_rbnf_engine(language).format_number(value).text), language)
    assert number_at(tokens, 0, language) == (Fraction(value), len(tokens))


@settings(max_examples=300)
@given(st.fractions(min_value=-(10**18), max_value=10**18), st.sampled_from(LANGUAGES))
@example(Fraction(999_999_999_999_999_999, 10_000), "de")
@example(Fraction(1, 3_000_000_000), "fr")
@example(Fraction(-(7**100)), "en")
@example(Fraction(10**40, 3), "de")
def test_a_result_is_said_to_its_last_place_or_as_about(value: Fraction, language: str) -> None:
    said, exact = number(value, language)
    told = Fraction(shown(said, language))
    assert exact is (told == value)
    assert abs(told - value) * 10**4 <= min(Fraction(1), abs(value) * 10)


@pytest.mark.parametrize(
    ("language", "text", "result"),
    [
        ("en", "minus five plus three", Fraction(-2)),
        ("en", "negative 5 times negative 3", Fraction(15)),
        ("en", "fifteen hundred times a dozen", None),
        ("en", "fifteen hundred times twelve", Fraction(18_000)),
        ("en", "two thousand and five minus a hundred and one", Fraction(1904)),
        ("en", "one point five million divided by three", Fraction(500_000)),
        ("en", "2 million plus 300 thousand", Fraction(2_300_000)),
        ("en", "two and a half times four", Fraction(10)),
        ("en", "three point one four times two", Fraction(157, 25)),
        ("en", "two plus three times four", Fraction(14)),
        ("en", "80 minus 15 percent", Fraction(68)),
        ("en", "the square root of 144", Fraction(12)),
        ("en", "square root of 2 point 2 5", Fraction(3, 2)),
        ("en", "minus three squared", Fraction(-9)),
        ("en", "the square root of minus 4", Undefined.NO_ROOT),
        ("en", "5 plus 3 divided by 0", Undefined.BY_ZERO),
        ("de", "fünfzehnhundert mal zwölf", Fraction(18_000)),
        ("de", "hundertundfünf plus eins", Fraction(106)),
        ("de", "zweitausend Komma fünf minus eins", Fraction(3999, 2)),
        ("de", "zweieinhalb mal vier", Fraction(10)),
        ("de", "anderthalb Millionen durch drei", Fraction(500_000)),
        ("de", "dreissig und zwölf", Fraction(42)),
        ("de", "100 plus 19 Prozent", Fraction(119)),
        ("de", "die Wurzel aus 144 plus 5 zum Quadrat", Fraction(37)),
        ("fr", "quatre-vingt-dix-neuf plus un", Fraction(100)),
        ("fr", "septante et un plus huitante", Fraction(151)),
        ("fr", "mille et un moins un", Fraction(1000)),
        ("fr", "trois virgule vingt-cinq fois deux", Fraction(13, 2)),
        ("fr", "deux virgule zéro cinq fois cent", Fraction(205)),
        ("fr", "quinze pour cent d'un million", Fraction(150_000)),
        ("fr", "la racine carrée de 144", Fraction(12)),
        ("fr", "trois au carré", Fraction(9)),
    ],
)
def test_sums_are_read_as_people_say_them(language: str, text: str, result: Fraction | Undefined | None) -> None:
    assert result_of(text, language) == result


@pytest.mark.parametrize(
    ("language", "text", "answer"),
    [
        ("en", "What's 1,500 times 12?", "That is 18,000."),
        ("en", "What is 20% of 2,400?", "That is 480."),
        ("en", "1500 x 12 =", "That is 18,000."),
        ("en", "What is ten divided by three?", "That is about 3.3333."),
        ("en", "What is 1 divided by 3,000,000,000?", "That is about 0.0000000003333."),
        ("en", "What is three point five plus two?", "That is 5.5."),
        ("en", "What's the square root of two?", "That is about 1.4142."),
        ("en", "How much is five plus three minus ten?", "That is -2."),
        ("en", "What is one divided by zero?", "Nothing can be divided by zero."),
        ("en", "What is √-9?", "A number below zero has no square root."),
        ("de", "Was ist 15.000 geteilt durch 12?", "Das ist 1.250."),
        ("de", "15 000 : 12", "Das ist 1.250."),
        ("de", "Was ist 1'500 mal 2?", "Das ist 3.000."),
        ("de", "Wieviel ist -5 + 3?", "Das ist -2."),
        ("de", "Was ergibt 3² + 4²?", "Das ist 25."),
        ("de", "Rechne zwölf mal zwölf aus.", "Das ist 144."),
        ("de", "Was ist 3 Komma 5 plus 2?", "Das ist 5,5."),
        ("de", "Was ist fünf und drei?", "Das ist 8."),
        ("fr", "Combien font 1\N{NARROW NO-BREAK SPACE}500 fois 12 ?", "Cela fait 18\N{NARROW NO-BREAK SPACE}000."),
        ("fr", "Quelle est la racine carrée de 144 ?", "Cela fait 12."),
        (
            "fr",
            "1 000 000 \N{MULTIPLICATION SIGN} 1 000, ça fait combien ?",
            "Cela fait 1\N{NARROW NO-BREAK SPACE}000\N{NARROW NO-BREAK SPACE}000\N{NARROW NO-BREAK SPACE}000.",
        ),
        ("fr", "Combien font 10 divisé par 3 ?", "Cela fait environ 3,3333."),
    ],
)
def test_what_engines_write_down_is_answered(language: str, text: str, answer: str) -> None:
    assert answered(text, situation(language)).text == answer


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_is_no_sum_and_nothing_hides_in_one(language: str) -> None:
    delete = {"en": "delete that", "de": "lösche das", "fr": "efface ça"}[language]
    for text in ("", "5", "5 plus", "plus 5 5", "5 5", f"5 plus {delete}", f"{delete} plus 5", "5 plus 3 zebras"):
        assert not is_sum(text, language), text
    for text in (f"5 plus 3 {delete}", f"5 plus 3 and {delete}"):
        intent = wanted(text, language)
        assert intent is None or intent.skill != "arithmetic", text


def test_two_numbers_joined_are_a_sum_only_where_one_was_asked_for() -> None:
    assert is_sum("two and three", "en")
    assert not is_sum_by_itself("two and three", "en")
    assert wanted("two and three") is None


@settings(max_examples=200)
@given(
    st.lists(
        st.sampled_from(ANY_WORDS),
        max_size=9,
    ),
    st.sampled_from(LANGUAGES),
)
def test_any_words_are_a_sum_or_none(words: list[str], language: str) -> None:
    result = result_of(" ".join(words), language)
    assert result is None or isinstance(result, Fraction | Undefined)
    assert result is None or "zebra" not in words
