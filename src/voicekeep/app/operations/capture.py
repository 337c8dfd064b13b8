"""Keep items: seal them to their owner, write them down, let the ledger know. All or nothing.

The order is what makes a row without its blob impossible, and a blob without its row harmless:
lease -> blob -> keys -> one transaction with rows, ledger entries and whatever else must happen with them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from voicekeep.app.operations.blob_names import item_blob
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.formats.lines import encode_record
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.facts import Captured, Fact, Signed
from voicekeep.records.ids import DeviceId, SubjectId
from voicekeep.records.items import ItemRecord
from voicekeep.vault import ItemRow, SealedItem, captured


class AccountClosedError(VoicekeepError):
    """The person has no account, or none any more; nothing was kept."""

    promise = "P1"

    def __init__(self, owner: SubjectId) -> None:
        super().__init__(f"{owner} has no account; nothing was kept")
        self.owner = owner


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One item to keep."""

    record: ItemRecord
    audio: bytes | None = None  # FLAC, of a turn
    signed: Signed | None = None  # what the speaker signed of it, proven before


def _nothing_else(_: Transaction) -> None:
    """Do nothing beside the items."""


def keep_items(
    keep: Keep,
    owner: SubjectId,
    pieces: Sequence[Piece],
    *,
    device: DeviceId | None = None,
    facts: Sequence[Fact] = (),
    also: Callable[[Transaction], None] = _nothing_else,
) -> None:
    """Keep `pieces` for `owner`; `also` runs in the same transaction and can still refuse it all.

    Raises:
        VaultError: not sealed; nothing was kept.
        StoreFullError: no room; nothing was kept.
        LeaseLostError: this writer was taken for dead; nothing was kept.
        AccountClosedError: they closed their account meanwhile; nothing was kept.
    """
    now = keep.now()
    # 1 seal; the writer knows only the owner's public key and forgets the day key with this call
    with keep.ring.writer_for(owner, device) as writer:
        sealed = [writer.seal(piece.record, piece.audio, now) for piece in pieces]
    facts_of_items = [
        captured(piece.record, encode_record(piece.record), keep.digest, piece.signed) for piece in pieces
    ]
    names = [item_blob(item.ref.item) for item in sealed]
    # 2 from here on the sweeper leaves these names alone
    with keep.database.begin() as transaction:
        transaction.leases.take(names, now + keep.limits.blob_lease)
    # 3 bytes, then keys: useless to anybody until the rows exist
    for name, item in zip(names, sealed, strict=True):
        keep.blobs.put(name, item.envelope)
    keep.keys.add_captured(
        [item.new_day_key for item in sealed if item.new_day_key is not None],
        [item.item_key for item in sealed],
    )
    # 4 one transaction: it exists, or it does not
    with keep.database.begin() as transaction:
        transaction.leases.give(names, keep.now())
        positions = keep.log(transaction).append([*facts_of_items, *facts])
        transaction.items.add(_rows(sealed, facts_of_items, positions))
        also(transaction)
        if transaction.people.account_of(owner) is None:
            raise AccountClosedError(owner)
    keep.remember()


def _rows(sealed: Sequence[SealedItem], facts: Sequence[Captured], positions: Sequence[int]) -> list[ItemRow]:
    return [
        ItemRow(
            item=item.ref.item,
            owner=item.ref.owner,
            kind=item.ref.kind,
            device=item.device,
            at=fact.at,
            size=len(item.envelope),
            day_key=item.item_key.day_key,
            position=position,
        )
        for item, fact, position in zip(sealed, facts, positions, strict=False)
    ]
