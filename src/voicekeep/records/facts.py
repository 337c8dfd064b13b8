"""Facts: what happened, as the ledger will remember it. Identifiers, instants, digests; never content.

Flow        a stage does something -> it returns facts -> the operation appends them to the ledger
Guarantees  1. Each fact has one natural key: a step that runs twice appends once.
            2. Digests of items are blind (keyed), so a stolen database cannot be searched with a guess.
Format      docs/formats/ledger.md
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from voicekeep.records.ids import (
    ArchiveId,
    DeviceId,
    DownloadId,
    GrantId,
    ItemId,
    RequestId,
    SessionId,
    SubjectId,
)
from voicekeep.records.items import Evidence, ItemKind
from voicekeep.records.scope import ReleaseScope


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

    @property
    def natural_key(self) -> str:
        return f"captured|{self.item}"


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
        return f"erased|{self.item}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requested:
    """A person used a right."""

    request: RequestId
    subject: SubjectId
    right: str
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"requested|{self.request}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """The requester proved who they are; the scope of the release is fixed."""

    request: RequestId
    subject: SubjectId
    scope: ReleaseScope
    proof: str  # "fresh_sign_in"
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"identified|{self.request}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The checks did not let an archive pass; a person has to look."""

    request: RequestId
    archive: ArchiveId
    subject: SubjectId
    findings: tuple[str, ...]  # names of the findings, no content
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"held|{self.archive}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """The checks let an archive pass and want something remembered; for the person as well (R4)."""

    request: RequestId
    archive: ArchiveId
    subject: SubjectId
    notes: tuple[str, ...]  # names of the rules, no content
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"noted|{self.archive}"


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
class Restored:
    """An older database was put back on purpose; the facts between the two sizes are lost."""

    size: int  # entries in the restored ledger
    seen_size: int  # entries in the last checkpoint seen before
    seen_root: bytes  # 32 bytes
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"restored|{self.seen_size}|{self.seen_root.hex()}"


Fact = (
    Captured
    | Erasing
    | Erased
    | Requested
    | Identified
    | Held
    | Noted
    | Released
    | Granted
    | Revoked
    | DownloadStarted
    | DownloadEnded
    | DownloadRefused
    | ArchiveDestroyed
    | Viewed
    | Restored
)
