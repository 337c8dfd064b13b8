"""What became of an item: captured for its owner, shown to them, erased."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from voicekeep.records.ids import DeviceId, ItemId, SessionId, SubjectId
from voicekeep.records.items import Evidence, ItemKind
from voicekeep.records.later import SINCE_2


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What the speaker itself signed of what it heard: a second source for whose a turn is."""

    counter: int  # the speaker's own; rises with each utterance
    signature_r: bytes  # 32 bytes, the first half of the Ed25519 signature (RFC 8032)
    signature_s: bytes  # 32 bytes, the second half


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """An item began to exist, for this owner, on this evidence."""

    item: ItemId
    subject: SubjectId  # the owner
    kind: ItemKind
    device: DeviceId | None
    at: datetime  # UTC, the instant the item is about
    evidence: Evidence
    record: bytes  # 32 bytes, blind digest of the record line
    audio: bytes | None  # 32 bytes, blind digest of the FLAC file
    samples: bytes | None  # 32 bytes, blind digest of the decoded samples
    signed: Signed | None = field(default=None, metadata=SINCE_2)  # None: its device has no key

    @property
    def natural_key(self) -> str:
        return f"captured|{self.item}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewed:
    """An item was about to be shown or played to its owner, in this session; committed before it is (P6)."""

    item: ItemId
    subject: SubjectId
    session: SessionId
    at: datetime  # UTC, the first time in this session

    @property
    def natural_key(self) -> str:
        return f"viewed|{self.session}|{self.item}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """Its owner said that something of a turn is not theirs: no copy holds it from here on (R14)."""

    item: ItemId  # the turn
    subject: SubjectId  # the owner
    by: ItemId  # the withholding
    audio: bytes | None  # 32 bytes, blind digest of the FLAC file that copies hold instead; None: nothing of the turn
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"withheld|{self.by}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasing:
    """An item's key is about to be destroyed."""

    item: ItemId
    subject: SubjectId
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"erasing|{self.item}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """An item's key is gone; the openings at these positions went with it."""

    item: ItemId
    subject: SubjectId
    at: datetime  # UTC
    positions: tuple[int, ...]  # ledger positions, ascending

    @property
    def natural_key(self) -> str:
        return erased_key(self.item)


def erased_key(item: ItemId) -> str:
    """Return the natural key of the fact that an item was erased."""
    return f"erased|{item}"
