"""Where somebody goes on to once they have signed in or confirmed who they are: to the page they came from.

Only to a page of our own: an address that is none, or that would be read as another site's, becomes “My data”. From a
form they come back to the page that shows it, for a form is never sent by anybody but its person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

HOME: Final = "/my-data"

_MAX_CHARS: Final = 2000
_WRITTEN: Final = re.compile(
    r"(?P<path>/|(?:/[A-Za-z0-9_~-][A-Za-z0-9_.~-]*)+)(?:\?(?P<query>[A-Za-z0-9_.~=&%+-]*))?", re.ASCII
)
"""No dot segment, no second slash, no colon, no backslash, no line's end: it cannot name another site."""
_NO_PAGES: Final = frozenset(
    {
        "/",  # it only leads on
        "/sign-in",
        "/sign-in/code",
        "/confirm",
        "/my-data/copies",  # parts of a page
        "/my-data/requests-now",
        "/acting/{mandate}/copies",
        "/choices/csv",
        "/heard/sound/{item}",  # sounds and files: who comes from signing in would be left with no page
        "/speaker/said/{token}",
        "/download/{archive}",
        "/my-data/requests/{request_id}/letters/{letter}/{form}",
        "/desk/records/{paper}/{form}",
        "/desk/letters/answer/{form}",
        "/desk/cases/{case}/scope/csv",
        "/desk/cases/{case}/letters/{paper}/{form}",
        "/desk/register/{form}",
        "/desk/isolated/{form}",
        "/trust/authority.crt",
        "/.well-known/voicekeep",
        "/healthz",
        "/readyz",
        "/metrics",
    }
)
_SHOWN_AT: Final = (  # forms that another page shows than the one above them
    (re.compile(r"/desk/thaw"), "/desk/cases"),
    (re.compile(r"(/desk/cases/[^/]+)/recipient"), r"\1/people"),
)


class Onward:
    """Knows the pages of an application."""

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        shown = [route for route in routes if isinstance(route, APIRoute) and "GET" in (route.methods or ())]
        self._pages = [route.path_regex for route in shown if route.path not in _NO_PAGES]
        self._none = [route.path_regex for route in shown if route.path in _NO_PAGES]

    def to(self, wanted: str) -> str:
        """Return `wanted` if it is a page of ours to go on to, else the person's own page."""
        written = _WRITTEN.fullmatch(wanted) if len(wanted) <= _MAX_CHARS else None
        return wanted if written is not None and self._is_page(written["path"]) else HOME

    def back_to(self, request: Request) -> str:
        """Return the page from which a request was sent: its own, the one that shows its form, or the one above it."""
        path = str(request.url.path)
        for form, page in _SHOWN_AT:
            if form.fullmatch(path):
                return self.to(form.sub(page, path))
        if self._is_page(path):
            query = request.url.query
            return self.to(f"{path}?{query}" if query else path)
        while path := path.rpartition("/")[0]:
            if self._is_page(path):
                return self.to(path)
        return HOME

    def _is_page(self, path: str) -> bool:
        return any(page.fullmatch(path) for page in self._pages) and not any(
            each.fullmatch(path) for each in self._none
        )


def onward_of(request: Request) -> Onward:
    """Return the application's."""
    onward: Onward = request.app.state.onward
    return onward
