"""Requests at the desk in a line: what somebody asked for, and who answers it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tests.app.held import works
from tests.app.simulator import Household, Someone
from voicekeep.app.operations.answering import ask_for_identity
from voicekeep.app.operations.asking import place_of
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.own_requests import OwnRequest, requests_of
from voicekeep.app.operations.profiles import change_profile
from voicekeep.app.operations.queueing import request_at_desk
from voicekeep.app.operations.refusing import propose_refusal
from voicekeep.app.operations.registering import register
from voicekeep.app.operations.submitting import object_to
from voicekeep.people import Role, Session
from voicekeep.records.ids import ProposalId, RequestId
from voicekeep.records.items import ItemKind
from voicekeep.records.rights import Channel, Doubt, Means, Processing, RefusalGround, Right
from voicekeep.records.scope import ReleaseScope
from voicekeep.request import AccessRequest

WHY = "My doctor advised me that nobody should listen at home."
BECAUSE = "The speaker in the hall is shared and cannot be told apart."


@dataclass
class Desk:
    """Two members of staff, and a keep."""

    home: Household
    olga: Session
    otto: Session

    @property
    def keep(self) -> Keep:
        return self.home.keep

    def seen(self, request: RequestId) -> int:
        return request_at_desk(self.keep, self.olga, request).seen

    def row(self, request: RequestId) -> AccessRequest:
        with self.keep.database.read() as transaction:
            found = transaction.requests.get(request)
        assert found is not None
        return found


def desk_of(home: Household) -> Desk:
    """Let two people work at the desk; signed in just now."""
    officer, other = (home.people.get(name) or home.join(name, keeping=None) for name in ("olga", "otto"))
    return Desk(home, works(home, officer), works(home, other, Role.DATA_PROTECTION_OFFICER))


def objection(home: Household, someone: Someone, to: Processing = Processing.OTHER) -> RequestId:
    return object_to(home.keep, home.session(someone), to, WHY)


def by_letter(
    desk: Desk, address: str, right: Right = Right.ACCESS, *, came_in: date | None = None, language: str = "en"
) -> RequestId:
    day = came_in or place_of(desk.keep).day_of(desk.keep.now())
    return register(desk.keep, desk.olga, address, right, came_in=day, channel=Channel.LETTER, language=language)


def own(request: RequestId) -> str:
    """Return a reason that nobody gave for another request."""
    return f"{BECAUSE} {' '.join(request[4:])}"


def asked(desk: Desk, request: RequestId, *means: Means) -> None:
    ask_for_identity(
        desk.keep,
        desk.olga,
        request,
        desk.seen(request),
        doubts=[Doubt.BY_LETTER],
        means=means or [Means.SIGN_IN],
        reason=own(request),
    )


def refusal(desk: Desk, request: RequestId, ground: RefusalGround, reason: str = BECAUSE) -> ProposalId:
    return propose_refusal(desk.keep, desk.olga, request, desk.seen(request), ground, reason)


def another_address(home: Household, someone: Someone) -> Callable[[Keep], None]:
    """Return the deed that changes the address by which an account is found."""
    with home.keep.database.read() as transaction:
        sessions = transaction.people.sessions_of(someone.subject)  # a deed that died may have changed the address
    session = replace(
        sessions[0] if sessions else home.session(someone),
        signed_in_at=home.clock.now,
        expires_at=home.clock.now + timedelta(days=1),
    )
    email = f"{RequestId.random(home.keep.entropy)}@keep.test"

    def deed(keep: Keep) -> None:
        change_profile(keep, session, name=someone.name, email=email, language="en")
        someone.email = email

    return deed


def ada_of(home: Household) -> Someone:
    """Let Ada join, and say two things."""
    someone = home.join("ada")
    home.say(someone, "the kitchen light", "a timer")
    return someone


def own_requests(home: Household, someone: Someone) -> tuple[OwnRequest, ...]:
    """Return what its person sees of their requests."""
    return requests_of(home.keep, home.session(someone))


def count_of(home: Household, someone: Someone, kind: ItemKind) -> int:
    """Return how many items of a kind somebody has."""
    with home.keep.database.read() as transaction:
        ever = ReleaseScope(as_of=transaction.log.size())
        return sum(1 for _ in transaction.items.held_by(someone.subject, kind, ever))
