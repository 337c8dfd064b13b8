"""For machines that watch the keep: is it there, can it answer, how does it do. Counts, and nobody's number."""

from __future__ import annotations

import hmac
from http import HTTPStatus
from pathlib import Path

from fastapi import APIRouter, Request, Response
from starlette.responses import PlainTextResponse

from voicekeep.app.metrics import CONTENT_TYPE, Engines, as_text, no_engines
from voicekeep.app.operations.figures import figures_of, ready
from voicekeep.app.web.pages import count_try, pages_of
from voicekeep.records.errors import VoicekeepError

router = APIRouter()

SCRAPES_PER_WINDOW = 600  # of one address


@router.get("/healthz")
def health(_: Request) -> Response:
    """Say that the process answers; nothing is looked at."""
    return PlainTextResponse("ok\n")


@router.get("/readyz")
def readiness(request: Request) -> Response:
    """Say whether the keep can answer: 200, or 503."""
    if ready(pages_of(request).keep):
        return PlainTextResponse("ready\n")
    return PlainTextResponse("not ready\n", status_code=HTTPStatus.SERVICE_UNAVAILABLE)


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """Return the figures to whoever has the token of the settings; without one there, nothing is here for anybody."""
    pages = pages_of(request)
    if not _allowed(request, pages.keep.settings.metrics_token_file):
        return pages.refuse(request, "not_here.html", HTTPStatus.NOT_FOUND)
    count_try(request, "metrics", most=SCRAPES_PER_WINDOW)
    engines: Engines = getattr(request.app.state, "engines", no_engines)
    try:
        text = as_text(figures_of(pages.keep), engines())
    except VoicekeepError as refused:
        return PlainTextResponse(f"# {type(refused).__name__}\n", status_code=HTTPStatus.SERVICE_UNAVAILABLE)
    return Response(text, media_type=CONTENT_TYPE)


def _allowed(request: Request, token_file: str) -> bool:
    said = request.headers.get("authorization", "").removeprefix("Bearer ").encode()
    if not token_file:
        return False
    try:
        file = Path(token_file)
        if file.stat().st_mode & 0o077:
            return False  # others on the host could read it
        token = file.read_bytes().strip()
    except OSError:
        return False
    return len(token) >= _TOKEN_MIN_BYTES and hmac.compare_digest(said, token)


_TOKEN_MIN_BYTES = 20
