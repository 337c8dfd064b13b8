"""What a skill may know when it answers: a snapshot, opened for this person and this conversation only.

Flow        an operation, which opens this person's items -> Situation -> a skill
Guarantees  1. Nothing here is anybody else's; nothing here can be changed.
I/O         none
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from voicekeep.assistant.effects import Effect
from voicekeep.assistant.intents import Intent
from voicekeep.records.asked import RingsAs
from voicekeep.records.ids import ItemId
from voicekeep.records.items import Keeping
from voicekeep.records.recurrence import Recurrence


class Need(StrEnum):
    """What of a person is opened only for a skill that says that it needs it (Art. 5(1)(c) GDPR)."""

    TIMERS = "timers"  # and alarms: of theirs at this speaker, and whether one of somebody else's runs there
    REMINDERS = "reminders"
    LISTS = "lists"
    KEPT = "kept"  # whether something of this conversation is kept
    COPIES = "copies"  # who else can ask for a copy of what is kept


NOTHING: Final = frozenset[Need]()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ringing:
    """A timer or an alarm that is still to ring."""

    item: ItemId
    rings_as: RingsAs
    rings_at: datetime  # aware; the next time
    name: str | None = field(default=None, repr=False)
    seconds: int | None = None  # how long a timer was set for
    repeats: Recurrence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rang:
    """What this sentence stopped, or what rang just before it: it can be put off."""

    item: ItemId
    what: str  # "timer", "alarm" or "reminder"
    just_now: bool  # it was ringing a moment ago, and is not put off yet
    name: str | None = field(default=None, repr=False)  # or a reminder's words; None: none, or not theirs who speaks
    again: ItemId | None = None  # what is to ring in its place, if it was put off already and that still waits


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """What is to be said at an instant that has not come yet."""

    item: ItemId
    due_at: datetime  # aware; the next time
    text: str = field(repr=False)
    repeats: Recurrence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing on a list."""

    item: ItemId
    list_name: str = field(repr=False)
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the assistant asked back: only a yes in the same conversation, in time, lets the effects happen.

    Or it asked for what a wish still lacks: the next sentence completes it (`assistant/completing.py`).
    """

    effects: tuple[Effect, ...] = ()
    declined: str = field(repr=False)  # said if the answer is no
    awaits: Intent | None = field(default=None, repr=False)  # the wish that lacks a length, a time or a name
    names: tuple[str, ...] = field(default=(), repr=False)  # of what one is to be named
    private: bool = False  # it is about privacy: nothing of the turn that answers it is kept
    again: bool = False  # it was asked a second time, since the answer was not understood


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is so, at the instant of an answer; of what the skill does not need it says that there is none."""

    now: datetime  # aware, in the home's zone
    language: str  # en, de or fr
    timers: tuple[Ringing, ...] = ()  # timers and alarms of this speaker, the next first
    rang: tuple[Rang, ...] = ()  # at this speaker, the latest first
    timers_of_others: bool = False  # nobody is known to speak, and a timer of somebody's runs at this speaker
    reminders: tuple[Reminder, ...] = ()  # this person's, the next first
    entries: tuple[Entry, ...] = ()  # this person's, the oldest first
    last_reply: str = field(default="", repr=False)  # of this conversation; empty: there was none
    known: bool = False  # whether it is known who speaks
    shared: bool = False  # whether a household shares the speaker
    keeps: bool = False  # whether anything may be kept for whoever speaks
    keeping: Keeping | None = None  # what they chose; None: nothing chosen, or nobody known
    months: int = 0  # how long: 3 or 18; 0: nothing
    kept_before: bool = False  # whether something of this conversation is kept, whatever is so now
    guarded: bool = False  # whether a guardian can ask for a copy of what is kept
    agents: int = 0  # how many others can, by a mandate
    guest: bool = False  # whether this conversation is a guest's
    recipients: tuple[str, ...] = ()  # who outside of this keep gets some of what is said
    asked: Question | None = None  # what was asked back last, if that is still open
