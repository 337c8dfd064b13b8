"""What became of a request: used, identified, held or noted by the checks, paused, extended, answered, refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from voicekeep.records.ids import ArchiveId, ItemId, ProposalId, RequestId, SubjectId
from voicekeep.records.rights import (
    Channel,
    Doubt,
    ExtensionGround,
    Means,
    Processing,
    RefusalGround,
    Resumed,
    Right,
    Withdrew,
)
from voicekeep.records.scope import ReleaseScope


@dataclass(frozen=True, slots=True, kw_only=True)
class Requested:
    """A person used a right."""

    request: RequestId
    subject: SubjectId
    right: Right
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"requested|{self.request}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """The requester proved who they are; the scope of the release is fixed."""

    request: RequestId
    subject: SubjectId
    scope: ReleaseScope
    proof: str  # "fresh_sign_in"
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"identified|{self.request}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The checks did not let an archive pass; a person has to look."""

    request: RequestId
    archive: ArchiveId
    subject: SubjectId
    findings: tuple[str, ...]  # names of the findings, no content
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"held|{self.archive}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """The checks let an archive pass and want something remembered; for the person as well (R4)."""

    request: RequestId
    archive: ArchiveId
    subject: SubjectId
    notes: tuple[str, ...]  # names of the rules, no content
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"noted|{self.archive}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """The desk wrote down a request that came in by letter or mail; only its person's own account can prove it."""

    request: RequestId
    subject: SubjectId
    channel: Channel
    by: str  # by role
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"registered|{self.request}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Objected:
    """A person objected to a processing; it stops until that is decided (Art. 21)."""

    request: RequestId
    subject: SubjectId
    to: Processing
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"objected|{self.request}"


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityAsked:
    """Its person was asked to prove that a request is theirs; the clock stands still from here on (Art. 12(6))."""

    request: RequestId
    subject: SubjectId
    number: int  # of this request, from 1
    doubts: tuple[Doubt, ...]
    means: tuple[Means, ...]
    reason: bytes  # 32 bytes, blind digest of what was given as the reason
    by: str  # by role
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return identity_asked_key(self.request, self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockResumed:
    """Its person proved it, or the desk asks no longer: the clock goes on."""

    request: RequestId
    subject: SubjectId
    number: int  # of the question that is over
    because: Resumed
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return clock_resumed_key(self.request, self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extended:
    """Its person was told, within the first month, that the answer takes longer, and why (Art. 12(3)). Once."""

    request: RequestId
    subject: SubjectId
    ground: ExtensionGround
    reason: bytes  # 32 bytes, blind digest of what was given as the reason
    due: date  # last day to answer from now on, in the controller's zone
    by: str  # by role
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"extended|{self.request}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a request asked for was done, by its person themselves or at the desk; once, and never what was refused."""

    request: RequestId
    subject: SubjectId
    right: Right
    letter: ItemId | None  # what its person was written; None: their account and all that is in it is gone
    by: str  # "self", or by role, or "host"
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"answered|{self.request}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Nothing is done of what a request asked for; one proposed that and another approved it (Art. 12(4))."""

    request: RequestId
    subject: SubjectId
    ground: RefusalGround
    proposal: ProposalId | None  # None: at home, where nobody is on duty, whoever runs the host
    reason: bytes  # 32 bytes, blind digest of what was given as the reason
    proposed_as: str  # in which role, or "host"
    approved_as: str
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"refused|{self.request}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """Its person takes a request back, or says that it never was theirs."""

    request: RequestId
    subject: SubjectId
    because: Withdrew
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"withdrawn|{self.request}"


def identity_asked_key(request: RequestId, number: int) -> str:
    """Return under which natural key the ledger holds that question about a request."""
    return f"identity_asked|{request}|{number}"


def clock_resumed_key(request: RequestId, number: int) -> str:
    """Return under which natural key the ledger holds that this question is over."""
    return f"clock_resumed|{request}|{number}"
