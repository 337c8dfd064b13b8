"""What a person does at the pages, through the forms that they show: their access, what was heard, their rights."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.app.asks import by_letter, count_of, desk_of, own_requests
from tests.app.simulator import Someone
from tests.browser.clicking import fill_in, form
from tests.browser.test_pages import Town, town
from tests.browser.test_passkeys import with_authenticator
from voicekeep.app.operations.accounts import profile_of
from voicekeep.app.operations.devices import pair_device
from voicekeep.app.operations.history import days_of
from voicekeep.app.operations.recordings import from_device
from voicekeep.app.operations.restricting import restriction_of
from voicekeep.records.items import ItemKind
from voicekeep.request import State

__all__ = ["town"]


def sessions_of(town: Town, someone: Someone) -> int:
    with town.home.keep.database.read() as transaction:
        return sum(each.ended_at is None for each in transaction.people.sessions_of(someone.subject))


def with_a_code(town: Town, code: str, page: Page) -> Page:
    page.goto("/sign-in")
    page.locator('a[href^="/sign-in/code"]').click()
    page.fill("#email", town.home.people["ada"].email)
    page.fill("#code", code)
    page.keyboard.press("Enter")
    return page


def test_codes_passkeys_and_sessions(town: Town) -> None:
    ada = town.home.people["ada"]
    page = town.signed_in(ada, with_authenticator(town.page()))
    page.goto("/security")
    fill_in(page, "/security/codes")
    codes = page.locator("ol.codes li").all_inner_texts()
    other = with_a_code(town, codes[0], town.page())
    other.wait_for_url("**/security*")
    expect(other.locator("main")).to_contain_text("Passkeys")
    again = with_a_code(town, codes[0], town.page())
    expect(again.get_by_role("alert")).to_be_visible()
    page.goto("/security")
    expect(page.locator("main")).to_contain_text("9")
    page.fill("#passkey-name", "My telephone")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="My telephone")).to_be_visible()
    rename = page.locator('form[action$="/name"]').get_attribute("action")
    assert rename is not None
    fill_in(page, rename, passkey_name="My old telephone")
    expect(page.get_by_role("heading", name="My old telephone")).to_be_visible()
    fill_in(page, rename.replace("/name", "/remove"))
    expect(page.get_by_role("heading", name="My old telephone")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("You have none yet.")
    page.goto("/security")
    before = sessions_of(town, ada)
    with page.expect_navigation():
        page.get_by_role("button", name="End it").first.click()
    assert sessions_of(town, ada) == before - 1
    fill_in(page, "/security/sessions/others/end")
    assert sessions_of(town, ada) == 1
    other.goto("/my-data")
    other.wait_for_url(re.compile("/sign-in"))


def turns(town: Town, someone: Someone) -> int:
    return sum(count for _, count in days_of(town.home.keep, town.home.session(someone)))


def test_what_was_heard_is_put_right_silenced_given_to_a_guest_and_erased(town: Town) -> None:
    home, ada = town.home, town.home.people["ada"]
    device, credential = pair_device(home.keep, home.session(ada), "orangery speaker")
    home.clock.pass_by(days=2)
    home.say(ada, "a quince", "the zeppelin", "hum")
    home.say(ada, "by the speaker", source=from_device(home.keep, credential))
    page = town.signed_in(ada, town.page())
    page.goto("/heard")
    page.locator('main a[href^="/heard/turn/"]').first.click()
    page.wait_for_url("**/heard/turn/*")
    here = page.url.removeprefix(town.url)
    fill_in(page, f"{here}/words", words="two quinces")
    page.goto(here)
    expect(page.locator("main")).to_contain_text("two quinces")
    fill_in(page, f"{here}/silence", first="0", end="0.1")
    assert count_of(home, ada, ItemKind.WITHHOLDING) == 1
    page.goto(here)
    fill_in(page, f"{here}/receipt")
    said = page.locator("p.card strong").inner_text()
    before = turns(town, ada)
    guest = town.page()
    guest.goto("/guests")
    fill_in(guest, "/guests", words="four words nobody said", right="erasure")
    expect(guest.get_by_role("alert")).to_be_visible()
    fill_in(guest, "/guests", words=said, right="erasure")
    expect(guest.get_by_role("status")).to_be_visible()
    assert turns(town, ada) == before - 1
    assert count_of(home, ada, ItemKind.WITHHOLDING) == 0, "it went with its turn"
    page.goto("/heard")
    page.locator('main a[href^="/heard/turn/"]').first.click()
    page.wait_for_url("**/heard/turn/*")
    here = page.url.removeprefix(town.url)
    fill_in(page, f"{here}/not-me", sure="true")
    assert count_of(home, ada, ItemKind.WITHHOLDING) == 1
    page.goto("/heard")
    page.locator(f'main a[href*="stretch=device&which={device}"]').click()
    fill_in(page, "/heard/erase")
    assert turns(town, ada) == before - 2
    page.goto("/heard")
    page.locator('main a[href*="stretch=day"]').click()
    left = int(page.locator("main strong").first.inner_text())
    fill_in(page, "/heard/erase")
    assert turns(town, ada) == before - 2 - left < before - 2


def test_rights_are_used_and_the_account_is_closed(town: Town) -> None:
    home, ada = town.home, town.home.people["ada"]
    page = town.signed_in(ada, town.page())
    page.goto("/choices")
    fill_in(page, "/choices", keeping="audio", months="18")
    page.goto("/restriction")
    fill_in(page, "/restriction", ground="claims")
    assert restriction_of(home.keep, home.session(ada)) is not None
    fill_in(page, "/restriction/lift")
    assert restriction_of(home.keep, home.session(ada)) is None
    page.goto("/objection")
    fill_in(page, "/objection", to="other", why="Nobody should listen at home any more.")
    page.wait_for_url("**/my-data/requests/req_*")
    assert restriction_of(home.keep, home.session(ada)) is not None
    fill_in(page, page.url.removeprefix(town.url), act="withdraw")
    assert restriction_of(home.keep, home.session(ada)) is None
    page.goto("/rectification")
    fill_in(page, "/rectification", about="device", what="It is called Hall, and not Hell.")
    page.wait_for_url("**/my-data/requests/req_*")
    page.goto("/rectification")
    fill_in(page, "/rectification/profile", name="Ada L.", email=ada.email, spoken="fr")
    assert profile_of(home.keep, home.session(ada)).name == "Ada L."
    registered = by_letter(desk_of(home), ada.email)
    page.goto(f"/my-data/requests/{registered}")
    fill_in(page, f"/my-data/requests/{registered}", act="confirm")
    states = {each.request: each.state for each in own_requests(home, ada)}
    assert states[registered] is State.IDENTIFIED
    assert sorted(states.values()).count(State.WITHDRAWN) == 1
    page.goto("/close")
    page.get_by_role("button", name=re.compile("close my account")).click()
    expect(form(page, "/close")).to_have_count(1)  # without the tick nothing is sent
    fill_in(page, "/close", sure="true")
    expect(page.locator("#receipt")).to_have_value(re.compile('"published"'))
    page.goto("/my-data")
    page.wait_for_url(re.compile("/sign-in"))
    with home.keep.database.read() as transaction:
        assert transaction.people.account_of(ada.subject) is None


def test_a_copy_of_a_period_and_of_some_kinds(town: Town) -> None:
    ada = town.home.people["ada"]
    page = town.signed_in(ada, town.page())
    asking = page.locator("form", has=page.locator("#last"))
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    page.fill("#last", "2030-11-03")
    asking.locator('input[name="kinds"][value="turn"]').check()
    with page.expect_navigation():
        asking.get_by_role("button").click()
    with town.home.keep.database.read() as transaction:
        [request] = transaction.requests.of_subject(ada.subject)
    assert request.scope is not None
    assert ItemKind.TURN in request.scope.kinds
    assert ItemKind.PROFILE not in request.scope.kinds
    assert request.scope.until is not None
