"""Two people, one keep."""

from __future__ import annotations

import os
from dataclasses import dataclass

import pytest

from tests.vault.keystore import NOON, MemoryKeyStore, turn_of
from voicekeep.records.ids import ItemId, SubjectId
from voicekeep.vault import DayKey, KeyRing, Opened, RootKey, SealedItem


@dataclass(frozen=True)
class Held:
    """A sealed item with the day key it is under."""

    sealed: SealedItem
    day_key: DayKey


class Home:
    """A key ring over a key store in memory, with Ada and Ben in it."""

    def __init__(self) -> None:
        self.root = RootKey(os.urandom(32))
        self.keys = MemoryKeyStore()
        self.ring = KeyRing(self.root, self.keys, os.urandom)
        self.ada = SubjectId.random(os.urandom)
        self.ben = SubjectId.random(os.urandom)
        for person in (self.ada, self.ben):
            self.ring.new_subject(person)

    def holds(self, owner: SubjectId, audio: bytes | None = b"fLaC") -> Held:
        """Seal one turn of `owner`, with a writer of its own."""
        record = turn_of(owner, ItemId.random(os.urandom), audio)
        with self.ring.writer_for(owner, None) as writer:
            sealed = writer.seal(record, audio, NOON)
        assert sealed.new_day_key is not None
        return Held(sealed, sealed.new_day_key)

    def opened(self, held: Held) -> Opened:
        """Open it as its owner."""
        sealed = held.sealed
        return self.ring.opener_for(sealed.ref.owner).open(sealed.envelope, sealed.ref, sealed.item_key, held.day_key)


@pytest.fixture
def home() -> Home:
    return Home()
