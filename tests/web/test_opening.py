"""Opening an account from an invitation, and choosing what is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.web.visitors import Street, Visitor
from voicekeep.app.operations.accounts import invite

PASSWORD = "a sentence that only I would say"
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def invitation(here: Street) -> str:
    return f"/welcome/{invite(here.home.keep, None, timedelta(days=1))}"


def open_account(visitor: Visitor, invitation: str, **fields: str) -> str:
    typed = {"name": "Cleo", "email": "cleo@keep.test", "household": "Harbour Street", "password": PASSWORD}
    answer = visitor.send(invitation, typed=typed | fields)
    return answer.headers.get("location") or answer.text


def test_from_the_invitation_to_the_choice_to_the_own_page(here: Street, invitation: str) -> None:
    visitor = here.visitor()
    assert open_account(visitor, invitation) == "/choices"
    assert "checked" not in visitor.get("/choices").text  # nothing is chosen for anybody
    assert "so nothing is kept" in visitor.get("/my-data").text
    assert visitor.send("/choices", keeping="audio", months="3").headers["location"] == "/my-data"
    page = visitor.get("/my-data").text
    assert "Cleo" in page
    assert "The words and the sound are kept." in page
    assert visitor.get("/choices").text.count(" checked") == 2


def test_an_invitation_opens_one_account(here: Street, invitation: str) -> None:
    assert open_account(here.visitor(), invitation) == "/choices"
    second = open_account(here.visitor(), invitation, email="other@keep.test")
    assert "This invitation is used up or too old." in second
    invented = open_account(here.visitor(), "/welcome/invented", email="third@keep.test")
    assert "This invitation is used up or too old." in invented


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("password", "short", "at least 12 characters"),
        ("email", "no address", "not an e-mail address"),
        ("name", "two\nlines", "The name cannot be used"),
        ("household", "h" * 300, "The name cannot be used"),
    ],
)
def test_what_cannot_stand_is_said_and_the_rest_stays_typed(
    here: Street, invitation: str, field: str, typed: str, told: str
) -> None:
    visitor = here.visitor()
    page = open_account(visitor, invitation, **{field: typed})
    assert told in page
    assert PASSWORD not in page
    assert (field == "household") is ('value="Harbour Street"' not in page)
    assert open_account(visitor, invitation) == "/choices"  # the invitation still opens


def test_a_taken_address_opens_no_second_account(here: Street, invitation: str) -> None:
    ada = here.home.join("ada")
    assert "could not be opened" in open_account(here.visitor(), invitation, email=ada.email.upper())


def test_a_name_is_text_and_never_a_page(here: Street, invitation: str) -> None:
    visitor = here.visitor()
    assert open_account(visitor, invitation, name=HOSTILE, password="short").count(HOSTILE) == 0
    assert open_account(visitor, invitation, name=HOSTILE) == "/choices"
    page = visitor.get("/my-data").text
    assert HOSTILE not in page
    assert "&lt;script&gt;" in page


def test_whoever_keeps_nothing_need_not_say_how_long(here: Street) -> None:
    visitor = here.signed_in(here.home.join("ada", keeping=None))
    assert visitor.send("/choices", keeping="nothing").headers["location"] == "/my-data"
    assert "Nothing is kept." in visitor.get("/my-data").text


def test_whoever_keeps_something_is_asked_how_long(here: Street) -> None:
    visitor = here.signed_in(here.home.join("ada", keeping=None))
    answer = visitor.send("/choices", keeping="audio")
    assert answer.status_code == 400
    assert "Please choose for how long as well." in answer.text
    assert "so nothing is kept" in visitor.get("/my-data").text


@pytest.mark.parametrize(
    ("keeping", "months"), [("audio", "1000"), ("everything", "3"), ("audio", "-3"), ("audio", "x")]
)
def test_what_is_not_offered_cannot_be_chosen(here: Street, keeping: str, months: str) -> None:
    visitor = here.signed_in(here.home.join("ada", keeping=None))
    assert visitor.send("/choices", keeping=keeping, months=months).status_code == 400
    assert "so nothing is kept" in visitor.get("/my-data").text
