"""The wake word by a Wyoming service: heard as told, on this machine only, and its failures are named and in time."""

from __future__ import annotations

import time
from typing import BinaryIO

import pytest
from wyoming.event import Event, read_event, write_event

from tests.engines.services import Answering, serving
from voicekeep.app.engines import EngineAddress, EngineElsewhereError, WyomingWake
from voicekeep.assistant import AssistantError, EngineFailedError, EngineLateError
from voicekeep.device import WakeHeard

pytestmark = pytest.mark.enable_socket

SILENCE, WORD = bytes(1280), b"\x07" * 1280
WITHIN = 10.0  # seconds


def hears(*, name: object = "ok_nabu") -> Answering:
    """Return a service that hears its word in one piece of sound, once it was asked to look for it."""

    def answer(read: BinaryIO, write: BinaryIO) -> None:
        asked: list[str] = []
        while (event := read_event(read)) is not None:
            if event.type == "detect":
                asked = event.data["names"]
            elif event.type == "audio-chunk" and event.payload == WORD and asked == ["ok_nabu"]:
                write_event(Event("not-of-interest", {}), write)
                write_event(Event("detection", {"name": name, "timestamp": 1}), write)

    return answer


def says(raw: bytes) -> Answering:
    """Return a service that answers every sound with these bytes."""

    def answer(read: BinaryIO, write: BinaryIO) -> None:
        while (event := read_event(read)) is not None:
            if event.type == "audio-chunk":
                write.write(raw)
                write.flush()

    return answer


def ends(_read: BinaryIO, _write: BinaryIO) -> None:
    """Be a service that hangs up at once."""


def fed(wake: WyomingWake, pcm: bytes) -> WakeHeard | None:
    """Feed silence after a sound until the service has said something of it."""
    until = time.monotonic() + WITHIN
    heard = wake.feed(pcm)
    while heard is None and time.monotonic() < until:
        time.sleep(0.01)
        heard = wake.feed(SILENCE)
    return heard


def test_the_word_is_heard_once_and_again_after_it_was_forgotten() -> None:
    with serving(hears()) as address:
        wake = WyomingWake(address, "ok_nabu")
        assert wake.feed(SILENCE) is None
        for _ in range(2):
            assert fed(wake, WORD) == WakeHeard(word="ok_nabu"), "how sure it is it did not say"
            assert wake.feed(SILENCE) is None
            wake.forget()
        wake.forget()


@pytest.mark.parametrize("name", [7, "", "x" * 65, "ok\nnabu"])
def test_a_name_that_is_none_is_a_failure(name: object) -> None:
    with serving(hears(name=name)) as address, pytest.raises(EngineFailedError):
        fed(WyomingWake(address, "ok_nabu"), WORD)


@pytest.mark.parametrize(
    "raw",
    [
        b"\n",
        b"[]\n",
        b"garbage\n",
        b'{"type": "error"}\n',
        b'{"type": "detection", "payload_length": 99999999}\n',
        b'{"type": "detection", "data": 1}\n',
        b"x" * 200_000,
    ],
)
def test_what_no_service_would_say_is_a_failure(raw: bytes) -> None:
    with serving(says(raw)) as address, pytest.raises(AssistantError):
        fed(WyomingWake(address, "ok_nabu"), WORD)


def test_half_an_answer_is_not_waited_for() -> None:
    with serving(says(b'{"type": "detec')) as address, pytest.raises(EngineLateError):
        fed(WyomingWake(address, "ok_nabu", seconds=0.2), WORD)


def test_a_service_that_hangs_up_is_named_and_met_anew() -> None:
    with serving(ends) as address:
        wake = WyomingWake(address, "ok_nabu")
        for _ in range(2):
            with pytest.raises(EngineFailedError):
                fed(wake, WORD)
    with pytest.raises(EngineFailedError):
        wake.feed(SILENCE)


def test_nothing_is_sent_to_another_machine() -> None:
    for elsewhere in (False, True):
        with pytest.raises(EngineElsewhereError):
            WyomingWake(EngineAddress.parse("tcp://192.0.2.4:10400", elsewhere=elsewhere), "ok_nabu")
