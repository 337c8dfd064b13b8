"""A mail, and whoever takes it from us; stores implement that."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from voicekeep.records.ids import NoticeId


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One mail, written and addressed; nothing of it shows in a repr."""

    notice: NoticeId
    sender: str = field(repr=False)  # one address: user@host
    recipient: str = field(repr=False)  # one address; beyond ASCII only before the @
    content: bytes = field(repr=False)  # headers and text, lines end in CRLF (RFC 5322)


class Mail(Protocol):
    """Whoever takes mails from us."""

    def send(self, letter: Letter) -> None:
        """Hand one mail over: when this returns, it was taken.

        Raises:
            NotHandedOverError: it was not; the subclass says whether to try again.
        """

    def take_back(self, notice: NoticeId) -> None:
        """Let no mail of this notice lie here any more; what somebody else took over is beyond reach.

        Raises:
            NotHandedOverError: one may lie here still.
        """

    def check(self) -> None:
        """Return if mails can be sent now. Raises NotHandedOverError."""
