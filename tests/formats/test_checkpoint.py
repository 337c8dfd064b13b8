"""A checkpoint is a C2SP signed note that opens under its own key and name only."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from voicekeep.formats.checkpoint import (
    Checkpoint,
    CheckpointError,
    ForeignKeyError,
    ForeignOriginError,
    NotACheckpointError,
    UnwritableCheckpointError,
    WrongSignatureError,
    fingerprint,
    key_id,
    open_note,
    sign,
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))
ORIGIN = "voice.example.org"
CHECKPOINT = Checkpoint(origin=ORIGIN, size=42, root=hashlib.sha256(b"root").digest())
NOTE = sign(CHECKPOINT, KEY)

checkpoints = st.builds(
    Checkpoint,
    origin=st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters="+"), min_size=1),
    size=st.integers(0, 10**15 - 1),
    root=st.binary(min_size=32, max_size=32),
)


@given(checkpoints)
def test_a_checkpoint_comes_back_as_it_was_and_has_one_note(checkpoint: Checkpoint) -> None:
    note = sign(checkpoint, KEY)
    assert open_note(note, KEY.public_key(), checkpoint.origin) == checkpoint
    assert sign(checkpoint, KEY) == note


def test_the_note_is_as_the_specification_says() -> None:
    text, signatures = NOTE.split("\n\n")
    assert text == f"{ORIGIN}\n42\n{base64.b64encode(CHECKPOINT.root).decode()}"
    assert signatures.startswith(f"— {ORIGIN} ")
    signed = base64.b64decode(signatures.split(" ")[2])
    assert signed[:4] == hashlib.sha256(ORIGIN.encode() + b"\n\x01" + KEY.public_key().public_bytes_raw()).digest()[:4]
    KEY.public_key().verify(signed[4:], f"{text}\n".encode())


@pytest.mark.parametrize(
    "published",
    [
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
    ],
)
def test_key_ids_are_those_of_published_verifier_keys(published: str) -> None:
    name, short, encoded = published.split("+", 2)
    algorithm, *raw = base64.b64decode(encoded)
    assert algorithm == 1
    assert key_id(Ed25519PublicKey.from_public_bytes(bytes(raw)), name).hex() == short


def test_another_ledgers_checkpoint_is_refused() -> None:
    with pytest.raises(ForeignOriginError):
        open_note(NOTE, KEY.public_key(), "elsewhere.example.org")


def test_a_note_signed_in_another_name_is_refused() -> None:
    with pytest.raises(ForeignOriginError):
        open_note(NOTE.replace(f"— {ORIGIN}", "— elsewhere.example.org"), KEY.public_key(), ORIGIN)


def test_another_keys_note_is_refused() -> None:
    with pytest.raises(ForeignKeyError):
        open_note(NOTE, OTHER.public_key(), ORIGIN)


def test_a_note_with_the_right_key_id_and_another_keys_signature_is_refused() -> None:
    text = NOTE.split("\n\n")[0] + "\n"
    signed = base64.b64encode(key_id(KEY.public_key(), ORIGIN) + OTHER.sign(text.encode())).decode()
    with pytest.raises(WrongSignatureError):
        open_note(f"{text}\n— {ORIGIN} {signed}\n", KEY.public_key(), ORIGIN)


@pytest.mark.parametrize(("was", "is_now"), [("\n42\n", "\n43\n"), ("\n42\n", "\n4\n")])
def test_another_size_is_not_what_was_signed(was: str, is_now: str) -> None:
    with pytest.raises(WrongSignatureError):
        open_note(NOTE.replace(was, is_now), KEY.public_key(), ORIGIN)


@given(st.integers(0, len(NOTE) - 1), st.characters())
def test_a_changed_character_is_a_named_error(at: int, character: str) -> None:
    changed = NOTE[:at] + character + NOTE[at + 1 :]
    if changed != NOTE:
        with pytest.raises(CheckpointError):
            open_note(changed, KEY.public_key(), ORIGIN)


SIGNATURE = NOTE.splitlines()[-1]


@pytest.mark.parametrize(
    "note",
    [
        "",
        NOTE[:-1],
        NOTE + "\n",
        NOTE + SIGNATURE + "\n",
        NOTE.replace("\n", "\r\n"),
        NOTE.replace("—", "-"),
        NOTE.replace("\n42\n", "\n042\n"),
        NOTE.replace("\n42\n", "\n+42\n"),
        NOTE.replace("\n42\n", "\n-1\n"),
        NOTE.replace("\n42\n", "\n٤٢\n"),
        NOTE.replace("\n42\n", "\n\n"),
        NOTE.replace("\n\n", "\nextension\n\n"),
        NOTE.replace("=\n\n", "\n\n"),
        f" {NOTE}",
    ],
)
def test_what_was_not_written_here_is_not_a_checkpoint(note: str) -> None:
    with pytest.raises(NotACheckpointError):
        open_note(note, KEY.public_key(), ORIGIN)


def test_a_second_spelling_of_the_same_base64_is_refused() -> None:
    root = NOTE.splitlines()[2]
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    other = f"{root[:-2]}{alphabet[alphabet.index(root[-2]) + 1]}="
    assert base64.b64decode(other) == base64.b64decode(root)
    with pytest.raises(NotACheckpointError):
        open_note(NOTE.replace(root, other), KEY.public_key(), ORIGIN)


@pytest.mark.parametrize(
    "checkpoint",
    [
        replace(CHECKPOINT, origin=""),
        replace(CHECKPOINT, origin="voice example"),
        replace(CHECKPOINT, origin="a+b"),
        replace(CHECKPOINT, origin="evil\n999"),
        replace(CHECKPOINT, origin="ünter.example"),
        replace(CHECKPOINT, size=-1),
        replace(CHECKPOINT, size=10**15),
        replace(CHECKPOINT, root=bytes(31)),
    ],
)
def test_a_checkpoint_without_a_place_in_a_note_is_not_signed(checkpoint: Checkpoint) -> None:
    with pytest.raises(UnwritableCheckpointError):
        sign(checkpoint, KEY)


def test_a_fingerprint_is_the_digest_of_the_key_in_groups_of_four() -> None:
    shown = fingerprint(KEY.public_key())
    assert shown.replace(":", "") == hashlib.sha256(KEY.public_key().public_bytes_raw()).hexdigest()
    assert [len(group) for group in shown.split(":")] == [4] * 16
    assert fingerprint(OTHER.public_key()) != shown
