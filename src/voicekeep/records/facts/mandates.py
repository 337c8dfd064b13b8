"""Who may act for whom, since when and until when; and what they asked for (R33)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from voicekeep.records.ids import ItemId, MandateId, RequestId, SubjectId
from voicekeep.records.standing import MandateEvent, MandateSide


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandated:
    """From now on `agent` may act for `subject`: the person confirmed it, or a guardian opened a child's profile."""

    mandate: MandateId
    subject: SubjectId
    agent: SubjectId
    until: datetime  # UTC; over at this instant
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return mandated_key(self.mandate)


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateEnded:
    """`agent` acts for `subject` no more: one of the two ended it before its time."""

    mandate: MandateId
    subject: SubjectId
    agent: SubjectId
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return mandate_ended_key(self.mandate)


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateNoted:
    """One of the two has it in their own records that a mandate began or ended: once, whatever becomes of the item."""

    mandate: MandateId
    subject: SubjectId  # whose record it is
    side: MandateSide
    event: MandateEvent  # began or ended
    item: ItemId  # the record, when it was kept
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return mandate_noted_key(self.mandate, self.side, self.event)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActedFor:
    """A request is not its subject's own: an agent used the right, and the answer is sealed to them."""

    request: RequestId
    mandate: MandateId
    subject: SubjectId
    agent: SubjectId  # the recipient
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return acted_for_key(self.request)


def mandated_key(mandate: MandateId) -> str:
    """Return the natural key of the fact that a mandate began."""
    return f"mandated|{mandate}"


def mandate_ended_key(mandate: MandateId) -> str:
    """Return the natural key of the fact that a mandate was ended."""
    return f"mandate_ended|{mandate}"


def mandate_noted_key(mandate: MandateId, side: MandateSide, event: MandateEvent) -> str:
    """Return the natural key of the fact that whoever is at that side has it in their records."""
    return f"mandate_noted|{mandate}|{side}|{event}"


def acted_for_key(request: RequestId) -> str:
    """Return the natural key of the fact that a request is not its subject's own."""
    return f"acted_for|{request}"
