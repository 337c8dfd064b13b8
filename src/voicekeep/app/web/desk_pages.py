"""The desk: what staff may do, who else is there, what waits for a second person, and whether anything leaves.

Whoever is not on duty gets the page that says that nothing is here, whatever they ask for.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response

from voicekeep.app.operations.deciding import approve, decline, open_proposals
from voicekeep.app.operations.exports import (
    REASON_MAX_CHARS,
    SWITCHERS,
    ReasonRefusedError,
    exports_stopped,
    propose_exports_on,
    switch_off,
)
from voicekeep.app.operations.staff import (
    StaffNameRefusedError,
    accept_role,
    colleagues,
    end_role,
    grant_role,
    offer_role,
    on_duty,
    roles_here,
)
from voicekeep.app.web.guards import FORM_FIELD
from voicekeep.app.web.pages import count_try, pages_of, signed_in_or_refuse
from voicekeep.people import AppointmentRefusedError, Role, SamePersonError, Session, require_fresh
from voicekeep.records.ids import AppointmentId, MalformedIdError, ProposalId

router = APIRouter()

FormToken = Annotated[str, Form(alias=FORM_FIELD)]
Field = Annotated[str, Form()]

OFFERS_PER_WINDOW: Final = 30  # addresses of offers that one person opens


@router.get("/desk")
def desk(request: Request) -> Response:
    """Show what there is to do for whoever is on duty."""
    pages, session = pages_of(request), signed_in_or_refuse(request)
    on_duty(pages.keep, session, tuple(Role))
    return pages.show(
        request,
        "desk.html",
        roles=sorted(roles_here(pages.keep, session)),
        waiting=len(open_proposals(pages.keep, session)),
        stopped=exports_stopped(pages.keep),
    )


# --- who works here


@router.get("/desk/staff")
def staff(request: Request) -> Response:
    """Show who has which role, and what waits to be granted."""
    return _staff(request, signed_in_or_refuse(request))


@router.post("/desk/staff/offer")
def offered(request: Request, role: Annotated[Role, Form()], form_token: FormToken) -> Response:
    """Offer a role; the address for whoever is to have it is shown once."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    session = signed_in_or_refuse(request)
    token = offer_role(pages.keep, session, role)
    return _staff(request, session, link=f"{pages.keep.settings.public_url}/desk/join/{token}")


@router.post("/desk/staff/{appointment}/grant")
def granted(request: Request, appointment: str, form_token: FormToken) -> Response:
    """Grant a role that a colleague offered."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    grant_role(pages.keep, signed_in_or_refuse(request), _appointment(appointment))
    return pages.go_to(request, "/desk/staff")


@router.post("/desk/staff/{appointment}/end")
def ended(request: Request, appointment: str, form_token: FormToken) -> Response:
    """End a role, or an offer."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    end_role(pages.keep, signed_in_or_refuse(request), _appointment(appointment))
    return pages.go_to(request, "/desk/staff")


def _staff(request: Request, session: Session, link: str = "") -> Response:
    pages = pages_of(request)
    return pages.show(
        request,
        "desk_staff.html",
        at="/desk/staff",
        colleagues=colleagues(pages.keep, session),
        roles=tuple(Role),
        link=link,
    )


def _appointment(text: str) -> AppointmentId:
    try:
        return AppointmentId(text)
    except MalformedIdError as malformed:
        raise AppointmentRefusedError from malformed


@router.get("/desk/join/{offer}")
def join(request: Request, offer: str) -> Response:
    """Ask whoever was offered a role whether they take it, and what colleagues are to call them."""
    pages, session = pages_of(request), signed_in_or_refuse(request)
    require_fresh(session, pages.keep.now(), pages.keep.limits)
    return pages.show(request, "desk_join.html", offer=offer, problem="", joined=None)


@router.post("/desk/join/{offer}")
def joined(request: Request, offer: str, staff_name: Field, form_token: FormToken) -> Response:
    """Take the role; it counts once a second administrator has granted it."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    session = signed_in_or_refuse(request)
    count_try(request, "join", most=OFFERS_PER_WINDOW, session=session)
    counts, problem = None, ""
    try:
        counts = accept_role(pages.keep, session, offer, staff_name)
    except (StaffNameRefusedError, AppointmentRefusedError, SamePersonError) as refused:
        problem = type(refused).__name__
    return pages.show(
        request,
        "desk_join.html",
        status=HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK,
        offer=offer,
        problem=problem,
        joined=counts,
    )


# --- what takes two


@router.get("/desk/proposals")
def proposals(request: Request) -> Response:
    """Show what colleagues proposed."""
    return _proposals(request, signed_in_or_refuse(request))


@router.post("/desk/proposals/{proposal}/approve")
def approved(request: Request, proposal: str, form_token: FormToken) -> Response:
    """Approve one, and carry it out."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    approve(pages.keep, signed_in_or_refuse(request), ProposalId(proposal))
    return pages.go_to(request, "/desk/proposals")


@router.post("/desk/proposals/{proposal}/decline")
def declined(request: Request, proposal: str, reason: Field, form_token: FormToken) -> Response:
    """Decline one, and say why."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    session = signed_in_or_refuse(request)
    try:
        decline(pages.keep, session, ProposalId(proposal), reason)
    except ReasonRefusedError:
        return _proposals(request, session, problem=True)
    return pages.go_to(request, "/desk/proposals")


def _proposals(request: Request, session: Session, *, problem: bool = False) -> Response:
    pages = pages_of(request)
    return pages.show(
        request,
        "desk_proposals.html",
        status=HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK,
        at="/desk/proposals",
        proposals=open_proposals(pages.keep, session),
        problem=problem,
        reason_max=REASON_MAX_CHARS,
    )


# --- whether anything leaves


@router.get("/desk/exports")
def exports(request: Request) -> Response:
    """Show whether anything leaves, and offer the other."""
    return _exports(request, signed_in_or_refuse(request))


@router.post("/desk/exports/off")
def switched_off(request: Request, reason: Field, form_token: FormToken) -> Response:
    """Stop every way out."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    session = signed_in_or_refuse(request)
    try:
        switch_off(pages.keep, session, reason)
    except ReasonRefusedError:
        return _exports(request, session, problem=True)
    return pages.go_to(request, "/desk/exports")


@router.post("/desk/exports/on")
def proposed_on(request: Request, reason: Field, form_token: FormToken) -> Response:
    """Propose to let things leave again."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    session = signed_in_or_refuse(request)
    try:
        propose_exports_on(pages.keep, session, reason)
    except ReasonRefusedError:
        return _exports(request, session, problem=True)
    return pages.go_to(request, "/desk/proposals")


def _exports(request: Request, session: Session, *, problem: bool = False) -> Response:
    pages = pages_of(request)
    on_duty(pages.keep, session, SWITCHERS)
    return pages.show(
        request,
        "desk_exports.html",
        status=HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK,
        at="/desk/exports",
        stopped=exports_stopped(pages.keep),
        problem=problem,
        reason_max=REASON_MAX_CHARS,
    )
