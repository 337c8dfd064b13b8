"""Put the pages together for one open keep."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote, urlsplit

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware.trustedhost import TrustedHostMiddleware

from voicekeep.app.operations.keep import Keep
from voicekeep.app.web import copy_pages, my_data, sign_in_pages, well_known
from voicekeep.app.web.guards import BodyLimit, add_security_headers
from voicekeep.app.web.pages import Pages
from voicekeep.app.web.rates import RateExceededError, Rates
from voicekeep.delivery import DeliveryError
from voicekeep.people import NotSignedInError, StaleSignInError, TooManyFailuresError
from voicekeep.records.errors import StoreError, VoicekeepError
from voicekeep.request import UnknownRequestError

_LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]


def make_application(keep: Keep) -> FastAPI:
    """Return the ASGI application over `keep`; it starts nothing by itself."""
    application = FastAPI(title="Voicekeep", docs_url=None, redoc_url=None, openapi_url=None)
    application.state.keep = keep
    application.state.pages = Pages(keep)
    application.state.rates = Rates()
    host = urlsplit(keep.settings.public_url).hostname or keep.settings.public_origin
    application.add_middleware(BodyLimit, max_bytes=keep.limits.form_max_bytes)
    application.add_middleware(TrustedHostMiddleware, allowed_hosts=[host, *_LOCAL_HOSTS])
    application.middleware("http")(_with_headers)
    application.add_exception_handler(VoicekeepError, _refusal)
    for pages in (sign_in_pages, my_data, copy_pages, well_known):
        application.include_router(pages.router)
    static = Path(str(files("voicekeep.app.web") / "static"))
    application.mount("/static", StaticFiles(directory=static), name="static")
    return application


async def _with_headers(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await call_next(request)
    add_security_headers(response, cacheable=request.url.path.startswith("/static/"))
    return response


def _refusal(request: Request, error: Exception) -> Response:
    """Turn a named error into a page. Its name may be shown; where telling would help a stranger, it is not."""
    pages: Pages = request.app.state.pages
    here = quote(request.url.path)
    if isinstance(error, NotSignedInError):
        return RedirectResponse(f"/sign-in?next={here}", status_code=303)
    if isinstance(error, StaleSignInError):
        return RedirectResponse(f"/confirm?next={here}", status_code=303)
    if isinstance(error, DeliveryError):
        return pages.show(request, "closed_link.html", status=404)
    if isinstance(error, UnknownRequestError):
        return pages.show(request, "not_here.html", status=404)
    if isinstance(error, TooManyFailuresError | RateExceededError):
        return pages.show(request, "slow_down.html", status=429)
    status = 503 if isinstance(error, StoreError) else 500
    return pages.show(request, "did_not_work.html", status=status, name=type(error).__name__)
