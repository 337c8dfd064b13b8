"""How each copy came to be, by the ledger: for whom, over what, and when its request was worked on.

Flow        identified, released, granted and held facts -> one Making for each archive that came as far as a check
Guarantees  1. Every fact that is used is what its entry commits to; `verify` proves the entries and the columns.
            2. It names people, requests and items by identifier only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from voicekeep.ledger.openings import shown
from voicekeep.ledger.store import LogStore
from voicekeep.records.facts import (
    ArchiveFrozen,
    Captured,
    DownloadRefused,
    Fact,
    Granted,
    Held,
    Identified,
    Released,
    TriageOpened,
)
from voicekeep.records.ids import ArchiveId, ItemId, RequestId, SubjectId, TriageId
from voicekeep.records.scope import ReleaseScope


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """One archive, and the time over which steps touched the request that it answers."""

    archive: ArchiveId
    request: RequestId
    subject: SubjectId
    scope: ReleaseScope
    since: datetime  # UTC, identity was proven: steps begin
    until: datetime | None  # UTC, the link was made or the check refused: steps end; None: they have not


def makings(store: LogStore) -> tuple[Making, ...]:
    """Return every archive that was released or held, in order of position.

    Raises:
        EditedOpeningError: a fact is not what its entry commits to.
    """
    proven = {fact.request: fact for fact in _named(store, "identified") if isinstance(fact, Identified)}
    links = {fact.archive: fact.at for fact in _named(store, "granted") if isinstance(fact, Granted)}
    released = [fact for fact in _named(store, "released") if isinstance(fact, Released)]
    held = [fact for fact in _named(store, "held") if isinstance(fact, Held)]
    copies: list[Released | Held] = [*released, *held]
    ends = links | {fact.archive: fact.at for fact in held}
    return tuple(
        Making(
            archive=fact.archive,
            request=fact.request,
            subject=fact.subject,
            scope=identified.scope,
            since=identified.at,
            until=ends.get(fact.archive),
        )
        for fact in copies
        if (identified := proven.get(fact.request)) is not None
    )


def unreleased(store: LogStore) -> tuple[RequestId, ...]:
    """Return the requests whose person proved who they are and for which nothing was released, in order of position.

    Raises:
        EditedOpeningError: a fact is not what its entry commits to.
    """
    released = {fact.request for fact in _named(store, "released") if isinstance(fact, Released)}
    proven = (fact.request for fact in _named(store, "identified") if isinstance(fact, Identified))
    return tuple(request for request in proven if request not in released)


def capture_of(store: LogStore, item: ItemId) -> tuple[int, Captured] | None:
    """Return where an item's captured fact stands, and the fact; None: never captured, or erased.

    Raises:
        EditedOpeningError: a fact is not what its entry commits to.
    """
    about = shown(store, store.openings_of_item(item))
    return next(((position, fact) for position, fact in about if isinstance(fact, Captured)), None)


def refused_strangers(store: LogStore, since: datetime) -> int:
    """Return how often, from `since` on, somebody tried another person's link or download and got nothing.

    Raises:
        EditedOpeningError: a fact is not what its entry commits to.
    """
    whose = {making.archive: making.subject for making in makings(store)}
    return sum(
        isinstance(fact, DownloadRefused)
        and fact.at >= since
        and fact.archive in whose
        and whose[fact.archive] != fact.subject
        for fact in _named(store, "download_refused")
    )


def freezes_of(store: LogStore, triage: TriageId) -> tuple[ArchiveFrozen, ...]:
    """Return what was frozen for a triage, in order of position.

    Raises:
        EditedOpeningError: a fact is not what its entry commits to.
    """
    frozen = (fact for fact in _named(store, "archive_frozen") if isinstance(fact, ArchiveFrozen))
    return tuple(fact for fact in frozen if fact.triage == triage)


def triages_opened(store: LogStore) -> tuple[TriageOpened, ...]:
    """Return every report that was ever taken, in order of position.

    Raises:
        EditedOpeningError: a fact is not what its entry commits to.
    """
    return tuple(fact for fact in _named(store, "triage_opened") if isinstance(fact, TriageOpened))


def _named(store: LogStore, name: str) -> Iterator[Fact]:
    return (fact for _, fact in shown(store, store.openings_named(name)))
