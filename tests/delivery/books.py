"""Links in memory, and people to whom they do or do not belong."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from voicekeep.delivery import DownloadSession, Grant, token_for
from voicekeep.people import Session, SignInMethod, token_sha256
from voicekeep.records.ids import ArchiveId, GrantId, RequestId, SessionId, SubjectId
from voicekeep.records.limits import Limits

NOW = datetime(2026, 6, 9, 10, 0, tzinfo=UTC)
LIMITS = Limits()
LINK_KEY = bytes(range(32))
ADA, BOB = SubjectId.random(os.urandom), SubjectId.random(os.urandom)


class LinksInMemory:
    """GrantBook over dictionaries."""

    def __init__(self) -> None:
        self._grants: dict[GrantId, Grant] = {}
        self._opened: dict[tuple[SessionId, ArchiveId], DownloadSession] = {}

    def add(self, grant: Grant) -> None:
        assert grant.grant not in self._grants
        self._grants[grant.grant] = grant

    def get(self, grant: GrantId) -> Grant | None:
        return self._grants.get(grant)

    def with_token(self, token_sha256: bytes) -> Grant | None:
        return next((grant for grant in self._grants.values() if grant.token_sha256 == token_sha256), None)

    def of_archive(self, archive: ArchiveId) -> Grant | None:
        return next((grant for grant in self._grants.values() if grant.archive == archive), None)

    def of_recipient(self, recipient: SubjectId) -> tuple[Grant, ...]:
        return tuple(grant for grant in self._grants.values() if grant.recipient == recipient)

    def replace(self, grant: Grant) -> None:
        assert grant.grant in self._grants
        self._grants[grant.grant] = grant

    def ended(self, now: datetime) -> Iterator[Grant]:
        return (grant for grant in self._grants.values() if grant.revoked_at is not None or grant.expires_at <= now)

    def put_download_session(self, opened: DownloadSession) -> None:
        self._opened[opened.session, opened.archive] = opened

    def forget_download_sessions_of(self, recipient: SubjectId) -> None:
        own = {grant.grant for grant in self.of_recipient(recipient)}
        self._opened = {key: opened for key, opened in self._opened.items() if opened.grant not in own}

    def download_session(self, session: SessionId, archive: ArchiveId) -> DownloadSession | None:
        return self._opened.get((session, archive))


def link_for(recipient: SubjectId) -> tuple[Grant, str]:
    """Return an open link to an archive of `recipient`, and its token."""
    grant = GrantId.random(os.urandom)
    token = token_for(LINK_KEY, grant)
    made = Grant(
        grant=grant,
        archive=ArchiveId.random(os.urandom),
        request=RequestId.random(os.urandom),
        recipient=recipient,
        token_sha256=token_sha256(token),
        expires_at=NOW + LIMITS.grant_lifetime,
    )
    return made, token


def session_of(subject: SubjectId, signed_in_at: datetime = NOW) -> Session:
    return Session(
        session=SessionId.random(os.urandom),
        subject=subject,
        token_sha256=os.urandom(32),
        signed_in_at=signed_in_at,
        method=SignInMethod.PASSWORD,
        expires_at=signed_in_at + timedelta(days=14),
    )
