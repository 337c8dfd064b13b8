"""Which version of its record a line has: a field that came later makes it a later one, where it says something.

Flow        a kind and a record's values -> the version of its line, and the fields that the line has
Guarantees  1. A record that says nothing new has the line that the first version wrote, byte for byte.
            2. A value has one line: no version is chosen, it follows from the record.
I/O         none
Format      docs/formats/records.md
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Final

from voicekeep.records.items import RECORD_TYPES, ItemKind
from voicekeep.records.later import SINCE

FIRST: Final = 1

LATER: Final[Mapping[ItemKind, Mapping[str, int]]] = {
    kind: {field.name: int(field.metadata[SINCE]) for field in fields(record_type) if SINCE in field.metadata}
    for kind, record_type in RECORD_TYPES.items()
}
"""The fields that came after the first version, each with the version that it came with."""

LATEST: Final[Mapping[ItemKind, int]] = {kind: max([FIRST, *later.values()]) for kind, later in LATER.items()}
"""The version that is written of a record with everything in it."""


def version_of(kind: ItemKind, value: Callable[[str], object]) -> int:
    """Return the version of a line of `kind` whose fields have these values; None: says nothing."""
    return max([FIRST, *(since for name, since in LATER[kind].items() if value(name) is not None)])


def fields_of(kind: ItemKind, names: tuple[str, ...], version: int) -> tuple[str, ...]:
    """Return which of `names` stand in a line of that version."""
    later = LATER[kind]
    return tuple(name for name in names if later.get(name, FIRST) <= version)
