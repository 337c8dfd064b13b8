"""The built-in engine speaks all of a text or says why not, whatever happens to its process."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicekeep.assistant import (
    VOICES,
    EspeakEngine,
    SpeechEngineFailedError,
    SpeechError,
    UnknownVoiceError,
    UnspeakableTextError,
    Voice,
)

SENTENCE = "Turn on the light in the kitchen."
ENGLISH = Voice(name="en-us")
NAMES = [name for names in VOICES.values() for name in names]


@pytest.fixture(scope="module")
def engine() -> Iterator[EspeakEngine]:
    with EspeakEngine() as engine:
        yield engine


def seconds_of(wav: bytes) -> float:
    with wave.open(io.BytesIO(wav)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth()) == (1, 2)
        return float(sound.getnframes() / sound.getframerate())


@pytest.mark.parametrize("name", NAMES)
def test_every_voice_that_is_offered_speaks(engine: EspeakEngine, name: str) -> None:
    assert 1 < seconds_of(engine.speak(SENTENCE, Voice(name=name))) < 6


def test_different_voices_give_different_audio() -> None:
    spoken = set()
    for name in NAMES[:6]:
        with EspeakEngine() as fresh:  # one engine never says the same twice alike: it would prove nothing
            spoken.add(fresh.speak(SENTENCE, Voice(name=name)))
    assert len(spoken) == 6


def test_speed_is_in_words_per_minute(engine: EspeakEngine) -> None:
    slow, fast = (seconds_of(engine.speak(SENTENCE, Voice(name="en-us", words_per_minute=w))) for w in (90, 300))
    assert slow > 2 * fast


@pytest.mark.parametrize("name", ["en-gb", "fr-fr", "xx", "en-us+nobody"])
def test_a_voice_that_would_quietly_be_another_is_refused(engine: EspeakEngine, name: str) -> None:
    with pytest.raises(UnknownVoiceError):
        engine.speak(SENTENCE, Voice(name=name))
    assert engine.speak(SENTENCE, ENGLISH)


@pytest.mark.parametrize("name", ["", "EN", "../../etc/passwd", "en-us+../x", "en us", "en" + "-a" * 40])
def test_a_voice_name_is_no_path(name: str) -> None:
    with pytest.raises(UnknownVoiceError):
        Voice(name=name)


@pytest.mark.parametrize("speed", [-1, 0, 79, 451])
def test_a_speed_that_would_quietly_be_another_is_refused(speed: int) -> None:
    with pytest.raises(UnknownVoiceError):
        Voice(name="en-us", words_per_minute=speed)


@pytest.mark.parametrize("text", ["", "\0", "half a\0 sentence", "\ud800", "x" * 5_001], ids=ascii)
def test_a_text_that_would_not_be_spoken_whole_is_refused(engine: EspeakEngine, text: str) -> None:
    with pytest.raises(UnspeakableTextError):
        engine.speak(text, ENGLISH)


@settings(deadline=None, max_examples=50)
@given(text=st.text(max_size=80))
def test_any_text_is_spoken_or_refused_by_name(engine: EspeakEngine, text: str) -> None:
    with contextlib.suppress(SpeechError):
        assert engine.speak(text, ENGLISH).startswith(b"RIFF")


def workers() -> set[int]:
    children = (path.read_text().split() for path in Path("/proc/self/task").glob("*/children"))
    return {
        int(child)
        for some in children
        for child in some
        if b"espeak_worker" in Path(f"/proc/{child}/cmdline").read_bytes()
    }


@pytest.mark.skipif(sys.platform != "linux", reason="looks at the worker through /proc")
def test_a_worker_that_dies_is_replaced() -> None:
    before = workers()
    with EspeakEngine() as engine:
        engine.speak(SENTENCE, ENGLISH)
        (worker,) = workers() - before
        os.kill(worker, signal.SIGKILL)
        os.waitid(os.P_PID, worker, os.WEXITED | os.WNOWAIT)
        assert seconds_of(engine.speak(SENTENCE, ENGLISH)) > 1
    assert workers() == before


def test_a_worker_that_cannot_start_is_a_named_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with EspeakEngine() as engine, pytest.raises(SpeechEngineFailedError):
        engine.speak(SENTENCE, ENGLISH)


def test_the_library_is_never_loaded_into_the_hub(engine: EspeakEngine) -> None:
    engine.speak(SENTENCE, ENGLISH)
    assert "espeakng_loader" not in sys.modules
