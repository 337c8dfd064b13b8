"""How a device comes to trust this keep's own certificate authority: what that means, and each step.

The page is for everybody. A device that does not trust yet reads it in clear, at a listener that has this page, the
certificate, what ESPHome devices are told, and nothing else (make_trust_application). Whoever could change the page on
the way is why a person compares the fingerprint with what the keep's own machine prints.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from fastapi import APIRouter, FastAPI, Request, Response
from starlette.middleware.base import RequestResponseEndpoint
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse

from voicekeep.app.offered import Offers
from voicekeep.app.operations.keep import Keep
from voicekeep.app.tls import Anchor, Certificates
from voicekeep.app.web import said_pages
from voicekeep.app.web.door import Door
from voicekeep.app.web.pages import Pages, pages_of
from voicekeep.app.web.said_pages import NothingSaidError
from voicekeep.app.web.static_files import STATIC

router = APIRouter()

PAGE: Final = "/trust"
CERTIFICATE: Final = "/trust/authority.crt"
STEPS: Final[Mapping[str, int]] = {"android": 4, "apple": 4, "windows": 4, "macos": 3, "firefox": 3, "linux": 3}
_DRESS: Final = ("style.css", "icon.svg")  # what the page is shown with
_CONTENT_TYPE: Final = "application/x-x509-ca-cert"  # what Android, iOS and Firefox know an authority's certificate by


@router.get(PAGE)
def trust(request: Request) -> Response:
    """Say what trusting this keep's authority means, and how it is done."""
    return _shown(request)


@router.get(CERTIFICATE)
def certificate(request: Request) -> Response:
    """Return the authority's certificate; without one of our own nothing is here."""
    anchor = anchor_of(request)
    if anchor is None:
        return pages_of(request).refuse(request, "not_here.html", HTTPStatus.NOT_FOUND)
    named = {"Content-Disposition": 'attachment; filename="voicekeep-authority.crt"'}
    return Response(anchor.der, media_type=_CONTENT_TYPE, headers=named)


def make_trust_application(keep: Keep, certificates: Certificates, offers: Offers) -> FastAPI:
    """Return what is said in clear: the page, the certificate, what devices are told, and the way to everything else.

    Args:
        keep: What is served.
        certificates: What the pages are served with.
        offers: What ESPHome devices fetch, which know no certificate of ours.
    """
    application = FastAPI(title="Voicekeep", docs_url=None, redoc_url=None, openapi_url=None)
    application.state.pages = Pages(keep)
    application.state.certificates = certificates
    application.state.offers = offers
    application.add_exception_handler(NothingSaidError, _nothing_said)
    application.add_middleware(TrustedHostMiddleware, allowed_hosts=list(keep.settings.allowed_hosts))
    application.add_middleware(Door, over_tls=False, broken=_broken)
    application.middleware("http")(_forgotten)
    application.add_api_route(PAGE, trust)
    application.add_api_route(CERTIFICATE, certificate)
    application.add_api_route("/static/{name}", _dress)
    application.include_router(said_pages.router)
    application.add_api_route("/{path:path}", _go_on)
    return application


async def _forgotten(request: Request, call_next: RequestResponseEndpoint) -> Response:
    """Answer; nothing that was said in clear is remembered."""
    response = await call_next(request)
    del response.headers["set-cookie"]
    return response


def _dress(request: Request, name: str) -> Response:
    return FileResponse(STATIC / name) if name in _DRESS else _go_on(request)


def _go_on(request: Request) -> Response:
    """Send whoever wants something else to where it is private."""
    url = pages_of(request).keep.settings.public_url.rstrip("/")
    return RedirectResponse(f"{url}{request.url.path}", HTTPStatus.TEMPORARY_REDIRECT)


def _nothing_said(request: Request, _: Exception) -> Response:
    return pages_of(request).refuse(request, "not_here.html", HTTPStatus.NOT_FOUND)


def _broken(_: Request) -> Response:
    return PlainTextResponse("that did not work\n", HTTPStatus.INTERNAL_SERVER_ERROR)


def anchor_of(request: Request) -> Anchor | None:
    """Return what a device has to trust before it believes this keep; None: nothing of ours."""
    certificates: Certificates | None = request.app.state.certificates
    return None if certificates is None else certificates.anchor


def _shown(request: Request) -> Response:
    pages = pages_of(request)
    return pages.show(
        request,
        "trust.html",
        anchor=anchor_of(request),
        private=pages.keep.settings.cookies_need_https,
        speaker=f"{pages.keep.settings.public_url.rstrip('/')}/speaker",
        download=CERTIFICATE,
        steps=STEPS,
    )
