"""What stands between the network and the pages: headers, sizes, forms that were really ours."""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import urlsplit

from fastapi import Request, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from voicekeep.app.operations.keep import Keep
from voicekeep.records.errors import VoicekeepError

FORM_COOKIE = "voicekeep-form"
FORM_FIELD = "form_token"

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


class ForeignFormError(VoicekeepError):
    """The form was not filled in on our page; nothing was done."""

    def __init__(self) -> None:
        super().__init__("the form did not come from this keep's own page; nothing was done")


def add_security_headers(response: Response, *, cacheable: bool) -> None:
    """Tell the browser to keep to itself what it sees here."""
    headers = response.headers
    headers["Content-Security-Policy"] = _POLICY
    headers["Referrer-Policy"] = "no-referrer"
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    headers["X-Robots-Tag"] = "noindex, nofollow"
    if not cacheable:
        headers["Cache-Control"] = "no-store"


def form_token(keep: Keep, cookie: str, session_cookie: str) -> str:
    """Return what a form of ours carries: bound to this browser, and to who is signed in."""
    bound = f"{len(cookie)}|{cookie}|{session_cookie}".encode()
    return hmac.new(keep.csrf_key, bound, hashlib.sha256).hexdigest()


def require_own_form(keep: Keep, request: Request, token: str, session_cookie: str) -> None:
    """Refuse a form that another site sent.

    Raises:
        ForeignFormError: another origin, no cookie of ours, or a token that is not this form's.
    """
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise ForeignFormError
    cookie = request.cookies.get(FORM_COOKIE, "")
    if not cookie or not hmac.compare_digest(token, form_token(keep, cookie, session_cookie)):
        raise ForeignFormError


class BodyLimit:
    """Refuse a request body at its first excess byte."""

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self._app = app
        self._max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting what its body holds."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        seen = 0
        too_large = False

        async def counted() -> Message:
            nonlocal seen, too_large
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self._max_bytes:
                too_large = True
                return {"type": "http.disconnect"}
            return message

        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            if too_large and not started:
                started = True
                await send({"type": "http.response.start", "status": 413, "headers": []})
                await send({"type": "http.response.body", "body": b""})
                return
            if too_large:
                return
            started = True
            await send(message)

        await self._app(scope, counted, watched)
