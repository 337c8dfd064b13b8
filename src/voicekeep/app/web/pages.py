"""Show a page: in the reader's language, with the session's form token, and nothing from anywhere else."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import jinja2
from babel.dates import format_date, format_datetime
from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from voicekeep.app.operations.accounts import who_is
from voicekeep.app.operations.keep import Keep
from voicekeep.app.web.guards import FORM_COOKIE, form_token, require_own_form
from voicekeep.app.web.rates import Rates
from voicekeep.app.web.words import LANGUAGES, words_in
from voicekeep.people import NotSignedInError, Session

LANGUAGE_COOKIE = "voicekeep-language"
_YEAR = 365 * 24 * 3600  # seconds


class Pages:
    """Renders the pages of one keep."""

    def __init__(self, keep: Keep) -> None:
        self.keep = keep
        self._zone = ZoneInfo(keep.settings.zone)
        self._templates = jinja2.Environment(
            loader=jinja2.PackageLoader("voicekeep.app.web"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
        )

    @property
    def session_cookie(self) -> str:
        """Return the cookie's name; over TLS it is bound to this host and path."""
        return "__Host-voicekeep" if self.keep.settings.cookies_need_https else "voicekeep"

    def language_of(self, request: Request) -> str:
        """Return the reader's language: chosen, else asked for by the browser, else the keep's."""
        chosen = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE)
        if chosen in LANGUAGES:
            return chosen
        for part in request.headers.get("accept-language", "").split(","):
            if (code := part.strip()[:2].lower()) in LANGUAGES:
                return code
        return self.keep.settings.language

    def session_of(self, request: Request) -> Session | None:
        """Return who is signed in, or None."""
        token = request.cookies.get(self.session_cookie)
        if token is None:
            return None
        try:
            return who_is(self.keep, token)
        except NotSignedInError:
            return None

    def require_own_form(self, request: Request, token: str) -> None:
        """Refuse a form that another site sent. Raises ForeignFormError."""
        require_own_form(self.keep, request, token, request.cookies.get(self.session_cookie, ""))

    def show(self, request: Request, template: str, *, status: int = 200, **values: Any) -> Response:  # noqa: ANN401  values of a template
        """Return the page."""
        language = self.language_of(request)
        cookie = request.cookies.get(FORM_COOKIE) or self.keep.entropy(24).hex()
        session_cookie = request.cookies.get(self.session_cookie, "")
        body = self._templates.get_template(template).render(
            words=words_in(language),
            language=language,
            languages=LANGUAGES,
            path=request.url.path,
            controller=self.keep.settings.controller_name,
            session=self.session_of(request),
            form_token=form_token(self.keep, cookie, session_cookie),
            as_date=lambda day: self._date(day, language),
            as_instant=lambda instant: self._instant(instant, language),
            **values,
        )
        response = HTMLResponse(body, status_code=status)
        self._remember(response, FORM_COOKIE, cookie, seconds=None)
        if request.query_params.get("lang") in LANGUAGES:
            self._remember(response, LANGUAGE_COOKIE, language, seconds=_YEAR)
        return response

    def sign_in_cookie(self, response: Response, token: str) -> None:
        """Give the browser its session."""
        lifetime = int(self.keep.limits.session_lifetime.total_seconds())
        self._remember(response, self.session_cookie, token, seconds=lifetime)

    def forget_cookie(self, response: Response) -> None:
        """Take the session away from the browser."""
        response.delete_cookie(
            self.session_cookie, path="/", secure=self.keep.settings.cookies_need_https, httponly=True
        )

    def _remember(self, response: Response, name: str, value: str, *, seconds: int | None) -> None:
        response.set_cookie(
            name,
            value,
            max_age=seconds,
            path="/",
            httponly=True,
            samesite="lax",
            secure=self.keep.settings.cookies_need_https,
        )

    def _date(self, day: date, language: str) -> str:
        return format_date(day, format="long", locale=language)

    def _instant(self, instant: datetime, language: str) -> str:
        return format_datetime(instant.astimezone(self._zone), format="long", locale=language)


def pages_of(request: Request) -> Pages:
    """Return the application's pages."""
    pages: Pages = request.app.state.pages
    return pages


def count_try(request: Request, purpose: str, *, most: int) -> None:
    """Count one try of this address. Raises RateExceededError."""
    pages = pages_of(request)
    rates: Rates = request.app.state.rates
    address = request.client.host if request.client else ""
    blind = hashlib.sha256(address.encode()).hexdigest()
    rates.count(purpose, blind, most=most, window=pages.keep.limits.sign_in_window, now=pages.keep.now())


def signed_in_or_refuse(request: Request) -> Session:
    """Return who is signed in. Raises NotSignedInError."""
    pages = pages_of(request)
    return who_is(pages.keep, request.cookies.get(pages.session_cookie, ""))
