"""Object to what is done (GDPR Art. 21), and have something put right (Art. 16): a profile at once, the rest asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response

from voicekeep.app.operations.accounts import profile_of
from voicekeep.app.operations.profiles import change_profile
from voicekeep.app.operations.standings import REASON_MAX_CHARS
from voicekeep.app.operations.submitting import SubmissionRefusedError, ask_rectification, object_to
from voicekeep.app.web.guards import FORM_FIELD
from voicekeep.app.web.my_data import titles_in
from voicekeep.app.web.pages import count_try, pages_of, signed_in_or_refuse
from voicekeep.people import ApplicantRefusedError, EmailTakenError, require_fresh
from voicekeep.records.items import ItemKind
from voicekeep.records.rights import Processing

router = APIRouter()

FormToken = Annotated[str, Form(alias=FORM_FIELD)]
Field = Annotated[str, Form()]

OBJECTION: Final = "/objection"
RECTIFICATION: Final = "/rectification"
CHANGES_PER_WINDOW: Final = 10  # of one profile: nobody tries addresses here
ASKABLE: Final = tuple(kind for kind in ItemKind if kind not in {ItemKind.TURN, ItemKind.PROFILE, ItemKind.LETTER})
"""What is put right at the desk: everything but what its person puts right by themselves, and what was written."""


@router.get(OBJECTION)
def objection(request: Request) -> Response:
    """Ask to what, and why."""
    return _objection(request)


@router.post(OBJECTION)
def objected(request: Request, to: Annotated[Processing, Form()], form_token: FormToken, why: Field = "") -> Response:
    """Object; what was objected to stops at once."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    session, language = signed_in_or_refuse(request), pages.chosen_language(request)
    try:
        made = object_to(pages.keep, session, to, why, language=language)
    except SubmissionRefusedError:
        return _objection(request, typed={"to": to, "why": why})
    return pages.go_to(request, f"/my-data/requests/{made}")


@router.get(RECTIFICATION)
def rectification(request: Request) -> Response:
    """Show the profile to be put right, and ask what else is wrong."""
    return _rectification(request)


@router.post(RECTIFICATION)
def rectification_asked(
    request: Request, about: Annotated[ItemKind, Form()], form_token: FormToken, what: Field = ""
) -> Response:
    """Ask that something be put right."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    session, language = signed_in_or_refuse(request), pages.chosen_language(request)
    try:
        made = ask_rectification(pages.keep, session, about, what, language=language)
    except SubmissionRefusedError:
        return _rectification(request, problem=SubmissionRefusedError.__name__, typed={"about": about, "what": what})
    return pages.go_to(request, f"/my-data/requests/{made}")


@router.post("/rectification/profile")
def profile_changed(request: Request, name: Field, email: Field, spoken: Field, form_token: FormToken) -> Response:
    """Put the profile right."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    session = signed_in_or_refuse(request)
    count_try(request, "profile", most=CHANGES_PER_WINDOW, session=session)
    answer_in = pages.chosen_language(request)
    try:
        changed = change_profile(pages.keep, session, name=name, email=email, language=spoken, answer_in=answer_in)
    except (ApplicantRefusedError, EmailTakenError) as refused:
        typed = {"name": name, "email": email, "language": spoken}
        return _rectification(request, problem=type(refused).__name__, typed=typed)
    return pages.go_to(request, "/my-data/requests" if changed else RECTIFICATION)


def _objection(request: Request, *, typed: Mapping[str, str] | None = None) -> Response:
    """Ask; what was typed and refused stands there as it was typed."""
    pages = pages_of(request)
    session = signed_in_or_refuse(request)
    require_fresh(session, pages.keep.now(), pages.keep.limits)
    return pages.show(
        request,
        "objection.html",
        status=HTTPStatus.BAD_REQUEST if typed else HTTPStatus.OK,
        processings=tuple(Processing),
        problem=typed is not None,
        typed=defaultdict(str, typed or {}),
        most=REASON_MAX_CHARS,
    )


def _rectification(request: Request, *, problem: str = "", typed: Mapping[str, str] | None = None) -> Response:
    """Ask; what was typed and refused stands there as it was typed."""
    pages = pages_of(request)
    session = signed_in_or_refuse(request)
    require_fresh(session, pages.keep.now(), pages.keep.limits)
    titles, profile = titles_in(pages.language_of(request)), profile_of(pages.keep, session)
    stands = {"name": profile.name, "email": profile.email, "language": profile.language}
    return pages.show(
        request,
        "rectification.html",
        status=HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK,
        at=RECTIFICATION,
        typed=defaultdict(str, stands | dict(typed or {})),
        categories=[(kind.value, titles[kind]) for kind in ASKABLE],
        problem=problem,
        most=REASON_MAX_CHARS,
    )
