"""Somebody holds files that are not theirs, and hands their digests in: nobody learns from it whether they match.

While the finder waits, rows are written and nothing is looked up. A round of its own looks them up later: each match
opens a case, in one transaction with the row's end and the notice to whose recording it is.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from voicekeep.app.operations.incidents import open_found
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.notices import tell
from voicekeep.incident import FoundDigest
from voicekeep.ledger import who
from voicekeep.notice import NoticeKind
from voicekeep.records.errors import VoicekeepError

DIGESTS_AT_ONCE: Final = 400
"""As many files as a finder can hand in at once: a form of them stays below `Limits.form_max_bytes`."""
WAITING_MAX: Final = 20_000
_ROUND: Final = 200
_DIGEST_BYTES: Final = 32

log = logging.getLogger("voicekeep.found")


class FoundRefusedError(VoicekeepError):
    """Digests were not taken; nothing was written down or looked up."""

    promise = "P10"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDigest:
    """A file, by its digests."""

    audio: bytes = field(repr=False)  # SHA-256 of its bytes
    samples: bytes | None = field(default=None, repr=False)  # of its samples, 16 bit little-endian; None: unknown


def hand_in_digests(keep: Keep, digests: Sequence[FileDigest]) -> None:
    """Write digests down, to be looked up later; the same is done whatever they are.

    Raises:
        FoundRefusedError: none, too many, or no more room for anybody's.
        StoreError: they could not be written down; nothing was.
    """
    if not 0 < len(digests) <= DIGESTS_AT_ONCE:
        raise FoundRefusedError(f"from 1 to {DIGESTS_AT_ONCE} digests at once; nothing was written down")
    now = keep.now()
    with keep.database.begin() as transaction:
        if transaction.found.count() + len(digests) > WAITING_MAX:
            raise FoundRefusedError("too many wait already; nothing was written down")
        for each in digests:
            transaction.found.add(
                FoundDigest(
                    found=keep.entropy(16).hex(),
                    audio=keep.digest.of(each.audio),
                    samples=keep.digest.of(each.samples or each.audio),
                    at=now,
                )
            )


def look_up_found(keep: Keep) -> int:
    """Look up what waits, the earliest first; return how many matched.

    Raises:
        StoreError, LedgerError: it could not be done now; what was not looked up waits on.
    """
    with keep.database.read() as transaction:
        waiting = transaction.found.waiting(_ROUND)
    return sum(_look_up(keep, found) for found in waiting)


def _look_up(keep: Keep, found: FoundDigest) -> bool:
    with keep.database.begin() as transaction:
        holdings = who(transaction.log, audio=found.audio, samples=found.samples)
        for holding in holdings:
            if open_found(keep, transaction, holding.item):
                tell(keep, transaction, holding.subject, NoticeKind.FILE_FOUND)
        transaction.found.drop(found.found)
    if holdings:
        keep.remember()
        log.warning("a file that somebody found is a recording of this keep")
    return bool(holdings)


def parse_digests(text: str) -> tuple[FileDigest, ...]:
    """Return the digests in a text: a line for each file, one or two of them, 64 hex digits each.

    Raises:
        FoundRefusedError: a line is something else, or there are too many.
    """
    lines = [line.split() for line in text.splitlines() if line.strip()]
    if len(lines) > DIGESTS_AT_ONCE:
        raise FoundRefusedError(f"from 1 to {DIGESTS_AT_ONCE} digests at once; nothing was written down")
    return tuple(dict.fromkeys(_parsed(line) for line in lines))


def _parsed(words: Sequence[str]) -> FileDigest:
    digests: list[bytes] = []
    for word in words[:2]:
        try:
            digests.append(bytes.fromhex(word))
        except ValueError:
            if digests:
                break  # what `sha256sum` prints behind a digest: the file's name, which is not read
            raise FoundRefusedError("a line begins with no digest; nothing was written down") from None
    if not digests or len(digests[0]) != _DIGEST_BYTES:
        raise FoundRefusedError("a line begins with no digest; nothing was written down")
    samples = digests[1] if len(digests) > 1 and len(digests[1]) == _DIGEST_BYTES else None
    return FileDigest(audio=digests[0], samples=samples)
