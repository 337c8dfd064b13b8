"""Dates: each day of each year, as it is said and written in each language, is that day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from babel.dates import format_date
from hassil.numbers import get_rbnf_engine
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.assistant.talking import BERLIN, NOW, answered, wanted
from voicekeep.assistant import Situation
from voicekeep.assistant.as_spoken import as_spoken
from voicekeep.assistant.days import _NAMED, date_said, is_date
from voicekeep.records.texts import LANGUAGES, LOCALES

TODAY = NOW.date()  # Saturday, 14 March 2026
DATES = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31))
FORMS = {
    "en": ("the {day}th of {month}", "{month} {day}", "{month} the {word}", "the {word} of {month}"),
    "de": ("der {day}. {month}", "am {day}. {month}", "dem {word}n {month}", "der {word} {month}"),
    "fr": ("le {day} {month}", "{day} {month}", "au {day} {month}", "le {word} {month}"),
}
ASKED = {"en": "what day is {date}", "de": "welcher Wochentag ist {date}", "fr": "quel jour est {date}"}


def ordinal(number: int, language: str) -> str:
    """Return “twenty-fourth”, “vierundzwanzigste”; French counts days with other numbers, but for the first."""
    if language == "fr":
        return "premier" if number == 1 else str(get_rbnf_engine("fr").format_number(number).text)
    spelled = get_rbnf_engine(language).format_number(number, ruleset_names=["spellout-ordinal"])
    return str(spelled.text)


def written(meant: date, form: str, language: str) -> str:
    month = format_date(meant, "MMMM", locale=LOCALES[language])
    return form.format(day=meant.day, month=month, word=ordinal(meant.day, language))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(LANGUAGES), st.integers(0, 3), DATES, DATES)
@example("en", 2, date(2028, 2, 29), date(2026, 3, 1))
@example("de", 3, date(2026, 5, 1), date(2026, 5, 1))
@example("fr", 3, date(2026, 8, 1), date(2026, 8, 2))
def test_a_date_is_the_next_such_day_or_the_one_of_its_year(language: str, form: int, meant: date, today: date) -> None:
    text = written(meant, FORMS[language][form], language)
    found = date_said(text, language, today)
    assert found is not None, text
    assert (found.month, found.day) == (meant.month, meant.day), text
    assert found >= today
    earlier = [
        found.replace(year=year) for year in range(today.year, found.year) if (found.month, found.day) != (2, 29)
    ]
    assert all(each < today for each in earlier)
    assert date_said(f"{text} {meant.year}", language, today) == meant


@settings(max_examples=60, deadline=None)
@given(DATES, st.booleans())
def test_a_date_in_figures_is_the_same_as_in_words(meant: date, with_year: bool) -> None:  # noqa: FBT001
    year = meant.year if with_year else ""
    for language, figures, words in (
        ("de", f"am {meant.day}.{meant.month}.{year}", f"am {meant:%-d} {{}} {year}"),
        ("de", f"zum {meant:%d. %m}.{year}", f"zum {meant:%-d} {{}} {year}"),
        ("fr", f"le {meant:%d/%m}" + (f"/{year}" if year else ""), f"le {meant.day} {{}} {year}"),
    ):
        month = format_date(meant, "MMMM", locale=LOCALES[language])
        assert as_spoken(figures, language) == words.format(month).strip()


@given(DATES)
def test_german_counts_months_too(meant: date) -> None:
    text = f"am {ordinal(meant.day, 'de')}n {ordinal(meant.month, 'de')}n {meant.year}"
    assert date_said(text, "de", TODAY) == meant


@pytest.mark.parametrize("text", ["am ersten dreizehnten", "am ersten zwölf", "zwölften", "am ersten zweiten dritten"])
def test_other_german_numbers_are_no_date(text: str) -> None:
    assert not is_date(text, "de")


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(LANGUAGES), DATES)
def test_its_weekday_is_told(language: str, meant: date) -> None:
    situation = Situation(now=datetime(2020, 1, 1, 12, tzinfo=BERLIN), language=language)
    text = ASKED[language].format(date=f"{written(meant, FORMS[language][0], language)} {meant.year}")
    told = answered(text, situation).text
    shown = format_date(meant, "full", locale=LOCALES[language])
    assert (shown.replace(" 1 ", " 1er ") if language == "fr" else shown) in told


@pytest.mark.parametrize(
    ("language", "text", "answer"),
    [
        ("en", "What day is the 24th of December?", "That is Thursday, 24 December 2026."),
        ("en", "What day of the week is December 24, 2027?", "That is Friday, 24 December 2027."),
        ("en", "When is Christmas Eve?", "That is Thursday, 24 December 2026."),
        ("en", "How many days until Christmas day?", "It is 286 days until Friday, 25 December 2026."),
        ("en", "How many days are left until the 1st of May?", "It is 48 days until Friday, 1 May 2026."),
        ("en", "How many days is it until Friday?", "It is 6 days until Friday, 20 March 2026."),
        ("en", "How long until New Year's Eve?", "It is 292 days until Thursday, 31 December 2026."),
        ("en", "How many days until March 15th?", "That is tomorrow."),
        ("en", "How many days until the 14th of March?", "That is today."),
        ("en", "What day was July 20th, 1969?", "That was Sunday, 20 July 1969."),
        ("en", "What day is the 30th of February?", "There is no such day."),
        ("en", "What day is the 29th of February?", "That is Tuesday, 29 February 2028."),
        ("de", "Welcher Wochentag ist der 24. Dezember?", "Das ist Donnerstag, 24. Dezember 2026."),
        ("de", "Auf welchen Tag fällt Heiligabend?", "Das ist Donnerstag, 24. Dezember 2026."),
        ("de", "Wie viele Tage sind es noch bis Weihnachten?", "Es sind noch 286 Tage bis Freitag, 25. Dezember 2026."),
        ("de", "Wie lange ist es noch bis zum 1. Mai?", "Es sind noch 48 Tage bis Freitag, 1. Mai 2026."),
        ("de", "Wie viele Tage noch bis Freitag?", "Es sind noch 6 Tage bis Freitag, 20. März 2026."),
        ("de", "Wann ist Silvester?", "Das ist Donnerstag, 31. Dezember 2026."),
        ("de", "Welcher Tag ist der 31. Juni?", "Diesen Tag gibt es nicht."),
        ("fr", "Quel jour est le 24 décembre ?", "C’est le jeudi 24 décembre 2026."),
        ("fr", "Quel jour tombe Noël ?", "C’est le vendredi 25 décembre 2026."),
        (
            "fr",
            "Combien de jours reste-t-il avant Noël ?",
            "Il reste 286\N{NO-BREAK SPACE}jours jusqu’au vendredi 25 décembre 2026.",
        ),
        (
            "fr",
            "Dans combien de jours est le 1er mai ?",
            "Il reste 48\N{NO-BREAK SPACE}jours jusqu’au vendredi 1er mai 2026.",
        ),
        (
            "fr",
            "Combien de jours jusqu’à vendredi ?",
            "Il reste 6\N{NO-BREAK SPACE}jours jusqu’au vendredi 20 mars 2026.",
        ),
        ("fr", "Quel jour est le 31 avril ?", "Ce jour n’existe pas."),
    ],
)
def test_dates_are_told_and_counted_to(language: str, text: str, answer: str) -> None:
    assert answered(text, Situation(now=NOW, language=language)).text == answer


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_day_with_a_name_is_understood_by_it(language: str) -> None:
    for name, (month, day) in _NAMED[language].items():
        found = date_said(f"le jour de l’{name.removeprefix('jour ')}" if name == "jour an" else name, language, TODAY)
        assert found is not None, name
        assert (found.month, found.day) == (month, day)


def test_from_today_on_a_weekday_is_within_a_week_and_never_today() -> None:
    for ahead in range(1, 8):
        then = TODAY + timedelta(days=ahead)
        for language in LANGUAGES:
            assert date_said(format_date(then, "EEEE", locale=LOCALES[language]), language, TODAY) == then


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "december"),
        ("en", "the 32nd of may"),
        ("en", "may the fourth be with you"),
        ("en", "24 december delete what i just said"),
        ("de", "der erste"),
        ("de", "mai"),
        ("fr", "le premier venu de mai"),
        ("fr", ""),
    ],
)
def test_what_has_more_or_less_in_it_is_no_date(language: str, text: str) -> None:
    assert not is_date(text, language)
    assert date_said(text, language, TODAY) is None


@pytest.mark.parametrize(
    "text", ["when is delete what i just said", "how many days until friday and delete everything i said today"]
)
def test_a_date_swallows_no_wish_about_privacy(text: str) -> None:
    intent = wanted(text)
    assert intent is None or intent.skill == "privacy"
