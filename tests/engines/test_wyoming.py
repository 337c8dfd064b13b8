"""Wyoming engines, against a service that uses the wyoming package's own code, and against ones that misbehave."""

from __future__ import annotations

import hashlib
import io
import time
import wave
from collections.abc import Callable
from typing import BinaryIO

import pytest
from wyoming.event import read_event

from tests.engines.services import TONE, engine_of, serving
from voicekeep.app.engines import (
    EngineAddress,
    EngineAddressError,
    EngineElsewhereError,
    WyomingEar,
    WyomingSpeech,
)
from voicekeep.assistant import (
    EngineFailedError,
    EngineLateError,
    NoEngineError,
    SpeechEngineFailedError,
    UnusableSoundError,
    Voice,
)

pytestmark = pytest.mark.enable_socket

PCM = bytes(range(256)) * 400
ENGINE = engine_of({hashlib.sha256(PCM).hexdigest(): " wie spät ist es "})


def _saying(*pieces: bytes) -> Callable[[BinaryIO, BinaryIO], None]:
    def answer(read: BinaryIO, write: BinaryIO) -> None:
        while (event := read_event(read)) is not None and event.type not in {"audio-stop", "synthesize"}:
            pass
        write.writelines(pieces)

    return answer


def _saying_and_waiting(pieces: tuple[bytes, ...]) -> Callable[[BinaryIO, BinaryIO], None]:
    def answer(read: BinaryIO, write: BinaryIO) -> None:
        _saying(*pieces)(read, write)
        _hanging(read, write)

    return answer


def _hanging(read: BinaryIO, _write: BinaryIO) -> None:
    while read.read(1):
        pass


def _trickling(_read: BinaryIO, write: BinaryIO) -> None:
    while True:
        write.write(b" ")
        time.sleep(0.02)


def _ear(address: EngineAddress, seconds: float = 20) -> WyomingEar:
    return WyomingEar(address=address, languages=frozenset({"de"}), seconds=seconds)


def test_a_service_hears_every_sample_and_speaks_all_of_a_text() -> None:
    with serving(ENGINE) as address:
        assert _ear(address).transcribe(PCM, "de").text == "wie spät ist es"
        assert _ear(address).transcribe(PCM[:-2], "de").rejected
        with wave.open(io.BytesIO(WyomingSpeech(address=address).speak("Hallo", Voice(name="de+f1")))) as spoken:
            assert spoken.getframerate() == 22_050
            assert spoken.readframes(10_000) == TONE


BROKEN = {
    "closes": (),
    "garbage": (b"\xff\xfe\n",),
    "no object": (b"[]\n",),
    "deep": (b"[" * 60_000 + b"\n",),
    "endless line": (b"x" * 200_000,),
    "boundless data": (b'{"type":"transcript","data_length":99999999999}\n',),
    "boundless payload": (b'{"type":"audio-start","payload_length":99999999999}\n',),
    "negative": (b'{"type":"transcript","payload_length":-5}\n',),
    "length is text": (b'{"type":"transcript","data_length":"9"}\n',),
    "cut off": (b'{"type":"transcript","data_length":90}\n{"te',),
    "wrong text": (b'{"type":"transcript","data":{"text":7}}\n',),
    "control character": (b'{"type":"transcript","data":{"text":"wie \\u0000 geht"}}\n',),
    "escape sequence": (b'{"type":"transcript","data":{"text":"wie \\u001b[2J geht"}}\n',),
    "half a surrogate": (b'{"type":"transcript","data":{"text":"wie \\ud800 geht"}}\n',),
    "half a surrogate, raw": (b'{"type":"transcript","data":{"text":"wie \xed\xa0\x80 geht"}}\n',),
    "error": (b'{"type":"error","data":{"text":"no"}}\n',),
    "for ever": (b'{"type":"ping"}\n' * 100_000,),
    "no end": (b'{"type":"audio-start","data":{"rate":16000,"width":2,"channels":1}}\n',),
}


@pytest.mark.parametrize("pieces", BROKEN.values(), ids=BROKEN.keys())
def test_a_service_that_lies_is_a_named_error(pieces: tuple[bytes, ...]) -> None:
    with serving(_saying(*pieces)) as address:
        with pytest.raises(EngineFailedError):
            _ear(address).transcribe(PCM, "de")
        with pytest.raises(SpeechEngineFailedError):
            WyomingSpeech(address=address).speak("Hallo", Voice(name="de"))


@pytest.mark.parametrize("case", ["endless line", "boundless data", "boundless payload", "negative", "for ever"])
def test_what_a_service_announces_is_refused_before_it_is_waited_for(case: str) -> None:
    with serving(_saying_and_waiting(BROKEN[case])) as address, pytest.raises(EngineFailedError):
        _ear(address, seconds=5).transcribe(PCM, "de")


@pytest.mark.parametrize("answer", [_hanging, _trickling])
def test_a_service_that_hangs_or_trickles_is_late(answer: Callable[[BinaryIO, BinaryIO], None]) -> None:
    with serving(answer) as address, pytest.raises(EngineLateError):
        _ear(address, seconds=0.3).transcribe(PCM, "de")


def test_a_dead_service_another_language_and_half_a_sample_are_refused() -> None:
    with serving(ENGINE) as address:
        with pytest.raises(NoEngineError):
            _ear(address).transcribe(PCM, "fr")
        with pytest.raises(UnusableSoundError):
            _ear(address).transcribe(b"\0", "de")
    with pytest.raises(EngineFailedError):
        _ear(address).transcribe(PCM, "de")


@pytest.mark.parametrize("uri", ["", "http://127.0.0.1:1", "tcp://127.0.0.1", "tcp://127.0.0.1:x", "unix://host/a"])
def test_what_is_no_address_is_refused(uri: str) -> None:
    with pytest.raises(EngineAddressError):
        EngineAddress.parse(uri)


@pytest.mark.parametrize("uri", ["tcp://192.0.2.7:10300", "tcp://engine.example:10300", "tcp://127.0.0.1.example:1"])
def test_speech_in_clear_leaves_this_machine_only_when_told_to(uri: str) -> None:
    with pytest.raises(EngineElsewhereError):
        EngineAddress.parse(uri)
    assert EngineAddress.parse(uri, elsewhere=True).recipient is not None
    assert EngineAddress.parse("tcp://[::1]:10300").recipient is None
