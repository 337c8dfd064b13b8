"""Where an engine is, and whether sound may go there.

Flow        "tcp://127.0.0.1:10300" or "unix:///run/engine" -> EngineAddress -> a connected socket
Guarantees  1. Wyoming has neither encryption nor a password: off this machine is refused unless it is allowed by name.
            2. A host name other than "localhost" counts as elsewhere, whatever it resolves to today.
I/O         one socket for each call of `connect`
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from voicekeep.device import is_this_machine
from voicekeep.records.errors import VoicekeepError


class EngineAddressError(VoicekeepError):
    """The address of an engine cannot be used; no sound was sent."""

    promise = "P10"

    def __init__(self) -> None:
        super().__init__("an engine's address is neither tcp://HOST:PORT nor unix:///PATH; nothing was sent to it")


class EngineElsewhereError(VoicekeepError):
    """The engine is on another machine, and Wyoming is in clear; no sound was sent."""

    promise = "P10"

    def __init__(self) -> None:
        super().__init__("an engine is on another machine and would get speech in clear; nothing was sent to it")


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineAddress:
    """A port of a host, or the path of a socket."""

    host: str = ""
    port: int = 0
    path: str = ""

    @classmethod
    def parse(cls, uri: str, *, elsewhere: bool = False) -> Self:
        """Return the address that `uri` names.

        Args:
            uri: tcp://HOST:PORT or unix:///PATH.
            elsewhere: whether another machine may get speech in clear, through a tunnel for instance.

        Raises:
            EngineAddressError: it is neither.
            EngineElsewhereError: it is another machine, and that was not allowed.
        """
        try:
            parts = urlsplit(uri)
            host, port = parts.hostname, parts.port
        except ValueError as unreadable:
            raise EngineAddressError from unreadable
        if parts.query or parts.fragment or parts.username is not None:
            raise EngineAddressError
        if parts.scheme == "unix" and not parts.netloc and parts.path.startswith("/"):
            return cls(path=parts.path)
        if parts.scheme != "tcp" or not host or not port or parts.path:
            raise EngineAddressError
        if not elsewhere and not is_this_machine(host):
            raise EngineElsewhereError
        return cls(host=host, port=port)

    @property
    def recipient(self) -> str | None:
        """Return who gets what is sent there, as a turn's record names them; None: it stays on this machine (R32)."""
        return None if self.path or is_this_machine(self.host) else self.host

    def connect(self, seconds: float) -> socket.socket:
        """Return a connected socket. Raises OSError: nobody answered there in time."""
        if not self.path:
            return socket.create_connection((self.host, self.port), timeout=seconds)
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.settimeout(seconds)
            connection.connect(self.path)
        except OSError:
            connection.close()
            raise
        return connection
