"""A person's use of one of their rights, from receipt to answer (GDPR Art. 15 to 21).

A copy (Art. 15, 20) is built, checked and handed over; everything else is answered in words and deeds. Both begin with
the same proof of identity, and end by the same clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Protocol

from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import ArchiveId, RequestId, SubjectId
from voicekeep.records.rights import COPIES, Processing, Right
from voicekeep.records.scope import ReleaseScope


class RequestError(VoicekeepError):
    """A request could not go on; nothing was released."""


class UnknownRequestError(RequestError):
    """No such request of this person; nothing was released."""

    promise = "P3"

    def __init__(self, request: RequestId) -> None:
        super().__init__(f"request {request} is not known for this person; nothing was released")
        self.request = request


class IllegalMoveError(RequestError):
    """The request is not in a state from which this can be done."""

    promise = "P10"

    def __init__(self, request: RequestId, was: State, to: State) -> None:
        super().__init__(f"request {request} is {was}, it did not become {to}")
        self.request = request


class RequestChangedError(RequestError):
    """Somebody else moved the request meanwhile; this attempt changed nothing."""

    promise = "P10"

    def __init__(self, request: RequestId) -> None:
        super().__init__(f"request {request} was moved meanwhile; this attempt changed nothing")
        self.request = request


class State(StrEnum):
    """Where a request stands."""

    RECEIVED = "received"
    IDENTITY_ASKED = "identity_asked"  # the clock stands still
    IDENTIFIED = "identified"
    COLLECTING = "collecting"
    CHECKING = "checking"
    HELD = "held"
    AVAILABLE = "available"
    DELIVERED = "delivered"
    ANSWERED = "answered"  # in words and deeds, without a copy
    CLOSED = "closed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


_UNPROVEN: Final = {
    State.RECEIVED: frozenset({State.IDENTIFIED, State.IDENTITY_ASKED, State.REFUSED, State.WITHDRAWN}),
}
_OVER: Final[Mapping[State, frozenset[State]]] = {
    State.CLOSED: frozenset(),
    State.ANSWERED: frozenset(),
    State.REFUSED: frozenset(),
    State.WITHDRAWN: frozenset(),
    State.EXPIRED: frozenset(),
}
_OF_A_COPY: Final[Mapping[State, frozenset[State]]] = MappingProxyType(
    {
        **_UNPROVEN,
        State.IDENTITY_ASKED: frozenset({State.RECEIVED, State.HELD, State.IDENTIFIED, State.REFUSED, State.WITHDRAWN}),
        State.IDENTIFIED: frozenset({State.COLLECTING, State.REFUSED, State.WITHDRAWN}),
        State.COLLECTING: frozenset({State.COLLECTING, State.CHECKING, State.HELD, State.WITHDRAWN}),
        State.CHECKING: frozenset({State.COLLECTING, State.HELD, State.AVAILABLE, State.WITHDRAWN}),
        State.HELD: frozenset({State.IDENTIFIED, State.IDENTITY_ASKED, State.REFUSED, State.WITHDRAWN}),
        State.AVAILABLE: frozenset({State.DELIVERED, State.EXPIRED}),
        State.DELIVERED: frozenset({State.CLOSED, State.EXPIRED}),
        **_OVER,
    }
)
_OF_A_DEED: Final[Mapping[State, frozenset[State]]] = MappingProxyType(
    {
        **_UNPROVEN,
        State.IDENTITY_ASKED: frozenset({State.RECEIVED, State.IDENTIFIED, State.REFUSED, State.WITHDRAWN}),
        State.IDENTIFIED: frozenset({State.ANSWERED, State.IDENTITY_ASKED, State.REFUSED, State.WITHDRAWN}),
        **{state: frozenset[State]() for state in (State.COLLECTING, State.CHECKING, State.HELD)},
        **{state: frozenset[State]() for state in (State.AVAILABLE, State.DELIVERED)},
        **_OVER,
    }
)
MOVES: Final[Mapping[Right, Mapping[State, frozenset[State]]]] = MappingProxyType(
    {right: _OF_A_COPY if right in COPIES else _OF_A_DEED for right in Right}
)
"""Where a request can go from where it stands, by the right that it uses."""

ENDED: Final = frozenset(_OVER)
"""States from which no request goes on, whatever right it uses."""

WAITING: Final = frozenset(
    {State.RECEIVED, State.IDENTITY_ASKED, State.IDENTIFIED, State.COLLECTING, State.CHECKING, State.HELD}
)
"""States in which a request has no answer yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRequest:
    """One request, as its row says; it is of any right, and bears the name of the first that there was."""

    request: RequestId
    subject: SubjectId
    state: State
    received_at: datetime  # UTC
    due: date  # last day to answer, in the controller's zone
    language: str  # BCP 47 of the answer: en, de or fr
    identified_at: datetime | None = None  # UTC
    scope: ReleaseScope | None = None  # fixed when identity is proven
    attempt: ArchiveId | None = None  # the archive being built or released
    right: Right = Right.ACCESS

    @property
    def wants_copy(self) -> bool:
        """Return whether a copy answers it."""
        return self.right in COPIES

    @property
    def moves(self) -> frozenset[State]:
        """Return where it can go from here; nowhere: it is over."""
        return MOVES[self.right][self.state]

    @property
    def waiting(self) -> bool:
        """Return whether it has no answer yet."""
        return self.state in WAITING

    def moved(self, to: State, *, attempt: ArchiveId | None = None) -> AccessRequest:
        """Return the request in state `to`.

        Raises:
            IllegalMoveError: no way leads there.
        """
        if to not in self.moves:
            raise IllegalMoveError(self.request, self.state, to)
        return replace(self, state=to, attempt=attempt or self.attempt)

    def taken_up_again(self) -> AccessRequest:
        """Return a held request as it was when identity was proven: it gets a new attempt, and none of the old one.

        Raises:
            IllegalMoveError: it is not held, nor asked anew whose it is after it was.
        """
        if self.state not in {State.HELD, State.IDENTITY_ASKED} or self.attempt is None:
            raise IllegalMoveError(self.request, self.state, State.IDENTIFIED)
        return replace(self.moved(State.IDENTIFIED), attempt=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What a person wrote to the desk about a request, for staff to read; gone once it is decided."""

    request: RequestId
    subject: SubjectId
    about: str  # the name of a processing, or of a category of data
    text: bytes | None = field(repr=False)  # sealed for the desk; None: it is decided
    restricts: bool  # a restriction was put into force with it, and ends with a refusal
    at: datetime  # UTC


class RequestBook(Protocol):
    """Where requests are kept. Every read of a row proves its authentication code first."""

    def put_submission(self, submission: Submission) -> None:
        """Add, or replace the one of the same request."""

    def submission(self, request: RequestId) -> Submission | None: ...

    def submissions_of(self, subject: SubjectId) -> tuple[Submission, ...]: ...

    def forget_submissions_of(self, subject: SubjectId) -> None:
        """Delete those of somebody whose account is closed."""

    def add(self, request: AccessRequest) -> None: ...

    def get(self, request: RequestId) -> AccessRequest | None: ...

    def replace(self, was: AccessRequest, now: AccessRequest) -> None:
        """Compare and set. Raises RequestChangedError."""

    def of_subject(self, subject: SubjectId) -> tuple[AccessRequest, ...]:
        """Return a person's requests, the latest first."""

    def in_states(self, states: frozenset[State]) -> Iterator[AccessRequest]: ...


def objects_to(book: RequestBook, subject: SubjectId, to: Processing) -> bool:
    """Return whether a person objects to a processing: it is not decided yet, or was decided for them (Art. 21)."""
    for submission in book.submissions_of(subject):
        request = book.get(submission.request)
        if request is None or request.right is not Right.OBJECTION or submission.about != to:
            continue
        if request.waiting or request.state is State.ANSWERED:
            return True
    return False
