"""A link and what is behind it. Whoever it does not belong to gets one friendly page, and nothing else (P5)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from voicekeep.app.operations.download import begin_download, look_at_link, open_download
from voicekeep.app.web.guards import FORM_FIELD
from voicekeep.app.web.pages import count_try, pages_of, signed_in_or_refuse
from voicekeep.app.web.sending import zip_answer
from voicekeep.delivery import DeliveryError
from voicekeep.people import Session
from voicekeep.records.ids import ArchiveId, MalformedIdError

router = APIRouter()


@router.get("/copy/{token}")
def copy(request: Request, token: str) -> Response:
    """Show what the link opens, to its recipient; ask others to sign in; tell strangers nothing."""
    pages = pages_of(request)
    session = _counted(request)
    link = look_at_link(pages.keep, token, session)
    return pages.show(request, "copy.html", token=token, link=link)


@router.post("/copy/{token}")
def open_copy(request: Request, token: str, form_token: Annotated[str, Form(alias=FORM_FIELD)]) -> Response:
    """Open the archive for this session, on a fresh sign-in, and go and fetch it."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    session = _counted(request)
    opened = open_download(pages.keep, token, session)
    return pages.go_to(request, f"/download/{opened.archive}")


@router.get("/download/{archive}")
def download(request: Request, archive: str) -> Response:
    """Send the ZIP, or the part of it that is still missing."""
    pages = pages_of(request)
    session = _counted(request)
    try:
        wanted = ArchiveId(archive)
    except MalformedIdError as malformed:
        raise DeliveryError from malformed
    answer = begin_download(
        pages.keep,
        session,
        wanted,
        range_header=request.headers.get("range"),
        if_range=request.headers.get("if-range"),
    )
    return zip_answer(answer, archive)


def _counted(request: Request) -> Session:
    """Return who is signed in and tries a link. Raises NotSignedInError, RateExceededError."""
    session = signed_in_or_refuse(request)
    count_try(request, "link", most=pages_of(request).keep.limits.links_per_window, session=session)
    return session
