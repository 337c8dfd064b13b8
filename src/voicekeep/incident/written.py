"""A change as bytes: what is sealed in a case's row, and what the ledger holds the digest of.

Flow        a change -> canonical JSON with its name and version -> the same change
Guarantees  1. Bijective: `decode_change` accepts only what `encode_change` writes.
            2. Every kind of `Change` has one form, told by its fields: there is nothing to keep in step by hand.
I/O         none
Format      docs/formats/cases.md, version 1
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from types import NoneType
from typing import Any, Final, get_args, get_origin, get_type_hints

from voicekeep.formats import canonical
from voicekeep.formats.canonical import Json
from voicekeep.formats.errors import FormatError
from voicekeep.incident.changes import Change
from voicekeep.incident.errors import SeverityRefusedError
from voicekeep.records.ids import Id
from voicekeep.records.instant import from_microseconds, to_microseconds

VERSION: Final = 1


class NotAChangeError(FormatError):
    """Bytes are not a change of a case of this version; nothing of them was used."""

    def __init__(self) -> None:
        super().__init__(f"not a change of version {VERSION}; nothing of it was used")


def change_name(change: Change | type[Change]) -> str:
    """Return what a change is called: `authority_decided`."""
    of = change if isinstance(change, type) else type(change)
    return re.sub("(?<!^)(?=[A-Z])", "_", of.__name__).lower()


_KINDS: Final[Mapping[str, type[Any]]] = {change_name(of): of for of in get_args(Change)}


def encode_change(change: Change) -> bytes:
    """Return the one text of a change."""
    return canonical.encode({"change": change_name(change), "v": VERSION, "of": _written(change)})


def decode_change(data: bytes) -> Change:
    """Return the change whose text this is.

    Raises:
        NotAChangeError: `encode_change` does not write these bytes.
    """
    try:
        said = canonical.decode(data)
        change: Change = _read(_KINDS[str(said["change"])], said["of"])
    except (FormatError, SeverityRefusedError, KeyError, TypeError, ValueError) as error:
        raise NotAChangeError from error
    if encode_change(change) != data:
        raise NotAChangeError
    return change


def _written(value: Any) -> Any:  # noqa: ANN401  any field of a change
    if is_dataclass(value):
        return {field.name: _written(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_written(each) for each in value]
    if isinstance(value, datetime):
        return to_microseconds(value)
    return value.value if isinstance(value, Enum) else value


def _read(of: Any, said: Json) -> Any:  # noqa: ANN401  any annotation of a field
    if NoneType in get_args(of):
        return None if said is None else _read(next(each for each in get_args(of) if each is not NoneType), said)
    if isinstance(said, dict):
        hints = get_type_hints(of)
        return of(**{name: _read(hints[name], each) for name, each in said.items()})
    if get_origin(of) is tuple and isinstance(said, list):
        return tuple(_read(get_args(of)[0], each) for each in said)
    if of is datetime and type(said) is int:
        return from_microseconds(said)
    if isinstance(of, type) and issubclass(of, Id | Enum):
        return of(str(said))
    if type(said) is not of:
        raise NotAChangeError
    return said
