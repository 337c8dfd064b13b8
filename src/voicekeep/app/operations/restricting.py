"""Keep and do not use: a person restricts what is done with their data, and lifts that again (GDPR Art. 18).

While it is in force nothing new is taken in for them, and nothing of theirs expires. What they ask for themselves they
still get: a copy, their pages, an erasure (Art. 18(2): with their consent).
"""

from __future__ import annotations

from voicekeep.app.operations.capture import Piece, keep_items
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.standing import require_still, trace
from voicekeep.people import Restriction, Who, require_fresh_of
from voicekeep.records.facts import Requested
from voicekeep.records.ids import ItemId, RequestId
from voicekeep.records.items import RequestRecord, RestrictionGround, RestrictionRecord
from voicekeep.records.standing import Entrusted, MandateEvent

RIGHT = "restriction"


def restrict(keep: Keep, who: Who, ground: RestrictionGround) -> None:
    """Put a restriction into force, at once; the use of the right is an item and a fact.

    Raises:
        NotSignedInError, StaleSignInError: who asks has not just proven who they are; nothing was restricted.
    """
    now, subject = keep.now(), who.subject
    require_fresh_of(who, now, keep.limits)
    request = RequestId.random(keep.entropy)
    restriction = Restriction(subject=subject, ground=ground, since=now)

    def put(transaction: Transaction) -> None:
        require_still(keep, transaction, who, Entrusted.RESTRICTION)
        transaction.people.put_restriction(restriction)

    keep_items(
        keep,
        subject,
        [
            Piece(record=RequestRecord(item=_item(keep), owner=subject, at=now, request=request, right=RIGHT)),
            Piece(record=RestrictionRecord(item=_item(keep), owner=subject, at=now, ground=ground)),
            *trace(keep, who, MandateEvent.RESTRICTION),
        ],
        facts=[Requested(request=request, subject=subject, right=RIGHT, at=now)],
        also=put,
    )


def lift(keep: Keep, who: Who) -> None:
    """Lift the person's own restriction, if there is one.

    Raises:
        NotSignedInError, StaleSignInError: who asks has not just proven who they are; it stays in force.
    """
    now, subject = keep.now(), who.subject
    require_fresh_of(who, now, keep.limits)
    if restriction_of(keep, who) is None:
        return

    def also(transaction: Transaction) -> None:
        require_still(keep, transaction, who, Entrusted.RESTRICTION)
        transaction.people.lift_restriction(subject)

    record = RestrictionRecord(item=_item(keep), owner=subject, at=now, ground=None)
    keep_items(keep, subject, [Piece(record=record), *trace(keep, who, MandateEvent.RESTRICTION)], also=also)


def restriction_of(keep: Keep, who: Who) -> Restriction | None:
    """Return a person's restriction, if one is in force."""
    with keep.database.read() as transaction:
        return transaction.people.restriction_of(who.subject)


def _item(keep: Keep) -> ItemId:
    return ItemId.random(keep.entropy)
