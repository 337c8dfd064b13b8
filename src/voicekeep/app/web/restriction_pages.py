"""Keep and do not use: put a restriction into force, see it, lift it (GDPR Art. 18)."""

from __future__ import annotations

from typing import Annotated, Final, get_args

from fastapi import APIRouter, Form, Request, Response

from voicekeep.app.operations.restricting import lift, restrict, restriction_of
from voicekeep.app.web.guards import FORM_FIELD
from voicekeep.app.web.pages import pages_of, signed_in_or_refuse
from voicekeep.people import require_fresh
from voicekeep.records.catalogue import GROUNDS
from voicekeep.records.items import RestrictionGround
from voicekeep.records.texts import Language

router = APIRouter()

FormToken = Annotated[str, Form(alias=FORM_FIELD)]

PAGE: Final = "/restriction"


@router.get(PAGE)
def restriction(request: Request) -> Response:
    """Show whether a restriction is in force, and offer the other."""
    pages = pages_of(request)
    session = signed_in_or_refuse(request)
    require_fresh(session, pages.keep.now(), pages.keep.limits)
    language = next(known for known in get_args(Language) if known == pages.language_of(request))
    grounds = {ground: text.within(language) for ground, text in GROUNDS.items()}
    return pages.show(request, "restriction.html", restriction=restriction_of(pages.keep, session), grounds=grounds)


@router.post(PAGE)
def restricted(request: Request, ground: Annotated[RestrictionGround, Form()], form_token: FormToken) -> Response:
    """Put it into force."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    restrict(pages.keep, signed_in_or_refuse(request), ground, language=pages.chosen_language(request))
    return pages.go_to(request, PAGE)


@router.post("/restriction/lift")
def lifted(request: Request, form_token: FormToken) -> Response:
    """Lift it."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    lift(pages.keep, signed_in_or_refuse(request))
    return pages.go_to(request, PAGE)
