"""Mandates: give one, see who took it and what they did, end it; and act for somebody by one that holds."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any, Final, get_args

from fastapi import APIRouter, Form, Request, Response

from voicekeep.app.operations.accounts import choice_of, choose
from voicekeep.app.operations.asking import ask_for_copy, copies_of
from voicekeep.app.operations.children import close_child, has_own_account, make_way_in
from voicekeep.app.operations.erasing_turns import Stretch, erase_turns, turns_in
from voicekeep.app.operations.exports import exports_stopped
from voicekeep.app.operations.incidents import released_by_mandate
from voicekeep.app.operations.mandates import (
    acts_for,
    end_mandate,
    give_mandate,
    let_act,
    mandates_given,
    mandates_held,
    take_mandate,
)
from voicekeep.app.operations.restricting import lift, restrict, restriction_of
from voicekeep.app.operations.standing import stand
from voicekeep.app.web.guards import FORM_FIELD
from voicekeep.app.web.household_pages import CHANGES_PER_WINDOW, day_begins
from voicekeep.app.web.my_data import words_of_copies
from voicekeep.app.web.pages import Pages, count_try, pages_of, signed_in_or_refuse
from voicekeep.people import (
    ForeignMandateError,
    MandateRefusedError,
    SamePersonError,
    Session,
    ShownNameRefusedError,
    Standing,
)
from voicekeep.records.catalogue import ENTRUSTED, EVENTS, GROUNDS
from voicekeep.records.ids import MandateId
from voicekeep.records.items import Keeping, RestrictionGround
from voicekeep.records.standing import Entrusted, MandateKind
from voicekeep.records.texts import Language

router = APIRouter()

FormToken = Annotated[str, Form(alias=FORM_FIELD)]
Field = Annotated[str, Form()]

PAGE: Final = "/mandates"


@router.get(PAGE)
def mandates(request: Request) -> Response:
    """Show who may act for the person and what they did, and for whom the person may."""
    return _shown(request, signed_in_or_refuse(request))


@router.post(PAGE)
def given(
    request: Request,
    form_token: FormToken,
    until: Field = "",
    rights: Annotated[tuple[Entrusted, ...], Form()] = (),
) -> Response:
    """Offer a mandate; its code is shown this once."""
    session, pages = _changing(request, form_token)
    try:
        code = give_mandate(pages.keep, session, rights, day_begins(pages.keep, until))
    except MandateRefusedError:
        return _shown(request, session, problem="give")
    return _shown(request, session, code=code)


@router.post("/mandates/take")
def taken(request: Request, code: Field, form_token: FormToken) -> Response:
    """Take a mandate that somebody offers."""
    session, pages = _changing(request, form_token)
    try:
        take_mandate(pages.keep, session, code)
    except (MandateRefusedError, SamePersonError):
        return _shown(request, session, problem="take")
    return pages.go_to(request, PAGE)


@router.post("/mandates/{mandate}/confirm")
def confirmed(request: Request, mandate: str, called: Field, form_token: FormToken) -> Response:
    """Let whoever took it act."""
    session, pages = _changing(request, form_token)
    try:
        let_act(pages.keep, session, MandateId(mandate), called)
    except ShownNameRefusedError:
        return _shown(request, session, problem="called")
    return pages.go_to(request, PAGE)


@router.post("/mandates/{mandate}/end")
def ended(request: Request, mandate: str, form_token: FormToken) -> Response:
    """End it."""
    session, pages = _changing(request, form_token)
    end_mandate(pages.keep, session, MandateId(mandate))
    return pages.go_to(request, PAGE)


@router.get("/acting/{mandate}")
def acting(request: Request, mandate: str) -> Response:
    """Show what the person may do for somebody by a mandate that holds."""
    return _acting_shown(request, signed_in_or_refuse(request), MandateId(mandate))


@router.get("/acting/{mandate}/copies")
def acting_copies(request: Request, mandate: str) -> Response:
    """Return the part of the page that changes while a copy is made."""
    pages = pages_of(request)
    who = _standing(pages, signed_in_or_refuse(request), mandate, Entrusted.COPY)
    said = words_of_copies(_language(request))
    made, stopped = copies_of(pages.keep, who), exports_stopped(pages.keep)
    return pages.show(
        request, "copies.html", copies=made, stopped=stopped, copies_from=f"/acting/{MandateId(mandate)}/copies", **said
    )


@router.post("/acting/{mandate}/choice")
def choice_made(
    request: Request,
    mandate: str,
    keeping: Annotated[Keeping, Form()],
    form_token: FormToken,
    months: Annotated[int, Form()] = 0,
) -> Response:
    """Choose what is kept of them."""
    session, pages = _changing(request, form_token)
    if keeping is not Keeping.NOTHING and not months:
        return _acting_shown(request, session, MandateId(mandate), problem="months")
    choose(pages.keep, _standing(pages, session, mandate, Entrusted.CHOICE), keeping, months)
    return _back(request, mandate)


@router.post("/acting/{mandate}/copy")
def copy_asked(request: Request, mandate: str, form_token: FormToken) -> Response:
    """Ask for a copy of everything that is kept about them; it is sealed to whoever asks."""
    session, pages = _changing(request, form_token)
    ask_for_copy(pages.keep, _standing(pages, session, mandate, Entrusted.COPY), pages.chosen_language(request))
    return _back(request, mandate)


@router.post("/acting/{mandate}/restriction")
def restricted(
    request: Request, mandate: str, ground: Annotated[RestrictionGround, Form()], form_token: FormToken
) -> Response:
    """Have everything about them kept and not used."""
    session, pages = _changing(request, form_token)
    restrict(pages.keep, _standing(pages, session, mandate, Entrusted.RESTRICTION), ground)
    return _back(request, mandate)


@router.post("/acting/{mandate}/restriction/lift")
def lifted(request: Request, mandate: str, form_token: FormToken) -> Response:
    """Lift that again."""
    session, pages = _changing(request, form_token)
    lift(pages.keep, _standing(pages, session, mandate, Entrusted.RESTRICTION))
    return _back(request, mandate)


@router.post("/acting/{mandate}/erase")
def erased(request: Request, mandate: str, sure: Annotated[bool, Form()], form_token: FormToken) -> Response:
    """Erase every recording of them."""
    session, pages = _changing(request, form_token)
    who = _standing(pages, session, mandate, Entrusted.ERASURE)
    if sure:
        erase_turns(pages.keep, who, Stretch.EVERYTHING, "")
    return _back(request, mandate)


@router.post("/acting/{mandate}/way-in")
def way_in_made(request: Request, mandate: str, form_token: FormToken) -> Response:
    """Show, this once, the code with which the child opens an account of its own."""
    session, pages = _changing(request, form_token)
    code = make_way_in(pages.keep, session, MandateId(mandate))
    return _acting_shown(request, session, MandateId(mandate), code=code)


@router.post("/acting/{mandate}/close")
def child_closed(request: Request, mandate: str, sure: Annotated[bool, Form()], form_token: FormToken) -> Response:
    """Erase the profile of a child that has no account of its own."""
    session, pages = _changing(request, form_token)
    if sure:
        close_child(pages.keep, session, MandateId(mandate))
        return pages.go_to(request, "/household")
    return _acting_shown(request, session, MandateId(mandate))


def _changing(request: Request, form_token: str) -> tuple[Session, Pages]:
    pages_of(request).require_own_form(request, form_token)
    session = signed_in_or_refuse(request)
    count_try(request, "household", most=CHANGES_PER_WINDOW, session=session)
    return session, pages_of(request)


def _standing(pages: Pages, session: Session, mandate: str, right: Entrusted) -> Standing:
    return stand(pages.keep, session, MandateId(mandate), right)


def _back(request: Request, mandate: str) -> Response:
    return pages_of(request).go_to(request, f"/acting/{MandateId(mandate)}")


def _language(request: Request) -> Language:
    return next(known for known in get_args(Language) if known == pages_of(request).language_of(request))


def _said(request: Request) -> dict[str, Any]:
    language = _language(request)
    return {
        "entrusted": {right: text.within(language) for right, text in ENTRUSTED.items()},
        "events": {event: text.within(language) for event, text in EVENTS.items()},
    }


def _shown(request: Request, session: Session, *, problem: str = "", code: str = "") -> Response:
    pages = pages_of(request)
    return pages.show(
        request,
        "mandates.html",
        status=HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK,
        at=PAGE,
        given=mandates_given(pages.keep, session),
        held=mandates_held(pages.keep, session),
        copies=released_by_mandate(pages.keep, session),
        problem=problem,
        code=code,
        lasts_days=pages.keep.limits.mandate_offer_lifetime.days,
        **_said(request),
    )


def _acting_shown(
    request: Request, session: Session, mandate: MandateId, *, problem: str = "", code: str = ""
) -> Response:
    pages = pages_of(request)
    keep = pages.keep
    view = next((each for each in mandates_held(keep, session) if each.mandate == mandate), None)
    if view is None:
        raise ForeignMandateError
    standing = {right: stand(keep, session, mandate, right) for right in view.rights}
    who = standing[view.rights[0]]
    language = _language(request)
    values: dict[str, Any] = {
        "view": view,
        "choice": choice_of(keep, who) if Entrusted.CHOICE in standing else None,
        "copies": copies_of(keep, who) if Entrusted.COPY in standing else (),
        "stopped": exports_stopped(keep),
        "copies_from": f"/acting/{mandate}/copies",
        "restriction": restriction_of(keep, who) if Entrusted.RESTRICTION in standing else None,
        "grounds": {ground: text.within(language) for ground, text in GROUNDS.items()},
        "turns": len(turns_in(keep, who, Stretch.EVERYTHING, "")) if Entrusted.ERASURE in standing else 0,
        "child": view.kind is MandateKind.GUARDIAN,
        "own_account": has_own_account(keep, who),
        "acts": [act for act in acts_for(keep, who) if act.mandate == mandate],
        "way_in_days": keep.limits.way_in_lifetime.days,
        "problem": problem,
        "code": code,
    }
    bad = HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK
    at = f"/acting/{mandate}"
    return pages.show(
        request, "acting.html", status=bad, at=at, **values, **_said(request), **words_of_copies(language)
    )
