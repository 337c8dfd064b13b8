"""What a box plays, one sound after the other; hushed, the one that plays ends at once.

Flow        WAV -> the loudspeaker's program -> whether it was heard
Guarantees  1. While somebody speaks to the box it says nothing by itself: what rings waits until they have finished.
            2. A hushed sound's program has ended when that is reported.
            3. What its program did not play to its end was not heard, unless it had begun to be when it was hushed.
I/O         the loudspeaker
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from voicekeep.app.box import chimes
from voicekeep.app.box.sound import Loudspeaker, SoundFailedError

WAITS: Final = 20.0  # seconds for which what rings waits for its turn; whoever sent it waits half a minute
_BEGUN: Final = 1.0  # seconds after which a sound that is hushed was heard by whoever hushed it
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
        self._playing: asyncio.Task[bool] | None = None
        self._ahead = 0  # how many sounds go before what rings
        self._spoken_to = False
        self._works = True  # the last sound was played
        self._silences = 0  # how often all that waits was forgotten
        self._changed = asyncio.Event()  # one of these; a new event each time
        self._spoken: list[Spoken] = []
        self._unwaited = set[asyncio.Task[bool]]()

    async def chime(self, pitches: Sequence[float]) -> None:
        """Play notes, after what plays now."""
        await self._next(chimes.chime(pitches), None)

    async def say(self, wav: bytes) -> None:
        """Say something to its end, after what plays now; or until it is hushed."""
        await self._next(wav, Spoken(wav))

    async def announce(self, wav: bytes) -> bool:
        """Say something once nobody speaks to the box and nothing else is to be played; return whether it was heard.

        It was heard to its end, or somebody wanted to hear no more of it. It was not where it had no turn within 20
        seconds, was not played, or fell silent. Whoever does not wait for it any more does not end it.
        """
        return await self._at_its_turn(wav, Spoken(wav), within=WAITS)

    def chime_later(self, pitches: Sequence[float]) -> None:
        """Play notes once nobody speaks to the box and nothing else is to be played; they are not waited for."""
        playing = self._at_its_turn(chimes.chime(pitches), None, within=None)
        self._unwaited.add(task := asyncio.get_running_loop().create_task(playing))
        task.add_done_callback(self._unwaited.discard)

    async def usable(self) -> None:
        """Wait until what rings would have its turn at once, and the last sound was played."""
        await self._until(lambda: self._works and self._quiet)

    async def hush(self) -> bool:
        """End the sound that plays; return whether there was one."""
        playing = self._playing
        if playing is None:
            return False
        playing.cancel()
        await asyncio.wait({playing})
        return True

    async def fall_silent(self) -> None:
        """End the sound that plays, and forget what waits to ring."""
        self._silences += 1
        self._change()
        await self.hush()

    @contextmanager
    def spoken_to(self) -> Iterator[None]:
        """Let what rings wait for as long as this lasts."""
        self._spoken_to = True
        try:
            yield
        finally:
            self._spoken_to = False
            self._change()

    @contextmanager
    def thinking(self) -> Iterator[None]:
        """Let what rings have its turn for as long as this lasts, in the midst of being spoken to."""
        self._spoken_to = False
        self._change()
        try:
            yield
        finally:
            self._spoken_to = True

    def heard_of_late(self) -> list[Spoken]:
        """Return what the microphone may hear of the box's own: what is being said, and what has just been."""
        now = asyncio.get_running_loop().time()
        self._spoken = [each for each in self._spoken if each.over_at is None or now < each.over_at + _LINGERS]
        return self._spoken

    @property
    def _quiet(self) -> bool:
        return self._playing is None and not self._ahead and not self._spoken_to

    def _change(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def _until(self, so: Callable[[], bool]) -> None:
        while not so():
            await self._changed.wait()

    async def _next(self, wav: bytes, spoken: Spoken | None) -> None:
        self._ahead += 1
        try:
            await self._until(lambda: self._playing is None)
            playing = self._begin(wav, spoken)
            try:
                await asyncio.wait({playing})
            finally:
                playing.cancel()
                await asyncio.wait({playing})
            _was_heard(playing)  # raises what is no fault of the loudspeaker's program
        finally:
            self._ahead -= 1
            self._change()

    async def _at_its_turn(self, wav: bytes, spoken: Spoken | None, *, within: float | None) -> bool:
        silences = self._silences
        try:
            async with asyncio.timeout(within):
                await self._until(lambda: self._quiet or silences != self._silences)
        except TimeoutError:
            return False
        if silences != self._silences:
            return False
        playing = self._begin(wav, spoken)
        await asyncio.wait({playing})
        return _was_heard(playing) and silences == self._silences

    def _begin(self, wav: bytes, spoken: Spoken | None) -> asyncio.Task[bool]:
        """Begin a sound, now that none plays; the task's result is whether it was heard."""
        loop = asyncio.get_running_loop()
        self._playing = playing = loop.create_task(self._play(wav))
        if spoken is not None:
            self._spoken = [*self.heard_of_late(), spoken]

        def over(_: object) -> None:
            self._playing = None
            if spoken is not None:
                spoken.over_at = loop.time()
            self._change()

        playing.add_done_callback(over)
        return playing

    async def _play(self, wav: bytes) -> bool:
        if not wav:
            return True
        loop = asyncio.get_running_loop()
        began_at = loop.time()
        try:
            await self._loudspeaker.play(wav)
        except asyncio.CancelledError:
            return loop.time() >= began_at + _BEGUN
        except SoundFailedError as failed:
            self._works = False
            self._played(failed)
            return False
        self._works = True
        self._played(None)
        return True


def _was_heard(playing: asyncio.Task[bool]) -> bool:
    """Return the result of a sound that is over; one that was hushed before it began was not heard."""
    return not playing.cancelled() and playing.result()
