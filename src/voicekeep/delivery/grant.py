"""A link: permission for one person to fetch one archive until an instant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from voicekeep.records.ids import ArchiveId, GrantId, RequestId, SessionId, SubjectId


class GrantState(StrEnum):
    """Whether a link opens."""

    OPEN = "open"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Permission for one person to fetch one archive until `expires_at`."""

    grant: GrantId
    archive: ArchiveId
    request: RequestId
    recipient: SubjectId
    token_sha256: bytes  # 32 bytes; the token itself is never stored
    expires_at: datetime  # UTC; the grant is closed at this instant
    revoked_at: datetime | None = None  # UTC

    def state_at(self, now: datetime) -> GrantState:
        """Return whether the link opens at `now`."""
        if self.revoked_at is not None:
            return GrantState.REVOKED
        return GrantState.OPEN if now < self.expires_at else GrantState.EXPIRED


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadSession:
    """A fresh sign-in opened one archive for one signed-in session."""

    session: SessionId
    archive: ArchiveId
    grant: GrantId
    opened_at: datetime  # UTC
    expires_at: datetime  # UTC


class GrantBook(Protocol):
    """Where links are kept. Every read of a row proves its authentication code first."""

    def add(self, grant: Grant) -> None: ...

    def get(self, grant: GrantId) -> Grant | None: ...

    def with_token(self, token_sha256: bytes) -> Grant | None: ...

    def of_archive(self, archive: ArchiveId) -> Grant | None: ...

    def of_recipient(self, recipient: SubjectId) -> tuple[Grant, ...]: ...

    def replace(self, grant: Grant) -> None: ...

    def ended(self, now: datetime) -> Iterator[Grant]:
        """Return the grants that are expired or revoked at `now` and whose archive is not destroyed yet."""

    def put_download_session(self, opened: DownloadSession) -> None: ...

    def forget_download_sessions_of(self, recipient: SubjectId) -> None:
        """Delete those of every link of this person's."""

    def download_session(self, session: SessionId, archive: ArchiveId) -> DownloadSession | None: ...
