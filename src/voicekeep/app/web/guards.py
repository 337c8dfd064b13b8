"""What stands between the network and the pages: sizes, and forms that were really ours."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from urllib.parse import urlsplit

from fastapi import Request, Response
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from voicekeep.app.operations.keep import Keep
from voicekeep.records.errors import VoicekeepError

FORM_FIELD = "form_token"


class ForeignFormError(VoicekeepError):
    """The form was not filled in on our page, or on one that somebody else signed in over; nothing was done."""

    promise = "P3"

    def __init__(self) -> None:
        super().__init__("the form did not come from this keep's own page; nothing was done")


def form_token(keep: Keep, form_cookie: str, session_cookie: str) -> str:
    """Return what a form of ours carries: bound to this browser, and to who is signed in."""
    bound = f"{len(form_cookie)}|{form_cookie}|{session_cookie}".encode()
    return hmac.new(keep.csrf_key, bound, hashlib.sha256).hexdigest()


def require_own_form(keep: Keep, request: Request, token: str, form_cookie: str, session_cookie: str) -> None:
    """Refuse a form that another site sent.

    Raises:
        ForeignFormError: another origin, no cookie of ours, or a token that is not this form's.
    """
    if not _from_here(request.headers):
        raise ForeignFormError
    wanted = form_token(keep, form_cookie, session_cookie)
    if not form_cookie or not hmac.compare_digest(token.encode(), wanted.encode()):
        raise ForeignFormError


def _from_here(headers: Headers) -> bool:
    """Return whether the browser says that our own page sent this, or does not say (Fetch Metadata; RFC 6454).

    Our pages send no referrer, and a browser then calls their origin "null"; `Sec-Fetch-Site` still tells it, over
    TLS and on the machine itself. Where neither says anything, the form's token decides alone.
    """
    if (site := headers.get("sec-fetch-site")) is not None:
        return site == "same-origin"
    origin = headers.get("origin")
    return origin in {None, "null"} or urlsplit(origin).netloc == headers.get("host")


class BodyLimit:
    """Refuses a request body by its announced size, or at its first excess byte."""

    def __init__(self, app: ASGIApp, max_bytes: int, refusal: Callable[[str], Response]) -> None:
        self._app = app
        self._max_bytes = max_bytes
        self._refusal = refusal  # what it becomes at an address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting what its body holds."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope["path"])
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdecimal() or int(announced) > self._max_bytes:
            await refusal(scope, receive, send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            return {"type": "http.disconnect"} if seen > self._max_bytes else message

        async def answered(message: Message) -> None:
            if seen <= self._max_bytes:
                await send(message)
            elif message["type"] == "http.response.start":  # what the pages made of the cut body: replaced
                await refusal(scope, receive, send)

        await self._app(scope, counted, answered)
