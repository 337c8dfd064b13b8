"""Signing in: nobody learns whether an account exists, nobody is sent away to another site."""

from __future__ import annotations

import pytest

from tests.web.visitors import FORM_TOKEN, Street
from voicekeep.app.web.sign_in_pages import SIGN_INS_PER_WINDOW


def test_the_front_door_leads_where_the_visitor_belongs(here: Street) -> None:
    ada = here.home.join("ada")
    assert here.visitor().get("/").headers["location"] == "/sign-in"
    assert here.signed_in(ada).get("/").headers["location"] == "/my-data"


def test_an_unknown_account_and_a_wrong_password_look_the_same(here: Street) -> None:
    ada = here.home.join("ada")
    answers = [
        here.visitor().send("/sign-in", email=email, password="not the password at all")
        for email in (ada.email, "nobody@keep.test", "no address")
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({FORM_TOKEN.sub("", answer.text) for answer in answers}) == 1
    assert not any("voicekeep=" in answer.headers.get("set-cookie", "") for answer in answers)


def test_an_account_is_locked_for_a_while_after_many_failures(here: Street) -> None:
    ada = here.home.join("ada")
    for _ in range(here.home.keep.limits.sign_in_failures_per_window):
        assert here.visitor().send("/sign-in", email=ada.email, password="wrong").status_code == 401
    locked = here.visitor().send("/sign-in", email=ada.email, password=ada.password)
    assert locked.status_code == 429
    assert locked.headers["retry-after"] == "900"
    here.home.clock.pass_by(minutes=16)
    here.signed_in(ada)


def test_one_address_may_not_try_for_ever(here: Street) -> None:
    visitor = here.visitor()
    tries = [
        visitor.send("/sign-in", email=f"{number}@keep.test", password="guess").status_code
        for number in range(SIGN_INS_PER_WINDOW + 1)
    ]
    assert tries == [401] * SIGN_INS_PER_WINDOW + [429]


def test_signing_out_ends_the_session_and_not_only_the_cookie(here: Street) -> None:
    visitor = here.signed_in(here.home.join("ada"))
    kept = dict(visitor.client.cookies)
    assert visitor.send("/my-data", to="/sign-out").headers["location"] == "/sign-in"
    assert not visitor.client.cookies
    again = here.visitor()
    again.client.cookies.update(kept)
    assert again.get("/my-data").headers["location"] == "/sign-in?next=/my-data"


def test_whoever_has_to_sign_in_first_goes_on_where_they_wanted_to(here: Street) -> None:
    ada = here.home.join("ada")
    visitor = here.visitor()
    sent = visitor.get("/choices").headers["location"]
    assert sent == "/sign-in?next=/choices"
    assert 'name="next" value="/choices"' in visitor.get(sent).text
    onward = visitor.send("/sign-in", email=ada.email, password=ada.password, next="/choices")
    assert onward.headers["location"] == "/choices"


@pytest.mark.parametrize(
    "page",
    [
        "https://evil.test/my-data",
        "//evil.test/my-data",
        "/\\evil.test",
        "/my-data\\..\\evil.test",
        "/my-data/../../evil",
        "/copy/a/b",
        "/copy/",
        "/my-data\n",
        "/my-data?x=//evil.test",
        "/my-data?x=\r\nSet-Cookie",
        "/my-data#evil",
        "/acting/..//evil.test",
        "/acting/..",
        "/./evil.test",
        "/my-data%0d%0a",
        "/my-dat\u00e4",
        "/my-data" + "/a" * 2000,
        "/choices?" + "a" * 2000,
        "/nowhere",
        "/confirm?next=/my-data",
        "/api/v1/me",
        "/static/style.css",
        "/sign-out",
        "/download/arc_aaaaaaaaaaaaaaaaaaaaaaaaae",
        "javascript:alert(1)",
        "",
    ],
)
def test_anywhere_else_may_not(here: Street, page: str) -> None:
    ada = here.home.join("ada")
    onward = here.visitor().send("/sign-in", email=ada.email, password=ada.password, next=page)
    assert onward.headers["location"] == "/my-data"


def test_a_stale_sign_in_is_confirmed_and_then_counts(here: Street) -> None:
    ada = here.home.join("ada")
    visitor = here.signed_in(ada)
    here.home.clock.pass_by(minutes=11)
    sent = visitor.send("/my-data")
    assert sent.headers["location"] == "/confirm?next=/my-data"
    assert visitor.send(sent.headers["location"], to="/confirm", password="wrong").status_code == 401
    assert visitor.send("/my-data").headers["location"] == "/confirm?next=/my-data"
    confirmed = visitor.send(sent.headers["location"], to="/confirm", password=ada.password, next="/my-data")
    assert confirmed.headers["location"] == "/my-data"
    assert visitor.send("/my-data").headers["location"] == "/my-data"
    assert "data-pending" in visitor.get("/my-data").text


def test_a_confirmation_with_another_persons_password_is_refused(here: Street) -> None:
    ada, bruno = here.home.join("ada"), here.home.join("bruno")
    visitor = here.signed_in(ada)
    here.home.clock.pass_by(minutes=11)
    assert visitor.send("/confirm", password=bruno.password).status_code == 401
    assert visitor.send("/my-data").headers["location"] == "/confirm?next=/my-data"
