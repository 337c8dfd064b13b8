"""Records as lines: what is sealed, digested, shipped and checked is the same text, byte for byte.

Flow        a record -> one canonical JSON line, without its newline -> the same record
Guarantees  1. Every field of the record stands in the line under its own name, with `kind` and `v` beside it.
            2. Bijective: `decode_record` accepts a line only if `encode_record` would write it.
I/O         none
Format      docs/formats/records.md, version 1
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from operator import attrgetter
from types import NoneType
from typing import Any, Final, get_args, get_type_hints

from voicekeep.formats.canonical import Json, NotCanonicalError, decode, encode
from voicekeep.formats.errors import FormatError
from voicekeep.records.instant import to_text
from voicekeep.records.items import RECORD_TYPES, ItemKind, ItemRecord

VERSION: Final = 1

_SHA256 = re.compile(r"[0-9a-f]{64}")


class MalformedRecordError(FormatError):
    """A line is not a record of this version; nothing of it was used."""

    def __init__(self) -> None:
        super().__init__(f"not a record line of version {VERSION}; nothing of it was used")


@dataclass(frozen=True, slots=True)
class _Shape:
    """How the records of one kind are written and read, told by their dataclass."""

    make: Callable[..., ItemRecord]
    frame: dict[str, Json]  # kind and v
    names: tuple[str, ...]
    values: Callable[[ItemRecord], tuple[Any, ...]]
    instants: tuple[str, ...]
    readers: tuple[tuple[str, Callable[[Json], object]], ...]


def encode_record(record: ItemRecord) -> bytes:
    """Return the record's one line, without a newline.

    Raises:
        NoCanonicalFormError: a text that is not Unicode, e.g. half a surrogate pair in a file's name.
        ValueError: an instant without a timezone.
    """
    shape = _SHAPES_BY_TYPE[type(record)]
    line = dict(zip(shape.names, shape.values(record), strict=True))
    for name in shape.instants:
        line[name] = to_text(line[name])
    return encode(line | shape.frame)


def decode_record(line: bytes) -> ItemRecord:
    """Return the record whose line this is.

    Raises:
        MalformedRecordError: `encode_record` does not write this line.
    """
    try:
        return _record_of(decode(line))
    except (NotCanonicalError, ValueError, KeyError, TypeError) as error:
        raise MalformedRecordError from error


def _record_of(line: Mapping[str, Json]) -> ItemRecord:
    shape = _SHAPES_BY_KIND[line["kind"]]
    version = line["v"]
    if type(version) is not int or version != VERSION or len(line) != len(shape.names) + len(shape.frame):
        raise MalformedRecordError
    return shape.make(**{name: read(line[name]) for name, read in shape.readers})


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise MalformedRecordError
    return value


def _number(value: Json) -> int:
    if type(value) is not int:  # true and false are numbers to Python, not to a record
        raise MalformedRecordError
    return value


def _instant(value: Json) -> datetime:
    instant = datetime.fromisoformat(_text(value))
    if to_text(instant) != value:
        raise MalformedRecordError
    return instant


def _sha256(value: Json) -> str:
    if _SHA256.fullmatch(_text(value)) is None:
        raise MalformedRecordError
    return str(value)


_READERS: dict[type, Callable[[Json], object]] = {str: _text, int: _number, datetime: _instant}


def _reader(name: str, annotation: object) -> Callable[[Json], object]:
    """Return what reads a field; an identifier or an enum is made of its text."""
    types = [each for each in get_args(annotation) or (annotation,) if each is not NoneType]
    made = types[0]
    read = _sha256 if name.endswith("_sha256") else _READERS.get(made, lambda value: made(_text(value)))
    if NoneType not in get_args(annotation):
        return read
    return lambda value: None if value is None else read(value)


def _shape(kind: ItemKind, record_type: type[ItemRecord]) -> _Shape:
    hints = get_type_hints(record_type)
    names = tuple(field.name for field in fields(record_type))
    return _Shape(
        make=record_type,
        frame={"kind": kind.value, "v": VERSION},
        names=names,
        values=attrgetter(*names),
        instants=tuple(name for name in names if hints[name] is datetime),
        readers=tuple((name, _reader(name, hints[name])) for name in names),
    )


_SHAPES_BY_TYPE = {record_type: _shape(kind, record_type) for kind, record_type in RECORD_TYPES.items()}
_SHAPES_BY_KIND: dict[Json, _Shape] = {kind.value: _SHAPES_BY_TYPE[RECORD_TYPES[kind]] for kind in ItemKind}
