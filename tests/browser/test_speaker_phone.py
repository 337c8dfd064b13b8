"""A phone as a speaker: its sound begins with a touch, its screen stays on, it is back at once; what fails is said."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect, sync_playwright

from tests.app.hub import reply
from tests.browser.conftest import CHROMIUM, QUIETLY
from tests.browser.test_speaker import Room, listening_to, roomed, say_something
from voicekeep.app.operations.speakers import unbind_speaker
from voicekeep.assistant import SpeechEngineFailedError
from voicekeep.device import SpeakerGoneError
from voicekeep.records.ids import DeviceId

CONTEXTS = """() => {
  window.contexts = [];
  const real = AudioContext;
  window.AudioContext = class extends real {
    constructor(...how) {
      super(...how);
      window.contexts.push(this);
    }
  };
}"""
LOCKS = """() => {
  window.locks = [];
  const request = async kind => {
    if (window.noLock) throw new DOMException("the battery is low", "NotAllowedError");
    const lock = Object.assign(new EventTarget(), { kind, held: true });
    lock.release = async () => {
      lock.held = false;
      lock.dispatchEvent(new Event("release"));
    };
    window.locks.push(lock);
    return lock;
  };
  Object.defineProperty(navigator, "wakeLock", { value: { request } });
  window.beSeen = seen => {
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => seen ? "visible" : "hidden" });
    document.dispatchEvent(new Event("visibilitychange"));
  };
}"""
RUNS = "window.contexts.length > 0 && window.contexts[0].state === 'running'"
HELD = "window.locks.filter(lock => lock.held).map(lock => lock.kind)"


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser that begins no sound without a touch or a key on that very page, as phones do."""
    asked = listening_to(tmp_path_factory.mktemp("microphone") / "tone.wav")
    quietly = [each for each in QUIETLY if "autoplay" not in each]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*quietly, *asked, "--autoplay-policy=document-user-activation-required"]
        )
        yield started
        started.close()


@pytest.fixture
def room(tmp_path: Path, strict: Browser) -> Iterator[Room]:
    with roomed(tmp_path, strict) as made:
        yield made


def until(page: Page, what: str) -> None:
    """Wait until something is so; the page's policy lets its driver evaluate nothing by itself."""
    for _ in range(100):
        if page.evaluate(what):
            return
        page.wait_for_timeout(100)
    raise AssertionError(what)


def untouched(room: Room, *, script: str = CONTEXTS) -> Page:
    """Pair a phone, and open its page in another window. Whoever looks at a page through its driver has touched it."""
    first = room.paired(room.home.join("ada"), touch=True)
    page = room.page(first.context)
    first.close()
    room.hub.wait_until(lambda: not room.hub.there)
    page.add_init_script(f"({script})()")
    page.goto("/speaker")
    room.hub.wait_until(lambda: len(room.hub.there) == 1)
    return page


def opened(room: Room, *, script: str = CONTEXTS) -> Page:
    page = untouched(room, script=script)
    expect(page.locator("#speaker")).to_have_attribute("data-state", "ready")
    return page


def test_before_anybody_has_touched_the_page_it_says_that_it_may_play_nothing(room: Room) -> None:
    page = untouched(room)
    expect(page.locator("#untouched")).to_have_text(
        "Touch this page once: before that, the browser may only show what rings, and play nothing."
    )
    page.locator("#mute").tap()
    expect(page.locator("#untouched")).to_be_hidden()
    until(page, RUNS)


def test_the_first_press_is_one_however_long_it_takes(room: Room) -> None:
    page = untouched(room)
    box = page.locator("#mute").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 2)  # its upper edge: the first to be left if it moves
    page.mouse.down()
    expect(page.locator("#untouched")).to_be_hidden()  # what said so is gone while the button is still held down
    page.mouse.up()
    expect(page.locator("#speaker")).to_have_attribute("data-state", "muted")


@pytest.mark.parametrize("how", ["mouse", "finger", "key"])
def test_the_sound_of_the_answer_begins_with_the_touch_and_long_before_it_comes(room: Room, how: str) -> None:
    page = opened(room)
    talk = page.locator("#talk")
    presses = {"mouse": talk.click, "finger": talk.tap, "key": lambda: talk.press("Enter")}
    presses[how]()
    expect(page.locator("#speaker")).to_have_attribute("data-state", "listening")
    until(page, RUNS)
    assert room.hub.heard_of == [], "it runs before anything has come back"
    expect(page.locator("#untouched")).to_be_hidden()
    page.wait_for_timeout(900)
    presses[how]()
    expect(page.locator("#answer-text")).to_have_text("I heard you")
    expect(page.locator("#speaker")).to_have_attribute("data-state", "ready")
    assert page.evaluate("window.played") == [pytest.approx(0.2, abs=0.01)]
    assert page.evaluate("window.contexts[0].currentTime") > 0
    expect(page.locator("#unheard")).to_be_hidden()


def test_what_the_browser_does_not_play_is_said_in_words(room: Room) -> None:
    page = untouched(room)
    [there] = room.hub.there.values()
    with pytest.raises(SpeakerGoneError):
        there.announce(reply("The eggs are done"))
    expect(page.get_by_role("alert")).to_have_text(
        "The browser did not play that aloud. Touch this page: what rings then rings again, and what comes next can be "
        "heard."
    )
    expect(page.locator("#answer-text")).to_have_text("The eggs are done")
    expect(page.locator("#speaker")).to_have_attribute("data-state", "ready")
    assert page.evaluate("window.played") == []
    assert all("not allowed to start" in each for each in room.complaints), room.complaints
    room.complaints.clear()  # that is what the browser says of it as well
    with pytest.raises(SpeakerGoneError):
        there.announce(reply("Left alone, it is not shown anything more"))
    page.locator("#mute").tap()
    expect(page.locator("#unheard")).to_be_hidden()
    until(page, RUNS)
    page.locator("#mute").tap()
    expect(page.locator("#speaker")).to_have_attribute("data-state", "ready")
    room.hub.wait_until(lambda: len(room.hub.touched_at) == 2)
    there.announce(reply("The eggs are done, some seconds ago"))
    assert page.evaluate("window.played.length") == 1
    expect(page.locator("#answer-text")).to_have_text("The eggs are done, some seconds ago")
    expect(page.locator("#unheard")).to_be_hidden()


@pytest.mark.parametrize(
    ("stops", "heard"), [("window.contexts[0].suspend()", False), ("document.getElementById('talk').click()", True)]
)
def test_what_breaks_off_was_not_heard_and_what_somebody_stops_was(room: Room, stops: str, *, heard: bool) -> None:
    page = opened(room)
    page.locator("#mute").tap()
    until(page, RUNS)
    page.locator("#mute").tap()
    expect(page.locator("#speaker")).to_have_attribute("data-state", "ready")
    [there] = room.hub.there.values()
    with ThreadPoolExecutor(1) as threads:
        rung = threads.submit(there.announce, reply("The eggs are done", seconds=20.0))
        expect(page.locator("#speaker")).to_have_attribute("data-state", "speaking")
        until(page, "window.played.length === 1")
        page.evaluate(stops)
        assert (rung.exception(15) is None) == heard
    expect(page.locator("#unheard")).to_be_visible(visible=not heard)
    expect(page.locator("#answer-text")).to_have_text("The eggs are done")


def test_what_cannot_be_decoded_leaves_the_speaker_ready_and_is_said(room: Room) -> None:
    page = opened(room)
    page.evaluate("() => { AudioContext.prototype.decodeAudioData = () => Promise.reject(new DOMException('none')); }")
    say_something(page)
    expect(page.get_by_role("alert")).to_contain_text("did not play that aloud")
    expect(page.locator("#answer-text")).to_have_text("I heard you")
    expect(page.locator("#speaker")).to_have_attribute("data-state", "ready")


def test_the_screen_stays_on_while_the_page_is_seen_and_is_a_speaker(room: Room) -> None:
    page = opened(room, script=LOCKS)
    until(page, f"{HELD}.join() === 'screen'")
    page.locator("#mute").click()
    expect(page.locator("#speaker")).to_have_attribute("data-state", "muted")
    assert page.evaluate(HELD) == ["screen"], "what rings rings also where it is muted"
    page.locator("#mute").click()
    page.evaluate("window.beSeen(false)")
    assert page.evaluate(HELD) == []
    page.evaluate("window.beSeen(true)")
    until(page, f"{HELD}.join() === 'screen'")
    expect(page.locator("main")).to_contain_text("ring here only while this page is open and visible")
    [device] = room.hub.there
    unbind_speaker(room.home.keep, room.home.session(room.home.people["ada"]), DeviceId(device))
    say_something(page)
    expect(page.locator("#speaker")).to_have_attribute("data-state", "unbound")
    assert page.evaluate(HELD) == [], "it is no speaker any more"
    assert page.evaluate("window.locks.length") == 2


def test_a_browser_that_lets_no_screen_stay_on_is_a_speaker_all_the_same(room: Room) -> None:
    page = opened(room, script=f"() => {{ window.noLock = true; ({LOCKS})(); }}")
    say_something(page)
    expect(page.locator("#answer-text")).to_have_text("I heard you")
    page.evaluate("window.noLock = false")
    page.evaluate("window.beSeen(true)")
    until(page, f"{HELD}.join() === 'screen'")


def lines_of(page: Page, *, dead: list[bool]) -> list[WebSocketRoute]:
    """Let the page's lines go through our hands; one that is opened while `dead` holds something is cut at once."""
    lines: list[WebSocketRoute] = []

    def open_line(line: WebSocketRoute) -> None:
        lines.append(line)
        if dead:
            line.close(code=1011, reason="")
        else:
            line.connect_to_server()

    page.route_web_socket("**/speaker/socket", open_line)
    page.reload()
    expect(page.locator("#speaker")).to_have_attribute("data-state", "ready")
    return lines


def test_whoever_looks_at_the_page_again_finds_it_connected_at_once(room: Room) -> None:
    page, dead = opened(room, script=LOCKS), list[bool]()
    lines = lines_of(page, dead=dead)
    dead.append(True)
    page.evaluate("window.beSeen(false)")
    lines[0].close(code=1011, reason="")
    expect(page.locator("#speaker")).to_have_attribute("data-state", "offline")
    for _ in range(60):  # until the pause is a long one
        if len(lines) >= 4:
            break
        page.wait_for_timeout(250)
    dead.clear()
    before = len(lines)
    page.evaluate("window.beSeen(true)")
    expect(page.locator("#speaker")).to_have_attribute("data-state", "ready", timeout=3_000)
    assert len(lines) == before + 1


def test_a_line_that_died_while_the_phone_slept_is_not_trusted(room: Room) -> None:
    page = opened(room, script=LOCKS)
    lines = lines_of(page, dead=[])
    page.evaluate("window.beSeen(true)")
    page.wait_for_timeout(200)
    assert len(lines) == 1, "the hub has just been heard on it"
    page.evaluate("() => { const now = Date.now; Date.now = () => now() + 60_000; window.beSeen(true); }")
    expect(page.locator("#speaker")).to_have_attribute("data-state", "ready")
    room.hub.wait_until(lambda: len(room.hub.there) == 1)
    say_something(page)
    expect(page.locator("#answer-text")).to_have_text("I heard you")
    assert len(lines) == 2


def test_a_window_that_another_has_taken_over_stays_as_it_is(room: Room) -> None:
    page = opened(room, script=LOCKS)
    second = room.page(page.context)
    second.goto("/speaker")
    expect(page.locator("#state")).to_contain_text("open in another window")
    assert page.evaluate(HELD) == []
    page.evaluate("window.beSeen(true)")
    page.wait_for_timeout(500)
    expect(second.locator("#speaker")).to_have_attribute("data-state", "ready")
    expect(page.locator("#state")).to_contain_text("open in another window")


def test_a_microphone_that_is_refused_is_said_and_nothing_was_heard(room: Room) -> None:
    page = opened(room)
    page.evaluate(
        """() => {
          navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", "NotAllowedError"));
        }"""
    )
    page.locator("#talk").click()
    expect(page.get_by_role("status")).to_have_text(
        "This browser did not give the microphone. Nothing was heard; allow it in the browser’s settings for this page."
    )
    expect(page.locator("#speaker")).to_have_attribute("data-state", "ready")
    expect(page.locator("#talk")).to_be_enabled()
    assert room.hub.heard_of == []


def test_what_was_not_done_is_said_with_its_name_and_the_speaker_is_ready_again(room: Room) -> None:
    page = opened(room)
    room.hub.answers.append(SpeechEngineFailedError())
    say_something(page)
    expect(page.get_by_role("status")).to_have_text("That did not work; nothing was done: SpeechEngineFailedError")
    expect(page.locator("#speaker")).to_have_attribute("data-state", "ready")
    say_something(page)
    expect(page.locator("#answer-text")).to_have_text("I heard you")


def test_what_is_answered_is_written_where_a_screen_reader_listens_already(room: Room) -> None:
    page = opened(room)
    heading, answer = page.get_by_role("heading", name="Answer"), page.locator("#answer-text")
    assert answer.evaluate("it => it.checkVisibility() && it.ariaLive") == "polite"
    expect(heading).to_be_hidden()
    say_something(page)
    expect(answer).to_have_text("I heard you")
    expect(heading).to_be_visible()


DEAF = """() => {
  window.WebSocket = class extends WebSocket {
    constructor(...where) {
      super(...where);
      window.line = this;
    }
    send(what) {
      if (!String(what).includes('"end"')) super.send(what);
    }
  };
}"""
"""A hub never hears that somebody has finished, so that the page goes on waiting for its answer."""


def test_a_line_that_is_being_closed_is_given_up_and_the_page_does_not_think_for_ever(room: Room) -> None:
    page = opened(room, script=f"() => {{ ({LOCKS})(); ({DEAF})(); }}")
    say_something(page)
    expect(page.locator("#speaker")).to_have_attribute("data-state", "thinking")
    page.evaluate(
        """() => {
          Object.defineProperty(window.line, "readyState", { value: WebSocket.CLOSING });
          window.beSeen(true);
        }"""
    )
    expect(page.locator("#speaker")).to_have_attribute("data-state", "ready")


SLOW = """() => {
  window.slow = [];
  const real = AudioWorklet.prototype.addModule;
  AudioWorklet.prototype.addModule = async function (...what) {
    await new Promise(done => { document.body.dataset.slow = window.slow.push(done); });
    return real.apply(this, what);
  };
}"""


@pytest.mark.parametrize("between", ["rings", "muted"])
def test_who_begins_again_before_the_microphone_was_there_is_heard(room: Room, between: str) -> None:
    page = opened(room, script=SLOW)
    page.locator("#talk").tap()
    expect(page.locator("body")).to_have_attribute("data-slow", "1")
    if between == "rings":
        [there] = room.hub.there.values()
        there.announce(reply("The eggs are done", seconds=30.0))
        expect(page.locator("#speaker")).not_to_have_attribute("data-state", "waiting")  # it sounds, or could not
    else:
        page.locator("#mute").tap()
        page.locator("#mute").tap()
    page.locator("#talk").tap()
    expect(page.locator("body")).to_have_attribute("data-slow", "2")
    page.evaluate("window.slow[0]()")
    page.wait_for_timeout(100)
    assert page.evaluate("window.tracks.map(track => track.readyState)") == ["ended", "live"]
    page.evaluate("window.slow[1]()")
    expect(page.locator("#speaker")).to_have_attribute("data-state", "listening")
    page.wait_for_timeout(900)
    page.locator("#talk").tap()
    expect(page.locator("#answer-text")).to_have_text("I heard you")
