"""index.html in a real browser, from the folder it was unpacked to, with no network."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
import soundfile
from playwright.sync_api import Browser, Error, Page, expect

from tests.archive.copies import KITCHEN, NOON, Item, built, everything_but_turns, plan, turn, unpacked
from tests.browser.looks import looks
from voicekeep.records.items import ItemKind, Speaker
from voicekeep.records.scope import ReleaseScope
from voicekeep.records.texts import Language

HOSTILE = "<img src=x onerror='document.title=1'></script><script>document.title=1</script>"


class Door:
    """Opens copies and notes whatever a page complains about or asks for outside its folder."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self._browser = browser
        self._folder = folder
        self.complaints: list[str] = []
        self.outside: list[str] = []

    def open(self, turns: list[Item], *, language: Language = "en", scope: ReleaseScope | None = None) -> Page:
        others = everything_but_turns(language=language)
        body = built(turns, others, told=plan(language=language, scope=scope))[1]
        return self.show(unpacked(body, self._folder) / "data" / "index.html")

    def show(self, file: Path, *, width: int = 1200, dark: bool = False) -> Page:
        context = self._browser.new_context(
            timezone_id="Europe/Berlin",
            locale="en-GB",
            viewport={"width": width, "height": 844},
            color_scheme="dark" if dark else "light",
        )
        page = context.new_page()
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda asked: self.outside.append(asked.url) if not asked.url.startswith("file:") else None)
        page.goto(file.as_uri())
        return page


@pytest.fixture
def door(browser: Browser, tmp_path: Path) -> Iterator[Door]:
    opened = Door(browser, tmp_path)
    yield opened
    for context in list(browser.contexts):
        context.close()
    assert opened.outside == []


def sound(number: int) -> bytes:
    file = io.BytesIO()
    times = np.arange(4_000) / 16_000
    soundfile.write(file, (np.sin(2_000 * times + number) * 8_000).astype("int16"), 16_000, format="FLAC")
    return file.getvalue()


def household() -> list[Item]:
    return [
        turn(1, at=NOON - timedelta(days=2), audio=sound(1), transcript="Wie wird das Wetter in München?"),
        turn(2, at=NOON - timedelta(days=1), audio=sound(2), transcript=HOSTILE, speaker=Speaker.GUEST),
        turn(3, at=NOON, audio=sound(3), transcript="turn off the light", device=None),
        turn(4, at=NOON + timedelta(minutes=1), audio=None, transcript=None, speaker=Speaker.ACCIDENTAL),
    ]


def words(page: Page) -> list[str]:
    return page.locator(".words").all_inner_texts()


def test_it_lists_every_turn_by_day_the_latest_first(door: Door) -> None:
    page = door.open(household())
    assert page.inner_text("h1") == "Your copy"
    assert "Ada L." in page.inner_text("#summary")
    days = [day.replace(",", "") for day in page.locator("#groups h3").all_inner_texts()]
    assert days == [
        "Saturday 14 March 2026",
        "Friday 13 March 2026",
        "Thursday 12 March 2026",
    ]
    assert words(page) == ["turn off the light", "no words were kept", HOSTILE, "Wie wird das Wetter in München?"]
    assert page.locator(".meta").all_inner_texts() == [
        "13:00:00 · Handed in as files · file hall.wav",
        "13:01:00 · Kitchen · woke by mistake",
        "13:00:00 · Kitchen · a guest",
        "13:00:00 · Kitchen",
    ]
    assert door.complaints == []


def test_it_plays_every_recording(door: Door) -> None:
    page = door.open(household())
    for number in range(page.locator(".play").count()):
        page.locator(".play").nth(number).click()
        heard = page.evaluate(
            "new Promise(done => { const audio = document.getElementById('audio');"
            " if (audio.ended) done(audio.duration); else audio.onended = () => done(audio.duration); })"
        )
        assert heard == pytest.approx(0.25)
    assert page.locator("#unplayable").is_hidden()
    assert door.complaints == []


def test_it_plays_on_and_steps(door: Door) -> None:
    page = door.open(household())
    page.locator(".play").first.click()
    assert page.locator("#before").is_disabled()
    page.check("#play-on")
    page.locator(".play").first.click()  # it may have come to its end before that was checked
    expect(page.locator("#playing")).to_contain_text("München")
    assert page.locator("#after").is_disabled()
    page.uncheck("#play-on")
    page.click("#before")
    assert "<img" in page.inner_text("#playing")
    assert page.locator(".turn.now .words").inner_text() == HOSTILE


def test_a_recording_that_cannot_be_played_says_so(door: Door) -> None:
    page = door.open([turn(1, audio=b"not a sound")])
    page.locator(".play").click()
    page.wait_for_selector("#unplayable:not([hidden])")
    assert page.locator("#unplayable-file").get_attribute("href") == page.locator("#unplayable-file").inner_text()


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("LIGHT", ["turn off the light"]),
        ("munchen", ["Wie wird das Wetter in München?"]),
        ("hall.wav", ["turn off the light"]),
        ("zebra", []),
    ],
)
def test_it_finds_words_whatever_their_case_and_accents(door: Door, wanted: str, found: list[str]) -> None:
    page = door.open(household())
    page.fill("#search", wanted)
    expect(page.locator(".turn")).to_have_count(len(found))
    assert words(page) == found
    assert ("Nothing found" in page.inner_text("#found")) is (found == [])


def test_what_was_found_is_marked(door: Door) -> None:
    page = door.open(household())
    page.fill("#search", "light")
    page.wait_for_selector("mark")
    assert page.locator("mark").all_inner_texts() == ["light"]


def test_it_lists_by_device_and_for_one_device(door: Door) -> None:
    page = door.open(household())
    page.select_option("#list-by", "device")
    assert page.locator("#groups h3").all_inner_texts() == ["Handed in as files", "Kitchen"]
    page.select_option("#device", f"={KITCHEN}")
    assert page.locator("#groups h3").all_inner_texts() == ["Kitchen"]
    assert len(words(page)) == 3
    assert page.locator(".meta").first.inner_text().startswith("14 March 2026, 13:01:00")


def test_what_was_said_never_becomes_markup(door: Door) -> None:
    page = door.open(household())
    assert page.locator("img").count() == 0
    assert page.title() == "Your copy · Voicekeep"
    with pytest.raises(Error, match="TrustedHTML"):
        page.evaluate("document.body.innerHTML = '<p>'")


def test_it_reaches_no_network_even_if_it_tried(door: Door) -> None:
    page = door.open(household())
    assert page.evaluate("fetch('https://example.org/').then(() => 'left', () => 'stayed')") == "stayed"
    assert (
        page.evaluate(
            "new Promise(done => { const i = new Image(); i.onerror = () => done('stayed'); "
            "i.onload = () => done('left'); i.src = 'https://example.org/x.png'; })"
        )
        == "stayed"
    )
    door.outside.clear()  # that these two were asked for is what the policy just refused


@pytest.mark.parametrize(("language", "title"), [("en", "Your copy"), ("de", "Ihre Kopie"), ("fr", "Votre copie")])
def test_it_speaks_the_persons_language_and_switches(door: Door, language: Language, title: str) -> None:
    page = door.open(household(), language=language)
    assert page.inner_text("h1") == title
    for other, other_title in (("de", "Ihre Kopie"), ("fr", "Votre copie"), ("en", "Your copy")):
        page.click(f"[data-language={other}]")
        assert page.inner_text("h1") == other_title
        assert page.locator("html").get_attribute("lang") == other
        assert len(words(page)) == 4


def test_this_is_not_mine_says_whom_to_tell(door: Door) -> None:
    page = door.open(household())
    page.click("#not-mine summary")
    told = page.inner_text("#not-mine")
    assert "You have done nothing wrong" in told
    assert "privacy@lovelace.example" in told
    assert plan().archive in told
    assert "Data protection officer" not in told  # there is none


def test_a_person_without_recordings_is_told_so(door: Door) -> None:
    page = door.open([])
    assert page.inner_text("#nothing-said").startswith("Nothing that you said is kept here")
    assert page.locator("#tools").is_hidden()
    assert page.locator("#others h3").count() == len(ItemKind) - 1  # all but what was said
    assert door.complaints == []


def test_words_without_sound_are_told_so(door: Door) -> None:
    page = door.open([turn(1, audio=None)])
    assert page.inner_text("#nothing-said") == "The words are below; no sound was kept."
    assert words(page) == ["what is the weather"]


def test_what_was_not_asked_for_is_told_so(door: Door) -> None:
    page = door.open([], scope=ReleaseScope(as_of=1, kinds=(ItemKind.PROFILE,)))
    assert page.inner_text("#nothing-said").startswith("What was said was not part of this request")
    assert page.locator("#files tr").nth(0).inner_text().endswith("not part of this request")


def test_everything_else_is_shown_as_tables(door: Door) -> None:
    page = door.open([])
    for number in range(6):
        page.locator("#others summary").nth(number).click()
    for said in ("ada@example.org", "St James’s Square", "Kitchen", "audio", "password", "access"):
        expect(page.locator("#others")).to_contain_text(said)


def test_every_link_leads_to_a_file_that_is_there(door: Door, tmp_path: Path) -> None:
    page = door.open(household())
    data = tmp_path / "copy" / "data"
    links = [link.get_attribute("href") or "" for link in page.locator("main a").all()]
    assert len(links) == 1 + 3 * len(ItemKind)
    assert all((data / link).is_file() for link in links)


def test_a_page_outside_its_folder_asks_to_be_unpacked(door: Door, tmp_path: Path) -> None:
    door.open(household()).close()
    alone = tmp_path / "alone.html"
    shutil.copy(tmp_path / "copy" / "data" / "index.html", alone)
    page = door.show(alone)
    assert page.inner_text("#problem").startswith("The files beside this page could not be read")
    assert page.locator("main").is_hidden()


def test_the_keyboard_reaches_everything(door: Door) -> None:
    page = door.open(household())
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "document.activeElement.id || document.activeElement.className || document.activeElement.localName"
            )
        )
    order = [name for name in reached if name in {"skip", "search", "device", "list-by", "play", "door"}]
    assert order[:8] == ["skip", "search", "device", "list-by", "play", "play", "play", "door"]


def test_the_keyboard_plays_walks_and_opens(door: Door) -> None:
    page = door.open(household())
    page.locator(".play").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert "<img" in page.inner_text("#playing")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Space")
    assert "turn off the light" in page.inner_text("#playing")
    page.locator("#not-mine summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("#contact").is_visible()


@looks
def test_a_phone_shows_it_without_scrolling_sideways(
    door: Door, tmp_path: Path, language: Language, *, dark: bool
) -> None:
    door.open(household(), language=language).close()
    for name in ("index.html", "about-your-data.html"):
        page = door.show(tmp_path / "copy" / "data" / name, width=390, dark=dark)
        if name == "index.html":
            page.locator(".play").first.click()
        assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_day_with_very_many_turns_is_drawn_slice_by_slice(door: Door) -> None:
    page = door.open([turn(number, audio=None) for number in range(450)])
    assert page.locator(".turn").count() == 200
    page.click("button.more")
    assert page.locator(".turn").count() == 400
    page.click("button.more")
    assert page.locator(".turn").count() == 450
    assert page.locator("button.more").count() == 0
