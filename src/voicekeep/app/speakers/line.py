"""What goes over one speaker's wire: messages and sound, each whole and within its bounds, one after the other."""

from __future__ import annotations

import asyncio
import json
from typing import Final

from voicekeep.app.speakers.messages import MessageRefusedError, Said, StalledError, message_of
from voicekeep.app.speakers.wire import Wire
from voicekeep.device import Reply

_PIECE: Final = 64 * 1024  # bytes of a reply's sound at once


class Line:
    """One wire, as a session speaks and hears by it."""

    def __init__(self, wire: Wire, message_max_bytes: int) -> None:
        self._wire = wire
        self._message_max_bytes = message_max_bytes
        self._sending = asyncio.Lock()

    async def received(self, within: float | None = None) -> Said | bytes:
        """Return what the speaker says next: a message, or sound as it came.

        Args:
            within: Seconds; None: it may take its time.

        Raises:
            StalledError: nothing came in time.
            MessageRefusedError: it is none of the messages that a speaker may send, or too long for one.
            WireGoneError: the other side is gone.
        """
        try:
            async with asyncio.timeout(within):
                said = await self._wire.receive()
        except TimeoutError as late:
            raise StalledError from late
        if isinstance(said, bytes):
            return said
        if len(said) > self._message_max_bytes:
            raise MessageRefusedError
        return message_of(said)

    async def say(self, **fields: object) -> None:
        """Send a message. Raises WireGoneError."""
        async with self._sending:
            await self._wire.send(json.dumps(fields))

    async def tell(self, how: str, reply: Reply) -> None:
        """Send a reply, as "reply" or "announce", and its sound behind it. Raises WireGoneError."""
        said = {
            "type": how,
            "text": reply.text,
            "language": reply.language,
            "listen_again": reply.listen_again,
            "mute": reply.mute,
            "ended": reply.ended,
            "wav_bytes": len(reply.wav),
        }
        async with self._sending:
            await self._wire.send(json.dumps(said))
            for first in range(0, len(reply.wav), _PIECE):
                await self._wire.send(reply.wav[first : first + _PIECE])
