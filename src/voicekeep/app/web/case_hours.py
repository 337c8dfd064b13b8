"""How long there is to notify the authority, in hours and minutes: each page of a case and their list say it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from voicekeep.incident import Awareness, Case, CaseState, NotificationSent


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """What `desk_hours.html` says of a case."""

    begun: bool  # it was decided that it is a breach
    over: bool  # the case is: nothing is to be notified any more
    sent: NotificationSent | None  # the first notification
    late: bool  # it went out too late, or it did not and the time is over
    left: tuple[int, int]  # whole hours and minutes until the latest instant, or since it


def hours_of(case: Case, aware: Awareness | None, now: datetime) -> Hours:
    """Return how a case stands to its 72 hours; what was notified in time never becomes late."""
    sent = next(iter(case.all_of(NotificationSent)), None)
    until = now if sent is None else sent.sent_at
    left = timedelta() if aware is None else aware.notify_by - until
    return Hours(
        begun=aware is not None,
        over=case.state in {CaseState.CLOSED, CaseState.DISMISSED},
        sent=sent,
        late=left < timedelta(),
        left=elapsed(left),
    )


def elapsed(left: timedelta) -> tuple[int, int]:
    """Return a time in whole hours and minutes, however long, without its sign."""
    minutes = int(abs(left.total_seconds())) // 60
    return minutes // 60, minutes % 60
