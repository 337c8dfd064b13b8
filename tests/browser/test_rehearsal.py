"""The case of 2018 in a real browser: two officers, the recipient and the victim, each in a browser of their own."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_pages import EXPECTED
from tests.browser.test_passkeys import with_authenticator
from voicekeep.app.drill.rehearsed_by_people import AtTheDesk, Player, played_by_people

FOREIGN = 12
LOOK = Callable[[str, Page], None]


class Room:
    """Four browsers at the pages of one rehearsal; those who live together share one."""

    def __init__(self, desk: AtTheDesk, browser: Browser, look: LOOK = lambda _, __: None) -> None:
        self.desk, self.look = desk, look
        self.players = {player.email.partition("@")[0]: player for player in desk.players}
        self.complaints: list[str] = []
        self.recipient, self.victim, self.olga, self.dana = (self._page(browser, desk.url) for _ in range(4))
        self.case = ""

    def report(self) -> None:
        """The recipient says so; both links are closed."""
        page = self._signed_in(self.recipient, self.players["rika"])
        page.locator('a[href$="/not-mine"]').first.click()
        page.get_by_label("A recording that is not me").check()
        self.look("report", page)
        page.get_by_role("button", name="Report it now").click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        self.look("reported", page)
        for name in ("sam", "rika"):  # theirs is frozen as well, who said nothing
            self._signed_in(page, self.players[name])
            expect(page.locator('a[href^="/copy/"]')).to_have_count(0)
        self.look("frozen", page)

    def find_out(self) -> None:
        """The data protection officer decides that it is a breach; the officer finds out what reached whom."""
        for page, name in ((self.olga, "olga"), (self.dana, "dana")):
            self._with_passkey(page, self.players[name])
            page.goto("/desk/cases")
            self.look("cases", page)
            page.locator('a[href^="/desk/cases/tri_"]').first.click()
        self.case = self.olga.url.removeprefix(self.desk.url)
        expect(self.olga.get_by_role("button", name="It is a breach")).to_have_count(0)  # that is not hers to decide
        self.look("triage", self.dana)
        self.dana.get_by_role("button", name="It is a breach").click()
        self.olga.goto(f"{self.case}/scope")
        self.look("scope", self.olga)
        self.olga.get_by_role("button", name="Write this into the case").click()
        self._write("contained", "Both copies open nothing any more.")
        for what in ("facts", "effects", "remedy"):
            self._write("described", f"What was found out about {what}.", what=what)

    def decide(self) -> None:
        """How severe it is, Art. 33 and Art. 34: by the data protection officer, by nobody else."""
        expect(self.olga.get_by_role("link", name="How severe it is")).to_have_count(0)
        expect(self.olga.locator("#authority-text")).to_have_count(0)
        self.dana.goto(f"{self.case}/severity")
        self.look("severity", self.dana)
        self.dana.get_by_role("button", name="Write it down").click()
        for name in ("authority", "persons"):
            form = self.dana.locator(f"form:has(#{name}-text)")
            self.dana.locator(f"details:has(#{name}-text) > summary").click()
            form.locator('input[value="true"]').check()
            form.locator("textarea").first.fill("They can be recognised, and their home with them.")
            form.locator("button").click()
        self.look("decided", self.dana)
        for paper in ("authority", "affected"):
            self.olga.goto(f"{self.case}/letters/{paper}")
            self.look(paper, self.olga)
            answer = self.olga.context.request.get(f"{self.desk.url}{self.case}/letters/{paper}/pdf")
            assert answer.body().startswith(b"%PDF-")

    def answer(self) -> set[str]:
        """The victim sees which recordings, and acknowledges; so does who lives with her; the recipients sign."""
        shown: set[str] = set()
        for name in ("vera", "paul"):
            self._message(self.victim, name)
            plays = self.victim.locator('a[href^="/heard/turn/"]')
            shown |= {str(link.get_attribute("href")).rpartition("/")[2] for link in plays.all()}
            self.look(f"message-{name}", self.victim)
            self.victim.get_by_role("button", name="I have read this").click()
        for name in ("rika", "sam"):
            self._message(self.recipient, name)
            self.recipient.get_by_label(re.compile("I have deleted the file")).check()
            self.look(f"statement-{name}", self.recipient)
            self.recipient.get_by_role("button", name="Sign", exact=True).click()
            expect(self.recipient.get_by_role("button", name="Sign", exact=True)).to_have_count(0)
        self.olga.goto(f"{self.case}/people")
        self.look("people", self.olga)
        return shown

    def end(self) -> None:
        """Notified, cause, measure; proposed by one, agreed to by the other; the register knows it."""
        self.olga.goto(self.case)
        self.olga.locator("details:has(#at) > summary").click()
        self.olga.fill("#at", str(self.olga.locator("#at").get_attribute("max")))
        self.olga.locator("form:has(#at) input[type=checkbox]").check()
        self.olga.locator("form:has(#at) button").click()
        self._write("cause", "Two requests were open at once.")
        self._write(
            "measure", "A copy that holds one is not released any more.", kind="finding", name="foreign_recording"
        )
        self.look("ready-to-close", self.olga)
        self.olga.fill("#close-text", "Everybody concerned knows it.")
        self.olga.get_by_role("button", name="Propose to close it").click()
        for page, may in ((self.olga, 0), (self.dana, 1)):
            page.goto("/desk/proposals")
            expect(page.get_by_role("button", name="Agree, and do it now")).to_have_count(may)
        self.look("proposal", self.dana)
        self.dana.get_by_role("button", name="Agree, and do it now").click()
        self.olga.goto("/desk/register")
        expect(self.olga.locator("main")).to_contain_text(self.case.rpartition("/")[2])
        expect(self.olga.locator("main")).to_contain_text("What was found out about remedy.")
        self.look("register", self.olga)
        self.olga.goto(self.case)
        self.look("closed", self.olga)

    def _page(self, browser: Browser, url: str) -> Page:
        page = browser.new_context(base_url=url, locale="en-GB").new_page()
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def _signed_in(self, page: Page, player: Player) -> Page:
        page.context.clear_cookies()
        page.goto("/sign-in")
        page.fill("#email", player.email)
        page.fill("#password", player.password)
        page.keyboard.press("Enter")
        page.wait_for_url("**/my-data")
        return page

    def _with_passkey(self, page: Page, player: Player) -> None:
        self._signed_in(with_authenticator(page), player)
        page.goto("/desk")
        expect(page.get_by_role("link", name="Cases")).to_have_count(0)  # a password opens no desk
        page.goto("/security")
        page.get_by_label("What will you call the new passkey?").fill("My telephone")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="My telephone").wait_for()
        page.get_by_role("button", name="Sign out").click()
        page.get_by_role("button", name="Sign in with a passkey").press("Enter")
        page.wait_for_url("**/my-data")

    def _message(self, page: Page, name: str) -> None:
        self._signed_in(page, self.players[name])
        page.goto("/my-data/messages")
        page.locator('a[href^="/my-data/cases/"]').first.click()

    def _write(self, step: str, words: str, **fields: str) -> None:
        self.olga.goto(self.case)
        self.olga.locator(f"details:has(#{step}-text) > summary").click()
        form = self.olga.locator(f"form:has(#{step}-text)")
        for field, value in fields.items():
            place = form.locator(f"[name={field}]")
            place.select_option(value) if place.evaluate("e => e.tagName") == "SELECT" else place.fill(value)
        form.locator("textarea").fill(words)
        form.locator("button").click()
        expect(self.olga.locator("ol.rows")).to_contain_text(words)


@pytest.mark.timeout(600)
def test_from_the_report_to_the_closed_case_in_four_browsers(browser: Browser, tmp_path: Path) -> None:
    with played_by_people(tmp_path, FOREIGN, lambda _: None) as desk:
        room = Room(desk, browser)
        room.report()
        room.find_out()
        room.decide()
        shown = room.answer()
        room.end()
        rehearsed = desk.rehearsed()
        for context in list(browser.contexts):
            context.close()
    assert len(shown) == FOREIGN
    assert rehearsed.held, rehearsed
    assert (rehearsed.foreign, rehearsed.named, rehearsed.own_named_by_mistake) == (FOREIGN, FOREIGN, 0)
    assert (rehearsed.affected, rehearsed.told) == (2, 2)
    passed = [each for each in rehearsed.passed if each is not None]
    assert len(passed) == len(rehearsed.passed)
    assert passed == sorted(passed)
    assert [text for text in room.complaints if EXPECTED not in text] == []
