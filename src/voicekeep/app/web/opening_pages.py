"""Opening an account from an invitation, and choosing what is kept."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response

from voicekeep.app.operations.accounts import choice_of, choices_made, choose, open_account, sign_in
from voicekeep.app.web.guards import FORM_FIELD
from voicekeep.app.web.pages import count_try, pages_of, signed_in_or_refuse
from voicekeep.formats.lines import encode_record
from voicekeep.formats.tables import csv_header, csv_row
from voicekeep.people import Applicant, ApplicantRefusedError, EmailTakenError, InvitationError, Session
from voicekeep.records.items import ItemKind, Keeping

router = APIRouter()

FormToken = Annotated[str, Form(alias=FORM_FIELD)]
Field = Annotated[str, Form()]

ACCOUNTS_PER_WINDOW: Final = 30  # forms of one address


@router.get("/welcome/{invitation}")
def welcome_form(request: Request, invitation: str) -> Response:
    """Offer to open an account."""
    nothing = {"name": "", "email": "", "household": ""}
    return pages_of(request).show(request, "welcome.html", invitation=invitation, problem="", typed=nothing)


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
    count_try(request, "welcome", most=ACCOUNTS_PER_WINDOW)
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
        return pages.show(
            request,
            "welcome.html",
            status=HTTPStatus.BAD_REQUEST,
            invitation=invitation,
            problem=type(refused).__name__,
            typed={"name": name, "email": email, "household": household},
        )
    signed_in = sign_in(pages.keep, email, password)
    response = pages.go_to(request, "/choices")
    pages.sign_in_cookie(response, signed_in.token)
    return response


@router.get("/choices")
def choices_form(request: Request) -> Response:
    """Ask what to keep: nothing is preselected until it was chosen. Below it, what was chosen when."""
    return _choices_shown(request, signed_in_or_refuse(request))


@router.get("/choices/csv")
def choices_as_table(request: Request) -> Response:
    """Return the same list as a copy has it: what was chosen when."""
    made = choices_made(pages_of(request).keep, signed_in_or_refuse(request))
    rows = (csv_row(ItemKind.CONSENT, json.loads(encode_record(each))) for each in made)
    headers = {"Content-Disposition": 'attachment; filename="choices.csv"'}
    table = b"".join([csv_header(ItemKind.CONSENT), *rows])
    return Response(table, media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/choices")
def choices_sent(
    request: Request, keeping: Annotated[Keeping, Form()], form_token: FormToken, months: Annotated[int, Form()] = 0
) -> Response:
    """Take the choice; whoever keeps something also chooses how long."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    session = signed_in_or_refuse(request)
    if keeping is not Keeping.NOTHING and not months:
        return _choices_shown(request, session, incomplete=True)
    choose(pages.keep, session, keeping, months)
    return pages.go_to(request, "/my-data")


def _choices_shown(request: Request, session: Session, *, incomplete: bool = False) -> Response:
    pages = pages_of(request)
    return pages.show(
        request,
        "choices.html",
        status=HTTPStatus.BAD_REQUEST if incomplete else HTTPStatus.OK,
        choice=choice_of(pages.keep, session),
        made=choices_made(pages.keep, session),
        incomplete=incomplete,
    )
