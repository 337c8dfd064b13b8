"""What a keep listens at: the port of its pages, private or not, and the small one about trust, in clear."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import InvalidState

from voicekeep.app.offered import Offers
from voicekeep.app.operations.keep import Keep
from voicekeep.app.tls import Certificates
from voicekeep.app.web import make_trust_application
from voicekeep.app.wiring import certificates_for
from voicekeep.records.errors import VoicekeepError


class AddressError(VoicekeepError):
    """Nobody can listen at that address and port; nothing was served."""

    def __init__(self, number: int | None, port: int) -> None:
        reason = os.strerror(number) if number else "no such address"
        super().__init__(f"cannot listen at port {port} there ({reason}); nothing was served")


class _Sockets(WebSocketsSansIOProtocol):
    """uvicorn's own, which breaks the end of the process off where a speaker is just saying goodbye."""

    def shutdown(self) -> None:
        try:
            super().shutdown()
        except InvalidState:  # it has said so already
            self.transport.close()


@contextmanager
def listening(host: str, port: int) -> Iterator[list[socket.socket]]:
    """Listen at one address. Raises AddressError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        made = socket.create_server((host, port), family=family)
    except OSError as refused:
        raise AddressError(refused.errno, port) from refused
    with made:
        yield [made]


def server_of(application: FastAPI, certificates: Certificates | None = None) -> uvicorn.Server:
    """Return a server without an access log: addresses hold links, and who fetches what is the ledger's to know."""
    config = uvicorn.Config(
        application,
        access_log=False,
        log_level="warning",
        server_header=False,
        log_config=None,
        ws=_Sockets,
        ssl_context_factory=None if certificates is None else lambda *_: certificates.live.context,
    )
    return uvicorn.Server(config)


def certified(keep: Keep, folder: Path) -> Certificates | None:
    """Return what is shown to whoever connects, if this keep is to show something. Raises TlsError."""
    certificates = certificates_for(keep.settings, folder)
    if certificates is not None:
        certificates.look()
    return certificates


@contextmanager
def telling_in_clear(keep: Keep, certificates: Certificates | None, offers: Offers, host: str) -> Iterator[None]:
    """Show the page about trust, and tell ESPHome devices what they fetch, in clear. Raises AddressError."""
    if certificates is None or certificates.anchor is None or not keep.settings.trust_port:
        yield
        return
    with listening(host, keep.settings.trust_port) as sockets:
        server = server_of(make_trust_application(keep, certificates, offers))
        telling = threading.Thread(target=server.run, kwargs={"sockets": sockets}, name="trust", daemon=True)
        telling.start()
        try:
            yield
        finally:
            server.should_exit = True
            telling.join()
