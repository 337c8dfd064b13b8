"""A speaker that stands in a test: what its microphone hears says when it was, and what it plays is noted."""

from __future__ import annotations

import asyncio
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.app.hub import HubOfTests, announcing
from tests.app.simulator import Household, household
from tests.web.served import served
from voicekeep.app.box import Box, IdentityFile, Loudspeaker, Microphone, Told, chimes, pair_with
from voicekeep.app.box.announcements import Announcements
from voicekeep.app.operations.pairing import open_pairing
from voicekeep.app.web import make_application
from voicekeep.assistant import Heard
from voicekeep.device import Reply, WakeHeard
from voicekeep.records.ids import DeviceId

SOON = 60.0  # seconds
_FRAME = 1280  # bytes: 40 ms

_STAMPING = """
import struct, sys, time
began, count = time.monotonic(), 0
while True:
    sys.stdout.buffer.write(struct.pack("<I", int(time.monotonic() * 1000) & 0xFFFFFFFF) * 320)
    sys.stdout.buffer.flush()
    count += 1
    time.sleep(max(0, began + count * 0.04 - time.monotonic()))
"""


def stamps(pcm: bytes) -> list[float]:
    """Return when each 40 ms of what the microphone heard were, in seconds as `time.monotonic` counts them."""
    return [struct.unpack_from("<I", pcm, first)[0] / 1000 for first in range(0, len(pcm), _FRAME)]


@dataclass
class Played:
    """One sound that was played."""

    wav: bytes = field(repr=False)
    began: float
    ended: float | None = None  # None: it still plays
    cut: bool = False  # somebody ended it


class Noting(Loudspeaker):
    """A loudspeaker whose program takes as long as it is told for whatever is no chime."""

    def __init__(self, folder: Path, seconds: float) -> None:
        program = folder / "play"
        program.write_text(f"#!/bin/sh\n[ $(wc -c) -gt 6000 ] && exec sleep {seconds}\nexit 0\n", encoding="ascii")
        program.chmod(0o755)
        super().__init__([str(program)], seconds_more=60)
        self.played: list[Played] = []

    async def play(self, wav: bytes) -> None:
        played = Played(wav, time.monotonic())
        self.played.append(played)
        try:
            await super().play(wav)
        except asyncio.CancelledError:
            played.cut = True
            raise
        finally:
            played.ended = time.monotonic()

    def of(self, wav: bytes) -> list[Played]:
        return [each for each in self.played if each.wav == wav]

    def chimes(self, pitches: Sequence[float]) -> list[Played]:
        return self.of(chimes.chime(pitches))


class Said:
    """A word that is heard as often as the test says it."""

    def __init__(self) -> None:
        self.left = 0
        self.within: Callable[[bytes], bool] = lambda _: False  # which sounds hold the word by themselves

    def feed(self, pcm: bytes) -> WakeHeard | None:
        if self.within(pcm):
            return WakeHeard(word="ok_nabu")
        if self.left > 0 and any(pcm) and pcm == pcm[:4] * (len(pcm) // 4):  # it came through the microphone
            self.left -= 1
            return WakeHeard(word="ok_nabu")
        return None

    def forget(self) -> None:
        """There is nothing to forget."""


class Brief:
    """A listener to whom so many frames are a whole sentence."""

    frames = 10

    def __init__(self) -> None:
        self._left = self.frames

    def feed(self, _pcm: bytes) -> Heard | None:
        self._left -= 1
        return Heard.WHOLE if self._left <= 0 else None


class Patient(Brief):
    """A listener to whom a sentence takes two seconds."""

    frames = 50


@dataclass
class Standing:
    """A keep, its hub, and the speaker."""

    home: Household
    hub: HubOfTests
    device: DeviceId
    loudspeaker: Noting
    microphone: Microphone
    word: Said
    told: list[tuple[float, Told, str]]
    box: Box
    loop: asyncio.AbstractEventLoop
    look_again: Callable[[], None]
    file: IdentityFile
    cut_off: Callable[[], None]  # end the connection, as a hub does that is stopped
    taken_in: list[bytes]  # what rings, once it has come

    def wait_for(self, so: Callable[[], bool]) -> None:
        late = time.monotonic() + SOON
        while not so():
            assert time.monotonic() < late, (self.told, self.loudspeaker.played)
            time.sleep(0.02)

    def wait_told(self, what: Told, times: int = 1) -> None:
        self.wait_for(lambda: len(self.when(what)) >= times)

    def when(self, what: Told) -> list[float]:
        return [at for at, each, _ in self.told if each is what]

    def why(self, what: Told) -> list[str]:
        return [why for _, each, why in self.told if each is what]

    def wait_played(self, what: Reply) -> Played:
        """Wait until something begins to be played, and return it."""
        self.wait_for(lambda: bool(self.loudspeaker.of(what.wav)))
        return self.loudspeaker.of(what.wav)[-1]

    def say_the_word(self) -> None:
        self.word.left = 1

    def mute(self, *, muted: bool = True) -> None:
        asyncio.run_coroutine_threadsafe(self.box.mute(muted=muted), self.loop).result(SOON)


def ring(speaker: Standing, text: str) -> Future[None]:
    """Let the hub say something by itself; return what is over once the speaker said whether it was heard."""
    return announcing(lambda: speaker.hub.say_at(speaker.device, text, "en"))


@contextmanager
def standing(
    folder: Path, hub: HubOfTests, *, plays_for: float = 0.5, listener: type[Brief] = Brief
) -> Iterator[Standing]:
    """Let a speaker of Ada's wait for its word; whatever it plays that is no chime takes `plays_for` seconds."""
    (folder / "keep").mkdir()
    with household(folder / "keep") as home:
        application = make_application(home.keep, hub=hub)
        with ExitStack() as serving, pytest.MonkeyPatch.context() as patched:
            taken_in, hub_said = list[bytes](), Announcements.hub_said

            def noted(announcements: Announcements, wav: bytes) -> None:
                hub_said(announcements, wav)
                taken_in.append(wav)

            patched.setattr(Announcements, "hub_said", noted)
            port = serving.enter_context(served(application))
            code = open_pairing(home.keep, home.session(home.join("ada")), shared=False).code
            identity = pair_with(f"http://localhost:{port}", code, "kitchen")
            file = IdentityFile(folder / "speaker.json", lambda: "new")
            file.save(identity)
            with _running(folder, file, plays_for, listener) as (box, loop, loudspeaker, microphone, word, told):
                there = Standing(
                    home=home, hub=hub, device=identity.device, loudspeaker=loudspeaker, microphone=microphone,
                    word=word, told=told, box=box, loop=loop,
                    look_again=lambda: application.state.speakers.look_again(identity.device),
                    file=file, cut_off=serving.close, taken_in=taken_in,
                )  # fmt: skip
                there.wait_told(Told.WAITING)
                hub.wait_until(lambda: identity.device in hub.there)
                yield there


@contextmanager
def _running(
    folder: Path, file: IdentityFile, plays_for: float, listener: type[Brief]
) -> Iterator[tuple[Box, asyncio.AbstractEventLoop, Noting, Microphone, Said, list[tuple[float, Told, str]]]]:
    (folder / "hear.py").write_text(_STAMPING, encoding="ascii")
    loop, word, told = asyncio.new_event_loop(), Said(), list[tuple[float, Told, str]]()
    microphone = Microphone([sys.executable, "-S", "-E", "-u", str(folder / "hear.py")])
    loudspeaker = Noting(folder, plays_for)
    box = Box(
        file,
        microphone,
        loudspeaker,
        wake=word,
        listener=listener,  # type: ignore[arg-type]  # all that is asked of one
        told=lambda what, why: told.append((time.monotonic(), what, why)),
    )
    task = loop.create_task(box.run())
    thread = threading.Thread(target=lambda: loop.run_until_complete(asyncio.wait([task])))
    thread.start()
    try:
        yield box, loop, loudspeaker, microphone, word, told
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join()
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()
