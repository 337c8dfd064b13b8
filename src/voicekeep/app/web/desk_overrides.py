"""The desk's form for one held request: why it is held, and a proposal to let it go on all the same (R30, P9)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Form, HTTPException, Request, Response

from voicekeep.app.operations.exports import ReasonRefusedError
from voicekeep.app.operations.overriding import held_at_the_desk, propose_override
from voicekeep.app.web.guards import FORM_FIELD
from voicekeep.app.web.my_data import found_in
from voicekeep.app.web.pages import pages_of, signed_in_or_refuse
from voicekeep.checks import PLAUSIBILITY_RULES
from voicekeep.records.ids import MalformedIdError, RequestId

router = APIRouter()

_SENTENCES = {rule.name: rule.officer for rule in PLAUSIBILITY_RULES}

PAGE: Final = "/desk/overrides/{named}"


@router.get(PAGE)
def held(request: Request, named: str) -> Response:
    """Show why a request is held; of whose it is, nothing."""
    return _shown(request, named)


@router.post(PAGE)
def proposed(
    request: Request,
    named: str,
    form_token: Annotated[str, Form(alias=FORM_FIELD)],
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Propose to let it go on."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    session = signed_in_or_refuse(request)
    try:
        propose_override(pages.keep, session, _request_named(named), reason)
    except ReasonRefusedError:
        return _shown(request, named, problem=True)
    return pages.go_to(request, request.url.path)


def _shown(request: Request, named: str, *, problem: bool = False) -> Response:
    pages = pages_of(request)
    session = signed_in_or_refuse(request)
    return pages.show(
        request,
        "desk_override.html",
        status=HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK,
        held=held_at_the_desk(pages.keep, session, _request_named(named)),
        found=found_in(pages.language_of(request), _SENTENCES),
        problem=problem,
    )


def _request_named(text: str) -> RequestId:
    """Return the identifier that an address names; what is none is not here."""
    try:
        return RequestId(text)
    except MalformedIdError as unknown:
        raise HTTPException(HTTPStatus.NOT_FOUND) from unknown
