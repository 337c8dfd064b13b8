"""An attempt and the request that it is for: still each other's, or another worker took over."""

from __future__ import annotations

from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.archive import Attempt
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import ArchiveId, RequestId
from voicekeep.request import AccessRequest, RequestChangedError, UnknownRequestError


class UnknownArchiveError(VoicekeepError):
    """There is no such archive; nothing was done with it."""

    def __init__(self, archive: ArchiveId) -> None:
        super().__init__(f"archive {archive} is not known; nothing was done with it")
        self.archive = archive


def request_with(keep: Keep, request: RequestId) -> AccessRequest:
    """Return the request's row.

    Raises:
        UnknownRequestError: there is none.
        ForgedRowError: it was not written by Voicekeep.
    """
    with keep.database.read() as transaction:
        found = transaction.requests.get(request)
    if found is None:
        raise UnknownRequestError(request)
    return found


def attempt_with(keep: Keep, archive: ArchiveId) -> Attempt:
    """Return the attempt's row.

    Raises:
        UnknownArchiveError: there is none.
        ForgedRowError: it was not written by Voicekeep.
    """
    with keep.database.read() as transaction:
        found = transaction.attempts.get(archive)
    if found is None:
        raise UnknownArchiveError(archive)
    return found


def current(transaction: Transaction, request: RequestId, archive: ArchiveId) -> AccessRequest:
    """Return the request if `archive` is its attempt and was made for its subject.

    Raises:
        RequestChangedError: another worker started a newer attempt, the archive was made for somebody else, or the
            request is over.
    """
    was = transaction.requests.get(request)
    attempt = transaction.attempts.get(archive)
    if was is None or was.attempt != archive or not was.moves:
        raise RequestChangedError(request)
    if attempt is not None and (attempt.request, attempt.subject) != (was.request, was.subject):
        raise RequestChangedError(request)
    return was
