"""Before anything else: is this the ledger that was last seen, and is what was erased still gone (P7)?

A database that was put back from a backup is behind the last checkpoint that the key store saw. It is refused, until
a person decides with `voicekeep recover`: then erasures are replayed from the key store, which no ordinary backup
holds, and the gap is written into the ledger for everybody to see.
"""

from __future__ import annotations

from voicekeep.app.operations.blob_names import item_blob
from voicekeep.app.operations.closing import close_again, finish_closings
from voicekeep.app.operations.devices import adopt_devices
from voicekeep.app.operations.ending_cases import destroy_evidence
from voicekeep.app.operations.erase import finish_erasures, forget_item
from voicekeep.app.operations.finishing_mandates import finish_mandates
from voicekeep.app.operations.keep import Keep, not_yet_told
from voicekeep.app.operations.marking import void_withheld
from voicekeep.ledger import guard_witness, witnessed
from voicekeep.records.facts import Restored


def guard_start(keep: Keep) -> None:
    """Refuse to start on a ledger that is not a continuation of the one last seen; finish what was interrupted.

    What was ordered is proven by the ledger before anything is destroyed; one order that is not believed is logged by
    its position or identifier, and stops neither the others nor the start.

    Raises:
        LedgerBehindError: entries are missing: an older database was put back.
        LedgerForkError: the entries are others than those that were seen.
        LedgerSignatureError: a checkpoint was not signed by this keep.
        EditedColumnError: an order is filed under no person at all; nothing was done by this kind of order.
        StoreError: a store could not go on with what was interrupted; the next start does.
    """
    with keep.database.read() as transaction:
        guard_witness(keep.log(transaction), keep.keys.witness())
    adopt_devices(keep)
    finish_erasures(keep)
    finish_closings(keep)
    finish_mandates(keep)
    void_withheld(keep)
    destroy_evidence(keep)


def recover(keep: Keep) -> int:
    """Take a restored database for the keep's own, on a person's decision; return how many erasures were replayed.

    What was erased after the backup is erased again before anything else can read it. The ledger's new entries
    start with the size and root of what was seen before: the gap stays visible.
    """
    note = keep.keys.witness()
    # 1 erase again what the key store remembers as destroyed
    replayed = 0
    for item in keep.keys.destroyed_items():
        with keep.database.begin() as transaction:
            row = transaction.items.row(item)
            if row is None:
                continue
            forget_item(keep, transaction, item, row.owner)
        keep.blobs.delete([item_blob(item)])
        replayed += 1
    replayed += sum(close_again(keep, subject) for subject in keep.keys.destroyed_subjects())
    # 2 say in the ledger what is missing
    if note is not None:
        seen = witnessed(note, keep.checkpoint_key.public_key(), keep.settings.public_origin)
        with keep.database.begin() as transaction:
            log = keep.log(transaction)
            gap = Restored(size=log.size(), seen_size=seen.size, seen_root=seen.root, at=keep.now())
            log.append(not_yet_told(log, gap))
    # 3 from here on this is the ledger to continue
    with keep.database.read() as transaction:
        last = transaction.log.last_checkpoint()
    if last is not None:
        keep.keys.replace_witness(*last)
    return replayed
