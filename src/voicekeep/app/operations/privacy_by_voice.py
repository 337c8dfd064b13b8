"""Privacy by voice: erase, keep less, ask for a copy. By voice one can only shorten or erase, never lengthen or listen.

Whoever stands at a speaker can be somebody else than its owner. So nothing here shows, releases or extends anything:
the worst that a stranger's voice can do is to erase what was said at that speaker today. Keeping less counts for what
comes from then on: what is kept already stays as long as its owner chose when they were signed in, and they are told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from voicekeep.app.operations.asking import period_of, place_of
from voicekeep.app.operations.attributing import Whose
from voicekeep.app.operations.capture import Piece, keep_items
from voicekeep.app.operations.erase import erase_items_of
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.notices import tell
from voicekeep.app.operations.standing import acting
from voicekeep.notice import NoticeKind
from voicekeep.people import choose, months_kept
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.facts import erased_key
from voicekeep.records.ids import DeviceId, ItemId, RequestId, SubjectId
from voicekeep.records.items import ItemKind, Keeping
from voicekeep.records.scope import ReleaseScope
from voicekeep.request import State, receive
from voicekeep.vault import ItemRow

_JUST_NOW: Final = timedelta(hours=1)
_ASKED: Final = (ItemKind.LIST_ENTRY, ItemKind.TIMER, ItemKind.REMINDER)
_MUCH: Final = (Keeping.NOTHING, Keeping.TRANSCRIPT, Keeping.AUDIO)


class OnlyLessError(VoicekeepError):
    """By voice somebody wanted more kept, or longer; nothing was changed."""

    promise = "P1"

    def __init__(self) -> None:
        super().__init__("by voice only less can be kept, or shorter; nothing was changed")


class NoAccountOfTheirOwnError(VoicekeepError):
    """A child asked that nobody could confirm; nothing was filed: its guardian can ask."""

    promise = "P10"

    def __init__(self) -> None:
        super().__init__("they cannot sign in, so they could not confirm it; nothing was filed")


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureReceipt:
    """What was erased, and where the ledger says so."""

    count: int  # entries
    asked: bool  # whether list entries, timers or reminders are among them
    number: int  # position of the last one's `erased` fact


def erase_said(keep: Keep, owner: SubjectId, items: Sequence[ItemId]) -> ErasureReceipt | None:
    """Erase what one person said, and what they asked for in it, as far as it is there; None: none of it is.

    Raises:
        NotYoursError: one went in this moment; what was ordered before is finished.
        StoreError: it could not be ordered; nothing was erased.
    """
    there = said_and_there(keep, owner, items)
    if not there:
        return None
    erase_items_of(keep, owner, list(there))
    with keep.database.read() as transaction:
        log = keep.log(transaction)
        positions = [log.position_of(erased_key(item)) for item in there]
    number = max(position or 0 for position in positions)
    return ErasureReceipt(count=len(there), asked=any(kind in _ASKED for kind in there.values()), number=number)


def said_and_there(keep: Keep, owner: SubjectId, items: Sequence[ItemId]) -> dict[ItemId, ItemKind]:
    """Return which of these are kept, as what: turns of the person's, and what was asked for in some."""
    with keep.database.read() as transaction:
        rows = [row for row in map(transaction.items.row, items) if row is not None and row.owner == owner]
    return {row.item: row.kind for row in rows if row.kind in {ItemKind.TURN, *_ASKED}}


def last_said_at(keep: Keep, owner: SubjectId, device: DeviceId) -> tuple[ItemId, ...]:
    """Return what the person said last at this speaker, if it was just now: the turn, what was asked for in it."""
    now = keep.now()
    turns = _said(keep, owner, device, (now - _JUST_NOW, None), (ItemKind.TURN,))
    if not turns:
        return ()
    asked = _said(keep, owner, device, (turns[-1].at, None), _ASKED)
    return (turns[-1].item, *(row.item for row in asked))


def said_today_at(keep: Keep, owner: SubjectId, device: DeviceId) -> tuple[ItemId, ...]:
    """Return what the person said today at this speaker and what they asked for, by the controller's clock."""
    today = keep.now().astimezone(ZoneInfo(keep.settings.zone)).date()
    rows = _said(keep, owner, device, period_of(keep, today, None), (ItemKind.TURN, *_ASKED))
    return tuple(row.item for row in rows)


def keep_less(keep: Keep, whose: Whose, keeping: Keeping | None, months: int | None) -> None:
    """Keep less of what a person says from now on, or shorter; what is kept already stays, and they are told.

    Args:
        keep: Where.
        whose: Whose, and at which speaker.
        keeping: What is kept; None: as before.
        months: For how long; None: as before.

    Raises:
        OnlyLessError: that would be more, or longer, or there was no choice yet; nothing was changed.
        ChoiceRefusedError: another period than those that there are.
    """
    owner = whose.owner
    with keep.database.read() as transaction:
        was = None if owner is None else transaction.people.choice_of(owner)
    if owner is None or was is None:
        raise OnlyLessError
    wanted, period = was.keeping if keeping is None else keeping, was.months if months is None else months
    item = ItemId.random(keep.entropy)
    choice, record = choose(owner, wanted, period, item=item, now=keep.now(), device=whose.device)
    if _MUCH.index(choice.keeping) > _MUCH.index(was.keeping) or months_kept(choice) > months_kept(was):
        raise OnlyLessError

    def put(transaction: Transaction) -> None:
        if transaction.people.choice_of(owner) != was:
            raise OnlyLessError  # they chose otherwise in this moment
        transaction.people.put_choice(choice)
        tell(keep, transaction, owner, NoticeKind.CHOICE_SAID)

    if (choice.keeping, choice.months) != (was.keeping, was.months):
        keep_items(keep, owner, [Piece(record=record)], also=put)


def ask_for_copy_by_voice(keep: Keep, owner: SubjectId, language: str) -> RequestId:
    """File a request for a copy: received, not identified. It waits for the signed-in person, and releases nothing.

    Asked twice before it is confirmed, there is one. Only such a request is it: one that does not want a copy, or by
    which somebody else would get it, is not what was asked for.

    Raises:
        RequestError: the last day to answer cannot be computed; nothing was filed.
        NoAccountOfTheirOwnError: they cannot sign in to confirm it; nothing was filed.
    """
    with keep.database.read() as transaction:
        if transaction.people.credential_of(owner) is None:
            raise NoAccountOfTheirOwnError
        waiting = [
            each
            for each in transaction.requests.of_subject(owner)
            if each.state is State.RECEIVED and each.wants_copy and acting(keep, transaction, each) is None
        ]
    if waiting:
        return waiting[0].request
    received = receive(
        owner,
        request=RequestId.random(keep.entropy),
        item=ItemId.random(keep.entropy),
        language=language,
        place=place_of(keep),
        now=keep.now(),
    )
    keep_items(
        keep,
        owner,
        [Piece(record=received.record)],
        facts=[received.fact],
        also=lambda transaction: transaction.requests.add(received.request),
    )
    return received.request.request


def count_false_waking(keep: Keep, device: DeviceId) -> None:
    """Count that a speaker woke and nobody had meant it; nothing else of it is kept (R21)."""
    with keep.database.begin() as transaction:
        transaction.woken.count_false_waking(device, keep.now().date())
    forget_old_false_wakings(keep)


def forget_old_false_wakings(keep: Keep) -> None:
    """Delete the numbers whose time is over, also of a speaker that never woke falsely again."""
    before = keep.now().date() - keep.limits.false_wakings_kept_for
    with keep.database.begin() as transaction:
        transaction.woken.forget_false_wakings(before)


def _said(
    keep: Keep,
    owner: SubjectId,
    device: DeviceId,
    period: tuple[datetime | None, datetime | None],
    kinds: tuple[ItemKind, ...],
) -> tuple[ItemRow, ...]:
    """Return what is kept of a person's words at a speaker, of each kind the earliest first."""
    since, until = period
    with keep.database.read() as transaction:
        scope = ReleaseScope(as_of=transaction.log.size(), since=since, until=until, kinds=kinds)
        return tuple(
            row for kind in kinds for row in transaction.items.held_by(owner, kind, scope) if row.device == device
        )
