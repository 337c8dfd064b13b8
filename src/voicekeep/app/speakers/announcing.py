"""What the hub says by itself on one connection: it counts as said once the speaker says that it has come.

A line can look whole and be dead: what was written to it is then on its way for minutes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import CancelledError
from contextlib import suppress
from typing import Final

from voicekeep.app.operations import spoken
from voicekeep.app.speakers.messages import SocketRefusedError, StalledError
from voicekeep.app.speakers.wire import WireGoneError
from voicekeep.device import Hub, Reply, SpeakerGoneError
from voicekeep.records.ids import DeviceId

ANNOUNCED_WITHIN: Final = 30.0  # seconds; the answer to what was said meanwhile goes first


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
        self._came: asyncio.Future[None] | None = None  # of the one under way

    def hand_over(self, reply: Reply) -> None:
        """Say something, and wait until the speaker has it; from any thread but the loop's.

        Raises:
            WireGoneError: it does not; a connection on which nothing comes back is ended.
        """
        handed = asyncio.run_coroutine_threadsafe(self._handed_over(reply), self._loop)
        try:
            handed.result(2 * ANNOUNCED_WITHIN)
        except (TimeoutError, asyncio.CancelledError, CancelledError) as gone:
            raise WireGoneError from gone

    def came(self) -> None:
        """Take it that the speaker has it."""
        if self._came is not None and not self._came.done():
            self._came.set_result(None)

    async def _handed_over(self, reply: Reply) -> None:
        async with self._one:
            self._came = came = self._loop.create_future()
            try:
                async with asyncio.timeout(ANNOUNCED_WITHIN):
                    await self._tell(reply)
                    await asyncio.wait({came, self._over}, return_when=asyncio.FIRST_COMPLETED)
            except TimeoutError:
                if not self._over.done():
                    self._over.set_result(StalledError())
        if not came.done():
            raise WireGoneError


def say_given_up(hub: Hub, device: DeviceId, language: str) -> None:
    """Let a speaker say that it is not set up any more, if it is still there; it blocks until that has come."""
    with suppress(SpeakerGoneError):
        hub.say_at(device, spoken.said(spoken.NOT_SET_UP_ANY_MORE, language), language)
