"""A restriction at the pages: put into force, seen, lifted, by its owner only (GDPR Art. 18)."""

from __future__ import annotations

from tests.web.visitors import Street


def test_a_person_restricts_and_lifts_and_sees_it(here: Street) -> None:
    visitor = here.signed_in(here.home.join("ada"))
    assert visitor.send("/restriction", ground="claims").headers["location"] == "/restriction"
    shown = visitor.get("/restriction").text
    assert "You need it for a legal claim." in shown
    assert "Your data are kept and not used." in visitor.get("/my-data").text
    other = here.signed_in(here.home.join("bruno"))
    assert "kept and not used." not in other.get("/my-data").text
    assert visitor.send("/restriction", to="/restriction/lift").headers["location"] == "/restriction"
    assert "Your data are kept and not used." not in visitor.get("/my-data").text


def test_without_a_ground_nothing_is_restricted(here: Street) -> None:
    visitor = here.signed_in(here.home.join("ada"))
    assert visitor.send("/restriction").status_code == 400
    assert visitor.send("/restriction", ground="because").status_code == 400
    assert "Your data are kept and not used." not in visitor.get("/my-data").text
