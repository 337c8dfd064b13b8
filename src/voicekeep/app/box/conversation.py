"""What a box hears and answers: its word, then what is said, then its answer, until the word comes into that.

Flow        frames of the microphone -> the word -> an utterance on the wire -> a reply -> the loudspeaker
Guarantees  1. While the box is muted or nobody's, the microphone is off, and what was begun is cancelled.
            2. The microphone is off while the box thinks; what it heard of its own voice is thrown away.
I/O         the microphone, the mouth and the wire
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Final

from voicekeep.app.box import chimes
from voicekeep.app.box.condition import Condition, Told
from voicekeep.app.box.mouth import Mouth
from voicekeep.app.box.sound import Microphone, SoundFailedError
from voicekeep.app.box.wire import Wire
from voicekeep.app.box.word import HeardWord
from voicekeep.assistant import AssistantError, Heard, Listener, WakeWord
from voicekeep.device import Reply, WakeHeard

_PAUSE: Final = 1.0  # seconds before it listens again, where that ended by itself
_ANSWER_WITHIN: Final = 60.0  # seconds


class Conversation:
    """What is heard and said on one connection."""

    def __init__(
        self,
        wire: Wire,
        condition: Condition,
        microphone: Microphone,
        mouth: Mouth,
        *,
        wake: WakeWord,
        listener: Callable[[], Listener],
        mute: Callable[[], Awaitable[None]],
    ) -> None:
        self._wire = wire
        self._condition = condition
        self._microphone = microphone
        self._mouth = mouth
        self._wake = HeardWord(wake, mouth)
        self._listener = listener
        self._mute = mute  # the box mutes itself where an answer wants it so
        self._said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    def hub_said(self, message: dict[str, Any]) -> None:
        """Take in what the hub says of an utterance."""
        self._said.put_nowait(message)

    async def goes_on(self) -> None:
        """Listen for the word, and then to what is said; for as long as it is not muted, and set up."""
        while True:
            self._condition.changed.clear()
            if not self._condition.may_listen:
                await self._microphone.off()
                await self._condition.changed.wait()
                continue
            try:
                await self._microphone.on()
                await self._until_the_word()
            except (SoundFailedError, AssistantError) as failed:
                self._condition.cannot(failed)
            if (
                not self._condition.changed.is_set()
            ):  # it ended by itself: a pause, so that it is not begun a thousand times
                with suppress(TimeoutError):
                    async with asyncio.timeout(_PAUSE):
                        await self._condition.changed.wait()

    async def _until_the_word(self) -> None:
        self._condition.waits()
        self._wake.forget()
        async for frame in self._microphone.frames():
            self._condition.hears()
            if not self._condition.bound:
                return
            heard = await self._wake.feed(frame)
            if heard is not None and not self._condition.muted:
                await self._conversation(heard)
                self._wake.forget()
                await self._microphone.off()  # what it heard while it spoke is thrown away
                if not self._condition.muted:
                    await self._microphone.on()
                return

    async def _conversation(self, wake: WakeHeard | None) -> None:
        again = True
        with self._mouth.spoken_to():
            while again and self._condition.may_listen:
                again, wake = await self._one_utterance(wake)

    async def _one_utterance(self, wake: WakeHeard | None) -> tuple[bool, WakeHeard | None]:
        """Hear and answer one; return whether another follows, and the word that began it, if one did."""
        if await self._mouth.hush():
            await self._microphone.off()  # what it heard so far is its own voice
        await self._mouth.chime(chimes.LISTENING)
        if not self._condition.may_listen:
            return False, None
        await self._microphone.on()
        while not self._said.empty():
            self._said.get_nowait()
        await self._wire.listen(wake)
        self._condition.told(Told.LISTENING, "")
        heard = await self._speech()
        if heard is Heard.NOTHING or not self._condition.may_listen:
            await self._wire.cancel()
            return False, None
        await self._microphone.off()  # what is said from here on is not of this utterance, and of no later one
        await self._wire.end()
        self._condition.told(Told.THINKING, "")
        await self._mouth.chime(chimes.FINISHED)
        return await self._answered()

    async def _speech(self) -> Heard:
        listener = self._listener()
        try:
            async for frame in self._microphone.frames():
                if not self._condition.may_listen:
                    return Heard.NOTHING
                await self._wire.frame(frame)
                heard = listener.feed(frame)
                if heard is not None:
                    return heard
                if not self._said.empty() and self._said.get_nowait()["type"] == "enough":
                    return Heard.TOO_LONG
        except SoundFailedError as failed:
            self._condition.cannot(failed)
        return Heard.NOTHING

    async def _answered(self) -> tuple[bool, WakeHeard | None]:
        try:
            with self._mouth.thinking():
                async with asyncio.timeout(_ANSWER_WITHIN):
                    while (message := await self._said.get())["type"] not in {"reply", "problem"}:
                        pass
        except TimeoutError:
            message = {"type": "problem", "name": "late"}
        if message["type"] == "problem":
            self._condition.told(Told.WAITING, str(message.get("name", ""))[:64])
            await self._mouth.chime(chimes.UNABLE)
            return False, None
        reply: Reply = message["reply"]
        self._condition.told(Told.SPEAKING, "")
        if reply.mute:
            await self._mouth.say(reply.wav)
            await self._mute()
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
        if not self._condition.may_listen:
            return None
        try:
            await self._microphone.on()
            self._wake.forget()
            async for frame in self._microphone.frames():
                heard = await self._wake.feed(frame)
                if heard is not None:
                    await self._mouth.hush()
                    return None if self._condition.muted else heard
        except (SoundFailedError, AssistantError) as failed:
            self._condition.cannot(failed)
        return None
