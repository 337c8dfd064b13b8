"""Who lives together here, by the names that they show; and the profiles of children that a member looks after."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from http import HTTPStatus
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form, Request, Response

from voicekeep.app.operations.accounts import sign_in
from voicekeep.app.operations.children import NewProfile, open_own_account, open_profile
from voicekeep.app.operations.household import at_home, household_name_of, invite_home, leave_home, show_name
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.mandates import mandates_held
from voicekeep.app.web.guards import FORM_FIELD
from voicekeep.app.web.pages import count_try, pages_of, signed_in_or_refuse
from voicekeep.people import (
    Applicant,
    ApplicantRefusedError,
    EmailTakenError,
    MandateRefusedError,
    Session,
    ShownNameRefusedError,
    WayInRefusedError,
)
from voicekeep.records.standing import MandateKind

router = APIRouter()

FormToken = Annotated[str, Form(alias=FORM_FIELD)]
Field = Annotated[str, Form()]

PAGE: Final = "/household"
ACCOUNTS_PER_WINDOW: Final = 30  # forms of one address
CHANGES_PER_WINDOW: Final = 60  # of one person


@router.get(PAGE)
def household(request: Request) -> Response:
    """Show who lives in the person's household."""
    return _shown(request, signed_in_or_refuse(request))


@router.post("/household/name")
def name_shown(request: Request, shown_name: Field, form_token: FormToken) -> Response:
    """Take the name that the person shows there."""
    session = _changing(request, form_token)
    try:
        show_name(pages_of(request).keep, session, shown_name)
    except ShownNameRefusedError as refused:
        return _shown(request, session, problem=type(refused).__name__)
    return pages_of(request).go_to(request, PAGE)


@router.post("/household/invite")
def invited(request: Request, form_token: FormToken) -> Response:
    """Show, this once, the address with which somebody opens an account in this household."""
    session = _changing(request, form_token)
    keep = pages_of(request).keep
    address = f"{keep.settings.public_url.rstrip('/')}/welcome/{invite_home(keep, session)}"
    return _shown(request, session, invitation=address)


@router.post("/household/leave")
def left(request: Request, sure: Annotated[bool, Form()], form_token: FormToken) -> Response:
    """Leave the household."""
    session = _changing(request, form_token)
    if sure:
        leave_home(pages_of(request).keep, session)
    return pages_of(request).go_to(request, PAGE)


@router.post("/household/children")
def child_added(request: Request, child_name: Field, called: Field, until: Field, form_token: FormToken) -> Response:
    """Open a child's profile, for which the person acts until a date."""
    session = _changing(request, form_token)
    pages = pages_of(request)
    try:
        profile = NewProfile(
            name=child_name, called=called, until=day_begins(pages.keep, until), language=pages.chosen_language(request)
        )
        mandate = open_profile(pages.keep, session, profile)
    except (ShownNameRefusedError, MandateRefusedError) as refused:
        return _shown(request, session, problem=type(refused).__name__)
    return pages.go_to(request, f"/acting/{mandate}")


@router.get("/own-account")
def own_account_form(request: Request) -> Response:
    """Offer to open a child's own account, with the code that its guardian was shown."""
    return pages_of(request).show(request, "own_account.html", problem="", typed={"name": "", "email": ""})


@router.post("/own-account")
def own_account_sent(
    request: Request, code: Field, name: Field, email: Field, password: Field, form_token: FormToken
) -> Response:
    """Open it, and sign in."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    count_try(request, "welcome", most=ACCOUNTS_PER_WINDOW)
    language = pages.language_of(request)
    applicant = Applicant(name=name, email=email, password=password, language=language, household_name="")
    try:
        open_own_account(pages.keep, code, applicant)
    except (EmailTakenError, WayInRefusedError, ApplicantRefusedError) as refused:
        typed, bad = {"name": name, "email": email}, HTTPStatus.BAD_REQUEST
        return pages.show(request, "own_account.html", status=bad, problem=type(refused).__name__, typed=typed)
    response = pages.go_to(request, "/my-data")
    pages.sign_in_cookie(response, sign_in(pages.keep, email, password).token)
    return response


def day_begins(keep: Keep, typed: str) -> datetime:
    """Return when a day begins in the keep's time zone, as a browser sends it. Raises MandateRefusedError."""
    try:
        day = date.fromisoformat(typed)
        return datetime.combine(day, time(), ZoneInfo(keep.settings.zone)).astimezone(UTC)
    except (ValueError, OverflowError) as not_a_day:
        raise MandateRefusedError from not_a_day


def _changing(request: Request, form_token: str) -> Session:
    pages_of(request).require_own_form(request, form_token)
    session = signed_in_or_refuse(request)
    count_try(request, "household", most=CHANGES_PER_WINDOW, session=session)
    return session


def _shown(request: Request, session: Session, *, problem: str = "", invitation: str = "") -> Response:
    pages = pages_of(request)
    held = mandates_held(pages.keep, session)
    values: dict[str, Any] = {
        "members": at_home(pages.keep, session),
        "called": household_name_of(pages.keep, session),
        "children": [each for each in held if each.kind is MandateKind.GUARDIAN and each.holds],
        "problem": problem,
        "invitation": invitation,
        "lasts_days": pages.keep.limits.home_invitation_lifetime.days,
    }
    bad = HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK
    return pages.show(request, "household.html", status=bad, at=PAGE, **values)
