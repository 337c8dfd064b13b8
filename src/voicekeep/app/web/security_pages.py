"""What opens a person's account: passkeys, password, recovery codes, sessions. Each change needs a fresh sign-in."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response

from voicekeep.app.operations.accounts import profile_of
from voicekeep.app.operations.proving import (
    PasskeyNameRefusedError,
    UnknownPasskeyError,
    access_of,
    add_a_passkey,
    challenge_to_add,
    change_password,
    end_all_others,
    end_one_session,
    make_recovery_codes,
    name_passkey,
    remove_passkey,
)
from voicekeep.app.web.guards import FORM_FIELD
from voicekeep.app.web.pages import count_try, pages_of, signed_in_or_refuse
from voicekeep.people import NewPasswordRefusedError, PasskeyRefusedError, Session, TooManyPasskeysError
from voicekeep.records.ids import MalformedIdError, PasskeyId, SessionId

router = APIRouter()

FormToken = Annotated[str, Form(alias=FORM_FIELD)]
Field = Annotated[str, Form()]

PAGE: Final = "/security"
CHANGES_PER_WINDOW: Final = 60  # of one person


@router.get(PAGE)
def security(request: Request) -> Response:
    """Show what opens the person's account."""
    return _shown(request, signed_in_or_refuse(request))


@router.post("/security/passkeys/challenge")
def new_passkey_asked(request: Request, form_token: FormToken) -> Response:
    """Return what the browser needs to make a passkey."""
    session = _changing(request, form_token)
    return Response(challenge_to_add(pages_of(request).keep, session), media_type="application/json")


@router.post("/security/passkeys")
def new_passkey_sent(request: Request, answer: Field, passkey_name: Field, form_token: FormToken) -> Response:
    """Add the passkey that the browser made."""
    session = _changing(request, form_token)
    try:
        add_a_passkey(pages_of(request).keep, session, answer, passkey_name)
    except (PasskeyRefusedError, PasskeyNameRefusedError, TooManyPasskeysError) as refused:
        return _shown(request, session, problem=type(refused).__name__)
    return _back(request)


@router.post("/security/passkeys/{passkey}/name")
def passkey_named(request: Request, passkey: str, passkey_name: Field, form_token: FormToken) -> Response:
    """Give a passkey another name."""
    session = _changing(request, form_token)
    try:
        name_passkey(pages_of(request).keep, session, _passkey(passkey), passkey_name)
    except PasskeyNameRefusedError as refused:
        return _shown(request, session, problem=type(refused).__name__)
    return _back(request)


@router.post("/security/passkeys/{passkey}/remove")
def passkey_removed(request: Request, passkey: str, form_token: FormToken) -> Response:
    """Remove a passkey."""
    session = _changing(request, form_token)
    remove_passkey(pages_of(request).keep, session, _passkey(passkey))
    return _back(request)


@router.post("/security/codes")
def codes_made(request: Request, form_token: FormToken) -> Response:
    """Show new recovery codes, this once."""
    session = _changing(request, form_token)
    pages = pages_of(request)
    return pages.show(request, "codes.html", at=PAGE, codes=make_recovery_codes(pages.keep, session))


@router.post("/security/password")
def password_changed(request: Request, new_password: Field, form_token: FormToken) -> Response:
    """Take a new password."""
    session = _changing(request, form_token)
    try:
        change_password(pages_of(request).keep, session, new_password)
    except NewPasswordRefusedError as refused:
        return _shown(request, session, problem=type(refused).__name__)
    return _shown(request, session, done="password_changed")


@router.post("/security/sessions/others/end")
def other_sessions_ended(request: Request, form_token: FormToken) -> Response:
    """End all sessions but this one."""
    session = _changing(request, form_token)
    end_all_others(pages_of(request).keep, session)
    return _back(request)


@router.post("/security/sessions/{other}/end")
def session_ended(request: Request, other: str, form_token: FormToken) -> Response:
    """End one session of the person's."""
    session = _changing(request, form_token)
    try:
        end_one_session(pages_of(request).keep, session, SessionId(other))
    except MalformedIdError:
        return _back(request)  # there is none of that name, so it has ended
    return _back(request)


def _changing(request: Request, form_token: str) -> Session:
    """Return who is signed in and changes something, by a form of ours."""
    pages_of(request).require_own_form(request, form_token)
    session = signed_in_or_refuse(request)
    count_try(request, "security", most=CHANGES_PER_WINDOW, session=session)
    return session


def _passkey(text: str) -> PasskeyId:
    try:
        return PasskeyId(text)
    except MalformedIdError as malformed:
        raise UnknownPasskeyError from malformed


def _back(request: Request) -> Response:
    return pages_of(request).go_to(request, PAGE)


def _shown(request: Request, session: Session, *, problem: str = "", done: str = "") -> Response:
    pages = pages_of(request)
    return pages.show(
        request,
        "security.html",
        status=HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK,
        at=PAGE,
        access=access_of(pages.keep, session),
        email=profile_of(pages.keep, session).email,  # for the browser's password manager
        this=session.session,
        problem=problem,
        done=done,
    )
