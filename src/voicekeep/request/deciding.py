"""What can be decided about a request: each returns the row as it is then, and the fact. Nothing here knows a person.

Flow        AccessRequest, Elapsing, who decides -> AccessRequest as decided, and a fact
Guarantees  1. A request is answered, refused or taken back once; extended once, and in time (Art. 12(3)).
            2. Nothing is answered that its person has not proven to be theirs, and nothing refused that is over.
            3. What a decision says to its person is a letter of its own; here stands its digest.
I/O         none
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from voicekeep.records.facts import (
    Answered,
    ClockResumed,
    Extended,
    IdentityAsked,
    Refused,
    Withdrawn,
)
from voicekeep.records.ids import ItemId, ProposalId
from voicekeep.records.rights import (
    GROUNDS_FOR,
    Doubt,
    ExtensionGround,
    Means,
    RefusalGround,
    Resumed,
    Withdrew,
)
from voicekeep.request.access import AccessRequest, RequestError, State
from voicekeep.request.clock import Place
from voicekeep.request.elapsing import Elapsing

SELF = "self"  # its person did at once what they asked for
HOST = "host"  # at home: whoever runs it


class NotExtendedError(RequestError):
    """It was extended before, the first month is over, or it is over: its last day stays as it was."""

    promise = "P10"

    def __init__(self, request: AccessRequest) -> None:
        super().__init__(f"request {request.request} was not extended: once, within the first month, while it waits")
        self.request = request.request


class NotAskedError(RequestError):
    """Nobody doubts anything, or nothing would prove it: nobody was asked and the clock runs on."""

    promise = "P10"

    def __init__(self, request: AccessRequest) -> None:
        super().__init__(f"identity was not asked for in {request.request}: name a doubt, and what would answer it")
        self.request = request.request


class GroundRefusedError(RequestError):
    """This right is not refused on this ground; nothing was refused."""

    promise = "P10"

    def __init__(self, request: AccessRequest, ground: RefusalGround) -> None:
        super().__init__(f"{request.right} in {request.request} is not refused on the ground {ground}")
        self.request = request.request


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """In which role somebody decides, and the digest of what they gave as the reason."""

    role: str
    reason: bytes  # 32 bytes, blind digest


def extend(
    was: AccessRequest, standing: Elapsing, ground: ExtensionGround, by: By, *, place: Place, now: datetime
) -> tuple[AccessRequest, Extended]:
    """Return the request with two months more. Raises NotExtendedError."""
    if not standing.extendable(was, place, now):
        raise NotExtendedError(was)
    later = Elapsing(asked=standing.asked, resumed=standing.resumed, extended=_unsaid(was, ground, by, now))
    due = later.due(was.received_at, place, now)
    fact = replace(_unsaid(was, ground, by, now), due=due)
    return replace(was, due=due), fact


def _unsaid(was: AccessRequest, ground: ExtensionGround, by: By, now: datetime) -> Extended:
    return Extended(
        request=was.request,
        subject=was.subject,
        ground=ground,
        reason=by.reason,
        due=was.due,
        by=by.role,
        at=now,
    )


def ask_identity(
    was: AccessRequest,
    standing: Elapsing,
    doubts: Collection[Doubt],
    means: Collection[Means],
    by: By,
    *,
    now: datetime,
) -> tuple[AccessRequest, IdentityAsked]:
    """Return the request as its person is asked to prove that it is theirs: the clock stands still from here on.

    Raises:
        NotAskedError: no doubt is named, or no means.
        IllegalMoveError: it is over, or its copy is being made.
    """
    if not doubts or not means:
        raise NotAskedError(was)
    fact = IdentityAsked(
        request=was.request,
        subject=was.subject,
        number=len(standing.asked) + 1,
        doubts=tuple(each for each in Doubt if each in doubts),
        means=tuple(each for each in Means if each in means),
        reason=by.reason,
        by=by.role,
        at=now,
    )
    return was.moved(State.IDENTITY_ASKED), fact


def resume(
    was: AccessRequest, standing: Elapsing, because: Resumed, *, place: Place, now: datetime
) -> tuple[AccessRequest, ClockResumed]:
    """Return the request as its clock goes on: where it stood before, or proven, if its person did.

    Raises:
        IllegalMoveError: nobody was asked.
    """
    question = standing.open_question
    to = _back_to(was) if because is Resumed.TAKEN_BACK else State.IDENTIFIED
    moved = was.moved(to) if was.state is State.IDENTITY_ASKED and question is not None else was.moved(was.state)
    fact = ClockResumed(request=was.request, subject=was.subject, number=len(standing.asked), because=because, at=now)
    later = Elapsing(asked=standing.asked, resumed=(*standing.resumed, fact), extended=standing.extended)
    return replace(moved, due=later.due(was.received_at, place, now)), fact


def proven(was: AccessRequest, now: datetime) -> AccessRequest:
    """Return a request that is answered without a copy, as its person proved that it is theirs.

    Raises:
        IllegalMoveError: it is over.
    """
    moved = was if was.state is State.IDENTIFIED else was.moved(State.IDENTIFIED)
    return replace(moved, identified_at=was.identified_at or now)


def answer(was: AccessRequest, letter: ItemId | None, by: str, *, now: datetime) -> tuple[AccessRequest, Answered]:
    """Return the request as answered in words and deeds.

    Raises:
        IllegalMoveError: nobody proved that it is theirs, a copy answers it, or it is over.
    """
    fact = Answered(request=was.request, subject=was.subject, right=was.right, letter=letter, by=by, at=now)
    return was.moved(State.ANSWERED), fact


def refuse(
    was: AccessRequest, ground: RefusalGround, by: By, *, approved_as: str, proposal: ProposalId | None, now: datetime
) -> tuple[AccessRequest, Refused]:
    """Return the request as refused.

    Raises:
        GroundRefusedError: not on this ground.
        IllegalMoveError: it is over, or its copy is being made.
    """
    if ground not in GROUNDS_FOR[was.right]:
        raise GroundRefusedError(was, ground)
    fact = Refused(
        request=was.request,
        subject=was.subject,
        ground=ground,
        proposal=proposal,
        reason=by.reason,
        proposed_as=by.role,
        approved_as=approved_as,
        at=now,
    )
    return was.moved(State.REFUSED), fact


def withdraw(was: AccessRequest, because: Withdrew, *, now: datetime) -> tuple[AccessRequest, Withdrawn]:
    """Return the request as its person takes it back.

    Raises:
        IllegalMoveError: it is over, or its answer is there.
    """
    fact = Withdrawn(request=was.request, subject=was.subject, because=because, at=now)
    return was.moved(State.WITHDRAWN), fact


def _back_to(was: AccessRequest) -> State:
    if was.attempt is not None:
        return State.HELD
    return State.RECEIVED if was.identified_at is None else State.IDENTIFIED
