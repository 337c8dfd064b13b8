"""Seal one item under its own key, and open it as exactly that item of exactly that owner.

Flow        ItemRef + record + audio -> envelope -> Opened
Guarantees  1. Owner, item, kind and version are associated data: moved or relabelled, an envelope does not open (P2).
            2. An envelope is committed to one key: no two keys open the same one.
            3. Every refusal has a name; no byte of plaintext comes with any of them.
I/O         none
Format      docs/formats/envelope.md, version 1
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from voicekeep.formats.envelope import (
    NONCE_BYTES,
    TAG_BYTES,
    Header,
    MalformedPayloadError,
    NotAnEnvelopeError,
    OverlongEnvelopeError,
    TruncatedEnvelopeError,
    UnsupportedVersionError,
    encode_header,
    pack_payload,
    parse,
    unpack_payload,
)
from voicekeep.records.ids import Entropy
from voicekeep.records.items import ItemRef
from voicekeep.vault.errors import (
    NotSealedError,
    OverlongItemError,
    TamperedItemError,
    TruncatedItemError,
    UnsupportedItemError,
    WrongItemError,
    WrongKeyError,
    WrongKindError,
    WrongOwnerError,
)

_DERIVATION: Final = b"voicekeep item v1"
_HALF: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """One item in clear, for its owner."""

    record: bytes  # one canonical JSON line, without a newline
    audio: bytes | None  # FLAC


def seal_item(ref: ItemRef, record: bytes, audio: bytes | None, key: bytes, entropy: Entropy) -> bytes:
    """Return the envelope of one item.

    Args:
        ref: Whose and which item it is, and of what kind.
        record: Its record line.
        audio: Its audio, if it has any.
        key: The item's own key, 32 bytes, used for this envelope only.
        entropy: The source of the nonce.

    Raises:
        PayloadTooLargeError: more than 1 GiB; nothing was sealed.
    """
    payload = pack_payload(record, audio)
    encryption, commitment = derived(key)
    header = Header(ref=ref, size=len(payload) + TAG_BYTES, nonce=entropy(NONCE_BYTES), commitment=commitment)
    clear = encode_header(header)
    return clear + AESGCM(encryption).encrypt(header.nonce, payload, clear)


def open_item(envelope: bytes, key: bytes, expect: ItemRef) -> Opened:
    """Return what was sealed, if it was sealed as `expect`.

    Raises:
        VaultError: as `require_sealed_as` and `open_sealed` say.
    """
    return open_sealed(envelope, require_sealed_as(envelope, expect), key)


def require_sealed_as(envelope: bytes, expect: ItemRef) -> Header:
    """Return the header of a whole envelope that says it is `expect`; no key is needed.

    Raises:
        NotSealedError: no envelope.
        UnsupportedItemError: a version or suite of another program.
        TruncatedItemError: it ends too early.
        OverlongItemError: bytes follow its end.
        WrongOwnerError: sealed to somebody else.
        WrongItemError: another item of the same owner.
        WrongKindError: the same item, relabelled.
    """
    header = _parsed(envelope, expect)
    if header.ref.owner != expect.owner:
        raise WrongOwnerError(expect.item, asked_for=expect.owner)
    if header.ref.item != expect.item:
        raise WrongItemError(expect.item, found=header.ref.item)
    if header.ref.kind != expect.kind:
        raise WrongKindError(expect.item)
    return header


def open_sealed(envelope: bytes, header: Header, key: bytes) -> Opened:
    """Return what was sealed under `key`; `header` is the envelope's own.

    Raises:
        WrongKeyError: not committed to this key.
        TamperedItemError: changed after it was sealed.
    """
    encryption, commitment = derived(key)
    if not hmac.compare_digest(header.commitment, commitment):
        raise WrongKeyError(header.ref.item)
    whole, length = memoryview(envelope), len(envelope) - header.size
    try:
        plain = AESGCM(encryption).decrypt(header.nonce, whole[length:], whole[:length])
        record, audio = unpack_payload(plain)
    except (InvalidTag, MalformedPayloadError) as error:
        raise TamperedItemError(header.ref.item) from error
    return Opened(record=record, audio=audio)


def derived(key: bytes) -> tuple[bytes, bytes]:
    """Return the key of AES-256-GCM and the commitment: both halves of one HMAC-SHA512 under the item key."""
    both = hmac.digest(key, _DERIVATION, "sha512")
    return both[:_HALF], both[_HALF:]


def _parsed(envelope: bytes, expect: ItemRef) -> Header:
    try:
        header, _ = parse(envelope, likely=expect)
    except TruncatedEnvelopeError as error:
        raise TruncatedItemError(expect.item) from error
    except OverlongEnvelopeError as error:
        raise OverlongItemError(expect.item) from error
    except UnsupportedVersionError as error:
        raise UnsupportedItemError(expect.item) from error
    except NotAnEnvelopeError as error:
        raise NotSealedError(expect.item) from error
    return header
