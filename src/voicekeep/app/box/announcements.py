"""What the hub says by itself on one connection, and what it is told of that: whether it was heard.

Flow        announcements of the hub -> the mouth -> announced, or unplayed and later audible
Guarantees  1. The hub is told once of each while the connection lasts; what waits ends with it, what plays does not.
            2. Where one was not heard the hub learns when it can be, and not before.
I/O         the mouth and the wire
"""

from __future__ import annotations

import asyncio

from voicekeep.app.box.mouth import Mouth
from voicekeep.app.box.wire import Wire


class Announcements:
    """The announcements of one connection, one after the other."""

    def __init__(self, wire: Wire, mouth: Mouth) -> None:
        self._wire = wire
        self._mouth = mouth
        self._came: asyncio.Queue[bytes] = asyncio.Queue()

    def hub_said(self, wav: bytes) -> None:
        """Take in what the hub wants to be heard."""
        self._came.put_nowait(wav)

    async def goes_on(self) -> None:
        """Let everything be heard that comes. Raises HubGoneError."""
        while True:
            wav: bytes | None = await self._came.get()
            while wav is not None:
                wav = await self._one(wav)

    async def _one(self, wav: bytes) -> bytes | None:
        """Let one be heard and tell how that went; return what came before the next could be, if it did."""
        if await self._mouth.announce(wav):
            await self._wire.say(type="announced")
            return None
        await self._wire.say(type="unplayed")
        coming, usable = asyncio.ensure_future(self._came.get()), asyncio.ensure_future(self._mouth.usable())
        try:
            await asyncio.wait({coming, usable}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            coming.cancel()
            usable.cancel()
        if coming.done():
            return coming.result()
        await self._wire.say(type="audible")
        return None
