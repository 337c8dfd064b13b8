"""What a person asked the assistant to keep for them: lists, timers and alarms, reminders. It goes when it is done.

Flow        an effect of a skill -> one record -> a sealed item, until it was done, removed or became too old
Guarantees  1. Like every item it has one owner, and no field of it changes: what is changed is removed and made anew.
Format      docs/formats/records.md
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from voicekeep.records.ids import DeviceId, ItemId, SubjectId
from voicekeep.records.later import SINCE_2
from voicekeep.records.recurrence import Recurrence


class RingsAs(StrEnum):
    """Whether something was set to ring after a time or at a time."""

    TIMER = "timer"
    ALARM = "alarm"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEntryRecord:
    """One thing on one of a person's lists."""

    item: ItemId
    owner: SubjectId
    at: datetime  # UTC, when it was put there
    list_name: str  # "shopping" and "to_do" are ours, any other is the person's own
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerRecord:
    """A timer or an alarm that is still to ring."""

    item: ItemId
    owner: SubjectId
    at: datetime  # UTC, when it was set
    device: DeviceId  # where it rings
    rings_as: RingsAs
    name: str | None  # as the person called it
    seconds: int | None  # how long the timer was set for; None: an alarm
    rings_at: datetime  # UTC; of one that comes again: the first time
    language: str  # in which it is announced
    repeats: Recurrence | None = field(default=None, metadata=SINCE_2)  # by the home's clock; None: it rings once


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderRecord:
    """What a person wants to be told when its time has come."""

    item: ItemId
    owner: SubjectId
    at: datetime  # UTC, when it was asked for
    device: DeviceId  # where it is said
    text: str
    due_at: datetime  # UTC; of one that comes again: the first time
    language: str  # in which it is announced
    repeats: Recurrence | None = field(default=None, metadata=SINCE_2)  # by the home's clock; None: it is said once
