"""Which speakers are connected to this process, one connection for each device."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Protocol

from voicekeep.records.ids import DeviceId

_AT_ONCE: Final = 32  # utterances that are heard at the same time; the next one waits


class Connected(Protocol):
    """One connection, as others in the process see it; every method may be called from any thread."""

    def replaced(self) -> None:
        """End: the device has connected once more."""

    def look_again(self) -> None:
        """Ask now what is to be asked from time to time: whether to mute, whose the speaker is."""


class Speakers:
    """The connections of one process, and the threads in which their utterances are heard."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._there: dict[DeviceId, Connected] = {}
        self.threads = ThreadPoolExecutor(max_workers=_AT_ONCE, thread_name_prefix="hearing")

    def arrive(self, device: DeviceId, connection: Connected) -> Callable[[], None]:
        """Take a connection in, and end the device's older one; return what takes it out again."""
        with self._lock:
            older = self._there.get(device)
            self._there[device] = connection
        if older is not None:
            older.replaced()

        def leave() -> None:
            with self._lock:
                if self._there.get(device) is connection:
                    del self._there[device]

        return leave

    def look_again(self, device: DeviceId) -> None:
        """Let a connected speaker ask now; nothing happens if it is not connected here."""
        with self._lock:
            connection = self._there.get(device)
        if connection is not None:
            connection.look_again()

    def count(self) -> int:
        """Return how many there are."""
        with self._lock:
            return len(self._there)
