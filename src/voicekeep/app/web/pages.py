"""Show a page: in the reader's language, with the session's form token, and nothing from anywhere else."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import jinja2
from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from babel.units import format_unit
from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from voicekeep.app.operations.accounts import who_is
from voicekeep.app.operations.keep import Keep
from voicekeep.app.web.guards import form_token, require_own_form
from voicekeep.app.web.rates import Rates
from voicekeep.app.web.words import COLON, LANGUAGES, LOCALES, words_in
from voicekeep.people import NotSignedInError, Session
from voicekeep.records.errors import VoicekeepError

LANGUAGE_COOKIE: Final = "voicekeep-language"
_YEAR: Final = 365 * 24 * 3600  # seconds
_MEGABYTE: Final = 1_000_000  # bytes
_TEMPLATES: Final = jinja2.Environment(  # one for the process: they are compiled once, and know of no keep
    loader=jinja2.PackageLoader("voicekeep.app.web"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)


class Pages:
    """Renders the pages of one keep."""

    def __init__(self, keep: Keep) -> None:
        self.keep = keep
        self._over_tls = keep.settings.cookies_need_https
        bound = (
            "__Host-" if self._over_tls else ""
        )  # over TLS: to this host, every path, and nowhere else (RFC 6265bis)
        self.session_cookie = f"{bound}voicekeep"
        self.form_cookie = f"{bound}voicekeep-form"
        self.speaker_cookie = f"{bound}voicekeep-speaker"
        self._zone = ZoneInfo(keep.settings.zone)

    def chosen_language(self, request: Request) -> str:
        """Return the language that the reader chose here; empty: none. What is written to them then is in it, too."""
        chosen = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE) or ""
        return chosen if chosen in LANGUAGES else ""

    def language_of(self, request: Request) -> str:
        """Return the reader's language: chosen, else asked for by the browser, else the keep's."""
        if chosen := self.chosen_language(request):
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

    def _looks_signed_in(self, request: Request) -> bool:
        """Return whether to offer signing out; the page that tells of a broken store is shown even so."""
        try:
            return self.session_of(request) is not None
        except VoicekeepError:
            return False

    def require_own_form(self, request: Request, token: str) -> None:
        """Refuse a form that another site sent. Raises ForeignFormError."""
        form_cookie, session_cookie = self._cookies(request)
        require_own_form(self.keep, request, token, form_cookie, session_cookie)

    def show(
        self,
        request: Request,
        template: str,
        *,
        status: int = HTTPStatus.OK,
        at: str = "",
        **values: Any,  # noqa: ANN401  values of a template
    ) -> Response:
        """Return a page that is read again at `at`; if that is not said, at its own address."""
        again = at or str(request.url.path)
        return self._page(request, template, status, again, dict(request.query_params), values)

    def refuse(self, request: Request, template: str, status: int, name: str = "") -> Response:
        """Return the page that says what was not done, and `name`s the error."""
        again = request.url.path if request.method == "GET" else "/"
        response = self._page(request, template, status, again, dict(request.query_params), {"name": name})
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            response.headers["Retry-After"] = str(int(self.keep.limits.sign_in_window.total_seconds()))
        return response

    def go_to(self, request: Request, where: str) -> Response:
        """Return the way to another page; a language that was chosen on the way there stays."""
        response = RedirectResponse(where, status_code=HTTPStatus.SEE_OTHER)
        self._remember_language(request, response)
        return response

    def _page(
        self, request: Request, template: str, status: int, again: str, query: dict[str, str], values: dict[str, Any]
    ) -> Response:
        language = self.language_of(request)
        form_cookie, session_cookie = self._cookies(request)
        fresh = form_cookie or self.keep.entropy(24).hex()
        body = _TEMPLATES.get_template(template).render(
            words=words_in(language),
            language=language,
            languages=LANGUAGES,
            colon=COLON[language],
            here=again,
            in_language=lambda code: f"{again}?{urlencode(query | {'lang': code})}",
            controller=self.keep.settings.controller_name,
            zone=self.keep.settings.zone,
            signed_in=self._looks_signed_in(request),
            form_token=form_token(self.keep, fresh, session_cookie),
            as_date=lambda day: _date(day, language),
            as_short_date=lambda day: (
                format_date(day, "d.M.", locale=LOCALES["de"])
                if language == "de"
                else format_date(day, "d MMM", locale=LOCALES[language])
            ),
            as_time=lambda instant: self._time(instant, language),
            as_instant=lambda instant: self._instant(instant, language),
            as_size=lambda size: _size(size, language),
            as_number=lambda number: format_decimal(number, locale=LOCALES[language]),
            **values,
        )
        response = HTMLResponse(body, status_code=status)
        if not form_cookie:
            self._remember(response, self.form_cookie, fresh, seconds=None)
        self._remember_language(request, response)
        return response

    def sign_in_cookie(self, response: Response, token: str) -> None:
        """Give the browser its session."""
        lifetime = int(self.keep.limits.session_lifetime.total_seconds())
        self._remember(response, self.session_cookie, token, seconds=lifetime)

    def speaker_credential_cookie(self, response: Response, credential: str) -> None:
        """Give the browser what it is known by as a speaker."""
        self._remember(response, self.speaker_cookie, credential, seconds=_YEAR)

    def forget_cookies(self, response: Response) -> None:
        """Take the session away from the browser, and what its forms were bound to."""
        for name in (self.session_cookie, self.form_cookie):
            response.delete_cookie(name, path="/", secure=self._over_tls, httponly=True, samesite="lax")

    def _cookies(self, request: Request) -> tuple[str, str]:
        return request.cookies.get(self.form_cookie, ""), request.cookies.get(self.session_cookie, "")

    def _remember_language(self, request: Request, response: Response) -> None:
        if (chosen := request.query_params.get("lang", "")) in LANGUAGES:
            self._remember(response, LANGUAGE_COOKIE, chosen, seconds=_YEAR)

    def _remember(self, response: Response, name: str, value: str, *, seconds: int | None) -> None:
        response.set_cookie(
            name, value, max_age=seconds, path="/", httponly=True, samesite="lax", secure=self._over_tls
        )

    def _time(self, instant: datetime, language: str) -> str:
        return format_time(instant.astimezone(self._zone).time(), "short", locale=LOCALES[language])

    def _instant(self, instant: datetime, language: str) -> str:
        here = instant.astimezone(self._zone)
        return f"{_date(here.date(), language)}, {format_time(here.time(), 'short', locale=LOCALES[language])}"


def _date(day: date, language: str) -> str:
    return format_date(day, "long", locale=LOCALES[language])


def _size(size: int, language: str) -> str:
    locale = LOCALES[language]
    if size < _MEGABYTE:
        return format_unit(max(1, round(size / 1000)), "kilobyte", "short", locale=locale)
    return format_unit(round(size / _MEGABYTE, 1), "megabyte", "short", locale=locale)


def pages_of(request: Request) -> Pages:
    """Return the application's pages."""
    pages: Pages = request.app.state.pages
    return pages


def count_try(request: Request, purpose: str, *, most: int, session: Session | None = None) -> None:
    """Count one try of the signed-in person, or of this address. Raises RateExceededError."""
    pages = pages_of(request)
    rates: Rates = request.app.state.rates
    address = request.client.host if request.client else ""
    who = session.subject if session else hashlib.sha256(address.encode()).hexdigest()
    rates.count(purpose, who, most=most, window=pages.keep.limits.sign_in_window, now=pages.keep.now())


def count_everybodys_try(request: Request, purpose: str, *, most: int) -> None:
    """Count one try of anybody, from wherever it comes. Raises RateExceededError."""
    pages = pages_of(request)
    rates: Rates = request.app.state.rates
    rates.count(purpose, "everybody", most=most, window=pages.keep.limits.sign_in_window, now=pages.keep.now())


def signed_in_or_refuse(request: Request) -> Session:
    """Return who is signed in. Raises NotSignedInError."""
    pages = pages_of(request)
    return who_is(pages.keep, request.cookies.get(pages.session_cookie, ""))
