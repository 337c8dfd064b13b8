"""P10 at the socket of a speaker: what rings counts as rung only once the speaker says that it was heard."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.app.hub import announcing, reply
from tests.app.simulator import household
from tests.web.boxes import Box, ready
from tests.web.test_speaker_socket import Room
from tests.web.visitors import Street
from voicekeep.app.speakers import announcing as announcements
from voicekeep.app.speakers.announcing import Announcements
from voicekeep.app.speakers.messages import Announced, Unplayed
from voicekeep.device import Reply, SpeakerGoneError


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with household(tmp_path) as home:
        yield Room(Street(home))


def test_a_timer_rings_at_the_speaker_and_at_no_other(room: Room) -> None:
    box, other = room.box(), room.box("bea")
    with ready(room.visitor, box) as line, ready(room.visitor, other) as silent:
        room.hub.wait_until(lambda: len(room.hub.there) == 2)
        rung = ringing(room, box)
        rings = line.answer()
        assert (rings["type"], rings["text"]) == ("announce", "The eggs")
        assert not rung.done(), "it has not said yet that it has it"
        line.say(type="announced")
        rung.result(60)
        silent.speak()
        assert silent.answer()["text"] == "I heard you"


def ringing(room: Room, box: Box) -> Future[None]:
    """Let something ring at a speaker; return what is over once the speaker said that it has it."""
    speaker = room.hub.there[box.device]
    return announcing(lambda: speaker.announce(reply("The eggs")))


def test_what_rings_while_somebody_talks_is_taken_in_the_middle_of_it(room: Room) -> None:
    box = room.box()
    with ready(room.visitor, box) as line:
        line.say(type="listen", wake=None)
        room.hub.wait_until(lambda: box.device in room.hub.touched_at)
        rung = ringing(room, box)
        assert line.answer()["type"] == "announce"
        line.say(type="announced")
        rung.result(60)
        line.say(type="cancel")
        line.speak()
        assert line.answer()["text"] == "I heard you"


def test_a_line_that_dies_in_the_moment_of_ringing_has_not_rung(room: Room) -> None:
    box = room.box()
    with ready(room.visitor, box) as line:
        rung = ringing(room, box)
        assert line.answer()["type"] == "announce"  # it is on its way, and the speaker has not said a word
    with pytest.raises(SpeakerGoneError):
        rung.result(60)


def test_a_speaker_that_does_not_say_that_it_has_what_rings_is_gone(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announcements, "ANNOUNCED_WITHIN", 0.2)
    box = room.box()
    with ready(room.visitor, box) as line:
        rung = ringing(room, box)
        assert line.ended_by() == "StalledError"
        with pytest.raises(SpeakerGoneError):
            rung.result(60)


def test_what_a_speaker_could_not_play_has_not_rung_and_it_is_left_alone_until_it_can(room: Room) -> None:
    box = room.box()
    with ready(room.visitor, box) as line:
        rung = ringing(room, box)
        assert line.answer()["text"] == "The eggs"
        line.say(type="unplayed")
        with pytest.raises(SpeakerGoneError):
            rung.result(60)
        with pytest.raises(SpeakerGoneError):
            room.hub.there[box.device].announce(reply("It is left alone"))
        line.speak()
        assert line.answer()["text"] == "I heard you", "nothing was announced to it, and it answers as ever"
        line.say(type="audible")
        line.say(type="muted", muted=False)
        room.hub.wait_until(lambda: len(room.hub.touched_at) == 2)
        rung = ringing(room, box)
        assert line.answer()["type"] == "announce"
        line.say(type="announced")
        rung.result(60)


class _Ahead(asyncio.SelectorEventLoop):
    """A loop whose clock can be put forward."""

    by = 0.0

    def time(self) -> float:
        return super().time() + self.by


def test_a_speaker_that_plays_nothing_is_tried_less_and_less_often_and_never_given_up() -> None:
    loop, tried, plays = _Ahead(), list[str](), list[bool]()

    async def tell(told: Reply) -> None:
        tried.append(told.text)
        there.told(Announced() if plays else Unplayed())

    async def made() -> Announcements:
        return Announcements(loop, tell, loop.create_future())

    threads = ThreadPoolExecutor(1)
    over = threads.submit(loop.run_forever)
    there = asyncio.run_coroutine_threadsafe(made(), loop).result(60)

    def tries_in(seconds: int) -> int:
        before = len(tried)
        for _ in range(seconds):
            assert there.hand_over(reply("The eggs")) == bool(plays)
            loop.by += 1
        return len(tried) - before

    assert [tries_in(15), tries_in(30), tries_in(60), tries_in(120), tries_in(240), tries_in(240)] == [1] * 6
    plays.append(True)
    assert tries_in(2) == 2
    plays.clear()
    assert tries_in(30) == 2, "it begins with the short pause again"
    loop.call_soon_threadsafe(loop.stop)
    over.result(60)
    threads.shutdown()
    loop.close()
