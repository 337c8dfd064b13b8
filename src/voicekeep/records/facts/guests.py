"""What a guest was given, and what they did with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from voicekeep.records.ids import GuestReceiptId, ItemId, SubjectId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptGiven:
    """A guest was given a say over one turn (R19)."""

    receipt: GuestReceiptId
    item: ItemId
    subject: SubjectId  # the turn's owner
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"receipt_given|{self.receipt}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptUsed:
    """The guest had the turn erased, or kept and not used."""

    receipt: GuestReceiptId
    item: ItemId
    subject: SubjectId  # the turn's owner
    right: str  # "erasure" or "restriction"
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"receipt_used|{self.receipt}|{self.right}"
