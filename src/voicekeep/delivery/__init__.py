"""Hand a checked archive to one person through one expiring link.

Flow        CheckedArchive -> Grant -> DownloadSession -> bytes on the wire
Guarantees  1. A grant exists only for an archive that passed the checks (P4).
            2. A link alone opens nothing: its recipient signs in, freshly, before the first byte (P5).
            3. The server keeps the SHA-256 of a token, never the token.
            4. An expired or revoked grant releases no byte, nor a further one.
I/O         none here; stores implement GrantBook, operations commit.
Format      docs/formats/grant.md, version 1
"""

from voicekeep.delivery.errors import (
    ArchiveCutShortError,
    DeliveryError,
    DownloadOverError,
    ExpiredLinkError,
    ForeignDownloadError,
    ForeignLinkError,
    FrozenLinkError,
    RevokedLinkError,
    RevokedWhileStreamingError,
    UncheckedArchiveError,
    UnknownLinkError,
)
from voicekeep.delivery.grant import DownloadSession, Grant, GrantBook, GrantState
from voicekeep.delivery.link import issue, may_download, open_download, redeem, revoke, token_for
from voicekeep.delivery.ranges import Wanted, requested_range
from voicekeep.delivery.stream import CHUNK_BYTES, RandomReader, TwoParts, stream

__all__ = [
    "CHUNK_BYTES",
    "ArchiveCutShortError",
    "DeliveryError",
    "DownloadOverError",
    "DownloadSession",
    "ExpiredLinkError",
    "ForeignDownloadError",
    "ForeignLinkError",
    "FrozenLinkError",
    "Grant",
    "GrantBook",
    "GrantState",
    "RandomReader",
    "RevokedLinkError",
    "RevokedWhileStreamingError",
    "TwoParts",
    "UncheckedArchiveError",
    "UnknownLinkError",
    "Wanted",
    "issue",
    "may_download",
    "open_download",
    "redeem",
    "requested_range",
    "revoke",
    "stream",
    "token_for",
]
