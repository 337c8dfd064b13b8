"""The pages in a real browser: by keyboard alone, on a phone, in the dark, in three languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.app.simulator import Household, Someone, household
from tests.browser.looks import looks
from tests.web.served import served
from tests.web.visitors import Street
from voicekeep.app.operations.accounts import invite, sign_in
from voicekeep.app.operations.asking import copies_of
from voicekeep.app.operations.evidence import published_keys
from voicekeep.app.operations.release import PlainDesk, release
from voicekeep.app.operations.verify import verify_zip
from voicekeep.app.web import serve_instead

EXPECTED = "the server responded with a status of 4"  # a refusal is an answer, and the browser notes it

LOW_CONTRAST = """() => {
  const colour = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b]
    .map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const paper = colour(getComputedStyle(at).backgroundColor);
      if (paper.length === 3 || paper[3] === 1) return paper;
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll("body *")]
    .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) && e.checkVisibility())
    .map(e => {
      const [a, b] = [light(colour(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
      return [e.outerHTML.slice(0, 80), (a + 0.05) / (b + 0.05)];
    })
    .filter(([, ratio]) => ratio < 4.5);
}"""
UNNAMED = """() => [...document.querySelectorAll("input:not([type=hidden]):not([hidden]), button, a")]
  .filter(e => !(e.labels && e.labels.length) && !e.textContent.trim() && !e.ariaLabel).map(e => e.outerHTML)"""


@dataclass
class Town:
    """A keep behind a port, and the browsers of the people at it."""

    home: Household
    url: str
    browser: Browser
    complaints: list[str]

    def page(self, language: str = "en-GB", *, phone: bool = False, dark: bool = False) -> Page:
        context = self.browser.new_context(
            base_url=self.url,
            locale=language,
            viewport={"width": 360, "height": 740} if phone else {"width": 1000, "height": 800},
            color_scheme="dark" if dark else "light",
            has_touch=phone,
        )
        page = context.new_page()
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda sent: self._require_here(sent.url))
        return page

    def _require_here(self, address: str) -> None:
        """Note what is asked of anybody else than the keep."""
        if not address.startswith((f"{self.url}/", "data:", "blob:", "file:")):
            self.complaints.append(f"asked elsewhere: {address}")

    def release(self, email: str, password: str) -> None:
        """Let the worker do what it does when a request is identified."""
        request = copies_of(self.home.keep, sign_in(self.home.keep, email, password).session)[0].request
        release(request, PlainDesk(self.home.keep))

    def signed_in(self, someone: Someone, page: Page) -> Page:
        page.goto("/sign-in")
        page.fill("#email", someone.email)
        page.fill("#password", someone.password)
        page.keyboard.press("Enter")
        page.wait_for_url("**/my-data")
        return page


@pytest.fixture
def town(browser: Browser, tmp_path: Path) -> Iterator[Town]:
    with household(tmp_path) as home:
        home.say(home.join("ada"), "the kitchen light", "a timer")
        home.join("bruno")
        application = Street(home).application
        with served(application) as port:
            here = replace(home.keep.settings, public_url=f"http://localhost:{port}")
            serve_instead(application, replace(home.keep, settings=here))  # the address that a browser really sees
            opened = Town(home, f"http://localhost:{port}", browser, [])
            yield opened
            for context in list(browser.contexts):
                context.close()
        assert [text for text in opened.complaints if EXPECTED not in text] == []


def test_from_the_invitation_to_the_copy_by_keyboard_alone(town: Town, tmp_path: Path) -> None:
    page = town.page()
    page.add_init_script("delete window.showSaveFilePicker")  # nobody is here to answer where the file shall lie
    keys = page.keyboard

    def tab_to(words: str) -> None:
        for _ in range(20):
            keys.press("Tab")
            if words in page.evaluate("document.activeElement.textContent + (document.activeElement.value || '')"):
                return
        pytest.fail(f"no key leads to: {words}")

    page.goto(f"/welcome/{invite(town.home.keep, None, timedelta(days=1))}")
    page.focus("#name")
    for typed in ("Cleo", "cleo@keep.test", "Harbour Street", "a sentence that only I would say"):
        keys.type(typed)
        keys.press("Tab")
    keys.press("Enter")
    page.wait_for_url("**/choices")
    page.focus("input[name=keeping]")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    keys.press("Tab")
    keys.press("Space")
    keys.press("Enter")
    page.wait_for_url("**/my-data")
    expect(page.locator("main")).to_contain_text("The words and the sound are kept. For three months.")
    tab_to("Ask for a copy of my data")
    keys.press("Enter")
    expect(page.locator("#copies")).to_contain_text("On its way")
    town.release("cleo@keep.test", "a sentence that only I would say")
    expect(page.locator("#copies")).to_contain_text("Checked and complete.")  # by itself
    tab_to("Fetch my copy")
    keys.press("Enter")
    page.wait_for_url("**/copy/*")
    tab_to("Download")
    with page.expect_download() as download:
        keys.press("Enter")
    copy = tmp_path / "copy.zip"
    download.value.save_as(copy)
    verdict = verify_zip(copy, published_keys(town.home.keep)["statement"])
    assert verdict.signer_known


def test_a_sign_in_that_does_not_fit_is_said_and_keeps_the_way(town: Town) -> None:
    ada = town.home.people["ada"]
    page = town.page()
    page.goto("/choices")
    page.fill("#email", ada.email)
    page.fill("#password", "not the password at all")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("do not fit together")
    page.fill("#email", ada.email)
    page.fill("#password", ada.password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/choices")
    assert page.locator("input:checked").count() == 2


def test_a_stranger_with_the_link_reads_one_friendly_page(town: Town) -> None:
    ada, bruno = town.home.people["ada"], town.home.people["bruno"]
    page = town.signed_in(ada, town.page())
    page.click("main button")
    town.release(ada.email, ada.password)
    link = page.get_by_role("link", name="Fetch my copy").get_attribute("href") or ""
    stranger = town.page("de-DE", phone=True, dark=True)
    stranger.goto(link)
    expect(stranger.locator("main")).to_contain_text("Dieser Link öffnet sich für eine einzige Person.")
    stranger.fill("#email", bruno.email)
    stranger.fill("#password", bruno.password)
    stranger.keyboard.press("Enter")
    expect(stranger.locator("h1")).to_have_text("Hier ist nichts für Sie")
    assert ada.subject not in stranger.content()
    assert ada.email not in stranger.content()
    assert stranger.locator("main a").count() == 1


def test_after_a_while_it_asks_again_and_goes_on(town: Town) -> None:
    ada = town.home.people["ada"]
    page = town.signed_in(ada, town.page())
    town.home.clock.pass_by(minutes=11)
    page.click("main button")
    expect(page.locator("h1")).to_have_text("Is it still you?")
    page.fill("#password", ada.password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/my-data")
    page.click("main button")
    expect(page.locator("#copies")).to_contain_text("On its way")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")
    page.go_back()
    page.reload()
    expect(page.locator("h1")).to_have_text("Sign in")


def test_another_site_cannot_press_a_button(town: Town, tmp_path: Path) -> None:
    ada = town.home.people["ada"]
    page = town.signed_in(ada, town.page())
    token = page.locator("input[name=form_token]").first.input_value()
    trap = tmp_path / "trap.html"
    trap.write_text(
        f'<form method="post" action="{town.url}/my-data">'
        f'<input name="form_token" value="{token}"><button>You have won</button></form>'
    )
    page.goto(trap.as_uri())
    page.click("button")
    page.wait_for_load_state()
    page.goto("/my-data")
    expect(page.locator("#copies")).to_contain_text("You have not asked for a copy yet.")


def test_a_person_hears_themselves_and_finds_and_erases_by_keyboard(town: Town) -> None:
    page = town.signed_in(town.home.people["ada"], town.page())
    page.goto("/heard")
    sound = page.locator("audio").first
    sound.evaluate("audio => audio.play()")
    page.wait_for_function("document.querySelector('audio').duration > 0.1")
    page.focus("#words")
    page.keyboard.type("TIMER")
    page.keyboard.press("Enter")
    expect(page.locator("ul.rows > li")).to_have_count(1)
    expect(page.locator("main")).to_contain_text("a timer")
    page.get_by_role("link", name="Erase this").press("Enter")
    page.get_by_role("button", name="Erase").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Erased for good: 1")
    page.goto("/heard")
    expect(page.locator("main")).to_contain_text("the kitchen light")
    expect(page.locator("main")).not_to_contain_text("a timer")


@looks
def test_every_page_is_readable_on_a_phone(town: Town, language: str, *, dark: bool) -> None:
    ada = town.home.people["ada"]
    page = town.page(language, phone=True, dark=dark)
    invitation = invite(town.home.keep, None, timedelta(days=1))

    def require_readable(path: str = "") -> None:
        if path:
            page.goto(path)
        where = page.url
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("h1").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, where
        assert page.evaluate(LOW_CONTRAST) == [], where
        assert page.evaluate(UNNAMED) == [], where
        heights = [
            box["height"] for box in (button.bounding_box() for button in page.locator("main button").all()) if box
        ]
        assert all(height >= 44 for height in heights), where  # WCAG 2.5.5: what a finger can hit

    for path in (
        "/sign-in",
        "/sign-in/code",
        f"/welcome/{invitation}",
        "/nowhere",
        "/sign-in?next=/copy/x",
        "/privacy",
    ):
        require_readable(path)
    page.goto("/sign-in")
    page.fill("#email", ada.email)
    page.fill("#password", "wrong")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    require_readable()
    town.signed_in(ada, page)
    for path in ("/my-data", "/choices", "/confirm", "/my-data/history", "/copy/unknown", "/security"):
        require_readable(path)
    for path in ("/heard", "/heard?day=2030-01-01", "/heard/erase?stretch=everything", "/heard/erase?stretch=turn"):
        require_readable(path)
    page.goto("/my-data")
    page.click("main button")
    require_readable()
    town.release(ada.email, ada.password)
    require_readable("/my-data")
    require_readable(page.locator("#copies a").first.get_attribute("href") or "")
    page.goto("/my-data/history")
    assert page.locator("tbody tr").count() >= 4
    require_readable()
