"""Records as lines: what is sealed, digested, shipped and checked is the same text, byte for byte.

Flow        a record -> one canonical JSON line, without its newline -> the same record
Guarantees  1. Every field of the record stands in the line under its own name, with `kind` and `v` beside it.
            2. Bijective: `decode_record` accepts a line only if `encode_record` would write it.
            3. Every version that was ever written is read; what says nothing new is written as it always was.
I/O         none
Format      docs/formats/records.md, versions 1 and 2
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from operator import attrgetter
from types import NoneType
from typing import Any, get_args, get_type_hints

from voicekeep.formats.canonical import Json, NotCanonicalError, decode, encode
from voicekeep.formats.errors import FormatError
from voicekeep.formats.versions import FIRST, LATEST, fields_of, version_of
from voicekeep.records.instant import to_text
from voicekeep.records.items import RECORD_TYPES, ItemKind, ItemRecord, ref_of

_SHA256 = re.compile(r"[0-9a-f]{64}")


class MalformedRecordError(FormatError):
    """A line is not a record of a version that was ever written; nothing of it was used."""

    def __init__(self) -> None:
        super().__init__("not a record line of a version that is known here; nothing of it was used")


@dataclass(frozen=True, slots=True)
class _Shape:
    """How one version of the records of one kind is written and read, told by their dataclass."""

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
    shapes = _SHAPES_BY_TYPE[type(record)]
    shape = shapes[0] if len(shapes) == 1 else shapes[_version(record) - FIRST]
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
    shapes = _SHAPES_BY_KIND[line["kind"]]
    version = line["v"]
    if type(version) is not int or not FIRST <= version <= len(shapes):
        raise MalformedRecordError
    shape = shapes[version - FIRST]
    if len(line) != len(shape.names) + len(shape.frame):
        raise MalformedRecordError
    record = shape.make(**{name: read(line[name]) for name, read in shape.readers})
    if len(shapes) > 1 and _version(record) != version:
        raise MalformedRecordError
    return record


def _version(record: ItemRecord) -> int:
    return version_of(ref_of(record).kind, lambda name: getattr(record, name))


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


def _shape(kind: ItemKind, record_type: type[ItemRecord], version: int) -> _Shape:
    hints = get_type_hints(record_type)
    names = fields_of(kind, tuple(field.name for field in fields(record_type)), version)
    return _Shape(
        make=record_type,
        frame={"kind": kind.value, "v": version},
        names=names,
        values=attrgetter(*names),
        instants=tuple(name for name in names if hints[name] is datetime),
        readers=tuple((name, _reader(name, hints[name])) for name in names),
    )


_SHAPES_BY_TYPE = {
    record_type: tuple(_shape(kind, record_type, version) for version in range(FIRST, LATEST[kind] + 1))
    for kind, record_type in RECORD_TYPES.items()
}
"""A shape for each version of a record, the first one first."""

_SHAPES_BY_KIND: dict[Json, tuple[_Shape, ...]] = {kind.value: _SHAPES_BY_TYPE[RECORD_TYPES[kind]] for kind in ItemKind}
