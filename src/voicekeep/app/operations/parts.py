"""An archive's two sealed parts, opened for its recipient."""

from __future__ import annotations

from voicekeep.app.operations.blob_names import body_blob, tail_blob
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.standing import recipient_at
from voicekeep.archive import Attempt
from voicekeep.formats.chunked import ChunkedReader, PartName


def body_of(keep: Keep, attempt: Attempt) -> ChunkedReader:
    """Open the body with the archive's key, as its recipient's and nobody else's.

    Raises:
        KeyDestroyedError: the archive expired, or something in it was erased.
        WrongArchiveError: the blob is another archive's.
        PeopleError: whoever asked for it by mandate may no longer.
    """
    return _opened(keep, attempt, body_blob(attempt.archive), PartName.BODY)


def tail_of(keep: Keep, attempt: Attempt) -> ChunkedReader:
    """Open the tail likewise."""
    return _opened(keep, attempt, tail_blob(attempt.archive), PartName.TAIL)


def _opened(keep: Keep, attempt: Attempt, blob: str, part: PartName) -> ChunkedReader:
    key = keep.ring.archive_key(attempt.archive, attempt.request, recipient_at(keep, attempt.request))
    return ChunkedReader(
        keep.blobs.open(blob),
        key,
        part=part,
        archive=attempt.archive,
        request=attempt.request,
        subject=attempt.subject,
    )
