"""How often somebody may try something; counted in memory, forgotten after the window."""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import datetime, timedelta

from voicekeep.records.errors import VoicekeepError

_MOST_COUNTED = 10_000


class RateExceededError(VoicekeepError):
    """Too many tries of one person or address in a short time; nothing was looked up."""

    def __init__(self) -> None:
        super().__init__("too many tries in a short time; nothing was looked up")


class Rates:
    """Counts tries per purpose and who tries, in fixed windows."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: OrderedDict[tuple[str, str], tuple[datetime, int]] = OrderedDict()

    def count(self, purpose: str, who: str, *, most: int, window: timedelta, now: datetime) -> None:
        """Count one try.

        Raises:
            RateExceededError: more than `most` in the running window of `who`: a subject, or a digest of an address.
        """
        key = (purpose, who)
        with self._lock:
            began, tries = self._counts.pop(key, (now, 0))
            if now - began >= window:
                began, tries = now, 0
            self._counts[key] = (began, tries + 1)
            while len(self._counts) > _MOST_COUNTED:
                self._counts.popitem(last=False)
        if tries >= most:
            raise RateExceededError
