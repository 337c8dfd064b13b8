"""Speak what the demo's people say, and let the assistant hear it: a transcript is what it heard, or there is none."""

from __future__ import annotations

import io
import json
import wave
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import numpy as np

from voicekeep.app.demo.script import SpokenPerson
from voicekeep.assistant import SpeechEngine, SpeechToText
from voicekeep.device import samples_of

_HUSH: Final = 30.0  # standard deviation, of 32,768: no microphone hears the dead silence between synthetic words


@dataclass(frozen=True, slots=True, kw_only=True)
class Studio:
    """What speaks, and what hears it."""

    mouth: SpeechEngine
    ear: SpeechToText


def speak_turns(person: SpokenPerson, studio: Studio, folder: Path, began: datetime, told: Callable[[], None]) -> int:
    """Speak every turn of a person into `folder`, with a sidecar that says when, and what was heard.

    Returns:
        How many were understood; the others have no transcript.
    """
    folder.mkdir(parents=True)
    understood = 0
    for number, words in enumerate(person.turns):
        voice = person.voices[number % len(person.voices)]
        spoken = _in_a_room(studio.mouth.speak(words, voice), number)
        sidecar = {"at": (began + timedelta(hours=7 * number, minutes=13 * number % 60)).isoformat(), "language": "en"}
        heard = studio.ear.transcribe(samples_of(spoken), "en")
        if not heard.rejected:
            sidecar["transcript"] = heard.text
            understood += 1
        sound = folder / f"turn-{number:03}.wav"
        sound.write_bytes(spoken)
        sound.with_name(sound.name + ".json").write_text(json.dumps(sidecar), encoding="utf-8")
        told()
    return understood


def _in_a_room(spoken: bytes, number: int) -> bytes:
    """Return a WAV of ours with the hush of a room in it, another one for each number."""
    with wave.open(io.BytesIO(spoken), "rb") as source:
        parameters = source.getparams()
        samples = np.frombuffer(source.readframes(source.getnframes()), dtype="<i2")
    hush = np.random.default_rng(number).normal(0, _HUSH, len(samples))
    heard = np.clip(np.rint(samples + hush), -32_768, 32_767).astype("<i2")
    written = io.BytesIO()
    with wave.open(written, "wb") as target:
        target.setparams(parameters)
        target.writeframes(heard.tobytes())
    return written.getvalue()
