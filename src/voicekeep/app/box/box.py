"""The box itself: waits for its word, listens, hands over, plays the answer; muted, it does nothing of that."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from typing import Any, Final

from voicekeep.app.box import chimes
from voicekeep.app.box.identity import IdentityFile
from voicekeep.app.box.mouth import Mouth
from voicekeep.app.box.sound import Loudspeaker, Microphone, SoundFailedError
from voicekeep.app.box.wire import HubGoneError, Wire, wire_to
from voicekeep.app.box.word import HeardWord
from voicekeep.assistant import AssistantError, Heard, Listener, WakeWord
from voicekeep.device import Reply, WakeHeard

_FIRST_PAUSE: Final = 1.0  # seconds before the hub is tried again; then twice as long each time
_LONGEST_PAUSE: Final = 60.0
_ANSWER_WITHIN: Final = 60.0  # seconds
_UNKNOWN: Final = frozenset({"UnboundDeviceError", "WrongSignatureError"})  # by these names the hub no longer knows it
_ELSEWHERE: Final = "ReplacedError"  # it is there, and this speaker runs twice


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
        self._mouth = Mouth(loudspeaker, self._went)
        self._wake = HeardWord(wake, self._mouth)
        self._listener = listener
        self._told = told
        self._muted = False
        self._changed = asyncio.Event()  # it was muted, or no longer
        self._bound = True
        self._lost = False  # it was heard that the hub is gone
        self._pause = _FIRST_PAUSE
        self._broken = set[str]()  # what cannot be used, and was told
        self._wire: Wire | None = None
        self._said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    @property
    def muted(self) -> bool:
        """Return whether the microphone is to be off."""
        return self._muted

    async def run(self) -> None:
        """Be a speaker until it is cancelled. Raises NotPairedError, PlainTextError."""
        try:
            while True:
                identity = self._file.load()  # anew each time: it may have been paired anew
                try:
                    async with wire_to(identity, self._file.next_counter, muted=self._muted) as wire:
                        await self._served(wire)
                except HubGoneError as gone:
                    await self._without_hub(gone.why)
                await asyncio.sleep(self._pause)
                self._pause = min(2 * self._pause, _LONGEST_PAUSE)
        finally:
            await self._microphone.off()
            await self._mouth.fall_silent()

    async def _without_hub(self, why: str) -> None:
        """Be heard once when the hub is gone; one that does not know this speaker any more says so by its name."""
        await self._microphone.off()
        if why in _UNKNOWN:
            self._pause = _LONGEST_PAUSE
            if self._bound:
                await self._learned(bound=False)
            return
        self._told(Told.GONE, why)
        if not self._lost and why != _ELSEWHERE:
            self._lost = True
            self._mouth.chime_later(chimes.UNABLE)

    async def mute(self, *, muted: bool) -> None:
        """Switch the microphone off, or on again; when this returns it is so."""
        self._muted = muted
        self._changed.set()
        if muted:
            await self._microphone.off()
        await self._mouth.hush()
        self._told(Told.MUTED if muted else Told.WAITING, "")
        if self._wire is not None:
            with suppress(HubGoneError):
                await self._wire.say(type="muted", muted=muted)
        await self._mouth.chime(chimes.MUTED if muted else chimes.LISTENING)

    async def _served(self, wire: Wire) -> None:
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
                    self._lost, self._pause = False, _FIRST_PAUSE
                    await self._learned(bound=bool(message["bound"]))
                case "mute":
                    await self.mute(muted=True)
                case "announce":
                    await wire.say(type="announced")
                    self._mouth.later(message["reply"].wav)
                case _:
                    self._said.put_nowait(message)

    async def _learned(self, *, bound: bool) -> None:
        """Take in whether it is set up; where it is not any more that is heard too: nobody may read what it says."""
        changed, self._bound = bound != self._bound, bound
        if changed:
            self._changed.set()
        if bound:
            return
        self._told(Told.NOT_SET_UP, "")
        if changed:
            await self._microphone.off()
            await self._mouth.fall_silent()  # it was meant for those whose speaker this was
            await self._mouth.chime(chimes.UNABLE)

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
            except SoundFailedError as failed:
                self._cannot_use(failed)
            except AssistantError as failed:
                self._told(Told.NO_WORD, type(failed).__name__)
            if not self._changed.is_set():  # it ended by itself: a pause, so that it is not begun a thousand times
                with suppress(TimeoutError):
                    async with asyncio.timeout(_FIRST_PAUSE):
                        await self._changed.wait()

    async def _until_the_word(self, wire: Wire) -> None:
        if "microphone" not in self._broken:
            self._told(Told.WAITING, "")
        self._wake.forget()
        async for frame in self._microphone.frames():
            if "microphone" in self._broken:
                self._broken.remove("microphone")
                self._told(Told.WAITING, "")
            if not self._bound:
                return
            heard = await self._wake.feed(frame)
            if heard is not None and not self._muted:
                await self._conversation(wire, heard)
                self._wake.forget()
                await self._microphone.off()  # what it heard while it spoke is thrown away
                if not self._muted:
                    await self._microphone.on()
                return

    async def _conversation(self, wire: Wire, wake: WakeHeard | None) -> None:
        again = True
        while again and not self._muted and self._bound:
            again, wake = await self._one_utterance(wire, wake)

    async def _one_utterance(self, wire: Wire, wake: WakeHeard | None) -> tuple[bool, WakeHeard | None]:
        """Hear and answer one; return whether another follows, and the word that began it, if one did."""
        with self._mouth.listening():
            if await self._mouth.hush():
                await self._microphone.off()  # what it heard so far is its own voice
            await self._mouth.chime(chimes.LISTENING)
            if self._muted or not self._bound:
                return False, None
            await self._microphone.on()
            while not self._said.empty():
                self._said.get_nowait()
            await wire.listen(wake)
            self._told(Told.LISTENING, "")
            heard = await self._speech(wire)
            if heard is Heard.NOTHING or self._muted or not self._bound:
                await wire.cancel()
                return False, None
            await self._microphone.off()  # what is said from here on is not of this utterance, and of no later one
            await wire.end()
            self._told(Told.THINKING, "")
            await self._mouth.chime(chimes.FINISHED)
        return await self._answered()

    async def _speech(self, wire: Wire) -> Heard:
        listener = self._listener()
        try:
            async for frame in self._microphone.frames():
                if self._muted or not self._bound:
                    return Heard.NOTHING
                await wire.frame(frame)
                heard = listener.feed(frame)
                if heard is not None:
                    return heard
                if not self._said.empty() and self._said.get_nowait()["type"] == "enough":
                    return Heard.TOO_LONG
        except SoundFailedError as failed:
            self._cannot_use(failed)
        return Heard.NOTHING

    async def _answered(self) -> tuple[bool, WakeHeard | None]:
        try:
            async with asyncio.timeout(_ANSWER_WITHIN):
                while (message := await self._said.get())["type"] not in {"reply", "problem"}:
                    pass
        except TimeoutError:
            message = {"type": "problem", "name": "late"}
        if message["type"] == "problem":
            self._told(Told.WAITING, str(message.get("name", ""))[:64])
            await self._mouth.chime(chimes.UNABLE)
            return False, None
        reply: Reply = message["reply"]
        self._told(Told.SPEAKING, "")
        if reply.mute:
            await self._mouth.say(reply.wav)
            await self.mute(muted=True)
            return False, None
        wake = await self._said_until_the_word(reply.wav)
        return reply.listen_again or wake is not None, wake

    async def _said_until_the_word(self, wav: bytes) -> WakeHeard | None:
        """Say something, and listen for the word meanwhile: it ends what is said, and is returned."""
        word = asyncio.create_task(self._hushed_by_the_word())
        try:
            await self._mouth.say(wav)
            await self._microphone.off()
            return await word
        finally:
            word.cancel()
            await asyncio.gather(word, return_exceptions=True)

    async def _hushed_by_the_word(self) -> WakeHeard | None:
        if self._muted or not self._bound:
            return None
        try:
            await self._microphone.on()
            self._wake.forget()
            async for frame in self._microphone.frames():
                heard = await self._wake.feed(frame)
                if heard is not None:
                    await self._mouth.hush()
                    return None if self._muted else heard
        except SoundFailedError as failed:
            self._cannot_use(failed)
        except AssistantError as failed:
            self._told(Told.NO_WORD, type(failed).__name__)
        return None

    def _went(self, failed: SoundFailedError | None) -> None:
        if failed is None:
            self._broken.discard("loudspeaker")
        else:
            self._cannot_use(failed)

    def _cannot_use(self, failed: SoundFailedError) -> None:
        """Tell that a program for sound fails: once, until it does not."""
        if failed.what not in self._broken:
            self._broken.add(failed.what)
            self._told(Told.NO_SOUND, str(failed))
