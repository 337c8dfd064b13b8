"""One JSON text for each value, so that equal values have equal bytes and equal digests.

Flow        a mapping -> bytes -> the same mapping
Guarantees  1. Keys sorted, no space, UTF-8, whole numbers that every JSON reader holds exactly, no newline.
            2. What `encode` would not write, `decode` refuses: doubled keys, other spellings, fractions.
I/O         none
Format      docs/formats/records.md, version 1; a subset of RFC 8785 (keys are ASCII, numbers are whole)
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from voicekeep.formats.errors import FormatError

Json: TypeAlias = "str | int | bool | Sequence[Json] | Mapping[str, Json] | None"

INTEGER_MAX: Final = 2**53 - 1  # beyond it a browser rounds (RFC 7493)
DEPTH_MAX: Final = 16

_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), sort_keys=True)


class NoCanonicalFormError(FormatError):
    """A value has no canonical text; nothing was written."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"{reason}; nothing was written")


class NotCanonicalError(FormatError):
    """Bytes are not the canonical text of any value; nothing of them was used."""

    def __init__(self) -> None:
        super().__init__("not canonical JSON; nothing of it was used")


def encode(value: Mapping[str, Json]) -> bytes:
    """Return the one text of `value`.

    Raises:
        NoCanonicalFormError: a number with a fraction or beyond 2**53 - 1, a key that is not ASCII text, half a
            surrogate pair, something that is not JSON, or more than 16 levels.
    """
    _require_mapping(value, DEPTH_MAX)
    try:
        return _ENCODER.encode(value).encode()
    except UnicodeEncodeError as error:
        raise NoCanonicalFormError("text with half a surrogate pair") from error


def decode(data: bytes) -> dict[str, Json]:
    """Return the mapping that `encode` wrote.

    Raises:
        NotCanonicalError: `encode` does not write these bytes.
    """
    try:
        value = json.loads(data.decode())
        if isinstance(value, dict) and encode(value) == data:
            return value
    except (ValueError, RecursionError) as error:
        raise NotCanonicalError from error
    raise NotCanonicalError


def _require_mapping(value: Mapping[str, Json], levels: int) -> None:
    for key, member in value.items():
        if not isinstance(key, str) or not key.isascii():
            raise NoCanonicalFormError("a key that is not ASCII text")
        if not isinstance(member, str) and member is not None:
            _require(member, levels - 1)


def _require(value: Json, levels: int) -> None:
    if levels == 0:
        raise NoCanonicalFormError(f"more than {DEPTH_MAX} levels")
    match value:
        case str() | None:
            return
        case int():
            if not -INTEGER_MAX <= value <= INTEGER_MAX:
                raise NoCanonicalFormError("a number beyond 2**53 - 1")
        case dict():
            _require_mapping(value, levels)
        case list() | tuple():
            for member in value:
                _require(member, levels - 1)
        case _:
            raise NoCanonicalFormError(f"a {type(value).__name__} is not canonical JSON")
