"""A ledger to attack: people, their items, and a log that tests fill in one line each."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from itertools import count

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.ledger.memory import MemoryLogStore
from voicekeep.ledger import LedgerCensus, Log, LogStore
from voicekeep.records.facts import Captured, Erased, Erasing, Released
from voicekeep.records.ids import ArchiveId, DeviceId, Entropy, Id, ItemId, RequestId, SubjectId
from voicekeep.records.items import Evidence, ItemKind
from voicekeep.records.scope import ReleaseScope

ORIGIN = "voice.example.org"
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"a checkpoint key").digest())
STRANGE_KEY = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"another key").digest())


def stream(name: str) -> Entropy:
    """Return a source of bytes that is the same every time."""
    drawn = count()
    return lambda size: hashlib.shake_256(f"{name}/{next(drawn)}".encode()).digest(size)


def named(of: type[Id], name: object) -> str:
    return of.random(stream(f"{of.prefix}/{name}"))


def subject(name: str) -> SubjectId:
    return SubjectId(named(SubjectId, name))


def item(name: object) -> ItemId:
    return ItemId(named(ItemId, name))


def archive(name: object) -> ArchiveId:
    return ArchiveId(named(ArchiveId, name))


def request(name: object) -> RequestId:
    return RequestId(named(RequestId, name))


ADA, BEN = subject("ada"), subject("ben")
DEVICE = DeviceId(named(DeviceId, "kitchen"))


def blind(name: object) -> bytes:
    return hashlib.sha256(f"blind {name}".encode()).digest()


def captured(name: object, owner: SubjectId = ADA, *, minute: int = 0, kind: ItemKind = ItemKind.TURN) -> Captured:
    return Captured(
        item=item(name),
        subject=owner,
        kind=kind,
        device=DEVICE if kind is ItemKind.TURN else None,
        at=NOON + timedelta(minutes=minute),
        evidence=Evidence.PAIRED_DEVICE if kind is ItemKind.TURN else Evidence.ACCOUNT,
        record=blind(f"record {name}"),
        audio=blind(f"audio {name}") if kind is ItemKind.TURN else None,
        samples=blind(f"samples {name}") if kind is ItemKind.TURN else None,
    )


def released(name: object, owner: SubjectId = ADA, *, as_of: int = 0) -> Released:
    return Released(
        request=request(name),
        archive=archive(name),
        subject=owner,
        scope=ReleaseScope(as_of=as_of),
        manifest=blind("manifest"),
        items=as_of,
        recordings=as_of,
        at=NOON + timedelta(days=1),
    )


class Ledger:
    """A log over a store in memory, or any other store."""

    def __init__(self, store: LogStore | None = None, *, salted: str = "salts") -> None:
        self.memory = MemoryLogStore()
        self.log = Log(store=self.memory if store is None else store, key=KEY, origin=ORIGIN, entropy=stream(salted))

    def fork(self, *, salted: str = "other salts") -> Ledger:
        """Return what somebody has who took a copy of the database and the keys."""
        copy = Ledger(salted=salted)
        copy.memory = self.memory.copy()
        copy.log = Log(store=copy.memory, key=KEY, origin=ORIGIN, entropy=stream(salted))
        return copy

    def capture(self, *names: object, owner: SubjectId = ADA) -> tuple[int, ...]:
        return self.log.append([captured(name, owner, minute=minute) for minute, name in enumerate(names)])

    def erase(self, name: object, owner: SubjectId = ADA) -> int:
        position = self.log.position_of(f"captured|{item(name)}")
        assert position is not None
        self.log.append([Erasing(item=item(name), subject=owner, at=NOON)])
        [at] = self.log.append([Erased(item=item(name), subject=owner, at=NOON, positions=(position,))])
        self.log.forget([position], at)
        return at

    def census(self) -> LedgerCensus:
        return LedgerCensus(self.log.store, KEY.public_key(), ORIGIN)

    def counted(self, owner: SubjectId = ADA, *, as_of: int | None = None, kind: ItemKind = ItemKind.TURN) -> list[str]:
        """Return the items that the census shows."""
        scope = ReleaseScope(as_of=self.log.size() if as_of is None else as_of)
        return [fact.item for fact in self.census().captured_for(owner, scope, kind)]
