"""Whose is this recording that turned up somewhere, and how did it leave?

Flow        blind digests of a file and of its samples -> whose, captured when, by which device, released how often
Guarantees  1. Every fact that is told is what its entry commits to; `verify` proves the entries and the columns.
            2. It names people by identifier only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from voicekeep.ledger.openings import shown
from voicekeep.ledger.store import LogStore
from voicekeep.records.facts import Captured, DownloadEnded, DownloadStarted, Released, Withheld
from voicekeep.records.ids import ArchiveId, DeviceId, ItemId, RequestId, SubjectId
from voicekeep.records.items import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """One archive that held it."""

    archive: ArchiveId
    request: RequestId
    recipient: SubjectId
    released_at: datetime  # UTC
    fetched_at: datetime | None  # UTC, when bytes of it first left; None: never
    complete: bool  # the archive's last byte left

    @property
    def sentence(self) -> str:
        """Say it."""
        if self.fetched_at is None:
            fetched = "never fetched"
        else:
            fetched = f"fetched {self.fetched_at:%Y-%m-%dT%H:%M:%SZ}, {'to' if self.complete else 'not to'} the end"
        return f"released to {self.recipient} at {self.released_at:%Y-%m-%dT%H:%M:%SZ} in {self.archive}, {fetched}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One recording of this keep, and where it went."""

    item: ItemId
    subject: SubjectId
    at: datetime  # UTC, when it was said
    device: DeviceId | None  # None: handed in by the owner
    evidence: Evidence
    position: int  # of its captured fact
    disclosures: tuple[Disclosure, ...]  # by instant

    @property
    def sentence(self) -> str:
        """Say it."""
        by = f"by {self.device}" if self.device else "handed in by its owner"
        captured = f"{self.item} is of {self.subject}, captured for {self.at:%Y-%m-%dT%H:%M:%SZ} {by}"
        told = "; ".join(each.sentence for each in self.disclosures)
        return f"{captured}; {told or 'never released'}"


def who(store: LogStore, *, audio: bytes, samples: bytes) -> tuple[Holding, ...]:
    """Return every recording with these blind digests, in order of capture; none if it is not of this keep.

    Args:
        store: The ledger's rows.
        audio: Blind digest of the file.
        samples: Blind digest of what it decodes to: a WAV made from our FLAC is found by it.

    Raises:
        EditedOpeningError: a fact is not what its entry commits to.
    """
    return tuple(
        _holding(store, position, fact)
        for position, fact in shown(store, store.captured_with(audio=audio, samples=samples))
        if isinstance(fact, Captured)
    )


def _holding(store: LogStore, position: int, fact: Captured) -> Holding:
    of_item = shown(store, store.openings_of_item(str(fact.item)))
    withheld = min((at for at, said in of_item if isinstance(said, Withheld)), default=None)
    releases = [
        released
        for at, released in shown(store, store.openings_named("released", subject=fact.subject))
        if isinstance(released, Released)
        and position < released.scope.as_of
        and released.scope.covers(fact.kind, fact.at)
        and (withheld is None or at < withheld)  # later copies are silent there, or do without it
    ]
    return Holding(
        item=fact.item,
        subject=fact.subject,
        at=fact.at,
        device=fact.device,
        evidence=fact.evidence,
        position=position,
        disclosures=tuple(_disclosure(store, released) for released in sorted(releases, key=lambda each: each.at)),
    )


def _disclosure(store: LogStore, released: Released) -> Disclosure:
    about = [fact for _, fact in shown(store, store.openings_of_archive(released.archive))]
    return Disclosure(
        archive=released.archive,
        request=released.request,
        recipient=released.subject,
        released_at=released.at,
        fetched_at=min((fact.at for fact in about if isinstance(fact, DownloadStarted)), default=None),
        complete=any(isinstance(fact, DownloadEnded) and fact.complete for fact in about),
    )
