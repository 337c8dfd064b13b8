"""For how long what is kept of a person stays: by their choices themselves, which stand in their own records (R17).

The row of a choice says what holds now. What was promised for what is there already, and whether somebody signed in
chose it or a voice at a speaker, say the records; they are opened with their owner's key and kept nowhere.
"""

from __future__ import annotations

from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.reading import PersonalItems
from voicekeep.formats.lines import decode_record
from voicekeep.people import Choice, months_promised
from voicekeep.records.ids import SubjectId
from voicekeep.records.items import ConsentRecord, ItemKind
from voicekeep.records.scope import ReleaseScope


def choices_in_order(keep: Keep, transaction: Transaction, subject: SubjectId) -> tuple[ConsentRecord, ...]:
    """Open every choice of a person, in the order of the ledger.

    Raises:
        VaultError: one of them does not open as this person's; nothing is known of their choices.
    """
    everything = ReleaseScope(as_of=transaction.log.size())
    rows = sorted(transaction.items.held_by(subject, ItemKind.CONSENT, everything), key=lambda row: row.position)
    if not rows:
        return ()
    items = PersonalItems(keep, transaction, keep.ring.opener_for(subject), everything)
    opened = (items.one(row.item, ItemKind.CONSENT) for row in rows)
    records = (decode_record(each.record) for each in opened if each is not None)
    return tuple(record for record in records if isinstance(record, ConsentRecord))


def longest_promised(keep: Keep, choice: Choice) -> int:
    """Return the most months that something of a person's that is kept now was promised to stay.

    Raises:
        VaultError: a choice of theirs does not open.
    """
    with keep.database.read() as transaction:
        return months_promised(None, choices_in_order(keep, transaction, choice.subject), choice)
