"""What a box plays, one sound after the other; hushed, the one that plays ends at once.

Flow        WAV -> the loudspeaker's program -> whether it was heard
Guarantees  1. While somebody speaks to the box it says nothing by itself: what rings waits until they have finished.
            2. A hushed sound's program has ended when that is reported.
            3. What its program did not play to its end was not heard, unless it was hushed.
I/O         the loudspeaker
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from voicekeep.app.box import chimes
from voicekeep.app.box.sound import Loudspeaker, SoundFailedError

_WAITS: Final = 20.0  # seconds for which what rings waits for its turn; whoever sent it waits half a minute
_LINGERS: Final = 2.0  # seconds for which a sound that is over can still be on its way through the microphone


@dataclass(slots=True, eq=False)
class Spoken:
    """Something that the box says, and whether the word that wakes it is in it."""

    wav: bytes = field(repr=False)
    wakes: bool | None = None  # None: nobody has looked yet
    over_at: float | None = None  # by the loop's clock


class Mouth:
    """The loudspeaker, as the box uses it."""

    def __init__(self, loudspeaker: Loudspeaker, played: Callable[[SoundFailedError | None], None]) -> None:
        self._loudspeaker = loudspeaker
        self._played = played  # is told how each went
        self._one = asyncio.Lock()
        self._ahead = 0  # how many sounds go before what rings
        self._running: asyncio.Task[None] | None = None
        self._spoken: list[Spoken] = []
        self._by_themselves = set[asyncio.Task[object]]()
        self._free = asyncio.Event()
        self._free.set()
        self._works = asyncio.Event()  # the last sound was played
        self._works.set()

    async def chime(self, pitches: Sequence[float]) -> None:
        """Play notes, after what plays now."""
        await self._next(chimes.chime(pitches))

    async def say(self, wav: bytes) -> None:
        """Say something to its end, after what plays now; or until it is hushed."""
        await self._next(wav, Spoken(wav))

    def later(self, wav: bytes, told: Callable[[bool], Awaitable[None]]) -> None:
        """Say something once nobody speaks to the box and nothing else is to be played; it is not waited for.

        Args:
            wav: What to say; nothing counts as heard.
            told: Is told whether it was heard: to its end, or until somebody wanted to hear no more of it. What has no
                turn within 20 seconds, or is not played, was not.
        """
        self._by_itself(self._said_later(wav, told))

    def chime_later(self, pitches: Sequence[float]) -> None:
        """Play notes once nobody speaks to the box and nothing else is to be played; they are not waited for."""
        self._by_itself(self._when_free(chimes.chime(pitches), None, within=None))

    async def usable(self) -> None:
        """Wait until nobody speaks to the box, and the last sound was played."""
        while not (self._free.is_set() and self._works.is_set()):
            await self._free.wait()
            await self._works.wait()

    async def hush(self) -> bool:
        """End the sound that plays; return whether there was one."""
        running = self._running
        if running is None or running.done():
            return False
        running.cancel()
        await asyncio.wait({running})
        return True

    async def fall_silent(self) -> None:
        """End the sound that plays, and forget what waits; nobody is told of it."""
        for task in self._by_themselves:
            task.cancel()
        await self.hush()
        await asyncio.gather(*self._by_themselves, return_exceptions=True)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Let what rings wait for as long as this lasts."""
        self._free.clear()
        try:
            yield
        finally:
            self._free.set()

    def heard_of_late(self) -> list[Spoken]:
        """Return what the microphone may hear of the box's own: what is being said, and what has just been."""
        now = asyncio.get_running_loop().time()
        self._spoken = [each for each in self._spoken if each.over_at is None or now < each.over_at + _LINGERS]
        return self._spoken

    def _by_itself(self, doing: Coroutine[object, object, object]) -> None:
        self._by_themselves.add(task := asyncio.get_running_loop().create_task(doing))
        task.add_done_callback(self._by_themselves.discard)

    async def _said_later(self, wav: bytes, told: Callable[[bool], Awaitable[None]]) -> None:
        await told(await self._when_free(wav, Spoken(wav), within=_WAITS))

    async def _next(self, wav: bytes, spoken: Spoken | None = None) -> None:
        self._ahead += 1
        try:
            async with self._one:
                await self._play(wav, spoken)
        finally:
            self._ahead -= 1

    async def _when_free(self, wav: bytes, spoken: Spoken | None, *, within: float | None) -> bool:
        """Play a sound at its turn; return whether it was heard: not without a turn `within` so many seconds."""
        try:
            async with asyncio.timeout(within) as waiting:
                while True:
                    await self._free.wait()
                    async with self._one:
                        if self._free.is_set() and not self._ahead:
                            waiting.reschedule(None)
                            return await self._play(wav, spoken)
        except TimeoutError:
            return False

    async def _play(self, wav: bytes, spoken: Spoken | None) -> bool:
        """Play a sound; return whether it was heard, as far as somebody wanted to."""
        loop = asyncio.get_running_loop()
        if spoken is not None:
            self._spoken = [*self.heard_of_late(), spoken]
        self._running = running = loop.create_task(self._loudspeaker.play(wav))
        try:
            await asyncio.wait({running})
        finally:
            running.cancel()
            await asyncio.wait({running})
            if spoken is not None:
                spoken.over_at = loop.time()
        if running.cancelled():
            return True
        failed = running.exception()
        if failed is not None and not isinstance(failed, SoundFailedError):
            raise failed
        self._played(failed)
        if failed is None:
            self._works.set()
        else:
            self._works.clear()
        return failed is None
