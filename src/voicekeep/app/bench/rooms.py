"""How many speakers can talk at once, in real time, without a late reply, with everything in one process.

Flow        N speakers of N people, each a thread: a command as long as it takes to say it, the hub's reply, its
            length, a breath, the next command -> how long each reply took -> the largest N of which none was late
What is real: the keep on disk with its ledger, sealing of sound and words, the built-in engines and what they hear,
intents, skills and voice. What is not: sockets, microphones, and people: flite's voices speak.
"""

from __future__ import annotations

import io
import json
import os
import secrets
import tempfile
import threading
import time
import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final

from voicekeep.app.bench.spoken import VOICES, spoken
from voicekeep.app.hub import HouseHub
from voicekeep.app.operations.accounts import choose, invite, open_account, sign_in
from voicekeep.app.operations.devices import bind_new, new_device
from voicekeep.app.operations.keep import Keep
from voicekeep.app.settings import Settings
from voicekeep.app.wiring import create_keep, open_keep
from voicekeep.assistant import SphinxEngine, open_assistant
from voicekeep.device import SAMPLE_BYTES, SAMPLE_RATE, DeviceKind, Utterance, WakeHeard
from voicekeep.people import Applicant
from voicekeep.records.ids import DeviceId
from voicekeep.records.items import Keeping

LATE_AFTER: Final = 2.0
"""Seconds from the end of speech to the reply after which people say it again."""

_COMMANDS: Final = (
    "what time is it",
    "set a timer for ten minutes",
    "what is the date",
    "what is seven times eight",
    "put milk on my shopping list",
    "what is on my shopping list",
    "how much time is left",
    "cancel the timer",
)
_BREATH: Final = 1.5  # seconds between a reply's end and the next command
_PASSWORD: Final = "a long password of a scratch keep"  # noqa: S105  nobody but this process has the keep
_WAKE: Final = WakeHeard(word="bench", confidence=1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomsFigures:
    """What was measured, in one run."""

    held: int  # speakers at once, none of whose replies was late
    tried: int  # the first number that did not hold, or the last one tried
    seconds: int  # for which each number talked
    replies: int  # of the number that held, or of the first number if none did
    slowest_s: float  # of those
    median_s: float
    load: float  # of the machine in the last minute, with the bench itself
    late_after_s: float = LATE_AFTER

    def as_json(self) -> str:
        """Return the figures as one JSON object."""
        return json.dumps({name: getattr(self, name) for name in self.__slots__})


@dataclass(slots=True)
class Room:
    """One speaker, and how long its replies took."""

    device: DeviceId
    voice: int
    took: list[float] = field(default_factory=list)


def bench_rooms(seconds: int, most: int, step: int, told: Callable[[str], None]) -> RoomsFigures:
    """Let more and more speakers talk, `seconds` each time, until a reply is late or `most` hold; 0: none held.

    Raises:
        MissingSoundError: flite is not there.
    """
    clips = [[spoken(text, voice) for text in _COMMANDS] for voice in VOICES]
    with tempfile.TemporaryDirectory(prefix="voicekeep-rooms-") as scratch, house(Path(scratch)) as (keep, hub):
        rooms = [room_of(keep, number) for number in range(most)]
        _talk(hub, keep, rooms, clips, 5)  # each process of the engine reads its models with its first word
        held, number, took = 0, 0, [0.0]
        while held == number and number < most:
            number = min(number + step, most)
            now = _talk(hub, keep, rooms[:number], clips, seconds)
            told(f"{number} speakers: {len(now)} replies, slowest {max(now):.2f} s")
            if max(now) <= LATE_AFTER:
                held = number
            if max(now) <= LATE_AFTER or number == step:
                took = now
    return RoomsFigures(
        held=held,
        tried=number,
        seconds=seconds,
        replies=len(took),
        slowest_s=round(max(took), 3),
        median_s=round(sorted(took)[len(took) // 2], 3),
        load=round(os.getloadavg()[0], 1),
    )


def _talk(hub: HouseHub, keep: Keep, rooms: list[Room], clips: list[list[bytes]], seconds: int) -> list[float]:
    """Let every room talk at once; return how long each reply took. One that failed counts as late."""
    until = time.monotonic() + seconds
    for room in rooms:
        room.took.clear()
    threads = [threading.Thread(target=_converse, args=(hub, keep, room, clips, until)) for room in rooms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [took for room in rooms for took in room.took]


def _converse(hub: HouseHub, keep: Keep, room: Room, clips: list[list[bytes]], until: float) -> None:
    sounds = clips[room.voice % len(clips)]
    number = room.voice  # rooms do not all say the same at the same time
    time.sleep(secrets.randbelow(2000) / 1000)
    while time.monotonic() < until:
        pcm = sounds[number % len(sounds)]
        number += 1
        began_at = keep.now()
        time.sleep(len(pcm) / SAMPLE_RATE / SAMPLE_BYTES)  # as long as it takes to say it
        ended = time.monotonic()
        reply = hub.heard(Utterance(device=room.device, pcm=pcm, began_at=began_at, wake=_WAKE))
        room.took.append(time.monotonic() - ended)
        time.sleep(_length(reply.wav) + _BREATH)


@contextmanager
def house(root: Path) -> Iterator[tuple[Keep, HouseHub]]:
    """Make a keep on disk, with the built-in assistant over it."""
    create_keep(
        root / "keep",
        Settings(
            mode="home",
            public_origin="rooms.invalid",
            public_url="http://localhost",
            root_key=str(root / "root.key"),
            key_store=str(root / "keys.sqlite3"),
            controller_name="Bench",
            controller_contact="bench@rooms.invalid",
            data_protection_officer="",
            authority="",
            country="DE",
            subdivision="BE",
            zone="Europe/Berlin",
            language="en",
        ),
    )
    with (
        open_keep(root / "keep") as keep,
        SphinxEngine() as engine,
        open_assistant([engine]) as pipeline,
    ):
        yield keep, HouseHub(keep, pipeline)


def room_of(keep: Keep, number: int) -> Room:
    """Open an account that keeps sound and words, with a speaker of its own."""
    email = f"room{number}@rooms.invalid"
    applicant = Applicant(name=f"Room {number}", email=email, password=_PASSWORD, language="en", household_name="Home")
    subject = open_account(keep, invite(keep, None, timedelta(days=1)), applicant)
    choose(keep, sign_in(keep, email, _PASSWORD).session, Keeping.AUDIO, 3)
    device = new_device(keep, DeviceKind.FOLDER)
    bind_new(keep, device, subject, "Room")
    return Room(device=device.device, voice=number)


def _length(wav: bytes) -> float:
    if not wav:
        return 0.0
    with wave.open(io.BytesIO(wav), "rb") as source:
        return source.getnframes() / source.getframerate()
