"""What the hub says by itself on one connection: it counts as said once the speaker says that it was heard.

A line can look whole and be dead: what was written to it is then on its way for minutes. And a speaker can be there and
play nothing, as a page does that nobody has touched yet: it says so, and is left alone for a while, unless it says
before that it can be heard now.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import CancelledError
from contextlib import suppress
from typing import Final

from voicekeep.app.operations import spoken
from voicekeep.app.speakers.messages import Announced, Audible, SocketRefusedError, StalledError, Told
from voicekeep.app.speakers.wire import WireGoneError
from voicekeep.device import WAV_SECOND_BYTES, Hub, Reply, SpeakerGoneError
from voicekeep.records.ids import DeviceId

ANNOUNCED_WITHIN: Final = (
    30.0  # seconds, and as long as the sound lasts; the answer to what was said meanwhile goes first
)
_LEFT_ALONE: Final = 15.0  # seconds, after something was not played; then twice as long each time
_LEFT_ALONE_AT_MOST: Final = 240.0


class Announcements:
    """The announcements of one connection, one after the other."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        tell: Callable[[Reply], Awaitable[None]],
        over: asyncio.Future[SocketRefusedError],
    ) -> None:
        self._loop = loop
        self._tell = tell
        self._over = over  # why the connection ended, once it has
        self._one = asyncio.Lock()
        self._heard: asyncio.Future[bool] | None = None  # of the one under way
        self._silent_until = 0.0  # by the loop's clock
        self._leave_alone = _LEFT_ALONE

    @property
    def left_alone(self) -> bool:
        """Return whether the speaker is not to be tried yet: it played nothing the last time."""
        return self._loop.time() < self._silent_until

    def hand_over(self, reply: Reply) -> bool:
        """Say something; return whether it was heard. It waits for that, and is called from any thread but the loop's.

        Raises:
            WireGoneError: nobody knows; a connection on which nothing comes back is ended.
        """
        if self.left_alone:
            return False
        handed = asyncio.run_coroutine_threadsafe(self._handed_over(reply), self._loop)
        try:
            return handed.result(2 * _within(reply))
        except (TimeoutError, asyncio.CancelledError, CancelledError) as gone:
            raise WireGoneError from gone

    def told(self, told: Told) -> None:
        """Take in what the speaker says of what came, or of itself."""
        if isinstance(told, Audible):
            self._silent_until = 0.0
        elif self._heard is not None and not self._heard.done():
            self._heard.set_result(isinstance(told, Announced))
            self._leave_alone_after(played=isinstance(told, Announced))

    async def _handed_over(self, reply: Reply) -> bool:
        async with self._one:
            self._heard = heard = self._loop.create_future()
            try:
                async with asyncio.timeout(_within(reply)):
                    await self._tell(reply)
                    await asyncio.wait({heard, self._over}, return_when=asyncio.FIRST_COMPLETED)
            except TimeoutError:
                if not self._over.done():
                    self._over.set_result(StalledError())
        if not heard.done():
            raise WireGoneError
        played: bool = heard.result()
        return played

    def _leave_alone_after(self, *, played: bool) -> None:
        if played:
            self._leave_alone = _LEFT_ALONE
        else:
            self._silent_until = self._loop.time() + self._leave_alone
            self._leave_alone = min(2 * self._leave_alone, _LEFT_ALONE_AT_MOST)


def _within(reply: Reply) -> float:
    """Return how many seconds a speaker has to say that something was heard."""
    return ANNOUNCED_WITHIN + len(reply.wav) / WAV_SECOND_BYTES


def say_given_up(hub: Hub, device: DeviceId, language: str) -> None:
    """Let a speaker say that it is not set up any more, if it is still there; it blocks until it told how that went."""
    with suppress(SpeakerGoneError):
        hub.say_at(device, spoken.said(spoken.NOT_SET_UP_ANY_MORE, language), language)
