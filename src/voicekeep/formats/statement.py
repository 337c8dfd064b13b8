"""ownership.json and ownership.sig: whose copy this is, what it covers, and the proof of its release in the ledger.

Flow        Statement -> canonical JSON -> Ed25519 signature over it
Guarantees  1. One statement, one spelling: `decode` accepts only what `encode` would write.
            2. The signature is over these bytes with a prefix of their own, so nothing else signed can stand for it.
I/O         none
Format      docs/formats/statement.md, version 1
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from voicekeep.formats import canonical
from voicekeep.formats.canonical import Json
from voicekeep.formats.errors import FormatError
from voicekeep.formats.scopes import scope_fields, scope_of
from voicekeep.records.ids import ArchiveId, RequestId, SubjectId
from voicekeep.records.scope import ReleaseScope

STATEMENT_MAX_BYTES: Final = 64 * 1024
_SIGNED_AS: Final = b"voicekeep ownership v1\n"
_VERSION: Final = 1


class MalformedStatementError(FormatError):
    """A statement is not as Voicekeep writes it; nothing in it was believed."""

    promise = "P8"

    def __init__(self) -> None:
        super().__init__("ownership.json is not as Voicekeep writes it; nothing in it was believed")


class StatementSignatureError(FormatError):
    """A statement does not carry the signature of the key that it names."""

    promise = "P8"

    def __init__(self) -> None:
        super().__init__("ownership.sig is not the signature of ownership.json; nothing in it was believed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Whose copy this is."""

    archive: ArchiveId
    request: RequestId
    subject: SubjectId
    scope: ReleaseScope
    items: int
    recordings: int
    manifest: bytes  # 32 bytes, SHA-256 of manifest-sha256.txt
    proof: Mapping[str, Json]  # that the ledger holds the release, as the ledger writes it
    origin: str  # the keep's name in its ledger
    checkpoint_key: bytes  # 32 bytes, Ed25519: who signs the ledger's checkpoints
    statement_key: bytes  # 32 bytes, Ed25519: who signs this


def encode(statement: Statement) -> bytes:
    """Return ownership.json."""
    return canonical.encode(
        {
            "v": _VERSION,
            "archive": statement.archive,
            "request": statement.request,
            "subject": statement.subject,
            "scope": scope_fields(statement.scope),
            "items": statement.items,
            "recordings": statement.recordings,
            "manifest_sha256": statement.manifest.hex(),
            "proof": statement.proof,
            "origin": statement.origin,
            "checkpoint_key": statement.checkpoint_key.hex(),
            "statement_key": statement.statement_key.hex(),
        }
    )


def decode(data: bytes) -> Statement:
    """Read ownership.json.

    Raises:
        MalformedStatementError: `encode` would not have written it.
    """
    try:
        fields = canonical.decode(data)
        proof = fields["proof"]
        if not isinstance(proof, Mapping):
            raise MalformedStatementError
        statement = Statement(
            archive=ArchiveId(str(fields["archive"])),
            request=RequestId(str(fields["request"])),
            subject=SubjectId(str(fields["subject"])),
            scope=scope_of(fields["scope"]),
            items=_number(fields["items"]),
            recordings=_number(fields["recordings"]),
            manifest=_bytes32(fields["manifest_sha256"]),
            proof=proof,
            origin=str(fields["origin"]),
            checkpoint_key=_bytes32(fields["checkpoint_key"]),
            statement_key=_bytes32(fields["statement_key"]),
        )
    except (FormatError, KeyError, TypeError, ValueError) as error:
        raise MalformedStatementError from error
    if encode(statement) != data:
        raise MalformedStatementError
    return statement


def sign(encoded: bytes, key: Ed25519PrivateKey) -> bytes:
    """Return ownership.sig: one line of base64."""
    return base64.b64encode(key.sign(_SIGNED_AS + encoded)) + b"\n"


def require_signature(encoded: bytes, signature: bytes, key: Ed25519PublicKey) -> None:
    """Return if `signature` is over these bytes, by this key.

    Raises:
        StatementSignatureError: it is not.
    """
    try:
        signed = base64.b64decode(signature.removesuffix(b"\n"), validate=True)
        key.verify(signed, _SIGNED_AS + encoded)
    except (InvalidSignature, binascii.Error, ValueError) as error:
        raise StatementSignatureError from error
    if base64.b64encode(signed) + b"\n" != signature:  # one signature, one spelling
        raise StatementSignatureError


def _number(value: Json) -> int:
    if type(value) is not int or value < 0:
        raise MalformedStatementError
    return value


def _bytes32(value: Json) -> bytes:
    data = bytes.fromhex(str(value))
    if len(data) != 32:  # noqa: PLR2004  a digest or a key
        raise MalformedStatementError
    return data
