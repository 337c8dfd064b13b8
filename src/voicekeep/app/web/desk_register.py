"""The register of breaches and “an isolated case?”, at the desk: as pages, and as files to hand to an authority."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Final

from fastapi import APIRouter, Request, Response

from voicekeep.app.operations.asking import place_of
from voicekeep.app.operations.case_register import register_at_the_desk
from voicekeep.app.operations.isolating import isolated_at_the_desk, signed
from voicekeep.app.papers import (
    MEDIA_TYPES,
    Paper,
    body_of,
    isolation_paper,
    page_of,
    pdf_of_paper,
    register_csv,
    register_json,
    register_paper,
)
from voicekeep.app.web.desk_records import UnknownPaperError
from voicekeep.app.web.pages import pages_of, signed_in_or_refuse
from voicekeep.formats.checkpoint import fingerprint
from voicekeep.records.texts import Language, language_named

router = APIRouter()

Forms = Mapping[str, Callable[[], bytes]]
_REGISTER: Final = "/desk/register"
_ISOLATED: Final = "/desk/isolated"


@router.get(_REGISTER)
def register(request: Request) -> Response:
    """Show every case, also those that were not notified."""
    paper, forms = _register(request)
    return _page(request, paper, forms, _REGISTER)


@router.get(_REGISTER + "/{form}")
def register_file(request: Request, form: str) -> Response:
    """Hand it out as a file."""
    return _file(_register(request)[1], "register", form)


@router.get(_ISOLATED)
def isolated(request: Request) -> Response:
    """Judge every release ever made again, and show what that proves."""
    paper, forms = _isolated(request)
    return _page(request, paper, forms, _ISOLATED)


@router.get(_ISOLATED + "/{form}")
def isolated_file(request: Request, form: str) -> Response:
    """Hand it out as a file; the JSON is signed."""
    return _file(_isolated(request)[1], "isolated", form)


def _register(request: Request) -> tuple[Paper, Forms]:
    pages = pages_of(request)
    lines = register_at_the_desk(pages.keep, signed_in_or_refuse(request))
    language, today = _language_and_day(request)
    paper = register_paper(pages.keep.settings, language, today, lines)
    return paper, {
        ".pdf": partial(pdf_of_paper, paper),
        ".csv": partial(register_csv, lines),
        ".json": partial(register_json, today, lines),
        ".html": partial(page_of, paper),
    }


def _isolated(request: Request) -> tuple[Paper, Forms]:
    keep = pages_of(request).keep
    page = isolated_at_the_desk(keep, signed_in_or_refuse(request))
    file, key = signed(keep, page), fingerprint(keep.statement_key.public_key())
    language, today = _language_and_day(request)
    paper = isolation_paper(keep.settings, language, today, page, file, key)
    return paper, {".json": lambda: file, ".pdf": partial(pdf_of_paper, paper), ".html": partial(page_of, paper)}


def _language_and_day(request: Request) -> tuple[Language, date]:
    pages = pages_of(request)
    return language_named(pages.language_of(request)), place_of(pages.keep).day_of(pages.keep.now())


def _page(request: Request, paper: Paper, forms: Forms, at: str) -> Response:
    ends = [(end.removeprefix("."), f"{at}/{end.removeprefix('.')}") for end in forms if end != ".html"]
    return pages_of(request).show(request, "desk_case_paper.html", title=paper.title, body=body_of(paper), ends=ends)


def _file(forms: Forms, name: str, form: str) -> Response:
    make = forms.get(f".{form}")
    if make is None:
        raise UnknownPaperError
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response(make(), media_type=MEDIA_TYPES[f".{form}"], headers=headers)
