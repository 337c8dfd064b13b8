"""Close the account: what goes and what stays is said beforehand, and there is a receipt."""

from __future__ import annotations

import json
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response

from voicekeep.app.operations.closing import close_account, receipt_of, what_goes
from voicekeep.app.web.guards import FORM_FIELD
from voicekeep.app.web.my_data import titles_in
from voicekeep.app.web.pages import pages_of, signed_in_or_refuse
from voicekeep.people import require_fresh

router = APIRouter()

PAGE: Final = "/close"


@router.get(PAGE)
def closing(request: Request) -> Response:
    """Say what goes, what stays, why and how long; and ask."""
    pages = pages_of(request)
    session = signed_in_or_refuse(request)
    require_fresh(session, pages.keep.now(), pages.keep.limits)
    titles = titles_in(pages.language_of(request))
    leaving = what_goes(pages.keep, session)
    goes = [(titles[kind], count) for kind, count in leaving.items.items()]
    return pages.show(
        request, "close.html", goes=goes, copies=leaving.copies, children=leaving.children, mails=leaving.mails
    )


@router.post(PAGE)
def closed(
    request: Request, sure: Annotated[bool, Form()], form_token: Annotated[str, Form(alias=FORM_FIELD)]
) -> Response:
    """Close it, and hand over the receipt: it is shown this once."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    session = signed_in_or_refuse(request)
    if not sure:
        return pages.go_to(request, PAGE)
    receipt = receipt_of(pages.keep, close_account(pages.keep, session))
    response = pages.show(request, "closed.html", at="/", receipt=json.dumps(receipt, indent=1))
    pages.forget_cookies(response)
    return response
