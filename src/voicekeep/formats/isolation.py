"""“An isolated case?”: every release ever made, judged again, as one signed file that anybody can verify offline.

Flow        Isolation -> canonical JSON, with key and signature -> verified against the operator's fingerprint
Guarantees  1. One finding, one text: what `decode` would not have written is refused.
            2. The signature is over these bytes with a prefix of their own, so nothing else signed can stand for it.
            3. It names a copy by the SHA-256 of its number: who has the copy finds it, and nobody is named.
I/O         none
Format      docs/formats/isolation.md, version 1
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from voicekeep.formats import canonical
from voicekeep.formats.canonical import Json
from voicekeep.formats.checkpoint import fingerprint
from voicekeep.formats.errors import FormatError
from voicekeep.records.instant import from_text, to_text

_SIGNED_AS: Final = b"voicekeep isolation v1\n"
_VERSION: Final = 1


class MalformedIsolationError(FormatError):
    """A finding is not as Voicekeep writes it; nothing in it was believed."""

    promise = "P8"

    def __init__(self) -> None:
        super().__init__("the finding is not as Voicekeep writes it; nothing in it was believed")


class IsolationSignatureError(FormatError):
    """A finding does not carry the signature of the key that it names, or another key signed it."""

    promise = "P8"

    def __init__(self) -> None:
        super().__init__("the finding was not signed by the key that was expected; nothing in it was believed")


class Finding(StrEnum):
    """What the releases show."""

    NONE = "none"  # proven: no release holds anything of another person's
    ISOLATED = "isolated"  # proven: exactly one does
    NOT_ISOLATED = "not_isolated"  # disproven: more than one does
    UNPROVEN = "unproven"  # at most one was found, and not everything could be judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One release, judged again."""

    copy: bytes  # 32 bytes, SHA-256 of the archive's number
    released_at: datetime  # UTC
    stretches: int  # recordings and records that were judged
    crossed: int  # of them another person's
    erased: int  # of them erased since: whose they were is known, their content is not
    doubts: tuple[tuple[str, int], ...]  # why something could not be judged, and how often; by name


@dataclass(frozen=True, slots=True, kw_only=True)
class Isolation:
    """The whole page."""

    origin: str  # which keep
    made_at: datetime  # UTC
    checkpoint: str  # signed note of the ledger that it was judged by
    releases: tuple[Release, ...]  # every one, in the ledger's order

    @property
    def crossed(self) -> int:
        """Return how many releases hold something of another person's."""
        return sum(release.crossed > 0 for release in self.releases)

    @property
    def unjudged(self) -> int:
        """Return how many releases could not be judged, or not all of them."""
        return sum(bool(release.doubts) for release in self.releases)

    @property
    def since(self) -> datetime | None:
        """Return when the first was made; None: there is none."""
        return min((release.released_at for release in self.releases), default=None)

    @property
    def finding(self) -> Finding:
        """Return what they show."""
        if self.crossed > 1:
            return Finding.NOT_ISOLATED
        if self.unjudged:
            return Finding.UNPROVEN
        return Finding.ISOLATED if self.crossed else Finding.NONE


def sign(page: Isolation, key: Ed25519PrivateKey) -> bytes:
    """Return the page as a signed file."""
    return _file(page, key.public_key(), key.sign(_SIGNED_AS + canonical.encode(_fields(page))))


def verify(data: bytes, expected_fingerprint: str | None = None) -> Isolation:
    """Return the page that a file is, if the key that it names signed it.

    Args:
        data: The file.
        expected_fingerprint: What the operator publishes; None: any key will do, and proves the less.

    Raises:
        MalformedIsolationError: it is no such file.
        IsolationSignatureError: the signature is not that of the key, or the key is another than expected.
    """
    try:
        file = canonical.decode(data)
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(str(file["key"])))
        signature, fields = bytes.fromhex(str(file["signature"])), _mapping(file["finding"])
        page = _page(fields)
    except (FormatError, KeyError, TypeError, ValueError) as error:
        raise MalformedIsolationError from error
    try:
        key.verify(signature, _SIGNED_AS + canonical.encode(fields))
    except InvalidSignature as error:
        raise IsolationSignatureError from error
    if expected_fingerprint is not None and expected_fingerprint != fingerprint(key):
        raise IsolationSignatureError
    if _file(page, key, signature) != data:
        raise MalformedIsolationError
    return page


def _file(page: Isolation, key: Ed25519PublicKey, signature: bytes) -> bytes:
    return canonical.encode(
        {"finding": _fields(page), "key": key.public_bytes_raw().hex(), "signature": signature.hex()}
    )


def _fields(page: Isolation) -> dict[str, Json]:
    return {
        "v": _VERSION,
        "origin": page.origin,
        "made_at": to_text(page.made_at),
        "checkpoint": page.checkpoint,
        "finding": page.finding.value,
        "since": None if page.since is None else to_text(page.since),
        "count": len(page.releases),
        "crossed": page.crossed,
        "unjudged": page.unjudged,
        "releases": [
            {
                "copy": release.copy.hex(),
                "released_at": to_text(release.released_at),
                "stretches": release.stretches,
                "crossed": release.crossed,
                "erased": release.erased,
                "doubts": dict(release.doubts),
            }
            for release in page.releases
        ],
    }


def _page(fields: dict[str, Json]) -> Isolation:
    listed = fields["releases"]
    if not isinstance(listed, list):
        raise MalformedIsolationError
    return Isolation(
        origin=str(fields["origin"]),
        made_at=from_text(str(fields["made_at"])),
        checkpoint=str(fields["checkpoint"]),
        releases=tuple(_release(_mapping(each)) for each in listed),
    )


def _release(fields: dict[str, Json]) -> Release:
    return Release(
        copy=_digest(fields["copy"]),
        released_at=from_text(str(fields["released_at"])),
        stretches=_number(fields["stretches"]),
        crossed=_number(fields["crossed"]),
        erased=_number(fields["erased"]),
        doubts=tuple(sorted((name, _number(often)) for name, often in _mapping(fields["doubts"]).items())),
    )


def _mapping(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise MalformedIsolationError
    return value


def _number(value: Json) -> int:
    if type(value) is not int or value < 0:
        raise MalformedIsolationError
    return value


def _digest(value: Json) -> bytes:
    digest = bytes.fromhex(str(value))
    if len(digest) != hashlib.sha256().digest_size:
        raise MalformedIsolationError
    return digest
