"""Who calls the API: whoever's token stands in the Authorization header.

Cookies are not looked at, so no form token is needed: nothing that a browser adds by itself opens anything here.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from voicekeep.app.operations.accounts import who_is
from voicekeep.app.operations.keep import Keep
from voicekeep.app.web.api_models import Sitting
from voicekeep.app.web.api_problems import refusals
from voicekeep.app.web.pages import count_try, pages_of
from voicekeep.app.web.security_pages import CHANGES_PER_WINDOW
from voicekeep.people import Session

_BEARER = HTTPBearer(auto_error=False, description="The token that `POST /sign-in` gave.")

OWN = refusals(HTTPStatus.UNAUTHORIZED)
FRESH = refusals(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
NOT_FOUND = refusals(HTTPStatus.NOT_FOUND)
COUNTED = refusals(HTTPStatus.TOO_MANY_REQUESTS)
REFUSED = refusals(HTTPStatus.BAD_REQUEST)
OVER = refusals(HTTPStatus.CONFLICT)


def keep_of(request: Request) -> Keep:
    """Return the keep that is served."""
    return pages_of(request).keep


def caller(request: Request, shown: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]) -> Session:
    """Return who calls. Raises NotSignedInError."""
    return who_is(keep_of(request), "" if shown is None else shown.credentials)


def changing(request: Request, session: Annotated[Session, Depends(caller)]) -> Session:
    """Return who calls and changes what opens their account; counted together with the pages' own forms."""
    count_try(request, "security", most=CHANGES_PER_WINDOW, session=session)
    return session


def linked(request: Request, session: Annotated[Session, Depends(caller)]) -> Session:
    """Return who calls and tries a link or a download; counted together with the pages."""
    count_try(request, "link", most=keep_of(request).limits.links_per_window, session=session)
    return session


Here = Annotated[Keep, Depends(keep_of)]
Caller = Annotated[Session, Depends(caller)]
Changing = Annotated[Session, Depends(changing)]
Linked = Annotated[Session, Depends(linked)]


def sitting(keep: Keep, session: Session, this: Session) -> Sitting:
    """Return a session as its person sees it."""
    return Sitting(
        session=session.session,
        signed_in_at=session.signed_in_at,
        fresh_until=session.signed_in_at + keep.limits.sign_in_fresh_for,
        expires_at=session.expires_at,
        this=session.session == this.session,
    )
