"""What is done at the desk, through its own forms: a role by three, an override by two, requests, letters."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.app.asks import by_letter, desk_of, objection, own
from tests.app.desk import Member, appointed, as_company, first_administrators, with_passkey
from tests.app.held import REASON, held
from tests.app.simulator import facts
from tests.browser.clicking import fill_in
from tests.browser.test_at_once import credential_of
from tests.browser.test_pages import Town, town
from tests.browser.test_passkeys import with_authenticator
from voicekeep.people import Role
from voicekeep.records.facts import Extended, IdentityAsked, Overridden, Refused, Registered
from voicekeep.records.ids import RequestId
from voicekeep.request import State

__all__ = ["town"]


@dataclass
class Desk:
    """The town's desk: a browser for each member of staff, signed in with their passkey."""

    town: Town

    def signed_in(self, member: Member) -> Page:
        page = with_authenticator(self.town.page(), key=credential_of(member))
        page.goto("/sign-in")
        page.get_by_role("button", name="Sign in with a passkey").press("Enter")
        page.wait_for_url("**/my-data")
        return page

    def state(self, request: RequestId) -> State:
        with self.town.home.keep.database.read() as transaction:
            found = transaction.requests.get(request)
        assert found is not None
        return found.state


@pytest.fixture
def desk(town: Town) -> Desk:
    as_company(town.home)
    return Desk(town)


def test_a_role_is_offered_taken_and_granted_by_three(desk: Desk) -> None:
    home = desk.town.home
    one, other = first_administrators(home)
    newcomer = with_passkey(home, "nora")
    offering, joining, granting = (desk.signed_in(each) for each in (one, newcomer, other))
    offering.goto("/desk/staff")
    fill_in(offering, "/desk/staff/offer", role="officer")
    link = offering.locator('[role="status"] code').inner_text()
    path = "/desk/join/" + link.rpartition("/")[2]
    joining.goto(path)
    fill_in(joining, path, staff_name="Nora N.")
    expect(joining.get_by_role("status")).to_contain_text("once another administrator has granted it")
    offering.goto("/desk/staff")
    expect(offering.locator('form[action$="/grant"]')).to_have_count(0)  # who offered it does not grant it
    granting.goto("/desk/staff")
    with granting.expect_navigation():
        granting.get_by_role("button", name=re.compile("Nora N.")).first.click()
    joining.goto("/desk/requests")
    expect(joining.get_by_role("heading", level=1)).to_have_text("Requests")
    granting.goto("/desk/requests")
    expect(granting.locator('a[href="/desk/letters"]')).to_have_count(0)  # an administrator decides about nobody


def test_requests_are_decided_overridden_and_registered(desk: Desk) -> None:
    home = desk.town.home
    ada, administrators = home.people["ada"], first_administrators(home)
    officer = appointed(home, "ottilie", Role.OFFICER, administrators)
    second = appointed(home, "petronella", Role.DATA_PROTECTION_OFFICER, administrators)
    waiting, lettered = objection(home, ada), by_letter(desk_of(home), ada.email)
    doubted = held(home, ada)
    page, colleague = desk.signed_in(officer), desk.signed_in(second)

    # 1 an override by two
    page.goto(f"/desk/overrides/{doubted}")
    fill_in(page, f"/desk/overrides/{doubted}", reason=REASON)
    page.goto("/desk/proposals")
    expect(page.locator('form[action$="/approve"]')).to_have_count(0)
    approve(colleague)
    assert isinstance(facts(home)[-1], Overridden)

    # 2 more time, whose it is, a refusal by two
    page.goto("/desk/requests")
    page.locator(f'a[href="/desk/requests/{waiting}"]').click()
    fill_in(page, f"/desk/requests/{waiting}", act="extend", extension="number", reason=own(waiting))
    assert isinstance(facts(home)[-1], Extended)
    page.goto(f"/desk/requests/{lettered}")
    fill_in(
        page,
        f"/desk/requests/{lettered}",
        act="identity",
        doubts=["by_letter"],
        means=["sign_in", "passkey"],
        reason=own(lettered),
    )
    assert isinstance(facts(home)[-1], IdentityAsked)
    assert desk.state(lettered) is State.IDENTITY_ASKED
    page.goto(f"/desk/requests/{waiting}")
    fill_in(page, f"/desk/requests/{waiting}", act="refuse", refusal="compelling", reason=f"Still so. {own(waiting)}")
    approve(colleague)
    assert isinstance(facts(home)[-1], Refused)
    assert desk.state(waiting) is State.REFUSED

    # 3 a letter that came in
    page.goto("/desk/requests")
    hollow = page.locator("rect.paused").first.evaluate("each => getComputedStyle(each).fill")
    assert hollow == "none"
    page.locator('a[href="/desk/letters"]').click()
    fill_in(page, "/desk/letters", address="nobody@keep.test", right="erasure", channel="letter", spoken="de")
    expect(page.get_by_role("status")).to_contain_text("It is registered")
    assert any(isinstance(fact, Registered) for fact in facts(home)[-2:])


def approve(colleague: Page) -> None:
    """Agree to the one proposal that there is."""
    colleague.goto("/desk/proposals")
    with colleague.expect_navigation():
        colleague.get_by_role("button", name="Agree, and do it now").click()
