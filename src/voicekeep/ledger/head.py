"""The ledger's head: the last checkpoint, if it was signed and covers every entry there is."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from voicekeep.formats.checkpoint import Checkpoint, CheckpointError, open_note
from voicekeep.ledger.errors import (
    EditedCheckpointError,
    LedgerBehindError,
    LedgerSignatureError,
    UnsignedEntriesError,
)
from voicekeep.ledger.store import LogStore
from voicekeep.ledger.tree import EMPTY_ROOT


def witnessed(note: str, public_key: Ed25519PublicKey, origin: str) -> Checkpoint:
    """Return the checkpoint that somebody has seen of this ledger.

    Raises:
        LedgerSignatureError: this ledger did not sign it.
    """
    try:
        return open_note(note, public_key, origin)
    except CheckpointError as error:
        raise LedgerSignatureError from error


def signed_head(store: LogStore, public_key: Ed25519PublicKey, origin: str) -> Checkpoint:
    """Return size and root of the whole ledger, as they were signed. Whether the entries give that root is not asked.

    Raises:
        LedgerSignatureError: this ledger did not sign the last checkpoint.
        EditedCheckpointError: it is filed under another size than it says.
        LedgerBehindError: there are fewer entries than it says.
        UnsignedEntriesError: there are more.
    """
    last, size = store.last_checkpoint(), store.size()
    if last is None:
        head = Checkpoint(origin=origin, size=0, root=EMPTY_ROOT)
    else:
        filed, note = last
        head = witnessed(note, public_key, origin)
        if head.size != filed:
            raise EditedCheckpointError(filed)
    if size < head.size:
        raise LedgerBehindError(size=size, seen=head.size)
    if size > head.size:
        raise UnsignedEntriesError(size=size, signed=head.size)
    return head
