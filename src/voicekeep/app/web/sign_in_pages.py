"""Opening an account, signing in, confirming, signing out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from voicekeep.app.operations.accounts import choose, confirm, leave, open_account, sign_in
from voicekeep.app.web.guards import FORM_FIELD
from voicekeep.app.web.pages import count_try, pages_of, signed_in_or_refuse
from voicekeep.people import Applicant, ApplicantRefusedError, EmailTakenError, InvitationError, SignInRefusedError
from voicekeep.records.items import Keeping

router = APIRouter()

FormToken = Annotated[str, Form(alias=FORM_FIELD)]
Field = Annotated[str, Form()]

_TRIES = 30  # forms per address and window; each account has its own, smaller bound
_OUR_PAGES = ("/my-data", "/copy/", "/choices")


def safe_next(path: str) -> str:
    """Return `path` if it is a page of ours to go on to, else the person's own page."""
    ours = path.startswith(_OUR_PAGES) and "//" not in path and "\\" not in path
    return path if ours else "/my-data"


@router.get("/")
def front(request: Request) -> Response:
    """Go where the visitor belongs."""
    where = "/my-data" if pages_of(request).session_of(request) else "/sign-in"
    return RedirectResponse(where, status_code=303)


@router.get("/sign-in")
def sign_in_form(request: Request, next: str = "/my-data") -> Response:  # noqa: A002  the address says next
    """Ask who it is."""
    return pages_of(request).show(request, "sign_in.html", next=safe_next(next), refused=False)


@router.post("/sign-in")
def sign_in_sent(
    request: Request,
    email: Field,
    password: Field,
    form_token: FormToken,
    next: Field = "/my-data",  # noqa: A002  the form says next
) -> Response:
    """Sign in, or say that it did not fit: the same for unknown and wrong."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    count_try(request, "sign-in", most=_TRIES)
    try:
        signed_in = sign_in(pages.keep, email, password)
    except SignInRefusedError:
        return pages.show(request, "sign_in.html", status=401, next=safe_next(next), refused=True)
    response = RedirectResponse(safe_next(next), status_code=303)
    pages.sign_in_cookie(response, signed_in.token)
    return response


@router.get("/confirm")
def confirm_form(request: Request, next: str = "/my-data") -> Response:  # noqa: A002
    """Ask for the password again before something is released."""
    signed_in_or_refuse(request)
    return pages_of(request).show(request, "confirm.html", next=safe_next(next), refused=False)


@router.post("/confirm")
def confirm_sent(
    request: Request,
    password: Field,
    form_token: FormToken,
    next: Field = "/my-data",  # noqa: A002
) -> Response:
    """Renew the sign-in."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    session = signed_in_or_refuse(request)
    try:
        confirm(pages.keep, session, password)
    except SignInRefusedError:
        return pages.show(request, "confirm.html", status=401, next=safe_next(next), refused=True)
    return RedirectResponse(safe_next(next), status_code=303)


@router.post("/sign-out")
def sign_out_sent(request: Request, form_token: FormToken) -> Response:
    """End the session here."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    session = pages.session_of(request)
    if session is not None:
        leave(pages.keep, session)
    response = RedirectResponse("/sign-in", status_code=303)
    pages.forget_cookie(response)
    return response


@router.get("/welcome/{invitation}")
def welcome_form(request: Request, invitation: str) -> Response:
    """Offer to open an account."""
    return pages_of(request).show(request, "welcome.html", invitation=invitation, problem=None, typed={})


@router.post("/welcome/{invitation}")
def welcome_sent(
    request: Request,
    invitation: str,
    name: Field,
    email: Field,
    password: Field,
    form_token: FormToken,
    household: Field = "",
) -> Response:
    """Open the account and sign in."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    count_try(request, "welcome", most=_TRIES)
    applicant = Applicant(
        name=name,
        email=email,
        password=password,
        language=pages.language_of(request),
        household_name=household,
    )
    try:
        open_account(pages.keep, invitation, applicant)
    except (EmailTakenError, InvitationError, ApplicantRefusedError) as refused:
        typed = {"name": name, "email": email, "household": household}
        problem = f"welcome_{type(refused).__name__}"
        return pages.show(request, "welcome.html", status=400, invitation=invitation, problem=problem, typed=typed)
    signed_in = sign_in(pages.keep, email, password)
    response = RedirectResponse("/choices", status_code=303)
    pages.sign_in_cookie(response, signed_in.token)
    return response


@router.get("/choices")
def choices_form(request: Request) -> Response:
    """Ask what to keep; nothing is preselected."""
    signed_in_or_refuse(request)
    return pages_of(request).show(request, "choices.html")


@router.post("/choices")
def choices_sent(
    request: Request, keeping: Annotated[Keeping, Form()], form_token: FormToken, months: Annotated[int, Form()] = 0
) -> Response:
    """Take the choice."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    choose(pages.keep, signed_in_or_refuse(request), keeping, months)
    return RedirectResponse("/my-data", status_code=303)
