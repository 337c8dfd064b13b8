"""What time it is elsewhere: a place by its name, in three languages, to the time there.

Flow        a place as it was said, the present instant -> each time that it is there, with a city where it is so
Guarantees  1. Names and zones are CLDR's and the time zone database's, from packages; nothing is asked of anybody.
            2. A country where it is not everywhere the same time has several times, and none of them is picked.
            3. A name that is not known is nowhere: nothing is guessed from half of one.
I/O         reads files of packages, once for each language
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global

from voicekeep.records.texts import LANGUAGES, LOCALES

_ARTICLES: Final = frozenset({"the", "le", "la", "les", "l", "der", "die", "das", "den", "dem"})
_SPELLED: Final = {"st": "saint", "sankt": "saint", "ste": "saint", "sainte": "saint"}
_NO_CITIES: Final = frozenset({"Etc", "US", "Australia"})  # of aliases: “US/Hawaii”, “Australia/North”

_PRIMARY: Final = {
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "MH": "Pacific/Majuro",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PT": "Europe/Lisbon",
    "UA": "Europe/Kyiv",
    "UZ": "Asia/Tashkent",
    "IC": "Atlantic/Canary",
    "XK": "Europe/Belgrade",
}
"""Whose time is meant by a country's name though a part of it has another: CLDR's primary zones (metaZones.xml), which
babel leaves out. The last two are territories of CLDR's that the time zone database has no code for."""

_NAMED: Final = {
    "AU": ("Australia/Sydney", "Australia/Brisbane", "Australia/Adelaide", "Australia/Perth"),
    "BR": ("America/Sao_Paulo", "America/Manaus"),
    "CA": ("America/Toronto", "America/Winnipeg", "America/Edmonton", "America/Vancouver"),
    "MX": ("America/Mexico_City", "America/Cancun", "America/Tijuana"),
    "RU": ("Europe/Moscow", "Asia/Yekaterinburg", "Asia/Novosibirsk", "Asia/Vladivostok"),
    "US": ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"),
}
"""Which times of the widest countries are told: not all, but those of most people."""

_OTHER_NAMES: Final = {
    "AE": "UAE|Emirates|Emirate|Émirats",
    "CZ": "Czech Republic|Tschechische Republik|République tchèque",
    "GB": "UK|Great Britain|Großbritannien|Grande-Bretagne|England|Angleterre|Scotland|Schottland|Écosse",
    "KR": "Korea|Corée",
    "MU": "Île Maurice",
    "NL": "Holland|Hollande",
    "TR": "Turkey",
    "US": "US|U.S.|USA|America|Amerika|Amérique",
}
"""What people call countries that CLDR calls otherwise."""

_CITIES: Final = {
    "Africa/Casablanca": "Rabat|Marrakesh|Marrakesch|Marrakech",
    "Africa/Johannesburg": "Cape Town|Kapstadt|Le Cap|Pretoria",
    "America/Chicago": "Houston|Dallas|New Orleans|Nouvelle-Orléans",
    "America/Los_Angeles": "San Francisco|San Diego|Las Vegas|Seattle|California|Kalifornien|Californie",
    "America/New_York": "New York City|Washington|Washington DC|Washington D.C.|Boston|Miami|Philadelphia|Atlanta",
    "America/Puerto_Rico": "San Juan",
    "America/Sao_Paulo": "Rio de Janeiro|Rio|Brasília",
    "America/Toronto": "Ottawa|Quebec",
    "Asia/Dubai": "Abu Dhabi|Abou Dabi",
    "Asia/Ho_Chi_Minh": "Hanoi|Hanoï",
    "Asia/Karachi": "Islamabad",
    "Asia/Kolkata": "Delhi|New Delhi|Neu-Delhi|Mumbai|Bombay|Bangalore",
    "Asia/Shanghai": "Beijing|Peking|Pékin|Shenzhen",
    "Asia/Tokyo": "Osaka|Kyoto",
    "Australia/Sydney": "Canberra",
    "Europe/Berlin": "Munich|München|Hamburg|Frankfurt|Francfort|Cologne|Köln",
    "Europe/Istanbul": "Ankara",
    "Europe/London": "Edinburgh|Édimbourg|Manchester",
    "Europe/Madrid": "Barcelona|Barcelone",
    "Europe/Moscow": "Saint Petersburg|Saint-Pétersbourg",
    "Europe/Paris": "Lyon|Marseille|Nice|Nizza|Strasbourg|Straßburg",
    "Europe/Rome": "Milan|Mailand|Venice|Venedig|Venise|Florence|Florenz|Naples|Neapel",
    "Europe/Zurich": "Bern|Berne|Geneva|Genf|Genève|Basel|Bâle",
    "Pacific/Auckland": "Wellington",
    "Pacific/Honolulu": "Hawaii|Hawaï",
}
"""Capitals, and the cities most asked for, after which no zone is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class There:
    """One time that it is at a place."""

    city: str  # where it is this time, as the language calls it
    then: datetime  # aware, in the zone there


def times_in(place: str, now: datetime, language: str) -> tuple[There, ...]:
    """Return what time it is at a place.

    Args:
        place: Its name, as it was said; of the language's own, or as another of ours calls it.
        now: Aware.
        language: en, de or fr.

    Returns:
        One time; or some of several, where it is not everywhere the same; none: no such place is known.
    """
    theirs: dict[object, There] = {}
    for zone in _zones_of(place, language):
        then = now.astimezone(ZoneInfo(zone))
        theirs.setdefault(then.utcoffset(), There(city=city_of(zone, language), then=then))
    return tuple(theirs.values())


def city_of(zone: str, language: str) -> str:
    """Return what a language calls the city that a zone is named after."""
    zones = Locale.parse(LOCALES[language]).time_zones
    for name in (zone, *_former_names().get(zone, ())):
        city = zones.get(name, {}).get("city")
        if city is not None:
            return str(city)
    return _named_after(zone)


def _zones_of(place: str, language: str) -> Sequence[str]:
    """Look a name up: in its own language, in the others; then in another case (“in den Vereinigten Staaten”)."""
    for code in (language, *LANGUAGES):
        found = _index(code).get(plain(place))
        if found is not None:
            return found
    return _inflected().get(_without_endings(place), ()) if language == "de" else ()


def plain(name: str) -> str:
    """Return a name without what people and engines write now so, now so: accents, hyphens, an article before it."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    words = re.findall(r"\w+", "".join(each for each in letters if not unicodedata.combining(each)))
    if len(words) > 1 and words[0] in _ARTICLES:
        del words[0]
    return " ".join(_SPELLED.get(word, word) for word in words)


def _without_endings(name: str) -> str:
    return " ".join(re.sub(r"(?<=\w{4})(?:e[nmrs]?|n|s)$", "", word) for word in plain(name).split())


@cache
def _index(language: str) -> Mapping[str, Sequence[str]]:
    """Return the zones of each name; what two have in common is the country's rather than the city's."""
    index: dict[str, Sequence[str]] = {}
    for name, zones in _names(language):
        index.setdefault(plain(name), zones)
    return index


@cache
def _inflected() -> Mapping[str, Sequence[str]]:
    """Return the zones of each German name without endings; what could be two of them is left out."""
    index: dict[str, Sequence[str]] = {}
    for name, zones in _index("de").items():
        form = _without_endings(name)
        index[form] = zones if index.get(form, zones) == zones else ()
    return index


def _names(language: str) -> Iterator[tuple[str, Sequence[str]]]:
    countries, territories = _zones_of_countries(), Locale.parse(LOCALES[language]).territories
    for zone, names in _CITIES.items():
        yield from ((name, (zone,)) for name in names.split("|"))
    for code, names in _OTHER_NAMES.items():
        yield from ((name, countries[code]) for name in names.split("|"))
    yield from ((territories[code], zones) for code, zones in countries.items() if code in territories)
    cities = [zone for zone in get_global("zone_territories") if not zone.startswith("Etc/")]
    yield from ((city_of(zone, language), (zone,)) for zone in cities)
    yield from ((_named_after(zone), (zone,)) for zone in cities)
    for former, zone in get_global("zone_aliases").items():
        if "/" in former and former.partition("/")[0] not in _NO_CITIES:
            yield _named_after(former), (zone,)


@cache
def _zones_of_countries() -> Mapping[str, Sequence[str]]:
    """Return each country's zones, in the order of the time zone database: the one of most people first."""
    countries: dict[str, list[str]] = {}
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8")
    for line in table.splitlines():
        if line and not line.startswith("#"):
            code, _, zone = line.split("\t")[:3]
            countries.setdefault(code, []).append(zone)
    return {**countries, **_NAMED, **{code: [zone] for code, zone in _PRIMARY.items()}}


@cache
def _former_names() -> Mapping[str, Sequence[str]]:
    """Return what each zone was called before: CLDR keeps names of cities under these."""
    former: dict[str, list[str]] = {}
    for alias, zone in get_global("zone_aliases").items():
        former.setdefault(zone, []).append(alias)
    return former


def _named_after(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")
