"""P1 at `voicekeep speaker`: what it hears between two utterances is of neither, whoever spoke: a person, or itself."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.app.hub import HubOfTests, reply
from tests.box.standing import Brief, Patient, Played, Standing, ring, stamps, standing
from voicekeep.app.box import Told, chimes
from voicekeep.app.operations.speakers import mute_speaker, unbind_speaker
from voicekeep.assistant import Heard
from voicekeep.device import samples_of

pytestmark = pytest.mark.enable_socket


def test_a_second_utterance_begins_with_its_chime_and_holds_nothing_that_was_said_before(tmp_path: Path) -> None:
    hub = HubOfTests(answers=[reply("Shall I?", listen_again=True), reply("It is done")])
    with standing(tmp_path, hub, plays_for=1.5) as speaker:
        speaker.say_the_word()
        hub.wait_until(lambda: len(hub.heard_of) == 2)
        speaker.wait_told(Told.WAITING, 2)
        first, second = (stamps(utterance.pcm) for utterance in hub.heard_of)
        stopped, _ = speaker.when(Told.THINKING)
        _, again = speaker.loudspeaker.chimes(chimes.LISTENING)
        assert len(first) == len(second) == 10
        assert max(first) < stopped
        assert min(second) >= again.began
        assert hub.heard_of[1].wake is None


def test_it_has_stopped_listening_when_it_says_so(tmp_path: Path) -> None:
    hub = HubOfTests(answers=[reply("Shall I?", listen_again=True)])
    with standing(tmp_path, hub, plays_for=0.1) as speaker:
        on = list[bool]()
        tell = speaker.box._condition.told  # noqa: SLF001  # what is so at the very moment of its saying so

        def telling(what: Told, why: str) -> None:
            if what is Told.THINKING:
                on.append(speaker.microphone.is_on)
            tell(what, why)

        speaker.box._condition.told = telling  # noqa: SLF001
        speaker.say_the_word()
        speaker.wait_told(Told.THINKING, 2)
        assert on == [False, False]


def test_the_word_ends_what_rings_at_once_and_what_is_heard_begins_after_that(tmp_path: Path) -> None:
    hub = HubOfTests()
    with standing(tmp_path, hub, plays_for=20) as speaker:
        ringing = announced(speaker)
        speaker.say_the_word()
        hub.wait_until(lambda: bool(hub.heard_of))
        assert ringing.cut
        assert ringing.ended is not None
        [utterance] = hub.heard_of
        assert min(stamps(utterance.pcm)) >= ringing.ended
        assert utterance.wake is not None


def test_the_word_ends_an_answer_and_begins_the_next_utterance(tmp_path: Path) -> None:
    long = reply("A long answer")
    hub = HubOfTests(answers=[long])
    with standing(tmp_path, hub, plays_for=20) as speaker:
        speaker.say_the_word()
        speaker.wait_for(lambda: bool(speaker.loudspeaker.of(long.wav)))
        speaker.say_the_word()
        hub.wait_until(lambda: len(hub.heard_of) == 2)
        [answer] = speaker.loudspeaker.of(long.wav)
        assert answer.cut
        assert answer.ended is not None
        assert min(stamps(hub.heard_of[1].pcm)) >= answer.ended
        assert hub.heard_of[1].wake is not None


def test_its_own_voice_does_not_wake_it_whatever_it_says(tmp_path: Path) -> None:
    named = reply("You wake me by okay nabu")
    hub = HubOfTests(answers=[named])
    with standing(tmp_path, hub, plays_for=2) as speaker:
        inside = samples_of(named.wav)[:1280]
        speaker.word.within = lambda pcm: pcm == inside
        speaker.say_the_word()
        speaker.wait_for(lambda: bool(speaker.loudspeaker.of(named.wav)))
        speaker.say_the_word()  # what the microphone hears of it, as it would sound in the room
        speaker.wait_told(Told.WAITING, 2)
        [answer] = speaker.loudspeaker.of(named.wav)
        assert not answer.cut
        assert speaker.word.left == 0, "it was heard"
        assert len(hub.heard_of) == 1


@pytest.mark.parametrize("by", ["the key", "the page", "giving it up"])
def test_muted_or_given_up_it_falls_silent_at_once(tmp_path: Path, by: str) -> None:
    with standing(tmp_path, HubOfTests(), plays_for=20) as speaker:
        ringing = announced(speaker)
        ada = speaker.home.session(speaker.home.people["ada"])
        if by == "the key":
            speaker.mute()
        elif by == "the page":
            mute_speaker(speaker.home.keep, ada, speaker.device)
        else:
            unbind_speaker(speaker.home.keep, ada, speaker.device)
        speaker.look_again()
        speaker.wait_told(Told.NOT_SET_UP if by == "giving it up" else Told.MUTED)
        speaker.wait_for(lambda: ringing.cut)
        assert not speaker.microphone.is_on


def test_muted_it_is_not_woken_by_anything_while_it_answers(tmp_path: Path) -> None:
    hub = HubOfTests(holds=threading.Event())
    with standing(tmp_path, hub, plays_for=1) as speaker:
        speaker.say_the_word()
        speaker.wait_told(Told.THINKING)
        speaker.mute()
        speaker.say_the_word()
        assert hub.holds is not None
        hub.holds.set()
        speaker.wait_told(Told.SPEAKING)
        speaker.wait_for(lambda: speaker.loudspeaker.played[-1].ended is not None)
        assert not speaker.microphone.is_on
        assert speaker.word.left == 1, "nothing was listened to"
        assert len(hub.heard_of) == 1


class Silent(Brief):
    """A listener to whom nobody says anything after the word."""

    def feed(self, pcm: bytes) -> Heard | None:
        return Heard.NOTHING if super().feed(pcm) else None


def test_muted_in_the_moment_in_which_it_waits_for_its_word_again_its_microphone_stays_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with standing(tmp_path, HubOfTests(), listener=Silent) as speaker:
        box, microphone, muting = speaker.box, speaker.microphone, list[asyncio.Task[None]]()
        switched_on_muted = list[bool]()
        off, begun = microphone._ended, microphone._begun  # noqa: SLF001  where it is switched

        async def muted_meanwhile() -> None:
            await off()
            if speaker.when(Told.LISTENING) and not muting:
                muting.append(asyncio.ensure_future(box.mute(muted=True)))
                await asyncio.sleep(0.1)

        async def noted() -> Any:  # noqa: ANN401  what the microphone's own returns
            switched_on_muted.append(box.muted)
            return await begun()

        monkeypatch.setattr(microphone, "_ended", muted_meanwhile)
        monkeypatch.setattr(microphone, "_begun", noted)
        speaker.say_the_word()
        speaker.wait_told(Told.MUTED)
        speaker.wait_for(muting[0].done)
        assert not microphone.is_on
        assert True not in switched_on_muted


def test_what_rings_while_somebody_speaks_waits_until_they_have_finished(tmp_path: Path) -> None:
    hub = HubOfTests(holds=threading.Event())
    with standing(tmp_path, hub, plays_for=0.3, listener=Patient) as speaker:
        speaker.say_the_word()
        speaker.wait_told(Told.LISTENING)
        ring(speaker, "Your tea")
        speaker.wait_for(lambda: bool(speaker.taken_in))
        assert not speaker.when(Told.THINKING)
        rang = speaker.wait_played(reply("Your tea"))
        assert hub.holds is not None
        hub.holds.set()
        speaker.wait_told(Told.SPEAKING)
        speaker.wait_for(lambda: bool(speaker.loudspeaker.of(reply("I heard you").wav)))
        assert rang.began >= speaker.when(Told.THINKING)[0]
        assert rang.began > max(stamps(hub.heard_of[0].pcm))
        assert not rang.cut


def announced(speaker: Standing) -> Played:
    """Let the hub say something, and return it once it begins to be heard."""
    ring(speaker, "Your tea")
    return speaker.wait_played(reply("Your tea"))
