"""P8: a statement has one spelling, and its signature is over these bytes, by this key, for this purpose."""

from __future__ import annotations

import base64
import json
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from tests.archive.copies import ADA, numbered
from tests.formats.records import SHA256, ids
from tests.formats.test_cover import scopes, texts
from tests.vectors.make_checks import respelled
from voicekeep.formats import inventory, statement
from voicekeep.formats.canonical import INTEGER_MAX, Json
from voicekeep.formats.statement import MalformedStatementError, Statement, StatementSignatureError
from voicekeep.records.ids import ArchiveId, RequestId, SubjectId
from voicekeep.records.scope import ReleaseScope

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))
SAMPLE = Statement(
    archive=numbered(ArchiveId, 1),
    request=numbered(RequestId, 1),
    subject=ADA,
    scope=ReleaseScope(as_of=42),
    items=5,
    recordings=3,
    manifest=bytes(range(32)),
    proof={"position": 7, "path": ["ab" * 32], "fact": {"fact": "released"}},
    origin="keep.test",
    checkpoint_key=OTHER.public_key().public_bytes_raw(),
    statement_key=KEY.public_key().public_bytes_raw(),
)
ENCODED = statement.encode(SAMPLE)
SIGNATURE = statement.sign(ENCODED, KEY)

ascii_texts = st.text(st.characters(codec="ascii"), max_size=10)
numbers = st.integers(0, INTEGER_MAX)
digests = SHA256.map(bytes.fromhex)
proofs = st.dictionaries(
    ascii_texts,
    st.recursive(
        st.none() | st.booleans() | st.integers(-INTEGER_MAX, INTEGER_MAX) | texts,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ascii_texts, inner, max_size=3),
        max_leaves=6,
    ),
    max_size=4,
)
statements = st.builds(
    Statement,
    archive=ids(ArchiveId),
    request=ids(RequestId),
    subject=ids(SubjectId),
    scope=scopes,
    items=numbers,
    recordings=numbers,
    manifest=digests,
    proof=proofs,
    origin=texts,
    checkpoint_key=digests,
    statement_key=digests,
)


@given(said=statements)
def test_a_statement_comes_back_as_it_was_and_has_one_spelling(said: Statement) -> None:
    encoded = statement.encode(said)
    assert statement.decode(encoded) == said
    assert statement.encode(statement.decode(encoded)) == encoded
    assert json.loads(encoded)["manifest_sha256"] == said.manifest.hex()


@given(at=st.integers(0, len(ENCODED) - 1), flip=st.integers(1, 255))
def test_an_edited_byte_is_refused_or_says_something_else(at: int, flip: int) -> None:
    edited = ENCODED[:at] + bytes([ENCODED[at] ^ flip]) + ENCODED[at + 1 :]
    try:
        read = statement.decode(edited)
    except MalformedStatementError:
        return
    assert read != SAMPLE
    assert statement.encode(read) == edited


@given(length=st.integers(0, len(ENCODED) - 1), more=st.binary(min_size=1, max_size=9))
def test_a_statement_that_is_cut_or_goes_on_is_refused(length: int, more: bytes) -> None:
    for edited in (ENCODED[:length], ENCODED[length + 1 :], ENCODED + more, more + ENCODED):
        with pytest.raises(MalformedStatementError):
            statement.decode(edited)


def spelled(**changes: Json) -> bytes:
    fields = json.loads(ENCODED) | changes
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def test_the_fields_are_those_that_are_documented() -> None:
    assert spelled() == ENCODED
    assert list(json.loads(ENCODED)) == [
        "archive",
        "checkpoint_key",
        "items",
        "manifest_sha256",
        "origin",
        "proof",
        "recordings",
        "request",
        "scope",
        "statement_key",
        "subject",
        "v",
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"v": 2},
        {"v": True},
        {"archive": "req_" + "a" * 26},
        {"request": None},
        {"subject": "sub_A" + "a" * 25},
        {"scope": None},
        {"scope": {"as_of": 1}},
        {"items": -1},
        {"items": True},
        {"items": "5"},
        {"recordings": None},
        {"manifest_sha256": "00"},
        {"manifest_sha256": "AB" * 32},
        {"manifest_sha256": "0 " * 32},
        {"manifest_sha256": 5},
        {"proof": None},
        {"proof": []},
        {"proof": "{}"},
        {"origin": 1},
        {"origin": None},
        {"checkpoint_key": "00" * 31},
        {"statement_key": ""},
        {"stranger": 1},
    ],
    ids=str,
)
def test_another_statement_is_refused(changes: dict[str, Json]) -> None:
    with pytest.raises(MalformedStatementError):
        statement.decode(spelled(**changes))


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"[]", b"\xff", b" " + ENCODED, ENCODED + b"\n", ENCODED.replace(b",", b", ", 1), b"[" * 100_000],
    ids=[
        "nothing",
        "an empty object",
        "a list",
        "no text",
        "a space before",
        "a newline",
        "a space within",
        "too deep",
    ],
)
def test_another_spelling_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedStatementError):
        statement.decode(data)


def test_the_signature_is_one_line_of_base64_over_prefix_and_statement() -> None:
    statement.require_signature(ENCODED, SIGNATURE, KEY.public_key())
    raw = base64.b64decode(SIGNATURE.removesuffix(b"\n"), validate=True)
    KEY.public_key().verify(raw, b"voicekeep ownership v1\n" + ENCODED)
    assert base64.b64encode(raw) + b"\n" == SIGNATURE


def require_refused(encoded: bytes, signature: bytes, key: Ed25519PrivateKey = KEY) -> None:
    with pytest.raises(StatementSignatureError):
        statement.require_signature(encoded, signature, key.public_key())


@given(at=st.integers(0, len(ENCODED) - 1), flip=st.integers(1, 255))
def test_every_edited_byte_breaks_the_signature(at: int, flip: int) -> None:
    require_refused(ENCODED[:at] + bytes([ENCODED[at] ^ flip]) + ENCODED[at + 1 :], SIGNATURE)


@given(at=st.integers(0, 63), flip=st.integers(1, 255))
def test_every_edited_signature_is_refused(at: int, flip: int) -> None:
    raw = bytearray(base64.b64decode(SIGNATURE))
    raw[at] ^= flip
    require_refused(ENCODED, base64.b64encode(raw) + b"\n")


def test_another_key_s_signature_is_refused() -> None:
    require_refused(ENCODED, SIGNATURE, OTHER)
    require_refused(ENCODED, statement.sign(ENCODED, OTHER))


@pytest.mark.parametrize("prefix", [b"", inventory.SIGNED_AS, b"voicekeep ownership v2\n", b"voicekeep ownership v1"])
def test_what_was_signed_for_something_else_is_no_statement_s_signature(prefix: bytes) -> None:
    require_refused(ENCODED, base64.b64encode(KEY.sign(prefix + ENCODED)) + b"\n")


def test_a_prefix_cannot_move_into_the_statement() -> None:
    signature = base64.b64encode(KEY.sign(ENCODED)) + b"\n"
    require_refused(ENCODED.removeprefix(b"voicekeep ownership v1\n"), signature)
    assert not statement.encode(replace(SAMPLE, items=6)).startswith(b"voicekeep")


NO_SIGNATURES = {
    "nothing": b"",
    "a newline": b"\n",
    "a dash": b"-\n",
    "no text": b"\xff" * 89,
    "its end": SIGNATURE[1:],
    "its start": SIGNATURE[:-3],
    "twice": SIGNATURE + SIGNATURE,
    "a space": b" " + SIGNATURE,
    "two newlines": SIGNATURE + b"\n",
    "a carriage return": SIGNATURE.replace(b"\n", b"\r\n"),
    "no newline": SIGNATURE[:-1],
    "spare bits": respelled(SIGNATURE),
    "raw": base64.b64decode(SIGNATURE),
}


@pytest.mark.parametrize("name", NO_SIGNATURES)
def test_what_is_no_signature_is_refused(name: str) -> None:
    require_refused(ENCODED, NO_SIGNATURES[name])
