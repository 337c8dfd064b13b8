"""Checkpoints: the ledger's size and root, signed, so that anybody can keep one and hold us to it.

Flow        Checkpoint, Ed25519 key -> a signed note -> the same Checkpoint, believed
Guarantees  1. A note opens only under the key and the origin that are asked for.
            2. One checkpoint has one note: what `sign` would not write, `open_note` refuses.
I/O         none
Format      docs/formats/checkpoint.md, version 1: C2SP tlog-checkpoint in a C2SP signed-note
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from voicekeep.formats.errors import FormatError

ROOT_BYTES: Final = 32

_ALGORITHM: Final = b"\x01"  # Ed25519, in C2SP signed-note
_KEY_ID_BYTES: Final = 4
_GROUP: Final = 4  # hexadecimal digits that are read together in a fingerprint

# A last base64 digit before one "=" holds four bits: two lower ones that are set would be another spelling.
_BASE64_END = "[AEIMQUYcgkosw048]="
_ORIGIN = "[!-*,-~]{1,253}"  # ASCII, no space, no "+": it is the key's name as well
_NOTE = re.compile(
    rf"(?P<text>(?P<origin>{_ORIGIN})\n"
    rf"(?P<size>0|[1-9][0-9]{{0,14}})\n"
    rf"(?P<root>[A-Za-z0-9+/]{{42}}{_BASE64_END})\n)"
    rf"\n\u2014 (?P<name>{_ORIGIN}) (?P<signature>[A-Za-z0-9+/]{{90}}{_BASE64_END})\n"
)


class CheckpointError(FormatError):
    """A checkpoint was not believed; nothing of it was used."""


class NotACheckpointError(CheckpointError):
    """Text is not the note of a checkpoint as Voicekeep writes it."""

    def __init__(self) -> None:
        super().__init__("not the signed note of a checkpoint; nothing of it was used")


class ForeignOriginError(CheckpointError):
    """A checkpoint is of another ledger than the one asked for."""

    def __init__(self) -> None:
        super().__init__("the checkpoint is of another ledger; nothing of it was used")


class ForeignKeyError(CheckpointError):
    """A note says that another key signed it."""

    def __init__(self) -> None:
        super().__init__("the checkpoint says that another key signed it; nothing of it was used")


class WrongSignatureError(CheckpointError):
    """The key did not sign this."""

    def __init__(self) -> None:
        super().__init__("the checkpoint does not carry its key's signature; nothing of it was used")


class UnwritableCheckpointError(CheckpointError):
    """An origin, size or root has no place in a note; nothing was signed."""

    def __init__(self) -> None:
        super().__init__("an origin, size or root that no checkpoint can have; nothing was signed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """How far a ledger had come."""

    origin: str  # which ledger, and the name of its key, e.g. "voice.example.org"
    size: int  # entries
    root: bytes  # 32 bytes, RFC 6962 tree head over them


def sign(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """Return the signed note of `checkpoint`; the same one every time.

    Raises:
        UnwritableCheckpointError: an origin with a space or "+" in it, a size below 0, a root of another length.
    """
    root = base64.b64encode(checkpoint.root).decode("ascii")
    text = f"{checkpoint.origin}\n{checkpoint.size}\n{root}\n"
    signed = key_id(key.public_key(), checkpoint.origin) + key.sign(text.encode())
    note = f"{text}\n\u2014 {checkpoint.origin} {base64.b64encode(signed).decode('ascii')}\n"
    if _NOTE.fullmatch(note) is None:
        raise UnwritableCheckpointError
    return note


def open_note(note: str, public_key: Ed25519PublicKey, origin: str) -> Checkpoint:
    """Return the checkpoint that `public_key` signed for the ledger `origin`.

    Raises:
        NotACheckpointError: not a note that `sign` writes.
        ForeignOriginError: of another ledger, or signed in another name.
        ForeignKeyError: the note says that another key signed it.
        WrongSignatureError: this key did not sign this text.
    """
    match = _NOTE.fullmatch(note)
    if match is None:
        raise NotACheckpointError
    if not match["origin"] == match["name"] == origin:
        raise ForeignOriginError
    signed = base64.b64decode(match["signature"])
    if signed[:_KEY_ID_BYTES] != key_id(public_key, origin):
        raise ForeignKeyError
    try:
        public_key.verify(signed[_KEY_ID_BYTES:], match["text"].encode())
    except InvalidSignature as error:
        raise WrongSignatureError from error
    return Checkpoint(origin=origin, size=int(match["size"]), root=base64.b64decode(match["root"]))


def key_id(public_key: Ed25519PublicKey, name: str) -> bytes:
    """Return the 4 bytes by which a note says which key signed it. They only help to find the key."""
    named = name.encode() + b"\n" + _ALGORITHM + public_key.public_bytes_raw()
    return hashlib.sha256(named).digest()[:_KEY_ID_BYTES]


def fingerprint(public_key: Ed25519PublicKey) -> str:
    """Return SHA-256 of the raw public key: 64 hexadecimal digits, a colon after every fourth."""
    digits = hashlib.sha256(public_key.public_bytes_raw()).hexdigest()
    return ":".join(digits[start : start + _GROUP] for start in range(0, len(digits), _GROUP))
