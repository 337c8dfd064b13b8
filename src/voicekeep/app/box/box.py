"""The box itself: waits for its word, listens, hands over, plays the answer; muted, it does nothing of that."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from typing import Any, Final

from voicekeep.app.box import chimes
from voicekeep.app.box.identity import Identity, IdentityFile
from voicekeep.app.box.sound import Loudspeaker, Microphone, SoundFailedError
from voicekeep.app.box.wire import HubGoneError, Wire, wire_to
from voicekeep.assistant import AssistantError, Heard, Listener, WakeWord
from voicekeep.device import Reply, WakeHeard

_FIRST_PAUSE: Final = 1.0  # seconds before the hub is tried again; then twice as long each time
_LONGEST_PAUSE: Final = 60.0
_ANSWER_WITHIN: Final = 60.0  # seconds


class Told(StrEnum):
    """What a box says of itself, to whoever stands before it."""

    CONNECTED = "connected"
    GONE = "the hub is not there; trying again"
    NOT_SET_UP = "not set up: pair it with a new code"
    WAITING = "waiting for its word"
    LISTENING = "LISTENING"
    THINKING = "thinking; it has stopped listening"
    SPEAKING = "answering"
    MUTED = "MUTED: the microphone is off"
    NO_SOUND = "the microphone or the loudspeaker cannot be used"
    NO_WORD = "the service that hears its word is not there; trying again"


class Box:
    """One speaker."""

    def __init__(
        self,
        file: IdentityFile,
        microphone: Microphone,
        loudspeaker: Loudspeaker,
        *,
        wake: WakeWord,
        listener: Callable[[], Listener],
        told: Callable[[Told, str], None],
    ) -> None:
        self._file = file
        self._microphone = microphone
        self._loudspeaker = loudspeaker
        self._wake = wake
        self._listener = listener
        self._told = told
        self._muted = False
        self._changed = asyncio.Event()  # it was muted, or no longer
        self._bound = True
        self._wire: Wire | None = None
        self._said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._playing = asyncio.Lock()

    @property
    def muted(self) -> bool:
        """Return whether the microphone is to be off."""
        return self._muted

    async def run(self) -> None:
        """Be a speaker until it is cancelled. Raises NotPairedError, PlainTextError."""
        identity, pause = self._file.load(), _FIRST_PAUSE
        try:
            while True:
                try:
                    async with wire_to(identity, self._file.next_counter, muted=self._muted) as wire:
                        pause = _FIRST_PAUSE
                        await self._served(wire, identity)
                except HubGoneError as gone:
                    self._told(Told.GONE, gone.why)
                await self._microphone.off()
                await asyncio.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
        finally:
            await self._microphone.off()

    async def mute(self, *, muted: bool) -> None:
        """Switch the microphone off, or on again; when this returns it is so."""
        self._muted = muted
        self._changed.set()
        if muted:
            await self._microphone.off()
        self._told(Told.MUTED if muted else Told.WAITING, "")
        if self._wire is not None:
            with suppress(HubGoneError):
                await self._wire.say(type="muted", muted=muted)
        await self._chime(chimes.MUTED if muted else chimes.LISTENING)

    async def _served(self, wire: Wire, _: Identity) -> None:
        self._wire, self._said = wire, asyncio.Queue()
        self._told(Told.CONNECTED, "")
        tasks = {asyncio.create_task(self._hub_says(wire)), asyncio.create_task(self._hears(wire))}
        try:
            done, _pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            self._wire = None
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _hub_says(self, wire: Wire) -> None:
        async for message in wire.messages():
            match message["type"]:
                case "welcome":
                    await self._learned(bound=bool(message["bound"]))
                case "mute":
                    await self.mute(muted=True)
                case "announce":
                    await wire.say(type="announced")
                    await self._speak(message["reply"])
                case _:
                    self._said.put_nowait(message)

    async def _learned(self, *, bound: bool) -> None:
        """Take in whether it is set up; where it is not any more that is heard too: nobody may read what it says."""
        changed, self._bound = bound != self._bound, bound
        if changed:
            self._changed.set()
        if not bound:
            self._told(Told.NOT_SET_UP, "")
        if changed and not bound:
            await self._chime(chimes.UNABLE)

    async def _hears(self, wire: Wire) -> None:
        """Listen for the word, and then to what is said; for as long as it is not muted, and set up."""
        while True:
            self._changed.clear()
            if self._muted or not self._bound:
                await self._microphone.off()
                await self._changed.wait()
                continue
            try:
                await self._microphone.on()
                await self._until_the_word(wire)
            except SoundFailedError:
                self._told(Told.NO_SOUND, "")
            except AssistantError as failed:
                self._told(Told.NO_WORD, type(failed).__name__)
            if not self._changed.is_set():  # it ended by itself: a pause, so that it is not begun a thousand times
                with suppress(TimeoutError):
                    async with asyncio.timeout(_FIRST_PAUSE):
                        await self._changed.wait()

    async def _until_the_word(self, wire: Wire) -> None:
        self._told(Told.WAITING, "")
        self._wake.forget()
        async for frame in self._microphone.frames():
            if not self._bound:
                return
            heard = await asyncio.to_thread(self._wake.feed, frame)
            if heard is not None and not self._muted:
                await self._conversation(wire, heard)
                self._wake.forget()
                if not self._muted:
                    await self._microphone.off()  # what it heard while it spoke is thrown away
                    await self._microphone.on()
                return

    async def _conversation(self, wire: Wire, wake: WakeHeard | None) -> None:
        again = True
        while again and not self._muted:
            reply = await self._one_utterance(wire, wake)
            again, wake = reply is not None and reply.listen_again, None

    async def _one_utterance(self, wire: Wire, wake: WakeHeard | None) -> Reply | None:
        await self._chime(chimes.LISTENING)
        if self._muted:
            return None
        await self._microphone.on()
        while not self._said.empty():
            self._said.get_nowait()
        await wire.listen(wake)
        self._told(Told.LISTENING, "")
        heard = await self._speech(wire)
        if heard is Heard.NOTHING or self._muted:
            await wire.cancel()
            return None
        await self._microphone.off()  # what is said from here on is not of this utterance, and of no later one
        await wire.end()
        self._told(Told.THINKING, "")
        await self._chime(chimes.FINISHED)
        return await self._answered()

    async def _speech(self, wire: Wire) -> Heard:
        listener = self._listener()
        async for frame in self._microphone.frames():
            if self._muted:
                return Heard.NOTHING
            await wire.frame(frame)
            heard = listener.feed(frame)
            if heard is not None:
                return heard
            if not self._said.empty() and self._said.get_nowait()["type"] == "enough":
                return Heard.TOO_LONG
        return Heard.NOTHING

    async def _answered(self) -> Reply | None:
        try:
            async with asyncio.timeout(_ANSWER_WITHIN):
                while (message := await self._said.get())["type"] not in {"reply", "problem"}:
                    pass
        except TimeoutError:
            message = {"type": "problem", "name": "late"}
        if message["type"] == "problem":
            self._told(Told.WAITING, str(message.get("name", ""))[:64])
            await self._chime(chimes.UNABLE)
            return None
        reply: Reply = message["reply"]
        await self._speak(reply)
        if reply.mute:
            await self.mute(muted=True)
        return reply

    async def _speak(self, reply: Reply) -> None:
        self._told(Told.SPEAKING, "")
        await self._play(reply.wav)

    async def _chime(self, pitches: tuple[float, ...]) -> None:
        await self._play(chimes.chime(pitches))

    async def _play(self, wav: bytes) -> None:
        try:
            async with self._playing:
                await self._loudspeaker.play(wav)
        except SoundFailedError:
            self._told(Told.NO_SOUND, "")
