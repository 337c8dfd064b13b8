"""The person's own page: ask for a copy, see where it stands, fetch it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from voicekeep.app.operations.accounts import choice_of, profile_of
from voicekeep.app.operations.asking import ask_for_copy, copies_of
from voicekeep.app.operations.evidence import holds
from voicekeep.app.web.guards import FORM_FIELD
from voicekeep.app.web.pages import pages_of, signed_in_or_refuse

router = APIRouter()


@router.get("/my-data")
def my_data(request: Request) -> Response:
    """Show the person's requests and what they chose to keep."""
    pages = pages_of(request)
    session = signed_in_or_refuse(request)
    return pages.show(
        request,
        "my_data.html",
        profile=profile_of(pages.keep, session),
        choice=choice_of(pages.keep, session),
        copies=copies_of(pages.keep, session),
    )


@router.get("/my-data/copies")
def copies(request: Request) -> Response:
    """Return the part of the page that changes while a copy is made."""
    pages = pages_of(request)
    session = signed_in_or_refuse(request)
    return pages.show(request, "copies.html", copies=copies_of(pages.keep, session))


@router.post("/my-data")
def ask(request: Request, form_token: Annotated[str, Form(alias=FORM_FIELD)]) -> Response:
    """File a request for a copy; the sign-in must be fresh."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    ask_for_copy(pages.keep, signed_in_or_refuse(request), pages.language_of(request))
    return pages.go_to(request, "/my-data")


@router.get("/my-data/history")
def history(request: Request) -> Response:
    """Show everything that ever left about this person, and what they were given."""
    pages = pages_of(request)
    session = signed_in_or_refuse(request)
    return pages.show(request, "history.html", disclosures=holds(pages.keep, session))
