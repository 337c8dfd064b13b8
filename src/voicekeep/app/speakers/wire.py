"""What a session needs from whoever serves sockets, and from whoever notices where speech ends."""

from __future__ import annotations

from typing import Final, Protocol

from voicekeep.app.speakers.messages import SocketRefusedError

STALLED_AFTER: Final = 5.0  # seconds without sound while an utterance goes on


class WireGoneError(SocketRefusedError):
    """The other side is gone."""

    def __init__(self) -> None:
        super().__init__("the speaker is gone")


class Wire(Protocol):
    """A socket, as the session sees it."""

    async def receive(self) -> str | bytes:
        """Return the next message or frame. Raises WireGoneError."""

    async def send(self, message: str | bytes) -> None:
        """Raises WireGoneError."""

    async def close(self, reason: str) -> None:
        """End the connection, saying why by name."""


class Ending(Protocol):
    """Notices where speech ends."""

    def feed(self, pcm: bytes) -> bool:
        """Take the next sound; return whether the speech is over."""
