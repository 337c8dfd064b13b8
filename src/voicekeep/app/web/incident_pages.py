"""“This is not mine”: a recipient says so of their copy, and it is held back at once (R23, R28)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response

from voicekeep.app.operations.incidents import ReleasedCopy, released_to, report_not_mine
from voicekeep.app.web.guards import FORM_FIELD
from voicekeep.app.web.pages import count_try, pages_of, signed_in_or_refuse
from voicekeep.incident import UnknownCopyError
from voicekeep.people import NotSignedInError, StaleSignInError, require_fresh
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import RequestId
from voicekeep.records.reports import Saw

router = APIRouter()

PAGE: Final = "/my-data/copies/{request_id}/not-mine"
REPORTS_PER_WINDOW: Final = 20  # of one person


@router.get(PAGE)
def not_mine(request: Request, request_id: str) -> Response:
    """Ask what they saw, in a word; once that is said, say that it was taken and what happens next."""
    session = signed_in_or_refuse(request)
    keep = pages_of(request).keep
    require_fresh(session, keep.now(), keep.limits)
    return _shown(request, released_to(keep, session, RequestId(request_id)))


@router.post(PAGE)
def not_mine_sent(
    request: Request, request_id: str, saw: Annotated[Saw, Form()], form_token: Annotated[str, Form(alias=FORM_FIELD)]
) -> Response:
    """Take the report and hold the copy back; or say that it was not taken."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    session = signed_in_or_refuse(request)
    count_try(request, "report", most=REPORTS_PER_WINDOW, session=session)
    copy = released_to(pages.keep, session, RequestId(request_id))
    try:
        report_not_mine(pages.keep, session, copy.request, saw)
    except (NotSignedInError, StaleSignInError, UnknownCopyError):
        raise
    except VoicekeepError:  # whatever stopped it: a report that is not taken must not look as if it were
        return _shown(request, copy, not_taken=True)
    return pages.go_to(request, _address(copy))


def _address(copy: ReleasedCopy) -> str:
    return PAGE.format(request_id=copy.request)


def _shown(request: Request, copy: ReleasedCopy, *, not_taken: bool = False) -> Response:
    pages = pages_of(request)
    return pages.show(
        request,
        "not_mine.html" if copy.report is None else "not_mine_taken.html",
        status=HTTPStatus.SERVICE_UNAVAILABLE if not_taken else HTTPStatus.OK,
        at=_address(copy),
        address=_address(copy),
        copy=copy,
        choices=tuple(Saw),
        not_taken=not_taken,
        service=pages.keep.settings.controller,
    )
