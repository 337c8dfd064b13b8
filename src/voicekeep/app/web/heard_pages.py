"""What was heard: a person looks through it by day, searches, listens, and erases what they like."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Query, Request, Response

from voicekeep.app.operations.erase import NotYoursError
from voicekeep.app.operations.erasing_turns import ERASURES_MAX, Stretch, erase_turns, erasures_of, turns_in
from voicekeep.app.operations.heard_by import HeardBy, heard_by, speaker_names
from voicekeep.app.operations.history import (
    days_of,
    heard_on,
    heard_turn,
    search,
    sound_of,
)
from voicekeep.app.operations.marking import (
    CorrectionRefusedError,
    MarkedMeanwhileError,
    correct,
    disown,
    withhold,
)
from voicekeep.app.operations.receipts import give_receipt
from voicekeep.app.web.guards import FORM_FIELD
from voicekeep.app.web.pages import count_try, pages_of, signed_in_or_refuse
from voicekeep.app.web.plots import HEIGHT, WIDTH, Column, bars
from voicekeep.device import StretchRefusedError
from voicekeep.people import Session, require_fresh
from voicekeep.records.ids import DeviceId, ItemId, MalformedIdError

router = APIRouter()

_LONGEST_SECONDS: Final = 24 * 3600  # no recording is as long; a number without end would take for ever to read
_NUMBER_MAX_DIGITS: Final = 18
FormToken = Annotated[str, Form(alias=FORM_FIELD)]

PAGE: Final = "/heard"
DAYS_DRAWN: Final = 31
SEARCHES_PER_WINDOW: Final = 200  # of one person; each opens all that was heard
MARKS_PER_WINDOW: Final = 300  # of one person


@router.get(PAGE)
def heard(
    request: Request,
    day: Annotated[str, Query()] = "",
    device: Annotated[str, Query()] = "",
    before: Annotated[str, Query()] = "",
) -> Response:
    """Show one day, the latest if none is asked for; of one speaker only, if one is named. All days as bars.

    Receipts of what was erased stand below, `before` one of them if it is named.
    """
    pages = pages_of(request)
    session = signed_in_or_refuse(request)
    days = days_of(pages.keep, session)
    shown = _day(day) or (days[0][0] if days else None)
    only = _speaker(device)
    turns = () if shown is None else heard_on(pages.keep, session, shown, only)
    names = speaker_names(pages.keep, session)
    by = heard_by(pages.keep, session)
    here = {each.device: names.get(each.device, "") for each in by if each.day == shown and each.device is not None}
    plot = _plot(by, names)
    return pages.show(
        request,
        "heard.html",
        days=days,
        day=shown,
        turns=turns,
        devices=here.items(),
        only=only,
        plot=plot,
        erasures=erasures_of(pages.keep, session, _number(before)),
        erasures_at_once=ERASURES_MAX,
        before=before,
    )


def _plot(by: tuple[HeardBy, ...], names: dict[DeviceId, str]) -> dict[str, Any]:
    """Return the last days on which something was heard, as bars and as a table: a series for each speaker."""
    days = sorted({each.day for each in by})[-DAYS_DRAWN:]
    drawn = [each for each in by if days and each.day >= days[0]]
    known = sorted({each.device for each in drawn if each.device is not None}, key=lambda each: names.get(each, ""))
    devices: list[DeviceId | None] = [*known, *([None] if any(each.device is None for each in drawn) else [])]
    counts = {(each.day, each.device): each.count for each in drawn}
    columns = [Column(day=day, counts=tuple(counts.get((day, device), 0) for device in devices)) for day in days]
    series = [("" if device is None else names.get(device, "")) for device in devices]
    return {"columns": columns, "bars": bars(columns), "series": series, "width": WIDTH, "height": HEIGHT}


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= _NUMBER_MAX_DIGITS else None  # else all are shown


def _speaker(text: str) -> DeviceId | None:
    try:
        return DeviceId(text) if text else None
    except MalformedIdError:
        return None  # no speaker is called so: all are shown


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
    session = signed_in_or_refuse(request)
    data = sound_of(pages_of(request).keep, session, _item(item.removesuffix(".flac")))
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
        count = erase_turns(pages.keep, session, stretch, which, language=pages.chosen_language(request))
    except ValueError:
        return pages.refuse(request, "not_here.html", HTTPStatus.NOT_FOUND)
    return pages.show(request, "heard_erased.html", at=PAGE, count=count)


@router.get("/heard/turn/{item}")
def turn(request: Request, item: str) -> Response:
    """Show one turn, with what its owner can say of it."""
    session = signed_in_or_refuse(request)
    return _turn_shown(request, session, _item(item))


@router.post("/heard/turn/{item}/words")
def words_sent(request: Request, item: str, words: Annotated[str, Form()], form_token: FormToken) -> Response:
    """Take what was really said."""
    session, wanted = _marking(request, item, form_token)
    try:
        pages = pages_of(request)
        correct(pages.keep, session, wanted, words, language=pages.chosen_language(request))
    except CorrectionRefusedError as refused:
        return _turn_shown(request, session, wanted, problem=type(refused).__name__)
    return pages_of(request).go_to(request, f"/heard/turn/{wanted}")


@router.post("/heard/turn/{item}/silence")
def silence_sent(
    request: Request, item: str, first: Annotated[str, Form()], end: Annotated[str, Form()], form_token: FormToken
) -> Response:
    """Have copies silent where somebody else speaks; seconds from the start, with a point or a comma."""
    session, wanted = _marking(request, item, form_token)
    try:
        withhold(pages_of(request).keep, session, wanted, _milliseconds(first), _milliseconds(end))
    except (StretchRefusedError, MarkedMeanwhileError) as refused:
        return _turn_shown(request, session, wanted, problem=type(refused).__name__)
    return pages_of(request).go_to(request, f"/heard/turn/{wanted}")


@router.post("/heard/turn/{item}/not-me")
def not_me_sent(request: Request, item: str, sure: Annotated[bool, Form()], form_token: FormToken) -> Response:
    """Take the person's word that it is not them."""
    session, wanted = _marking(request, item, form_token)
    if sure:
        disown(pages_of(request).keep, session, wanted)
    return pages_of(request).go_to(request, f"/heard/turn/{wanted}")


@router.post("/heard/turn/{item}/receipt")
def receipt_wanted(request: Request, item: str, form_token: FormToken) -> Response:
    """Show four words for a guest who is heard in it, once."""
    session, wanted = _marking(request, item, form_token)
    keep = pages_of(request).keep
    said = give_receipt(keep, session, wanted)
    where = f"{keep.settings.public_url}/guests"
    return pages_of(request).show(request, "heard_receipt.html", at=f"/heard/turn/{wanted}", said=said, where=where)


def _marking(request: Request, item: str, form_token: str) -> tuple[Session, ItemId]:
    """Return who says something of a turn, by a form of ours, and of which."""
    pages_of(request).require_own_form(request, form_token)
    session = signed_in_or_refuse(request)
    count_try(request, "marking", most=MARKS_PER_WINDOW, session=session)
    return session, _item(item)


def _turn_shown(request: Request, session: Session, item: ItemId, *, problem: str = "") -> Response:
    pages = pages_of(request)
    return pages.show(
        request,
        "heard_turn.html",
        status=HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK,
        at=f"/heard/turn/{item}",
        turn=heard_turn(pages.keep, session, item),
        problem=problem,
    )


def _item(text: str) -> ItemId:
    """Return a turn's id. Raises NotYoursError: what is no id is nobody's."""
    try:
        return ItemId(text)
    except MalformedIdError as malformed:
        raise NotYoursError from malformed


def _milliseconds(typed: str) -> int:
    """Return seconds as somebody types them, in milliseconds. Raises StretchRefusedError."""
    try:
        seconds = Decimal(typed.strip().replace(",", "."))
    except InvalidOperation as no_number:
        raise StretchRefusedError from no_number
    if not (seconds.is_finite() and 0 <= seconds <= _LONGEST_SECONDS):
        raise StretchRefusedError
    return int(seconds * 1000)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
