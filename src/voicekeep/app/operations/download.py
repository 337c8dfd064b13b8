"""Hand a checked archive to its recipient: link, fresh sign-in, bytes; written down before the first leaves (P6)."""

from __future__ import annotations

import logging
from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime

from voicekeep.app.operations.exports import require_exports, stopped_exports
from voicekeep.app.operations.freezing import is_frozen, require_not_frozen
from voicekeep.app.operations.handing_over import checked_of
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.parts import body_of, tail_of
from voicekeep.app.operations.standing import recipient_at, recipient_of
from voicekeep.archive import Attempt, Stage
from voicekeep.delivery import (
    DeliveryError,
    DownloadSession,
    Grant,
    GrantState,
    TwoParts,
    UnknownLinkError,
    may_download,
    redeem,
    requested_range,
    stream,
)
from voicekeep.delivery import open_download as opened_by
from voicekeep.incident import covered
from voicekeep.ledger import LedgerError, fetches_of
from voicekeep.people import PeopleError, Session
from voicekeep.records.facts import DownloadEnded, DownloadRefused, DownloadStarted
from voicekeep.records.ids import ArchiveId, DownloadId, RequestId, SubjectId
from voicekeep.request import State

log = logging.getLogger("voicekeep.download")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What a link's recipient is shown before they fetch."""

    archive: ArchiveId
    request: RequestId
    size: int  # bytes
    expires_at: datetime  # UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer to one HTTP request for an archive."""

    status: int  # 200, 206 or 416
    headers: dict[str, str]
    chunks: Generator[bytes]


def look_at_link(keep: Keep, token: str, session: Session) -> Link:
    """Return what the link opens, to its recipient; write down whoever else tried.

    Raises:
        DeliveryError: the link is unknown, somebody else's, expired or revoked.
        ExportsOffError: it is the person's own, and nothing leaves at the moment.
    """
    grant, attempt = _redeemed(keep, token, session)
    return Link(
        archive=grant.archive,
        request=grant.request,
        size=attempt.body_size + attempt.tail_size,
        expires_at=grant.expires_at,
    )


def open_download(keep: Keep, token: str, session: Session) -> DownloadSession:
    """Open the archive for this session for a day.

    Raises:
        DeliveryError, ExportsOffError: as `look_at_link`.
        StaleSignInError: the sign-in is older than ten minutes.
    """
    grant, _ = _redeemed(keep, token, session)
    opened = opened_by(grant, session, keep.now(), keep.limits)
    with keep.database.begin() as transaction:
        transaction.grants.put_download_session(opened)
    return opened


def _redeemed(keep: Keep, token: str, session: Session) -> tuple[Grant, Attempt]:
    try:
        with keep.database.read() as transaction:
            grant = redeem(transaction.grants, token, session, keep.now())
            require_not_frozen(keep, transaction, grant)
            attempt = transaction.attempts.get(grant.archive)
            if attempt is None or attempt.stage is not Stage.FINISHED:
                raise UnknownLinkError
            _require_recipient(keep, transaction, attempt, session)
    except (DeliveryError, PeopleError) as refused:
        _note_refusal(keep, session, refused)
        raise
    with keep.database.read() as transaction:
        require_exports(keep, transaction)  # said to the recipient only: a stranger was refused before
    return grant, attempt


def _require_recipient(keep: Keep, transaction: Transaction, attempt: Attempt, session: Session) -> None:
    """Return if an archive was made for the signed-in person: their own, or asked for by a mandate that holds now.

    Raises:
        UnknownLinkError: it was not.
        PeopleError: they asked for it by mandate, and may no longer.
    """
    request = transaction.requests.get(attempt.request)
    if request is None or attempt.subject != request.subject:
        raise UnknownLinkError(archive=attempt.archive)
    if recipient_of(keep, transaction, request) != session.subject:
        raise UnknownLinkError(archive=attempt.archive)


def _note_refusal(keep: Keep, session: Session, refused: DeliveryError | PeopleError) -> None:
    with keep.database.begin() as transaction:
        keep.log(transaction).append(
            [
                DownloadRefused(
                    download=DownloadId.random(keep.entropy),
                    archive=refused.archive if isinstance(refused, DeliveryError) else None,
                    subject=session.subject,
                    reason=type(refused).__name__,
                    at=keep.now(),
                )
            ]
        )
    keep.remember()


def begin_download(
    keep: Keep, session: Session, archive: ArchiveId, *, range_header: str | None, if_range: str | None
) -> Answer:
    """Answer one request for an archive's bytes.

    Raises:
        DeliveryError: no open download of this session, or the link is closed meanwhile; nothing left.
        ExportsOffError: nothing leaves at the moment, for anybody.
        VaultError, FormatError: what lies there is not this person's archive; nothing left.
    """
    # 1 this session opened this archive, on a fresh sign-in, and its link is still open
    try:
        grant, attempt = _allowed(keep, session, archive)
    except (DeliveryError, PeopleError) as refused:
        _note_refusal(keep, session, refused)
        raise
    # 2 both parts open as this recipient's, and the check that let them pass was ours
    zipped = _opened(keep, attempt)
    wanted = requested_range(range_header, if_range, etag=str(archive), size=zipped.size)
    if wanted is None:
        return Answer(status=416, headers={"Content-Range": f"bytes */{zipped.size}"}, chunks=_nothing())
    # 3 written down before the first byte leaves
    download = DownloadId.random(keep.entropy)
    with keep.database.begin() as transaction:
        require_exports(keep, transaction)
        keep.log(transaction).append(
            [
                DownloadStarted(
                    download=download,
                    archive=archive,
                    subject=session.subject,
                    first_byte=wanted.first,
                    at=keep.now(),
                )
            ]
        )
    keep.remember()
    # 4 and how far it came, when it ends or breaks
    return Answer(
        status=206 if wanted.partial else 200,
        headers=wanted.headers,
        chunks=_sent(keep, grant, attempt, zipped, download, wanted.first, wanted.end),
    )


def _allowed(keep: Keep, session: Session, archive: ArchiveId) -> tuple[Grant, Attempt]:
    with keep.database.read() as transaction:
        opened = transaction.grants.download_session(session.session, archive)
        grant = None if opened is None else transaction.grants.get(opened.grant)
        attempt = transaction.attempts.get(archive)
        if opened is None or grant is None or attempt is None:
            raise UnknownLinkError(archive=None if attempt is None else archive)
        may_download(opened, grant, session, keep.now())
        _require_recipient(keep, transaction, attempt, session)
        require_not_frozen(keep, transaction, grant)
    return grant, attempt


def _opened(keep: Keep, attempt: Attempt) -> TwoParts:
    body, tail = body_of(keep, attempt), tail_of(keep, attempt)
    checked_of(keep, attempt).require_body(body)
    return TwoParts(body, tail)


def _nothing() -> Generator[bytes]:
    yield from ()


def _sent(
    keep: Keep, grant: Grant, attempt: Attempt, zipped: TwoParts, download: DownloadId, first: int, end: int
) -> Generator[bytes]:
    def still_open() -> bool:
        with keep.database.read() as transaction:
            if stopped_exports(keep, transaction) is not None:
                return False
            now_is = transaction.grants.get(grant.grant)
            if is_frozen(keep, transaction, grant.archive):
                return False
        try:
            recipient_at(keep, grant.request)  # whoever asked by mandate still may
        except PeopleError:
            return False
        return now_is is not None and now_is.state_at(keep.now()) is GrantState.OPEN

    at, whole = first, False
    try:
        for chunk in stream(zipped, first, end, still_open):
            at += len(chunk)  # before it is handed on: where a line breaks, nobody knows how much of it arrived
            yield chunk
        whole = at == zipped.size
    finally:
        _note_end(keep, attempt, grant.recipient, download, at, complete=whole)


def _note_end(
    keep: Keep, attempt: Attempt, recipient: SubjectId, download: DownloadId, at: int, *, complete: bool
) -> None:
    with keep.database.begin() as transaction:
        keep.log(transaction).append(
            [
                DownloadEnded(
                    download=download,
                    archive=attempt.archive,
                    subject=recipient,
                    next_byte=at,
                    complete=complete,
                    at=keep.now(),
                )
            ]
        )
    _note_delivered(keep, attempt)
    keep.remember()


def _note_delivered(keep: Keep, attempt: Attempt) -> None:
    """Move the request on, if everything left by now.

    In a transaction of its own: whatever stands in the way here, how far a download came is written down.
    """
    try:
        with keep.database.begin() as transaction:
            request = transaction.requests.get(attempt.request)
            if request is not None and request.state is State.AVAILABLE and _all_left(transaction, attempt):
                transaction.requests.replace(request, request.moved(State.DELIVERED))
    except LedgerError as unproven:
        archive_id, error_name = attempt.archive, type(unproven).__name__
        log.error("whether %s was delivered is not known: %s", archive_id, error_name)  # noqa: TRY400  names only


def _all_left(transaction: Transaction, attempt: Attempt) -> bool:
    """Return whether everything left, in one piece or in several, in whatever order: no byte alone delivers.

    Raises:
        LedgerError: what left cannot be proven.
    """
    pieces = fetches_of(transaction.log, attempt.archive)
    ended = [(each.first, each.end) for each in pieces if each.end is not None]
    return covered(ended) == attempt.body_size + attempt.tail_size
