"""“I hold a recording that is not mine”: for anybody. Only digests are sent, and the answer is the same for all."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response

from voicekeep.app.operations.found_digests import (
    DIGESTS_AT_ONCE,
    FoundRefusedError,
    hand_in_digests,
    parse_digests,
)
from voicekeep.app.web.guards import FORM_FIELD
from voicekeep.app.web.pages import count_everybodys_try, count_try, pages_of
from voicekeep.records.errors import VoicekeepError

router = APIRouter()

PAGE: Final = "/found"
TRIES_PER_WINDOW: Final = 10  # of one address, with up to 400 digests each
TRIES_OF_EVERYBODY: Final = 100  # per window


@router.get(PAGE)
def found(request: Request) -> Response:
    """Say what a finder can do; their own device computes the digests."""
    return _shown(request)


@router.post(PAGE)
def reported(
    request: Request, digests: Annotated[str, Form()], form_token: Annotated[str, Form(alias=FORM_FIELD)]
) -> Response:
    """Write the digests down; thank, whatever they are."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    count_try(request, "found", most=TRIES_PER_WINDOW)
    count_everybodys_try(request, "found", most=TRIES_OF_EVERYBODY)
    try:
        hand_in_digests(pages.keep, parse_digests(digests))
    except FoundRefusedError:
        return _shown(request, status=HTTPStatus.BAD_REQUEST, refused=True)
    except VoicekeepError:  # whatever stopped it: what is not taken must not look as if it were
        return _shown(request, status=HTTPStatus.SERVICE_UNAVAILABLE, not_taken=True)
    return pages.show(request, "found_thanks.html", at=PAGE)


def _shown(
    request: Request, *, status: int = HTTPStatus.OK, refused: bool = False, not_taken: bool = False
) -> Response:
    pages = pages_of(request)
    return pages.show(
        request, "found.html", status=status, at=PAGE, refused=refused, not_taken=not_taken, most=DIGESTS_AT_ONCE
    )
