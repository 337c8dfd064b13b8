"""The vectors of what a speaker signs are what the code writes, and what is not signed is refused by name."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, Final

import pytest

from tests.vectors.make_utterance import DEVICE, FILE, HERE, NONCE, SOUND, text_of, vectors
from voicekeep.device import (
    Device,
    DeviceKind,
    DeviceSignature,
    Utterance,
    WrongSignatureError,
    require_hello,
    require_signed,
)
from voicekeep.formats.utterance import UnsignableError, hello_bytes, signing_bytes
from voicekeep.records.ids import DeviceId
from voicekeep.records.instant import from_microseconds

KEPT: Final[dict[str, Any]] = json.loads((HERE / FILE).read_text("utf-8"))
SPEAKER: Final = Device(
    device=DEVICE,
    kind=DeviceKind.LINUX,
    credential_sha256=None,
    public_key=bytes.fromhex(KEPT["public_key"]),
    paired_at=from_microseconds(0),
)


def utterance(counter: int, signature: str, device: DeviceId = DEVICE, pcm: bytes = SOUND) -> Utterance:
    signed = DeviceSignature(counter=counter, signature=bytes.fromhex(signature))
    return Utterance(device=device, pcm=pcm, began_at=from_microseconds(0), signature=signed)


def test_the_file_is_what_the_code_writes() -> None:
    assert (HERE / FILE).read_text("utf-8") == text_of(vectors())


def test_what_is_signed_is_believed() -> None:
    said = KEPT["utterance"]
    assert require_signed(SPEAKER, utterance(said["counter"], said["signature"])).counter == said["counter"]
    require_hello(SPEAKER, KEPT["hello"]["host"], NONCE, bytes.fromhex(KEPT["hello"]["signature"]))


@pytest.mark.parametrize("case", KEPT["not_signed"], ids=lambda case: case["why"])
def test_what_is_not_signed_is_refused(case: dict[str, Any]) -> None:
    device = DeviceId(case["device"])
    with pytest.raises(WrongSignatureError):
        require_signed(replace(SPEAKER, device=device), utterance(case["counter"], case["signature"], device))


@pytest.mark.parametrize("at", range(0, len(SOUND), 16))
def test_one_flipped_bit_of_the_sound_is_not_what_was_signed(at: int) -> None:
    said = KEPT["utterance"]
    flipped = SOUND[:at] + bytes([SOUND[at] ^ 1]) + SOUND[at + 1 :]
    with pytest.raises(WrongSignatureError):
        require_signed(SPEAKER, utterance(said["counter"], said["signature"], pcm=flipped))


@pytest.mark.parametrize("case", KEPT["unsignable"], ids=lambda case: case["why"])
def test_what_has_not_its_form_is_not_signed(case: dict[str, Any]) -> None:
    with pytest.raises(UnsignableError):
        signing_bytes(DEVICE, case["counter"], bytes.fromhex(case["samples_sha256"]))


@pytest.mark.parametrize("host", ["", "a b", "a\nb", "é", "x" * 262])
def test_a_host_that_is_none_is_not_signed(host: str) -> None:
    with pytest.raises(UnsignableError):
        hello_bytes(DEVICE, host, NONCE)


@pytest.mark.parametrize("host", ["voice.example.org", "elsewhere.example:8420", ""])
def test_a_hello_counts_for_one_host(host: str) -> None:
    with pytest.raises(WrongSignatureError):
        require_hello(SPEAKER, host, NONCE, bytes.fromhex(KEPT["hello"]["signature"]))


def test_a_device_without_a_key_signs_nothing() -> None:
    said = KEPT["utterance"]
    with pytest.raises(WrongSignatureError):
        require_signed(replace(SPEAKER, public_key=None), utterance(said["counter"], said["signature"]))
