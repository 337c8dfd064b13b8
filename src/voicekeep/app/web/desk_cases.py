"""Cases at the desk: the list, one case with its clock, and every step that is written into it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form, Request, Response

from voicekeep.app.measures_known import known_measures
from voicekeep.app.operations.case_desk import (
    DECIDERS,
    case_at_the_desk,
    cases_at_the_desk,
    decide_at_the_desk,
    write_at_the_desk,
)
from voicekeep.app.operations.ending_cases import CloseRefusedError, propose_close
from voicekeep.app.operations.exports import REASON_MAX_CHARS, ReasonRefusedError
from voicekeep.app.operations.freezing_everybody import FreezeRefusedError, propose_freeze, propose_thaw
from voicekeep.app.operations.staff import on_duty
from voicekeep.app.web.case_forms import CaseForm, change_of, instant_of
from voicekeep.app.web.case_hours import hours_of
from voicekeep.app.web.guards import FORM_FIELD
from voicekeep.app.web.pages import pages_of, signed_in_or_refuse
from voicekeep.incident import (
    TEXT_MAX_CHARS,
    AffectedRole,
    CaseNotOverError,
    Containment,
    Description,
    Exception34,
    IncidentError,
    MeasureKind,
    MeasureTaken,
    UnknownCaseError,
    change_name,
)
from voicekeep.records.ids import TriageId
from voicekeep.records.reports import TriageState

router = APIRouter()

FormToken = Annotated[str, Form(alias=FORM_FIELD)]
Field = Annotated[str, Form()]
CASE: Final = "/desk/cases/{case}"
REFUSED: Final = (IncidentError, ReasonRefusedError, FreezeRefusedError, CloseRefusedError)


@router.get("/desk/cases")
def cases(request: Request) -> Response:
    """List every case."""
    return _list(request)


@router.post("/desk/thaw")
def thawed(request: Request, form_token: FormToken, reason: Field = "") -> Response:
    """Propose that everybody's copies open again."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    try:
        propose_thaw(pages.keep, signed_in_or_refuse(request), reason)
    except (ReasonRefusedError, FreezeRefusedError) as refused:
        return _list(request, type(refused).__name__)
    return pages.go_to(request, "/desk/proposals")


@router.get(CASE)
def case_page(request: Request, case: str) -> Response:
    """Show one case."""
    return shown(request, TriageId(case))


@router.post(CASE + "/decide")
def decided(
    request: Request, case: str, outcome: Annotated[TriageState, Form()], form_token: FormToken, aware_at: Field = ""
) -> Response:
    """Decide whether it is a breach."""
    pages, triage = pages_of(request), TriageId(case)
    pages.require_own_form(request, form_token)
    session = signed_in_or_refuse(request)
    # before anything that was typed is read: to nobody else is anything here
    on_duty(pages.keep, session, DECIDERS, fresh=True)
    try:
        since = instant_of(aware_at, ZoneInfo(pages.keep.settings.zone)) if aware_at else None
        decide_at_the_desk(pages.keep, session, triage, outcome, aware_at=since)
    except REFUSED as refused:
        return shown(request, triage, refused)
    return pages.go_to(request, f"/desk/cases/{triage}")


@router.post(CASE + "/entries")
def written(request: Request, case: str, form: Annotated[CaseForm, Form()]) -> Response:
    """Write one step into the case."""
    pages, triage = pages_of(request), TriageId(case)
    pages.require_own_form(request, form.form_token)
    session = signed_in_or_refuse(request)
    try:
        change = change_of(form, case_at_the_desk(pages.keep, session, triage), ZoneInfo(pages.keep.settings.zone))
        known = known_measures() if isinstance(change, MeasureTaken) else None
        write_at_the_desk(pages.keep, session, triage, change, seen=form.seen, known=known)
    except REFUSED as refused:
        return shown(request, triage, refused)
    return pages.go_to(request, f"/desk/cases/{triage}")


@router.post(CASE + "/close")
def closed(request: Request, case: str, form_token: FormToken, reason: Field = "") -> Response:
    """Propose to end the case."""
    pages, triage = pages_of(request), TriageId(case)
    pages.require_own_form(request, form_token)
    try:
        propose_close(pages.keep, signed_in_or_refuse(request), triage, reason)
    except REFUSED as refused:
        return shown(request, triage, refused)
    return pages.go_to(request, f"/desk/cases/{triage}")


@router.post(CASE + "/freeze")
def frozen(request: Request, case: str, form_token: FormToken, reason: Field = "") -> Response:
    """Propose to hold every copy of everybody back."""
    pages, triage = pages_of(request), TriageId(case)
    pages.require_own_form(request, form_token)
    try:
        propose_freeze(pages.keep, signed_in_or_refuse(request), triage, reason)
    except REFUSED as refused:
        return shown(request, triage, refused)
    return pages.go_to(request, "/desk/proposals")


def shown(request: Request, triage: TriageId, refused: Exception | None = None) -> Response:
    """Return the page of a case, with what was refused; a case that there is not, or that is one's own, is not here."""
    if isinstance(refused, UnknownCaseError):
        raise refused
    pages = pages_of(request)
    view = case_at_the_desk(pages.keep, signed_in_or_refuse(request), triage)
    return pages.show(
        request,
        "desk_case.html",
        status=HTTPStatus.OK if refused is None else HTTPStatus.BAD_REQUEST,
        at=f"/desk/cases/{triage}",
        view=view,
        case=view.case,
        history=[(noted, change_name(noted.change)) for noted in reversed(view.case.history)],
        hours=hours_of(view.case, view.aware, view.now),
        problem="" if refused is None else type(refused).__name__,
        lacks=refused.missing if isinstance(refused, CaseNotOverError) else (),
        known={kind: sorted(names) for kind, names in known_measures().items()},
        containments=tuple(Containment),
        descriptions=tuple(Description),
        letters=tuple(Exception34),
        measures=tuple(MeasureKind),
        roles=tuple(AffectedRole),
        latest=view.now.astimezone(ZoneInfo(pages.keep.settings.zone)).strftime("%Y-%m-%dT%H:%M"),
        text_max=TEXT_MAX_CHARS,
        reason_max=REASON_MAX_CHARS,
    )


def _list(request: Request, problem: str = "") -> Response:
    pages = pages_of(request)
    found = cases_at_the_desk(pages.keep, signed_in_or_refuse(request))
    now = pages.keep.now()
    hours = {line.triage: hours_of(line.case, line.aware, now) for line in found.lines if line.case is not None}
    return pages.show(
        request,
        "desk_cases.html",
        status=HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK,
        at="/desk/cases",
        found=found,
        hours=hours,
        problem=problem,
        reason_max=REASON_MAX_CHARS,
    )
