"""A person's use of the right of access, from receipt to delivery (GDPR Art. 15, with Art. 20's files)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Protocol

from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import ArchiveId, RequestId, SubjectId
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
    IDENTIFIED = "identified"
    COLLECTING = "collecting"
    CHECKING = "checking"
    HELD = "held"
    AVAILABLE = "available"
    DELIVERED = "delivered"
    CLOSED = "closed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


MOVES: Final[Mapping[State, frozenset[State]]] = MappingProxyType(
    {
        State.RECEIVED: frozenset({State.IDENTIFIED, State.REFUSED, State.WITHDRAWN}),
        State.IDENTIFIED: frozenset({State.COLLECTING, State.REFUSED, State.WITHDRAWN}),
        State.COLLECTING: frozenset({State.COLLECTING, State.CHECKING, State.HELD, State.WITHDRAWN}),
        State.CHECKING: frozenset({State.COLLECTING, State.HELD, State.AVAILABLE, State.WITHDRAWN}),
        State.HELD: frozenset({State.IDENTIFIED, State.REFUSED, State.WITHDRAWN}),
        State.AVAILABLE: frozenset({State.DELIVERED, State.EXPIRED}),
        State.DELIVERED: frozenset({State.CLOSED, State.EXPIRED}),
        State.CLOSED: frozenset(),
        State.REFUSED: frozenset(),
        State.WITHDRAWN: frozenset(),
        State.EXPIRED: frozenset(),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRequest:
    """One request, as its row says."""

    request: RequestId
    subject: SubjectId
    state: State
    received_at: datetime  # UTC
    due: date  # last day to answer, in the controller's zone
    language: str  # BCP 47 of the answer: en, de or fr
    identified_at: datetime | None = None  # UTC
    scope: ReleaseScope | None = None  # fixed when identity is proven
    attempt: ArchiveId | None = None  # the archive being built or released

    def moved(self, to: State, *, attempt: ArchiveId | None = None) -> AccessRequest:
        """Return the request in state `to`.

        Raises:
            IllegalMoveError: no way leads there.
        """
        if to not in MOVES[self.state]:
            raise IllegalMoveError(self.request, self.state, to)
        return replace(self, state=to, attempt=attempt or self.attempt)

    def taken_up_again(self) -> AccessRequest:
        """Return a held request as it was when identity was proven: it gets a new attempt, and none of the old one.

        Raises:
            IllegalMoveError: it is not held.
        """
        if self.state is not State.HELD:
            raise IllegalMoveError(self.request, self.state, State.IDENTIFIED)
        return replace(self.moved(State.IDENTIFIED), attempt=None)


class RequestBook(Protocol):
    """Where requests are kept. Every read of a row proves its authentication code first."""

    def add(self, request: AccessRequest) -> None: ...

    def get(self, request: RequestId) -> AccessRequest | None: ...

    def replace(self, was: AccessRequest, now: AccessRequest) -> None:
        """Compare and set. Raises RequestChangedError."""

    def of_subject(self, subject: SubjectId) -> tuple[AccessRequest, ...]:
        """Return a person's requests, the latest first."""

    def in_states(self, states: frozenset[State]) -> Iterator[AccessRequest]: ...
