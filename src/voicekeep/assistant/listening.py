"""When somebody speaks, and when they have finished.

Flow        samples -> VoiceActivity, 20 ms at a time -> Listener -> Heard; a whole sound -> the speech in it
Guarantees  1. It ends: after the silence behind speech, after a silence without any, or at the bound.
            2. Nothing of what it is fed is kept but the rest of a frame.
I/O         none: the engine is compiled code over the frames that it is handed
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

import webrtcvad  # given its one type by VoiceActivity

from voicekeep.device import SAMPLE_BYTES, SAMPLE_RATE

FRAME_MILLISECONDS: Final = 20
FRAME_BYTES: Final = SAMPLE_RATE * FRAME_MILLISECONDS // 1000 * SAMPLE_BYTES
_AROUND_BYTES: Final = 12 * FRAME_BYTES
"""0.24 s: a word begins and ends more softly than what is taken for speech."""


class VoiceActivity(Protocol):
    """Whatever tells speech from the rest."""

    def speech(self, frame: bytes) -> bool:
        """Return whether somebody speaks in a frame of FRAME_BYTES."""


class WebRtcVoiceActivity:
    """VoiceActivity by the detector of WebRTC."""

    def __init__(self, strictness: int = 3) -> None:
        self._engine = webrtcvad.Vad(strictness)  # 0 takes most for speech, 3 least

    def speech(self, frame: bytes) -> bool:
        return bool(self._engine.is_speech(frame, SAMPLE_RATE))


def speech_in(pcm: bytes, activity: VoiceActivity) -> bytes:
    """Return a sound from a little before its first speech to a little after its last; all of it where none is found.

    Args:
        pcm: 16,000 samples a second, 16 bit little-endian, mono.
        activity: One that has heard nothing yet.
    """
    begins = range(0, len(pcm) - FRAME_BYTES + 1, FRAME_BYTES)
    speech = [begin for begin in begins if activity.speech(pcm[begin : begin + FRAME_BYTES])]
    if not speech:
        return pcm
    return pcm[max(0, speech[0] - _AROUND_BYTES) : speech[-1] + FRAME_BYTES + _AROUND_BYTES]


class Heard(StrEnum):
    """How listening came to its end."""

    WHOLE = "whole"  # somebody spoke, and then it was silent
    NOTHING = "nothing"  # nobody spoke
    TOO_LONG = "too_long"  # somebody still spoke at the bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long is waited for what, in milliseconds."""

    to_begin: int = 4_000
    after_speech: int = 700
    speech_at_least: int = 160  # what is shorter is a click or a cough
    at_most: int = 30_000


class Listener:
    """Listens to one utterance."""

    def __init__(self, activity: VoiceActivity, patience: Patience) -> None:
        self._activity = activity
        self._patience = patience
        self._rest = b""
        self._passed = 0  # milliseconds
        self._spoken = 0
        self._silent = 0

    def feed(self, pcm: bytes) -> Heard | None:
        """Take the next samples; return how it came to its end, or None while it has not."""
        self._rest += pcm
        while len(self._rest) >= FRAME_BYTES:
            frame, self._rest = self._rest[:FRAME_BYTES], self._rest[FRAME_BYTES:]
            heard = self._frame(frame)
            if heard is not None:
                return heard
        return None

    def _frame(self, frame: bytes) -> Heard | None:
        self._passed += FRAME_MILLISECONDS
        if self._activity.speech(frame):
            self._spoken += FRAME_MILLISECONDS
            self._silent = 0
        else:
            self._silent += FRAME_MILLISECONDS
        spoke = self._spoken >= self._patience.speech_at_least
        if spoke and self._silent >= self._patience.after_speech:
            return Heard.WHOLE
        if not spoke and self._passed >= self._patience.to_begin:
            return Heard.NOTHING
        return Heard.TOO_LONG if self._passed >= self._patience.at_most else None
