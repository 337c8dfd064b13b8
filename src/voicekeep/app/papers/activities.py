"""What is done with data, category by category: the data catalogue as a controller has to tell it.

The catalogue speaks to the person; that is right for the privacy notice, and a record that says "you" says so first.
Whom a category tells of, the law asks and the catalogue does not hold: it stands here, and a test compares the two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from voicekeep.formats.canonical import Json
from voicekeep.records.catalogue import BESIDE, CATALOGUE, STORED_COLUMNS, Field, Purpose
from voicekeep.records.items import ItemKind
from voicekeep.records.texts import Language, Text

ACCOUNT_HOLDERS: Final = Text(
    en="People with an account.",
    de="Personen mit einem Konto.",
    fr="Les personnes qui ont un compte.",
)
_ALSO_HEARD: Final = Text(
    en="People with an account; guests, and whoever else is heard on a recording or spoken of in it.",
    de="Personen mit einem Konto; Gäste und wer sonst auf einer Aufnahme zu hören ist oder darin erwähnt wird.",
    fr="Les personnes qui ont un compte ; les invités et toute autre personne audible ou mentionnée dans un "
    "enregistrement.",
)

PEOPLE: Final[Mapping[ItemKind, Text]] = {
    ItemKind.TURN: _ALSO_HEARD,
    ItemKind.PROFILE: ACCOUNT_HOLDERS,
    ItemKind.MEMBERSHIP: ACCOUNT_HOLDERS,
    ItemKind.DEVICE: ACCOUNT_HOLDERS,
    ItemKind.CONSENT: ACCOUNT_HOLDERS,
    ItemKind.SIGN_IN: ACCOUNT_HOLDERS,
    ItemKind.REQUEST: ACCOUNT_HOLDERS,
    ItemKind.PASSKEY: ACCOUNT_HOLDERS,
    ItemKind.CORRECTION: _ALSO_HEARD,
    ItemKind.WITHHOLDING: _ALSO_HEARD,
    ItemKind.RESTRICTION: ACCOUNT_HOLDERS,
    ItemKind.LIST_ENTRY: _ALSO_HEARD,
    ItemKind.TIMER: ACCOUNT_HOLDERS,
    ItemKind.REMINDER: _ALSO_HEARD,
    ItemKind.LETTER: ACCOUNT_HOLDERS,
    ItemKind.SHOWN_NAME: ACCOUNT_HOLDERS,
    ItemKind.MANDATE: ACCOUNT_HOLDERS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One line of the record of processing: one category of data, and what is done with it."""

    category: str  # of the catalogue; empty: kept beside the items
    told: Purpose
    people: Text
    fields: tuple[Field, ...]  # none: it is not shipped in the copy

    def as_json(self, language: Language) -> dict[str, Json]:
        """Return it for machines, its texts in one language."""
        told = self.told
        texts = {
            "title": told.title,
            "meaning": told.meaning,
            "purpose": told.purpose,
            "legal_basis": told.legal_basis,
            "source": told.source,
            "people": self.people,
            "recipients": told.recipients,
            "period": told.period,
        }
        return {
            "category": self.category or None,
            **{name: text.within(language) for name, text in texts.items()},
            "data": [{"field": each.name, "meaning": meaning_of(each, language)} for each in self.fields],
        }


def meaning_of(field: Field, language: Language) -> str:
    """Return what a field means, with the values that it may have where they are few."""
    values = (f"{value}: {text.within(language)}" for value, text in field.values.items())
    return " ".join((field.meaning.within(language), *values))


def activities() -> tuple[Activity, ...]:
    """Return every category of the catalogue, then what is kept beside the items."""
    shipped = [
        Activity(category=kind.value, told=category, people=PEOPLE[kind], fields=category.fields)
        for kind, category in CATALOGUE.items()
    ]
    return (*shipped, *(Activity(category="", told=told, people=ACCOUNT_HOLDERS, fields=()) for told in BESIDE))


def stored() -> Iterator[tuple[str, str, str]]:
    """Yield table, column and what it is for, in English, of every column of the database."""
    for place, meaning in STORED_COLUMNS.items():
        table, _, column = place.partition(".")
        yield table, column, meaning
