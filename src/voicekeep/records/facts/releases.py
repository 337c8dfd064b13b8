"""What left, to whom, and how its way out was closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from voicekeep.records.ids import ArchiveId, DownloadId, GrantId, RequestId, SubjectId
from voicekeep.records.scope import ReleaseScope


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """An archive passed the checks and may leave, to this person only. One per request."""

    request: RequestId
    archive: ArchiveId
    subject: SubjectId
    scope: ReleaseScope
    manifest: bytes  # 32 bytes, SHA-256 of manifest-sha256.txt
    items: int
    recordings: int
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"released|{self.request}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeBy:
    """By which code an archive was built, checked and released, so that all of that code can be judged again (R29)."""

    archive: ArchiveId
    subject: SubjectId
    code: str  # name of the code: a digest over the program's own files
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"made_by|{self.archive}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """A link was made for one recipient."""

    grant: GrantId
    archive: ArchiveId
    subject: SubjectId  # the recipient
    expires_at: datetime  # UTC
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"granted|{self.grant}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Revoked:
    """A link was closed before its time."""

    grant: GrantId
    archive: ArchiveId
    subject: SubjectId
    reason: str
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"revoked|{self.grant}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadStarted:
    """Bytes are about to leave; committed before the first of them (P6)."""

    download: DownloadId
    archive: ArchiveId
    subject: SubjectId  # the recipient
    first_byte: int
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"download_started|{self.download}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadEnded:
    """The last byte of an answer left, or the line broke."""

    download: DownloadId
    archive: ArchiveId
    subject: SubjectId
    next_byte: int  # the first byte that certainly did not leave
    complete: bool  # everything asked for left, and the archive's last byte was in it
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"download_ended|{self.download}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadRefused:
    """Somebody with a link got nothing."""

    download: DownloadId
    archive: ArchiveId | None  # None: the link belongs to no archive
    subject: SubjectId | None  # who was signed in
    reason: str  # the error's name
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"download_refused|{self.download}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveDestroyed:
    """An archive's key is gone: expired, or an item in it was erased."""

    archive: ArchiveId
    subject: SubjectId
    reason: str
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"archive_destroyed|{self.archive}"
