"""Keep and do not use: a person restricts what is done with their data, and lifts that again (GDPR Art. 18).

While it is in force nothing new is taken in for them, and nothing of theirs expires. What they ask for themselves they
still get: a copy, their pages, an erasure (Art. 18(2): with their consent).
"""

from __future__ import annotations

from voicekeep.app.operations.capture import Piece, keep_items
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.using import used
from voicekeep.app.papers.answer_texts import RESTRICTED
from voicekeep.people import Restriction, Session, require_fresh
from voicekeep.records.ids import ItemId
from voicekeep.records.items import RestrictionGround, RestrictionRecord
from voicekeep.records.rights import Right


def restrict(keep: Keep, session: Session, ground: RestrictionGround, *, language: str = "") -> None:
    """Put a restriction into force, at once; the use of the right is a request that is answered by it.

    Raises:
        NotSignedInError, StaleSignInError: who asks has not just proven who they are; nothing was restricted.
    """
    now, subject = keep.now(), session.subject
    require_fresh(session, now, keep.limits)
    restriction = Restriction(subject=subject, ground=ground, since=now)
    use = used(keep, session.subject, Right.RESTRICTION, RESTRICTED, language=language)

    def also(transaction: Transaction) -> None:
        use.write(transaction)
        transaction.people.put_restriction(restriction)

    record = RestrictionRecord(item=_item(keep), owner=subject, at=now, ground=ground)
    keep_items(keep, subject, [*use.pieces, Piece(record=record)], facts=use.facts, also=also)


def lift(keep: Keep, session: Session) -> None:
    """Lift the person's own restriction, if there is one.

    Raises:
        NotSignedInError, StaleSignInError: who asks has not just proven who they are; it stays in force.
    """
    now, subject = keep.now(), session.subject
    require_fresh(session, now, keep.limits)
    if restriction_of(keep, session) is None:
        return

    def also(transaction: Transaction) -> None:
        transaction.people.lift_restriction(subject)

    record = RestrictionRecord(item=_item(keep), owner=subject, at=now, ground=None)
    keep_items(keep, subject, [Piece(record=record)], also=also)


def restriction_of(keep: Keep, session: Session) -> Restriction | None:
    """Return the signed-in person's restriction, if one is in force."""
    with keep.database.read() as transaction:
        return transaction.people.restriction_of(session.subject)


def _item(keep: Keep) -> ItemId:
    return ItemId.random(keep.entropy)
