"""P10 at `voicekeep speaker`: what rings has rung once it was heard, and what was not heard rings once more."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.app.hub import HubOfTests, reply
from tests.box.standing import SOON, Brief, ring, standing
from voicekeep.app.box import Told, mouth
from voicekeep.device import SpeakerGoneError

pytestmark = pytest.mark.enable_socket


def test_what_rings_has_rung_once_it_was_played_to_its_end(tmp_path: Path) -> None:
    with standing(tmp_path, HubOfTests(), plays_for=1) as speaker:
        rang = ring(speaker, "Your tea")
        played = speaker.wait_played(reply("Your tea"))
        assert not rang.done()
        rang.result(SOON)
        assert played.ended is not None
        assert not played.cut


def test_what_somebody_wanted_to_hear_no_more_of_has_rung(tmp_path: Path) -> None:
    with standing(tmp_path, HubOfTests(), plays_for=20) as speaker:
        rang = ring(speaker, "Your tea")
        played = speaker.wait_played(reply("Your tea"))
        speaker.mute()
        rang.result(SOON)
        assert played.cut


def test_what_its_program_did_not_play_has_not_rung_and_rings_once_it_plays_again(tmp_path: Path) -> None:
    with standing(tmp_path, HubOfTests()) as speaker:
        program = tmp_path / "play"
        works = program.read_text(encoding="ascii")
        program.write_text("#!/bin/sh\nexit 1\n", encoding="ascii")
        with pytest.raises(SpeakerGoneError):
            ring(speaker, "Your tea").result(SOON)
        assert not speaker.hub.there[speaker.device].reachable, "it is left alone"
        program.write_text(works, encoding="ascii")
        speaker.mute()  # a chime is heard again
        speaker.wait_for(lambda: speaker.hub.there[speaker.device].reachable)
        ring(speaker, "Your tea").result(SOON)


class Slow(Brief):
    """A listener to whom a sentence takes two seconds."""

    frames = 50


def test_what_rings_longer_than_whoever_sent_it_waits_is_given_back_and_asked_for_when_it_is_quiet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mouth, "_WAITS", 0.2)
    with standing(tmp_path, HubOfTests(), plays_for=0.1, listener=Slow) as speaker:
        speaker.say_the_word()
        speaker.wait_told(Told.LISTENING)
        with pytest.raises(SpeakerGoneError):
            ring(speaker, "Your tea").result(SOON)
        assert not speaker.when(Told.THINKING), "somebody is still being heard"
        speaker.wait_for(lambda: speaker.hub.there[speaker.device].reachable)
        assert time.monotonic() >= speaker.when(Told.THINKING)[0]
        assert not speaker.loudspeaker.of(reply("Your tea").wav), "it was not played behind the hub's back"
        ring(speaker, "Your tea").result(SOON)
