"""Somebody at the pages: a browser's cookies and forms, with what a browser would add and a stranger would change."""

from __future__ import annotations

import atexit
import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from tests.app.simulator import Household, Someone, household
from voicekeep.app.operations.release import PlainDesk, release
from voicekeep.app.web import make_application

FORM_TOKEN = re.compile(r'name="form_token" value="([0-9a-f]+)"')
COPY_LINK = re.compile(r'href="(/copy/[A-Za-z0-9_-]+)"')


@cache
def _usual_portal() -> BlockingPortal:
    """Return the event loop that answers every browser of a process; without it each request would start one."""
    open_until_the_end = ExitStack()
    atexit.register(open_until_the_end.close)
    return open_until_the_end.enter_context(start_blocking_portal())


class Visitor:
    """One browser."""

    def __init__(self, application: FastAPI, origin: str = "http://localhost") -> None:
        self.client = TestClient(application, base_url=origin, follow_redirects=False)
        self.client.portal = _usual_portal()

    def get(self, path: str, **headers: str) -> Response:
        return self.client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def form_token(self, page: str) -> str:
        found = FORM_TOKEN.search(self.get(page).text)
        assert found is not None, page
        return found.group(1)

    def send(
        self,
        page: str,
        *,
        to: str = "",
        sent_by: Mapping[str, str] | None = None,
        typed: Mapping[str, str] | None = None,
        **fields: str,
    ) -> Response:
        """Fill in the form that `page` shows, and send it."""
        fields = {"form_token": self.form_token(page), **(typed or {}), **fields}
        return self.client.post(to or page, data=fields, headers=sent_by)

    def sign_in(self, someone: Someone) -> Visitor:
        answer = self.send("/sign-in", email=someone.email, password=someone.password)
        assert answer.status_code == 303, answer.text
        return self

    def link(self) -> str:
        """Return the newest link that the person's own page shows."""
        return str(COPY_LINK.findall(self.get("/my-data").text)[0])


class Street:
    """A keep with its pages, and the people who come by."""

    def __init__(self, home: Household, public_url: str = "http://localhost") -> None:
        self.home = home
        keep = replace(home.keep, settings=replace(home.keep.settings, public_url=public_url))
        self.origin = public_url
        self.application = make_application(keep)

    def visitor(self) -> Visitor:
        return Visitor(self.application, self.origin)

    def signed_in(self, someone: Someone) -> Visitor:
        return self.visitor().sign_in(someone)

    def with_copy(self, someone: Someone) -> Visitor:
        """Sign in, ask, and have the copy made."""
        visitor = self.signed_in(someone)
        assert visitor.send("/my-data").headers["location"] == "/my-data"
        with self.home.keep.database.read() as transaction:
            waiting = transaction.requests.of_subject(someone.subject)[0].request
        release(waiting, PlainDesk(self.home.keep))
        return visitor


@contextmanager
def street(
    folder: Path, public_url: str = "http://localhost", *, database_file: Path | None = None
) -> Iterator[Street]:
    """Open a keep in memory, with its pages; its database in a file, for a test with a database shell."""
    with household(folder, database_file=database_file) as home:
        yield Street(home, public_url)
