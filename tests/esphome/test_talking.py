"""P1, P10 with devices that wait to be called: each turn lands with whose the device is, or nowhere."""

from __future__ import annotations

import asyncio
import io
import logging
import threading
import wave
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import soundfile

from tests.app.simulator import Household, Someone, household
from tests.app.speaking import Talk, sound, talk_in
from tests.esphome.device import Device, api, new_key, running
from tests.web.served import served
from voicekeep.app import serving
from voicekeep.app.esphome import (
    Caller,
    Connections,
    OtherDeviceError,
    calling,
    connection,
    connections,
    listening,
    tried,
)
from voicekeep.app.operations.devices import bind_again
from voicekeep.app.operations.due_rings import Unkept
from voicekeep.app.operations.lines import DeviceTakenError, add_line
from voicekeep.app.operations.sounding import AGAIN_EVERY
from voicekeep.app.operations.speakers import mute_speaker, rebind_speaker, speakers_of, unbind_speaker
from voicekeep.app.web import make_application, sharing_of
from voicekeep.assistant import Answer, MuteSpeaker
from voicekeep.device import Line, RingsBy
from voicekeep.records.ids import DeviceId, ItemId
from voicekeep.stores.errors import DatabaseFullError

pytestmark = pytest.mark.enable_socket

TURN = [
    *("RUN_START", "STT_START", "STT_VAD_START", "STT_VAD_END", "STT_END"),
    *("INTENT_START", "INTENT_END", "TTS_START", "TTS_END", "RUN_END"),
]


class NeverOver:
    """An end of speech that the device tells itself."""

    def feed(self, _pcm: bytes) -> bool:
        return False


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Household]:
    with household(tmp_path) as home:
        home.keep = replace(home.keep, limits=replace(home.keep.limits, utterance_max_seconds=1))
        yield home


def line_of(device: Device) -> Line:
    return Line(host=device.host, port=device.port, noise_key=device.noise_key)


def added(home: Household, someone: Someone, device: Device) -> DeviceId:
    return add_line(home.keep, home.session(someone), "Kitchen", asyncio.run(tried(line_of(device))), shared=False)


@contextmanager
def called(home: Household, talk: Talk, *devices: Device) -> Iterator[Caller]:
    """Serve the keep, and let it call these devices, which have been added."""
    with ExitStack() as open_:
        application = make_application(home.keep, hub=talk.hub)
        port = open_.enter_context(served(application))
        made = serving.caller_of(home.keep, talk.hub, sharing_of(application))  # the one that `serve` makes
        caller = replace(made, ending=NeverOver, address=f"http://127.0.0.1:{port}")
        open_.enter_context(calling(caller))
        for device in devices:
            device.ready()
        yield caller


@dataclass(frozen=True, kw_only=True)
class Kitchen:
    """One person's device, which is called."""

    ada: Someone
    talk: Talk
    device: Device
    number: DeviceId
    caller: Caller

    def say(self, words: str) -> bool:
        self.talk.sentences.answers.setdefault(words, Answer(text=f"You said {words}"))
        return self.device.say(self.talk.pcm(words))

    def said(self) -> list[str | None]:
        return [turn.transcript for turn in self.talk.turns(self.ada)]


@contextmanager
def kitchen(home: Household, **is_: Any) -> Iterator[Kitchen]:  # noqa: ANN401  what the device is
    """Let one person have a device, and call it."""
    ada, talk, device = home.join("ada"), talk_in(home), Device(mac="AA:00:00:00:00:01", **is_)
    with running(device):
        number = added(home, ada, device)
        with called(home, talk, device) as caller:
            yield Kitchen(ada=ada, talk=talk, device=device, number=number, caller=caller)


def fetched(url: str, host: str = "127.0.0.1") -> httpx.Response:
    """Fetch an address as whoever is at `host`."""
    line = httpx.HTTPTransport(verify=False, local_address=host)
    with httpx.Client(transport=line) as client:
        return client.get(url)


@pytest.mark.parametrize("noise_key", ["", new_key()], ids=["in clear", "with Noise"])
def test_a_turn_from_the_wake_word_to_the_sound_of_the_reply(
    home: Household, noise_key: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ada, talk = home.join("ada"), talk_in(home)
    device = Device(mac="AA:00:00:00:00:01", noise_key=noise_key)
    talk.sentences.answers["water the orchids"] = Answer(text="The orchids it is")
    with running(device):
        number = added(home, ada, device)
        with called(home, talk, device):
            device.say(talk.pcm("water the orchids"))
            url = device.data("TTS_END")["url"]
            device.over()
            # what is said is for that device, for seconds, twice
            assert fetched(url, "127.0.0.2").status_code == 404
            answer = fetched(url)
            assert answer.headers["content-type"] == "audio/wav"
            with wave.open(io.BytesIO(answer.content)) as reply:
                assert reply.getnframes() > 0
            assert fetched(url).status_code == 200
            assert fetched(url).status_code == 404
            [shown] = speakers_of(home.keep, home.session(ada))
    assert device.events() == TURN
    for event in ("STT_END", "TTS_START"):
        assert device.data(event) == {"text": "…"}, "neither words nor answer are for the device's own log"
    assert "orchid" not in str(device.told).lower()
    [turn] = talk.turns(ada)
    assert (turn.transcript, turn.device, turn.wake_word) == ("water the orchids", number, "okay_nabu")
    assert turn.utterance_sha256 is None, "no key of its own signed it"
    assert (shown.device, str(shown.kind), str(shown.doing)) == (number, "esphome", "listening")
    assert shown.heard_at is not None
    said = caplog.text.lower()
    assert not any(word in said for word in ("orchid", "127.0.0.1:" + str(device.port), noise_key.lower() or "orchid"))


def test_an_address_is_dead_after_seconds(home: Household) -> None:
    with kitchen(home) as here:
        here.say("hello")
        url = here.device.data("TTS_END")["url"]
        home.clock.pass_by(seconds=20)
        assert fetched(url).status_code == 404


def test_two_people_s_devices_at_once(home: Household) -> None:
    people = [home.join("ada"), home.join("bea")]
    talk = talk_in(home)
    devices = [Device(mac=f"AA:00:00:00:00:0{at}", host=f"127.0.0.{at}", noise_key=new_key()) for at in (2, 3)]
    words = ["feed the cat", "feed the dog"]
    for each in words:
        talk.sentences.answers[each] = Answer(text=f"I will {each}")
    with running(*devices):
        for someone, device in zip(people, devices, strict=True):
            added(home, someone, device)
        with called(home, talk, *devices):
            for device in devices:
                device.begin()
            pcms = [talk.pcm(each) for each in words]
            for at in range(0, len(pcms[0]), 1024):  # chunk by chunk, side by side
                for device, pcm in zip(devices, pcms, strict=True):
                    device.send(api.VoiceAssistantAudio(data=pcm[at : at + 1024]))
            for device in devices:
                device.send(api.VoiceAssistantAudio(end=True))
            urls = [device.data("TTS_END")["url"] for device in devices]
            for url, own, other in zip(urls, devices, reversed(devices), strict=True):
                assert fetched(url, other.host).status_code == 404
                assert fetched(url, own.host).status_code == 200
    for someone, said in zip(people, words, strict=True):
        assert [turn.transcript for turn in talk.turns(someone)] == [said]


def test_a_connection_that_breaks_in_mid_utterance_keeps_nothing_and_is_made_anew(home: Household) -> None:
    with kitchen(home) as here:
        here.device.begin()
        here.device.chunks(here.talk.pcm("hello"))
        here.device.drop()
        here.device.ready(2)
        assert here.said() == []
        here.say("hello")
        here.device.over()
        here.device.begin()
        here.device.send_raw(b"\x07broken")
        here.device.ready(3)
        assert here.said() == ["hello"]


def test_a_device_that_sends_for_ever_is_told_and_cut(home: Household) -> None:
    with kitchen(home, noise_key=new_key()) as here:
        device = here.device
        device.begin()
        for _ in range(6):
            device.chunks(sound("and on")[:9600] * 2 + bytes(19200))
        assert device.data("STT_VAD_END") == {}
        assert device.data("ERROR")["code"] == "EndlessError"
        device.wait_for(lambda: device.of(api.DisconnectRequest))
        device.ready(2)
        device.chunks(bytes(1024))  # without having begun
        device.wait_for(lambda: len(device.of(api.DisconnectRequest)) > 1)
        assert here.said() == []


def test_a_device_that_was_given_up_says_so_and_keeps_nothing(home: Household) -> None:
    with kitchen(home) as here:
        unbind_speaker(home.keep, home.session(here.ada), here.number)
        here.say("hello")
        here.device.over()
        assert "not set up" in here.talk.voice.said[-1]
        assert here.said() == []


def test_a_timer_rings_where_it_was_set(home: Household) -> None:
    ada, talk = home.join("ada"), talk_in(home)
    wanted = api.MediaPlayerSupportedFormat(format="flac", sample_rate=48000, num_channels=2, purpose=1, sample_bytes=2)
    device = Device(mac="AA:00:00:00:00:01", formats=[wanted])
    with running(device):
        number = added(home, ada, device)
        with called(home, talk, device):
            unkept = Unkept(
                item=ItemId.random(home.keep.entropy),
                device=number,
                owner=ada.subject,
                binding=1,
                rings_at=home.clock() - timedelta(seconds=1),
                rings_by=RingsBy.CLOCK,
                what="timer",
                name="pasta",
                seconds=60,
                language="en",
            )
            talk.hub.bell.hold(unkept)
            assert talk.hub.bell.ring_due() == 1
            [announced] = device.wait_for(lambda: device.of(api.VoiceAssistantAnnounceRequest))
            played = fetched(announced.media_id)
    assert "pasta" in talk.voice.said[-1]
    assert announced.text == "…", "what rings is not for the device's own log"
    assert played.headers["content-type"] == "audio/flac"
    samples, rate = soundfile.read(io.BytesIO(played.content))
    assert (rate, samples.shape[1]) == (48000, 2)


def test_a_device_that_is_lost_while_it_announces_has_not_rung(home: Household) -> None:
    with kitchen(home, plays_announced=False) as here:
        here.talk.hub.bell.hold(alarm(home, here))
        [begun] = here.talk.hub.bell.begin()
        here.device.wait_for(lambda: here.device.of(api.VoiceAssistantAnnounceRequest))
        here.device.plays_announced = True
        here.device.drop()
        assert begun.result(60) == 0
        here.device.ready(2)
        here.device.wait_for(lambda: here.talk.hub.bell.ring_due() == 1)


def test_a_word_or_the_button_of_a_device_stops_its_alarm(home: Household) -> None:
    with kitchen(home) as here:
        for pressed in (False, True):
            here.talk.hub.bell.hold(alarm(home, here))
            assert here.talk.hub.bell.ring_due() == 1
            here.talk.watch.now += AGAIN_EVERY
            assert here.talk.hub.bell.ring_due() == 1
            if pressed:
                here.device.begin(wake="")
            else:
                here.say("stop")
                here.device.over()
            here.talk.watch.now += AGAIN_EVERY
            assert here.talk.hub.bell.ring_due() == 0


def alarm(home: Household, here: Kitchen) -> Unkept:
    return Unkept(
        item=ItemId.random(home.keep.entropy),
        device=here.number,
        owner=here.ada.subject,
        binding=1,
        rings_at=home.clock() - timedelta(seconds=1),
        rings_by=RingsBy.CLOCK,
        what="alarm",
        name=None,
        seconds=None,
        language="en",
    )


def test_muted_from_afar_by_its_own_switch_it_is_not_heard(home: Household) -> None:
    with kitchen(home) as here:
        device = here.device
        mute_speaker(home.keep, home.session(here.ada), here.number)
        here.caller.speakers.look_again(here.number)
        device.wait_for(lambda: device.muted)
        device.wait_for(lambda: doing(home, here) == "muted")
        device.begin()
        assert device.data("ERROR")["code"] == "MutedDeviceError"


def doing(home: Household, here: Kitchen) -> str:
    return str(speakers_of(home.keep, home.session(here.ada))[0].doing)


def test_a_device_that_does_not_mute_itself_is_not_heard_and_asked_seldom(home: Household) -> None:
    with kitchen(home, obeys=False) as here:
        mute_speaker(home.keep, home.session(here.ada), here.number)
        here.caller.speakers.look_again(here.number)
        here.device.wait_for(lambda: here.device.of(api.SwitchCommandRequest))
        here.say("hello")
        assert here.device.data("ERROR")["code"] == "MutedDeviceError"
        here.device.drop()
        here.device.ready(2)  # asked once more on the new line, and no longer heard there either
        here.say("hello")
        here.device.wait_for(lambda: here.device.events().count("ERROR") == 2)
        assert len(here.device.of(api.SwitchCommandRequest)) <= 3
        assert here.said() == []


def test_where_there_is_no_switch_muted_holds_until_the_device_is_added_anew(home: Household) -> None:
    with kitchen(home, has_switch=False) as here:
        device = here.device
        device.begin()
        device.chunks(here.talk.pcm("hello"))
        mute_speaker(home.keep, home.session(here.ada), here.number)
        here.caller.speakers.look_again(here.number)
        assert device.data("ERROR")["code"] == "MutedDeviceError", "what was under way is dropped"
        assert doing(home, here) == "muted"
        device.drop()
        device.ready(2)
        here.say("hello")
        device.wait_for(lambda: device.events().count("ERROR") == 2)
        assert here.said() == []
        assert added(home, here.ada, device) == here.number
        here.caller.speakers.look_again(here.number)
        assert doing(home, here) == "listening"
        device.wait_for(lambda: here.say("hello"))  # once its connection has looked
        device.data("TTS_END")
        assert here.said() == ["hello"]


def test_a_device_is_called_again_although_nothing_can_be_written_down(
    home: Household, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object, **__: object) -> bool:
        raise DatabaseFullError

    with kitchen(home) as here:
        with monkeypatch.context() as broken:
            broken.setattr(connection, "note_presence", full)
            here.device.drop()
            here.device.wait_for(lambda: caplog.text.count("DatabaseFullError") == 2)  # lost, and there again
            here.device.ready(2)
            here.say("hello")
            assert here.device.data("ERROR")["code"] == "MutedDeviceError", "nobody knows whether it is to be"
        here.caller.speakers.look_again(here.number)
        here.device.wait_for(lambda: doing(home, here) == "listening")


def test_what_nobody_foresaw_when_it_is_lost_does_not_keep_a_device_from_being_called_again(
    home: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> bool:
        raise ZeroDivisionError

    with kitchen(home) as here:
        with monkeypatch.context() as now:
            now.setattr(connection, "note_presence", broken)
            here.device.drop()
            here.device.ready(2)
        here.caller.speakers.look_again(here.number)
        here.device.wait_for(lambda: here.say("hello"))
        here.device.over()


def test_calling_ends_although_writing_down_never_does(home: Household, monkeypatch: pytest.MonkeyPatch) -> None:
    for_ever = threading.Event()

    def hanging(*_: object, **__: object) -> bool:
        return for_ever.wait()

    monkeypatch.setattr(connections, "_HUNG_UP_WITHIN", 0.2)
    with kitchen(home) as here:
        monkeypatch.setattr(connection, "note_presence", hanging)
        here.caller.speakers.look_again(here.number)
    assert not for_ever.is_set(), "calling ended, and nothing had let it"
    for_ever.set()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")  # of the one that broke
def test_calling_ends_although_its_loop_is_stuck_or_broke(home: Household, monkeypatch: pytest.MonkeyPatch) -> None:
    for_ever = threading.Event()

    async def stuck(*_: object) -> None:
        for_ever.wait()

    async def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(connections, "_ENDED_WITHIN", 0.2)
    caller = serving.caller_of(home.keep, talk_in(home).hub, sharing_of(make_application(home.keep)))
    for each in (broken, stuck):
        monkeypatch.setattr(Connections, "run", each)
        with calling(caller):
            pass
    for_ever.set()


def test_a_device_that_changed_hands_says_so_itself(home: Household) -> None:
    with kitchen(home) as here:
        for shared in (False, True):  # the first to let it have been heard
            home.clock.pass_by(days=2)
            if shared:
                rebind_speaker(home.keep, home.session(here.ada), here.number, shared=True)
                home.clock.pass_by(days=2)
            here.say("hello")
            here.device.wait_for(lambda: here.device.events().count("RUN_END") == 1 + shared)  # noqa: B023
        assert here.talk.voice.said[-1].startswith("This speaker has changed hands")


def test_a_clock_that_is_set_back_gives_nobody_the_words_of_whom_the_device_was_bound_to_since(home: Household) -> None:
    with kitchen(home) as here:
        home.clock.pass_by(hours=1)
        bea = home.join("bea")
        bind_again(home.keep, here.number, bea.subject, "Hers")
        home.clock.pass_by(minutes=-10)
        here.say("hello")
        here.device.over()
        assert (here.said(), here.talk.turns(bea)) == ([], [])


def test_a_reply_that_cannot_be_made_a_sound_mutes_all_the_same(
    home: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> bytes:
        raise RuntimeError

    monkeypatch.setattr(listening, "fitted", broken)
    with kitchen(home, has_switch=False) as here:
        here.talk.sentences.answers["hush"] = Answer(text="I hear nothing now", effects=(MuteSpeaker(),))
        here.say("hush")
        assert here.device.data("ERROR")["code"] == "SoundNotMadeError"
        assert here.said() == ["hush"]
        here.device.wait_for(lambda: doing(home, here) == "muted")


def test_another_device_at_the_address_is_not_heard(home: Household, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    ada, bea, talk = home.join("ada"), home.join("bea"), talk_in(home)
    device = Device(mac="AA:00:00:00:00:01")
    with running(device):
        number = added(home, ada, device)
        with pytest.raises(DeviceTakenError):
            added(home, bea, device)
        assert added(home, ada, device) == number, "added once more, it is the same"
        device.mac = "AA:00:00:00:00:02"
        with pytest.raises(OtherDeviceError):
            asyncio.run(tried(replace(line_of(device), mac="AA:00:00:00:00:01")))
        with called(home, talk):
            device.wait_for(lambda: "OtherDeviceError" in caplog.text)
            assert device.connections == 0


def test_a_key_that_was_changed_on_the_device_is_not_fallen_back_from(
    home: Household, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    ada, talk = home.join("ada"), talk_in(home)
    device = Device(mac="AA:00:00:00:00:01", noise_key=new_key())
    with running(device):
        added(home, ada, device)
        device.noise_key = new_key()
        with called(home, talk):
            device.wait_for(lambda: "WrongNoiseKeyError" in caplog.text)
    assert device.connections == 0
