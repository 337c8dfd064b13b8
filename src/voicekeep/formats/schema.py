"""JSON Schema (2020-12) of every machine-readable file, made from the data catalogue.

Flow        a category of the catalogue -> the schema of one of its lines
Guarantees  1. What the catalogue explains and what the schema allows cannot drift apart.
            2. The same catalogue always gives the same bytes.
I/O         none
Format      docs/formats/tables.md, version 1
"""

from __future__ import annotations

import json

from voicekeep.records.catalogue import CATALOGUE, Field, JsonType
from voicekeep.records.items import ItemKind

_INSTANT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z$"


def json_schema(kind: ItemKind) -> bytes:
    """Return the schema of one line of `kind`."""
    category = CATALOGUE[kind]
    properties: dict[str, object] = {
        "kind": {"const": kind.value, "description": "The kind of item."},
        "v": {"const": 1, "description": "The version of this format."},
    }
    properties |= {field.name: _property(field) for field in category.fields}
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:voicekeep:item:{kind.value}:1",
        "title": category.title.en,
        "description": category.meaning.en,
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    return json.dumps(schema, indent=2, ensure_ascii=False).encode() + b"\n"


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
