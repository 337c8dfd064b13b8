"""Delete sealed bytes that belong to no row and no living writer (docs/adr/0005)."""

from __future__ import annotations

from itertools import islice

from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.lines import forget_lines
from voicekeep.app.operations.privacy_by_voice import forget_old_false_wakings
from voicekeep.archive import Stage
from voicekeep.records.ids import ArchiveId, ItemId

_BATCH = 500


def sweep(keep: Keep) -> int:
    """Delete every blob that nothing refers to; return how many."""
    # 0 how a device was reached that nobody has any more, and how often one woke falsely long ago
    forget_lines(keep)
    forget_old_false_wakings(keep)
    # 1 writers whose lease ran out can no longer add a row
    with keep.database.begin() as transaction:
        transaction.leases.expired(keep.now())
    # 2 what has neither row nor lease can never get a row
    swept = 0
    names = keep.blobs.names()
    while batch := list(islice(names, _BATCH)):
        with keep.database.read() as transaction:
            alive = transaction.leases.alive(batch)
            loose = [name for name in batch if name not in alive and not _wanted(transaction, name)]
        keep.blobs.delete(loose)
        swept += len(loose)
    return swept


def _wanted(transaction: Transaction, name: str) -> bool:
    folder, _, rest = name.partition("/")
    if folder == "items":
        return transaction.items.row(ItemId(rest)) is not None
    if folder == "archives":
        attempt = transaction.attempts.get(ArchiveId(rest.partition("/")[0]))
        return attempt is not None and attempt.stage is not Stage.DESTROYED
    return True
