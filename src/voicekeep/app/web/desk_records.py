"""The papers that a controller must have, at the desk: as pages, and as files to hand to an authority."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request, Response

from voicekeep.app.operations.asking import place_of
from voicekeep.app.operations.staff import on_duty
from voicekeep.app.operations.timeliness import requests_counted
from voicekeep.app.papers import MEDIA_TYPES, PaperName, Shelved, body_of, take_down
from voicekeep.app.web.pages import pages_of, signed_in_or_refuse
from voicekeep.people import Role
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.texts import language_named

router = APIRouter()

READERS: Final = (Role.OFFICER, Role.DATA_PROTECTION_OFFICER)


class UnknownPaperError(VoicekeepError):
    """There is no such paper, or not in this form; nothing was written."""

    def __init__(self) -> None:
        super().__init__("there is no such paper, or not in this form; nothing was written")


@router.get("/desk/records")
def records(request: Request) -> Response:
    """List them."""
    pages = pages_of(request)
    on_duty(pages.keep, signed_in_or_refuse(request), READERS)
    return pages.show(request, "desk_records.html", papers=tuple(PaperName))


@router.get("/desk/records/{paper}")
def record(request: Request, paper: str) -> Response:
    """Show one."""
    name, shelved = _taken_down(request, paper)
    ends = [end.removeprefix(".") for end in shelved.forms if end != ".html"]
    return pages_of(request).show(
        request,
        "desk_record.html",
        name=name,
        forms=ends,
        title=shelved.paper.title,
        body=body_of(shelved.paper),
    )


@router.get("/desk/records/{paper}/{form}")
def record_file(request: Request, paper: str, form: str) -> Response:
    """Hand one out as a file."""
    name, shelved = _taken_down(request, paper)
    make = shelved.forms.get(f".{form}")
    if make is None:
        raise UnknownPaperError
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response(make(), media_type=MEDIA_TYPES[f".{form}"], headers=headers)


def _taken_down(request: Request, paper: str) -> tuple[PaperName, Shelved]:
    pages = pages_of(request)
    keep = pages.keep
    on_duty(keep, signed_in_or_refuse(request), READERS)
    try:
        name = PaperName(paper)
    except ValueError as unknown:
        raise UnknownPaperError from unknown
    today, language = place_of(keep).day_of(keep.now()), language_named(pages.language_of(request))
    return name, take_down(name, keep.settings, language, today, lambda: requests_counted(keep))
