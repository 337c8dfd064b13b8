"""Speak what the demo's people say."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from voicekeep.app.demo.script import SpokenPerson
from voicekeep.assistant import SpeechEngine


def speak_turns(
    person: SpokenPerson, engine: SpeechEngine, folder: Path, began: datetime, told: Callable[[], None]
) -> None:
    """Speak every turn of a person into `folder`, with a sidecar that says when and what."""
    folder.mkdir(parents=True)
    for number, words in enumerate(person.turns):
        voice = person.voices[number % len(person.voices)]
        at = began + timedelta(hours=7 * number, minutes=13 * number % 60)
        sound = folder / f"turn-{number:03}.wav"
        sound.write_bytes(engine.speak(words, voice))
        sidecar = {"transcript": words, "at": at.isoformat(), "language": "en"}
        sound.with_name(sound.name + ".json").write_text(json.dumps(sidecar), encoding="utf-8")
        told()
