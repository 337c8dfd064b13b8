"""A guest's four words: given by whose turn it is, used by whoever says them, for that one turn and nothing else (R19).

Words that were never given, that are used up or whose time is over are one and the same. No answer says whose turn it
was, when it was, or what was said in it.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Final

from voicekeep.app.operations.erase import NotYoursError, erase_items_of
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.marking import hold_back
from voicekeep.people import GuestReceipt, Session, WordsRefusedError, new_words, require_fresh
from voicekeep.records.facts import ReceiptGiven, ReceiptUsed
from voicekeep.records.ids import GuestReceiptId, ItemId, SubjectId
from voicekeep.records.items import ItemKind

LIFETIME: Final = timedelta(days=550)  # as long as a turn is kept at most: eighteen months and a few days


class GuestRight(StrEnum):
    """What a guest can have done with a turn; a copy is never among it."""

    ERASURE = "erasure"  # GDPR Art. 17
    RESTRICTION = "restriction"  # Art. 18: kept, and not used


def give_receipt(keep: Keep, session: Session, turn: ItemId) -> str:
    """Return four words for a guest who is heard in a turn of the signed-in person; they are shown once.

    Whoever says them can have the turn erased without signing in, so they are as good as erasing it.

    Raises:
        NotSignedInError, StaleSignInError: who asks has not just proven who they are; no words were given.
        NotYoursError: no such turn of this person.
    """
    require_fresh(session, keep.now(), keep.limits)
    return give_receipt_of(keep, session.subject, turn)


def give_receipt_of(keep: Keep, owner: SubjectId, turn: ItemId) -> str:
    """Return four words for a guest who is heard in a turn, on the word of its owner or of their device.

    Raises:
        NotYoursError: no such turn of this person.
    """
    words, now = new_words(keep.entropy), keep.now()
    receipt = GuestReceipt(
        receipt=GuestReceiptId.random(keep.entropy),
        words_digest=keep.guest_words.digest(words),
        item=turn,
        owner=owner,
        made_at=now,
        expires_at=now + LIFETIME,
    )
    with keep.database.begin() as transaction:
        row = transaction.items.row(turn)
        if row is None or row.owner != owner or row.kind is not ItemKind.TURN:
            raise NotYoursError(turn)
        transaction.guests.forget_receipts(now)
        transaction.guests.add_receipt(receipt)
        given = ReceiptGiven(receipt=receipt.receipt, item=turn, subject=owner, at=now)
        keep.log(transaction).append([given])
    keep.remember()
    return words


def use_receipt(keep: Keep, words: str, right: GuestRight) -> None:
    """Do with the turn what the guest wants; done once, the same again is done already.

    Raises:
        WordsRefusedError: the words say nothing: invented, used up or over; no difference is made, nothing was done.
    """
    digest = keep.guest_words.digest(words)
    with keep.database.read() as transaction:
        found = _open(keep, transaction, digest)
    used = ReceiptUsed(receipt=found.receipt, item=found.item, subject=found.owner, right=right, at=keep.now())

    def once(transaction: Transaction) -> None:
        is_now = _open(keep, transaction, digest)
        if right is GuestRight.ERASURE:
            transaction.guests.forget_receipts_about(found.item)
            keep.log(transaction).append([used])
        else:
            transaction.guests.replace_receipt(is_now.restricted(keep.now()))

    try:
        if right is GuestRight.ERASURE:
            erase_items_of(keep, found.owner, [found.item], also=once)
        elif found.restricted_at is None:
            hold_back(keep, found.owner, found.item, used, also=once)
    except NotYoursError as gone:  # its owner erased it in this moment
        raise WordsRefusedError from gone


def _open(keep: Keep, transaction: Transaction, digest: bytes) -> GuestReceipt:
    found = transaction.guests.receipt_with(digest)
    if found is None or not found.open_at(keep.now()) or transaction.items.row(found.item) is None:
        raise WordsRefusedError
    return found
