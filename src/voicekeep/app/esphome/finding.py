"""Look for devices on the own network, by the name under which they announce themselves (DNS-SD)."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import Final

from zeroconf import BadTypeInNameException, ServiceStateChange, Zeroconf
from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo, AsyncZeroconf

SERVICE: Final = "_esphomelib._tcp.local."
_ASKED_FOR: Final = 2000  # milliseconds, of each one's address
_FOUND_MAX: Final = 200
_HOST: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.local", re.ASCII)  # RFC 6762; RFC 1123, 2.1
_HOST_MAX_CHARS: Final = 69
_NAME_MAX_CHARS: Final = 63  # RFC 1035, of one label


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One device that announces itself. What it says of itself nobody has proven."""

    name: str
    host: str
    port: int
    server: str = ""  # its name on the network, which outlives a new address; empty: it is none that could be typed


async def found(within: float, on: AsyncZeroconf | None = None) -> tuple[Found, ...]:
    """Return which devices announced themselves within so many seconds; it asks everybody on the network once.

    Whoever announces itself under what is no name is left out, and hides nobody else.
    """
    network = on or AsyncZeroconf()
    names: set[str] = set()

    def heard(zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:  # noqa: ARG001
        if state_change is not ServiceStateChange.Removed and len(names) < _FOUND_MAX:
            names.add(name)

    browser = AsyncServiceBrowser(network.zeroconf, SERVICE, handlers=[heard])
    try:
        await asyncio.sleep(within)
        infos = [info for name in sorted(names) if (info := _asked_for(name)) is not None]
        asked = await asyncio.gather(*(info.async_request(network.zeroconf, _ASKED_FOR) for info in infos))
    finally:
        await browser.async_cancel()
        if on is None:
            await network.async_close()
    there = [info for info, answered in zip(infos, asked, strict=True) if answered]
    return tuple(
        Found(name=_shown(info.name), host=addresses[0], port=info.port or 0, server=_server(info.server or ""))
        for info in there
        if (addresses := info.parsed_addresses())
    )


def _asked_for(name: str) -> AsyncServiceInfo | None:
    try:
        return AsyncServiceInfo(SERVICE, name)
    except BadTypeInNameException:
        return None


def _server(name: str) -> str:
    """Return the name of a host, if it is one of the own network and can be typed."""
    host = name.removesuffix(".")
    return host if _HOST.fullmatch(host) and len(host) <= _HOST_MAX_CHARS else ""


def _shown(name: str) -> str:
    label = name.removesuffix(f".{SERVICE}")[:_NAME_MAX_CHARS]
    return "".join(each if each.isprintable() else "?" for each in label)
