"""What each bench of hearing writes with --json: the keys that whoever compares runs relies on, with tiny inputs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Self

import numpy as np
import pytest
import soundfile
from typer.testing import CliRunner

from voicekeep.app.bench import commands, rooms, turns
from voicekeep.app.cli.bench import bench
from voicekeep.assistant import Transcript
from voicekeep.device import SAMPLE_RATE

QUIET = bytes(SAMPLE_RATE // 5)


class Quick:
    """An engine that hears the same in everything."""

    languages = frozenset({"en"})
    recipient = None
    name = "quick"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """There is nothing to end."""

    def transcribe(self, _pcm: bytes, _language: str, *, asked: bool = False) -> Transcript:  # noqa: ARG002  always
        return Transcript(text="what time is it", engine=self.name)


def no_engine(patch: pytest.MonkeyPatch, _: Path) -> list[str]:
    for module in (commands, turns, rooms):
        patch.setattr(module, "SphinxEngine", Quick)
    for module in (commands, turns, rooms):
        patch.setattr(module, "spoken", lambda _text, _voice: QUIET)
    return []


def few_turns(patch: pytest.MonkeyPatch, folder: Path) -> list[str]:
    patch.setattr(turns, "_SENTENCES", ("what time is it",))
    return [*no_engine(patch, folder), "--rounds", "1"]


def one_room(patch: pytest.MonkeyPatch, folder: Path) -> list[str]:
    patch.setattr(rooms, "_COMMANDS", ("what time is it",))
    patch.setattr(rooms, "_talk", lambda _hub, _keep, talking, _clips, _seconds: [0.5 * len(talking), 0.25])
    return [*no_engine(patch, folder), "--seconds", "5", "--most", "1", "--step", "1"]


def of_people(patch: pytest.MonkeyPatch, folder: Path) -> list[str]:
    for each in ("readers", "commands", "wake-alexa", "words"):
        (folder / each).mkdir()
        soundfile.write(folder / each / "1.flac", np.zeros(1600, dtype=np.int16), SAMPLE_RATE)
    patch.setattr(commands, "SENTENCES", ("what time is it", "mute"))
    return [*no_engine(patch, folder), "--voices", str(folder), "--most", "1"]


@pytest.mark.parametrize(
    ("name", "made_ready", "keys", "some"),
    [
        ("turns", few_turns, "ours_s engine_s ratio turns", {"turns": 4}),
        (
            "rooms",
            one_room,
            "held tried seconds replies slowest_s median_s load late_after_s",
            {"held": 1, "tried": 1, "seconds": 5, "replies": 2, "slowest_s": 0.5, "late_after_s": 2.0},
        ),
        (
            "commands",
            of_people,
            "accuracy commands false_accepts non_commands unanswered",
            {"accuracy": 0.5, "commands": 8, "false_accepts": 4, "non_commands": 4, "unanswered": 0},
        ),
        (
            "wake",
            of_people,
            "hits of false_per_hour hours word default_false_per_hour",
            {"hits": 0, "of": 1, "false_per_hour": 0.0, "word": "alexa"},
        ),
    ],
)
def test_the_figures_have_these_keys_on_the_screen_and_in_the_file(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    made_ready: Callable[[pytest.MonkeyPatch, Path], list[str]],
    keys: str,
    some: dict[str, object],
) -> None:
    written = tmp_path / "figures.json"
    result = CliRunner().invoke(bench, [name, *made_ready(monkeypatch, tmp_path), "--json", str(written)])
    assert result.exit_code == 0, result.output
    figures = json.loads(written.read_text())
    assert list(figures) == keys.split()
    assert {key: figures[key] for key in some} == some
    assert json.dumps(figures) in result.stdout
