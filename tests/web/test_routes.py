"""Every method of every route, as nobody, as its own person, and as another one who has all of their identifiers.

A route without a line in `tests/web/expectations.py` fails here, and so does a line without a route.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.routing import iter_route_contexts
from httpx2 import Response

from tests.web.expectations import EXPECTED, Foreign, Line, Who
from tests.web.walking import LEDGER, Ground, Rows, Walker, ground, marks_in
from voicekeep.app.web import make_application
from voicekeep.app.web.api import PREFIX
from voicekeep.app.web.speaker_socket import SOCKET
from voicekeep.people import Role

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
SIGNED_IN = {Who.OWN, Who.OWN_FORM, Who.DESK, Who.DESK_FORM}
FORMS = {Who.FORM, Who.OWN_FORM, Who.DESK_FORM}
NOTED = {"download_refused"}  # what the ledger may say of the first person's archive after another's visit
REFUSED = {400, 403}
LEAVING = {  # after these, who walks is signed in no more, or somebody else's
    "POST /close",
    "POST /security/password",
    "POST /security/sessions/others/end",
}

names = pytest.mark.parametrize("name", EXPECTED)
strangers = itertools.count()


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with ground(tmp_path_factory.mktemp("walk")) as opened:
        yield opened


def table(here: Ground) -> set[str]:
    """Return every method of every route that the application has."""
    found = set()
    for route in iter_route_contexts(here.street.application.routes):
        assert route.path is not None, "a route that the walk cannot see"
        if route.path in {PREFIX, SOCKET}:
            continue  # what is there is attacked by itself: test_api_routes.py, test_speaker_socket.py
        found |= {f"{method} {route.path}" for method in route.methods or {"GET"}}
    return found


def go(here: Ground, walker: Walker, name: str, token: str | None, method: str = "") -> Response:
    """Walk to one route with the first person's identifiers."""
    line, (usual, _, path) = EXPECTED[name], name.partition(" ")
    values = here.first.values
    address = (line.address or path).format(**values) + ("?" + line.query.format(**values) if line.query else "")
    fields = sent_to(here, name)
    if token is not None:
        fields["form_token"] = token
    sent = fields if usual == "POST" else None
    answer = walker.visitor.client.request(method or usual, address, data=sent)
    require_headers(answer, line)
    return answer


def sent_to(here: Ground, name: str) -> dict[str, str]:
    """Return the fields that are sent there, but for the form's token."""
    return {key: value.format(**here.first.values) for key, value in EXPECTED[name].sent.items()}


def require_headers(answer: Response, line: Line) -> None:
    """Every answer says how little a browser may do with it; only style and scripts of ours are kept anywhere."""
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for name, value in (
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("cross-origin-resource-policy", "same-origin"),
    ):
        assert answer.headers[name] == value
    kept = line.address.startswith("/static/") and answer.status_code == 200
    assert (answer.headers.get("cache-control") == "no-store") is not kept


def require_nothing_of_first(here: Ground, answer: Response, name: str) -> None:
    """Nothing of the first person's is in an answer; the desk names a request by its number."""
    line = EXPECTED[name]
    requests = [each for each in ("request", "held") if f"{{{each}}}" in line.address or each == line.lists]
    named = {each: here.first.values[each] for each in requests if line.roles}
    assert marks_in(answer, here.first, sent=sent_to(here, name) | named) == []


def require_as_to_another(answer: Response, foreign: Foreign) -> None:
    """Another person is told that there is nothing, or is answered about themselves."""
    if foreign is Foreign.THEIRS:
        assert answer.status_code < 500
    else:
        assert answer.status_code == 404
        assert f"<h1>{foreign.value}</h1>" in answer.text


def require_first_untouched(here: Ground, before: Rows) -> None:
    """Rows of the first person are as they were; the ledger may say that somebody else tried a link of theirs."""
    was, now = here.of_first(before), here.of_first(here.rows())
    assert was <= now
    for table_name, row in now - was:
        assert table_name == LEDGER
        assert NOTED & set(row)
        assert str(here.first.someone.subject) not in row


def nobodies(here: Ground) -> list[Walker]:
    """Return browsers without a session, with an invented one, and with one of the first person's that has ended."""
    return [here.nobody(), here.nobody("invented"), here.nobody(here.ended())]


def test_every_route_has_its_line_and_every_line_its_route(here: Ground) -> None:
    """Add the line of a new route to tests/web/expectations.py: who may, and what everybody else gets."""
    assert table(here) == set(EXPECTED)


def test_a_route_without_a_line_is_seen(here: Ground) -> None:
    with_one_more = make_application(here.home.keep)
    with_one_more.add_api_route("/everybody", lambda: None, methods=["GET"])
    found = {(route.path, *(route.methods or ())) for route in iter_route_contexts(with_one_more.routes)}
    assert ("/everybody", "GET") in found


@names
def test_nobody_is_asked_to_sign_in(here: Ground, name: str) -> None:
    line = EXPECTED[name]
    if line.who is Who.FORM:
        here.home.clock.pass_by(minutes=16)  # a new window for whoever counts tries
    for walker in nobodies(here):
        token = walker.form_token() if line.who in FORMS else None
        before = here.rows()
        answer = go(here, walker, name, token)
        require_nothing_of_first(here, answer, name)
        if line.who in SIGNED_IN:
            assert answer.status_code == 303
            assert answer.headers["location"].partition("?")[0] == "/sign-in"
            assert here.rows() == before
        else:
            assert answer.status_code == line.gives
            require_first_untouched(here, before)


@names
def test_another_person_gets_nothing_of_the_first_ones(here: Ground, name: str) -> None:
    line = EXPECTED[name]
    walker = here.another("rita" if name.startswith("GET ") else f"stranger{next(strangers)}")  # one writes nothing
    token = walker.form_token() if line.who in FORMS else None
    before = here.rows()
    answer = go(here, walker, name, token)
    require_nothing_of_first(here, answer, name)
    require_first_untouched(here, before)
    require_as_to_another(answer, Foreign.NOT_HERE if line.roles else line.foreign)


@pytest.mark.parametrize("name", [name for name, line in EXPECTED.items() if line.who in FORMS])
def test_a_form_that_is_not_the_senders_own_changes_nothing(here: Ground, name: str) -> None:
    another = here.another("otto")
    tokens = {
        "none": None,
        "empty": "",
        "of the first person": here.first.walker.form_token(),
        "of nobody": here.nobody().form_token(),
    }
    for who in (another, here.nobody()):
        for what, token in tokens.items():
            before = here.rows()
            answer = go(here, who, name, token)
            assert answer.status_code in REFUSED, what
            require_nothing_of_first(here, answer, name)
            assert here.rows() == before, what
    # the first person themselves, tricked into sending what another person's page holds
    before = here.rows()
    assert go(here, here.first.walker, name, another.form_token()).status_code in REFUSED
    assert here.rows() == before


@pytest.mark.parametrize("path", sorted({name.partition(" ")[2] for name in EXPECTED}))
def test_no_method_does_what_is_not_in_the_table(here: Ground, path: str) -> None:
    known = {method for method in METHODS if f"{method} {path}" in EXPECTED}
    name = f"{min(known)} {path}"
    unknown = set(METHODS) - known - ({"HEAD"} if path == "/static" else set())  # files answer it by themselves
    for walker in (here.first.walker, here.nobody()):
        before = here.rows()
        for method in unknown:
            answer = go(here, walker, name, None, method)
            assert answer.status_code == 405, method
            require_nothing_of_first(here, answer, name)
        assert here.rows() == before


def test_a_page_that_refuses_is_kept_nowhere_even_beside_the_files(here: Ground) -> None:
    for path in ("/static/none.css", "/static/", "/static/../pages.py"):
        answer = here.first.walker.visitor.get(path)
        assert answer.status_code in {404, 405}
        assert answer.headers["cache-control"] == "no-store"


def test_the_first_person_gets_what_is_theirs(tmp_path: Path) -> None:
    """The walk sees: at the same addresses the person whom they belong to is served, and the marks are found."""
    with ground(tmp_path) as here:
        walker = here.first.walker
        seen = {}
        own = {name: line for name, line in EXPECTED.items() if not line.roles}
        for name, line in own.items():
            answer = go(here, walker, name, walker.form_token() if line.who in FORMS else None)
            seen[name] = answer.status_code, bool(marks_in(answer, here.first, sent=sent_to(here, name)))
        assert seen == {name: (line.gives, line.shows) for name, line in own.items()}


@pytest.mark.parametrize("role", Role)
def test_at_the_desk_each_role_gets_what_is_its_own_and_nothing_of_the_first_person(tmp_path: Path, role: Role) -> None:
    with ground(tmp_path) as here:
        walker = here.on_duty(role)
        seen = {}
        desk = {name: line for name, line in EXPECTED.items() if line.roles}
        for name, line in desk.items():
            answer = go(here, walker, name, walker.form_token() if line.who in FORMS else None)
            require_nothing_of_first(here, answer, name)
            seen[name] = answer.status_code
        assert seen == {name: line.gives if role in line.roles else 404 for name, line in desk.items()}


@pytest.mark.parametrize("role", Role)
def test_a_role_at_the_desk_opens_nothing_of_the_first_person_at_their_own_pages(tmp_path: Path, role: Role) -> None:
    own = {name: line for name, line in EXPECTED.items() if line.who in {Who.OWN, Who.OWN_FORM}}
    with ground(tmp_path) as here:
        walker = here.on_duty(role)
        for name in [each for each in own if each not in LEAVING]:
            token = walker.form_token() if own[name].who is Who.OWN_FORM else None
            before = here.rows()
            answer = go(here, walker, name, token)
            require_nothing_of_first(here, answer, name)
            require_first_untouched(here, before)
            require_as_to_another(answer, own[name].foreign)


@pytest.mark.parametrize("name", [name for name, line in EXPECTED.items() if line.roles])
def test_a_member_of_staff_who_signed_in_with_a_password_is_asked_for_the_passkey(here: Ground, name: str) -> None:
    role = EXPECTED[name].roles[0]
    walker = here.entered(here.staff[role].someone)
    before = here.rows()
    answer = go(here, walker, name, walker.form_token() if EXPECTED[name].who in FORMS else None)
    assert answer.status_code == 403
    assert here.rows() == before
