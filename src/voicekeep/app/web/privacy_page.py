"""The privacy notice of GDPR Art. 13, for everybody, signed in or not: linked at the foot of every page."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request, Response

from voicekeep.app.operations.asking import place_of
from voicekeep.app.papers import body_of, privacy_notice
from voicekeep.app.web.pages import pages_of
from voicekeep.records.texts import language_named

router = APIRouter()

PAGE: Final = "/privacy"


@router.get(PAGE)
def privacy(request: Request) -> Response:
    """Say who answers for the data, what is kept, why and how long, and what a person can do."""
    pages = pages_of(request)
    today = place_of(pages.keep).day_of(pages.keep.now())
    paper = privacy_notice(pages.keep.settings, language_named(pages.language_of(request)), today)
    return pages.show(request, "privacy.html", body=body_of(paper))
