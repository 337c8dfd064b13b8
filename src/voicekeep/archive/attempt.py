"""One attempt to build one copy: its row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from voicekeep.records.ids import ArchiveId, RequestId, SubjectId


class Stage(StrEnum):
    """How far an attempt came."""

    BUILT = "built"  # the body is written and sealed, nobody has checked it
    CHECKED = "checked"  # the checks let it pass; its signed inventory is kept
    FINISHED = "finished"  # statement and tail are written and were read again
    DESTROYED = "destroyed"  # its key is gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One archive: which request it answers, whose it is, how far it came."""

    archive: ArchiveId
    request: RequestId
    subject: SubjectId
    stage: Stage
    created_at: datetime  # UTC
    body_size: int  # bytes of the ZIP before its tail
    tail_size: int = 0  # bytes of the tail; 0 until finished
    inventory_head: bytes | None = None  # canonical JSON, signed with the statement key
    inventory_signature: bytes | None = None  # 64 bytes, Ed25519


class AttemptBook(Protocol):
    """Where attempts are kept. Every read of a row proves its authentication code first."""

    def add(self, attempt: Attempt) -> None: ...

    def get(self, archive: ArchiveId) -> Attempt | None: ...

    def replace(self, attempt: Attempt) -> None: ...

    def of_subject(self, subject: SubjectId) -> Iterator[Attempt]: ...

    def of_request(self, request: RequestId) -> Iterator[Attempt]: ...
