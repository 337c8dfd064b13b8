"""P1, P10 at the socket of a speaker: only what its own key signed, once, is heard; everything has a bound."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from starlette.websockets import WebSocketDisconnect

from tests.app.hub import HubOfTests, reply
from tests.app.simulator import household
from tests.web.boxes import SOUND, Box, Line, connected, paired, ready
from tests.web.visitors import Street, Visitor
from voicekeep.app.operations.devices import bind_again
from voicekeep.app.operations.speakers import mute_speaker, speakers_of, unbind_speaker
from voicekeep.app.speakers import LOOK_EVERY, MessageRefusedError, Speakers, message_of
from voicekeep.app.web import make_application
from voicekeep.assistant import SpeechEngineFailedError
from voicekeep.device import Chosen, Counting
from voicekeep.records.limits import Limits

FRAME_MAX = Limits().frame_max_bytes


class Room:
    """A keep with its hub and its pages."""

    def __init__(self, street: Street) -> None:
        self.home = street.home
        self.hub = HubOfTests()
        keep = replace(self.home.keep, limits=replace(self.home.keep.limits, utterance_max_seconds=2))
        self.application = make_application(keep, hub=self.hub)
        self.visitor = Visitor(self.application)

    def box(self, name: str = "ada", *, shared: bool = False) -> Box:
        someone = self.home.people.get(name) or self.home.join(name)
        return paired(self.home, someone, shared=shared)

    def doing(self, name: str = "ada") -> str:
        [shown] = speakers_of(self.home.keep, self.home.session(self.home.people[name]))
        return str(shown.doing)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with household(tmp_path) as home:
        yield Room(Street(home))


def refused(visitor: Visitor, box: Box, **headers: str) -> str:
    """Return the reason for which a connection was not even opened."""
    with pytest.raises(WebSocketDisconnect) as over, connected(visitor, box, **headers) as line:
        line.next()
    return str(over.value.reason)


def test_what_a_speaker_signed_is_heard_and_answered(room: Room) -> None:
    box = room.box()
    room.hub.answers.append(reply("It is nine", seconds=4.0))
    with ready(room.visitor, box) as line:
        assert (line.welcome()["bound"], line.welcome()["shared"], line.welcome()["members"]) == (True, False, [])
        line.speak(SOUND, SOUND)
        answer = line.answer()
    [heard] = room.hub.heard_of
    assert (heard.device, heard.pcm, heard.wake) == (box.device, 2 * SOUND, None)
    assert (answer["text"], answer["language"], answer["ended"]) == ("It is nine", "en", True)
    assert answer["wav"] == reply("It is nine", seconds=4.0).wav
    assert len(answer["wav"]) > 100_000, "more than one piece"


@pytest.mark.parametrize("counter", [1, 2])
def test_a_counter_counts_once(room: Room, counter: int) -> None:
    box = room.box()
    with ready(room.visitor, box) as line:
        line.speak(counter=2)
        line.answer()
        line.speak(counter=counter)
        assert line.answer()["name"] == "ReplayedCounterError"
    assert len(room.hub.heard_of) == 1


def test_a_recorded_utterance_played_again_on_a_new_connection_is_not_heard(room: Room) -> None:
    box = room.box()
    signed = box.signature(SOUND, 1)
    for _ in range(2):
        with ready(room.visitor, box) as line:
            line.speak(SOUND, counter=1, signature=signed)
            line.answer()
    assert len(room.hub.heard_of) == 1


def test_other_sound_under_the_same_signature_is_not_heard_and_uses_no_counter_up(room: Room) -> None:
    box = room.box()
    with ready(room.visitor, box) as line:
        line.speak(SOUND[::-1], counter=1, signature=box.signature(SOUND, 1))
        assert line.answer()["name"] == "WrongSignatureError"
        line.speak(SOUND, counter=1)
        assert line.answer()["type"] == "reply"
    assert [each.pcm for each in room.hub.heard_of] == [SOUND]


def test_another_speaker_s_signature_does_not_count(room: Room) -> None:
    box, other = room.box(), room.box("bea")
    with ready(room.visitor, box) as line:
        line.speak(counter=1, signature=other.signature(SOUND, 1))
        assert line.answer()["name"] == "WrongSignatureError"
    assert room.hub.heard_of == []


def test_a_stolen_credential_without_the_key_opens_nothing(room: Room) -> None:
    with connected(room.visitor, room.box()) as line:
        line.hello(key=Ed25519PrivateKey.generate())
        assert line.ended_by() == "WrongSignatureError"


def test_another_person_s_credential_opens_nothing_for_this_key(room: Room) -> None:
    box, other = room.box(), room.box("bea")
    with connected(room.visitor, box, credential=other.credential) as line:
        line.hello()
        assert line.ended_by() == "WrongSignatureError"
    assert room.hub.there == {}


@pytest.mark.parametrize("credential", ["", "x", "x" * 43])
def test_an_unknown_credential_opens_nothing(room: Room, credential: str) -> None:
    box = replace(room.box(), credential="")
    assert refused(room.visitor, box, Authorization=f"Bearer {credential}") == ("UnboundDeviceError")


def test_a_hello_for_another_host_is_not_believed(room: Room) -> None:
    with connected(room.visitor, room.box()) as line:
        line.hello(host="elsewhere.example")
        assert line.ended_by() == "WrongSignatureError"


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "http://localhost:81", "x"])
def test_a_page_of_another_site_opens_no_socket(room: Room, origin: str) -> None:
    box = room.box()
    room.visitor.client.cookies.set("voicekeep-speaker", box.credential)
    assert refused(room.visitor, box, Origin=origin) == "ForeignSocketError"


def test_a_cookie_counts_only_where_a_browser_names_our_page(room: Room) -> None:
    box = room.box()
    room.visitor.client.cookies.set("voicekeep-speaker", box.credential)
    assert refused(room.visitor, box, Authorization="") == "UnboundDeviceError"
    with connected(room.visitor, box, Authorization="", Origin="http://localhost") as line:
        line.hello()
        assert line.welcome()["bound"]


def test_a_newer_connection_of_a_device_ends_the_older(room: Room) -> None:
    box = room.box()
    with ready(room.visitor, box) as older, ready(room.visitor, box) as newer:
        assert older.ended_by() == "ReplacedError"
        newer.speak()
        assert newer.answer()["type"] == "reply"
        room.hub.wait_until(lambda: len(room.hub.there) == 1)


@pytest.mark.parametrize(
    "frame", [b"", b"x", bytes(FRAME_MAX + 2), bytes(3)], ids=["empty", "half a sample", "too large", "odd"]
)
def test_a_frame_that_is_none_ends_the_connection(room: Room, frame: bytes) -> None:
    with ready(room.visitor, room.box()) as line:
        line.say(type="listen", wake=None)
        line.socket.send_bytes(frame)
        assert line.ended_by() == "FrameRefusedError"
    assert room.hub.heard_of == []


def test_a_speaker_that_sends_for_ever_is_told_that_it_is_enough_and_then_cut_off(room: Room) -> None:
    with ready(room.visitor, room.box()) as line:
        line.say(type="listen", wake=None)
        for _ in range(2 + 2 + 1):
            for _ in range(2):
                line.socket.send_bytes(bytes(16_000))
        assert line.next()["type"] == "enough"
        assert line.ended_by() == "EndlessError"
    assert room.hub.heard_of == []


def test_who_stops_when_told_that_it_is_enough_is_heard(room: Room) -> None:
    with ready(room.visitor, room.box()) as line:
        line.speak(*[bytes(16_000)] * 5)
        assert line.answer()["type"] == "reply"
    assert len(room.hub.heard_of[0].pcm) == 80_000


def test_a_muted_speaker_that_sends_sound_is_cut_off_and_the_sound_thrown_away(room: Room) -> None:
    with ready(room.visitor, room.box(), muted=True) as line:
        assert room.doing() == "muted"
        line.say(type="listen", wake=None)
        assert line.ended_by() == "MutedAndSendingError"
    with ready(room.visitor, room.box("bea"), muted=True) as line:
        line.socket.send_bytes(SOUND)
        assert line.ended_by() == "MutedAndSendingError"
    assert room.hub.heard_of == []


def test_muting_in_the_middle_of_an_utterance_forgets_it(room: Room) -> None:
    with ready(room.visitor, room.box()) as line:
        line.say(type="listen", wake=None)
        line.socket.send_bytes(SOUND)
        line.say(type="muted", muted=True)
        line.welcomes.clear()
        assert line.welcome()["muted"]
        line.say(type="muted", muted=False)
        line.speak()
        line.answer()
    assert [each.pcm for each in room.hub.heard_of] == [SOUND], "the second one only"


def test_muted_from_afar_it_is_told_until_it_says_that_it_is(room: Room) -> None:
    box = room.box()
    session = room.home.session(room.home.people["ada"])
    mute_speaker(room.home.keep, session, box.device)
    with ready(room.visitor, box) as line:
        assert line.next()["type"] == "mute"
        [shown] = speakers_of(room.home.keep, session)
        assert (shown.to_be_muted, shown.doing) == (True, "listening")
        line.say(type="muted", muted=True)
        line.welcomes.clear()
        line.welcome()
        [shown] = speakers_of(room.home.keep, session)
        assert (shown.to_be_muted, shown.doing) == (False, "muted")
    room.hub.wait_until(lambda: not room.hub.there)


def test_an_unbound_speaker_says_that_it_is_not_set_up_and_nothing_is_heard(room: Room) -> None:
    box = room.box()
    with ready(room.visitor, box) as line:
        unbind_speaker(room.home.keep, room.home.session(room.home.people["ada"]), box.device)
        line.welcomes.clear()
        line.speak()
        assert line.answer()["name"] == "UnboundDeviceError"
        assert not line.welcome()["bound"]
    assert room.hub.heard_of == []


def test_rebound_while_somebody_speaks_it_belongs_to_nobody(room: Room) -> None:
    box, bea = room.box(), room.home.join("bea")
    with ready(room.visitor, box) as line:
        line.say(type="listen", wake=None)
        line.socket.send_bytes(SOUND)
        line.socket.send_bytes(SOUND)
        bind_again(room.home.keep, box.device, bea.subject, "kitchen")
        line.say(type="end", counter=1, signature=box.signature(2 * SOUND, 1))
        assert line.answer()["name"] == "UnboundDeviceError"
    assert room.hub.heard_of == []


def test_who_is_at_a_shared_speaker_is_one_of_its_household(room: Room) -> None:
    box, bea = room.box(shared=True), room.home.join("bea")
    ada = room.home.people["ada"]
    with ready(room.visitor, box) as line:
        assert line.welcome()["members"] == [{"member": ada.subject, "name": "ada"}]
        for who in (ada.subject, "guest", "nobody"):
            line.say(type="choose", who=who)
        line.speak()
        line.answer()
        assert [each for _, each in room.hub.chosen] == [Chosen(member=ada.subject), Chosen(member=None), None]
        line.say(type="choose", who=bea.subject)
        assert line.ended_by() == "MessageRefusedError"


def test_who_counts_is_told_at_once_and_whenever_it_changes(room: Room) -> None:
    box = room.box(shared=True)
    ada = room.home.people["ada"]
    there: Speakers = room.application.state.speakers

    def told(line: Line) -> str:
        line.welcomes.clear()
        return str(line.welcome()["who"])

    with ready(room.visitor, box) as line:
        assert line.welcome()["who"] == "nobody"
        for who in (ada.subject, "guest", "nobody", ada.subject):
            line.say(type="choose", who=who)
            assert told(line) == who
        room.hub.counting.clear()  # somebody said by voice that they are somebody else
        line.speak()
        line.answer()
        assert told(line) == "nobody"
        room.hub.counting[box.device] = Counting(who=Chosen(member=ada.subject), seconds=None)  # on a page
        there.look_again(box.device)
        assert told(line) == ada.subject
    with ready(room.visitor, box) as line:
        assert line.welcome()["who"] == ada.subject, "a new connection is told, and need not say it"


def test_when_somebody_counts_no_longer_the_speaker_is_told_in_that_moment(room: Room) -> None:
    box = room.box(shared=True)
    for who in (Chosen(member=room.home.people["ada"].subject), Chosen(member=None)):
        room.hub.counting[box.device] = Counting(who=who, seconds=0.3)
        with ready(room.visitor, box) as line:
            assert line.welcome()["who"] == (who.member or "guest")
            room.hub.counting.clear()
            line.welcomes.clear()
            began = time.monotonic()
            assert line.welcome()["who"] == "nobody"
            assert time.monotonic() - began < LOOK_EVERY / 2


def test_nobody_is_told_of_whom_the_speaker_may_not_show(room: Room) -> None:
    box, bea, own = room.box(shared=True), room.home.join("bea"), room.box()
    for device in (box.device, own.device):
        room.hub.counting[device] = Counting(who=Chosen(member=bea.subject), seconds=None)
    with ready(room.visitor, box) as line, ready(room.visitor, own) as other:
        assert line.welcome()["who"] == "another"
        assert other.welcome()["who"] == "nobody", "at one person's own speaker nobody is named"
        assert bea.subject not in str([*line.welcomes, *other.welcomes])


def test_an_assistant_that_fails_is_named_and_the_connection_stays(room: Room) -> None:
    room.hub.answers.append(SpeechEngineFailedError())
    with ready(room.visitor, room.box()) as line:
        line.speak()
        assert line.answer()["name"] == "SpeechEngineFailedError"
        line.speak()
        assert line.answer()["type"] == "reply"


def test_a_keep_without_its_assistant_says_so(room: Room) -> None:
    visitor = Visitor(make_application(room.home.keep))
    assert refused(visitor, room.box()) == "NoAssistantError"


def test_too_many_utterances_end_the_connection(room: Room) -> None:
    keep = replace(room.home.keep, limits=replace(room.home.keep.limits, utterances_per_window=2))
    visitor = Visitor(make_application(keep, hub=room.hub))
    with ready(visitor, room.box()) as line:
        for _ in range(2):
            line.speak()
            assert line.answer()["type"] == "reply"
        line.say(type="listen", wake=None)
        assert line.ended_by() == "RateExceededError"


@pytest.mark.parametrize("wake", [None, {"word": "okay_nabu", "confidence": 0.9}])
def test_a_hand_on_the_speaker_is_told_to_the_hub_and_its_wake_word_is_none(
    room: Room, wake: dict[str, object] | None
) -> None:
    box = room.box()
    with ready(room.visitor, box) as line:
        line.say(type="listen", wake=wake)
        line.say(type="cancel")
        line.speak()
        line.answer()
        assert len(room.hub.touched_at) == 1 + (wake is None)
        line.say(type="muted", muted=True)
        room.hub.wait_until(lambda: len(room.hub.touched_at) == 2 + (wake is None))


def say(line: Line, text: str) -> str:
    line.socket.send_text(text)
    return line.ended_by()


@pytest.mark.parametrize(
    "text",
    ["", "x", "[]", "{}", '{"type":"bye"}', '{"type":"end"}', '{"type":"listen","wake":1}', "[" * 9000, "x" * 20_000],
)
def test_a_message_that_is_none_ends_the_connection(room: Room, text: str) -> None:
    with ready(room.visitor, room.box()) as line:
        assert say(line, text) == "MessageRefusedError"


@given(st.text() | st.binary().map(lambda each: each.decode("latin-1")))
def test_whatever_is_said_is_a_message_or_refused_by_name(text: str) -> None:
    with pytest.raises(MessageRefusedError):
        message_of(text)
