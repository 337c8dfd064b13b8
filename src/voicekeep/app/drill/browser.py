"""One person's browser in this process: cookies, forms and downloads against the keep's own pages, no socket."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Self

import httpx
from fastapi import FastAPI

from voicekeep.records.errors import VoicekeepError

_FORM_TOKEN = re.compile(r'name="form_token" value="([0-9a-f]+)"')
_COPY_LINK = re.compile(r'href="(/copy/[A-Za-z0-9_-]+)"')


class PageError(VoicekeepError):
    """A page did not answer as expected; what was being shown stops here."""

    def __init__(self, status: int) -> None:
        super().__init__(f"a page answered {status}; what was being shown stops here")


class Browser:
    """A browser with its own cookies."""

    def __init__(self, application: FastAPI) -> None:
        self._loop = asyncio.new_event_loop()
        transport = httpx.ASGITransport(application)
        self._client = httpx.AsyncClient(transport=transport, base_url="http://localhost", follow_redirects=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._loop.run_until_complete(self._client.aclose())
        self._loop.close()

    def get(self, path: str, *, token: str = "") -> httpx.Response:
        """Open a page, or download what is there; with a token, as a program asks the API."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return self._answered(self._client.get(path, headers=headers))

    def send(self, page: str, path: str, **fields: str) -> httpx.Response:
        """Open `page`, and send a form of it to `path`."""
        token = _FORM_TOKEN.search(self.get(page).text)
        fields["form_token"] = token.group(1) if token else ""
        return self._answered(self._client.post(path, data=fields))

    def post(self, path: str, **fields: str) -> httpx.Response:
        """Send fields as they are, without looking at any page first."""
        return self._answered(self._client.post(path, data=fields))

    def _answered(self, asked: Coroutine[Any, Any, httpx.Response]) -> httpx.Response:
        try:
            return self._loop.run_until_complete(asked)
        except AssertionError:  # what the transport says of an answer that breaks off in the middle
            return httpx.Response(httpx.codes.BAD_GATEWAY)

    def resume(self, cookie: str, token: str) -> None:
        """Take on a session that was signed in before."""
        self._client.cookies.set(cookie, token)

    def sign_in(self, email: str, password: str) -> None:
        """Sign in through the page."""
        _require_ok(self.send("/sign-in", "/sign-in", email=email, password=password))

    def ask_for_copy(self) -> None:
        """Press the button."""
        _require_ok(self.send("/my-data", "/my-data"))

    def copy_links(self) -> list[str]:
        """Return the links that the person's own page shows, the latest first."""
        return _COPY_LINK.findall(self.get("/my-data").text)

    def is_held(self) -> bool:
        """Return whether a copy of the person is held for somebody to look at."""
        return 'class="state state-held"' in self.get("/my-data").text

    def download(self, link: str) -> bytes:
        """Open the link, confirm, and return the ZIP."""
        answer = self.send(link, link)
        _require_ok(answer)
        return answer.content


def _require_ok(answer: httpx.Response) -> None:
    if answer.status_code != httpx.codes.OK:
        raise PageError(answer.status_code)
