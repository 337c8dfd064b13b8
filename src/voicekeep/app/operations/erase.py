"""Erase an item: write down that it will go, destroy its key, write down that it went, sweep its bytes (P7).

Killed between any two steps, `finish_erasures` at the next start goes on: an `erasing` fact without its `erased` one
is an order that was accepted. What the ledger's leaves commit to stays; what they say goes with the openings.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from voicekeep.app.operations.believed import unfinished
from voicekeep.app.operations.blob_names import item_blob
from voicekeep.app.operations.capture import keep_items
from voicekeep.app.operations.keep import Keep, Transaction, not_yet_told
from voicekeep.app.operations.reading import PersonalItems
from voicekeep.app.operations.standing import require_still, trace
from voicekeep.app.operations.voiding import void_archives_with
from voicekeep.formats.facts import decode_fact
from voicekeep.formats.lines import decode_record
from voicekeep.people import Session, Who, require_fresh_of
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.facts import Captured, Erased, Erasing, erased_key
from voicekeep.records.ids import ItemId, SubjectId
from voicekeep.records.items import CorrectionRecord, ItemKind, WithholdingRecord
from voicekeep.records.scope import ReleaseScope
from voicekeep.records.standing import Entrusted, MandateEvent

_TOGETHER: Final = 100  # items whose keys go in one transaction


class EraseError(VoicekeepError):
    """Nothing was erased."""


class NotYoursError(EraseError):
    """No such item of this person; nothing was done with it."""

    promise = "P3"

    def __init__(self, item: ItemId | None = None) -> None:
        named = "no such item" if item is None else f"no item {item}"
        super().__init__(f"{named} is held for this person; nothing was shown, changed or erased")


def erase_item(keep: Keep, session: Session, item: ItemId) -> None:
    """Erase one item of the signed-in person, for good. Raises StaleSignInError, NotYoursError, as `erase_items`."""
    erase_items(keep, session, [item])


def erase_items(keep: Keep, who: Who, items: Sequence[ItemId]) -> None:
    """Erase items of the signed-in person, or of who gave them a mandate, for good: all are ordered, or none.

    Raises:
        StaleSignInError: the sign-in is too old for something that destroys; nothing was erased.
        NotYoursError: not held for this person, or not held at all: no difference is made; nothing was erased.
        PeopleError: who erases by mandate may not, or no longer; nothing was erased.
    """
    require_fresh_of(who, keep.now(), keep.limits)

    def still(transaction: Transaction) -> None:
        require_still(keep, transaction, who, Entrusted.ERASURE)

    if pieces := trace(keep, who, MandateEvent.ERASURE):  # written first: whoever is interrupted has said it
        keep_items(keep, who.subject, pieces, also=still)
    erase_items_of(keep, who.subject, items, also=still)


def _nothing_else(_: Transaction) -> None:
    """Do nothing beside the order."""


def erase_items_of(
    keep: Keep, subject: SubjectId, items: Sequence[ItemId], *, also: Callable[[Transaction], None] = _nothing_else
) -> None:
    """Erase items of one person, for good, because they or their own choice say so: all are ordered, or none.

    `also` runs in the transaction of the order and can still refuse it all.

    Raises:
        NotYoursError: as `erase_items`; nothing was erased.
    """
    # 1 the order is written down before anything is destroyed
    with keep.database.begin() as transaction:
        also(transaction)
        ordered = order_erasure(keep, transaction, subject, items)
    carry_out_erasure(keep, subject, ordered)


def order_erasure(keep: Keep, transaction: Transaction, subject: SubjectId, items: Sequence[ItemId]) -> list[ItemId]:
    """Write down that items of one person go, with all that was said of them; return all that goes.

    Raises:
        NotYoursError: as `erase_items`; nothing was ordered.
    """
    for item in items:
        row = transaction.items.row(item)
        if row is None or row.owner != subject:
            raise NotYoursError(item)
    going = [*items, *_said_of(keep, transaction, subject, items)]
    log = keep.log(transaction)
    ordered = [Erasing(item=item, subject=subject, at=keep.now()) for item in going]
    log.append(not_yet_told(log, *ordered))
    return going


def carry_out_erasure(keep: Keep, subject: SubjectId, items: Sequence[ItemId]) -> None:
    """Erase what was ordered; whoever is killed in the middle of it goes on at the next start."""
    for first in range(0, len(items), _TOGETHER):
        _carry_out(keep, items[first : first + _TOGETHER], subject)


def _said_of(keep: Keep, transaction: Transaction, subject: SubjectId, items: Sequence[ItemId]) -> list[ItemId]:
    """Return what else goes with these items: what was corrected and withheld of a turn (R15)."""
    going = set(items)
    ever = ReleaseScope(as_of=transaction.log.size())
    own = PersonalItems(keep, transaction, keep.ring.opener_for(subject), ever)
    found: list[ItemId] = []
    for kind in (ItemKind.CORRECTION, ItemKind.WITHHOLDING):
        for opened in own.items(kind):
            record = decode_record(opened.record)
            if isinstance(record, CorrectionRecord | WithholdingRecord) and record.turn in going - {record.item}:
                found.append(record.item)
    return [item for item in found if item not in going]


def finish_erasures(keep: Keep) -> int:
    """Go on with every erasure that was ordered and not finished; return how many.

    An order that the signed ledger does not vouch for erases nothing (`believed`).

    Raises:
        EditedColumnError: as `believed`; nothing was erased.
    """
    with keep.database.read() as transaction:
        ordered = unfinished(keep, transaction, "erasing", Erasing, lambda fact: erased_key(fact.item))
    for fact in ordered:
        _carry_out(keep, [fact.item], fact.subject)
    return len(ordered)


def _carry_out(keep: Keep, items: Sequence[ItemId], subject: SubjectId) -> None:
    now = keep.now()
    # 2 every built archive that holds one goes first: its key is another way to the same bytes
    for item in items:
        void_archives_with(keep, item, subject)
    # 3 without its key an item is noise
    keep.keys.destroy_item_keys(list(items), now)
    # 4 the rows go, and with them what the ledger could say about the items
    with keep.database.begin() as transaction:
        for item in items:
            forget_item(keep, transaction, item, subject)
    keep.remember()
    # 5 the noise goes as well
    keep.blobs.delete([item_blob(item) for item in items])


def forget_item(keep: Keep, transaction: Transaction, item: ItemId, subject: SubjectId) -> None:
    """Remove the item's row and the openings of its captured fact; append its `erased` fact."""
    positions = tuple(
        opening.position
        for opening in transaction.log.openings_of_item(str(item))
        if isinstance(decode_fact(opening.fact), Captured)
    )
    log = keep.log(transaction)
    at = log.append([Erased(item=item, subject=subject, at=keep.now(), positions=positions)])
    log.forget(positions, at[0])
    transaction.guests.forget_receipts_about(item)
    transaction.rings.forget_ring(item)
    transaction.items.remove(item)
