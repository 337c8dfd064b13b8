"""Guests: whoever has no account here and was heard all the same (GDPR Art. 11; R19)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response

from voicekeep.app.operations.receipts import GuestRight, use_receipt
from voicekeep.app.papers import guest_paragraphs
from voicekeep.app.web.guards import FORM_FIELD
from voicekeep.app.web.pages import count_everybodys_try, count_try, pages_of
from voicekeep.people import WordsRefusedError
from voicekeep.records.texts import language_named

router = APIRouter()

FormToken = Annotated[str, Form(alias=FORM_FIELD)]

PAGE: Final = "/guests"
TRIES_PER_WINDOW: Final = 10  # of one address
TRIES_OF_EVERYBODY: Final = 60  # per window: docs/guests.md says what guessing would take


@router.get(PAGE)
def guests(request: Request) -> Response:
    """Say what a guest can do: the same to everybody, whatever they want to ask."""
    return _shown(request)


@router.post(PAGE)
def words_said(
    request: Request, words: Annotated[str, Form()], right: Annotated[GuestRight, Form()], form_token: FormToken
) -> Response:
    """Do what the guest wants with the turn that their words are about."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    count_try(request, "guest", most=TRIES_PER_WINDOW)
    count_everybodys_try(request, "guest", most=TRIES_OF_EVERYBODY)
    try:
        use_receipt(pages.keep, words, right)
    except WordsRefusedError:
        return _shown(request, refused=True)
    return _shown(request, done=right)


def _shown(request: Request, *, done: GuestRight | None = None, refused: bool = False) -> Response:
    pages = pages_of(request)
    return pages.show(
        request,
        "guests.html",
        status=HTTPStatus.BAD_REQUEST if refused else HTTPStatus.OK,
        at=PAGE,
        answer=guest_paragraphs(pages.keep.settings.controller, language_named(pages.language_of(request))),
        rights=tuple(GuestRight),
        done=done,
        refused=refused,
    )
