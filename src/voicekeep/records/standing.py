"""Who may act for whom, as items say it: the name shown to a household, and what became of a mandate (R33)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from voicekeep.records.ids import ItemId, MandateId, SubjectId


class Entrusted(StrEnum):
    """A right that somebody may use for another person, by mandate (GDPR Art. 12(6), Art. 8)."""

    CHOICE = "choice"  # what is kept, and how long
    COPY = "copy"  # Art. 15, 20
    RESTRICTION = "restriction"  # Art. 18
    ERASURE = "erasure"  # Art. 17


class MandateKind(StrEnum):
    """On what a mandate rests."""

    AGENT = "agent"  # the person gave it, signed in
    GUARDIAN = "guardian"  # whoever is responsible for a child opened its profile


class MandateSide(StrEnum):
    """Which end of a mandate its owner is."""

    REPRESENTED = "represented"
    ACTING = "acting"


class MandateEvent(StrEnum):
    """What became of a mandate, or was done by it."""

    BEGAN = "began"
    ENDED = "ended"
    CHOICE = "choice"
    COPY = "copy"
    RESTRICTION = "restriction"
    ERASURE = "erasure"
    WAY_IN = "way_in"  # the child was given what opens its own account


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNameRecord:
    """The name that its owner shows to their household; the latest one holds."""

    item: ItemId
    owner: SubjectId
    at: datetime  # UTC
    shown_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateRecord:
    """One event of a mandate that its owner gave, holds, or is under."""

    item: ItemId
    owner: SubjectId
    at: datetime  # UTC
    mandate: MandateId
    side: MandateSide
    basis: MandateKind
    other: SubjectId  # at the other end
    called: str  # as whoever gave it calls the agent; empty on the agent's side
    rights: str  # names of Entrusted, separated by spaces
    until: datetime  # UTC; over at this instant
    event: MandateEvent
