"""The API of what was heard: by day, by words, as sound; and erased."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from voicekeep.app.operations.erasing_turns import Stretch, erase_turns, erasures_of, turns_in
from voicekeep.app.operations.heard_by import heard_by
from voicekeep.app.operations.history import days_of, heard_on, heard_turn, search, sound_of
from voicekeep.app.operations.marking import correct, disown, withhold
from voicekeep.app.operations.receipts import give_receipt
from voicekeep.app.web.api_callers import COUNTED, FRESH, NOT_FOUND, OWN, REFUSED, Caller, Here
from voicekeep.app.web.api_models import (
    Correction,
    Count,
    Day,
    Erasure,
    ErasureReceipt,
    Found,
    GuestReceipt,
    HeardBy,
    HeardDay,
    Silence,
    Sure,
    Turn,
    Words,
)
from voicekeep.app.web.api_problems import NotHereError
from voicekeep.app.web.heard_pages import MARKS_PER_WINDOW, SEARCHES_PER_WINDOW
from voicekeep.app.web.pages import count_try
from voicekeep.people import require_fresh
from voicekeep.records.ids import ItemId

router = APIRouter(prefix="/heard", tags=["what was heard"])

TurnNamed = Annotated[str, Path(description="Identifier of a turn of one's own.")]

_FLAC = {200: {"description": "A FLAC file.", "content": {"audio/flac": {"schema": {"type": "string"}}}}}


@router.get("/days", responses=OWN)
def days(keep: Here, session: Caller) -> list[HeardDay]:
    """Return the days on which something was heard, the latest first."""
    return [HeardDay(day=day, count=count) for day, count in days_of(keep, session)]


@router.get("/days/{day}", responses=OWN)
def heard(
    keep: Here, session: Caller, day: Annotated[Day, Path(description="Such as `2030-12-31`, in the keep's time zone.")]
) -> list[Turn]:
    """Return what was heard on a day, the earliest first. That it was shown stands in the ledger before it is."""
    return [Turn.model_validate(turn) for turn in heard_on(keep, session, day)]


@router.post("/search", responses=OWN | COUNTED)
def searched(request: Request, keep: Here, session: Caller, sent: Words) -> Found:
    """Return what holds these words; they are sent in the body, so that no address and no log holds them."""
    count_try(request, "search", most=SEARCHES_PER_WINDOW, session=session)
    return Found.model_validate(search(keep, session, sent.words))


@router.get("/turns/{item}/sound", response_class=Response, responses=_FLAC | OWN | NOT_FOUND)
def sound(keep: Here, session: Caller, item: TurnNamed) -> Response:
    """Return a turn's sound. That it was played stands in the ledger before it is."""
    return Response(sound_of(keep, session, ItemId(item)), media_type="audio/flac")


@router.get("/speakers", responses=OWN)
def heard_by_speaker(keep: Here, session: Caller) -> list[HeardBy]:
    """Return how much each speaker heard on each day, the earliest first; nothing is opened for it."""
    return [HeardBy.model_validate(each) for each in heard_by(keep, session)]


@router.get("/turns/{item}", responses=OWN | NOT_FOUND)
def turn(keep: Here, session: Caller, item: TurnNamed) -> Turn:
    """Return one turn. That it was shown stands in the ledger before it is."""
    return Turn.model_validate(heard_turn(keep, session, ItemId(item)))


@router.post("/turns/{item}/corrections", responses=OWN | NOT_FOUND | REFUSED | COUNTED)
def corrected(request: Request, keep: Here, session: Caller, item: TurnNamed, sent: Correction) -> Turn:
    """Say what was really said; the earlier words stay beside it."""
    count_try(request, "marking", most=MARKS_PER_WINDOW, session=session)
    correct(keep, session, ItemId(item), sent.words)
    return turn(keep, session, item)


@router.post("/turns/{item}/silences", responses=FRESH | NOT_FOUND | REFUSED | COUNTED)
def silenced(request: Request, keep: Here, session: Caller, item: TurnNamed, sent: Silence) -> Turn:
    """Have copies silent where somebody else speaks. Copies that are ready and hold it are destroyed."""
    count_try(request, "marking", most=MARKS_PER_WINDOW, session=session)
    withhold(keep, session, ItemId(item), sent.first_ms, sent.end_ms)
    return turn(keep, session, item)


@router.post("/turns/{item}/not-me", responses=FRESH | NOT_FOUND | COUNTED)
def disowned(request: Request, keep: Here, session: Caller, item: TurnNamed, _: Sure) -> Turn:
    """Say that it is not oneself: nobody reads or hears it any more. It cannot be taken back."""
    count_try(request, "marking", most=MARKS_PER_WINDOW, session=session)
    disown(keep, session, ItemId(item))
    return turn(keep, session, item)


@router.post("/turns/{item}/receipt", status_code=HTTPStatus.CREATED, responses=FRESH | NOT_FOUND | COUNTED)
def receipt(request: Request, keep: Here, session: Caller, item: TurnNamed) -> GuestReceipt:
    """Make four words for a guest who is heard in it; whoever says them can have this turn erased, or not used."""
    count_try(request, "marking", most=MARKS_PER_WINDOW, session=session)
    words = give_receipt(keep, session, ItemId(item))
    return GuestReceipt(words=words, where=f"{keep.settings.public_url}/guests")


@router.get("/erasures", responses=OWN)
def erasures(
    keep: Here,
    session: Caller,
    before: Annotated[int | None, Query(ge=0, description="Only those of lower numbers.")] = None,
) -> list[ErasureReceipt]:
    """Return the receipts of what was erased, 50 at most, the latest first."""
    return [ErasureReceipt.model_validate(told) for told in erasures_of(keep, session, before)]


@router.get("/erasure", responses=FRESH | NOT_FOUND)
def to_be_erased(
    keep: Here,
    session: Caller,
    stretch: Annotated[Stretch, Query(description="How much together.")],
    which: Annotated[str, Query(description="The turn's id, the day, or the device's id.", max_length=64)] = "",
) -> Count:
    """Say how much an erasure would take; nothing is erased."""
    require_fresh(session, keep.now(), keep.limits)
    try:
        return Count(count=len(turns_in(keep, session, stretch, which)))
    except ValueError as malformed:
        raise NotHereError from malformed


@router.post("/erasure", responses=FRESH | NOT_FOUND)
def erased(keep: Here, session: Caller, sent: Erasure) -> Count:
    """Erase for good, and say how much it was. Copies that hold it are destroyed as well."""
    try:
        return Count(count=erase_turns(keep, session, sent.stretch, sent.which))
    except ValueError as malformed:
        raise NotHereError from malformed
