"""What the catalogue says about one category of data and about one field of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from voicekeep.records.texts import Text


class JsonType(StrEnum):
    """How a field is written in a JSON line."""

    TEXT = "text"
    NUMBER = "number"  # whole
    INSTANT = "instant"  # text: 2026-03-14T07:12:09.000000Z, UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One exported field: what it means (GDPR Art. 12(1))."""

    name: str
    json_type: JsonType
    nullable: bool
    meaning: Text
    values: Mapping[str, Text] = field(default_factory=dict)  # every value it may have, where they are few


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """What GDPR Art. 15(1) makes a controller say about a category of data."""

    title: Text
    meaning: Text  # what it is
    purpose: Text  # (a) what it is kept for
    legal_basis: Text  # Art. 6(1), named
    source: Text  # (g) where it comes from
    recipients: Text  # (c) who gets to see it
    period: Text  # (d) how long it is kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Category(Purpose):
    """A category of exported data, with every field of its files."""

    fields: tuple[Field, ...]
