"""P1 at `voicekeep speaker`: what it hears between two utterances is of neither, whoever spoke: a person, or itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.hub import HubOfTests, reply
from tests.box.standing import stamps, standing
from voicekeep.app.box import Told, chimes

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
        tell = speaker.box._told  # noqa: SLF001  # what is so at the very moment of its saying so

        def telling(what: Told, why: str) -> None:
            if what is Told.THINKING:
                on.append(speaker.microphone.is_on)
            tell(what, why)

        speaker.box._told = telling  # noqa: SLF001
        speaker.say_the_word()
        speaker.wait_told(Told.THINKING, 2)
        assert on == [False, False]
