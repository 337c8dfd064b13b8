"""Erase what was heard, by stretches: one turn, a day, a device's, everything; and the receipts of it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from voicekeep.app.operations.asking import period_of
from voicekeep.app.operations.capture import keep_items
from voicekeep.app.operations.erase import carry_out_erasure, order_erasure
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.standing import require_still, trace
from voicekeep.app.operations.using import used
from voicekeep.app.papers.answer_texts import ERASED
from voicekeep.formats.facts import decode_fact
from voicekeep.people import Session, Who, require_fresh_of
from voicekeep.records.facts import Erased
from voicekeep.records.ids import DeviceId, ItemId
from voicekeep.records.items import (
    ItemKind,
)
from voicekeep.records.rights import Right
from voicekeep.records.scope import ReleaseScope
from voicekeep.records.standing import Entrusted, MandateEvent

ERASURES_MAX: Final = 50  # receipts that are shown at once


class Stretch(StrEnum):
    """What of a person's turns is to be erased together."""

    TURN = "turn"
    DAY = "day"
    DEVICE = "device"
    EVERYTHING = "everything"


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureTold:
    """That an entry was erased for good; what it was, nobody can say any more."""

    number: int  # of the receipt: where the ledger says so
    at: datetime  # UTC


def erasures_of(keep: Keep, session: Session, before: int | None = None) -> tuple[ErasureTold, ...]:
    """Return the receipts of what was erased of a person, the latest first: by voice, on a page, or as it was over.

    Args:
        keep: Where it was.
        session: Theirs.
        before: Only receipts of lower numbers: those that come after the last one that was shown.
    """
    with keep.database.read() as transaction:
        everything = transaction.log.openings_named("erased", subject=session.subject)
        openings = deque((each for each in everything if before is None or each.position < before), maxlen=ERASURES_MAX)
    told = [(opening.position, decode_fact(opening.fact)) for opening in reversed(openings)]
    return tuple(ErasureTold(number=position, at=fact.at) for position, fact in told if isinstance(fact, Erased))


def turns_in(keep: Keep, who: Who, stretch: Stretch, which: str) -> tuple[ItemId, ...]:
    """Return the person's turns that an erasure would take.

    Args:
        keep: Where.
        who: Whose: one's own, or by mandate.
        stretch: How many together.
        which: The turn's id, the day as `YYYY-MM-DD` in the keep's time zone, or the device's id.

    Raises:
        ValueError: `which` is none of these.
    """
    with keep.database.read() as transaction:
        scope = of_day(keep, date.fromisoformat(which)) if stretch is Stretch.DAY else None
        rows = transaction.items.held_by(who.subject, ItemKind.TURN, whole(transaction, scope))
        match stretch:
            case Stretch.TURN:
                wanted = ItemId(which)
                return tuple(row.item for row in rows if row.item == wanted)
            case Stretch.DEVICE:
                device = DeviceId(which)
                return tuple(row.item for row in rows if row.device == device)
        return tuple(row.item for row in rows)


def erase_turns(keep: Keep, who: Who, stretch: Stretch, which: str, *, language: str = "") -> int:
    """Erase a stretch of the person's turns, for good; return how many there were.

    Where there are some, it is a request that is answered by it (GDPR Art. 17).

    Raises:
        StaleSignInError: the sign-in is too old for something that destroys; nothing was erased.
        ValueError: `which` is none of what `stretch` wants; nothing was erased.
    """
    items = turns_in(keep, who, stretch, which)
    require_fresh_of(who, keep.now(), keep.limits)
    if not items:
        return 0
    use = used(keep, who, Right.ERASURE, ERASED, language=language, count=len(items))
    ordered: list[ItemId] = []

    def also(transaction: Transaction) -> None:
        require_still(keep, transaction, who, Entrusted.ERASURE)
        use.write(transaction)
        ordered.extend(order_erasure(keep, transaction, who.subject, items))

    pieces = [*use.pieces, *trace(keep, who, MandateEvent.ERASURE)]
    keep_items(keep, who.subject, pieces, facts=use.facts, also=also)
    carry_out_erasure(keep, who.subject, ordered)
    return len(items)


Period = tuple[datetime | None, datetime | None]


def whole(transaction: Transaction, period: Period | None = None) -> ReleaseScope:
    """Return the scope of all that is held, or of a period of it."""
    since, until = period or (None, None)
    return ReleaseScope(as_of=transaction.log.size(), since=since, until=until)


def of_day(keep: Keep, day: date) -> Period:
    """Return the instants of one day in the home's zone."""
    return period_of(keep, day, day)
