"""The outermost layer: security headers on every answer, and no answer that tells what broke."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus

from fastapi import Request, Response
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; media-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_ALWAYS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "X-Robots-Tag": "noindex, nofollow",
}
_ON_A_SPEAKER = {"Permissions-Policy": "camera=(), microphone=(self), geolocation=()"}  # the one page that listens
_A_FILE = {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT, HTTPStatus.NOT_MODIFIED}  # else it is a page that refuses
_OVER_TLS = {"Strict-Transport-Security": "max-age=31536000"}  # a year

SPEAKER_PAGE = "/speaker"

log = logging.getLogger("voicekeep.web")


class Door:
    """Wraps the whole application; `broken` makes the page for an error that nobody foresaw."""

    def __init__(self, app: ASGIApp, *, over_tls: bool, broken: Callable[[Request], Response]) -> None:
        self._app = app
        self._headers = _ALWAYS | (_OVER_TLS if over_tls else {})
        self._broken = broken

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answered = False

        async def with_headers(message: Message) -> None:
            nonlocal answered
            if message["type"] == "http.response.start":
                answered = True
                headers = MutableHeaders(scope=message)
                for name, value in (self._headers | (_ON_A_SPEAKER if scope["path"] == SPEAKER_PAGE else {})).items():
                    headers[name] = value
                if not (scope["path"].startswith("/static/") and message["status"] in _A_FILE):
                    headers["Cache-Control"] = "no-store"
            await send(message)

        try:
            await self._app(scope, receive, with_headers)
        except ClientDisconnect:
            return  # what had left by then, the operation has written down
        except Exception as error:  # noqa: BLE001  the last door
            kind = type(error).__name__
            log.error("an answer broke: %s", kind)  # noqa: TRY400  its text may hold what was typed or said
            if not answered:
                await self._broken(Request(scope, receive))(scope, receive, with_headers)
