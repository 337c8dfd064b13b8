"""The time elsewhere: any city that CLDR has a name for, in each language, is told as the time zone database has it."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from babel.core import get_global
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.assistant.talking import BERLIN, NOW, answered, wanted
from voicekeep.assistant import Situation
from voicekeep.assistant.places import _CITIES, _OTHER_NAMES, _PRIMARY, city_of, plain, times_in
from voicekeep.assistant.wording import clock, weekday
from voicekeep.records.texts import LANGUAGES, LOCALES

SAN_JUAN = "America/Argentina/San_Juan"  # by that name, Puerto Rico's capital is meant
ZONES = sorted(zone for zone in get_global("zone_territories") if not zone.startswith("Etc/") and zone != SAN_JUAN)
COUNTRIES = sorted(code for code, zones in get_global("territory_zones").items() if len(zones) == 1 and code.isalpha())
ASKED = {
    "en": "what time is it in {place}",
    "de": "Wie spät ist es in {place}?",
    "fr": "Quelle heure est-il à {place} ?",
}
SEVERAL = (
    "In the US it is not everywhere the same time. For example New York: 4:30 AM, Chicago: 3:30 AM, "
    "Denver: 2:30 AM and Los Angeles: 1:30 AM. Name a city to have its time."
)
INSTANTS = st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2028, 1, 1)).map(  # noqa: DTZ001  aware next
    lambda each: each.replace(tzinfo=UTC).astimezone(BERLIN)
)


def situation(language: str, now: datetime = NOW) -> Situation:
    return Situation(now=now, language=language)


def countries(language: str) -> dict[str, str]:
    return {code: str(name) for code, name in Locale.parse(LOCALES[language]).territories.items() if code.isalpha()}


def exemplar(zone: str, language: str) -> str | None:
    """Return the name that CLDR has for a zone's city, under whatever name it keeps the zone."""
    names = [zone, *(former for former, now in get_global("zone_aliases").items() if now == zone)]
    zones = Locale.parse(LOCALES[language]).time_zones
    return next((str(zones[name]["city"]) for name in names if "city" in zones.get(name, {})), None)


@settings(max_examples=250, deadline=None)
@given(st.sampled_from(ZONES), st.sampled_from(LANGUAGES), INSTANTS)
def test_a_city_of_cldr_has_the_time_of_its_zone(zone: str, language: str, now: datetime) -> None:
    name = exemplar(zone, language) or zone.rpartition("/")[2].replace("_", " ")
    then = now.astimezone(ZoneInfo(zone))
    assert city_of(zone, language) == name
    theirs = times_in(name, now, language)
    offsets = {there.then.utcoffset() for there in theirs}
    assert then.utcoffset() in offsets, name
    if len(theirs) > 1:
        return  # a country goes by that name too, and has several times
    told = answered(ASKED[language].format(place=name), situation(language, now)).text
    assert clock(then, language) in told
    assert (weekday(then, language) in told) is (then.date() != now.date())


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_country_of_one_zone_is_known_by_its_name(language: str) -> None:
    names = countries(language)
    for code in COUNTRIES:
        (zone,) = get_global("territory_zones")[code]
        theirs = times_in(names[code], NOW, language)
        assert [there.then.utcoffset() for there in theirs] == [NOW.astimezone(ZoneInfo(zone)).utcoffset()], code


@pytest.mark.parametrize(
    ("language", "text", "answer"),
    [
        ("en", "What time is it in Tokyo?", "In Tokyo it is 5:30 PM."),
        ("en", "What time is it in New York right now?", "In New York it is 4:30 AM."),
        ("en", "what's the time in london", "In london it is 8:30 AM."),
        ("en", "What is the current time in the Netherlands?", "In the Netherlands it is 9:30 AM."),
        ("en", "Tell me the time in Washington, D.C.", "In Washington, D.C it is 4:30 AM."),
        ("en", "Could you tell me what time it is in Sao Paulo, please?", "In Sao Paulo it is 5:30 AM."),
        ("en", "What time is it in China?", "In China it is 4:30 PM."),
        ("en", "What time is it in Honolulu?", "In Honolulu it is 10:30 PM on Friday."),
        ("en", "What time is it in Narnia?", "I do not know what time it is in Narnia."),
        (
            "en",
            "What time is it in the US?",
            SEVERAL,
        ),
        ("de", "Wie spät ist es in Tokio?", "In Tokio ist es 17 Uhr 30."),
        ("de", "Wie viel Uhr ist es gerade in New York?", "In New York ist es 4 Uhr 30."),
        ("de", "Wieviel Uhr ist es in der Türkei?", "In der Türkei ist es 11 Uhr 30."),
        ("de", "Welche Uhrzeit ist es im Vereinigten Königreich?", "Im Vereinigten Königreich ist es 8 Uhr 30."),
        ("de", "Wie spät ist es auf Hawaii?", "Auf Hawaii ist es Freitag, 22 Uhr 30."),
        ("de", "Wie spät ist es in den Niederlanden jetzt?", "In den Niederlanden ist es 9 Uhr 30."),
        ("de", "Wie spät ist es in Peking?", "In Peking ist es 16 Uhr 30."),
        ("de", "Wie spät ist es in Hintertupfingen?", "Ich weiß nicht, wie spät es in Hintertupfingen ist."),
        ("fr", "Quelle heure est-il à Tokyo ?", "À Tokyo, il est 17 heures 30."),
        ("fr", "Il est quelle heure à Londres ?", "À Londres, il est 8 heures 30."),
        ("fr", "Quelle heure est-il au Japon en ce moment ?", "Au Japon, il est 17 heures 30."),
        ("fr", "Quelle heure est-il au Caire ?", "Au Caire, il est 10 heures 30."),
        ("fr", "Quelle est l’heure à la Réunion ?", "À la Réunion, il est 12 heures 30."),
        ("fr", "Quelle heure est-il à Hawaï ?", "À Hawaï, nous sommes vendredi et il est 22 heures 30."),
        ("fr", "Quelle heure est-il à Montréal ?", "À Montréal, il est 4 heures 30."),
        ("fr", "Quelle heure est-il à Los Angeles ?", "À Los Angeles, il est 1 heure 30."),
        ("fr", "Quelle heure est-il à Poudlard ?", "Je ne sais pas quelle heure il est à Poudlard."),
    ],
)
def test_the_time_elsewhere_is_told_with_its_day_where_that_is_another(language: str, text: str, answer: str) -> None:
    assert answered(text, situation(language)).text == answer


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "what time is it in delete what I just said"),
        ("en", "what time is it in Tokyo and delete everything I said today"),
        ("de", "wie spät ist es in lösche was ich gerade gesagt habe"),
        ("fr", "quelle heure est-il à efface ce que je viens de dire"),
    ],
)
def test_a_place_swallows_no_wish_about_privacy(language: str, text: str) -> None:
    intent = wanted(text, language)
    assert intent is not None
    assert intent.name == "privacy.unsure"
    asked = answered(text, situation(language))
    assert not asked.effects
    assert asked.asks is not None


def test_a_place_is_in_no_text_that_could_be_logged() -> None:
    intent = wanted("what time is it in Tokyo")
    assert intent is not None
    assert "Tokyo" not in f"{intent!r} {intent.name} {answered('what time is it in Tokyo', situation('en'))!r}"


def test_what_we_name_ourselves_is_not_there_already_and_lies_where_we_say() -> None:
    known = {
        plain(name)
        for code in LANGUAGES
        for name in (*countries(code).values(), *(exemplar(zone, code) or "" for zone in ZONES))
    } | {plain(zone.rpartition("/")[2].replace("_", " ")) for zone in get_global("zone_territories")}
    ours = [name for names in (*_CITIES.values(), *_OTHER_NAMES.values()) for name in names.split("|")]
    assert [name for name in ours if plain(name) in known - {plain("San Juan")}] == []
    zones = get_global("zone_territories")
    assert {zone for zone in _CITIES if zone not in zones} == set()
    for country, zone in _PRIMARY.items():
        assert zones[zone] == {"IC": "ES", "XK": "RS"}.get(country, country)
