"""Every address with a sign-in of eleven minutes ago: what releases or destroys does nothing; the way back is kept."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from httpx2 import Response
from starlette.requests import Request

from tests.web import test_api_routes as api
from tests.web.expectations import EXPECTED, Who
from tests.web.freshness import API_FRESH, API_NOT, PAGES_FRESH, PAGES_NOT
from tests.web.test_routes import FORMS, SIGNED_IN, go
from tests.web.walking import Ground, Walker, ground

OLD = 11  # minutes
PAGES = [name for name, line in EXPECTED.items() if line.who in SIGNED_IN]
CALLS = [name for name, line in api.EXPECTED.items() if not line.public]
READING = ("GET ", "HEAD ")
FIELD = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')
AREA = re.compile(r'<textarea[^>]* name="([^"]*)" rows="6">\n([^<]*)</textarea>')


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with ground(tmp_path_factory.mktemp("old")) as opened:
        yield opened


@pytest.fixture
def walked(tmp_path: Path) -> Iterator[Ground]:
    """Return a ground that the walk may change: what needs no fresh sign-in is done."""
    with ground(tmp_path) as opened:
        yield opened


def whose(here: Ground, name: str) -> Walker:
    roles = EXPECTED[name].roles
    return here.on_duty(roles[0]) if roles else here.entered(here.first.someone)


@pytest.fixture(autouse=True)
def _said_in_earnest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Say “sure” where the usual walk does not, so that it can go on."""
    for name, line in EXPECTED.items():
        if "sure" in line.sent:
            monkeypatch.setitem(EXPECTED, name, replace(line, sent={**line.sent, "sure": "true"}))


@pytest.mark.parametrize(
    ("known", "fresh", "reasons"),
    [(PAGES, PAGES_FRESH, PAGES_NOT), (CALLS, API_FRESH, API_NOT)],
    ids=["pages", "API"],
)
def test_whatever_changes_something_is_fresh_or_says_why_not(
    known: list[str], fresh: frozenset[str], reasons: dict[str, str]
) -> None:
    """Add a new route to tests/web/freshness.py."""
    assert fresh <= set(known)
    assert not fresh & set(reasons)
    assert {name for name in known if not name.startswith(READING)} == {
        name for name in fresh if not name.startswith(READING)
    } | set(reasons)


def test_at_the_pages_an_old_sign_in_does_nothing_that_needs_a_fresh_one(walked: Ground) -> None:
    seen = {}
    for name in PAGES:
        line, walker = EXPECTED[name], whose(walked, name)
        token = walker.form_token() if line.who in FORMS else None
        walked.home.clock.pass_by(minutes=OLD)
        before = walked.rows()
        answer = go(walked, walker, name, token)
        asked = asks_again(answer)
        assert not asked or walked.rows() == before, name
        if asked and name.startswith("GET "):
            assert onward(answer) == str(answer.request.url.raw_path, "ascii") or "{form}" in name or "csv" in name
        seen[name] = asked
    assert {name for name, asked in seen.items() if asked} == PAGES_FRESH


def test_in_the_api_an_old_sign_in_does_nothing_that_needs_a_fresh_one(walked: Ground) -> None:
    seen = {}
    for name in CALLS:
        walker = walked.entered(walked.first.someone)
        walked.home.clock.pass_by(minutes=OLD)
        before = walked.rows()
        answer = api.go(walked, walker, name)
        asked = answer.status_code == 403 and answer.json()["title"] == "StaleSignInError"
        assert not asked or walked.rows() == before, name
        seen[name] = asked
    assert {name for name, asked in seen.items() if asked} == API_FRESH


def asks_again(answer: Response) -> bool:
    if answer.status_code == 403:
        return 'href="/confirm?next=' in answer.text
    return answer.headers.get("location", "").startswith("/confirm?next=")


def onward(answer: Response) -> str:
    return parse_qs(urlsplit(answer.headers["location"]).query)["next"][0]


# --- the way back


def confirmed(here: Ground, walker: Walker, asked: str) -> Response:
    """Confirm with the password, at the page that was led to, as a browser does: with what stands in its form."""
    visitor = walker.visitor
    hidden = visitor.get(asked).text.partition('name="next" value="')[2].partition('"')[0].replace("&amp;", "&")
    return visitor.send(asked, to="/confirm", password=here.first.someone.password, next=hidden)


def test_whoever_confirms_comes_back_to_the_page_they_came_from(here: Ground) -> None:
    for name in sorted(PAGES_FRESH):
        line = EXPECTED[name]
        if line.roles:
            continue  # they confirm with a passkey, which comes back by the same field
        walker = here.entered(here.first.someone)
        token = walker.form_token() if line.who is Who.OWN_FORM else None
        here.home.clock.pass_by(minutes=OLD)
        answer = go(here, walker, name, token)
        if answer.status_code == 403:
            continue  # the form is shown again by itself: below
        sent = confirmed(here, walker, answer.headers["location"])
        assert sent.status_code == 303, (name, answer.headers["location"], sent.text)
        back = sent.headers["location"]
        assert back == onward(answer), name
        assert answer.request.url.path.startswith(urlsplit(back).path), name
        if name.startswith("GET "):
            assert back == str(answer.request.url.raw_path, "ascii")
        assert (back == "/my-data") == (name == "POST /my-data"), "nobody is sent home from where they were"
        assert walker.visitor.get(back).status_code in ({303, 404} if "{case}" in name else {200}), name


def test_every_page_of_a_person_may_come_next_and_nothing_that_is_no_page(here: Ground) -> None:
    """A new GET route that is no page of its own is added to those in web/onward.py."""
    known = here.street.application.state.onward
    for name in (name for name in PAGES if name.startswith("GET ")):
        line = EXPECTED[name]
        answer = go(here, whose(here, name), name, None)
        address = str(answer.request.url.raw_path, "ascii")
        page = answer.status_code == line.gives and "<!doctype html>" in answer.text
        leads_on = line.gives == 303 and line.address
        if page and "/{form}" not in name and name != "GET /confirm":
            assert known.to(address) == address, name
        elif not leads_on:
            assert known.to(address) == "/my-data", name


@pytest.mark.parametrize(
    ("form", "page"),
    [
        ("/household/name", "/household"),
        ("/my-data/speakers/dev_a/unbind", "/my-data/speakers"),
        ("/heard/turn/itm_a/receipt", "/heard/turn/itm_a"),
        ("/acting/man_a/erase", "/acting/man_a"),
        ("/mandates/man_a/confirm", "/mandates"),
        ("/restriction/lift", "/restriction"),
        ("/rectification/profile", "/rectification"),
        ("/security/passkeys/pas_a/remove", "/security"),
        ("/desk/staff/apt_a/grant", "/desk/staff"),
        ("/desk/exports/off", "/desk/exports"),
        ("/desk/thaw", "/desk/cases"),
        ("/desk/cases/tri_a/recipient", "/desk/cases/tri_a/people"),
        ("/desk/cases/tri_a/decide", "/desk/cases/tri_a"),
        ("/heard/erase", "/heard/erase"),
    ],
)
def test_from_a_form_the_way_back_is_the_page_that_shows_it(here: Ground, form: str, page: str) -> None:
    scope = {"type": "http", "method": "POST", "path": form, "query_string": b"", "headers": [], "server": ("k", 80)}
    assert here.street.application.state.onward.back_to(Request(scope)) == page


# --- what took long to write


def sent_late(here: Ground, walker: Walker, page: str, **fields: str) -> Response:
    token = walker.form_token()
    here.home.clock.pass_by(minutes=OLD)
    return walker.visitor.client.post(page, data={"form_token": token, **fields})


def test_what_was_written_at_the_desk_for_longer_than_ten_minutes_is_kept_and_can_be_sent_once_more(
    here: Ground,
) -> None:
    role = EXPECTED["POST /desk/requests/{named}"].roles[0]
    walker, page = here.on_duty(role), f"/desk/requests/{here.first.values['request']}"
    reason = 'Three <speakers> & a "file":\nsorted by hand.'
    before = here.rows()
    late = sent_late(here, walker, page, act="extend", seen="0", extension="complexity", reason=reason)
    assert late.status_code == 403
    assert here.rows() == before
    kept = dict(FIELD.findall(late.text))
    [(name, written)] = AREA.findall(late.text)
    assert (name, html.unescape(written)) == ("reason", reason)
    assert {kept[each] for each in ("act", "seen", "extension")} == {"extend", "0", "complexity"}
    assert f'<form method="post" action="{page}">' in late.text
    assert f'href="/confirm?next={page}" target="_blank"' in late.text
    # once they have confirmed, the same form is taken
    again = walker.visitor.client.post(page, data=kept | {"reason": reason})
    assert again.status_code == 403, "not before they have confirmed"
    walker = here.on_duty(role)
    fields = kept | {"form_token": walker.form_token(), "reason": reason}
    assert walker.visitor.client.post(page, data=fields).status_code in {303, 409}, "now it is looked at"


def test_nobody_is_shown_as_their_own_what_another_site_typed(here: Ground) -> None:
    walker = here.entered(here.first.someone)
    here.home.clock.pass_by(minutes=OLD)
    answer = walker.visitor.client.post("/objection", data={"form_token": "0", "to": "other", "why": "planted words"})
    assert answer.status_code == 403
    assert "planted words" not in answer.text


def test_a_persons_own_reasons_are_kept_and_a_password_never_is(here: Ground) -> None:
    walker = here.entered(here.first.someone)
    late = sent_late(here, walker, "/objection", to="other", why="because of the marmalade")
    assert "because of the marmalade</textarea>" in late.text
    walker = here.entered(here.first.someone)
    late = sent_late(here, walker, "/security/password", new_password="quite another long sentence")
    assert (late.status_code, late.headers["location"]) == (303, "/confirm?next=/security")
    assert "sentence" not in late.text


def test_a_form_with_nothing_in_it_goes_straight_to_who_confirms_it(here: Ground) -> None:
    walker = here.on_duty(EXPECTED["POST /desk/staff/{appointment}/end"].roles[0])
    late = sent_late(here, walker, f"/desk/staff/{here.first.values['appointment']}/end")
    assert late.headers["location"] == "/confirm?next=/desk/staff"
