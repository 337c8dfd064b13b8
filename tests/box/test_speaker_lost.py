"""A speaker that its hub has lost, or does not know any more, is heard to be so once; what it cannot use it names."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.app.hub import HubOfTests, reply
from tests.box.standing import SOON, Brief, Standing, ring, standing
from voicekeep.app.box import Told, chimes, pair_with
from voicekeep.app.operations import spoken
from voicekeep.app.operations.closing import close_account
from voicekeep.app.operations.pairing import open_pairing
from voicekeep.app.operations.speakers import unbind_speaker
from voicekeep.device import SpeakerGoneError

pytestmark = pytest.mark.enable_socket

SAID_ONCE = 3  # tries after which it would have been said again


class Long(Brief):
    """A listener to whom a sentence takes a minute."""

    frames = 1500


def test_a_hub_that_is_lost_in_the_middle_of_a_turn_is_heard_to_be_so_once(tmp_path: Path) -> None:
    hub = HubOfTests()
    with standing(tmp_path, hub, listener=Long) as speaker:
        speaker.say_the_word()
        speaker.wait_told(Told.LISTENING)
        speaker.cut_off()
        speaker.wait_told(Told.GONE)
        assert not speaker.microphone.is_on
        speaker.wait_told(Told.GONE, SAID_ONCE)
        speaker.wait_for(lambda: bool(speaker.loudspeaker.chimes(chimes.UNABLE)))
        assert len(speaker.loudspeaker.chimes(chimes.UNABLE)) == 1
        assert hub.heard_of == []


def test_a_hub_that_ends_is_noticed_while_something_rings_and_that_has_not_rung(tmp_path: Path) -> None:
    with standing(tmp_path, HubOfTests(), plays_for=20) as speaker:
        rang = ring(speaker, "Your tea")
        ringing = speaker.wait_played(reply("Your tea"))
        speaker.cut_off()
        with pytest.raises(SpeakerGoneError):
            rang.result(SOON)
        speaker.wait_told(Told.GONE)
        assert ringing.ended is None, "it is not waited for, and it is not cut"


def _account_closed(speaker: Standing) -> None:
    close_account(speaker.home.keep, speaker.home.session(speaker.home.people["ada"]))


def _another_key(speaker: Standing) -> None:
    key = Ed25519PrivateKey.generate().private_bytes_raw().hex()
    speaker.file.save(replace(speaker.file.load(), key=key))


@pytest.mark.parametrize(
    ("done", "name"), [(_account_closed, "UnboundDeviceError"), (_another_key, "WrongSignatureError")]
)
def test_a_speaker_that_its_hub_does_not_know_any_more_is_not_set_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, done: Callable[[Standing], None], name: str
) -> None:
    monkeypatch.setattr("voicekeep.app.box.box._LONGEST_PAUSE", 0.2)
    known = list[str]()
    with standing(tmp_path, HubOfTests()) as speaker:
        without = speaker.box._without_hub  # noqa: SLF001  # each of its tries comes here

        async def noted(why: str) -> None:
            known.append(why)
            await without(why)

        speaker.box._without_hub = noted  # type: ignore[method-assign]  # noqa: SLF001
        done(speaker)
        speaker.hub.there[speaker.device].replaced()  # type: ignore[attr-defined]  # so that it has to come back
        speaker.wait_told(Told.NOT_SET_UP)
        speaker.wait_for(lambda: known.count(name) >= SAID_ONCE)
        assert len(speaker.when(Told.NOT_SET_UP)) == 1
        assert len(speaker.loudspeaker.chimes(chimes.UNABLE)) == 1
        assert speaker.why(Told.GONE).count(name) == 0
        assert not speaker.microphone.is_on
        bea = speaker.home.session(speaker.home.join("bea"))
        code = open_pairing(speaker.home.keep, bea, shared=False).code
        speaker.file.save(pair_with(speaker.file.load().hub, code, "kitchen"))
        speaker.wait_for(lambda: speaker.microphone.is_on)  # paired anew, it listens again


@pytest.mark.parametrize("given_up", [True, False])
def test_paired_anew_from_another_shell_it_is_the_new_speaker_without_a_restart(
    tmp_path: Path,
    given_up: bool,  # noqa: FBT001  before it was paired anew
) -> None:
    hub = HubOfTests()
    with standing(tmp_path, hub, plays_for=20) as speaker:
        if given_up:
            unbind_speaker(speaker.home.keep, speaker.home.session(speaker.home.people["ada"]), speaker.device)
            speaker.look_again()
            speaker.wait_told(Told.NOT_SET_UP)
        else:
            ring(speaker, "Ada's tea")
            speaker.wait_for(lambda: bool(speaker.loudspeaker.of(reply("Ada's tea").wav)))
        bea = speaker.home.session(speaker.home.join("bea"))
        code = open_pairing(speaker.home.keep, bea, shared=False).code
        speaker.file.save(pair_with(speaker.file.load().hub, code, "kitchen"))
        hub.wait_until(lambda: list(hub.there) == [speaker.file.load().device])
        speaker.wait_for(lambda: speaker.microphone.is_on)
        speaker.say_the_word()
        hub.wait_until(lambda: bool(hub.heard_of))
        assert hub.heard_of[0].device == speaker.file.load().device != speaker.device
        assert all(each.cut for each in speaker.loudspeaker.of(reply("Ada's tea").wav)), "it was not meant for Bea"
        assert speaker.when(Told.GONE) == []


def test_a_speaker_that_is_given_up_says_so_aloud_once(tmp_path: Path) -> None:
    sentence = reply(spoken.said(spoken.NOT_SET_UP_ANY_MORE, "en")).wav
    with standing(tmp_path, HubOfTests()) as speaker:
        speaker.wait_for(lambda: speaker.hub.there[speaker.device]._bound)  # type: ignore[attr-defined]  # noqa: SLF001
        unbind_speaker(speaker.home.keep, speaker.home.session(speaker.home.people["ada"]), speaker.device)
        for times in (1, 2, 3):
            speaker.look_again()
            speaker.wait_told(Told.NOT_SET_UP, times)
        speaker.wait_for(lambda: bool(speaker.loudspeaker.of(sentence)))
        assert len(speaker.loudspeaker.of(sentence)) == 1
        [notes] = speaker.loudspeaker.chimes(chimes.UNABLE)
        assert notes.began < speaker.loudspeaker.of(sentence)[0].began


@pytest.mark.parametrize("program", ["no-such-program", "false"])
def test_a_microphone_that_cannot_be_used_is_named_once(tmp_path: Path, program: str) -> None:
    with standing(tmp_path, HubOfTests()) as speaker:
        speaker.microphone._command = (program,)  # noqa: SLF001  # as if it had been unplugged
        speaker.mute()  # so that it is begun anew
        speaker.mute(muted=False)
        speaker.wait_told(Told.NO_SOUND)
        time.sleep(2.5)  # two more tries
        [why] = speaker.why(Told.NO_SOUND)
        assert f"the microphone cannot be used: {program} " in why


def test_a_loudspeaker_that_cannot_be_used_is_named_once(tmp_path: Path) -> None:
    with standing(tmp_path, HubOfTests()) as speaker:
        speaker.loudspeaker._command = ("no-such-program",)  # noqa: SLF001
        for muted in (True, False, True):
            speaker.mute(muted=muted)
        [why] = speaker.why(Told.NO_SOUND)
        assert "the loudspeaker cannot be used: no-such-program " in why
