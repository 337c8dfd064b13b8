"""One sealed item as bytes: a header that says whose and which it is, then AES-256-GCM.

Flow        Header + ciphertext -> envelope -> the same Header, and where the ciphertext begins
Guarantees  1. The header names owner, item and kind; all of it is associated data of the ciphertext.
            2. A header has one spelling; an envelope that is cut short, or longer than it says, is refused.
I/O         none; no key comes here
Format      docs/formats/envelope.md, version 1
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

from voicekeep.formats.errors import FormatError
from voicekeep.records.ids import ItemId, SubjectId
from voicekeep.records.items import ItemKind, ItemRef

FAMILY: Final = b"VKE"
VERSION: Final = 1
SUITE: Final = 1  # AES-256-GCM; key and commitment by HMAC-SHA512
NONCE_BYTES: Final = 12
COMMITMENT_BYTES: Final = 32
TAG_BYTES: Final = 16
PAYLOAD_MAX_BYTES: Final = 2**30  # one call of AES-256-GCM takes less than 2**31

_START: Final = FAMILY + b"%d" % VERSION + bytes([SUITE])
_NAME = struct.Struct(">H")
_END = struct.Struct(f">I{NONCE_BYTES}s{COMMITMENT_BYTES}s")  # size, nonce, commitment
_WITHOUT_AUDIO: Final = 0
_WITH_AUDIO: Final = 1
_PAYLOAD = struct.Struct(">BI")  # audio or not, length of the record line


class NotAnEnvelopeError(FormatError):
    """Bytes are no envelope at all; nothing of them was used."""

    def __init__(self) -> None:
        super().__init__("not an envelope; nothing of it was used")


class UnsupportedVersionError(FormatError):
    """An envelope of a version or suite that this program does not know; nothing of it was used."""

    def __init__(self) -> None:
        super().__init__(f"not an envelope of version {VERSION}, suite {SUITE}; nothing of it was used")


class TruncatedEnvelopeError(FormatError):
    """An envelope ends before it should; nothing of it was used."""

    def __init__(self) -> None:
        super().__init__("the envelope ends too early; nothing of it was used")


class OverlongEnvelopeError(FormatError):
    """Bytes follow the end of an envelope; nothing of it was used."""

    def __init__(self) -> None:
        super().__init__("bytes follow the envelope's end; nothing of it was used")


class MalformedPayloadError(FormatError):
    """What was sealed is not a record with or without audio; nothing of it was used."""

    def __init__(self) -> None:
        super().__init__("not a record with or without audio; nothing of it was used")


class PayloadTooLargeError(FormatError):
    """An item is larger than one envelope; nothing was written."""

    def __init__(self, size: int) -> None:
        super().__init__(f"{size} bytes do not fit into one envelope; nothing was written")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What an envelope says about itself in clear."""

    ref: ItemRef
    size: int  # bytes of ciphertext and tag
    nonce: bytes  # 12 bytes
    commitment: bytes  # 32 bytes: only one key gives it


def encode_header(header: Header) -> bytes:
    """Return the header's bytes, which are also the associated data of the ciphertext."""
    return _start_of(header.ref) + _END.pack(header.size, header.nonce, header.commitment)


def parse(data: bytes, *, likely: ItemRef | None = None) -> tuple[Header, int]:
    """Return an envelope's header and its length in bytes.

    Args:
        data: The whole envelope.
        likely: What the header may well say; it is read faster if it does, and the result is the same if not.

    Raises:
        NotAnEnvelopeError: another kind of file, or owner, item and kind are not spelled as such.
        UnsupportedVersionError: a version or suite of another program.
        TruncatedEnvelopeError: fewer bytes than the header, or than it says.
        OverlongEnvelopeError: more bytes than it says.
    """
    start = b"" if likely is None else _start_of(likely)
    if likely is not None and data.startswith(start):
        ref, end = likely, len(start)
    else:
        ref, end = _parse_start(data)
    length = end + _END.size
    if len(data) < length:
        raise TruncatedEnvelopeError
    size, nonce, commitment = _END.unpack_from(data, end)
    if len(data) - length < max(size, TAG_BYTES):
        raise TruncatedEnvelopeError
    if len(data) - length > size:
        raise OverlongEnvelopeError
    return Header(ref=ref, size=size, nonce=nonce, commitment=commitment), length


def pack_payload(record: bytes, audio: bytes | None) -> bytes:
    """Return what is sealed: the record line, and the audio if there is one.

    Raises:
        PayloadTooLargeError: more than 1 GiB.
    """
    size = _PAYLOAD.size + len(record) + len(audio or b"")
    if size > PAYLOAD_MAX_BYTES:
        raise PayloadTooLargeError(size)
    flag = _WITHOUT_AUDIO if audio is None else _WITH_AUDIO
    return b"".join((_PAYLOAD.pack(flag, len(record)), record, audio or b""))


def unpack_payload(plain: bytes) -> tuple[bytes, bytes | None]:
    """Return the record line and the audio.

    Raises:
        MalformedPayloadError: `pack_payload` does not write these bytes.
    """
    if len(plain) < _PAYLOAD.size:
        raise MalformedPayloadError
    flag, length = _PAYLOAD.unpack_from(plain)
    end = _PAYLOAD.size + length
    if flag == _WITH_AUDIO and end <= len(plain):
        return plain[_PAYLOAD.size : end], plain[end:]
    if flag == _WITHOUT_AUDIO and end == len(plain):
        return plain[_PAYLOAD.size :], None
    raise MalformedPayloadError


def _start_of(ref: ItemRef) -> bytes:
    names = [ref.owner.encode("ascii"), ref.item.encode("ascii"), ref.kind.encode("ascii")]
    return _START + b"".join([_NAME.pack(len(name)) + name for name in names])


def _parse_start(data: bytes) -> tuple[ItemRef, int]:
    _require_ours(data)
    owner, end = _name(data, len(_START))
    item, end = _name(data, end)
    kind, end = _name(data, end)
    try:
        return ItemRef(owner=SubjectId(owner), item=ItemId(item), kind=ItemKind(kind)), end
    except ValueError as error:
        raise NotAnEnvelopeError from error


def _require_ours(data: bytes) -> None:
    start = data[: len(_START)]
    if start == _START:
        return
    if len(data) < len(_START) and _START.startswith(data):
        raise TruncatedEnvelopeError
    if start.startswith(FAMILY):
        raise UnsupportedVersionError
    raise NotAnEnvelopeError


def _name(data: bytes, start: int) -> tuple[str, int]:
    """Return a name with a length in front, and where it ends; what is not ASCII cannot be a name."""
    begin = start + _NAME.size
    if len(data) < begin:
        raise TruncatedEnvelopeError
    end = begin + int.from_bytes(data[start:begin])
    if len(data) < end:
        raise TruncatedEnvelopeError
    try:
        return data[begin:end].decode("ascii"), end
    except UnicodeDecodeError as error:
        raise NotAnEnvelopeError from error
