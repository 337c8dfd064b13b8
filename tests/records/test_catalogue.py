"""A field of a record that the catalogue does not explain fails here (R11, R12), and so does the reverse."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from types import NoneType
from typing import get_args, get_type_hints

import pytest

from voicekeep.records.catalogue import BESIDE, CATALOGUE, Category, Field, JsonType, Purpose
from voicekeep.records.items import RECORD_TYPES, ItemKind, ItemRecord
from voicekeep.records.texts import LANGUAGES, Text


def drift(record_type: type, category: Category) -> Iterator[str]:
    """Say where a record and its category do not agree."""
    hints = get_type_hints(record_type)
    explained = {field.name: field for field in category.fields}
    if [field.name for field in dataclasses.fields(record_type)] != [field.name for field in category.fields]:
        yield "other fields, or in another order"
    for name in hints.keys() & explained.keys():
        yield from disagreement(hints[name], explained[name])


def disagreement(hint: object, field: Field) -> Iterator[str]:
    types = get_args(hint) or (hint,)
    (base,) = (each for each in types if each is not NoneType)
    if (NoneType in types) is not field.nullable:
        yield f"{field.name}: may it be unknown?"
    wanted = JsonType.NUMBER if base is int else JsonType.INSTANT if base is datetime else JsonType.TEXT
    if field.json_type is not wanted:
        yield f"{field.name}: is it {wanted}?"
    values = [value.value for value in base] if isinstance(base, type) and issubclass(base, StrEnum) else []
    if [str(value) for value in field.values] != values:
        yield f"{field.name}: which values?"


@pytest.mark.parametrize("kind", list(ItemKind))
def test_every_exported_field_is_explained_and_no_other(kind: ItemKind) -> None:
    assert list(drift(RECORD_TYPES[kind], CATALOGUE[kind])) == []


def test_every_kind_is_a_category_in_the_order_of_the_copy() -> None:
    assert tuple(CATALOGUE) == tuple(ItemKind)


def texts(told: object) -> Iterator[Text]:
    """Return every text below `told`."""
    if isinstance(told, Text):
        yield told
    elif dataclasses.is_dataclass(told):
        for field in dataclasses.fields(told):
            yield from texts(getattr(told, field.name))
    elif isinstance(told, dict):
        for value in told.values():
            yield from texts(value)
    elif isinstance(told, tuple):
        for value in told:
            yield from texts(value)


@pytest.mark.parametrize("told", [*CATALOGUE.values(), *BESIDE])
def test_everything_is_said_in_every_language_and_never_twice_the_same(told: Purpose) -> None:
    found = list(texts(told))
    assert len(found) >= len(dataclasses.fields(Purpose))
    for text in found:
        said = [text.within(language) for language in LANGUAGES]
        assert all(sentence.strip() == sentence != "" for sentence in said)
        assert all("'" not in sentence and '"' not in sentence for sentence in said)  # typographic ones only
        assert text.en != text.de
        assert text.de != text.fr


@pytest.mark.parametrize("kind", list(ItemKind))
def test_a_field_more_or_less_is_noticed(kind: ItemKind) -> None:
    category = CATALOGUE[kind]
    for left_out in category.fields:
        fewer = tuple(field for field in category.fields if field is not left_out)
        assert list(drift(RECORD_TYPES[kind], dataclasses.replace(category, fields=fewer)))
    longer: type[ItemRecord] = dataclasses.make_dataclass(
        "Longer", [("shoe_size", int)], bases=(RECORD_TYPES[kind],), frozen=True, kw_only=True
    )
    assert list(drift(longer, category))


def test_a_field_explained_as_something_else_is_noticed() -> None:
    category = CATALOGUE[ItemKind.TURN]
    for at, field in enumerate(category.fields):
        for spoilt in (
            dataclasses.replace(field, nullable=not field.nullable),
            dataclasses.replace(
                field, json_type=JsonType.TEXT if field.json_type is not JsonType.TEXT else JsonType.NUMBER
            ),
            dataclasses.replace(field, values={"stranger": field.meaning}),
        ):
            fields = (*category.fields[:at], spoilt, *category.fields[at + 1 :])
            assert list(drift(RECORD_TYPES[ItemKind.TURN], dataclasses.replace(category, fields=fields)))
