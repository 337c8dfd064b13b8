"""Put the pages together for one open keep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse

from voicekeep.app.documents import NotPrintableError
from voicekeep.app.offered import Offers
from voicekeep.app.operations.closing import ChildLeftError
from voicekeep.app.operations.ending_cases import CloseRefusedError
from voicekeep.app.operations.erase import NotYoursError
from voicekeep.app.operations.exports import ExportsOffError, SwitchRefusedError, exports_stopped
from voicekeep.app.operations.freezing_everybody import FreezeRefusedError
from voicekeep.app.operations.holding import ReleasedBeforeError
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.overriding import OverrideRefusedError
from voicekeep.app.operations.profiles import ProfileChangedError
from voicekeep.app.operations.proving import UnknownPasskeyError
from voicekeep.app.operations.speakers import UnknownSpeakerError
from voicekeep.app.papers import LetterError
from voicekeep.app.speakers import Ending, Speakers
from voicekeep.app.tls import Certificates
from voicekeep.app.web import (
    case_messages_pages,
    closing_pages,
    copy_pages,
    desk_case_scope,
    desk_cases,
    desk_overrides,
    desk_pages,
    desk_records,
    desk_register,
    desk_requests,
    desk_telling,
    found_pages,
    guest_pages,
    heard_pages,
    household_pages,
    incident_pages,
    mandate_pages,
    my_data,
    objection_pages,
    opening_pages,
    privacy_page,
    restriction_pages,
    rights_pages,
    said_pages,
    security_pages,
    sign_in_pages,
    speaker_pages,
    speaker_socket,
    speakers_pages,
    trust_pages,
    watching_pages,
    well_known,
)
from voicekeep.app.web.api import PREFIX, make_api
from voicekeep.app.web.api_problems import TooLargeError, no_such_address, problem
from voicekeep.app.web.desk_records import UnknownPaperError
from voicekeep.app.web.door import Door
from voicekeep.app.web.guards import BodyLimit, ForeignFormError
from voicekeep.app.web.once_more import keeps_typed, once_more
from voicekeep.app.web.onward import Onward, onward_of
from voicekeep.app.web.pages import Pages
from voicekeep.app.web.rates import RateExceededError, Rates
from voicekeep.app.web.said_pages import NothingSaidError
from voicekeep.app.web.speaker_socket import count_utterance
from voicekeep.app.web.static_files import STATIC
from voicekeep.delivery import DeliveryError
from voicekeep.device import Hub
from voicekeep.incident import CaseNotOverError, UnknownCaseError, UnknownCopyError
from voicekeep.people import (
    AppointmentRefusedError,
    ChoiceChangedError,
    ChoiceRefusedError,
    ExpiredMandateError,
    ForeignMandateError,
    MandateEndedError,
    MandateRefusedError,
    NotEntrustedError,
    NotOnDutyError,
    NotSignedInError,
    PasskeyNeededError,
    ProposalOverError,
    SamePersonError,
    StaleSignInError,
    TooManyFailuresError,
    TooManyPasskeysError,
    WayInRefusedError,
)
from voicekeep.records.errors import StoreError, VoicekeepError
from voicekeep.records.ids import DeviceId, MalformedIdError
from voicekeep.request import IllegalMoveError, RequestChangedError, UnknownRequestError


@dataclass(frozen=True, slots=True)
class _Refusal:
    """The page that an error becomes. The page may name the error, unless telling would help a stranger."""

    template: str
    status: HTTPStatus


_REFUSALS: Final[tuple[tuple[type[VoicekeepError], _Refusal], ...]] = (
    (DeliveryError, _Refusal("closed_link.html", HTTPStatus.NOT_FOUND)),
    (NotYoursError, _Refusal("not_here.html", HTTPStatus.NOT_FOUND)),
    (UnknownPasskeyError, _Refusal("not_here.html", HTTPStatus.NOT_FOUND)),
    (NothingSaidError, _Refusal("not_here.html", HTTPStatus.NOT_FOUND)),
    (UnknownSpeakerError, _Refusal("not_here.html", HTTPStatus.NOT_FOUND)),
    (ForeignMandateError, _Refusal("not_here.html", HTTPStatus.NOT_FOUND)),
    (MandateEndedError, _Refusal("mandate_over.html", HTTPStatus.FORBIDDEN)),
    (ExpiredMandateError, _Refusal("mandate_over.html", HTTPStatus.FORBIDDEN)),
    (NotEntrustedError, _Refusal("mandate_over.html", HTTPStatus.FORBIDDEN)),
    (MandateRefusedError, _Refusal("did_not_work.html", HTTPStatus.BAD_REQUEST)),
    (WayInRefusedError, _Refusal("did_not_work.html", HTTPStatus.BAD_REQUEST)),
    (ChildLeftError, _Refusal("did_not_work.html", HTTPStatus.CONFLICT)),
    (ChoiceChangedError, _Refusal("did_not_work.html", HTTPStatus.CONFLICT)),
    (ProfileChangedError, _Refusal("did_not_work.html", HTTPStatus.CONFLICT)),
    (UnknownRequestError, _Refusal("not_here.html", HTTPStatus.NOT_FOUND)),
    (PasskeyNeededError, _Refusal("desk_passkey.html", HTTPStatus.FORBIDDEN)),
    (NotOnDutyError, _Refusal("not_here.html", HTTPStatus.NOT_FOUND)),
    (UnknownPaperError, _Refusal("not_here.html", HTTPStatus.NOT_FOUND)),
    (MalformedIdError, _Refusal("not_here.html", HTTPStatus.NOT_FOUND)),
    (SamePersonError, _Refusal("did_not_work.html", HTTPStatus.CONFLICT)),
    (ProposalOverError, _Refusal("did_not_work.html", HTTPStatus.BAD_REQUEST)),
    (AppointmentRefusedError, _Refusal("did_not_work.html", HTTPStatus.BAD_REQUEST)),
    (SwitchRefusedError, _Refusal("did_not_work.html", HTTPStatus.BAD_REQUEST)),
    (UnknownCaseError, _Refusal("not_here.html", HTTPStatus.NOT_FOUND)),
    (FreezeRefusedError, _Refusal("did_not_work.html", HTTPStatus.CONFLICT)),
    (CloseRefusedError, _Refusal("did_not_work.html", HTTPStatus.CONFLICT)),
    (CaseNotOverError, _Refusal("did_not_work.html", HTTPStatus.CONFLICT)),
    (UnknownCopyError, _Refusal("not_here.html", HTTPStatus.NOT_FOUND)),
    (TooManyFailuresError, _Refusal("slow_down.html", HTTPStatus.TOO_MANY_REQUESTS)),
    (RateExceededError, _Refusal("slow_down.html", HTTPStatus.TOO_MANY_REQUESTS)),
    (ForeignFormError, _Refusal("foreign_form.html", HTTPStatus.FORBIDDEN)),
    (TooManyPasskeysError, _Refusal("did_not_work.html", HTTPStatus.BAD_REQUEST)),
    (ChoiceRefusedError, _Refusal("did_not_work.html", HTTPStatus.BAD_REQUEST)),
    (OverrideRefusedError, _Refusal("did_not_work.html", HTTPStatus.CONFLICT)),
    (IllegalMoveError, _Refusal("did_not_work.html", HTTPStatus.CONFLICT)),
    (RequestChangedError, _Refusal("did_not_work.html", HTTPStatus.CONFLICT)),
    (ReleasedBeforeError, _Refusal("did_not_work.html", HTTPStatus.CONFLICT)),
    (LetterError, _Refusal("did_not_work.html", HTTPStatus.CONFLICT)),
    (NotPrintableError, _Refusal("not_printable.html", HTTPStatus.CONFLICT)),
    (StoreError, _Refusal("did_not_work.html", HTTPStatus.SERVICE_UNAVAILABLE)),
    (VoicekeepError, _Refusal("did_not_work.html", HTTPStatus.INTERNAL_SERVER_ERROR)),
)
_STAGES: Final = (
    sign_in_pages,
    security_pages,
    opening_pages,
    my_data,
    heard_pages,
    copy_pages,
    incident_pages,
    case_messages_pages,
    found_pages,
    restriction_pages,
    household_pages,
    mandate_pages,
    closing_pages,
    desk_pages,
    desk_records,
    desk_telling,
    guest_pages,
    desk_overrides,
    desk_requests,
    rights_pages,
    objection_pages,
    desk_cases,
    desk_case_scope,
    desk_register,
    privacy_page,
    speakers_pages,
    speaker_pages,
    speaker_socket,
    trust_pages,
    said_pages,
    well_known,
    watching_pages,
)
_SIGN_IN_FIRST: Final = ((NotSignedInError, "/sign-in"), (StaleSignInError, "/confirm"))


def make_application(
    keep: Keep,
    *,
    hub: Hub | None = None,
    ending: Callable[[], Ending] | None = None,
    certificates: Certificates | None = None,
) -> FastAPI:
    """Return the ASGI application over `keep`; it starts nothing by itself.

    Args:
        keep: What is served.
        hub: What speakers talk to; without one they are told that nobody answers.
        ending: Notices where somebody stops speaking; without one, a speaker says so itself.
        certificates: What it is served with, where it is this keep that makes the connection private.
    """
    application = FastAPI(title="Voicekeep", docs_url=None, redoc_url=None, openapi_url=None)
    serve_instead(application, keep)
    application.state.speakers = Speakers()
    application.state.offers = Offers(keep.clock, keep.entropy, keep.limits)
    application.state.hub = hub
    application.state.ending = ending
    application.state.certificates = certificates
    application.state.onward = Onward(route for stage in _STAGES for route in stage.router.routes)
    # from the inside out
    application.add_exception_handler(VoicekeepError, _refused)
    application.add_exception_handler(StaleSignInError, _stale)
    application.add_exception_handler(RequestValidationError, _incomplete)
    application.add_exception_handler(HTTPException, _no_such_page)
    application.add_middleware(BodyLimit, max_bytes=keep.limits.form_max_bytes, refusal=_too_large)
    application.add_middleware(TrustedHostMiddleware, allowed_hosts=list(keep.settings.allowed_hosts))
    application.add_middleware(Door, over_tls=keep.settings.keeps_https, broken=_broken)
    for stage in _STAGES:
        application.include_router(stage.router)
    api = make_api()
    api.state = application.state  # the same keep, the same counts
    application.mount(PREFIX, api, name="api")
    application.mount("/static", StaticFiles(directory=STATIC), name="static")
    return application


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """What an application has in common with whatever else serves speakers in the same process."""

    speakers: Speakers
    offers: Offers
    counted: Callable[[DeviceId], None]  # raises RateExceededError, when a device says too much in a short time


def sharing_of(application: FastAPI) -> Sharing:
    """Return what others in the process share with an application made here."""
    state = application.state

    def counted(device: DeviceId) -> None:
        pages: Pages = state.pages
        count_utterance(state.rates, pages.keep, device)

    return Sharing(speakers=state.speakers, offers=state.offers, counted=counted)


def serve_instead(application: FastAPI, keep: Keep) -> None:
    """Let the application serve this keep from now on, whose settings are those that it was made with."""
    application.state.pages = Pages(keep)
    application.state.rates = Rates()


def _pages(request: Request) -> Pages:
    pages: Pages = request.app.state.pages
    return pages


def _refused(request: Request, error: Exception) -> Response:
    pages = _pages(request)
    for kind, door in _SIGN_IN_FIRST:
        if isinstance(error, kind):
            return pages.go_to(request, f"{door}?next={quote(onward_of(request).back_to(request))}")
    if isinstance(error, ExportsOffError):
        return _exports_off(request)
    refusal = next(refusal for kind, refusal in _REFUSALS if isinstance(error, kind))
    return pages.refuse(request, refusal.template, refusal.status, type(error).__name__)


async def _stale(request: Request, error: Exception) -> Response:
    if not keeps_typed(request):
        return await run_in_threadpool(_refused, request, error)
    form = await request.form()  # the endpoint has read it: it is there
    try:
        shown = await run_in_threadpool(once_more, request, form)
    except ForeignFormError as foreign:
        return await run_in_threadpool(_refused, request, foreign)
    return await run_in_threadpool(_refused, request, error) if shown is None else shown


def _exports_off(request: Request) -> Response:
    pages = _pages(request)
    stopped = exports_stopped(pages.keep)
    reason = "" if stopped is None else stopped.reason
    return pages.show(request, "exports_off.html", status=HTTPStatus.SERVICE_UNAVAILABLE, reason=reason)


def _incomplete(request: Request, _: Exception) -> Response:
    return _pages(request).refuse(request, "incomplete_form.html", HTTPStatus.BAD_REQUEST)


def _no_such_page(request: Request, error: Exception) -> Response:
    if request.url.path.startswith(f"{PREFIX}/"):
        return no_such_address(request, error)  # a name with a line's end in it, which no route takes
    status = error.status_code if isinstance(error, HTTPException) else HTTPStatus.NOT_FOUND
    return _pages(request).refuse(request, "not_here.html", HTTPStatus(status))


def _too_large(path: str) -> Response:
    if path.startswith(f"{PREFIX}/"):
        return problem(TooLargeError())
    return PlainTextResponse("too large; nothing was read\n", status_code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def _broken(request: Request) -> Response:
    return _pages(request).refuse(request, "did_not_work.html", HTTPStatus.INTERNAL_SERVER_ERROR, "Unexpected")
