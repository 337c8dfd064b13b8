"""How long a whole turn takes after the end of speech, against the speech-to-text engine alone on the same sound.

Flow        sentences of flite -> the engine alone; the same sound -> a hub over a keep on disk -> reply with its voice
What it says: both begin when the last sample is there, in turn and in one process. The pause by which a listener knows
that speech ended, and the way over the network, come before and after, and are not in it.
"""

from __future__ import annotations

import json
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from voicekeep.app.bench.rooms import Room, house, room_of
from voicekeep.app.bench.spoken import VOICES, spoken
from voicekeep.app.hub import HouseHub
from voicekeep.app.operations.keep import Keep
from voicekeep.assistant import SphinxEngine
from voicekeep.device import Utterance, WakeHeard

_SENTENCES: Final = (
    "what time is it",
    "set a timer for ten minutes",
    "what is the date",
    "what is seven times eight",
    "how much time is left",
)
_WAKE: Final = WakeHeard(word="bench", confidence=1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnFigures:
    """What was measured: medians, in seconds."""

    ours_s: float
    engine_s: float
    ratio: float
    turns: int

    def as_json(self) -> str:
        """Return the figures as one JSON object."""
        return json.dumps({name: getattr(self, name) for name in self.__slots__})


def bench_turns(rounds: int) -> TurnFigures:
    """Take turns between the hub and the engine. Raises MissingSoundError: flite is not there."""
    clips = [spoken(sentence, voice) for sentence in _SENTENCES for voice in VOICES]
    ours: list[float] = []
    alone: list[float] = []
    with (
        tempfile.TemporaryDirectory(prefix="voicekeep-turns-") as scratch,
        house(Path(scratch)) as (keep, hub),
        SphinxEngine() as engine,
    ):
        room = room_of(keep, 0)
        engine.transcribe(clips[0], "en")  # engines read their models with the first word
        _turn(keep, hub, room, clips[0])
        for pcm in clips * rounds:
            began = time.monotonic()
            engine.transcribe(pcm, "en")
            alone.append(time.monotonic() - began)
            ours.append(_turn(keep, hub, room, pcm))
    return TurnFigures(
        ours_s=round(median(ours), 4),
        engine_s=round(median(alone), 4),
        ratio=round(median(ours) / median(alone), 3),
        turns=len(ours),
    )


def _turn(keep: Keep, hub: HouseHub, room: Room, pcm: bytes) -> float:
    """Return how long the reply took."""
    utterance = Utterance(device=room.device, pcm=pcm, began_at=keep.now(), wake=_WAKE)
    began = time.monotonic()
    hub.heard(utterance)
    return time.monotonic() - began
