"""Likeness: how well a command explains the sound in which it was heard, beside free sounds over the same stretches.

Two readings can differ in a sound and both be right: an engine writes “t” where somebody said “d”. How likely each
makes what was heard tells a word that was said badly from one that was not said.

Flow        the words of a command and the free sounds, each with its stretch and likelihood -> Likeness
Guarantees  none beyond its types
I/O         none
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_FRAMES_MIN: Final = 20
"""0.2 s: over less, a word such as “a” would count for all that is beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A word or a sound where it was heard, in frames of 10 ms, both ends included."""

    said: str
    first: int
    last: int
    likelihood: float  # of its frames together: natural logarithm, against whatever explains each of them best

    @property
    def frames(self) -> int:
        """Return how long it is."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """By how much a command explains the sound better than free sounds do, per frame; below zero: worse."""

    whole: float
    worst: float  # of its words


def likeness(command: Sequence[Stretch], sounds: Sequence[Stretch]) -> Likeness:
    """Return how well the words of `command`, at least one, explain their stretches; `sounds` cover the whole sound."""
    gains = [each.likelihood - _likelihood(sounds, each) for each in command]
    return Likeness(
        whole=sum(gains) / sum(each.frames for each in command),
        worst=min(gain / max(each.frames, _FRAMES_MIN) for gain, each in zip(gains, command, strict=True)),
    )


def _likelihood(sounds: Sequence[Stretch], within: Stretch) -> float:
    """Return the likelihood of the free sounds over one stretch; of one that lies in it in part, that part."""
    total = 0.0
    for sound in sounds:
        shared = min(sound.last, within.last) - max(sound.first, within.first) + 1
        if shared > 0:
            total += sound.likelihood * shared / sound.frames
    return total
