"""A box's end of the socket: finds the hub, says hello with the key, hands utterances over, gathers replies."""

from __future__ import annotations

import asyncio
import hashlib
import json
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Final
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI

from voicekeep.app.box.identity import BoxError, Identity
from voicekeep.device import Reply, WakeHeard, is_this_machine
from voicekeep.formats.utterance import hello_bytes, signing_bytes
from voicekeep.records.ids import DeviceId

_PATH: Final = "/speaker/socket"
_MESSAGE_MAX_BYTES: Final = 128 * 1024
_REPLY_MAX_BYTES: Final = 32 * 1024 * 1024
_HELLO_WITHIN: Final = 15.0  # seconds


class HubGoneError(BoxError):
    """The hub is not there, or ended the connection; nothing that was heard reached it."""

    def __init__(self, why: str = "") -> None:
        super().__init__(f"the hub is not there{f' ({why})' if why else ''}; it is tried again")
        self.why = why


class PlainTextError(BoxError):
    """The hub's address is neither HTTPS nor this machine's own; nothing was sent."""

    def __init__(self) -> None:
        super().__init__("the hub's address must be https://, or http:// on this machine; nothing was sent")


def require_private(hub: str) -> None:
    """Refuse an address at which others could listen in. Raises PlainTextError."""
    parts = urlsplit(hub)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_this_machine(parts.hostname or "")):
        raise PlainTextError


def tls_for(hub: str, authority: str) -> ssl.SSLContext | None:
    """Return how the hub proves who it is: by `authority`, a PEM certificate, or by the system's; None: in clear."""
    if urlsplit(hub).scheme != "https":
        return None
    return ssl.create_default_context(cadata=authority or None)


class Wire:
    """One connection."""

    def __init__(self, socket: ClientConnection, identity: Identity, counter: Callable[[], int]) -> None:
        self._socket = socket
        self._key = identity.private_key()
        self._counter = counter
        self._pcm = bytearray()
        self.device: DeviceId = identity.device

    async def listen(self, wake: WakeHeard | None) -> None:
        """Begin an utterance."""
        self._pcm.clear()
        said = None if wake is None else {"word": wake.word, "confidence": wake.confidence}
        await self.say(type="listen", wake=said)

    async def frame(self, pcm: bytes) -> None:
        """Hand the next sound of it over."""
        self._pcm += pcm
        await self._send(pcm)

    async def end(self) -> None:
        """End it, and sign it."""
        counter = await asyncio.to_thread(self._counter)
        signed = self._key.sign(signing_bytes(self.device, counter, hashlib.sha256(self._pcm).digest()))
        self._pcm.clear()
        await self.say(type="end", counter=counter, signature=signed.hex())

    async def cancel(self) -> None:
        """Forget it."""
        self._pcm.clear()
        await self.say(type="cancel")

    async def say(self, **message: object) -> None:
        """Send a message."""
        await self._send(json.dumps(message))

    async def messages(self) -> AsyncIterator[dict[str, Any]]:
        """Yield what the hub says; a reply comes with its sound, as `reply`. Raises HubGoneError at the end."""
        while True:
            message = await self._receive()
            if message["type"] in {"reply", "announce"}:
                yield {"type": message["type"], "reply": await self._reply(message)}
            else:
                yield message

    async def hello(self, host: str, *, muted: bool) -> None:
        """Prove that this is the speaker whose key was paired. Raises HubGoneError."""
        try:
            async with asyncio.timeout(_HELLO_WITHIN):
                challenge = await self._receive()
        except TimeoutError as late:
            raise HubGoneError("it says nothing") from late
        try:
            signed = hello_bytes(self.device, host, bytes.fromhex(challenge["nonce"]))
        except (KeyError, ValueError, TypeError) as strange:
            raise HubGoneError("it says something else") from strange
        await self.say(type="hello", v=1, signature=self._key.sign(signed).hex(), muted=muted)

    async def _reply(self, message: dict[str, Any]) -> Reply:
        size = message["wav_bytes"]
        if not isinstance(size, int) or not 0 <= size <= _REPLY_MAX_BYTES:
            raise HubGoneError("its reply is too large")
        wav = bytearray()
        while len(wav) < size:
            piece = await self._received()
            if not isinstance(piece, bytes):
                raise HubGoneError("its reply broke off")
            wav += piece
        return Reply(
            text=str(message["text"]),
            language=str(message["language"]),
            wav=bytes(wav),
            listen_again=bool(message["listen_again"]),
            mute=bool(message["mute"]),
            ended=bool(message["ended"]),
        )

    async def _receive(self) -> dict[str, Any]:
        said = await self._received()
        try:
            message = json.loads(said)
            if isinstance(message, dict) and isinstance(message.get("type"), str):
                return message
        except ValueError:
            pass
        raise HubGoneError("it says something else")

    async def _received(self) -> str | bytes:
        try:
            return await self._socket.recv()
        except ConnectionClosed as closed:
            raise HubGoneError(closed.rcvd.reason if closed.rcvd else "") from closed

    async def _send(self, said: str | bytes) -> None:
        try:
            await self._socket.send(said)
        except ConnectionClosed as closed:
            raise HubGoneError(closed.rcvd.reason if closed.rcvd else "") from closed


@asynccontextmanager
async def wire_to(identity: Identity, counter: Callable[[], int], *, muted: bool) -> AsyncIterator[Wire]:
    """Open a connection to the hub, up to and with the hello.

    Raises:
        PlainTextError: others could listen in at that address.
        HubGoneError: nobody is there, or not the hub that the certificate should name.
    """
    require_private(identity.hub)
    parts = urlsplit(identity.hub)
    address = f"{'wss' if parts.scheme == 'https' else 'ws'}://{parts.netloc}{_PATH}"
    try:
        opening = connect(
            address,
            ssl=tls_for(identity.hub, identity.authority),
            additional_headers={"Authorization": f"Bearer {identity.credential}"},
            max_size=_MESSAGE_MAX_BYTES,
            proxy=None,
        )
        async with opening as socket:
            wire = Wire(socket, identity, counter)
            await wire.hello(parts.netloc, muted=muted)
            yield wire
    except (OSError, InvalidHandshake, InvalidURI, TimeoutError) as gone:
        raise HubGoneError(type(gone).__name__) from gone
