"""The desk tells people: who knows, who is to be told how, the script for a call; each paper, field by field."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response

from voicekeep.app.operations.asking import place_of
from voicekeep.app.operations.case_desk import CaseView, case_at_the_desk, write_at_the_desk
from voicekeep.app.operations.escalating import due_in
from voicekeep.app.operations.fetched import HowMuch, fetched_in
from voicekeep.app.operations.wording import WordingRefusedError, history_of, word
from voicekeep.app.papers import (
    MEDIA_TYPES,
    breach_paper,
    call_script,
    filled,
    head_of,
    page_of,
    parts_of,
    pdf_of_paper,
)
from voicekeep.app.web.case_hours import hours_of
from voicekeep.app.web.guards import FORM_FIELD
from voicekeep.app.web.pages import pages_of, signed_in_or_refuse
from voicekeep.incident import (
    STAFF_CHANNELS,
    Channel,
    IncidentError,
    PaperOf,
    PersonTold,
    RecipientMoved,
    Track,
    UnknownCaseError,
    Worded,
)
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import SubjectId, TriageId
from voicekeep.records.texts import Language, language_named

router = APIRouter()

CASE: Final = "/desk/cases/{case}"
FormToken = Annotated[str, Form(alias=FORM_FIELD)]


@router.get(CASE + "/people")
def people(request: Request, case: str) -> Response:
    """Show who knows, and who is to be told how."""
    return _people(request, case)


@router.post(CASE + "/people")
def person_told(  # noqa: PLR0913, PLR0917  one for each field of the form
    request: Request,
    case: str,
    form_token: FormToken,
    person: Annotated[str, Form()],
    channel: Annotated[Channel, Form()],
    seen: Annotated[int, Form()],
    acknowledged: Annotated[bool, Form()] = False,  # noqa: FBT002  a box that is not ticked is not sent
    text: Annotated[str, Form()] = "",
) -> Response:
    """Write down that somebody was called, written to or spoken to, and whether they know."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    session = signed_in_or_refuse(request)
    told = PersonTold(subject=SubjectId(person), channel=channel, acknowledged=acknowledged, text=text.strip())
    try:
        write_at_the_desk(pages.keep, session, TriageId(case), told, seen=seen)
    except UnknownCaseError:
        raise
    except IncidentError as refused:
        return _people(request, case, refused)
    return pages.go_to(request, f"{CASE.format(case=case)}/people")


@router.post(CASE + "/recipient")
def recipient_moved(
    request: Request,
    case: str,
    form_token: FormToken,
    person: Annotated[str, Form()],
    track: Annotated[Track, Form()],
    seen: Annotated[int, Form()],
    text: Annotated[str, Form()] = "",
) -> Response:
    """Write down what became of a wrong recipient who does not answer in the portal."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    session = signed_in_or_refuse(request)
    moved = RecipientMoved(subject=SubjectId(person), track=track, text=text.strip())
    try:
        write_at_the_desk(pages.keep, session, TriageId(case), moved, seen=seen)
    except UnknownCaseError:
        raise
    except IncidentError as refused:
        return _people(request, case, refused)
    return pages.go_to(request, f"{CASE.format(case=case)}/people")


@router.get(CASE + "/letters/{paper}")
def letter(request: Request, case: str, paper: str) -> Response:
    """Show a paper of a case with a form for each field."""
    return _letter(request, case, _named(paper))


@router.post(CASE + "/letters/{paper}")
def letter_worded(
    request: Request,
    case: str,
    paper: str,
    form_token: FormToken,
    part: Annotated[str, Form()],
    seen: Annotated[int, Form()],
    text: Annotated[str, Form()] = "",
) -> Response:
    """Word one field otherwise."""
    pages, name = pages_of(request), _named(paper)
    pages.require_own_form(request, form_token)
    session, language = signed_in_or_refuse(request), _language(request)
    worded = Worded(paper=name, language=language, part=part, text=text.replace("\r\n", "\n").strip())
    try:
        word(pages.keep, session, TriageId(case), worded, parts=parts_of(name), seen=seen)
    except UnknownCaseError:
        raise
    except (IncidentError, WordingRefusedError) as refused:
        return _letter(request, case, name, refused)
    return pages.go_to(request, f"{CASE.format(case=case)}/letters/{name}")


@router.get(CASE + "/letters/{paper}/{form}")
def letter_file(request: Request, case: str, paper: str, form: str) -> Response:
    """Hand a paper out, ready to send: html or pdf."""
    pages, name = pages_of(request), _named(paper)
    view = _view(request, case)
    keep = pages.keep
    made = breach_paper(keep.settings, _language(request), place_of(keep).day_of(keep.now()), name, view.case)
    if form not in {"html", "pdf"}:
        raise UnknownCaseError
    body = page_of(made) if form == "html" else pdf_of_paper(made)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response(body, media_type=MEDIA_TYPES[f".{form}"], headers=headers)


def _people(request: Request, case: str, refused: VoicekeepError | None = None) -> Response:
    pages = pages_of(request)
    view = _view(request, case)
    due = {each.subject: each for each in due_in(pages.keep, view.case)}
    fetched = fetched_in(pages.keep, view.case)
    rows = [
        {
            "subject": who,
            "roles": sorted(role.value for role in roles),
            "told": view.case.told.get(who),
            "due": due.get(who),
            "fetched": fetched.get(who),
            "track": [track.value for track in view.case.tracks_of(who)],
            "tries": [
                noted
                for noted in view.case.history
                if isinstance(noted.change, PersonTold) and noted.change.subject == who
            ],
        }
        for who, roles in sorted(view.case.affected.items())
    ]
    return pages.show(
        request,
        "desk_people.html",
        status=HTTPStatus.OK if refused is None else HTTPStatus.BAD_REQUEST,
        at=f"{CASE.format(case=case)}/people",
        base=CASE.format(case=case),
        view=view,
        hours=hours_of(view.case, view.aware, view.now),
        rows=rows,
        unfetched=[who for who, each in fetched.items() if each.much is HowMuch.NOT and who not in view.case.affected],
        seen=len(view.case.history),
        script=call_script(_language(request)),
        channels=STAFF_CHANNELS,
        tracks=tuple(Track),
        refused="" if refused is None else type(refused).__name__,
    )


def _letter(request: Request, case: str, paper: PaperOf, refused: VoicekeepError | None = None) -> Response:
    pages = pages_of(request)
    view, language = _view(request, case), _language(request)
    fields = [
        (part, head_of(part, language), text, history_of(view.case, paper, language, part))
        for part, text in filled(pages.keep.settings, language, paper, view.case).items()
    ]
    address = f"{CASE.format(case=case)}/letters/{paper}"
    return pages.show(
        request,
        "desk_letter.html",
        status=HTTPStatus.OK if refused is None else HTTPStatus.BAD_REQUEST,
        at=address,
        address=address,
        base=CASE.format(case=case),
        view=view,
        hours=hours_of(view.case, view.aware, view.now),
        paper=paper,
        papers=tuple(PaperOf),
        fields=fields,
        seen=len(view.case.history),
        refused="" if refused is None else type(refused).__name__,
    )


def _view(request: Request, case: str) -> CaseView:
    return case_at_the_desk(pages_of(request).keep, signed_in_or_refuse(request), TriageId(case))


def _named(paper: str) -> PaperOf:
    try:
        return PaperOf(paper)
    except ValueError as unknown:
        raise UnknownCaseError from unknown


def _language(request: Request) -> Language:
    return language_named(pages_of(request).language_of(request))
