"""Finish what a mandate's beginning or end left undone when the program was killed: copies that go, records of both.

That it began or ended is in the ledger first, so nobody acts by it meanwhile. What follows is done again here until it
is done: the copies that were made by it are destroyed, and each of the two has it in their own records, once. What is
missing is what the ledger does not hold as noted: however long no program ran, and never what its owner erased.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Final

from voicekeep.app.operations.believed import believed
from voicekeep.app.operations.capture import AccountClosedError
from voicekeep.app.operations.keep import Keep, Transaction, not_yet_told
from voicekeep.app.operations.mandates import copies_made_by, destroy_made, note, noted_as
from voicekeep.app.operations.reading import PersonalItems
from voicekeep.formats.errors import FormatError
from voicekeep.formats.facts import key_digest
from voicekeep.formats.lines import decode_record
from voicekeep.ledger import LedgerError
from voicekeep.people import ForeignMandateError, Mandate, PeopleError
from voicekeep.records.errors import ForgedRowError
from voicekeep.records.facts import Mandated, MandateEnded, mandate_noted_key
from voicekeep.records.items import ItemKind
from voicekeep.records.scope import ReleaseScope
from voicekeep.records.standing import MandateEvent, MandateRecord, MandateSide
from voicekeep.vault import KeyDestroyedError, UnknownKeyError, VaultError

log = logging.getLogger("voicekeep.mandates")

_NOT_BELIEVED: Final = (LedgerError, PeopleError, FormatError, ForgedRowError, VaultError)
"""What one mandate can be the matter with, and no other."""


def finish_mandates(keep: Keep) -> int:
    """Go on with every mandate that ended or began and was not written down everywhere; return how many records came.

    Where something of one mandate is not believed, nothing is destroyed and nothing kept by it: it is logged by its
    identifier, and the others are gone on with.

    Raises:
        StoreError: a store could not go on; the next start does.
        EditedColumnError: as `believed`; nothing was done.
    """
    with keep.database.read() as transaction:
        began = list(believed(keep, transaction, transaction.log.openings_named("mandated"), Mandated))
        ended = list(believed(keep, transaction, transaction.log.openings_named("mandate_ended"), MandateEnded))
    told: list[Mandated | MandateEnded] = [*began, *ended]
    kept = 0
    for fact in told:
        try:
            kept += _finished(keep, fact)
        except _NOT_BELIEVED as refused:
            mandate_id, error_name = fact.mandate, type(refused).__name__
            log.warning("mandate %s was not gone on with: %s", mandate_id, error_name)
    return kept


def _finished(keep: Keep, fact: Mandated | MandateEnded) -> int:
    with keep.database.read() as transaction:
        row = transaction.mandates.mandate(fact.mandate)
        if row is None:
            return 0  # one of the two closed their account
        _require_same(row, fact)
        left = copies_made_by(keep, transaction, row) if isinstance(fact, MandateEnded) else []
        missing = list(_missing(transaction, fact))
    destroy_made(keep, left)
    return sum(_noted(keep, row, fact, side) for side in missing)


def _require_same(row: Mandate, fact: Mandated | MandateEnded) -> None:
    """Return if the row says of its mandate what the ledger says."""
    over = isinstance(fact, MandateEnded)
    if (row.subject, row.agent) != (fact.subject, fact.agent) or (over and row.ended_at is None):
        raise ForeignMandateError


def _missing(transaction: Transaction, fact: Mandated | MandateEnded) -> Iterator[MandateSide]:
    """Yield at which side it is not in the records, by the ledger's entries.

    What the person who gave it keeps of the beginning is kept together with the fact: only the agent's can be missing.
    """
    over = isinstance(fact, MandateEnded)
    event = MandateEvent.ENDED if over else MandateEvent.BEGAN
    for side in MandateSide if over else (MandateSide.ACTING,):
        key = key_digest(mandate_noted_key(fact.mandate, side, event))
        if not transaction.log.positions_of([key]):
            yield side


def _noted(keep: Keep, row: Mandate, fact: Mandated | MandateEnded, side: MandateSide) -> bool:
    """Keep it, unless there is a record from before the ledger was told of them; then it is told now."""
    try:
        earlier = _record(keep, fact, side)
        if earlier is None:
            return note(keep, row, fact, side)
    except (AccountClosedError, KeyDestroyedError, UnknownKeyError):
        return False  # they closed their account: there is nobody to keep it for
    with keep.database.begin() as transaction:
        ledger = keep.log(transaction)
        ledger.append(not_yet_told(ledger, noted_as(keep, earlier)))
    keep.remember()
    return False


def _record(keep: Keep, fact: Mandated | MandateEnded, side: MandateSide) -> MandateRecord | None:
    event = MandateEvent.ENDED if isinstance(fact, MandateEnded) else MandateEvent.BEGAN
    owner = fact.agent if side is MandateSide.ACTING else fact.subject
    opener = keep.ring.opener_for(owner)
    with keep.database.read() as transaction:
        items = PersonalItems(keep, transaction, opener, ReleaseScope(as_of=transaction.log.size()))
        records = [decode_record(opened.record) for opened in items.items(ItemKind.MANDATE)]
    own = (each for each in records if isinstance(each, MandateRecord))
    return next((each for each in own if (each.mandate, each.side, each.event) == (fact.mandate, side, event)), None)
