"""A copy is fetched in a real browser over a line that really breaks: only the rest is fetched, and nothing is lost."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.app.simulator import Someone, household
from tests.web.cutting import NOTHING, Break, Line, cutting
from tests.web.served import served
from tests.web.test_lines import noise
from tests.web.visitors import Street
from voicekeep.app.operations.asking import copies_of
from voicekeep.app.operations.evidence import holds
from voicekeep.app.operations.recordings import from_owner, take_in
from voicekeep.request import State

FIRST, SECOND = 700_001, 300_003  # bytes that lines let through before they break
CHOSEN = """window.showSaveFilePicker = async () => {
  const folder = await navigator.storage.getDirectory();
  return window.chosen = await folder.getFileHandle("copy.zip", { create: true });
};"""  # a real file of the browser's; a test cannot answer the dialog in which a person chooses one
NOWHERE = "window.showSaveFilePicker = async () => { throw new DOMException('no', 'AbortError'); };"
NO_PLACE = "delete window.showSaveFilePicker;"
DIGEST = """async () => {
  const digest = await crypto.subtle.digest("SHA-256", await (await window.chosen.getFile()).arrayBuffer());
  return [...new Uint8Array(digest)].map(each => each.toString(16).padStart(2, "0")).join("");
}"""
STRETCH = re.compile(r"(\d+) – (\d+) B")


@dataclass
class Fetching:
    """Somebody with a copy, and a line to it that breaks."""

    street: Street
    ada: Someone
    browser: Browser
    line: Line
    url: str
    link: str

    def at_the_copy(self, prepared: str, *breaks: Break) -> Page:
        """Sign in and go to the copy, with a clock that stands still, so that nothing goes on by itself."""
        self.line.breaks[:] = breaks
        self.line.passed.clear()
        self.street.home.clock.pass_by(minutes=20)  # what was counted before is over
        page = self.browser.new_context(base_url=self.url, locale="en-GB").new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.add_init_script(prepared)
        page.clock.install()
        page.clock.pause_at("2040-01-01")
        self.sign_in(page)
        page.goto(self.link)
        return page

    def sign_in(self, page: Page) -> None:
        """Sign in, whoever was signed in before."""
        page.goto("/sign-in")
        page.fill("#email", self.ada.email)
        page.fill("#password", self.ada.password)
        page.keyboard.press("Enter")
        page.wait_for_url("**/my-data")

    def stretches(self) -> list[tuple[int, int]]:
        """Return from which to before which byte each download came, by what its person is told."""
        told = holds(self.street.home.keep, self.street.home.session(self.ada))
        found = [STRETCH.search(event.detail) for event in told if event.name == "download_ended"]
        return [(int(each[1]), int(each[2])) for each in found if each is not None]

    def wear_out(self) -> None:
        """Use up the tries that somebody has in a quarter of an hour."""
        keep, rates = self.street.home.keep, self.street.application.state.rates
        for _ in range(keep.limits.links_per_window):
            rates.count("link", self.ada.subject, most=10_000, window=keep.limits.sign_in_window, now=keep.now())

    def state(self) -> State:
        return copies_of(self.street.home.keep, self.street.home.session(self.ada))[0].state


@pytest.fixture
def fetching(tmp_path: Path, browser: Browser) -> Iterator[Fetching]:
    folder = tmp_path / "lines"
    folder.mkdir()
    with household(folder) as home:
        ada = home.join("ada")
        loud = folder / "loud"
        loud.mkdir()
        (loud / "long.wav").write_bytes(noise(30))  # 3 MB: more than the lines' buffers hold
        take_in(home.keep, from_owner(home.session(ada)), loud)
        here, line = Street(home), Line([])
        link = here.with_copy(ada).link()
        with served(here.application, send_buffer=64 * 1024) as port, cutting(port, line) as broken:
            yield Fetching(here, ada, browser, line, f"http://localhost:{broken}", link)
            for context in list(browser.contexts):
                context.close()


def test_over_a_line_that_breaks_every_byte_arrives_once(fetching: Fetching, tmp_path: Path) -> None:
    # 1 the line breaks twice, into a file of the person's choice: what is missing is fetched, by press and by itself
    page = fetching.at_the_copy(CHOSEN, Break(FIRST), Break(SECOND))
    status, amount = page.get_by_role("status"), page.locator("#download-amount")
    page.get_by_role("button", name="Download").press("Enter")
    expect(status).to_contain_text("The connection broke. What has arrived is kept")
    expect(amount).to_have_text(re.compile(r"^0(\.\d)? MB of \d(\.\d)? MB$"))
    assert 0 <= page.locator("progress").evaluate("bar => bar.position") < 0.3
    page.get_by_role("button", name="Go on").press("Enter")
    expect(page.get_by_role("button", name="Stop")).to_be_hidden()
    expect(status).to_contain_text("The connection broke.")
    assert fetching.state() is State.AVAILABLE
    page.clock.run_for(1000)
    expect(status).to_contain_text("to the last byte")
    assert page.evaluate("document.activeElement.role || document.activeElement.getAttribute('role')") == "status"
    # 2 the ledger says what left: never less than what came through, and each time from where the browser had come to
    (a, a_end), (b, b_end), (c, size) = fetching.stretches()[-3:]
    assert 0 == a <= b <= FIRST <= a_end < size  # a browser throws away what lies in its hands where a line breaks
    assert b <= c <= b + SECOND <= b_end < size
    assert fetching.line.passed == [FIRST, SECOND, size - c]
    assert fetching.state() is State.DELIVERED
    # 3 lines that go silent, before or behind the first byte, then one that the person stops; where no place can be
    # chosen, it goes to the downloads
    digest = page.evaluate(DIGEST)
    page = fetching.at_the_copy(
        NO_PLACE, Break(NOTHING, silent=True), Break(FIRST, silent=True), Break(SECOND, silent=True)
    )
    status, bar = page.get_by_role("status"), page.locator("progress")
    page.get_by_role("button", name="Download").click()
    while fetching.line.passed != [0]:
        page.wait_for_timeout(20)
    for arrived in (FIRST, FIRST + SECOND):
        page.clock.run_for(30_000)
        expect(status).to_contain_text("The connection broke.")
        page.get_by_role("button", name="Go on").click()
        expect(bar).to_have_js_property("value", arrived)
    page.get_by_role("button", name="Stop").click()
    expect(status).to_contain_text("You stopped it.")
    with page.expect_download() as download:
        page.get_by_role("button", name="Go on").click()
    download.value.save_as(tmp_path / "pieces.zip")
    assert fetching.line.passed == [0, FIRST, SECOND, size - FIRST - SECOND]
    # 4 without script, the browser's own download; and all three are the same file
    plain = fetching.browser.new_context(base_url=fetching.url, java_script_enabled=False).new_page()
    [signed_in] = [each["value"] for each in page.context.cookies() if each["name"] == "voicekeep"]
    plain.context.add_cookies([{"name": "voicekeep", "value": signed_in, "url": fetching.url}])
    plain.goto(fetching.link)
    with plain.expect_download() as download:
        plain.get_by_role("button", name="Download").click()
    download.value.save_as(tmp_path / "whole.zip")
    whole = (tmp_path / "whole.zip").read_bytes()
    assert len(whole) == size
    assert (tmp_path / "pieces.zip").read_bytes() == whole
    assert hashlib.sha256(whole).hexdigest() == digest


def test_what_ends_a_download_is_said_in_words(fetching: Fetching) -> None:
    page = fetching.at_the_copy(NOWHERE)
    page.get_by_role("button", name="Download").click()
    expect(page.get_by_role("status")).to_contain_text("You chose no place for the file. Nothing was kept")
    # the line does not come back; then the person signs out elsewhere
    page = fetching.at_the_copy(CHOSEN, Break(FIRST), *[Break(0)] * 5)
    status, go_on = page.get_by_role("status"), page.get_by_role("button", name="Go on")
    page.get_by_role("button", name="Download").click()
    expect(status).to_contain_text("The connection broke.")
    for _ in range(5):
        page.clock.run_for(16_000)
        expect(status).to_contain_text(re.compile("connection broke|does not come back"))
    expect(status).to_contain_text("does not come back")
    assert fetching.line.passed == [FIRST, 0, 0, 0, 0, 0]
    elsewhere = page.context.new_page()
    elsewhere.goto("/my-data")
    elsewhere.get_by_role("button", name="Sign out").click()
    elsewhere.wait_for_url("**/sign-in")
    for _ in range(2):
        go_on.click()
        expect(status).to_contain_text("Please sign in in another tab")
    arrived = page.locator("progress").evaluate("bar => bar.value")
    # they sign in anew, in the other tab: only the rest is fetched, by the session that opened the copy again
    fetching.sign_in(elsewhere)
    go_on.click()
    expect(status).to_contain_text("to the last byte")
    begun, size = fetching.stretches()[-1]
    assert begun == arrived <= FIRST < size
    assert page.evaluate("async () => (await window.chosen.getFile()).size") == size
    # or before they press
    page = fetching.at_the_copy(CHOSEN, Break(FIRST))
    page.get_by_role("button", name="Download").click()
    expect(page.get_by_role("status")).to_contain_text("The connection broke.")
    arrived = page.locator("progress").evaluate("bar => bar.value")
    fetching.sign_in(page.context.new_page())
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("status")).to_contain_text("to the last byte")
    assert fetching.stretches()[-1] == (arrived, size)
    # with nothing arrived yet it leads to the sign-in itself
    page = fetching.at_the_copy(CHOSEN)
    page.context.clear_cookies()
    page.get_by_role("button", name="Download").click()
    page.wait_for_url("**/sign-in?next=**")
    # a copy that is over meanwhile is thrown away
    page = fetching.at_the_copy(CHOSEN, Break(FIRST))
    page.get_by_role("button", name="Download").click()
    expect(page.get_by_role("status")).to_contain_text("The connection broke.")
    for where in ("**/download/*", "**/copy/*"):
        page.route(where, lambda route: route.fulfill(status=404, body="gone"))
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("status")).to_contain_text("This copy is not given out any further")
    # too many tries: what has arrived stays
    page = fetching.at_the_copy(CHOSEN, Break(FIRST))
    page.get_by_role("button", name="Download").click()
    expect(page.get_by_role("status")).to_contain_text("The connection broke.")
    arrived = page.locator("progress").evaluate("bar => bar.value")
    fetching.wear_out()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("status")).to_contain_text("in a quarter of an hour")
    assert page.locator("progress").evaluate("bar => bar.value") == arrived
