"""What the checks ask of the outside: the finished bytes, the ledger's own list, a keyed digest, a signature."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from voicekeep.checks.acceptance import Acceptance, NotAcceptableError
from voicekeep.records.controller import Controller
from voicekeep.records.facts import Captured
from voicekeep.records.ids import ArchiveId, ItemId, RequestId, SubjectId
from voicekeep.records.items import ItemKind
from voicekeep.records.scope import ReleaseScope
from voicekeep.records.texts import Language


class Bytes(Protocol):
    """Finished plaintext that can be read anywhere."""

    @property
    def size(self) -> int: ...

    def read(self, offset: int, length: int) -> bytes:
        """Return the bytes from `offset` on; fewer only where the end is nearer."""


class Opener(Bytes, Protocol):
    """A sealed part, open; its header's digest tells one writing of it from another."""

    @property
    def header_sha256(self) -> bytes: ...


class Census(Protocol):
    """The ledger's list of what was captured for a person: a source that the builder did not use."""

    def captured_for(self, subject: SubjectId, scope: ReleaseScope, kind: ItemKind) -> Iterator[Captured]:
        """Yield what the scope covers and nobody erased, ordered by instant, then item."""

    def withheld_from(self, subject: SubjectId, scope: ReleaseScope) -> Mapping[ItemId, bytes | None]:
        """Return each turn of which its owner withholds something, whenever they said so.

        With it the blind digest of the recording that the copy has to hold instead; None: nothing of that turn.
        """


class Digest(Protocol):
    """The keyed digest that the ledger holds instead of a plain one."""

    def of(self, sha256: bytes) -> bytes: ...


class Signer(Protocol):
    """Signs what passed; an Ed25519 private key does."""

    def sign(self, data: bytes, /) -> bytes: ...


class Lines(Protocol):
    """Takes the inventory's lines, outside memory."""

    def write(self, data: bytes, /) -> object: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the archive has to be, from the request's own row.

    Raises:
        NotAcceptableError: something was accepted for another request, or another person's.
    """

    archive: ArchiveId
    request: RequestId
    subject: SubjectId
    scope: ReleaseScope
    language: Language
    controller: Controller
    accepted: tuple[Acceptance, ...] = ()  # from the ledger

    def __post_init__(self) -> None:
        if any((each.request, each.subject) != (self.request, self.subject) for each in self.accepted):
            raise NotAcceptableError(self.request)
