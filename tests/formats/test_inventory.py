"""P4: an inventory has one spelling, and only a head that this keep signed as one is believed."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from tests.archive.copies import ADA, numbered
from tests.formats.records import SHA256, ids
from tests.formats.test_cover import scopes
from voicekeep.checks import InventorySignatureError, admit
from voicekeep.formats import canonical
from voicekeep.formats.canonical import INTEGER_MAX, Json
from voicekeep.formats.inventory import (
    SIGNED_AS,
    InventoryHead,
    InventoryLine,
    MalformedInventoryError,
    decode_head,
    decode_line,
    encode_head,
    encode_line,
)
from voicekeep.records.ids import ArchiveId, ItemId, RequestId, SubjectId
from voicekeep.records.items import ItemKind
from voicekeep.records.scope import ReleaseScope

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
HEAD = InventoryHead(
    archive=numbered(ArchiveId, 1),
    request=numbered(RequestId, 1),
    subject=ADA,
    scope=ReleaseScope(as_of=42),
    items=5,
    recordings=3,
    members=40,
    manifest=bytes(range(32)),
    directory=bytes(range(1, 33)),
    body_header=bytes(range(2, 34)),
    body_size=123_456,
    lines=bytes(range(3, 35)),
)
LINE = InventoryLine(
    item=numbered(ItemId, 1), kind=ItemKind.TURN, of="recording", digest=bytes(range(32)), offset=300, length=60_000
)
ENCODED, LINE_ENCODED = encode_head(HEAD), encode_line(LINE)

numbers = st.integers(0, INTEGER_MAX)
digests = SHA256.map(bytes.fromhex)
heads = st.builds(
    InventoryHead,
    archive=ids(ArchiveId),
    request=ids(RequestId),
    subject=ids(SubjectId),
    scope=scopes,
    items=numbers,
    recordings=numbers,
    members=numbers,
    manifest=digests,
    directory=digests,
    body_header=digests,
    body_size=numbers,
    lines=digests,
)
lines = st.builds(
    InventoryLine,
    item=ids(ItemId),
    kind=st.sampled_from(ItemKind),
    of=st.sampled_from(["recording", "record"]),
    digest=digests,
    offset=numbers,
    length=numbers,
)


@given(head=heads)
def test_a_head_comes_back_as_it_was_and_has_one_spelling(head: InventoryHead) -> None:
    assert decode_head(encode_head(head)) == head


@given(line=lines)
def test_a_line_comes_back_as_it_was_and_is_canonical_json(line: InventoryLine) -> None:
    encoded = encode_line(line)
    assert decode_line(encoded) == line
    assert canonical.encode(json.loads(encoded)) + b"\n" == encoded
    assert encoded.count(b"\n") == 1


@given(at=st.integers(0, len(ENCODED) - 1), flip=st.integers(1, 255))
def test_an_edited_head_is_refused_or_says_something_else(at: int, flip: int) -> None:
    edited = ENCODED[:at] + bytes([ENCODED[at] ^ flip]) + ENCODED[at + 1 :]
    try:
        read = decode_head(edited)
    except MalformedInventoryError:
        return
    assert read != HEAD
    assert encode_head(read) == edited


@given(at=st.integers(0, len(LINE_ENCODED) - 1), flip=st.integers(1, 255))
def test_an_edited_line_is_refused_or_says_something_else(at: int, flip: int) -> None:
    edited = LINE_ENCODED[:at] + bytes([LINE_ENCODED[at] ^ flip]) + LINE_ENCODED[at + 1 :]
    try:
        read = decode_line(edited)
    except MalformedInventoryError:
        return
    assert read != LINE
    assert encode_line(read) == edited


def spelled(encoded: bytes, changes: dict[str, Json]) -> bytes:
    return json.dumps(json.loads(encoded) | changes, sort_keys=True, separators=(",", ":")).encode()


@pytest.mark.parametrize(
    "changes",
    [
        {"v": 2},
        {"v": True},
        {"archive": "itm_" + "a" * 26},
        {"request": 1},
        {"subject": None},
        {"scope": []},
        {"items": -1},
        {"recordings": "3"},
        {"members": True},
        {"manifest": "00"},
        {"directory": "AB" * 32},
        {"body_header": None},
        {"body_size": None},
        {"lines": ""},
        {"stranger": 1},
    ],
    ids=str,
)
def test_another_head_is_refused(changes: dict[str, Json]) -> None:
    assert spelled(ENCODED, {}) == ENCODED
    with pytest.raises(MalformedInventoryError):
        decode_head(spelled(ENCODED, changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"item": "sub_" + "a" * 26},
        {"kind": "stranger"},
        {"of": "transcript"},
        {"of": None},
        {"digest": "ab"},
        {"digest": "AB" * 32},
        {"offset": -1},
        {"offset": False},
        {"length": "9"},
        {"stranger": 1},
    ],
    ids=str,
)
def test_another_line_is_refused(changes: dict[str, Json]) -> None:
    assert spelled(LINE_ENCODED, {}) + b"\n" == LINE_ENCODED
    with pytest.raises(MalformedInventoryError):
        decode_line(spelled(LINE_ENCODED, changes) + b"\n")


@pytest.mark.parametrize("data", [b"", b"\n", b"{}", b"[]\n", b"\xff", ENCODED + b"\n", b" " + ENCODED, ENCODED[:-1]])
def test_another_spelling_is_refused(data: bytes) -> None:
    for decode in (decode_head, decode_line):
        with pytest.raises(MalformedInventoryError):
            decode(data)


@pytest.mark.parametrize("data", [LINE_ENCODED[:-1], LINE_ENCODED + b"\n", LINE_ENCODED * 2, b"\n" + LINE_ENCODED])
def test_a_line_ends_with_its_one_newline(data: bytes) -> None:
    with pytest.raises(MalformedInventoryError):
        decode_line(data)


def test_a_head_that_was_signed_as_an_inventory_is_admitted() -> None:
    assert admit(ENCODED, KEY.sign(SIGNED_AS + ENCODED), KEY.public_key()).head == HEAD


@pytest.mark.parametrize("prefix", [b"", b"voicekeep ownership v1\n", b"voicekeep inventory v2\n", SIGNED_AS[:-1]])
def test_what_was_signed_for_something_else_is_not_admitted(prefix: bytes) -> None:
    with pytest.raises(InventorySignatureError):
        admit(ENCODED, KEY.sign(prefix + ENCODED), KEY.public_key())


@given(at=st.integers(0, 63), flip=st.integers(1, 255))
def test_an_edited_signature_is_not_admitted(at: int, flip: int) -> None:
    signature = bytearray(KEY.sign(SIGNED_AS + ENCODED))
    signature[at] ^= flip
    with pytest.raises(InventorySignatureError):
        admit(ENCODED, bytes(signature), KEY.public_key())


@pytest.mark.parametrize("length", [0, 1, 63, 65])
def test_a_signature_of_another_length_is_not_admitted(length: int) -> None:
    signature = (KEY.sign(SIGNED_AS + ENCODED) + b"\0")[:length]
    with pytest.raises(InventorySignatureError):
        admit(ENCODED, signature, KEY.public_key())


def test_another_head_with_this_one_s_signature_is_not_admitted() -> None:
    other = encode_head(replace(HEAD, subject=numbered(SubjectId, 9)))
    with pytest.raises(InventorySignatureError):
        admit(other, KEY.sign(SIGNED_AS + ENCODED), KEY.public_key())


@pytest.mark.parametrize("data", [b"", b"{}", ENCODED + b"\n"])
def test_something_else_is_no_head_even_if_it_was_signed(data: bytes) -> None:
    with pytest.raises(MalformedInventoryError):
        admit(data, KEY.sign(SIGNED_AS + data), KEY.public_key())
