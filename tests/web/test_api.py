"""The API: the same limits, freshness and answers as the pages; what is too much, too deep or no JSON is refused."""

from __future__ import annotations

import json
import logging

import pytest
from httpx2 import Response

from tests.app.simulator import Someone
from tests.web.visitors import Street, Visitor
from voicekeep.app.operations import accounts
from voicekeep.app.operations.evidence import holds

PROBLEM = "application/problem+json"


class Client:
    """A program of somebody's."""

    def __init__(self, here: Street, someone: Someone | None = None) -> None:
        self.http = here.visitor().client
        if someone is not None:
            token = self.post("/sign-in", email=someone.email, password=someone.password).json()["token"]
            self.http.headers["Authorization"] = f"Bearer {token}"

    def get(self, path: str, **headers: str) -> Response:
        return self.http.get(f"/api/v1{path}", headers=headers)

    def post(self, path: str, **sent: object) -> Response:
        return self.http.post(f"/api/v1{path}", json=sent)


@pytest.fixture
def ada(here: Street) -> Someone:
    ada = here.home.join("ada")
    here.home.say(ada, "the kitchen light", "a timer")
    return ada


def problem(answer: Response) -> str:
    assert answer.headers["content-type"] == PROBLEM
    return str(answer.json()["title"])


def test_an_unknown_account_and_a_wrong_password_are_one_answer(here: Street, ada: Someone) -> None:
    client = Client(here)
    answers = [client.post("/sign-in", email=email, password="wrong") for email in (ada.email, "no@keep.test", "")]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert problem(answers[0]) == "SignInRefusedError"


def test_the_limits_are_the_accounts_own_and_shared_with_the_pages(here: Street, ada: Someone) -> None:
    client = Client(here)
    tries = [client.post("/sign-in", email=ada.email, password="wrong") for _ in range(11)]
    assert [answer.status_code for answer in tries] == [401] * 10 + [429]
    assert problem(tries[-1]) == "TooManyFailuresError"
    assert tries[-1].headers["retry-after"] == "900"
    page = here.visitor().send("/sign-in", email=ada.email, password=ada.password)
    assert page.status_code == 429
    for _ in range(18):  # eleven, and one at the page, were counted
        client.post("/sign-in", email="no@keep.test", password="wrong")
    assert problem(client.post("/sign-in", email="other@keep.test", password="wrong")) == "RateExceededError"


def test_links_and_searches_are_counted_together_with_the_pages(here: Street, ada: Someone) -> None:
    visitor, client = here.signed_in(ada), Client(here, ada)
    for number in range(30):
        assert visitor.get(f"/copy/guess-{number}").status_code == 404
        assert client.get(f"/links/guess-{number}").status_code == 404
    assert client.get("/links/guess").status_code == 429
    assert visitor.get("/copy/guess").status_code == 429


def test_what_releases_or_destroys_wants_a_fresh_sign_in(here: Street, ada: Someone) -> None:
    client = Client(here, ada)
    here.home.clock.pass_by(minutes=11)
    late = [
        client.post("/requests"),
        client.post("/heard/erasure", stretch="everything"),
        client.post("/recovery-codes"),
        client.http.put("/api/v1/password", json={"password": "quite another sentence"}),
    ]
    assert {(answer.status_code, problem(answer)) for answer in late} == {(403, "StaleSignInError")}
    assert client.get("/heard/days").json()[0]["count"] == 2
    assert client.post("/confirm", password="not that one").status_code == 401
    assert client.post("/confirm", password=ada.password).status_code == 200
    assert client.post("/requests").status_code == 201


def test_a_copy_is_fetched_and_gone_on_with(here: Street, ada: Someone) -> None:
    here.home.release(ada)
    client = Client(here, ada)
    link = client.get("/requests").json()[0]["link"]
    archive = client.post(f"/links/{link}/download").json()["archive"]
    whole = client.get(f"/downloads/{archive}")
    first = client.get(f"/downloads/{archive}", range="bytes=0-999")
    rest = client.get(f"/downloads/{archive}", **{"range": "bytes=1000-", "if-range": whole.headers["etag"]})
    assert (first.status_code, rest.status_code) == (206, 206)
    assert first.content + rest.content == whole.content
    nothing = client.get(f"/downloads/{archive}", range=f"bytes={len(whole.content)}-")
    assert (nothing.status_code, nothing.content) == (416, b"")
    assert client.get("/requests").json()[0]["state"] == "delivered"
    names = [line["name"] for line in client.get("/disclosures").json()]
    assert names[-6:] == ["download_started", "download_ended"] * 3


def test_whoever_tries_anothers_link_is_written_down_and_told_nothing(here: Street, ada: Someone) -> None:
    here.home.release(ada)
    link = Client(here, ada).get("/requests").json()[0]["link"]
    bruno = Client(here, here.home.join("bruno"))
    foreign, invented = bruno.get(f"/links/{link}"), bruno.get("/links/" + "x" * 43)
    assert (foreign.status_code, problem(foreign)) == (404, "NothingHandedOverError")
    assert foreign.content == invented.content
    assert holds(here.home.keep, here.home.session(ada))[-1].name == "download_refused"


def test_a_session_of_the_api_is_one_like_any_other(here: Street, ada: Someone) -> None:
    client, visitor = Client(here, ada), here.signed_in(ada)
    assert [each["this"] for each in client.get("/sessions").json()].count(True) == 1
    assert visitor.send("/security", to="/security/sessions/others/end").status_code == 303
    assert problem(client.get("/me")) == "NotSignedInError"
    again = Client(here, ada)
    assert again.post("/sign-out").status_code == 204
    assert again.get("/me").status_code == 401
    assert visitor.get("/my-data").status_code == 200


@pytest.mark.parametrize("announced", [True, False])
def test_a_body_that_is_too_large_is_not_read_on(here: Street, *, announced: bool) -> None:
    body = json.dumps({"email": "a", "password": "p" * here.home.keep.limits.form_max_bytes}).encode()
    pieces = (body[at : at + 4096] for at in range(0, len(body), 4096))
    answer = Client(here).http.post(
        "/api/v1/sign-in", content=body if announced else pieces, headers={"content-type": "application/json"}
    )
    assert answer.status_code == 413
    assert problem(answer) == "TooLargeError"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b'{"email": "a@b.test", "password": "p"}', "text/plain"),
        (b'{"email": "a@b.test", "password": "p"}', "application/xml"),
        (b"email=a&password=b", "application/x-www-form-urlencoded"),
        (b"[" * 30_000, "application/json"),
        (b'{"email": "\xff\xfe"}', "application/json"),
        (b'{"email": "\\ud800", "password": "p"}', "application/json"),
        (b'{"email": 1e999, "password": NaN}', "application/json"),
        (b'{"email": "a@b.test", "password": "p", "subject": "sub_x"}', "application/json"),
        (b"null", "application/json"),
        (b"", "application/json"),
    ],
)
def test_what_is_no_request_of_ours_is_refused_and_never_repeated(here: Street, content: bytes, kind: str) -> None:
    answer = Client(here).http.post("/api/v1/sign-in", content=content, headers={"content-type": kind})
    assert answer.status_code == 422
    assert problem(answer) == "IncompleteRequestError"
    assert "a@b.test" not in answer.text


def test_what_broke_is_not_told(
    here: Street, ada: Someone, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = Client(here, ada)
    secret = "said in the kitchen"

    def breaks(*_: object) -> None:
        raise RuntimeError(secret)

    monkeypatch.setattr(accounts, "latest_of", breaks)
    with caplog.at_level(logging.DEBUG):
        answer = client.get("/me")
    assert answer.status_code == 500
    assert problem(answer) == "UnforeseenError"
    assert answer.headers["cache-control"] == "no-store"
    assert "RuntimeError" in caplog.text
    assert secret not in answer.text + caplog.text


def test_no_page_of_another_site_can_use_it(here: Street, ada: Someone) -> None:
    """A browser adds cookies by itself, never this header; and no answer lets another site's script read it."""
    visitor: Visitor = here.signed_in(ada)
    sent = visitor.client.post("/api/v1/requests", json={}, headers={"origin": "https://evil.test"})
    assert sent.status_code == 401
    asked = visitor.client.options(
        "/api/v1/requests",
        headers={"origin": "https://evil.test", "access-control-request-method": "POST"},
    )
    assert asked.status_code == 405
    for answer in (sent, asked):
        assert not [name for name in answer.headers if name.startswith("access-control")]
