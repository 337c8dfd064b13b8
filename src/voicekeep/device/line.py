"""How the hub reaches a device that waits to be called: its address, and the key without which nothing is said.

Flow        what somebody typed -> Line
Guarantees  1. Over a network every word goes encrypted: without a key only this very machine is called.
            2. Address and key are left out of every representation.
I/O         none
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Final

from voicekeep.device.binding import DeviceError

NOISE_KEY_BYTES: Final = 32
_HOST_MAX_CHARS: Final = 253  # RFC 1035
_LAST_PORT: Final = 65535


class LineRefusedError(DeviceError):
    """An address or a port is none; nothing was called."""

    def __init__(self) -> None:
        super().__init__("that is no address with a port; nothing was called")


class NoiseKeyRefusedError(DeviceError):
    """A key is none, or one that everybody knows; nothing was called."""

    def __init__(self) -> None:
        super().__init__("that is no Noise key: 32 bytes as Base64, and not all the same; nothing was called")


class PlaintextElsewhereError(DeviceError):
    """Without a key, everybody on the network would hear what is said; nothing was called."""

    promise = "P1"

    def __init__(self) -> None:
        super().__init__("without a Noise key only a device on this very machine is called; nothing was called")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Where a device waits to be called."""

    host: str = field(repr=False)
    port: int
    noise_key: str = field(repr=False)  # Base64 of 32 bytes; empty: in clear, on this machine only
    mac: str = field(default="", repr=False)  # what the device said it is when it was added: no other is taken for it

    def __post_init__(self) -> None:
        """Raises LineRefusedError, NoiseKeyRefusedError, PlaintextElsewhereError."""
        if not 0 < len(self.host) <= _HOST_MAX_CHARS or not self.host.isprintable() or " " in self.host:
            raise LineRefusedError
        if not 0 < self.port <= _LAST_PORT:
            raise LineRefusedError
        if self.noise_key:
            _require_key(self.noise_key)
        elif not is_this_machine(self.host):
            raise PlaintextElsewhereError


def _require_key(noise_key: str) -> None:
    try:
        raw = base64.b64decode(noise_key, validate=True)
    except (ValueError, binascii.Error) as malformed:
        raise NoiseKeyRefusedError from malformed
    if len(raw) != NOISE_KEY_BYTES or len(set(raw)) == 1:  # all zero: what a device has before it is given one
        raise NoiseKeyRefusedError


def is_this_machine(host: str) -> bool:
    """Return whether a host, as it stands in an address, is this very machine: nobody else can listen in on the way."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
