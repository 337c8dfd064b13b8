"""Who may act for whom, since when and until when; and what they asked for (R33)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from voicekeep.records.ids import MandateId, RequestId, SubjectId


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


def acted_for_key(request: RequestId) -> str:
    """Return the natural key of the fact that a request is not its subject's own."""
    return f"acted_for|{request}"
