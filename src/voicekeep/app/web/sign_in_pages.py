"""Signing in, confirming that it is still the same person, signing out."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query, Request, Response

from voicekeep.app.operations.accounts import confirm, leave, profile_of, sign_in
from voicekeep.app.web.guards import FORM_FIELD
from voicekeep.app.web.pages import count_try, pages_of, signed_in_or_refuse
from voicekeep.people import Session, SignInRefusedError

router = APIRouter()

FormToken = Annotated[str, Form(alias=FORM_FIELD)]
Field = Annotated[str, Form()]
NextAsked = Annotated[str, Query(alias="next")]
NextSent = Annotated[str, Form(alias="next")]

SIGN_INS_PER_WINDOW: Final = 30  # forms of one address; each account has its own, smaller bound
_HOME: Final = "/my-data"
_OURS: Final = re.compile(r"/my-data(/history)?|/choices|/copy/[A-Za-z0-9_-]{1,128}", re.ASCII)


def safe_next(path: str) -> str:
    """Return `path` if it is a page of ours to go on to, else the person's own page."""
    return path if _OURS.fullmatch(path) else _HOME


@router.get("/")
def front(request: Request) -> Response:
    """Go where the visitor belongs."""
    pages = pages_of(request)
    return pages.go_to(request, _HOME if pages.session_of(request) else "/sign-in")


@router.get("/sign-in")
def sign_in_form(request: Request, onward: NextAsked = _HOME) -> Response:
    """Ask who it is."""
    return pages_of(request).show(request, "sign_in.html", next=safe_next(onward), refused=False)


@router.post("/sign-in")
def sign_in_sent(
    request: Request, email: Field, password: Field, form_token: FormToken, onward: NextSent = _HOME
) -> Response:
    """Sign in, or say that it did not fit: the same for unknown and wrong."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    count_try(request, "sign-in", most=SIGN_INS_PER_WINDOW)
    onward = safe_next(onward)
    try:
        signed_in = sign_in(pages.keep, email, password)
    except SignInRefusedError:
        return pages.show(request, "sign_in.html", status=HTTPStatus.UNAUTHORIZED, next=onward, refused=True)
    response = pages.go_to(request, onward)
    pages.sign_in_cookie(response, signed_in.token)
    return response


@router.get("/confirm")
def confirm_form(request: Request, onward: NextAsked = _HOME) -> Response:
    """Ask for the password again before something is released."""
    return _ask_again(request, signed_in_or_refuse(request), onward, refused=False)


@router.post("/confirm")
def confirm_sent(request: Request, password: Field, form_token: FormToken, onward: NextSent = _HOME) -> Response:
    """Renew the sign-in."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    session = signed_in_or_refuse(request)
    try:
        confirm(pages.keep, session, password)
    except SignInRefusedError:
        return _ask_again(request, session, onward, refused=True)
    return pages.go_to(request, safe_next(onward))


def _ask_again(request: Request, session: Session, onward: str, *, refused: bool) -> Response:
    pages = pages_of(request)
    return pages.show(
        request,
        "confirm.html",
        status=HTTPStatus.UNAUTHORIZED if refused else HTTPStatus.OK,
        email=profile_of(pages.keep, session).email,  # for the browser's password manager
        next=safe_next(onward),
        refused=refused,
    )


@router.post("/sign-out")
def sign_out_sent(request: Request, form_token: FormToken) -> Response:
    """End the session here."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    session = pages.session_of(request)
    if session is not None:
        leave(pages.keep, session)
    response = pages.go_to(request, "/sign-in")
    pages.forget_cookies(response)
    return response
