"""Passkeys in a real browser, with the authenticator that it brings for tests: by keyboard, on a phone, in the dark."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.test_pages import LOW_CONTRAST, UNNAMED, Town, town

__all__ = ["town"]


def with_authenticator(page: Page, *, knows_its_person: bool = True, key: dict[str, Any] | None = None) -> Page:
    """Put a telephone with a fingerprint reader beside the browser, and a passkey into it that was made before."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": knows_its_person,
        "automaticPresenceSimulation": True,
    }
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    if key is not None:
        devtools.send("WebAuthn.addCredential", {"authenticatorId": made["authenticatorId"], "credential": key})
    return page


def test_a_passkey_is_added_signs_in_and_confirms(town: Town) -> None:
    ada = town.home.people["ada"]
    page = town.signed_in(ada, with_authenticator(town.page()))
    page.goto("/security")
    expect(page.get_by_text("This browser cannot make passkeys here.")).to_be_hidden()
    page.get_by_label("What will you call the new passkey?").fill("My telephone")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="My telephone")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in with a passkey").press("Enter")
    page.wait_for_url("**/my-data")
    expect(page.locator("main")).to_contain_text(f"Hello {ada.name}")
    # later something is to leave: the same passkey says that it is still the same person
    town.home.clock.pass_by(minutes=11)
    page.goto("/security")
    page.get_by_role("button", name="Make new codes").click()
    page.wait_for_url(re.compile("/confirm.next=/security"))
    page.get_by_role("button", name="Yes, with my passkey").press("Enter")
    page.wait_for_url("**/security")
    page.get_by_role("button", name="Make new codes").click()
    expect(page.locator("ol.codes li")).to_have_count(10)


def test_a_passkey_that_does_not_know_its_person_is_not_added(town: Town) -> None:
    page = town.signed_in(town.home.people["ada"], with_authenticator(town.page(), knows_its_person=False))
    page.goto("/security")
    page.get_by_label("What will you call the new passkey?").fill("My telephone")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("No passkey was added.")
    page.reload()
    expect(page.locator("main")).to_contain_text("You have none yet.")


def test_adding_one_late_leads_through_the_confirmation_and_back(town: Town) -> None:
    ada = town.home.people["ada"]
    page = town.signed_in(ada, with_authenticator(town.page()))
    page.goto("/security")
    town.home.clock.pass_by(minutes=11)
    page.get_by_label("What will you call the new passkey?").fill("My telephone")
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/confirm?next=*")
    page.fill("#password", ada.password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/security")


def test_the_page_is_readable_on_a_phone_in_the_dark_in_every_language(town: Town) -> None:
    for language in ("en-GB", "de-DE", "fr-FR"):
        page = with_authenticator(town.page(language, phone=True, dark=True))
        town.signed_in(town.home.people["ada"], page)
        page.goto("/security")
        page.fill("#passkey-name", "A" * 60)
        page.keyboard.press("Enter")
        page.wait_for_selector("details")
        page.locator("summary").last.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, language
        assert page.evaluate(LOW_CONTRAST) == [], language
        assert page.evaluate(UNNAMED) == [], language
