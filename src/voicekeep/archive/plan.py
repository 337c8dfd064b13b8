"""What the builder is told and what it is handed: one plan, one person's items, a place for bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from voicekeep.records.controller import Controller
from voicekeep.records.ids import ArchiveId, RequestId, SubjectId
from voicekeep.records.items import ItemKind
from voicekeep.records.scope import ReleaseScope
from voicekeep.records.texts import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One copy to build: for whom, what it covers, what it says about itself."""

    archive: ArchiveId
    request: RequestId
    subject: SubjectId
    scope: ReleaseScope
    language: Language  # of the personal sheet
    controller: Controller
    created_at: datetime  # UTC
    nonce: bytes  # 16 random bytes


class OpenedItem(Protocol):
    """An item out of its seal."""

    @property
    def record(self) -> bytes:
        """Its canonical line, as it was sealed."""

    @property
    def audio(self) -> bytes | None:
        """Its FLAC file, where it has one."""


class Instead(Protocol):
    """What a copy holds in the place of a turn's recording."""

    @property
    def sha256_hex(self) -> str: ...

    def audio(self) -> bytes:
        """Return its FLAC file."""


class Source(Protocol):
    """One person's items; it holds that person's key and no other."""

    def withheld(self) -> Mapping[str, Instead | None]:
        """Return each turn of which its owner withholds something, with what stands instead; None: nothing of it."""

    def items(self, kind: ItemKind) -> Iterator[OpenedItem]:
        """Return the items of `kind` that the scope covers, ordered by instant, then identifier."""


class Out(Protocol):
    """Takes the body's bytes, one after the other."""

    def write(self, data: bytes) -> object: ...


class Scratch(Protocol):
    """Holds bytes outside memory for the length of a build, sealed under a key that nobody keeps."""

    def write(self, data: bytes) -> object: ...

    def chunks(self) -> Iterator[bytes]: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What was written."""

    manifest: bytes  # 32 bytes, SHA-256 of manifest-sha256.txt
    items: int
    recordings: int
    body_size: int  # bytes
