"""What is said to a device, for the device to fetch: at a random address, for that device, for seconds."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from ipaddress import ip_address

from voicekeep.people import new_token, token_sha256
from voicekeep.records.ids import Entropy
from voicekeep.records.limits import Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """One sound that waits to be fetched."""

    sound: bytes = field(repr=False)
    media_type: str
    address: str = field(repr=False)  # from where alone it is fetched
    until: datetime  # UTC; from this instant on it is gone
    fetches: int  # left


class Offers:
    """What waits to be fetched, in memory only. Safe for threads."""

    def __init__(self, clock: Callable[[], datetime], entropy: Entropy, limits: Limits) -> None:
        self._clock = clock
        self._entropy = entropy
        self._limits = limits
        self._lock = threading.Lock()
        self._there: dict[bytes, Offered] = {}

    def offer(self, sound: bytes, media_type: str, address: str) -> str:
        """Let the device at `address` fetch a sound for a while; return what its address ends with."""
        token, now = new_token(self._entropy), self._clock()
        offered = Offered(
            sound=sound,
            media_type=media_type,
            address=plain(address),
            until=now + self._limits.reply_offered_for,
            fetches=self._limits.reply_fetches_max,
        )
        with self._lock:
            self._forget_over(now)
            while len(self._there) >= self._limits.replies_offered_max:
                del self._there[next(iter(self._there))]
            self._there[token_sha256(token)] = offered
        return token

    def fetched(self, token: str, address: str) -> Offered | None:
        """Return what is offered there, to who may have it; nobody else learns whether there is something."""
        key, now = token_sha256(token), self._clock()
        with self._lock:
            self._forget_over(now)
            offered = self._there.get(key)
            if offered is None or offered.address != plain(address):
                return None
            if offered.fetches == 1:
                del self._there[key]
            else:
                self._there[key] = replace(offered, fetches=offered.fetches - 1)
        return offered

    def _forget_over(self, now: datetime) -> None:
        for key in [key for key, offered in self._there.items() if now >= offered.until]:
            del self._there[key]


def plain(address: str) -> str:
    """Return an address in the one way in which it is compared: IPv4 as such, no zone."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)
