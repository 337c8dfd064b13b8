"""Identity: a request is answered to whoever proves, freshly, that it is theirs (P3; GDPR Art. 12(2), 12(6)).

Flow        AccessRequest + Session -> AccessRequest with its scope + Identified; then IdentifiedRequest
Guarantees  1. The subject of a release is the session's own person, or who gave it a mandate that holds now; nothing
               here takes a subject from elsewhere.
            2. The scope is fixed once: to prove it again changes nothing.
            3. An IdentifiedRequest cannot be written down by hand; it is read from a row that proof moved on.
I/O         none
"""

from __future__ import annotations

from dataclasses import InitVar, dataclass, replace
from datetime import datetime
from typing import Final

from voicekeep.people import Who, require_fresh_of
from voicekeep.records.facts import Identified
from voicekeep.records.ids import RequestId, SubjectId
from voicekeep.records.limits import Limits
from voicekeep.records.scope import ReleaseScope
from voicekeep.request.access import AccessRequest, IllegalMoveError, RequestError, State, UnknownRequestError
from voicekeep.request.wish import WHOLE, Wish

PROOF: Final = "fresh_sign_in"

_PROVEN: Final = object()


class NotIdentifiedError(RequestError):
    """Nobody has proven yet that the request is theirs; nothing was released."""

    promise = "P3"

    def __init__(self, request: RequestId | None = None) -> None:
        named = "a request" if request is None else f"request {request}"
        super().__init__(f"{named} has no proof of identity; nothing was released")
        self.request = request


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifiedRequest:
    """A request whose subject has proven who they are. Only `identified` makes one."""

    request: RequestId
    subject: SubjectId
    scope: ReleaseScope
    language: str  # BCP 47 of the answer: en, de or fr
    proven: InitVar[object] = None

    def __post_init__(self, proven: object) -> None:
        if proven is not _PROVEN:
            raise NotIdentifiedError


def identify(
    request: AccessRequest, who: Who, *, as_of: int, now: datetime, limits: Limits, wish: Wish = WHOLE
) -> tuple[AccessRequest, Identified]:
    """Take the signed-in person's fresh sign-in for the proof that the request is theirs.

    Args:
        request: The request as its row says.
        who: Who is signed in, for themselves or by a mandate that holds now.
        as_of: Size of the ledger now; what was captured before belongs into the copy.
        now: UTC.
        limits: How long a sign-in is fresh.
        wish: What they want of it.

    Returns:
        The request with its scope, and the fact. Where identity was proven before, both as they were then.

    Raises:
        NotSignedInError: the session is closed.
        UnknownRequestError: the request is somebody else's; the same as if there were none.
        StaleSignInError: the sign-in is too old.
        IllegalMoveError: the request ended before anybody proved that it is theirs.
    """
    if request.subject != who.subject:
        raise UnknownRequestError(request.request)
    require_fresh_of(who, now, limits)
    if request.scope is None:
        if request.state not in {State.RECEIVED, State.IDENTITY_ASKED}:
            raise IllegalMoveError(request.request, request.state, State.IDENTIFIED)
        moved = request.moved(State.IDENTIFIED)
        request = replace(moved, scope=wish.scope(as_of), identified_at=now)
    return request, _fact_of(request)


def identified(request: AccessRequest) -> IdentifiedRequest:
    """Return the request as one that may be answered to its subject.

    Raises:
        NotIdentifiedError: nobody has proven that it is theirs.
    """
    fact = _fact_of(request)
    return IdentifiedRequest(
        request=fact.request, subject=fact.subject, scope=fact.scope, language=request.language, proven=_PROVEN
    )


def _fact_of(request: AccessRequest) -> Identified:
    if request.scope is None or request.identified_at is None:
        raise NotIdentifiedError(request.request)
    return Identified(
        request=request.request, subject=request.subject, scope=request.scope, proof=PROOF, at=request.identified_at
    )
