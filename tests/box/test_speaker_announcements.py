"""P10 at `voicekeep speaker`: what rings has rung once it was heard, and what was not heard rings once more."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.app.hub import HubOfTests, reply
from tests.box.standing import SOON, Patient, Standing, ring, standing
from voicekeep.app.box import Told, mouth, sound
from voicekeep.app.operations import spoken
from voicekeep.app.operations.speakers import unbind_speaker
from voicekeep.app.speakers.announcing import ANNOUNCED_WITHIN
from voicekeep.device import SpeakerGoneError

pytestmark = pytest.mark.enable_socket

TEA = reply("Your tea")


def reachable(speaker: Standing) -> bool:
    return speaker.hub.there[speaker.device].reachable


def test_a_box_answers_before_its_hub_gives_it_up_whatever_its_program_does() -> None:
    assert mouth.WAITS + sound.HANGS_AFTER < ANNOUNCED_WITHIN


def test_what_rings_has_rung_once_it_was_played_to_its_end(tmp_path: Path) -> None:
    with standing(tmp_path, HubOfTests(), plays_for=1) as speaker:
        rang = ring(speaker, TEA.text)
        played = speaker.wait_played(TEA)
        assert not rang.done()
        rang.result(SOON)
        assert played.ended is not None
        assert not played.cut


def test_what_somebody_wanted_to_hear_no_more_of_has_rung(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mouth, "_BEGUN", 0.1)
    with standing(tmp_path, HubOfTests(), plays_for=20) as speaker:
        rang = ring(speaker, TEA.text)
        played = speaker.wait_played(TEA)
        time.sleep(0.2)
        speaker.mute()
        rang.result(SOON)
        assert played.cut


def test_what_had_hardly_begun_when_it_was_cut_has_not_rung(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mouth, "_BEGUN", 20)
    with standing(tmp_path, HubOfTests(), plays_for=60) as speaker:
        rang = ring(speaker, TEA.text)
        speaker.wait_played(TEA)
        speaker.mute()
        with pytest.raises(SpeakerGoneError):
            rang.result(SOON)
        speaker.wait_for(lambda: reachable(speaker))


def test_what_rings_behind_a_question_waits_until_that_is_answered(tmp_path: Path) -> None:
    asks = reply("Shall I?", listen_again=True)
    with standing(tmp_path, HubOfTests(answers=[asks]), plays_for=1) as speaker:
        speaker.say_the_word()
        speaker.wait_played(asks)
        rang = ring(speaker, TEA.text)
        rang.result(SOON)
        [played] = speaker.loudspeaker.of(TEA.wav)
        assert not played.cut
        assert played.began > speaker.when(Told.LISTENING)[1]
        assert len(speaker.hub.heard_of) == 2


def test_what_its_program_did_not_play_has_not_rung_and_rings_once_it_plays_again(tmp_path: Path) -> None:
    with standing(tmp_path, HubOfTests()) as speaker:
        program = tmp_path / "play"
        works = program.read_text(encoding="ascii")
        program.write_text("#!/bin/sh\nexit 1\n", encoding="ascii")
        with pytest.raises(SpeakerGoneError):
            ring(speaker, TEA.text).result(SOON)
        assert not reachable(speaker), "it is left alone"
        program.write_text(works, encoding="ascii")
        speaker.mute()  # a chime is heard again
        speaker.wait_for(lambda: reachable(speaker))
        ring(speaker, TEA.text).result(SOON)


def test_a_program_that_hangs_is_ended_and_named_and_the_hub_stays(tmp_path: Path) -> None:
    with standing(tmp_path, HubOfTests(), plays_for=600) as speaker:
        speaker.loudspeaker._seconds_more = 0.2  # noqa: SLF001
        with pytest.raises(SpeakerGoneError):
            ring(speaker, TEA.text).result(SOON)
        [why] = speaker.why(Told.NO_SOUND)
        assert "the loudspeaker cannot be used" in why
        assert not speaker.when(Told.GONE)


def test_what_has_no_turn_before_whoever_sent_it_gives_up_is_given_back_and_asked_for_when_it_is_quiet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mouth, "WAITS", 0.2)
    with standing(tmp_path, HubOfTests(), plays_for=0.1, listener=Patient) as speaker:
        speaker.say_the_word()
        speaker.wait_told(Told.LISTENING)
        with pytest.raises(SpeakerGoneError):
            ring(speaker, TEA.text).result(SOON)
        assert not speaker.when(Told.THINKING), "somebody is still being heard"
        speaker.wait_for(lambda: reachable(speaker))
        assert speaker.when(Told.THINKING)
        assert not speaker.loudspeaker.of(TEA.wav), "it was not played behind the hub's back"
        monkeypatch.undo()
        ring(speaker, TEA.text).result(SOON)


def test_what_waits_when_its_hub_is_lost_is_not_played_there_for_the_hub_sends_it_again(tmp_path: Path) -> None:
    with standing(tmp_path, HubOfTests(), plays_for=0.1, listener=Patient) as speaker:
        speaker.say_the_word()
        speaker.wait_told(Told.LISTENING)
        rang = ring(speaker, TEA.text)
        speaker.wait_for(lambda: bool(speaker.taken_in))
        speaker.cut_off()
        with pytest.raises(SpeakerGoneError):
            rang.result(SOON)
        speaker.wait_told(Told.GONE, 2)
        assert not speaker.loudspeaker.of(TEA.wav)


def test_given_up_while_something_rings_that_is_over_at_once_and_it_says_so_aloud(tmp_path: Path) -> None:
    with standing(tmp_path, HubOfTests(), plays_for=20) as speaker:
        speaker.wait_for(lambda: speaker.hub.there[speaker.device]._bound)  # type: ignore[attr-defined]  # noqa: SLF001
        rang = ring(speaker, TEA.text)
        ringing = speaker.wait_played(TEA)
        unbind_speaker(speaker.home.keep, speaker.home.session(speaker.home.people["ada"]), speaker.device)
        speaker.look_again()
        with pytest.raises(SpeakerGoneError):
            rang.result(SOON)
        said = speaker.wait_played(reply(spoken.said(spoken.NOT_SET_UP_ANY_MORE, "en")))
        assert ringing.cut
        assert ringing.ended is not None
        assert said.began - ringing.ended < ANNOUNCED_WITHIN, "the hub waited for nothing"
        assert not speaker.when(Told.GONE)
