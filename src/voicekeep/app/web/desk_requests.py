"""The desk's queue: what waits, until when, what became of it, what is decided about it; nothing of anybody's data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Form, HTTPException, Query, Request, Response

from voicekeep.app.operations.answering import (
    ANSWERERS,
    answer_request,
    ask_for_identity,
    extend_request,
    take_question_back,
)
from voicekeep.app.operations.asking import place_of
from voicekeep.app.operations.queueing import queue, request_at_desk
from voicekeep.app.operations.refusing import RefusalProposedError, propose_refusal
from voicekeep.app.operations.registering import LetterDayRefusedError, register
from voicekeep.app.operations.staff import on_duty
from voicekeep.app.operations.standings import REASON_MAX_CHARS
from voicekeep.app.papers import LetterError, guest_answer, letter_page, pdf_of_letter
from voicekeep.app.web.due_plot import plot_of
from voicekeep.app.web.due_words import days_in_words
from voicekeep.app.web.guards import FORM_FIELD
from voicekeep.app.web.pages import count_try, pages_of, signed_in_or_refuse
from voicekeep.app.web.paging import part_of
from voicekeep.people import Session
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import MalformedIdError, RequestId
from voicekeep.records.rights import Channel, Doubt, ExtensionGround, Means, RefusalGround, Right
from voicekeep.records.texts import language_named
from voicekeep.request import (
    BoilerplateReasonError,
    EmptyReasonError,
    GroundRefusedError,
    IllegalMoveError,
    NotAskedError,
    NotExtendedError,
    RequestChangedError,
)

router = APIRouter()

FormToken = Annotated[str, Form(alias=FORM_FIELD)]

QUEUE: Final = "/desk/requests"
ONE: Final = "/desk/requests/{named}"
REGISTER: Final = "/desk/letters"
PER_PAGE: Final = 50  # requests
LETTERS_PER_WINDOW: Final = 30  # that one member of staff registers
DECIDE_PROBLEMS: Final[tuple[type[VoicekeepError], ...]] = (
    RequestChangedError,
    EmptyReasonError,
    BoilerplateReasonError,
    NotExtendedError,
    NotAskedError,
    GroundRefusedError,
    IllegalMoveError,
    RefusalProposedError,
    *LetterError.__subclasses__(),
)


class Decide(StrEnum):
    """What is decided about a request."""

    EXTEND = "extend"
    IDENTITY = "identity"
    RESUME = "resume"
    ANSWER = "answer"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Typed:
    act: Decide
    seen: int
    reason: str
    extension: ExtensionGround | None
    refusal: RefusalGround | None
    doubts: tuple[Doubt, ...]
    means: tuple[Means, ...]


@router.get(QUEUE)
def waiting(request: Request, page: Annotated[int, Query()] = 1) -> Response:
    """Show what waits, by the day until which it is to be answered; the plot is of all of it."""
    pages, session = pages_of(request), signed_in_or_refuse(request)
    lines = queue(pages.keep, session)
    today = place_of(pages.keep).day_of(pages.keep.now())
    return pages.show(
        request,
        "desk_requests.html",
        part=part_of(lines, page, PER_PAGE),
        plot=plot_of(lines, today),
        in_words=days_in_words(pages.language_of(request)),
    )


@router.get(ONE)
def one_request(request: Request, named: str) -> Response:
    """Show one request, with all that became of it."""
    return _shown(request, _id(named))


@router.post(ONE)
def decided(  # noqa: PLR0913, PLR0917  the fields of five forms of one page
    request: Request,
    named: str,
    act: Annotated[Decide, Form()],
    seen: Annotated[int, Form(ge=0)],
    form_token: FormToken,
    reason: Annotated[str, Form()] = "",
    extension: Annotated[ExtensionGround | None, Form()] = None,
    refusal: Annotated[RefusalGround | None, Form()] = None,
    doubts: Annotated[tuple[Doubt, ...], Form()] = (),
    means: Annotated[tuple[Means, ...], Form()] = (),
) -> Response:
    """Decide about one request."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    session, about = signed_in_or_refuse(request), _id(named)
    typed = _Typed(act=act, seen=seen, reason=reason, extension=extension, refusal=refusal, doubts=doubts, means=means)
    try:
        _decide(request, session, about, typed)
    except DECIDE_PROBLEMS as refused:
        return _shown(request, about, problem=type(refused).__name__, typed=typed)
    return pages.go_to(request, request.url.path)


@router.get(REGISTER)
def register_form(request: Request) -> Response:
    """Ask what came in by letter or mail."""
    return _register(request)


@router.post(REGISTER)
def registered(
    request: Request,
    address: Annotated[str, Form()],
    right: Annotated[Right, Form()],
    came_in: Annotated[str, Form()],
    channel: Annotated[Channel, Form()],
    spoken: Annotated[str, Form()],
    form_token: FormToken,
) -> Response:
    """Register it; the answer is the same whether there is such an account or not."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    session = signed_in_or_refuse(request)
    on_duty(pages.keep, session, ANSWERERS, fresh=True)
    count_try(request, "letters", most=LETTERS_PER_WINDOW, session=session)
    try:
        day, language = date.fromisoformat(came_in), language_named(spoken)
        register(pages.keep, session, address, right, came_in=day, channel=channel, language=language)
    except (LetterDayRefusedError, ValueError):
        typed = {"address": address, "right": right, "came_in": came_in, "channel": channel, "spoken": spoken}
        return _register(request, typed=typed)
    return _register(request, done=True)


@router.get(f"{REGISTER}/answer/{{form}}")
def answer_to_a_letter(request: Request, form: str) -> Response:
    """Hand out the answer to whoever wrote a letter: the same words whoever it was (Art. 11)."""
    pages, session = pages_of(request), signed_in_or_refuse(request)
    on_duty(pages.keep, session, ANSWERERS)
    forms = {"html": ("text/html; charset=utf-8", letter_page), "pdf": ("application/pdf", pdf_of_letter)}
    if form not in forms:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    media_type, make = forms[form]
    today = place_of(pages.keep).day_of(pages.keep.now())
    letter = guest_answer(
        pages.keep.settings.controller, written=today, language=language_named(pages.language_of(request))
    )
    headers = {"Content-Disposition": f'attachment; filename="answer.{form}"'}
    return Response(make(letter), media_type=media_type, headers=headers)


def _decide(request: Request, session: Session, about: RequestId, typed: _Typed) -> None:
    keep = pages_of(request).keep
    match typed.act:
        case Decide.EXTEND:
            if typed.extension is None:
                raise EmptyReasonError
            extend_request(keep, session, about, typed.seen, typed.extension, typed.reason)
        case Decide.IDENTITY:
            ask_for_identity(
                keep, session, about, typed.seen, doubts=typed.doubts, means=typed.means, reason=typed.reason
            )
        case Decide.RESUME:
            take_question_back(keep, session, about, typed.seen)
        case Decide.ANSWER:
            answer_request(keep, session, about, typed.seen, typed.reason)
        case Decide.REFUSE:
            if typed.refusal is None:
                raise EmptyReasonError
            propose_refusal(keep, session, about, typed.seen, typed.refusal, typed.reason)


def _shown(request: Request, about: RequestId, *, problem: str = "", typed: _Typed | None = None) -> Response:
    pages = pages_of(request)
    session = signed_in_or_refuse(request)
    return pages.show(
        request,
        "desk_request.html",
        status=HTTPStatus.CONFLICT if problem else HTTPStatus.OK,
        one=request_at_desk(pages.keep, session, about),
        in_words=days_in_words(pages.language_of(request)),
        problem=problem,
        typed=typed,
        extensions=tuple(ExtensionGround),
        doubts=tuple(Doubt),
        means=tuple(Means),
        most=REASON_MAX_CHARS,
    )


def _register(request: Request, *, typed: Mapping[str, str] | None = None, done: bool = False) -> Response:
    pages = pages_of(request)
    session = signed_in_or_refuse(request)
    on_duty(pages.keep, session, ANSWERERS, fresh=True)
    return pages.show(
        request,
        "desk_letters.html",
        status=HTTPStatus.BAD_REQUEST if typed else HTTPStatus.OK,
        rights=tuple(Right),
        channels=tuple(Channel),
        problem=typed is not None,
        typed=defaultdict(str, typed or {}),
        done=done,
        today=place_of(pages.keep).day_of(pages.keep.now()).isoformat(),
    )


def _id(text: str) -> RequestId:
    """Return the identifier that an address names; what is none is not here."""
    try:
        return RequestId(text)
    except MalformedIdError as unknown:
        raise HTTPException(HTTPStatus.NOT_FOUND) from unknown
