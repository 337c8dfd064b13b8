"""Whose are these items, by the ledger; who fetched an archive, and how far; by which code each was made.

Flow        items -> whose, captured how; an archive -> what was fetched of it; releases -> their code
Guarantees  1. An item's owner is found by its fact's natural key, which stands in the entry: no column is asked.
            2. Every fact that is used is what its entry commits to; `verify` proves the entries and the columns.
            3. It names people by identifier only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from voicekeep.formats.facts import key_digest
from voicekeep.ledger.errors import EditedOpeningError
from voicekeep.ledger.openings import shown
from voicekeep.ledger.store import LogStore
from voicekeep.records.facts import (
    Captured,
    DownloadEnded,
    DownloadStarted,
    Erased,
    Fact,
    MadeBy,
    ReceiptGiven,
    Released,
    Withheld,
)
from voicekeep.records.ids import ArchiveId, DownloadId, ItemId, SubjectId


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """One item and whose it is."""

    item: ItemId
    subject: SubjectId  # the owner
    position: int  # of the fact that says so
    captured: Captured | None  # None: it was erased; whose it was is known, what it was like is not


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """One answer to one request for an archive's bytes."""

    recipient: SubjectId
    first: int  # byte
    end: int | None  # the first byte that certainly did not leave; None: nobody knows, the power went
    at: datetime  # UTC, before the first byte


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What the ledger knows of others who can be heard in an item."""

    marked: bool  # its owner marked that somebody else speaks there
    guest: bool  # a guest was given a receipt for it
    audio: frozenset[bytes]  # blind digests of the recordings that copies hold instead


def owners(store: LogStore, items: Sequence[ItemId]) -> Mapping[ItemId, Owned]:
    """Return whose these items are; those that the ledger never captured are left out.

    Raises:
        EditedOpeningError: a fact is not what its entry commits to.
    """
    found: dict[ItemId, Owned] = {}
    for position, fact in _by_key(store, [f"captured|{item}" for item in items]):
        if isinstance(fact, Captured):
            found[fact.item] = Owned(item=fact.item, subject=fact.subject, position=position, captured=fact)
    for position, fact in _by_key(store, [f"erased|{item}" for item in items if item not in found]):
        if isinstance(fact, Erased):
            found[fact.item] = Owned(item=fact.item, subject=fact.subject, position=position, captured=None)
    return found


def others_heard(store: LogStore, items: Sequence[ItemId]) -> Mapping[ItemId, Heard]:
    """Return what is known of others who can be heard in these items; those without any are left out.

    Raises:
        EditedOpeningError: a fact is not what its entry commits to.
    """
    marks: dict[ItemId, list[Withheld | ReceiptGiven]] = {}
    for _, fact in shown(store, store.openings_of_items(items, ("receipt_given", "withheld"))):
        if isinstance(fact, Withheld | ReceiptGiven):
            marks.setdefault(fact.item, []).append(fact)
    return {
        item: Heard(
            marked=any(isinstance(fact, Withheld) for fact in facts),
            guest=any(isinstance(fact, ReceiptGiven) for fact in facts),
            audio=frozenset(fact.audio for fact in facts if isinstance(fact, Withheld) and fact.audio is not None),
        )
        for item, facts in marks.items()
    }


def fetches_of(store: LogStore, archive: ArchiveId) -> tuple[Fetch, ...]:
    """Return what was fetched of an archive, by whom and how far, in order of position.

    Raises:
        EditedOpeningError: a fact is not what its entry commits to.
    """
    started: list[DownloadStarted] = []
    ends: dict[DownloadId, int] = {}
    for _, fact in shown(store, store.openings_of_archive(archive)):
        if isinstance(fact, DownloadStarted):
            started.append(fact)
        elif isinstance(fact, DownloadEnded):
            ends[fact.download] = fact.next_byte
    return tuple(
        Fetch(recipient=fact.subject, first=fact.first_byte, end=ends.get(fact.download), at=fact.at)
        for fact in started
    )


def all_releases(store: LogStore) -> Iterator[Released]:
    """Yield every release that there ever was, in order of position.

    Raises:
        EditedOpeningError: a fact is not what its entry commits to.
    """
    for _, fact in shown(store, store.openings_named("released")):
        if isinstance(fact, Released):
            yield fact


def release_of(store: LogStore, archive: ArchiveId) -> Released | None:
    """Return the release of an archive; None: it was never released.

    Raises:
        EditedOpeningError: a fact is not what its entry commits to.
    """
    about = (fact for _, fact in shown(store, store.openings_of_archive(archive)))
    return next((fact for fact in about if isinstance(fact, Released)), None)


def made_by(store: LogStore) -> Mapping[ArchiveId, str]:
    """Return by which code each archive was made; those from before the ledger knew are left out.

    Raises:
        EditedOpeningError: a fact is not what its entry commits to.
    """
    facts = [fact for _, fact in shown(store, store.openings_named("made_by"))]
    return {fact.archive: fact.code for fact in facts if isinstance(fact, MadeBy)}


def _by_key(store: LogStore, natural_keys: Sequence[str]) -> Iterator[tuple[int, Fact]]:
    """Yield position and fact of each of these keys that stands in the ledger and was not forgotten."""
    digests = {key_digest(key): key for key in natural_keys}
    at = {position: digests[digest] for digest, position in store.positions_of(list(digests)).items()}
    for position, fact in shown(store, store.openings_at(sorted(at))):
        if fact.natural_key != at[position]:
            raise EditedOpeningError(position)
        yield position, fact
