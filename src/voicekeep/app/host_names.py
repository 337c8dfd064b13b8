"""By which names and addresses a keep's machine is reached.

Flow        "voice.home" or "192.168.1.20" -> HostNames
Guarantees  1. A name that no certificate could hold (a pattern, another script, an empty part) is refused, not mended.
            2. Order and spelling do not matter: two that mean the same are equal.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from typing import Self

from voicekeep.records.errors import VoicekeepError

_PART = r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?"  # with the underscore that some networks give out
_NAME = re.compile(rf"(?=.{{1,253}}$){_PART}(\.{_PART})*")


class HostNameError(VoicekeepError):
    """What should name a machine does not; nothing was started."""

    def __init__(self) -> None:
        super().__init__("neither a host name in ASCII nor an IP address; nothing was started")


@dataclass(frozen=True, slots=True, kw_only=True)
class HostNames:
    """Names and addresses, each once, in order."""

    names: tuple[str, ...] = ()  # in lower case, without the last dot
    addresses: tuple[IPv4Address | IPv6Address, ...] = ()

    @classmethod
    def of(cls, texts: Iterable[str]) -> Self:
        """Return what `texts` name, and this machine itself, which a speaker on it may ask for.

        Raises:
            HostNameError: one is neither a name nor an address.
        """
        names, addresses = {"localhost"}, {ipaddress.ip_address("127.0.0.1"), ipaddress.ip_address("::1")}
        for text in texts:
            plain = text.lower().rstrip(".")
            try:
                addresses.add(ipaddress.ip_address(plain))
            except ValueError:
                if not _NAME.fullmatch(plain) or plain.replace(".", "").isdecimal():
                    raise HostNameError from None
                names.add(plain)
        return cls(
            names=tuple(sorted(names)), addresses=tuple(sorted(addresses, key=lambda each: (each.version, int(each))))
        )

    @property
    def as_hosts(self) -> tuple[str, ...]:
        """Return each as it stands in an address and in the header Host."""
        return (*self.names, *(f"[{each}]" if each.version == 6 else str(each) for each in self.addresses))  # noqa: PLR2004

    @property
    def elsewhere(self) -> tuple[str, ...]:
        """Return each by which another machine reaches this one, as a person reads it."""
        names = (name for name in self.names if name != "localhost")
        return (*names, *(str(each) for each in self.addresses if not each.is_loopback))

    def cover(self, wanted: HostNames) -> bool:
        """Return whether each of `wanted` is one of these, or a name below one of these (RFC 5280, 4.2.1.10)."""
        return set(wanted.addresses) <= set(self.addresses) and all(
            any(name == mine or name.endswith(f".{mine}") for mine in self.names) for name in wanted.names
        )
