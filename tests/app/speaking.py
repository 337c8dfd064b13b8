"""Speakers of a household in memory: bound, with keys or without, and what is said to them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.app.simulator import Household, Someone, tone
from voicekeep.app.operations.attributing import Claim, Whose, whose_is
from voicekeep.app.operations.devices import Holder, bind_new, new_device
from voicekeep.device import Device, DeviceKind, Reply, SpeakerGoneError, Utterance, WakeHeard
from voicekeep.records.ids import DeviceId

WAV_HEADER_BYTES = 44
WAKE = WakeHeard(word="okay_nabu", confidence=0.973)


def speaker_of(home: Household, holder: Holder, name: str = "Kitchen", key: Ed25519PrivateKey | None = None) -> Device:
    """Bind a new speaker."""
    public = None if key is None else key.public_key().public_bytes_raw()
    device = new_device(home.keep, DeviceKind.LINUX, credential=secrets.token_urlsafe(32), public_key=public)
    bind_new(home.keep, device, holder, name)
    return device


def sound(words: str) -> bytes:
    """Return samples that stand for words: different ones for different words."""
    return tone(words, 0.3)[WAV_HEADER_BYTES:]


def utterance(home: Household, device: DeviceId, words: str = "hello", wake: WakeHeard | None = WAKE) -> Utterance:
    """Return what a speaker without a key heard just now."""
    return Utterance(device=device, pcm=sound(words), began_at=home.clock(), wake=wake)


def whose(home: Household, device: DeviceId, claim: Claim | None = None) -> tuple[Whose, Utterance]:
    """Return whose something is that is said now."""
    said = utterance(home, device)
    return whose_is(home.keep, said, claim), said


@dataclass
class Rooms:
    """Speakers that remember what was announced; one that is away announces nothing."""

    away: set[DeviceId] = field(default_factory=set)
    announced: list[tuple[DeviceId, Reply]] = field(default_factory=list)

    def announce(self, device: DeviceId, reply: Reply) -> None:
        if device in self.away:
            raise SpeakerGoneError(device)
        self.announced.append((device, reply))

    def texts(self) -> list[str]:
        return [reply.text for _, reply in self.announced]


@dataclass
class Stopwatch:
    """A clock that only goes forward, and not by itself."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


def passes(home: Household, watch: Stopwatch, seconds: float) -> datetime:
    """Let real time pass: both clocks go on."""
    home.clock.pass_by(seconds=seconds)
    watch.now += seconds
    return home.clock.now


def household_of(home: Household, someone: Someone) -> Holder:
    with home.keep.database.read() as transaction:
        member = transaction.people.member_of(someone.subject)
    assert member is not None
    return member.household
