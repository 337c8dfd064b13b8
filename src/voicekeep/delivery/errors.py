"""Why no byte left. Whoever may not have an archive is shown one friendly page for all of these (P5)."""

from __future__ import annotations

from typing import ClassVar

from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import ArchiveId, GrantId


class DeliveryError(VoicekeepError):
    """An archive was not handed over; no byte of it left."""

    promise = "P5"
    sentence: ClassVar[str] = "nothing was handed over"

    def __init__(self, *, grant: GrantId | None = None, archive: ArchiveId | None = None) -> None:
        named = "" if grant is None else f"grant {grant}: "
        super().__init__(f"{named}{self.sentence}")
        self.grant = grant
        self.archive = archive  # for the ledger: what was tried


class UncheckedArchiveError(DeliveryError):
    """A link was wanted for something else than an archive that passed the checks; none was made."""

    promise = "P4"
    sentence = "only an archive that passed the checks gets a link; none was made"


class UnknownLinkError(DeliveryError):
    """No link has this token; nothing was handed over."""

    sentence = "no link has this token; nothing was handed over"


class ForeignLinkError(DeliveryError):
    """The link belongs to somebody else than the signed-in person; nothing was handed over."""

    sentence = "the link belongs to another person than the signed-in one; nothing was handed over"


class ExpiredLinkError(DeliveryError):
    """The link's time is over; nothing was handed over."""

    sentence = "the link's time is over; nothing was handed over"


class RevokedLinkError(DeliveryError):
    """The link was closed before its time; nothing was handed over."""

    sentence = "the link was closed before its time; nothing was handed over"


class FrozenLinkError(DeliveryError):
    """The copy is held back while somebody looks whether it reached the right person; nothing was handed over."""

    sentence = "the copy is held back while a report about it is looked into; nothing was handed over"


class ForeignDownloadError(DeliveryError):
    """The download was opened by another session or for another archive; nothing was handed over."""

    sentence = "the download was opened by another session or for another archive; nothing was handed over"


class DownloadOverError(DeliveryError):
    """The download was opened too long ago; it has to be opened again through the link."""

    sentence = "the download was opened too long ago; no byte left"


class RevokedWhileStreamingError(DeliveryError):
    """The link was closed, or its time ended, while bytes were leaving; no further one left."""

    sentence = "the link was closed while bytes were leaving; no further one left"


class ArchiveCutShortError(DeliveryError):
    """The archive ended before its size; what left is incomplete and was not passed off as whole."""

    promise = "P10"
    sentence = "the archive ended before its size; the download was broken off"
