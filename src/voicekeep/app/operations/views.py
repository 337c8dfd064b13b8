"""What one signed-in person is shown about their own requests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from voicekeep.app.operations.overriding import OverrideTold
from voicekeep.app.operations.taking_up import Waiting
from voicekeep.records.ids import ArchiveId, RequestId, TriageId
from voicekeep.records.items import ItemKind
from voicekeep.records.rights import Right
from voicekeep.request import State


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyView:
    """One request for a copy, as its owner sees it."""

    request: RequestId
    since: datetime | None  # UTC, where the person asked for a period only
    until: datetime | None  # UTC, the period ends before it
    kinds: tuple[ItemKind, ...]  # where they asked for some only; empty: all
    findings: tuple[str, ...]  # names of what the checks found, while it is held
    waiting: Waiting | None  # while it is held by what is over by itself
    overrides: tuple[OverrideTold, ...]  # of what held it, the earliest first
    right: Right
    by_agent: bool  # somebody asked by mandate, and the answer is sealed to them
    state: State
    received_at: datetime  # UTC
    due: date
    archive: ArchiveId | None  # once there is something to fetch
    token: str | None  # of the link, while it is open
    size: int | None  # bytes of the ZIP
    expires_at: datetime | None  # UTC
    released: bool  # there was a link, so it may have been fetched: its recipient can say that it is not theirs
    frozen: bool  # it is held back while a report is looked into
    report: TriageId | None  # what their report that it is not theirs opened
    reported_at: datetime | None  # UTC, when they said so

    @property
    def waits(self) -> bool:
        """Return whether it goes on by itself, at most a week after something was changed."""
        return self.waiting is not None

    @property
    def goes_on_at(self) -> datetime | None:
        """Return when it goes on by itself, UTC; None: it does not, or that is somebody else's to know."""
        return None if self.waiting is None else self.waiting.until
