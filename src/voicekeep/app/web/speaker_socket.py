"""The socket of a speaker of ours: who may open it, and how it looks to the session behind it.

A browser is known by its cookie, and only where our own page opened the socket; a box by the token in its
Authorization header. Neither is enough: the session asks for a signature of the speaker's key (app.speakers).
"""

from __future__ import annotations

import logging
from typing import Final
from urllib.parse import urlsplit

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from voicekeep.app.operations.keep import Keep
from voicekeep.app.speakers import Speakers, SpeakerSession, WireGoneError
from voicekeep.app.web.pages import Pages
from voicekeep.app.web.rates import Rates
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import DeviceId

router = APIRouter()

SOCKET: Final = "/speaker/socket"
_NOT_AS_AGREED: Final = 1008  # RFC 6455, 7.4.1: a policy was violated
_TRY_LATER: Final = 1013
_REASON_MAX_BYTES: Final = 123  # RFC 6455, 5.5

log = logging.getLogger("voicekeep.speakers")


class ForeignSocketError(VoicekeepError):
    """A page of another site opened the socket; nothing was done."""

    promise = "P3"

    def __init__(self) -> None:
        super().__init__("the socket was not opened by this keep's own page; nothing was done")


class NoAssistantError(VoicekeepError):
    """Nobody is there who could answer a speaker; nothing was heard."""

    promise = "P10"

    def __init__(self) -> None:
        super().__init__("this keep runs without its assistant; nothing was heard")


class SocketWire:
    """A Wire over one WebSocket."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket

    async def receive(self) -> str | bytes:
        try:
            message = await self._socket.receive()
        except RuntimeError as gone:  # it was closed from here meanwhile
            raise WireGoneError from gone
        if message["type"] != "websocket.receive":
            raise WireGoneError
        text: str | None = message.get("text")
        return text if text is not None else bytes(message["bytes"])

    async def send(self, message: str | bytes) -> None:
        try:
            if isinstance(message, bytes):
                await self._socket.send_bytes(message)
            else:
                await self._socket.send_text(message)
        except (RuntimeError, WebSocketDisconnect) as gone:
            raise WireGoneError from gone

    async def close(self, reason: str) -> None:
        try:
            await self._socket.close(_NOT_AS_AGREED, reason[:_REASON_MAX_BYTES])
        except RuntimeError as gone:
            raise WireGoneError from gone


@router.websocket(SOCKET)
async def speaker_socket(socket: WebSocket) -> None:
    """Serve one speaker for as long as it is connected."""
    state, pages = socket.app.state, _pages(socket)
    try:
        credential = _credential(socket, pages)
    except ForeignSocketError as foreign:
        await socket.close(_NOT_AS_AGREED, type(foreign).__name__)
        return
    await socket.accept()
    if state.hub is None:
        await socket.close(_TRY_LATER, NoAssistantError.__name__)
        return
    session = SpeakerSession(
        pages.keep,
        state.hub,
        _speakers(socket),
        SocketWire(socket),
        ending=state.ending,
        counted=lambda device: count_utterance(state.rates, pages.keep, device),
    )
    try:
        await session.run(credential, socket.headers.get("host", ""))
    except VoicekeepError as refused:
        name = type(refused).__name__
        log.info("a speaker's connection ended: %s", name)
    except Exception as error:  # noqa: BLE001  its text may hold what was said; nobody else catches it here
        name = type(error).__name__
        log.error("a speaker's connection broke: %s", name)  # noqa: TRY400


def _credential(socket: WebSocket, pages: Pages) -> str:
    """Return by what the speaker is known. Raises ForeignSocketError."""
    origin, host = socket.headers.get("origin"), socket.headers.get("host")
    if origin is not None and urlsplit(origin).netloc != host:
        raise ForeignSocketError
    kind, _, token = socket.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return token
    return "" if origin is None else socket.cookies.get(pages.speaker_cookie, "")


def count_utterance(rates: Rates, keep: Keep, device: DeviceId) -> None:
    """Count one utterance of a speaker. Raises RateExceededError."""
    limits = keep.limits
    rates.count("utterance", device, most=limits.utterances_per_window, window=limits.sign_in_window, now=keep.now())


def _pages(socket: WebSocket) -> Pages:
    pages: Pages = socket.app.state.pages
    return pages


def _speakers(socket: WebSocket) -> Speakers:
    speakers: Speakers = socket.app.state.speakers
    return speakers
