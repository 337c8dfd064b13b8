"""Is this the ledger that was seen before? Asked before anything else starts."""

from __future__ import annotations

from voicekeep.ledger.errors import FalseProofError, LedgerBehindError, LedgerForkError
from voicekeep.ledger.head import witnessed
from voicekeep.ledger.log import Log
from voicekeep.ledger.tree import verify_consistency


def guard_witness(log: Log, note: str | None) -> None:
    """Return if the ledger is, or continues, the one whose checkpoint was seen last.

    Args:
        log: The ledger as it is now.
        note: The checkpoint that was seen; None: none was.

    Raises:
        LedgerSignatureError: the note, or the ledger's own last checkpoint, is not this ledger's.
        LedgerBehindError: the ledger has fewer entries than were seen, or than it signed itself.
        LedgerForkError: it has as many or more, and is no continuation.
        LedgerError: its last checkpoint does not cover its entries.
    """
    head = log.head()
    if note is None:
        return
    seen = witnessed(note, log.public_key, log.origin)
    if head.size < seen.size:
        raise LedgerBehindError(size=head.size, seen=seen.size)
    try:
        path = log.consistency(seen.size, head.size) if seen.size else ()
        verify_consistency(old=seen.size, new=head.size, old_root=seen.root, new_root=head.root, path=path)
    except FalseProofError as error:
        raise LedgerForkError(seen=seen.size) from error
