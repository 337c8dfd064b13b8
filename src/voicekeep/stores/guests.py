"""Guests' receipts in SQL."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete

from voicekeep.formats.rows import RowMac
from voicekeep.people import GuestReceipt
from voicekeep.records.ids import ItemId
from voicekeep.records.instant import to_microseconds
from voicekeep.stores import schema
from voicekeep.stores.guarded import Guarded


class SqlGuests:
    """A GuestBook."""

    def __init__(self, connection: Connection, mac: RowMac) -> None:
        self._connection = connection
        self._receipts = Guarded(schema.guest_receipt, GuestReceipt, mac, "receipt")

    def add_receipt(self, receipt: GuestReceipt) -> None:
        self._receipts.insert(self._connection, receipt)

    def receipt_with(self, words_digest: bytes) -> GuestReceipt | None:
        return self._receipts.one(self._connection, words_digest=words_digest)

    def replace_receipt(self, receipt: GuestReceipt) -> None:
        self._receipts.update(self._connection, receipt)

    def forget_receipts_about(self, item: ItemId) -> None:
        self._connection.execute(delete(schema.guest_receipt).where(schema.guest_receipt.c.item == item))

    def forget_receipts(self, before: datetime) -> None:
        receipt = schema.guest_receipt
        self._connection.execute(delete(receipt).where(receipt.c.expires_at < to_microseconds(before)))
