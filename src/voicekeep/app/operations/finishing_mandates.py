"""Finish what a mandate's beginning or end left undone when the program was killed: copies that go, records of both.

That it began or ended is in the ledger first, so nobody acts by it meanwhile. What follows is done again here until it
is done: the copies that were made by it are destroyed, and each of the two has it in their own records.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Final

from voicekeep.app.operations.capture import AccountClosedError, Piece, keep_items
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.mandates import destroy_made, made_by
from voicekeep.app.operations.reading import PersonalItems
from voicekeep.app.operations.standing import record_of
from voicekeep.formats.facts import decode_fact
from voicekeep.formats.lines import decode_record
from voicekeep.people import Mandate
from voicekeep.records.facts import Mandated, MandateEnded
from voicekeep.records.ids import SubjectId
from voicekeep.records.items import ItemKind
from voicekeep.records.scope import ReleaseScope
from voicekeep.records.standing import MandateEvent, MandateRecord, MandateSide
from voicekeep.vault import KeyDestroyedError, UnknownKeyError

_LOOKED_BACK: Final = timedelta(days=90)
"""Records of an earlier beginning or end are not looked for: no program was down for that long since."""


def finish_mandates(keep: Keep) -> int:
    """Go on with every mandate that ended or began and was not written down everywhere; return how many records came.

    Raises:
        StoreError, VaultError: a store could not go on; the next start does.
    """
    with keep.database.read() as transaction:
        told = list(_told(transaction))
        left = [
            each for fact, row in told if isinstance(fact, MandateEnded) for each in made_by(keep, transaction, row)
        ]
    destroy_made(keep, left)
    recent = [(fact, row) for fact, row in told if fact.at > keep.now() - _LOOKED_BACK]
    return sum(_written(keep, fact, row) for fact, row in recent)


def _told(transaction: Transaction) -> Iterator[tuple[Mandated | MandateEnded, Mandate]]:
    """Yield what the ledger says of mandates whose row is there still; with a closed account it is gone."""
    for name in ("mandated", "mandate_ended"):
        for opening in transaction.log.openings_named(name):
            fact = decode_fact(opening.fact)
            if isinstance(fact, Mandated | MandateEnded):
                row = transaction.mandates.mandate(fact.mandate)
                if row is not None:
                    yield fact, row


def _written(keep: Keep, fact: Mandated | MandateEnded, row: Mandate) -> int:
    """Keep what is missing of one beginning or end, for either of the two; return how many records that were.

    What the person who gave it keeps of the beginning is kept together with the fact: only the agent's can be missing.
    """
    if isinstance(fact, Mandated):
        wanted = [(fact.agent, MandateSide.ACTING, MandateEvent.BEGAN)]
    else:
        wanted = [
            (fact.subject, MandateSide.REPRESENTED, MandateEvent.ENDED),
            (fact.agent, MandateSide.ACTING, MandateEvent.ENDED),
        ]
    return sum(_kept(keep, row, fact, owner, side, event) for owner, side, event in wanted)


def _kept(
    keep: Keep,
    row: Mandate,
    fact: Mandated | MandateEnded,
    owner: SubjectId,
    side: MandateSide,
    event: MandateEvent,
) -> bool:
    try:
        if any((each.mandate, each.side, each.event) == (row.mandate, side, event) for each in _records(keep, owner)):
            return False
        record = replace(record_of(keep, row, fact.agent, side, event), at=fact.at)
        keep_items(keep, owner, [Piece(record=record)])
    except (AccountClosedError, KeyDestroyedError, UnknownKeyError):
        return False  # they closed their account: there is nobody to keep it for
    return True


def _records(keep: Keep, owner: SubjectId) -> list[MandateRecord]:
    opener = keep.ring.opener_for(owner)
    with keep.database.read() as transaction:
        items = PersonalItems(keep, transaction, opener, ReleaseScope(as_of=transaction.log.size()))
        records = [decode_record(opened.record) for opened in items.items(ItemKind.MANDATE)]
    return [each for each in records if isinstance(each, MandateRecord)]
