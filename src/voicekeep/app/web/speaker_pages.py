"""The page that is a speaker: on a phone, a tablet or a laptop. Who stands before it need not be signed in."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response

from voicekeep.app.operations.devices import DeviceNameRefusedError
from voicekeep.app.operations.listening import bound_now, device_known_by
from voicekeep.app.operations.pairing import NewSpeaker, pair
from voicekeep.app.web.door import SPEAKER_PAGE as PAGE
from voicekeep.app.web.guards import FORM_FIELD
from voicekeep.app.web.pages import count_everybodys_try, count_try, pages_of
from voicekeep.device import CodeRefusedError, DeviceKind, PublicKeyRefusedError

router = APIRouter()

FormToken = Annotated[str, Form(alias=FORM_FIELD)]
Field = Annotated[str, Form()]

TRIES_PER_WINDOW: Final = 20  # of one address
TRIES_OF_EVERYBODY: Final = 120  # per window: docs/speakers.md says what guessing would take


@router.get(PAGE)
def speaker(request: Request) -> Response:
    """Show the speaker, or how to set it up."""
    return _shown(request)


@router.post("/speaker/pair")
def code_typed(
    request: Request, code: Field, speaker_name: Field, public_key: Field, form_token: FormToken
) -> Response:
    """Pair this browser."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    count_pairing(request)
    try:
        made = NewSpeaker(kind=DeviceKind.BROWSER, public_key=key_of(public_key), name=speaker_name)
        paired = pair(pages.keep, code, made, known_by=request.cookies.get(pages.speaker_cookie, ""))
    except (CodeRefusedError, DeviceNameRefusedError, PublicKeyRefusedError) as refused:
        return _shown(request, problem=type(refused).__name__, typed=speaker_name)
    response = pages.go_to(request, PAGE)
    pages.speaker_credential_cookie(response, paired.credential)
    return response


def count_pairing(request: Request) -> None:
    """Count one code that somebody typed. Raises RateExceededError."""
    count_try(request, "pairing", most=TRIES_PER_WINDOW)
    count_everybodys_try(request, "pairing", most=TRIES_OF_EVERYBODY)


def key_of(text: str) -> bytes:
    """Return the bytes of a public key in hexadecimal. Raises PublicKeyRefusedError."""
    try:
        return bytes.fromhex(text)
    except ValueError as malformed:
        raise PublicKeyRefusedError from malformed


def _shown(request: Request, *, problem: str = "", typed: str = "") -> Response:
    pages = pages_of(request)
    known = device_known_by(pages.keep, request.cookies.get(pages.speaker_cookie, ""))
    bound = known is not None and known.kind is DeviceKind.BROWSER and bound_now(pages.keep, known.device) is not None
    again = bool(problem) or "again" in request.query_params
    return pages.show(
        request,
        "speaker.html" if bound and not again else "speaker_pair.html",
        status=HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK,
        at=PAGE,
        problem=problem,
        typed=typed,
        unbound=known is not None and not bound,
    )
