"""What a person wrote beside a recording: what was said, when, in which language.

Flow        bytes of NAME.json -> Sidecar
Guarantees  1. A sidecar is used as a whole or refused as a whole, and its recording with it (P10).
            2. An instant without a timezone is refused: nobody can know which one was meant.
I/O         none
Format      docs/formats/sidecar.md, version 1
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from voicekeep.device.entries import EntryError
from voicekeep.records.instant import EPOCH
from voicekeep.records.limits import Limits

_KEYS = frozenset({"transcript", "at", "language"})
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_LANGUAGE_MAX_CHARS = 35  # what RFC 5646, section 4.4.1, asks implementations to have room for


class SidecarError(EntryError):
    """A sidecar cannot be used; neither it nor its recording was kept."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the sidecar {reason}; neither it nor its recording was kept")


class MalformedSidecarError(SidecarError):
    """The sidecar is not one JSON object in UTF-8, or is too large."""


class UnknownSidecarKeyError(SidecarError):
    """The sidecar says something that would be lost: a key that is not known, or one key twice."""


class SidecarValueError(SidecarError):
    """A value of the sidecar is not what its key stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sidecar:
    """What is known of a recording beyond its sound."""

    transcript: str | None = None
    at: datetime | None = None  # UTC
    language: str | None = None  # BCP 47


def parse_sidecar(data: bytes, limits: Limits) -> Sidecar:
    """Return what the sidecar `data` says.

    Raises:
        SidecarError: not all of it can be used; the subclass says why.
    """
    if len(data) > limits.sidecar_max_bytes:
        raise MalformedSidecarError("is too large")
    try:
        value = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_object)
    except (ValueError, RecursionError):
        raise MalformedSidecarError("is not JSON in UTF-8") from None
    if not isinstance(value, dict):
        raise MalformedSidecarError("is not a JSON object")
    if not value.keys() <= _KEYS:
        raise UnknownSidecarKeyError("has a key other than transcript, at and language")
    return Sidecar(
        transcript=_transcript(value.get("transcript"), limits),
        at=_instant(value.get("at")),
        language=_language(value.get("language")),
    )


def _object(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise UnknownSidecarKeyError("has one key twice")
        found[key] = value
    return found


def _transcript(value: object, limits: Limits) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > limits.transcript_max_chars:
        raise SidecarValueError("has a transcript that is not a text, or too long a one")
    if not _is_unicode(value):
        raise SidecarValueError("has a transcript with half a character in it")
    return value


def _is_unicode(text: str) -> bool:
    """Return whether `text` has no lone surrogate, which JSON can spell and UTF-8 cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _instant(value: object) -> datetime | None:
    if value is None:
        return None
    try:
        instant = datetime.fromisoformat(value if isinstance(value, str) else "")
        if instant.tzinfo is None:
            raise SidecarValueError("has an instant without a timezone")
        instant = instant.astimezone(UTC)
    except (ValueError, OverflowError):
        raise SidecarValueError("has an instant that is not in ISO 8601") from None
    if instant < EPOCH:
        raise SidecarValueError("has an instant before 1970")
    return instant


def _language(value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > _LANGUAGE_MAX_CHARS or _LANGUAGE.fullmatch(value) is None:
        raise SidecarValueError("has a language that is not a BCP 47 tag")
    return value
