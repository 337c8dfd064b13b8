"""P1 on the screen of a shared speaker: it shows who counts there now, and names nobody anew by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from tests.app.simulator import Household, Someone
from tests.app.speaking import Talk, household_of, join_house, talk_in
from tests.browser.axe import grave_problems, sideways
from tests.browser.test_speaker import Room, microphone, room, roomed, say_something
from voicekeep.device import Chosen, Counting, Hub

__all__ = ["microphone", "room"]

KEPT_FOR = "What is said here now counts as"
NOBODY = "Nobody is chosen"
GUEST = "A guest is speaking"


def counts(page: Page, label: str, sentence: str) -> None:
    """The screen shows this one as chosen, no other, and says so in words."""
    expect(page.get_by_label(label)).to_be_checked()
    expect(page.locator("#who-now")).to_contain_text(sentence)
    assert page.locator("#members input:checked").count() == 1


def line_of(room: Room, someone: Someone) -> tuple[Page, list[WebSocketRoute]]:
    """Pair a browser whose socket goes through our hands; return its page, and the lines that it has opened."""
    lines: list[WebSocketRoute] = []

    def opened(line: WebSocketRoute) -> None:
        line.connect_to_server()
        lines.append(line)

    page = room.paired(someone, shared=True)
    page.route_web_socket("**/speaker/socket", opened)
    page.reload()
    expect(page.locator("#speaker")).to_have_attribute("data-state", "ready")
    return page, lines


def cut(page: Page, lines: list[WebSocketRoute]) -> None:
    """Cut the line, and wait until the page has opened another."""
    lines[-1].close(code=1011, reason="")
    expect(page.locator("#speaker")).to_have_attribute("data-state", "offline")
    assert page.locator("#members input:checked").count() == 0, "nobody says who counts"
    expect(page.locator("#who-now")).to_be_empty()
    expect(page.get_by_label("ada")).to_be_disabled()
    expect(page.locator("#speaker")).to_have_attribute("data-state", "ready", timeout=20_000)


def test_a_page_that_comes_back_names_nobody_anew(room: Room) -> None:
    ada = room.home.join("ada")
    page, lines = line_of(room, ada)
    counts(page, "Nobody chosen", NOBODY)
    page.get_by_label("ada").check()
    counts(page, "ada", KEPT_FOR)
    cut(page, lines)
    counts(page, "ada", KEPT_FOR)
    room.hub.counting.clear()  # the time is over, or the hub was started anew
    cut(page, lines)
    counts(page, "Nobody chosen", NOBODY)
    say_something(page)
    expect(page.locator("#answer-text")).to_have_text("I heard you")
    assert [each for _, each in room.hub.chosen] == [Chosen(member=ada.subject)], "once, by a hand"


def test_only_a_guest_is_chosen_again(room: Room) -> None:
    ada = room.home.join("ada")
    page, lines = line_of(room, ada)
    page.get_by_label("I am a guest").check()
    counts(page, "I am a guest", GUEST)
    room.hub.counting.clear()
    cut(page, lines)
    counts(page, "I am a guest", GUEST)
    assert [each for _, each in room.hub.chosen] == [Chosen(member=None)] * 2
    [device] = room.hub.there
    room.hub.counting[device] = Counting(who=Chosen(member=ada.subject), seconds=None)  # said so, after the guest
    say_something(page)
    counts(page, "ada", KEPT_FOR)
    room.hub.counting.clear()
    cut(page, lines)
    counts(page, "Nobody chosen", NOBODY)
    assert len(room.hub.chosen) == 2


def test_whoever_is_named_by_voice_is_shown_in_the_place_of_who_was_chosen(room: Room) -> None:
    ada = room.home.join("ada")
    bea = join_house(room.home, "bea", household_of(room.home, ada))
    page = room.paired(ada, shared=True)
    page.get_by_label("ada").check()
    counts(page, "ada", KEPT_FOR)
    [device] = room.hub.there
    room.hub.counting[device] = Counting(who=Chosen(member=bea.subject), seconds=None)
    say_something(page)
    counts(page, "bea", "\u2068bea\u2069 decided")


def test_one_who_is_chosen_in_the_middle_of_an_utterance_did_not_say_it(room: Room) -> None:
    ada = room.home.join("ada")
    page = room.paired(ada, shared=True)
    page.locator("#talk").click()
    expect(page.locator("#speaker")).to_have_attribute("data-state", "listening")
    page.get_by_label("ada").check()
    expect(page.locator("#speaker")).to_have_attribute("data-state", "ready")
    counts(page, "ada", KEPT_FOR)
    assert page.evaluate("window.tracks.every(track => track.readyState === 'ended')")
    say_something(page)
    expect(page.locator("#answer-text")).to_have_text("I heard you")
    assert len(room.hub.heard_of) == 1, "what somebody else had begun is forgotten"


def test_a_member_whose_name_the_speaker_may_not_show_is_not_named_on_it(room: Room) -> None:
    ada, eve = room.home.join("ada"), room.home.join("Genoveva")  # of two households
    page = room.paired(ada, shared=True)
    [device] = room.hub.there
    room.hub.counting[device] = Counting(who=Chosen(member=eve.subject), seconds=None)
    say_something(page)
    expect(page.locator("#who-now")).to_contain_text("whose name cannot be shown")
    assert page.locator("#members input:checked").count() == 0
    assert eve.subject not in page.content()
    assert "Genoveva" not in page.locator("#who").inner_text()


@pytest.fixture
def timed(tmp_path: Path, microphone: Browser) -> Iterator[tuple[Room, Talk]]:
    """A real hub, at which somebody who was chosen counts until our watch says that it is over."""
    talks: list[Talk] = []

    def hub(home: Household) -> Hub:
        talks.append(talk_in(home))
        return talks[0].hub

    with roomed(tmp_path, microphone, hub) as made:
        yield made, talks[0]


def test_when_the_time_is_over_the_screen_lets_go_by_itself(timed: tuple[Room, Talk]) -> None:
    here, talk = timed
    ada = here.home.join("ada")
    page = here.paired(ada, shared=True)
    page.get_by_label("ada").check()
    counts(page, "ada", KEPT_FOR)
    lasts = here.home.keep.limits.attribution_lasts.total_seconds()
    talk.watch.now += lasts - 1
    page.reload()
    counts(page, "ada", KEPT_FOR)
    talk.watch.now += 1.5  # it goes on in the second that the hub has named
    counts(page, "Nobody chosen", NOBODY)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_shared_speaker_s_page_shuts_nobody_out(room: Room, scheme: Literal["light", "dark"]) -> None:
    page = room.paired(room.home.join("ada"), shared=True)
    page.emulate_media(color_scheme=scheme)
    page.get_by_label("ada").check()
    counts(page, "ada", KEPT_FOR)
    page.evaluate("() => { for (const id of ['untouched', 'unheard']) document.getElementById(id).hidden = false; }")
    assert grave_problems(page) == []
    assert sideways(page) <= 0
