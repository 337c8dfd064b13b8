"""What a person asks the assistant to keep until it is done: lists, timers and alarms, reminders.

Each is a sealed item of theirs, with its fact; what rings has a row that says when. Removed is erased: the key goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from voicekeep.app.operations.attributing import Whose
from voicekeep.app.operations.capture import Piece, keep_items
from voicekeep.app.operations.erase import erase_items_of
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.keeping_turns import require_still
from voicekeep.app.operations.reading import PersonalItems
from voicekeep.device import Ring, RingsBy, Utterance
from voicekeep.formats.lines import decode_record
from voicekeep.records.asked import ListEntryRecord, ReminderRecord, RingsAs, TimerRecord
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import ItemId, SubjectId
from voicekeep.records.items import ItemKind, ItemRecord
from voicekeep.records.recurrence import Recurrence
from voicekeep.records.scope import ReleaseScope

Asked = TypeVar("Asked", ListEntryRecord, TimerRecord, ReminderRecord)


class NothingMayBeKeptError(VoicekeepError):
    """Whoever asks wants nothing kept, or is not known; nothing was."""

    promise = "P1"

    def __init__(self) -> None:
        super().__init__("nothing may be kept for whoever asks; nothing was")


class TooManyError(VoicekeepError):
    """There are as many of these as one person may have; nothing was added."""

    promise = "P10"

    def __init__(self, kind: ItemKind) -> None:
        super().__init__(f"one person may not have more of {kind}; nothing was added")
        self.kind = kind


def asked_for(keep: Keep, owner: SubjectId, kind: ItemKind, wanted: type[Asked]) -> tuple[Asked, ...]:
    """Open what a person asked for and what is not done yet, the earliest first."""
    opener = keep.ring.opener_for(owner)
    with keep.database.read() as transaction:
        scope = ReleaseScope(as_of=transaction.log.size(), kinds=(kind,))
        records = [
            decode_record(opened.record) for opened in PersonalItems(keep, transaction, opener, scope).items(kind)
        ]
    return tuple(record for record in records if isinstance(record, wanted))


def add_to_list(
    keep: Keep, whose: Whose, utterance: Utterance, list_name: str, texts: Sequence[str]
) -> tuple[ItemId, ...]:
    """Put things on a list of the person's; return their entries.

    Raises:
        NothingMayBeKeptError, TooManyError: nothing was added.
        NotTheirsAnyMoreError, StoreError, VaultError: as `keep_turn`; nothing was added.
    """
    owner, now = _owner(whose), keep.now()
    records = [
        ListEntryRecord(
            item=ItemId.random(keep.entropy), owner=owner, at=now, list_name=_bounded(keep, list_name), text=text
        )
        for text in (_bounded(keep, each) for each in texts)
    ]
    return _keep(keep, whose, utterance, records, ItemKind.LIST_ENTRY, keep.limits.list_entries_max)


def set_timer(
    keep: Keep,
    whose: Whose,
    utterance: Utterance,
    rings_at: datetime,
    *,
    seconds: int | None,
    name: str | None,
    repeats: Recurrence | None = None,
) -> tuple[ItemId, ...]:
    """Set a timer of so many seconds, or an alarm, to ring on this speaker; or each time it comes again.

    Raises:
        NothingMayBeKeptError, TooManyError: it was not set.
        NotTheirsAnyMoreError, StoreError, VaultError: as `keep_turn`; it was not set.
    """
    record = TimerRecord(
        item=ItemId.random(keep.entropy),
        owner=_owner(whose),
        at=keep.now(),
        device=whose.device,
        rings_as=RingsAs.ALARM if seconds is None else RingsAs.TIMER,
        name=None if name is None else _bounded(keep, name),
        seconds=seconds,
        rings_at=rings_at,
        language=whose.language,
        repeats=repeats,
    )
    ring = Ring(
        item=record.item,
        owner=record.owner,
        device=record.device,
        rings_at=rings_at,
        rings_by=RingsBy.CLOCK if seconds is None else RingsBy.ELAPSED,
    )
    return _keep(keep, whose, utterance, [record], ItemKind.TIMER, keep.limits.timers_max, ring)


def set_reminder(
    keep: Keep,
    whose: Whose,
    utterance: Utterance,
    due_at: datetime,
    text: str,
    repeats: Recurrence | None = None,
) -> tuple[ItemId, ...]:
    """Have the person reminded on this speaker. Raises as `set_timer`."""
    record = ReminderRecord(
        item=ItemId.random(keep.entropy),
        owner=_owner(whose),
        at=keep.now(),
        device=whose.device,
        text=_bounded(keep, text),
        due_at=due_at,
        language=whose.language,
        repeats=repeats,
    )
    ring = Ring(item=record.item, owner=record.owner, device=record.device, rings_at=due_at, rings_by=RingsBy.CLOCK)
    return _keep(keep, whose, utterance, [record], ItemKind.REMINDER, keep.limits.timers_max, ring)


def done_with(keep: Keep, owner: SubjectId, items: Iterable[ItemId]) -> None:
    """Erase what was removed, cancelled or has rung.

    Raises:
        NotYoursError: one of them is gone already, or is not this person's; nothing was erased.
    """
    erase_items_of(keep, owner, tuple(items))


def _owner(whose: Whose) -> SubjectId:
    if whose.owner is None or not whose.keeps:
        raise NothingMayBeKeptError
    return whose.owner


def _bounded(keep: Keep, text: str) -> str:
    return " ".join(text.split())[: keep.limits.asked_text_max_chars]


def _keep(
    keep: Keep,
    whose: Whose,
    utterance: Utterance,
    records: Sequence[ItemRecord],
    kind: ItemKind,
    most: int,
    ring: Ring | None = None,
) -> tuple[ItemId, ...]:
    owner = _owner(whose)

    def also(transaction: Transaction) -> None:
        require_still(transaction, whose, utterance, keep.now())
        everything = ReleaseScope(as_of=transaction.log.size(), kinds=(kind,))
        if sum(1 for _ in transaction.items.held_by(owner, kind, everything)) > most:
            raise TooManyError(kind)
        if ring is not None:
            transaction.rings.add_ring(ring)

    keep_items(keep, owner, [Piece(record=record) for record in records], device=whose.device, also=also)
    return tuple(record.item for record in records)
