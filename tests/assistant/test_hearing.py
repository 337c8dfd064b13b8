"""The built-in speech-to-text believes what two readings agree on, and outlives whatever happens to its process."""

from __future__ import annotations

import os
import shutil
import signal
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pocketsphinx
import pytest
import soundfile

from voicekeep.assistant import (
    AssistantError,
    EngineFailedError,
    EngineLateError,
    NoEngineError,
    SphinxEngine,
    UnusableSoundError,
    open_assistant,
)
from voicekeep.assistant.sphinx_worker import _PHONES, _stretches, _words

VOICES = Path(__file__).parents[3] / "shared" / "voices"
SILENCE = bytes(16_000)
needs_flite = pytest.mark.skipif(shutil.which("flite") is None, reason="flite is not installed")


@pytest.fixture(scope="module")
def engine() -> Iterator[SphinxEngine]:
    with SphinxEngine(seconds=120) as engine:
        yield engine


def spoken(sentence: str, folder: Path, voice: str = "slt") -> bytes:
    file = folder / "said.wav"
    subprocess.run(["flite", "-voice", voice, "-t", sentence, "-o", str(file)], check=True)
    samples, rate = soundfile.read(file, dtype="int16")
    assert rate == 16_000
    return bytes(samples.tobytes())


def noise_of(most: int, samples: int) -> bytes:
    """Return noise, no sample of which is further from silence than `most`."""
    chance = Random(1)  # noqa: S311  sound, no secret
    return b"".join(struct.pack("<h", chance.randint(-most, most)) for _ in range(samples))


@needs_flite
@pytest.mark.parametrize("sentence", ["set a timer for five minutes", "delete what i just said", "what time is it"])
def test_a_command_is_heard(engine: SphinxEngine, sentence: str, tmp_path: Path) -> None:
    heard = engine.transcribe(spoken(sentence, tmp_path), "en")
    assert heard.text == sentence
    assert heard.engine == "pocketsphinx"


@needs_flite
@pytest.mark.parametrize(
    ("sentence", "voice"),
    [("help", "awb"), ("help", "kal16"), ("i'm a guest", "slt"), ("delete what i just said", "kal16")],
)
def test_what_a_free_reading_writes_badly_is_heard_where_it_fits_its_sound(
    engine: SphinxEngine, sentence: str, voice: str, tmp_path: Path
) -> None:
    assert engine.transcribe(spoken(sentence, tmp_path, voice), "en").text == sentence


@needs_flite
@pytest.mark.parametrize(
    ("sentence", "voice"), [("set a timer for two hours", "slt"), ("cancel the timer", "rms"), ("i'm a guest", "slt")]
)
def test_a_command_is_heard_in_the_faint_noise_before_and_after_it(
    engine: SphinxEngine, sentence: str, voice: str, tmp_path: Path
) -> None:
    noise = noise_of(3, 11_200)  # what a silent room leaves in the lowest bits
    assert engine.transcribe(noise + spoken(sentence, tmp_path, voice) + noise, "en").text == sentence


@needs_flite
@pytest.mark.parametrize(
    ("beginning", "voice"), [("what is seven times", "slt"), ("wake me up at", "rms"), ("delete", "rms")]
)
def test_the_beginning_of_a_sentence_is_not_taken_for_one_that_goes_on(
    engine: SphinxEngine, beginning: str, voice: str, tmp_path: Path
) -> None:
    assert engine.transcribe(spoken(beginning, tmp_path, voice), "en").rejected


def test_what_was_heard_before_changes_nothing_in_how_a_sound_is_read() -> None:
    phones = pocketsphinx.Decoder(lm=None, allphone=pocketsphinx.get_model_path(_PHONES), cmn="batch", loglevel="FATAL")
    faint, loud = noise_of(40, 12_000), noise_of(20_000, 12_000)
    readings = []
    for before in (SILENCE, loud, faint):
        _words(phones, before)
        _words(phones, faint)
        readings.append(_stretches(phones))
    assert readings[0]
    assert readings[0] == readings[1] == readings[2]  # to the last bit of how likely each sound is


@needs_flite
@pytest.mark.parametrize(
    "sentence",
    [
        "the quick brown fox jumps over the lazy dog",
        "my aunt lives near the old harbour",
        "like that",
        "what can you see",
    ],
)
def test_what_is_no_command_is_rejected_and_not_the_nearest_command(
    engine: SphinxEngine, sentence: str, tmp_path: Path
) -> None:
    assert engine.transcribe(spoken(sentence, tmp_path), "en").rejected


@pytest.mark.skipif(not VOICES.is_dir(), reason="../shared/voices is not here")
def test_people_who_read_aloud_give_no_command(engine: SphinxEngine) -> None:
    for file in sorted((VOICES / "readers").glob("*.flac"))[:3]:
        samples, _ = soundfile.read(file, dtype="int16", frames=64_000)
        assert engine.transcribe(samples.tobytes(), "en").rejected, file.name


@needs_flite
@pytest.mark.parametrize("sentence", ["ten minutes", "no thank you", "the pasta one"])
def test_a_bare_answer_is_heard_only_while_a_question_is_open(
    engine: SphinxEngine, sentence: str, tmp_path: Path
) -> None:
    pcm = spoken(sentence, tmp_path)
    assert engine.transcribe(pcm, "en", asked=True).text == sentence
    assert engine.transcribe(pcm, "en").rejected
    assert engine.transcribe(spoken("what time is it", tmp_path), "en", asked=True).text == "what time is it"


def test_silence_is_no_command(engine: SphinxEngine) -> None:
    assert engine.transcribe(SILENCE, "en").rejected


@pytest.mark.parametrize("language", ["de", "fr"])
def test_other_languages_have_no_engine_and_it_says_so(engine: SphinxEngine, language: str) -> None:
    with pytest.raises(NoEngineError):
        engine.transcribe(SILENCE, language)
    with open_assistant() as assistant, pytest.raises(NoEngineError):
        assistant.understand(SILENCE, language)


@pytest.mark.parametrize("pcm", [b"", b"\0", bytes(1601)])
def test_half_a_sample_is_no_sound(engine: SphinxEngine, pcm: bytes) -> None:
    with pytest.raises(UnusableSoundError):
        engine.transcribe(pcm, "en")


def running(engine: SphinxEngine) -> list[subprocess.Popen[bytes]]:
    return [child._process for child in engine._children if child._process is not None]  # noqa: SLF001


def test_who_speaks_alone_meets_one_process_and_two_at_once_meet_two() -> None:
    with SphinxEngine(processes=2) as engine:
        for _ in range(2):
            engine.transcribe(SILENCE, "en")
        assert len(running(engine)) == 1
        busy = engine._free.get()  # noqa: SLF001  somebody else is being heard
        engine.transcribe(SILENCE, "en")
        assert len(running(engine)) == 2
        engine._free.put(busy)  # noqa: SLF001
    assert running(engine) == []


def test_where_all_are_busy_nobody_waits_for_ever() -> None:
    with SphinxEngine(processes=1, seconds=0.05) as engine:
        engine._free.get()  # noqa: SLF001  somebody else is being heard, for ever
        with pytest.raises(EngineLateError):
            engine.transcribe(SILENCE, "en")


def test_an_engine_that_was_killed_is_replaced(engine: SphinxEngine) -> None:
    engine.transcribe(SILENCE, "en")
    [process] = running(engine)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert engine.transcribe(SILENCE, "en").rejected


def test_an_engine_that_hangs_is_not_waited_for() -> None:
    with SphinxEngine(seconds=0.01) as hasty, pytest.raises(EngineLateError) as late:
        hasty.transcribe(SILENCE, "en")
    assert "nothing was understood" in str(late.value)
    assert isinstance(late.value, AssistantError)


@pytest.mark.parametrize(
    "answer",
    [b"", b"{}", b"\xff", b'{"words": 1, "agreement": 1}', b'{"words": [], "agreement": []}', b'{"words": []}', b"[]"],
)
def test_what_no_worker_of_ours_would_answer_is_a_failure(engine: SphinxEngine, answer: bytes) -> None:
    with pytest.raises(EngineFailedError):
        engine._read(answer)  # noqa: SLF001  what comes over the pipe
