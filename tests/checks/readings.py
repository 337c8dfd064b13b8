"""A body in memory as the checks get it: open, with the ledger's list of what was captured beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import MappingProxyType

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.archive.copies import ADA, KITCHEN, STUDY, Item, everything_but_turns, plan
from voicekeep.archive import Plan
from voicekeep.checks import Acceptance, Bound, CheckedArchive, Expected, Outcome, Past, check_body
from voicekeep.formats.digest import BlindDigest
from voicekeep.formats.lines import decode_record
from voicekeep.records.facts import Captured
from voicekeep.records.ids import ItemId, SubjectId
from voicekeep.records.items import ItemKind
from voicekeep.records.scope import ReleaseScope
from voicekeep.vault import captured

DIGEST = BlindDigest(bytes(range(32)))
SIGNER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ALWAYS = datetime.min.replace(tzinfo=UTC)
HISTORY = Past(bindings=tuple(Bound(device=device, since=ALWAYS, until=None) for device in (KITCHEN, STUDY)))


@dataclass(frozen=True, slots=True)
class Opened:
    """A sealed part, open, in memory."""

    data: bytes
    header_sha256: bytes = bytes(32)

    @property
    def size(self) -> int:
        return len(self.data)

    def read(self, offset: int, length: int) -> bytes:
        return self.data[offset : offset + length]


class Ledger:
    """What was captured, for whom: the list that the checks hold an archive against."""

    withheld: Mapping[ItemId, bytes | None] = MappingProxyType({})

    def withheld_from(self, subject: SubjectId, scope: ReleaseScope) -> Mapping[ItemId, bytes | None]:
        assert isinstance(subject, SubjectId)
        assert scope.as_of >= 0
        return self.withheld

    def __init__(self, items: Iterable[Item]) -> None:
        self._facts = [captured(decode_record(item.record), item.record, DIGEST) for item in items]

    def captured_for(self, subject: SubjectId, scope: ReleaseScope, kind: ItemKind) -> Iterator[Captured]:
        held = [
            fact
            for fact in self._facts
            if fact.subject == subject and fact.kind is kind and scope.covers(fact.kind, fact.at)
        ]
        return iter(sorted(held, key=lambda fact: (fact.at, fact.item)))


def ledger_of(turns: Iterable[Item], owner: SubjectId = ADA) -> Ledger:
    """Return the ledger of a person with these turns and one or two items of every other kind."""
    others = [item for items in everything_but_turns(owner).values() for item in items]
    return Ledger([*turns, *others])


def expected_of(told: Plan) -> Expected:
    return Expected(
        archive=told.archive,
        request=told.request,
        subject=told.subject,
        scope=told.scope,
        language=told.language,
        controller=told.controller,
    )


def check(
    body: bytes | Opened,
    ledger: Ledger,
    told: Plan | None = None,
    past: Past | None = None,
    accepted: tuple[Acceptance, ...] = (),
) -> tuple[Outcome, bytes]:
    """Check a body; return the outcome and the inventory's lines."""
    lines: list[bytes] = []
    outcome = check_body(
        Opened(body) if isinstance(body, bytes) else body,
        replace(expected_of(told or plan()), accepted=accepted),
        census=ledger,
        digest=DIGEST,
        past=past or HISTORY,
        signer=SIGNER,
        lines=_Sink(lines),
    )
    return outcome, b"".join(lines)


def checked(body: bytes, ledger: Ledger) -> CheckedArchive:
    return check(body, ledger)[0].checked


class _Sink:
    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces

    def write(self, data: bytes, /) -> None:
        self._pieces.append(data)


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
