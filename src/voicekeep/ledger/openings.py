"""Openings: what is filed for a fact beside its entry, and what is believed of it.

Flow        a fact, its bytes, a salt -> Opening; openings from a store, with their entries -> facts
Guarantees  1. Every column beside the fact repeats a part of it; one function says which.
            2. A fact is shown only if its entry commits to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from voicekeep.formats.facts import commitment, decode_fact, key_digest, name_of
from voicekeep.ledger.errors import EditedOpeningError
from voicekeep.ledger.store import LogStore, Opening
from voicekeep.records.facts import (
    ArchiveDestroyed,
    ArchiveFrozen,
    ArchiveThawed,
    Captured,
    CaseChanged,
    DownloadEnded,
    DownloadRefused,
    DownloadStarted,
    Erased,
    Erasing,
    EverybodyFrozen,
    EverybodyThawed,
    ExportsOff,
    ExportsOn,
    Fact,
    Granted,
    Held,
    MadeBy,
    Noted,
    Overridden,
    ReceiptGiven,
    ReceiptUsed,
    Released,
    Restored,
    Revoked,
    TriageOpened,
    Viewed,
    Withheld,
)
from voicekeep.records.instant import to_microseconds

AboutAnArchive = (
    ArchiveDestroyed
    | ArchiveFrozen
    | ArchiveThawed
    | DownloadEnded
    | DownloadRefused
    | DownloadStarted
    | Granted
    | Held
    | MadeBy
    | Noted
    | Released
    | Revoked
    | TriageOpened
    | Overridden
    | Released
    | Revoked
)
_ABOUT_AN_ITEM: Final = Captured | Erasing | Erased | ReceiptGiven | ReceiptUsed | TriageOpened | Viewed | Withheld

AboutNobody = CaseChanged | EverybodyFrozen | EverybodyThawed | ExportsOff | ExportsOn | Restored

_BATCH: Final = 500


def opening_of(position: int, salt: bytes, encoded: bytes, fact: Fact) -> Opening:
    """Return how `fact`, whose bytes are `encoded`, is filed."""
    captured = fact if isinstance(fact, Captured) else None
    return Opening(
        position=position,
        salt=salt,
        fact=encoded,
        name=name_of(fact),
        subject=None if isinstance(fact, AboutNobody) else fact.subject,
        kind=captured.kind if captured else None,
        at=to_microseconds(captured.at) if captured else None,
        item=str(fact.item) if isinstance(fact, _ABOUT_AN_ITEM) and fact.item is not None else None,
        archive=str(fact.archive) if isinstance(fact, AboutAnArchive) and fact.archive is not None else None,
        audio=captured.audio if captured else None,
        samples=captured.samples if captured else None,
    )


def erased_key(fact: Erased) -> bytes:
    """Return the natural key of the only entries whose openings `fact` may account for: its item's captured fact."""
    return key_digest(f"captured|{fact.item}")


def shown(store: LogStore, openings: Iterable[Opening]) -> Iterator[tuple[int, Fact]]:
    """Yield position and fact of each opening that its entry commits to, in the same order.

    Raises:
        EditedOpeningError: an entry commits to something else.
    """
    rest = iter(openings)
    while batch := list(islice(rest, _BATCH)):
        entries = store.entries_at(sorted(opening.position for opening in batch))
        committed = {entry.position: entry.commitment for entry in entries}
        for opening in batch:
            if committed.get(opening.position) != commitment(opening.salt, opening.fact):
                raise EditedOpeningError(opening.position)
            yield opening.position, decode_fact(opening.fact)
