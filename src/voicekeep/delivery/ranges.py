"""Which bytes a browser asks for, so that a broken download goes on where it broke (RFC 9110, chapter 14).

One range is answered in part. Several at once, another unit or text that is no range are answered with the whole, as
the RFC allows: a browser that goes on with a download asks for one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

# 19 digits are more bytes than a file can have; more of them only cost time to read.
_ONE_RANGE: Final = re.compile(r"bytes=([0-9]{1,19})-([0-9]{0,19})|bytes=-([0-9]{1,19})", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The bytes to send: `first` <= position < `end`."""

    first: int
    end: int
    size: int  # bytes of the whole
    partial: bool  # 206 rather than 200

    @property
    def headers(self) -> dict[str, str]:
        """Return the header fields that say what is sent."""
        length = {"Content-Length": str(self.end - self.first)}
        if not self.partial:
            return length
        return {**length, "Content-Range": f"bytes {self.first}-{self.end - 1}/{self.size}"}


def requested_range(range_header: str | None, if_range: str | None, *, etag: str, size: int) -> Wanted | None:
    """Return the bytes to send, or None where the answer is 416: the range asks for bytes that there are not.

    Args:
        range_header: The field Range, if there is one.
        if_range: The field If-Range; anything but this archive's strong entity tag means that the browser
            holds the start of something else, and gets the whole.
        etag: The archive's id, without quotes.
        size: Bytes of the whole.
    """
    whole = Wanted(first=0, end=size, size=size, partial=False)
    if range_header is None or (if_range is not None and if_range.strip() != f'"{etag}"'):
        return whole
    asked = _ONE_RANGE.fullmatch(range_header.strip())
    if asked is None:
        return whole
    first, last, suffix = asked.groups()
    if suffix is not None:
        begin, end = max(0, size - int(suffix)), size
    else:
        begin, end = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < begin:
            return whole
    return Wanted(first=begin, end=end, size=size, partial=True) if begin < end else None
