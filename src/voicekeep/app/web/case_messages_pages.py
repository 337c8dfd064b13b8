"""What a case says to whoever it concerns, signed in: which recordings; that they read it; a statement."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response

from voicekeep.app.operations.case_messages import acknowledge, answer_as_recipient, open_message
from voicekeep.app.web.guards import FORM_FIELD
from voicekeep.app.web.pages import count_try, pages_of, signed_in_or_refuse
from voicekeep.people import require_fresh
from voicekeep.records.ids import TriageId

router = APIRouter()

PAGE: Final = "/my-data/cases/{case}"
ANSWERS_PER_WINDOW: Final = 40  # of one person
FormToken = Annotated[str, Form(alias=FORM_FIELD)]


@router.get(PAGE)
def message(request: Request, case: str) -> Response:
    """Say what happened with the reader's recordings, and list them; or what they got, and what is asked of them."""
    pages, session = pages_of(request), signed_in_or_refuse(request)
    told = open_message(pages.keep, session, TriageId(case))
    settings = pages.keep.settings
    return pages.show(
        request,
        "case_message.html",
        told=told,
        roles={role.value for role in told.roles},
        track={track.value for track in told.track},
        service=settings.controller,
        base=PAGE.format(case=case),
    )


@router.post("/my-data/cases/{case}/read")
def have_read(request: Request, case: str, form_token: FormToken) -> Response:
    """Take the reader at their word that they know."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    session = signed_in_or_refuse(request)
    count_try(request, "case-answer", most=ANSWERS_PER_WINDOW, session=session)
    acknowledge(pages.keep, session, TriageId(case))
    return pages.go_to(request, PAGE.format(case=case))


@router.get("/my-data/cases/{case}/statement")
def statement(request: Request, case: str) -> Response:
    """Ask who signs to prove once more who they are, and come back."""
    pages, session = pages_of(request), signed_in_or_refuse(request)
    require_fresh(session, pages.keep.now(), pages.keep.limits)
    return pages.go_to(request, PAGE.format(case=case))


@router.post("/my-data/cases/{case}/statement")
def stated(request: Request, case: str, deleted: Annotated[bool, Form()], form_token: FormToken) -> Response:
    """Take a wrong recipient's statement, or that they give none, on a fresh sign-in."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    session = signed_in_or_refuse(request)
    count_try(request, "case-answer", most=ANSWERS_PER_WINDOW, session=session)
    answer_as_recipient(pages.keep, session, TriageId(case), deleted=deleted)
    return pages.go_to(request, PAGE.format(case=case))
