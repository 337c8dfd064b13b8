"""What a rule of plausibility is: it looks at one person's turns and their account's history, and says what it thinks.

A rule sees no word of what was said, and nobody else's data. It judges what the ledger cannot: an item can be this
person's by every seal and entry and still have been bound to the wrong person at the source (R4).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from voicekeep.records.facts import Signed
from voicekeep.records.ids import DeviceId, ItemId
from voicekeep.records.items import Evidence, Speaker
from voicekeep.records.texts import Text

ITEMS_NAMED: Final = 20  # of those that a rule doubts; the first ones say enough


class Severity(StrEnum):
    """What a doubt does."""

    REFUSE = "refuse"  # nothing explains it: the copy is not released
    HOLD = "hold"  # a person looks first
    NOTE = "note"  # the copy is released, and the note is in the ledger


class Judgement(StrEnum):
    """What a rule can say."""

    CLEAR = "clear"
    DOUBTED = "doubted"
    CANNOT_JUDGE = "cannot_judge"  # too little is known; never a reason to hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One turn as a rule sees it."""

    item: ItemId
    at: datetime  # UTC
    device: DeviceId | None
    evidence: Evidence
    speaker: Speaker
    language: str | None  # BCP 47
    seconds: float | None  # of its recording; None: no sound was kept
    words: bool  # whether a transcript was kept
    signed: Signed | None = None  # what the speaker signed of it; from the ledger
    utterance_sha256: bytes | None = None  # 32 bytes, of the samples that it signed; from the line
    samples_sha256: bytes | None = None  # 32 bytes, of the samples that were kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A device was this person's over a time."""

    device: DeviceId
    since: datetime  # UTC
    until: datetime | None  # UTC, the first instant at which it no longer was
    public_key: bytes | None = None  # 32 bytes, Ed25519, of one of our own speakers

    def holds_at(self, instant: datetime) -> bool:
        """Return whether the device was theirs at `instant`."""
        return self.since <= instant and (self.until is None or instant < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierRelease:
    """A copy that this person was given before."""

    at: datetime  # UTC
    recordings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """The facts of the account's history: its own rows and its own ledger entries."""

    bindings: tuple[Bound, ...] = ()
    releases: tuple[EarlierRelease, ...] = ()  # the earliest first
    credentials_changed: tuple[datetime, ...] = ()  # UTC; the first enrolment of each sort is none
    now: datetime | None = None  # UTC, of the attempt; None: not known, so that every change counts as young

    def was_bound(self, device: DeviceId) -> bool:
        """Return whether the device was ever this person's."""
        return any(bound.device == device for bound in self.bindings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one rule says of one copy."""

    judgement: Judgement
    items: tuple[ItemId, ...] = ()  # the first ones that are doubted, ITEMS_NAMED at most
    doubted: int = 0  # how many there are
    newest: datetime | None = None  # UTC, where no turn is doubted: the last thing that is


CLEAR: Final = Verdict(judgement=Judgement.CLEAR)
CANNOT_JUDGE: Final = Verdict(judgement=Judgement.CANNOT_JUDGE)


class Watch(Protocol):
    """A rule at work on one copy: it sees every turn once, ordered by instant, and then speaks."""

    def see(self, heard: Heard) -> None: ...

    def verdict(self) -> Verdict: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule."""

    name: str
    severity: Severity
    officer: Text  # a sentence for whoever looks
    person: Text  # a sentence for whom the copy is for
    watch: Callable[[Past], Watch]
    promise: str = "P1"  # what a doubt is about
    passes_after: timedelta | None = None  # so long at most, then the request goes on by itself; None: never


@dataclass(slots=True)
class Doubts:
    """Collects the items that a rule doubts, in memory that does not grow."""

    items: list[ItemId] = field(default_factory=list)
    count: int = 0

    def add(self, item: ItemId) -> None:
        """Doubt one more."""
        self.count += 1
        if len(self.items) < ITEMS_NAMED:
            self.items.append(item)

    def verdict(self) -> Verdict:
        """Return what they amount to."""
        return (
            Verdict(judgement=Judgement.DOUBTED, items=tuple(self.items), doubted=self.count) if self.count else CLEAR
        )


@dataclass(slots=True)
class _Each:
    """Judges every turn by itself."""

    past: Past
    doubtful: Callable[[Heard, Past], bool]
    doubts: Doubts = field(default_factory=Doubts)

    def see(self, heard: Heard) -> None:
        if self.doubtful(heard, self.past):
            self.doubts.add(heard.item)

    def verdict(self) -> Verdict:
        return self.doubts.verdict()


def each(doubtful: Callable[[Heard, Past], bool]) -> Callable[[Past], Watch]:
    """Return the watch of a rule that judges every turn by itself."""
    return lambda past: _Each(past, doubtful)


def ends_at(heard: Heard) -> datetime:
    """Return the instant at which a recording ends; without sound it has no length."""
    return heard.at + timedelta(seconds=heard.seconds or 0.0)
