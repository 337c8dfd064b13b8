"""P1 in a real browser with a microphone: what is said to the page is heard, and a muted page hears nothing."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.app.hub import HubOfTests, reply
from tests.app.simulator import Household, Someone, household, tone
from tests.browser.conftest import CHROMIUM, QUIETLY
from tests.web.served import served
from voicekeep.app.operations.pairing import open_pairing
from voicekeep.app.operations.speakers import mute_speaker, speakers_of
from voicekeep.app.web import make_application
from voicekeep.device import SAMPLE_BYTES, SAMPLE_RATE, Chosen, Hub

TRACKS = """() => {
  window.tracks = [];
  const asked = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async wanted => {
    const stream = await asked(wanted);
    window.tracks.push(...stream.getTracks());
    return stream;
  };
  window.played = [];
  const start = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function (...when) {
    window.played.push(this.buffer.duration);
    return start.apply(this, when);
  };
}"""


def listening_to(path: Path) -> list[str]:
    """Return what lets a browser hear a tone that is written here."""
    path.write_bytes(tone("somebody speaks", 2.0))
    return [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={path}",
    ]


@pytest.fixture(scope="module")
def microphone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser whose microphone plays a tone for ever."""
    fake = listening_to(tmp_path_factory.mktemp("microphone") / "tone.wav")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIETLY, *fake])
        yield started
        started.close()


@dataclass
class Room:
    """A keep with its hub, and a browser that becomes a speaker."""

    home: Household
    hub: HubOfTests
    url: str
    browser: Browser
    complaints: list[str]

    def context(self, **options: object) -> BrowserContext:
        return self.browser.new_context(base_url=self.url, locale="en-GB", **options)  # type: ignore[arg-type]  # playwright's own

    def page(self, context: BrowserContext) -> Page:
        page = context.new_page()
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.add_init_script(f"({TRACKS})()")
        return page

    def paired(self, someone: Someone, *, shared: bool = False, touch: bool = False) -> Page:
        """Pair a browser as its owner would, by the code that the page shows."""
        code = open_pairing(self.home.keep, self.home.session(someone), shared=shared).code
        page = self.page(self.context(has_touch=touch))
        page.goto("/speaker")
        page.get_by_label("Code").fill(code.lower().replace("-", " "))
        page.get_by_label("Name of the speaker").fill("kitchen")
        page.keyboard.press("Enter")
        expect(page.locator("#speaker")).to_have_attribute("data-state", "ready")
        return page


@contextmanager
def roomed(folder: Path, browser: Browser, talk: Callable[[Household], Hub] | None = None) -> Iterator[Room]:
    """Open a room for a browser; `talk` makes the hub, if it is to be another than that of the tests."""
    with household(folder) as home:
        hub = HubOfTests()
        with served(make_application(home.keep, hub=hub if talk is None else talk(home))) as port:
            complaints: list[str] = []
            yield Room(home, hub, f"http://localhost:{port}", browser, complaints)
            for context in browser.contexts:
                context.close()
            assert complaints == [], "the browser found something wrong"


@pytest.fixture
def room(tmp_path: Path, microphone: Browser) -> Iterator[Room]:
    with roomed(tmp_path, microphone) as made:
        yield made


def loudness(pcm: bytes) -> float:
    samples = struct.unpack(f"<{len(pcm) // 2}h", pcm)
    return float(sum(abs(each) for each in samples) / max(1, len(samples)))


def test_what_is_said_is_heard_signed_and_answered(room: Room) -> None:
    ada = room.home.join("ada")
    page = room.paired(ada)
    talk = page.locator("#talk")
    talk.click()
    expect(page.locator("#speaker")).to_have_attribute("data-state", "listening")
    expect(page.get_by_role("status")).to_have_text("It is listening.")
    page.wait_for_timeout(1200)
    talk.click()
    expect(page.locator("#answer-text")).to_have_text("I heard you")
    expect(page.locator("#speaker")).to_have_attribute("data-state", "ready")
    [utterance] = room.hub.heard_of
    assert utterance.signature is not None
    assert utterance.signature.counter == 1
    assert utterance.wake is None
    seconds = len(utterance.pcm) / SAMPLE_RATE / SAMPLE_BYTES
    assert 0.3 < seconds < 30
    assert loudness(utterance.pcm) > 100, "the microphone's sound, and no silence"
    assert page.evaluate("window.tracks.every(track => track.readyState === 'ended')"), "the microphone is off again"
    assert page.evaluate("window.played") == [pytest.approx(0.2, abs=0.01)], "the answer is played, and nothing else"
    [shown] = speakers_of(room.home.keep, room.home.session(ada))
    assert (shown.name, shown.doing, shown.shared, shown.heard_at is not None) == ("kitchen", "listening", False, True)


def test_whoever_talks_by_key_does_not_look_for_the_button_again(room: Room) -> None:
    page = room.paired(room.home.join("ada"))
    page.locator("#talk").focus()
    for _ in range(2):
        page.keyboard.press("Enter")
        expect(page.locator("#speaker")).to_have_attribute("data-state", "listening")
        page.wait_for_timeout(900)
        page.keyboard.press("Enter")
        expect(page.locator("#speaker")).to_have_attribute("data-state", "ready")
    assert len(room.hub.heard_of) == 2


def test_muted_the_track_has_ended_and_nothing_reaches_the_hub(room: Room) -> None:
    ada = room.home.join("ada")
    page = room.paired(ada)
    page.locator("#talk").click()
    expect(page.locator("#speaker")).to_have_attribute("data-state", "listening")
    page.locator("#mute").click()
    expect(page.locator("#speaker")).to_have_attribute("data-state", "muted")
    expect(page.locator("#mute")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#mute-state")).to_have_text("Muted.")
    expect(page.locator("#talk")).to_be_disabled()
    assert page.evaluate("window.tracks.map(track => track.readyState)") == ["ended"]
    page.locator("#talk").dispatch_event("pointerdown")
    page.locator("#talk").dispatch_event("click")
    page.wait_for_timeout(500)
    assert page.evaluate("window.tracks.length") == 1, "the microphone was not even asked for"
    assert room.hub.heard_of == []
    page.reload()
    expect(page.locator("#speaker")).to_have_attribute("data-state", "muted")
    [shown] = speakers_of(room.home.keep, room.home.session(ada))
    assert shown.doing == "muted"
    page.locator("#mute").click()
    expect(page.locator("#speaker")).to_have_attribute("data-state", "ready")


def test_a_speaker_muted_from_afar_switches_its_microphone_off(room: Room) -> None:
    ada = room.home.join("ada")
    page = room.paired(ada)
    page.locator("#talk").click()
    expect(page.locator("#speaker")).to_have_attribute("data-state", "listening")
    [shown] = speakers_of(room.home.keep, room.home.session(ada))
    far = room.page(room.context())
    far.goto("/sign-in")
    far.fill("#email", ada.email)
    far.fill("#password", ada.password)
    far.keyboard.press("Enter")
    far.wait_for_url("**/my-data")
    far.goto("/my-data/speakers")
    far.get_by_role("button", name="Mute it now").click()
    expect(page.locator("#speaker")).to_have_attribute("data-state", "muted")
    assert page.evaluate("window.tracks.every(track => track.readyState === 'ended')")
    far.reload()
    expect(far.get_by_text("Muted", exact=True)).to_be_visible()
    assert room.hub.heard_of == []
    mute_speaker(room.home.keep, room.home.session(ada), shown.device)  # muted already: nothing more to tell


def test_it_mutes_itself_where_the_answer_says_so(room: Room) -> None:
    room.hub.answers.append(reply("I am muted now", mute=True))
    page = room.paired(room.home.join("ada"))
    say_something(page)
    expect(page.locator("#answer-text")).to_have_text("I am muted now")
    expect(page.locator("#speaker")).to_have_attribute("data-state", "muted")


def test_a_question_back_is_listened_to_without_another_press(room: Room) -> None:
    room.hub.answers += [reply("Which one?", listen_again=True), reply("That one")]
    page = room.paired(room.home.join("ada"))
    say_something(page)
    expect(page.locator("#answer-text")).to_have_text("Which one?")
    expect(page.locator("#speaker")).to_have_attribute("data-state", "listening")
    page.wait_for_timeout(600)
    page.keyboard.press("Tab")
    page.locator("#talk").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#answer-text")).to_have_text("That one")
    assert [each.signature.counter for each in room.hub.heard_of if each.signature] == [1, 2]


def test_whoever_holds_the_button_is_heard_until_they_let_it_go(room: Room) -> None:
    page = room.paired(room.home.join("ada"))
    page.locator("#talk").hover()
    page.mouse.down()
    expect(page.locator("#speaker")).to_have_attribute("data-state", "listening")
    page.wait_for_timeout(900)
    page.mouse.up()
    expect(page.locator("#answer-text")).to_have_text("I heard you")


def test_at_a_shared_speaker_somebody_is_chosen_or_is_a_guest(room: Room) -> None:
    ada = room.home.join("ada")
    page = room.paired(ada, shared=True)
    page.get_by_label("ada").check()
    page.get_by_label("I am a guest").check()
    room.hub.wait_until(lambda: len(room.hub.chosen) == 2)
    assert [each for _, each in room.hub.chosen] == [Chosen(member=ada.subject), Chosen(member=None)]


def test_a_timer_rings_where_it_was_set(room: Room) -> None:
    page = room.paired(room.home.join("ada"))
    [there] = room.hub.there.values()
    there.announce(reply("The eggs are done"))
    expect(page.locator("#answer-text")).to_have_text("The eggs are done")
    expect(page.locator("#speaker")).to_have_attribute("data-state", "ready")


def test_what_rings_is_heard_also_while_somebody_talks(room: Room) -> None:
    page = room.paired(room.home.join("ada"))
    page.evaluate(
        """() => {
          const start = AudioBufferSourceNode.prototype.start;
          AudioBufferSourceNode.prototype.start = function (...more) {
            document.body.dataset.sounded = this.buffer.duration.toFixed(1);
            return start.apply(this, more);
          };
        }"""
    )
    page.locator("#talk").click()
    expect(page.locator("#speaker")).to_have_attribute("data-state", "listening")
    [there] = room.hub.there.values()
    there.announce(reply("The eggs are done", seconds=0.7))
    expect(page.locator("body")).to_have_attribute("data-sounded", "0.7")
    expect(page.locator("#answer-text")).to_have_text("The eggs are done")
    expect(page.locator("#speaker")).to_have_attribute("data-state", "listening")


def test_a_second_window_of_the_same_speaker_ends_the_first(room: Room) -> None:
    page = room.paired(room.home.join("ada"))
    second = room.page(page.context)
    second.goto("/speaker")
    expect(second.locator("#speaker")).to_have_attribute("data-state", "ready")
    expect(page.locator("#state")).to_have_text("This speaker is open in another window now. This one hears nothing.")
    say_something(second)
    expect(second.locator("#answer-text")).to_have_text("I heard you")


def test_a_browser_that_is_not_paired_gets_no_speaker(room: Room) -> None:
    page = room.page(room.context())
    page.goto("/speaker")
    expect(page.get_by_role("heading", level=1)).to_have_text("Make this device a speaker")
    page.get_by_label("Code").fill("AAAA-AAAA")
    page.get_by_label("Name of the speaker").fill("kitchen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("That code counts for nothing")
    room.complaints.clear()  # the browser notes the refusal
    assert room.hub.there == {}


def say_something(page: Page) -> None:
    page.locator("#talk").click()
    expect(page.locator("#speaker")).to_have_attribute("data-state", "listening")
    page.wait_for_timeout(900)
    page.locator("#talk").click()
