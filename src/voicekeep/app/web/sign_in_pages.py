"""Signing in, confirming that it is still the same person, signing out."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query, Request, Response

from voicekeep.app.operations.accounts import confirm, leave, profile_of, sign_in
from voicekeep.app.operations.proving import (
    access_of,
    challenge_to_confirm,
    challenge_to_sign_in,
    confirm_by_passkey,
    sign_in_by_code,
    sign_in_by_passkey,
)
from voicekeep.app.web.guards import FORM_FIELD
from voicekeep.app.web.onward import HOME, onward_of
from voicekeep.app.web.pages import count_try, pages_of, signed_in_or_refuse
from voicekeep.people import PasskeyRefusedError, RecoveryRefusedError, Session, SignedIn, SignInRefusedError

router = APIRouter()

FormToken = Annotated[str, Form(alias=FORM_FIELD)]
Field = Annotated[str, Form()]
NextAsked = Annotated[str, Query(alias="next")]
NextSent = Annotated[str, Form(alias="next")]

SIGN_INS_PER_WINDOW: Final = 30  # forms of one address; each account has its own, smaller bound


@router.get("/")
def front(request: Request) -> Response:
    """Go where the visitor belongs."""
    pages = pages_of(request)
    return pages.go_to(request, HOME if pages.session_of(request) else "/sign-in")


@router.get("/sign-in")
def sign_in_form(request: Request, onward: NextAsked = HOME) -> Response:
    """Ask who it is."""
    return pages_of(request).show(request, "sign_in.html", next=onward_of(request).to(onward), refused="")


@router.post("/sign-in")
def sign_in_sent(
    request: Request, email: Field, password: Field, form_token: FormToken, onward: NextSent = HOME
) -> Response:
    """Sign in, or say that it did not fit: the same for unknown and wrong."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    count_try(request, "sign-in", most=SIGN_INS_PER_WINDOW)
    onward = onward_of(request).to(onward)
    try:
        signed_in = sign_in(pages.keep, email, password)
    except SignInRefusedError:
        return _not_in(request, "sign_in.html", onward, "sign_in_refused")
    return _in(request, signed_in, onward)


@router.post("/sign-in/challenge")
def challenge_sent(request: Request, form_token: FormToken) -> Response:
    """Return what the browser needs to prove a passkey."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    count_try(request, "sign-in", most=SIGN_INS_PER_WINDOW)
    return Response(challenge_to_sign_in(pages.keep), media_type="application/json")


@router.post("/sign-in/passkey")
def passkey_sent(request: Request, answer: Field, form_token: FormToken, onward: NextSent = HOME) -> Response:
    """Sign in whoever's passkey it is."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    count_try(request, "sign-in", most=SIGN_INS_PER_WINDOW)
    try:
        signed_in = sign_in_by_passkey(pages.keep, answer)
    except PasskeyRefusedError:
        return _not_in(request, "sign_in.html", onward, "passkey_refused")
    return _in(request, signed_in, onward)


@router.get("/sign-in/code")
def code_form(request: Request) -> Response:
    """Ask for a recovery code."""
    return pages_of(request).show(request, "recovery.html", next="/security", refused="")


@router.post("/sign-in/code")
def code_sent(request: Request, email: Field, code: Field, form_token: FormToken) -> Response:
    """Sign in with a recovery code, and go where a new password or passkey can be set."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    count_try(request, "sign-in", most=SIGN_INS_PER_WINDOW)
    try:
        signed_in = sign_in_by_code(pages.keep, email, code)
    except RecoveryRefusedError:
        return _not_in(request, "recovery.html", "/security", "code_refused")
    return _in(request, signed_in, "/security")


def _in(request: Request, signed_in: SignedIn, onward: str) -> Response:
    pages = pages_of(request)
    response = pages.go_to(request, onward_of(request).to(onward))
    pages.sign_in_cookie(response, signed_in.token)
    return response


def _not_in(request: Request, template: str, onward: str, why: str) -> Response:
    at = "/sign-in" if template == "sign_in.html" else "/sign-in/code"
    return pages_of(request).show(
        request, template, at=at, status=HTTPStatus.UNAUTHORIZED, next=onward_of(request).to(onward), refused=why
    )


@router.get("/confirm")
def confirm_form(request: Request, onward: NextAsked = HOME) -> Response:
    """Ask once more who it is before something is released."""
    return _ask_again(request, signed_in_or_refuse(request), onward, refused="")


@router.post("/confirm")
def confirm_sent(request: Request, password: Field, form_token: FormToken, onward: NextSent = HOME) -> Response:
    """Renew the sign-in."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    session = signed_in_or_refuse(request)
    try:
        confirm(pages.keep, session, password)
    except SignInRefusedError:
        return _ask_again(request, session, onward, refused="confirm_refused")
    return pages.go_to(request, onward_of(request).to(onward))


@router.post("/confirm/challenge")
def confirm_challenge_sent(request: Request, form_token: FormToken) -> Response:
    """Return what the browser needs to prove a passkey of this person."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    session = signed_in_or_refuse(request)
    count_try(request, "sign-in", most=SIGN_INS_PER_WINDOW, session=session)
    return Response(challenge_to_confirm(pages.keep, session), media_type="application/json")


@router.post("/confirm/passkey")
def confirm_passkey_sent(request: Request, answer: Field, form_token: FormToken, onward: NextSent = HOME) -> Response:
    """Renew the sign-in with a passkey."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    session = signed_in_or_refuse(request)
    try:
        confirm_by_passkey(pages.keep, session, answer)
    except PasskeyRefusedError:
        return _ask_again(request, session, onward, refused="passkey_refused")
    return pages.go_to(request, onward_of(request).to(onward))


def _ask_again(request: Request, session: Session, onward: str, *, refused: str) -> Response:
    pages = pages_of(request)
    return pages.show(
        request,
        "confirm.html",
        at="/confirm",
        status=HTTPStatus.UNAUTHORIZED if refused else HTTPStatus.OK,
        email=profile_of(pages.keep, session).email,  # for the browser's password manager
        next=onward_of(request).to(onward),
        refused=refused,
        has_passkey=bool(access_of(pages.keep, session).passkeys),
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
