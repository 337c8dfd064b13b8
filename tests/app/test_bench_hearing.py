"""Measurements of hearing say what is missing, and count what happened."""

from __future__ import annotations

import shutil
from difflib import SequenceMatcher
from itertools import islice
from pathlib import Path
from random import Random

import numpy as np
import pytest
import soundfile
from typer.testing import CliRunner

from tests.assistant.talking import intents
from voicekeep.app.bench import near, spoken
from voicekeep.app.bench.commands import SENTENCES
from voicekeep.app.bench.near import _altered, _drawn
from voicekeep.app.bench.spoken import VOICES, MissingSoundError, recordings, samples
from voicekeep.app.bench.waking import wakes
from voicekeep.app.cli.bench import bench
from voicekeep.assistant import grammar_heard
from voicekeep.device import WakeHeard


class WakesAlways:
    def __init__(self) -> None:
        self.fed = 0

    def feed(self, pcm: bytes) -> WakeHeard | None:
        self.fed += len(pcm)
        return WakeHeard(word="always") if self.fed >= 8192 else None

    def forget(self) -> None:
        self.fed = 0


def test_there_are_two_hundred_commands_and_each_is_one_of_our_sentences() -> None:
    assert len(set(SENTENCES)) == len(SENTENCES)
    assert len(SENTENCES) * len(VOICES) >= 200
    assert [sentence for sentence in SENTENCES if intents().recognise(sentence, "en") is None] == []


def test_what_is_drawn_by_chance_is_ours_and_what_nearly_is_that_is_not() -> None:
    chance = Random(2)  # noqa: S311
    ours = list(islice(_drawn(intents(), chance), 40))
    nearly = [_altered(each, intents(), chance) for each in ours]
    assert len(set(ours)) == len(ours)
    assert None not in [intents().recognise(each, "en") for each in ours]
    assert {intents().recognise(each, "en") for each in nearly} == {None}
    for one, other in zip(map(str.split, ours), map(str.split, nearly), strict=True):
        same = SequenceMatcher(None, one, other).get_matching_blocks()
        assert sum(block.size for block in same) >= len(one) - 2, (one, other)
    assert {word for each in nearly for word in each.split()} <= grammar_heard().words()


def test_where_there_are_no_more_sentences_drawing_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near, "_OF_A_WISH", 1)
    drawn = [intents().recognise(each, "en") for each in _drawn(intents(), Random(2))]  # noqa: S311
    wishes = [(each.skill, each.wish) for each in drawn if each is not None]
    assert len(drawn) == len(wishes) == len(set(wishes)) > 20


def test_a_word_counts_each_time_that_it_wakes() -> None:
    assert wakes(WakesAlways(), bytes(8192)) == (2 * 32_000 + 8192) // 8192


def test_without_recordings_nothing_is_measured_and_it_says_so(tmp_path: Path) -> None:
    told = tmp_path / "figures.json"
    result = CliRunner().invoke(bench, ["wake", "--voices", str(tmp_path), "--json", str(told)])
    assert result.exit_code == 1
    assert not told.exists()
    with pytest.raises(MissingSoundError, match="wake-alexa"):
        list(recordings(tmp_path, ("wake-alexa",), None, lambda _: None))


def test_without_flite_nothing_is_measured_and_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(MissingSoundError, match="flite"):
        spoken.spoken("what time is it", "slt")


def test_sound_at_another_rate_is_refused(tmp_path: Path) -> None:
    for rate in (8_000, 44_100):
        soundfile.write(tmp_path / f"{rate}.wav", np.array([0, 100, 200], dtype=np.int16), rate)
        with pytest.raises(MissingSoundError):
            samples(tmp_path / f"{rate}.wav")


def test_a_recording_that_cannot_be_read_is_left_out_and_named(tmp_path: Path) -> None:
    (tmp_path / "wake-alexa").mkdir()
    (tmp_path / "wake-alexa" / "1.flac").write_bytes(b"fLaC, and no more")
    soundfile.write(tmp_path / "wake-alexa" / "2.flac", np.array([0, 100], dtype=np.int16), 16_000)
    told: list[str] = []
    assert list(recordings(tmp_path, ("wake-alexa",), None, told.append)) == [bytes((0, 0, 100, 0))]
    assert len(told) == 1
    assert "wake-alexa/1.flac" in told[0]
