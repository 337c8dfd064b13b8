"""JSON Schema (2020-12) of every machine-readable file, made from the data catalogue.

Flow        a category of the catalogue -> the schema of one of its lines
Guarantees  1. What the catalogue explains and what the schema allows cannot drift apart.
            2. The same catalogue always gives the same bytes.
I/O         none
Format      docs/formats/tables.md, version 1
"""

from __future__ import annotations

import json
from functools import cache

from voicekeep.formats.versions import FIRST, LATER, LATEST
from voicekeep.records.catalogue import CATALOGUE, Field, JsonType
from voicekeep.records.items import ItemKind

_INSTANT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z$"


@cache
def json_schema(kind: ItemKind) -> bytes:
    """Return the schema of one line of `kind`, of whichever version."""
    category, later = CATALOGUE[kind], LATER[kind]
    properties: dict[str, object] = {
        "kind": {"const": kind.value, "description": "The kind of item."},
        "v": _version(LATEST[kind]),
    }
    properties |= {field.name: _property(field) for field in category.fields}
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:voicekeep:item:{kind.value}:{LATEST[kind]}",
        "title": category.title.en,
        "description": category.meaning.en,
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in later],
        "additionalProperties": False,
    }
    if later:
        schema["allOf"] = [_with_its_version(name, since) for name, since in later.items()]
    return json.dumps(schema, indent=2, ensure_ascii=False).encode() + b"\n"


def _version(latest: int) -> dict[str, object]:
    values: dict[str, object] = {"const": FIRST} if latest == FIRST else {"enum": list(range(FIRST, latest + 1))}
    return {**values, "description": "The version of this format."}


def _with_its_version(name: str, since: int) -> dict[str, object]:
    """Return the rule that a field stands in lines of the version that brought it and later ones, and in no other."""
    return {
        "if": {"properties": {"v": {"minimum": since}}},
        "then": {"required": [name]},
        "else": {"not": {"required": [name]}},
    }


def _property(field: Field) -> dict[str, object]:
    described: dict[str, object] = {"description": field.meaning.en}
    if field.values:
        return described | {"enum": [*field.values, *([None] if field.nullable else [])]}
    types = {
        JsonType.TEXT: {"type": "string"},
        JsonType.NUMBER: {"type": "integer"},
        JsonType.INSTANT: {"type": "string", "format": "date-time", "pattern": _INSTANT},
    }
    typed = types[field.json_type]
    return described | typed | ({"type": [typed["type"], "null"]} if field.nullable else {})
