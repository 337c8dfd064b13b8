"""Where a request's clock stands: what the ledger says of its pauses and its extension, and the last day that follows.

Flow        asked, resumed and extended facts -> Elapsing -> the last day to answer
Guarantees  1. The last day follows from the receipt and the facts alone: no row can move it, and nobody types one.
            2. It is never earlier than the law's for the day of receipt.
            3. While a question is open the clock stands still, and nothing is late.
I/O         none
Format      docs/legal-clock.md
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from voicekeep.records.facts import ClockResumed, Extended, IdentityAsked
from voicekeep.request.access import AccessRequest
from voicekeep.request.clock import Pause, Place, answer_due, may_extend


@dataclass(frozen=True, slots=True, kw_only=True)
class Elapsing:
    """What happened to the clock of one request."""

    asked: tuple[IdentityAsked, ...] = ()  # by number
    resumed: tuple[ClockResumed, ...] = ()  # by number: as many, or one fewer
    extended: Extended | None = None

    @property
    def open_question(self) -> IdentityAsked | None:
        """Return the question that nobody has answered yet; None: the clock runs."""
        return self.asked[-1] if len(self.asked) > len(self.resumed) else None

    def pauses(self, now: datetime) -> tuple[Pause, ...]:
        """Return when the clock stood still; an open question until `now`."""
        ends = [*(each.at for each in self.resumed), now]
        return tuple(Pause(since=asked.at, until=ends[number]) for number, asked in enumerate(self.asked))

    def due(self, received_at: datetime, place: Place, now: datetime) -> date:
        """Return the last day to answer, as it is if an open question were answered now.

        Raises:
            NoRuleError, UnknownPlaceError: as `answer_due`.
        """
        pauses = self.pauses(now)
        return answer_due(received_at, place, pauses=pauses, extended=self.extended is not None)

    def extendable(self, request: AccessRequest, place: Place, now: datetime) -> bool:
        """Return whether its person can still be told in time that it takes longer: once, and within the first month.

        Raises:
            NoRuleError, UnknownPlaceError: as `answer_due`.
        """
        in_time = may_extend(request.received_at, now, place, pauses=self.pauses(now))
        return self.extended is None and request.waiting and in_time
