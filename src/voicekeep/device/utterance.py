"""What a speaker hands to the hub, and what it gets back.

Flow        sound of one speaker, from the wake word to the silence after it -> Utterance -> Hub -> Reply
Guarantees  1. An utterance says which device it is from; whose it is, the hub finds out itself (P1).
            2. Nothing here keeps, logs or shows sound: bytes are left out of every representation.
I/O         none; connections of speakers talk to a Hub, and the hub announces to them
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from voicekeep.device.binding import DeviceError
from voicekeep.records.ids import DeviceId, SubjectId

SAMPLE_RATE: Final = 16_000  # Hz; all sound on the way in is mono, 16 bit, little-endian
SAMPLE_BYTES: Final = 2
WAV_SECOND_BYTES: Final = 16_000  # what a reply has in a second, at least


class SpeakerGoneError(DeviceError):
    """The speaker is not connected any more, or can play nothing now; nobody heard anything."""

    promise = "P10"

    def __init__(self, device: DeviceId) -> None:
        super().__init__(f"{device} is not connected, or can play nothing now; nobody heard anything")
        self.device = device


@dataclass(frozen=True, slots=True, kw_only=True)
class WakeHeard:
    """The wake word that made a speaker listen."""

    word: str  # the model's name
    confidence: float | None = None  # 0 to 1; nothing: the speaker does not say


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceSignature:
    """What one of our own speakers signed; checked by the hub before anything else (docs/formats/utterance.md)."""

    counter: int  # rises with each utterance of the device; never used twice
    signature: bytes = field(repr=False)  # 64, Ed25519 over device, counter and SHA-256 of the sound


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Who is at a shared speaker, as somebody chose on its screen or confirmed on a page of their own."""

    member: SubjectId | None  # nothing: a guest
    confirmed: bool = False  # by the member, signed in; else on the speaker's screen, by whoever stands there

    @property
    def guest(self) -> bool:
        """Return whether it is somebody without an account here: nothing of what they say is kept."""
        return self.member is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """Who counts at a shared speaker now, however they were named."""

    who: Chosen
    seconds: float | None  # until that is over by itself; nothing: it is not


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """What one speaker heard, from the wake word or the press of a button on."""

    device: DeviceId
    pcm: bytes = field(repr=False)  # at SAMPLE_RATE; bounded by Limits.utterance_max_seconds
    began_at: datetime  # UTC, the hub's clock, when listening began
    wake: WakeHeard | None = None  # nothing: somebody pressed
    signature: DeviceSignature | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the hub answers."""

    text: str = field(repr=False)  # shown; empty: nothing to say
    language: str  # en, de or fr
    wav: bytes = field(default=b"", repr=False)  # the text spoken, mono, 16 bit; may be empty
    listen_again: bool = False  # it asked back: listen without a wake word
    mute: bool = False  # the speaker is to mute itself
    ended: bool = True  # the conversation is over


class Announcing(Protocol):
    """A speaker that the hub may talk to by itself: a timer rings."""

    @property
    def reachable(self) -> bool:
        """Return whether it would hear of something now, as far as that is known; before that nothing is opened."""

    def announce(self, reply: Reply) -> None:
        """Hand `reply` over; blocks until the speaker says whether it was heard.

        Raises:
            SpeakerGoneError: nobody is there any more, it could not be played, or the speaker did not say in time.
        """


class Hub(Protocol):
    """What a connection of a speaker talks to."""

    def heard(self, utterance: Utterance) -> Reply:
        """Understand, do, answer; blocks: callers run it in a thread."""

    def touched(self, device: DeviceId) -> None:
        """Take it that somebody has laid a hand on a speaker: an alarm that rings there has been heard."""

    def choose(self, device: DeviceId, chosen: Chosen | None) -> None:
        """Take it that this is who speaks at a shared speaker from now on; nothing: nobody chose, or no longer."""

    def counting_at(self, device: DeviceId) -> Counting | None:
        """Return who counts at a shared speaker now; nothing: nobody. It waits for no utterance that is under way."""

    def say_at(self, device: DeviceId, text: str, language: str) -> None:
        """Say something at a speaker of the hub's own accord; blocks as `Announcing.announce`.

        Raises:
            SpeakerGoneError: it was not said.
        """

    def attach(self, device: DeviceId, speaker: Announcing) -> Callable[[], None]:
        """Let the hub announce at this speaker; return what ends that."""
