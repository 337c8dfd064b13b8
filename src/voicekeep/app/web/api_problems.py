"""What the API says when something was not done: a problem by name (RFC 9457), and what did not happen.

Whatever is not there and whatever is somebody else's is one and the same problem; no problem repeats what was sent,
and none says of what is broken on our side which row, table or blob it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.routing import Match

from voicekeep.app.documents import NotPrintableError
from voicekeep.app.operations.closing import ChildLeftError
from voicekeep.app.operations.devices import DeviceNameRefusedError
from voicekeep.app.operations.erase import NotYoursError
from voicekeep.app.operations.exports import ExportsOffError
from voicekeep.app.operations.found_digests import FoundRefusedError
from voicekeep.app.operations.holding import ReleasedBeforeError
from voicekeep.app.operations.marking import CorrectionRefusedError, MarkedMeanwhileError
from voicekeep.app.operations.profiles import ProfileChangedError
from voicekeep.app.operations.proving import PasskeyNameRefusedError, UnknownPasskeyError
from voicekeep.app.operations.speakers import UnknownSpeakerError
from voicekeep.app.operations.submitting import SubmissionRefusedError
from voicekeep.app.papers import LetterError
from voicekeep.app.web.pages import pages_of
from voicekeep.app.web.rates import RateExceededError
from voicekeep.delivery import DeliveryError
from voicekeep.device import CodeRefusedError, PublicKeyRefusedError, SpeakerGoneError, StretchRefusedError
from voicekeep.incident import CaseMovedError, UnknownCaseError, UnknownCopyError
from voicekeep.people import (
    ApplicantRefusedError,
    ChoiceChangedError,
    ChoiceRefusedError,
    EmailTakenError,
    ExpiredMandateError,
    ForeignMandateError,
    MandateEndedError,
    MandateRefusedError,
    NewPasswordRefusedError,
    NotEntrustedError,
    NotSignedInError,
    PasskeyNeededError,
    SamePersonError,
    ShownNameRefusedError,
    SignInRefusedError,
    StaleSignInError,
    TooManyFailuresError,
    WayInRefusedError,
    WordsRefusedError,
)
from voicekeep.records.errors import StoreError, VoicekeepError
from voicekeep.records.ids import MalformedIdError
from voicekeep.request import IllegalMoveError, RequestChangedError, UnknownRequestError, WishRefusedError

MEDIA_TYPE: Final = "application/problem+json"
_SCHEMA: Final = {"$ref": "#/components/schemas/Problem"}


class NotHereError(VoicekeepError):
    """There is nothing of that name in the account of whoever is signed in, or nothing at that address."""

    promise = "P3"

    def __init__(self) -> None:
        super().__init__("there is nothing of that name for you here; nothing was shown or done")


class NothingHandedOverError(VoicekeepError):
    """The link or the download does not open: unknown, another's, expired, revoked; no difference is made."""

    promise = "P5"

    def __init__(self) -> None:
        super().__init__("this opens for one person, for a short time; nothing was handed over")


class UnknownMethodError(VoicekeepError):
    """The address is there, and does not do that."""

    def __init__(self) -> None:
        super().__init__("this address does not do that; nothing was done")


class IncompleteRequestError(VoicekeepError):
    """What was sent is not what the document of the API asks for."""

    promise = "P10"

    def __init__(self) -> None:
        super().__init__("what was sent is not what is asked for here; nothing was done")


class TooLargeError(VoicekeepError):
    """More was sent than any request needs."""

    def __init__(self) -> None:
        super().__init__("too large; nothing was read on and nothing was done")


class UnforeseenError(VoicekeepError):
    """Something broke that nobody foresaw; nothing more is told."""

    def __init__(self) -> None:
        super().__init__("something broke that nobody foresaw; nothing more was done and nothing is told of it")


class Problem(BaseModel):
    """Something was not done, and this says what (RFC 9457)."""

    type: str = Field(description="What kind of problem it is: `urn:voicekeep:problem:` and its name.")
    title: str = Field(description="The name of the error; it stays the same, and means the same everywhere.")
    status: int = Field(description="The status of the answer.")
    detail: str = Field(description="What did not happen, in English; never what was sent, said or stored.")
    fields: list[str] | None = Field(
        default=None, description="Where it does not fit what is asked for, e.g. `body.email`; null elsewhere."
    )


_STATUS: Final[tuple[tuple[type[VoicekeepError], HTTPStatus], ...]] = (
    (NotSignedInError, HTTPStatus.UNAUTHORIZED),
    (SignInRefusedError, HTTPStatus.UNAUTHORIZED),
    (CodeRefusedError, HTTPStatus.UNAUTHORIZED),
    (StaleSignInError, HTTPStatus.FORBIDDEN),
    (NotHereError, HTTPStatus.NOT_FOUND),
    (NothingHandedOverError, HTTPStatus.NOT_FOUND),
    (UnknownMethodError, HTTPStatus.METHOD_NOT_ALLOWED),
    (TooLargeError, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (IncompleteRequestError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (SpeakerGoneError, HTTPStatus.CONFLICT),
    (TooManyFailuresError, HTTPStatus.TOO_MANY_REQUESTS),
    (RateExceededError, HTTPStatus.TOO_MANY_REQUESTS),
    (ChoiceRefusedError, HTTPStatus.BAD_REQUEST),
    (NewPasswordRefusedError, HTTPStatus.BAD_REQUEST),
    (PasskeyNameRefusedError, HTTPStatus.BAD_REQUEST),
    (WishRefusedError, HTTPStatus.BAD_REQUEST),
    (DeviceNameRefusedError, HTTPStatus.BAD_REQUEST),
    (PublicKeyRefusedError, HTTPStatus.BAD_REQUEST),
    (ShownNameRefusedError, HTTPStatus.BAD_REQUEST),
    (MandateRefusedError, HTTPStatus.BAD_REQUEST),
    (SamePersonError, HTTPStatus.BAD_REQUEST),
    (WayInRefusedError, HTTPStatus.BAD_REQUEST),
    (EmailTakenError, HTTPStatus.BAD_REQUEST),
    (ApplicantRefusedError, HTTPStatus.BAD_REQUEST),
    (MandateEndedError, HTTPStatus.FORBIDDEN),
    (ExpiredMandateError, HTTPStatus.FORBIDDEN),
    (NotEntrustedError, HTTPStatus.FORBIDDEN),
    (CorrectionRefusedError, HTTPStatus.BAD_REQUEST),
    (StretchRefusedError, HTTPStatus.BAD_REQUEST),
    (WordsRefusedError, HTTPStatus.BAD_REQUEST),
    (FoundRefusedError, HTTPStatus.BAD_REQUEST),
    (MarkedMeanwhileError, HTTPStatus.BAD_REQUEST),
    (SubmissionRefusedError, HTTPStatus.BAD_REQUEST),
    (ApplicantRefusedError, HTTPStatus.BAD_REQUEST),
    (EmailTakenError, HTTPStatus.BAD_REQUEST),
    (PasskeyNeededError, HTTPStatus.FORBIDDEN),
    (ChildLeftError, HTTPStatus.CONFLICT),
    (ProfileChangedError, HTTPStatus.CONFLICT),
    (ChoiceChangedError, HTTPStatus.CONFLICT),
    (IllegalMoveError, HTTPStatus.CONFLICT),
    (RequestChangedError, HTTPStatus.CONFLICT),
    (ReleasedBeforeError, HTTPStatus.CONFLICT),
    (CaseMovedError, HTTPStatus.CONFLICT),
    (LetterError, HTTPStatus.CONFLICT),
    (NotPrintableError, HTTPStatus.CONFLICT),
    (ExportsOffError, HTTPStatus.SERVICE_UNAVAILABLE),
    (StoreError, HTTPStatus.SERVICE_UNAVAILABLE),
    (VoicekeepError, HTTPStatus.INTERNAL_SERVER_ERROR),
)
_STANDS_FOR: Final[tuple[tuple[type[VoicekeepError], type[NotHereError | NothingHandedOverError]], ...]] = (
    (NotYoursError, NotHereError),
    (UnknownPasskeyError, NotHereError),
    (UnknownSpeakerError, NotHereError),
    (UnknownRequestError, NotHereError),
    (ForeignMandateError, NotHereError),
    (UnknownCopyError, NotHereError),
    (UnknownCaseError, NotHereError),
    (MalformedIdError, NotHereError),
    (DeliveryError, NothingHandedOverError),
)
_OURS: Final = "something is broken on our side; nothing more was done and nothing is told of it"
_LATER: Final = "a store could not do it now; nothing was changed, and it may be tried again"
_MEANS: Final = {
    HTTPStatus.BAD_REQUEST: "It cannot be done like this; the problem says why.",
    HTTPStatus.UNAUTHORIZED: "Nobody is signed in with this token, or what was to prove who it is does not.",
    HTTPStatus.FORBIDDEN: "The sign-in is older than ten minutes (`POST /confirm`, try again), or a mandate is over.",
    HTTPStatus.NOT_FOUND: "Not there, or not yours: no difference is made.",
    HTTPStatus.CONFLICT: "It went on meanwhile, or is over; nothing was changed.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "More was sent than any request needs.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "What was sent is not what is asked for here.",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many tries; `Retry-After` says in how many seconds to come back.",
    HTTPStatus.SERVICE_UNAVAILABLE: (
        "A store could not do it now, or exports are off (`GET /exports` says why); nothing was changed. Try again."
    ),
}


def refusals(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """Return how an operation's refusals stand in the document of the API."""
    always = (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.SERVICE_UNAVAILABLE)
    return {
        status.value: {"description": _MEANS[status], "content": {MEDIA_TYPE: {"schema": _SCHEMA}}}
        for status in (*statuses, *always)
    }


def problem(error: VoicekeepError, *, fields: list[str] | None = None, retry_seconds: int = 0) -> Response:
    """Return the answer that an error becomes."""
    status = next(status for kind, status in _STATUS if isinstance(error, kind))
    name = type(error).__name__
    told = Problem(
        type=f"urn:voicekeep:problem:{name}",
        title=name,
        status=status.value,
        detail=_detail(error, status),
        fields=fields,
    )
    return Response(
        told.model_dump_json(), status_code=status, media_type=MEDIA_TYPE, headers=_headers(status, retry_seconds)
    )


def _detail(error: VoicekeepError, status: HTTPStatus) -> str:
    """Return what is said of an error: of what is broken on our side nothing but its name, the rest may be anybody's.

    Such an error names rows, tables and blobs, for whoever runs the keep.
    """
    if isinstance(error, StoreError):
        return _LATER
    return _OURS if status is HTTPStatus.INTERNAL_SERVER_ERROR else str(error)


def _headers(status: HTTPStatus, retry_seconds: int) -> Mapping[str, str]:
    if status is HTTPStatus.UNAUTHORIZED:
        return {"WWW-Authenticate": "Bearer"}
    return {"Retry-After": str(retry_seconds)} if status is HTTPStatus.TOO_MANY_REQUESTS else {}


def refused(request: Request, error: Exception) -> Response:
    """Answer with an error of ours; what would tell a stranger something, with the one that stands for it."""
    ours = error if isinstance(error, VoicekeepError) else UnforeseenError()
    told = next((instead() for kind, instead in _STANDS_FOR if isinstance(ours, kind)), ours)
    window = pages_of(request).keep.limits.sign_in_window
    return problem(told, retry_seconds=int(window.total_seconds()))


def incomplete(_: Request, error: Exception) -> Response:
    """Answer to what is not what the document asks for; where, and nothing of what was sent."""
    errors = error.errors() if isinstance(error, RequestValidationError) else ()
    fields = sorted({".".join(str(part) for part in each["loc"] if isinstance(part, str)) for each in errors})
    return problem(IncompleteRequestError(), fields=fields)


def no_such_address(request: Request, error: Exception) -> Response:
    """Answer where there is nothing, or nothing that does that; and to a body that is no text at all."""
    match error.status_code if isinstance(error, HTTPException) else HTTPStatus.NOT_FOUND:
        case HTTPStatus.METHOD_NOT_ALLOWED:
            answer = problem(UnknownMethodError())
            answer.headers["Allow"] = ", ".join(sorted(_methods_at(request)))
            return answer
        case HTTPStatus.BAD_REQUEST:
            return problem(IncompleteRequestError(), fields=["body"])
    return problem(NotHereError())


def _methods_at(request: Request) -> set[str]:
    """Return what the address does; each method may be a route of its own."""
    routes = iter_route_contexts(request.app.routes)
    here = (route for route in routes if route.original_route.matches(request.scope)[0] is not Match.NONE)
    return {method for route in here for method in route.methods or ()}
