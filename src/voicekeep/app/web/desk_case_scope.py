"""What a case reaches, and how severe it is: what the program found and proposes, and what a person decides."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response
from pydantic import BaseModel, Field

from voicekeep.app.operations.case_desk import (
    DECIDERS,
    case_at_the_desk,
    scope_at_the_desk,
    take_scope,
    write_at_the_desk,
)
from voicekeep.app.operations.staff import on_duty
from voicekeep.app.web.case_hours import hours_of
from voicekeep.app.web.desk_cases import CASE, REFUSED, FormToken, shown
from voicekeep.app.web.pages import pages_of, signed_in_or_refuse
from voicekeep.formats import tables
from voicekeep.incident import Assessed, DataKind, Part, Reached, Severity, UnknownCaseError, in_words
from voicekeep.records.ids import TriageId
from voicekeep.records.instant import to_text

router = APIRouter()

ROWS_MAX: Final = 200
"""More stretches than so many are in the file only."""
_STEPS: Final = {"context": (4, 8, 12, 16), "identification": (1, 2, 3, 4), "malice": (0, 2)}
_LOSS: Final = (0, 1, 2)


@router.get(CASE + "/scope")
def scope_page(request: Request, case: str) -> Response:
    """Show what reached whom."""
    pages, triage = pages_of(request), TriageId(case)
    session = signed_in_or_refuse(request)
    scope, _ = scope_at_the_desk(pages.keep, session, triage)
    rows = (*scope.reached, *scope.own)
    view = case_at_the_desk(pages.keep, session, triage)
    return pages.show(
        request,
        "desk_scope.html",
        triage=triage,
        view=view,
        hours=hours_of(view.case, view.aware, view.now),
        seen=len(view.case.history),
        scope=scope,
        rows=rows[:ROWS_MAX],
        more=max(0, len(rows) - ROWS_MAX),
    )


@router.get(CASE + "/scope/csv")
def scope_file(request: Request, case: str) -> Response:
    """Hand all of it out as a file."""
    pages, triage = pages_of(request), TriageId(case)
    scope, _ = scope_at_the_desk(pages.keep, signed_in_or_refuse(request), triage)
    names = tuple(each.name for each in fields(Reached))
    lines = [[_cell(getattr(each, name)) for name in names] for each in (*scope.reached, *scope.own)]
    headers = {"Content-Disposition": f'attachment; filename="scope-{triage}.csv"'}
    return Response(tables.csv_of(names, lines), media_type="text/csv; charset=utf-8", headers=headers)


@router.post(CASE + "/scope")
def scope_taken(request: Request, case: str, seen: Annotated[int, Form(ge=0)], form_token: FormToken) -> Response:
    """Write it into the case, with everybody whom it concerns."""
    pages, triage = pages_of(request), TriageId(case)
    pages.require_own_form(request, form_token)
    try:
        take_scope(pages.keep, signed_in_or_refuse(request), triage, seen=seen)
    except REFUSED as refused:
        return shown(request, triage, refused)
    return pages.go_to(request, f"/desk/cases/{triage}")


class SeverityForm(BaseModel):
    """Every part of the formula, each with its reason."""

    form_token: str
    seen: int = Field(ge=0)
    kind: DataKind
    people: int = Field(ge=0)
    unintelligible: bool = False
    context: int
    context_reason: str = ""
    identification: int
    identification_reason: str = ""
    confidentiality: int
    confidentiality_reason: str = ""
    integrity: int
    integrity_reason: str = ""
    availability: int
    availability_reason: str = ""
    malice: int
    malice_reason: str = ""

    def part(self, name: str) -> Part:
        """Return one part."""
        return Part(quarters=getattr(self, name), reason=getattr(self, f"{name}_reason"))


@router.get(CASE + "/severity")
def severity_page(request: Request, case: str) -> Response:
    """Show what the program proposes, for a person to decide."""
    return _severity(request, TriageId(case))


@router.post(CASE + "/severity")
def assessed(request: Request, case: str, form: Annotated[SeverityForm, Form()]) -> Response:
    """Write the assessment into the case."""
    pages, triage = pages_of(request), TriageId(case)
    pages.require_own_form(request, form.form_token)
    session = signed_in_or_refuse(request)
    on_duty(pages.keep, session, DECIDERS)  # before anything that was typed is read
    try:
        severity = Severity(
            kind=form.kind,
            people=form.people,
            unintelligible=form.unintelligible,
            context=form.part("context"),
            identification=form.part("identification"),
            confidentiality=form.part("confidentiality"),
            integrity=form.part("integrity"),
            availability=form.part("availability"),
            malice=form.part("malice"),
        )
        write_at_the_desk(pages.keep, session, triage, Assessed(severity=severity), seen=form.seen)
    except UnknownCaseError:
        raise
    except REFUSED as refused:
        return _severity(request, triage, type(refused).__name__)
    return pages.go_to(request, f"/desk/cases/{triage}")


def _severity(request: Request, triage: TriageId, problem: str = "") -> Response:
    pages = pages_of(request)
    session = signed_in_or_refuse(request)
    _, proposed = scope_at_the_desk(pages.keep, session, triage)
    view = case_at_the_desk(pages.keep, session, triage)
    return pages.show(
        request,
        "desk_severity.html",
        status=HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK,
        at=f"/desk/cases/{triage}/severity",
        triage=triage,
        view=view,
        hours=hours_of(view.case, view.aware, view.now),
        proposed=proposed,
        steps={name: _STEPS.get(name, _LOSS) for name in proposed.parts},
        kinds=tuple(DataKind),
        in_words=in_words,
        problem=problem,
    )


def _cell(value: object) -> str | int | bool | None:
    if isinstance(value, datetime):
        return to_text(value)
    return value if isinstance(value, str | int | bool) else None
