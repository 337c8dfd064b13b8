"""What was heard: a person looks through it by day, searches, listens, and erases what they like."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query, Request, Response

from voicekeep.app.operations.erase import NotYoursError
from voicekeep.app.operations.history import Stretch, days_of, erase_turns, heard_on, search, sound_of, turns_in
from voicekeep.app.web.guards import FORM_FIELD
from voicekeep.app.web.pages import count_try, pages_of, signed_in_or_refuse
from voicekeep.people import require_fresh
from voicekeep.records.ids import ItemId, MalformedIdError

router = APIRouter()

FormToken = Annotated[str, Form(alias=FORM_FIELD)]

PAGE: Final = "/heard"
SEARCHES_PER_WINDOW: Final = 200  # of one person; each opens all that was heard


@router.get(PAGE)
def heard(request: Request, day: Annotated[str, Query()] = "") -> Response:
    """Show one day, the latest if none is asked for."""
    pages = pages_of(request)
    session = signed_in_or_refuse(request)
    days = days_of(pages.keep, session)
    shown = _day(day) or (days[0][0] if days else None)
    turns = () if shown is None else heard_on(pages.keep, session, shown)
    devices = {turn.device: turn.device_name for turn in turns if turn.device is not None}
    return pages.show(request, "heard.html", days=days, day=shown, turns=turns, devices=devices.items())


@router.post("/heard/search")
def searched(request: Request, words: Annotated[str, Form()], form_token: FormToken) -> Response:
    """Show what holds these words; they are sent in a form, so that no address holds them."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    session = signed_in_or_refuse(request)
    count_try(request, "search", most=SEARCHES_PER_WINDOW, session=session)
    found = search(pages.keep, session, words)
    return pages.show(request, "heard_found.html", at=PAGE, found=found, searched=words)


@router.get("/heard/sound/{item}")
def sound(request: Request, item: str) -> Response:
    """Play one of the person's own recordings."""
    pages = pages_of(request)
    session = signed_in_or_refuse(request)
    try:
        data = sound_of(pages.keep, session, ItemId(item.removesuffix(".flac")))
    except (NotYoursError, MalformedIdError):
        return pages.refuse(request, "not_here.html", HTTPStatus.NOT_FOUND)
    return Response(data, media_type="audio/flac")


@router.get("/heard/erase")
def erase_asked(request: Request, stretch: Stretch, which: str = "") -> Response:
    """Say what an erasure would take, and ask."""
    pages = pages_of(request)
    session = signed_in_or_refuse(request)
    require_fresh(session, pages.keep.now(), pages.keep.limits)
    try:
        count = len(turns_in(pages.keep, session, stretch, which))
    except ValueError:
        count = 0
    return pages.show(request, "heard_erase.html", stretch=stretch.value, which=which, count=count)


@router.post("/heard/erase")
def erase_sent(
    request: Request, stretch: Annotated[Stretch, Form()], form_token: FormToken, which: Annotated[str, Form()] = ""
) -> Response:
    """Erase it, and say how much it was."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    session = signed_in_or_refuse(request)
    try:
        count = erase_turns(pages.keep, session, stretch, which)
    except ValueError:
        return pages.refuse(request, "not_here.html", HTTPStatus.NOT_FOUND)
    return pages.show(request, "heard_erased.html", at=PAGE, count=count)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
