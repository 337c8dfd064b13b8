"""Inventories that the checks signed: read again when the bytes are long gone; the index that finds them by item."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from voicekeep.app.operations.blob_names import inventory_blob
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.checks import InventorySignatureError, admit
from voicekeep.formats.inventory import InventoryHead, InventoryLine, MalformedInventoryError, decode_line, located_in
from voicekeep.incident import Doubt, HeldIn, InventoryUnusableError, Judged, judge, unjudged
from voicekeep.ledger import Owned, others_heard, owners
from voicekeep.records.errors import ForgedRowError
from voicekeep.records.facts import Released
from voicekeep.records.ids import ArchiveId, ItemId
from voicekeep.vault import BlobMissingError, RangeSource

_PIECE_BYTES: Final = 256 * 1024
_ROWS_TOGETHER: Final = 5_000


def judge_again(
    keep: Keep, transaction: Transaction, released: Released, code: str | None, *, about: Collection[ItemId] = ()
) -> Judged:
    """Judge one release from its inventory, against the ledger.

    Args:
        keep: Where.
        transaction: What is read is of one instant.
        released: Which.
        code: By which code it was made, if that was noted.
        about: Items whose stretches are wanted, whoever owns them.

    Raises:
        StoreError: a store could not do it now; that is no verdict.
        EditedOpeningError: a fact is not what its entry commits to.
    """

    def whose(items: Sequence[ItemId]) -> Mapping[ItemId, Owned]:
        return owners(transaction.log, items)

    def instead(items: Sequence[ItemId]) -> Mapping[ItemId, frozenset[bytes]]:
        return {item: heard.audio for item, heard in others_heard(transaction.log, items).items()}

    try:
        inventory = _inventory_of(keep, transaction, released.archive)
    except InventoryUnusableError as unusable:
        return unjudged(released, code, unusable.doubt)
    return judge(released, code, inventory, whose, instead, about=about)


def _inventory_of(
    keep: Keep, transaction: Transaction, archive: ArchiveId
) -> tuple[InventoryHead, Iterator[InventoryLine]]:
    """Return an inventory whose head was proven; the lines are proven once the last was read."""
    try:
        attempt = transaction.attempts.get(archive)
    except ForgedRowError as forged:
        raise InventoryUnusableError(Doubt.BAD_SIGNATURE) from forged
    if attempt is None or attempt.inventory_head is None or attempt.inventory_signature is None:
        raise InventoryUnusableError(Doubt.NO_INVENTORY)
    try:
        head = admit(attempt.inventory_head, attempt.inventory_signature, keep.statement_key.public_key()).head
    except (InventorySignatureError, MalformedInventoryError) as bad:
        raise InventoryUnusableError(Doubt.BAD_SIGNATURE) from bad
    return head, _lines_of(keep, head)


def _lines_of(keep: Keep, head: InventoryHead) -> Iterator[InventoryLine]:
    try:
        data = keep.blobs.read(inventory_blob(head.archive))
    except BlobMissingError as missing:
        raise InventoryUnusableError(Doubt.NO_INVENTORY) from missing
    if hashlib.sha256(data).digest() != head.lines:
        raise InventoryUnusableError(Doubt.CHANGED_LINES)
    for line in data.splitlines(keepends=True):
        yield decode_line(line)


def index_lines(keep: Keep, archive: ArchiveId) -> None:
    """Note where the items of an archive lie, so that it is found by them. May be run twice."""
    pending: list[HeldIn] = []
    for piece in _pieces(keep.blobs.open(inventory_blob(archive))):
        pending += (
            HeldIn(item=item, archive=archive, of=of, offset=offset, length=length)
            for item, of, offset, length in located_in(piece)
        )
        if len(pending) >= _ROWS_TOGETHER:
            _add(keep, pending)
    _add(keep, pending)


def _pieces(blob: RangeSource) -> Iterator[bytes]:
    """Yield the blob in pieces that end with a line."""
    at, rest = 0, b""
    while piece := blob.read_range(at, _PIECE_BYTES):
        at += len(piece)
        whole, newline, rest = (rest + piece).rpartition(b"\n")
        yield whole + newline


def _add(keep: Keep, pending: list[HeldIn]) -> None:
    if pending:
        with keep.database.begin() as transaction:
            transaction.cases.add_held(pending)
        pending.clear()
