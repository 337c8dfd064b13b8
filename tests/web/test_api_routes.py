"""The walk over the API: every method of every route, as nobody, as its own person, and as another one.

A route without a line in `EXPECTED` fails here, and so does a line without a route.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest
from fastapi.routing import iter_route_contexts
from httpx2 import Response

from tests.web.test_routes import METHODS, require_first_untouched
from tests.web.walking import Ground, Rows, Walker, ground, marks_in
from voicekeep.app.web.api import PREFIX, make_api
from voicekeep.people import Role

PROBLEM = "application/problem+json"
INVENTED: Final = {
    "token": "x" * 43,
    "archive": "arc_" + 26 * "a",
    "request": "req_" + 26 * "a",
    "item": "itm_" + 26 * "a",
    "passkey": "pas_" + 26 * "a",
    "other": "ses_" + 26 * "a",
    "device": "dev_" + 26 * "a",
    "mandate": "man_" + 26 * "a",
    "case": "tri_" + 26 * "a",
}
HOSTILE: Final = ("x", "%2e%2e%2fme", "%00", "%ff", "'; --", "é", "a" * 2000, "itm_" + 26 * "A", "sub_" + 26 * "a")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What is expected of one method of one route of the API."""

    public: bool = False  # nobody has to be signed in
    gives: int = 200  # to its own person
    foreign: int = 0  # to another person with the first one's identifiers; 0: what it gives to its own person
    shows: bool = False  # its own person is shown marks of theirs
    sent: Mapping[str, str | int | list[str] | list[dict[str, str]]] | None = None
    query: Mapping[str, str] = field(default_factory=dict)


WHICH: Final = {"stretch": "turn", "which": "{item}"}

# In this order the first person walks over them at last: what destroys comes late.
EXPECTED: Final[dict[str, Line]] = {
    "GET /openapi.json": Line(public=True),
    "HEAD /openapi.json": Line(public=True),
    "POST /sign-in": Line(public=True, gives=401, sent={"email": "{email}", "password": "not that one"}),
    "POST /sign-in/code": Line(public=True, gives=401, sent={"email": "{email}", "code": "aaaa-aaaa-aaaa-aaaa"}),
    "POST /guests": Line(public=True, gives=400, sent={"words": "abandon ability able about", "right": "erasure"}),
    "POST /found": Line(public=True, gives=204, sent={"files": [{"audio": 64 * "0"}]}),
    "GET /privacy": Line(public=True, query={"language": "de"}),
    "GET /exports": Line(),
    "GET /me": Line(shows=True),
    "GET /household": Line(shows=True),
    "GET /household/about": Line(),
    "GET /mandates": Line(shows=True),
    "POST /own-account": Line(
        public=True,
        gives=400,
        sent={"code": "no code", "name": "n", "email": "n@keep.test", "password": "a long enough one"},
    ),
    "GET /acting/{mandate}": Line(shows=True, foreign=404),
    "GET /acting/{mandate}/choice": Line(foreign=404),
    "GET /acting/{mandate}/requests": Line(foreign=404),
    "GET /acting/{mandate}/restriction": Line(foreign=404),
    "GET /choice": Line(),
    "GET /choices": Line(),
    "GET /sessions": Line(shows=True),
    "GET /passkeys": Line(shows=True),
    "GET /recovery-codes": Line(),
    "GET /messages": Line(),
    "GET /cases": Line(),  # what a case tells stands in test_case_api.py; the walk's own case tells nobody
    "GET /cases/{case}": Line(gives=404, foreign=404),
    "POST /cases/{case}/read": Line(gives=404, foreign=404),
    "POST /cases/{case}/statement": Line(gives=404, foreign=404, sent={"deleted": True}),
    "GET /disclosures": Line(shows=True),
    "GET /heard/days": Line(),
    "GET /heard/speakers": Line(shows=True),
    "GET /heard/days/{day}": Line(shows=True),
    "POST /heard/search": Line(shows=True, sent={"words": "pantry"}),
    "GET /heard/turns/{item}/sound": Line(shows=True, foreign=404),
    "GET /heard/turns/{item}": Line(shows=True, foreign=404),
    "GET /heard/erasure": Line(query=WHICH),
    "GET /heard/erasures": Line(),
    "GET /speakers": Line(shows=True),
    "GET /lost-speakers": Line(),
    "POST /pairings/codes": Line(gives=201, sent={"whose": "own"}),
    "POST /pairings": Line(public=True, gives=401, sent={"code": "AAAA-AAAA", "name": "n", "public_key": 64 * "0"}),
    "GET /restriction": Line(),
    "GET /account": Line(),
    "GET /requests": Line(shows=True),
    "GET /requests/{request_id}": Line(shows=True, foreign=404),
    "GET /rights": Line(shows=True),
    "GET /rights/{request_id}": Line(shows=True, foreign=404),
    "GET /rights/{request_id}/letters/{letter}/{form}": Line(shows=True, foreign=404),
    "POST /rights/{request_id}/confirm": Line(gives=204, foreign=404),
    "POST /rights/{request_id}/withdraw": Line(gives=409, shows=True, foreign=404, sent={"because": "not_mine"}),
    "POST /objections": Line(gives=201, sent={"to": "sign_ins", "why": "because of it"}),
    "POST /rectifications": Line(gives=201, sent={"about": "device", "what": "it is called otherwise"}),
    "GET /links/{link}": Line(shows=True, foreign=404),
    "POST /links/{link}/download": Line(gives=201, shows=True, foreign=404),
    "GET /downloads/{archive}": Line(shows=True, foreign=404),
    "POST /requests/{request_id}/not-mine": Line(foreign=404, sent={"saw": "strange_name"}),
    "POST /confirm": Line(gives=200, shows=True, foreign=401, sent={"password": "{password}"}),
    "PUT /me": Line(shows=True, foreign=400, sent={"name": "n", "email": "{email}", "language": "de"}),
    "PUT /choice": Line(sent={"keeping": "audio", "months": 3}),
    "POST /requests": Line(gives=201, sent={"first": "{day}"}),
    "PATCH /speakers/{device_id}": Line(gives=204, foreign=404, sent={"name": "orangery"}),
    "PUT /speakers/{device_id}/whose": Line(gives=204, foreign=404, sent={"whose": "own"}),
    "POST /speakers/{device_id}/mute": Line(gives=204, foreign=404),
    "POST /speakers/{device_id}/it-is-me": Line(gives=404, foreign=404),  # the walk's is shared with nobody
    "DELETE /speakers/{device_id}": Line(gives=204, foreign=404),
    "PATCH /passkeys/{passkey_id}": Line(gives=204, foreign=404, sent={"name": "not yours any more"}),
    "DELETE /passkeys/{passkey_id}": Line(gives=204, foreign=404),
    "POST /recovery-codes": Line(),
    "DELETE /sessions/{session_id}": Line(gives=204),
    "POST /sessions/others/end": Line(gives=204),
    "POST /heard/turns/{item}/corrections": Line(shows=True, foreign=404, sent={"words": "a word"}),
    "POST /heard/turns/{item}/silences": Line(shows=True, foreign=404, sent={"first_ms": 0, "end_ms": 100}),
    "POST /heard/turns/{item}/receipt": Line(gives=201, foreign=404),
    "POST /heard/turns/{item}/not-me": Line(shows=True, foreign=404, sent={"sure": True}),
    "PUT /household/name": Line(gives=204, sent={"name": "a name to show"}),
    "POST /household/invitations": Line(gives=201),
    "POST /household/children": Line(gives=201, sent={"name": "n", "called": "aunt", "until": "2035-01-01"}),
    "POST /household/leaving": Line(gives=204, sent={"sure": True}),
    "POST /mandates": Line(gives=201, sent={"rights": ["copy"], "until": "2031-01-01"}),
    "POST /mandate-offers/taking": Line(gives=400, sent={"code": "no code"}),
    "POST /mandates/{mandate}/confirmation": Line(gives=404, foreign=404, sent={"called": "nobody"}),
    "PUT /acting/{mandate}/choice": Line(foreign=404, sent={"keeping": "transcript", "months": 3}),
    "POST /acting/{mandate}/requests": Line(gives=201, foreign=404),
    "PUT /acting/{mandate}/restriction": Line(foreign=404, sent={"ground": "claims"}),
    "DELETE /acting/{mandate}/restriction": Line(gives=204, foreign=404),
    "POST /acting/{mandate}/erasure": Line(foreign=404, sent={"sure": True}),
    "POST /acting/{mandate}/way-in": Line(gives=201, foreign=404),
    "POST /acting/{mandate}/closing": Line(foreign=404, shows=True, sent={"sure": True}),
    "DELETE /mandates/{mandate}": Line(gives=404, foreign=404),
    "PUT /restriction": Line(sent={"ground": "claims"}),
    "DELETE /restriction": Line(gives=204),
    "POST /heard/erasure": Line(sent=WHICH),
    "PUT /password": Line(gives=204, sent={"password": "quite another long sentence"}),
    "POST /account/closing": Line(shows=True, sent={"sure": True}),
    "POST /sign-out": Line(gives=204),
}
LEAVING = {"POST /sign-out", "POST /account/closing", "PUT /password", "POST /sessions/others/end"}
names = pytest.mark.parametrize("name", EXPECTED)
strangers = itertools.count()


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with ground(tmp_path_factory.mktemp("walk")) as opened:
        yield opened


def placeholders(values: Mapping[str, str]) -> dict[str, str]:
    return {
        **values,
        "link": values["token"],
        "request_id": values["request"],
        "passkey_id": values["passkey"],
        "session_id": values["other"],
        "device_id": values["device"],
        "letter": "received",
        "form": "html",
    }


def go(
    here: Ground, walker: Walker, name: str, *, method: str = "", values: Mapping[str, str] | None = None
) -> Response:
    """Walk to one route with the first person's identifiers, or with others; the token is the walker's own."""
    line, (usual, _, path) = EXPECTED[name], name.partition(" ")
    known = placeholders({**here.first.values, **(values or {})})
    headers = {} if walker.signed_in is None else {"Authorization": f"Bearer {walker.signed_in.token}"}
    sent = line.sent and {
        key: each.format(**known) if isinstance(each, str) else each for key, each in line.sent.items()
    }
    query = {key: each.format(**known) for key, each in line.query.items()}
    answer = walker.visitor.client.request(
        method or usual, PREFIX + path.format(**known), json=sent, params=query, headers=headers
    )
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers
    return answer


def require_problem(answer: Response, status: int) -> None:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == PROBLEM
    told = answer.json()
    assert told["status"] == status
    assert told["type"].endswith(told["title"])
    assert told["title"].endswith("Error")


def nobodies(here: Ground) -> list[tuple[str, Walker]]:
    """Return callers who prove nothing: also one whose browser is signed in, which counts for nothing here."""
    cookie = here.first.walker.signed_in
    assert cookie is not None
    found = [("no token", here.nobody()), ("a cookie only", here.nobody(cookie.token))]
    for what, token in (("invented", "x"), ("ended", here.ended()), ("basic", f"{cookie.token}, Basic x")):
        walker = here.nobody()
        walker.visitor.client.headers["Authorization"] = f"Bearer {token}"
        found.append((what, walker))
    walker = here.nobody()
    walker.visitor.client.headers["Authorization"] = f"Basic {cookie.token}"
    return [*found, ("another scheme", walker)]


def test_every_route_has_its_line_and_every_line_its_route() -> None:
    """Add the line of a new route above: what its own person gets, and what everybody else gets."""
    found = {
        f"{method} {route.path}" for route in iter_route_contexts(make_api().routes) for method in route.methods or ()
    }
    assert found == set(EXPECTED)


@names
def test_nobody_gets_anything(here: Ground, name: str) -> None:
    line = EXPECTED[name]
    if line.public:
        here.home.clock.pass_by(minutes=16)  # a new window for whoever counts tries
    for what, walker in nobodies(here):
        before = here.rows()
        answer = go(here, walker, name)
        assert marks_in(answer, here.first) == [], what
        if line.public:
            assert answer.status_code == line.gives, what
            require_first_untouched(here, before)
        else:
            require_problem(answer, 401)
            assert answer.headers["www-authenticate"] == "Bearer"
            assert here.rows() == before, what


@names
def test_another_person_gets_what_there_is_where_nothing_is(here: Ground, name: str) -> None:
    line = EXPECTED[name]
    walker = here.another("rita" if name.startswith("GET ") else f"stranger{next(strangers)}")  # one writes nothing
    before = here.rows()
    answer = go(here, walker, name)
    assert marks_in(answer, here.first) == []
    require_first_untouched(here, before)
    if not line.foreign:
        assert answer.status_code == line.gives
        return
    require_problem(answer, line.foreign)
    for invented in (INVENTED, *(dict.fromkeys(INVENTED, hostile) for hostile in HOSTILE)):
        nothing = go(here, walker, name, values=invented)
        if "{" in name:
            require_problem(nothing, 404)
        if invented is INVENTED:
            assert (nothing.content, nothing.headers) == (answer.content, answer.headers)


@pytest.mark.parametrize("role", Role)
def test_a_role_at_the_desk_opens_nothing_of_the_first_person(tmp_path: Path, role: Role) -> None:
    with ground(tmp_path) as here:
        walker = here.on_duty(role)
        for name in [name for name, line in EXPECTED.items() if not line.public and name not in LEAVING]:
            before = here.rows()
            answer = go(here, walker, name)
            assert marks_in(answer, here.first) == []
            require_first_untouched(here, before)
            if EXPECTED[name].foreign:
                require_problem(answer, EXPECTED[name].foreign)
            else:
                assert answer.status_code == EXPECTED[name].gives


@pytest.mark.parametrize("path", sorted({name.partition(" ")[2] for name in EXPECTED}))
def test_no_method_does_what_is_not_in_the_table(here: Ground, path: str) -> None:
    known = {method for method in METHODS if f"{method} {path}" in EXPECTED}
    for walker in (here.first.walker, here.nobody()):
        before: Rows = here.rows()
        for method in set(METHODS) - known - {"HEAD"}:
            answer = go(here, walker, f"{min(known)} {path}", method=method)
            require_problem(answer, 405)
            assert set(answer.headers["allow"].split(", ")) == known
        assert here.rows() == before


def test_the_token_says_who_it_is_whatever_the_cookie_says(here: Ground) -> None:
    cookie = here.first.walker.signed_in
    assert cookie is not None
    walker = here.another("otto")
    walker.visitor.client.cookies.set("voicekeep", cookie.token)
    answer = go(here, walker, "GET /me")
    assert answer.json()["name"] == "otto"
    assert marks_in(answer, here.first) == []


def test_the_first_person_gets_what_is_theirs(tmp_path: Path) -> None:
    """The walk sees: at the same addresses the person whom they belong to is served, and the marks are found."""
    with ground(tmp_path) as here:
        seen = {}
        for name in EXPECTED:
            answer = go(here, here.first.walker, name)
            seen[name] = answer.status_code, bool(marks_in(answer, here.first))
        expected = {name: (line.gives, line.shows) for name, line in EXPECTED.items()}
        assert seen == expected | {"POST /sign-out": (401, False)}, "whose account is closed is signed out already"
