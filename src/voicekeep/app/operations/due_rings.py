"""What is due: whether it is still for the speaker that set it, and what it says, opened with its owner's key."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.reading import PersonalItems
from voicekeep.device import Reply, Ring, RingsBy
from voicekeep.formats.lines import decode_record
from voicekeep.records.asked import ReminderRecord, TimerRecord
from voicekeep.records.ids import DeviceId, ItemId, SubjectId
from voicekeep.records.items import ItemKind
from voicekeep.records.recurrence import Recurrence
from voicekeep.records.scope import ReleaseScope


class Speakers(Protocol):
    """The speakers that are connected now."""

    def reaches(self, device: DeviceId) -> bool:
        """Return whether a speaker would hear of something now, as far as that is known."""

    def announce(self, device: DeviceId, reply: Reply) -> None:
        """Raises SpeakerGoneError."""


class Speak(Protocol):
    """Turns a text into a WAV."""

    def __call__(self, text: str, language: str, /) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Unkept:
    """What is to ring for somebody for whom nothing is kept: it is in this process and nowhere else."""

    item: ItemId  # a name for it; there is no such item
    device: DeviceId
    owner: SubjectId | None  # who wants nothing kept; None: nobody was named
    binding: int  # number of the speaker's binding; when it is another's, it rings no more
    rings_at: datetime  # UTC
    rings_by: RingsBy
    what: str  # "timer", "alarm" or "reminder", which is there only if it was put off
    name: str | None = field(repr=False)  # or a reminder's words
    seconds: int | None  # how long a timer was set for
    language: str
    repeats: Recurrence | None = None


def is_theirs(keep: Keep, ring: Ring | Unkept) -> bool:
    """Return whether the speaker is still its owner's, or shared by their household: nobody else is to hear it.

    What is kept nowhere is for whoever had the speaker when it was set, as it was theirs, and is there still.
    """
    with keep.database.read() as transaction:
        binding = transaction.devices.binding_of(ring.device)
        member = None if ring.owner is None else transaction.people.member_of(ring.owner)
    if binding is None:  # the open one: whatever the clock says, it is whose the speaker is
        return False
    if isinstance(ring, Unkept):
        if binding.number != ring.binding:
            return False
        if ring.owner is None:
            return True
    return binding.subject == ring.owner or (member is not None and binding.household == member.household)


def is_still(keep: Keep, ring: Ring) -> bool:
    """Return whether it is to ring as it was read: not gone, and not moved to its next time."""
    with keep.database.read() as transaction:
        return transaction.rings.ring_of(ring.item) == ring


def is_there(keep: Keep, item: ItemId) -> bool:
    """Return whether an item is still held."""
    with keep.database.read() as transaction:
        return transaction.items.row(item) is not None


def opened_of(keep: Keep, owner: SubjectId, item: ItemId) -> TimerRecord | ReminderRecord | None:
    """Return what is to ring; None: it is gone, or is nothing that rings."""
    opener = keep.ring.opener_for(owner)
    with keep.database.read() as transaction:
        row = transaction.items.row(item)
        if row is None or row.kind not in {ItemKind.TIMER, ItemKind.REMINDER}:
            return None
        own = PersonalItems(keep, transaction, opener, ReleaseScope(as_of=transaction.log.size()))
        opened = own.one(item, row.kind)
    record = None if opened is None else decode_record(opened.record)
    return record if isinstance(record, TimerRecord | ReminderRecord) else None
