"""My requests: each use of a right, where it stands, its letters, and what its person can do about it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Form, HTTPException, Request, Response

from voicekeep.app.operations.own_requests import (
    OwnRequest,
    confirm_request,
    letter_named,
    requests_of,
    withdraw_request,
)
from voicekeep.app.papers import Letter, letter_page, pdf_of_letter
from voicekeep.app.web.due_words import days_in_words
from voicekeep.app.web.guards import FORM_FIELD
from voicekeep.app.web.pages import pages_of, signed_in_or_refuse
from voicekeep.people import Session
from voicekeep.records.ids import MalformedIdError, RequestId
from voicekeep.records.rights import Withdrew
from voicekeep.request import UnknownRequestError

router = APIRouter()

PAGE: Final = "/my-data/requests"
ONE: Final = "/my-data/requests/{request_id}"
FORMS: Final[dict[str, tuple[str, Callable[[Letter], bytes]]]] = {
    "html": ("text/html; charset=utf-8", letter_page),
    "pdf": ("application/pdf", pdf_of_letter),
}


class Act(StrEnum):
    """What somebody does about their own request."""

    CONFIRM = "confirm"
    WITHDRAW = "withdraw"
    NOT_MINE = "not_mine"


@router.get(PAGE)
def requests(request: Request) -> Response:
    """List the person's requests."""
    pages, session = pages_of(request), signed_in_or_refuse(request)
    own = requests_of(pages.keep, session)
    return pages.show(request, "requests.html", requests=own, in_words=days_in_words(pages.language_of(request)))


@router.get("/my-data/requests-now")
def requests_now(request: Request) -> Response:
    """Return the part of the list that changes."""
    pages, session = pages_of(request), signed_in_or_refuse(request)
    own = requests_of(pages.keep, session)
    return pages.show(request, "requests_now.html", requests=own, in_words=days_in_words(pages.language_of(request)))


@router.get(ONE)
def one_request(request: Request, request_id: str) -> Response:
    """Show one request, its letters and what can be done about it."""
    pages, session = pages_of(request), signed_in_or_refuse(request)
    in_words = days_in_words(pages.language_of(request))
    return pages.show(request, "request.html", one=_own(request, session, request_id), in_words=in_words)


@router.post(ONE)
def acted(
    request: Request,
    request_id: str,
    act: Annotated[Act, Form()],
    form_token: Annotated[str, Form(alias=FORM_FIELD)],
) -> Response:
    """Confirm that a request is one's own, or take it back."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    session, named = signed_in_or_refuse(request), _id(request_id)
    if act is Act.CONFIRM:
        confirm_request(pages.keep, session, named)
    else:
        because = Withdrew.NOT_MINE if act is Act.NOT_MINE else Withdrew.CHANGED_MIND
        withdraw_request(pages.keep, session, named, because)
    return pages.go_to(request, request.url.path)


@router.get(f"{ONE}/letters/{{letter}}")
def letter(request: Request, request_id: str, letter: str) -> Response:
    """Show one letter."""
    pages, session = pages_of(request), signed_in_or_refuse(request)
    shown = letter_named(pages.keep, session, _id(request_id), letter)
    return pages.show(request, "letter.html", letter=shown, request_id=request_id, name=letter, forms=sorted(FORMS))


@router.get(f"{ONE}/letters/{{letter}}/{{form}}")
def letter_file(request: Request, request_id: str, letter: str, form: str) -> Response:
    """Hand one letter out as a file."""
    pages, session = pages_of(request), signed_in_or_refuse(request)
    if form not in FORMS:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    media_type, make = FORMS[form]
    written = letter_named(pages.keep, session, _id(request_id), letter)
    headers = {"Content-Disposition": f'attachment; filename="letter-{written.written.isoformat()}.{form}"'}
    return Response(make(written), media_type=media_type, headers=headers)


def _own(request: Request, session: Session, request_id: str) -> OwnRequest:
    named = _id(request_id)
    for each in requests_of(pages_of(request).keep, session):
        if each.request == named:
            return each
    raise UnknownRequestError(named)


def _id(text: str) -> RequestId:
    """Return the identifier that an address names; what is none is not here."""
    try:
        return RequestId(text)
    except MalformedIdError as unknown:
        raise HTTPException(HTTPStatus.NOT_FOUND) from unknown
