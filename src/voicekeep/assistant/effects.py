"""Effects: what a skill wants done. It does nothing itself; operations carry these out, or say why not.

Flow        Intent, Situation -> a skill -> Answer with Effect values -> operations
Guarantees  1. There is no effect that plays, shows, lengthens or hands over anything: by voice one can only shorten,
               erase, or file a request that a signed-in person must confirm.
I/O         none
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from voicekeep.records.ids import ItemId
from voicekeep.records.recurrence import Recurrence

# --- what somebody wants to have kept for them until it is done


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTimer:
    """Ring after so many seconds, on this speaker."""

    seconds: int
    name: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAlarm:
    """Ring at an instant, on this speaker."""

    rings_at: datetime  # UTC
    name: str | None = field(default=None, repr=False)
    repeats: Recurrence | None = None  # then `rings_at` is the first time


@dataclass(frozen=True, slots=True, kw_only=True)
class PutOff:
    """Ring again after so many seconds what rang just now, with its name; it is one of the situation's."""

    item: ItemId
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetReminder:
    """Say `text` at an instant, on this speaker."""

    due_at: datetime  # UTC
    text: str = field(repr=False)
    repeats: Recurrence | None = None  # then `due_at` is the first time


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel:
    """Forget timers, alarms or reminders; each is one of the situation's."""

    items: tuple[ItemId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddToList:
    """Put things on a list."""

    list_name: str = field(repr=False)  # "shopping", "to_do", or another by its name
    texts: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveFromList:
    """Take things off a list; each is one of the situation's."""

    items: tuple[ItemId, ...]


# --- privacy


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseLast:
    """Erase what this person said just now on this speaker: the turn before this one, and this one is not kept."""

    earlier: bool = False  # nothing of that is kept: the last one before it of which something is


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseToday:
    """Erase what this person said today, in the home's zone, on this speaker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FalseActivation:
    """Nobody meant to speak: erase the last turn, and count a false activation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepNothing:
    """Keep no turns of this person from now on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepThreeMonths:
    """Keep this person's turns for three months instead of longer; never instead of nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestConversation:
    """Keep nothing of this conversation, neither before nor after this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveReceipt:
    """Say four words by which a guest can have the last turn erased later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestCopy:
    """File this person's request for a copy; it needs their signed-in confirmation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MuteSpeaker:
    """Let this speaker mute itself."""


# --- who speaks, and what is not ours


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidWho:
    """Somebody at a shared speaker said who they are."""

    name: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskHome:
    """Hand the words to the home control, if one is set."""


Effect = (
    SetTimer
    | SetAlarm
    | PutOff
    | SetReminder
    | Cancel
    | AddToList
    | RemoveFromList
    | EraseLast
    | EraseToday
    | FalseActivation
    | KeepNothing
    | KeepThreeMonths
    | GuestConversation
    | GiveReceipt
    | RequestCopy
    | MuteSpeaker
    | SaidWho
    | AskHome
)
