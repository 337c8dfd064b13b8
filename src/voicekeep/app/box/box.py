"""The box itself: finds its hub and stays with it, is muted, falls silent when it is nobody's."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Final

from voicekeep.app.box import chimes
from voicekeep.app.box.announcements import Announcements
from voicekeep.app.box.condition import Condition, Told
from voicekeep.app.box.conversation import Conversation
from voicekeep.app.box.identity import Identity, IdentityFile
from voicekeep.app.box.mouth import Mouth
from voicekeep.app.box.sound import Loudspeaker, Microphone
from voicekeep.app.box.wire import HubGoneError, Wire, wire_to
from voicekeep.assistant import Listener, WakeWord

_FIRST_PAUSE: Final = 1.0  # seconds before the hub is tried again; then twice as long each time
_LONGEST_PAUSE: Final = 60.0
_LOOK_EVERY: Final = 1.0  # seconds between two looks at whether it was paired anew
_UNKNOWN: Final = frozenset({"UnboundDeviceError", "WrongSignatureError"})  # by these names the hub no longer knows it
_ELSEWHERE: Final = "ReplacedError"  # it is there, and this speaker runs twice


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
        self._condition = Condition(told)
        self._mouth = Mouth(loudspeaker, self._condition.played)
        self._wake = wake
        self._listener = listener
        self._lost = False  # it was heard that the hub is gone
        self._pause = _FIRST_PAUSE
        self._wire: Wire | None = None

    @property
    def muted(self) -> bool:
        """Return whether the microphone is to be off."""
        return self._condition.muted

    async def run(self) -> None:
        """Be a speaker until it is cancelled. Raises NotPairedError, PlainTextError."""
        try:
            while True:
                identity = self._file.load()  # anew each time: it may have been paired anew
                try:
                    async with wire_to(identity, self._file.next_counter, muted=self._condition.muted) as wire:
                        await self._served(wire, identity)
                except HubGoneError as gone:
                    await self._without_hub(gone.why)
                if await self._is_paired_anew(identity, self._pause):
                    await self._begin_anew()
                else:
                    self._pause = min(2 * self._pause, _LONGEST_PAUSE)
        finally:
            await self._microphone.off()
            await self._mouth.fall_silent()

    async def _is_paired_anew(self, identity: Identity, within: float | None) -> bool:
        """Wait until another shell has paired this box anew, or so many seconds; return whether it has."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                while True:
                    if await asyncio.to_thread(self._file.names_another_than, identity):
                        return True
                    await asyncio.sleep(_LOOK_EVERY)
        return False

    async def _begin_anew(self) -> None:
        """Hear and say nothing more of what was meant for those whose speaker this was, and try its new hub at once."""
        self._pause = _FIRST_PAUSE
        await self._microphone.off()
        await self._mouth.fall_silent()

    async def _without_hub(self, why: str) -> None:
        """Be heard once when the hub is gone; one that does not know this speaker any more says so by its name."""
        await self._microphone.off()
        if why in _UNKNOWN:
            self._pause = _LONGEST_PAUSE
            if self._condition.bound:
                await self._learned(bound=False)
            return
        self._condition.told(Told.GONE, why)
        if not self._lost and why != _ELSEWHERE:
            self._lost = True
            self._mouth.chime_later(chimes.UNABLE)

    async def mute(self, *, muted: bool) -> None:
        """Switch the microphone off, or on again; when this returns it is so."""
        self._condition.mute(muted=muted)
        if muted:
            await self._microphone.off()
        await self._mouth.hush()
        self._condition.told(Told.MUTED if muted else Told.WAITING, "")
        if self._wire is not None:
            with suppress(HubGoneError):
                await self._wire.say(type="muted", muted=muted)
        await self._mouth.chime(chimes.MUTED if muted else chimes.LISTENING)

    async def _served(self, wire: Wire, identity: Identity) -> None:
        """Be a speaker on one connection, until that ends or the box is paired anew. Raises HubGoneError."""
        self._wire = wire
        self._condition.told(Told.CONNECTED, "")
        conversation = Conversation(
            wire,
            self._condition,
            self._microphone,
            self._mouth,
            wake=self._wake,
            listener=self._listener,
            mute=partial(self.mute, muted=True),
        )
        announcements = Announcements(wire, self._mouth)
        ways = (
            self._hub_says(wire, conversation, announcements),
            conversation.goes_on(),
            announcements.goes_on(),
            self._is_paired_anew(identity, None),
        )
        tasks = {asyncio.ensure_future(way) for way in ways}
        try:
            done, _pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            self._wire = None
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _hub_says(self, wire: Wire, conversation: Conversation, announcements: Announcements) -> None:
        async for message in wire.messages():
            match message["type"]:
                case "welcome":
                    self._lost, self._pause = False, _FIRST_PAUSE
                    await self._learned(bound=bool(message["bound"]))
                case "mute":
                    await self.mute(muted=True)
                case "announce":
                    announcements.hub_said(message["reply"].wav)
                case _:
                    conversation.hub_said(message)

    async def _learned(self, *, bound: bool) -> None:
        """Take in whether it is set up; where it is not any more that is heard too: nobody may read what it says."""
        changed = self._condition.bind(bound=bound)
        if bound:
            return
        self._condition.told(Told.NOT_SET_UP, "")
        if changed:
            await self._microphone.off()
            await self._mouth.fall_silent()  # it was meant for those whose speaker this was
            await self._mouth.chime(chimes.UNABLE)
