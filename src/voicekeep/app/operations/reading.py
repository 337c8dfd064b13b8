"""Open one person's own items, with that person's key."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from voicekeep.app.operations.blob_names import item_blob
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.formats.lines import decode_record
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import ItemId, SubjectId
from voicekeep.records.items import ItemKind, ItemRef, WithholdingRecord
from voicekeep.records.scope import ReleaseScope
from voicekeep.vault import ItemRow, KeyDestroyedError, Opened, SubjectOpener

_BATCH = 256  # items whose keys are fetched together

R = TypeVar("R")


class NothingHeldError(VoicekeepError):
    """There is no such item of this person; nothing was opened."""

    def __init__(self, owner: SubjectId, kind: ItemKind) -> None:
        super().__init__(f"no {kind} is held for {owner}; nothing was opened")


@dataclass(frozen=True, slots=True)
class Instead:
    """What a copy holds in the place of a turn's recording; opened when it is needed."""

    items: PersonalItems
    withholding: ItemId
    sha256_hex: str

    def audio(self) -> bytes:
        """Return its FLAC file.

        Raises:
            NothingHeldError: it was erased, or is no sound.
            VaultError: it does not open as this person's.
        """
        opened = self.items.one(self.withholding, ItemKind.WITHHOLDING)
        if opened is None or opened.audio is None:
            raise NothingHeldError(self.items.subject, ItemKind.WITHHOLDING)
        return opened.audio


class PersonalItems:
    """The items of one person that a scope covers, opened one after the other with that person's key only."""

    def __init__(self, keep: Keep, transaction: Transaction, opener: SubjectOpener, scope: ReleaseScope) -> None:
        self._keep = keep
        self._transaction = transaction
        self._opener = opener
        self._scope = scope

    @property
    def subject(self) -> SubjectId:
        """Return whose items these are."""
        return self._opener.subject

    def items(self, kind: ItemKind) -> Iterator[Opened]:
        """Yield the opened items of `kind`, ordered by instant, then id.

        Raises:
            VaultError: a row, key or blob is not this person's, or not this item's; nothing of it was opened.
            KeyDestroyedError: an item was erased while this was going on.
        """
        rows = self._transaction.items.held_by(self._opener.subject, kind, self._scope)
        while batch := list(islice(rows, _BATCH)):
            yield from self._opened(batch)

    def latest(self, kind: ItemKind) -> Opened | None:
        """Open the last item of `kind`, and none before it; None: there is none.

        Raises:
            VaultError, KeyDestroyedError: as `items`.
        """
        last = deque(self._transaction.items.held_by(self._opener.subject, kind, self._scope), maxlen=1)
        return next(self._opened(list(last)), None)

    def one(self, item: ItemId, kind: ItemKind) -> Opened | None:
        """Open one item; None if it is not of this kind, or not this person's: no difference is made.

        Raises:
            VaultError, KeyDestroyedError: as `items`.
        """
        row = self._transaction.items.row(item)
        if row is None or row.owner != self._opener.subject or row.kind is not kind:
            return None
        return next(self._opened([row]))

    def withheld(self) -> dict[str, Instead | None]:
        """Return each turn of which its owner withholds something, with what a copy holds instead; None: nothing.

        Whenever they said so, and whichever period or kinds the scope covers.

        Raises:
            VaultError, KeyDestroyedError: as `items`.
        """
        ever = ReleaseScope(as_of=self._transaction.log.size(), kinds=(ItemKind.WITHHOLDING,))
        said: list[WithholdingRecord] = []
        for opened in PersonalItems(self._keep, self._transaction, self._opener, ever).items(ItemKind.WITHHOLDING):
            record = decode_record(opened.record)
            if isinstance(record, WithholdingRecord):
                said.append(record)
        instead: dict[str, Instead | None] = {}
        for record in sorted(said, key=lambda each: each.withheld_at):
            if record.audio_sha256 is None:
                instead[record.turn] = None
            elif instead.get(record.turn, self) is not None:
                instead[record.turn] = Instead(self, record.item, record.audio_sha256)
        return instead

    def _opened(self, batch: list[ItemRow]) -> Iterator[Opened]:
        item_keys = self._keep.keys.item_keys([row.item for row in batch])
        day_keys = self._keep.keys.day_keys(list({row.day_key for row in batch}))
        for row in batch:
            item_key, day_key = item_keys.get(row.item), day_keys.get(row.day_key)
            if item_key is None or day_key is None:
                raise KeyDestroyedError(row.item)
            envelope = self._keep.blobs.read(item_blob(row.item))
            ref = ItemRef(owner=row.owner, item=row.item, kind=row.kind)
            yield self._opener.open(envelope, ref, item_key, day_key)


def latest_of(keep: Keep, owner: SubjectId, kind: ItemKind, wanted: type[R]) -> R:
    """Return a person's latest record of a kind.

    Raises:
        NothingHeldError: there is none.
        VaultError: it does not open as this person's.
    """
    with keep.database.read() as transaction:
        return latest_in(keep, transaction, owner, kind, wanted)


def latest_in(keep: Keep, transaction: Transaction, owner: SubjectId, kind: ItemKind, wanted: type[R]) -> R:
    """Return a person's latest record of a kind, as a transaction sees it. Raises as `latest_of`."""
    opener = keep.ring.opener_for(owner)
    items = PersonalItems(keep, transaction, opener, ReleaseScope(as_of=transaction.log.size()))
    opened = items.latest(kind)
    record = None if opened is None else decode_record(opened.record)
    if not isinstance(record, wanted):
        raise NothingHeldError(owner, kind)
    return record
