"""P1 on a page: whoever is signed in is named at a speaker that their household shares, aloud, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.app.simulator import Household, Someone, household
from tests.app.speaking import OK, Rooms, Talk, household_of, join_house, passes, speaker_of, talk_in
from tests.app.test_doing_what_skills_want import Attached
from tests.web.visitors import Visitor
from voicekeep.app.speakers import Speakers
from voicekeep.app.web import make_application
from voicekeep.assistant import SpeechEngineFailedError, Voice
from voicekeep.device import Chosen, Counting, Device
from voicekeep.records.ids import DeviceId
from voicekeep.records.items import Evidence

PAGE = "/my-data/speakers"


@dataclass(frozen=True, kw_only=True)
class Here:
    """A household with a speaker that it shares and one of its members' own, and its pages."""

    home: Household
    talk: Talk
    rooms: Rooms
    ada: Someone
    bea: Someone
    kitchen: Device
    study: Device

    def visitor(self, someone: Someone) -> Visitor:
        return Visitor(make_application(self.home.keep, hub=self.talk.hub)).sign_in(someone)

    def name(self, someone: Someone, speaker: Device, by: str) -> int:
        """Press the button, or call the API; return the status."""
        visitor = self.visitor(someone)
        if by == "page":
            return visitor.send(PAGE, to=f"{PAGE}/{speaker.device}/it-is-me").status_code
        sent = {"email": someone.email, "password": someone.password}
        token = visitor.client.post("/api/v1/sign-in", json=sent).json()["token"]
        answer = visitor.client.post(
            f"/api/v1/speakers/{speaker.device}/it-is-me", headers={"Authorization": f"Bearer {token}"}
        )
        return answer.status_code


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Here]:
    with household(tmp_path) as home:
        talk, rooms, ada = talk_in(home), Rooms(), home.join("ada")
        house = household_of(home, ada)
        kitchen, study = speaker_of(home, house), speaker_of(home, ada.subject, "Study")
        for speaker in (kitchen, study):
            talk.hub.attach(speaker.device, Attached(rooms, speaker))
        bea = join_house(home, "bea", house)
        yield Here(home=home, talk=talk, rooms=rooms, ada=ada, bea=bea, kitchen=kitchen, study=study)


@pytest.mark.parametrize(("by", "done"), [("page", 303), ("api", 204)])
def test_it_is_me_at_this_speaker_is_said_aloud_and_holds_for_a_quarter_of_an_hour(
    here: Here, by: str, done: int
) -> None:
    here.talk.say(here.kitchen, "before", OK)
    assert here.name(here.bea, here.kitchen, by) == done
    [(device, said)] = here.rooms.announced
    assert device == here.kitchen.device
    assert said.text.startswith("bea has said on a page")
    assert said.wav
    here.talk.say(here.kitchen, "milk", OK)
    passes(here.home, here.talk.watch, 16 * 60)
    here.talk.say(here.kitchen, "after", OK)
    assert [(turn.transcript, turn.evidence) for turn in here.talk.turns(here.bea)] == [("milk", Evidence.CONFIRMED)]
    assert here.talk.turns(here.ada) == []


@pytest.mark.parametrize("by", ["page", "api"])
def test_the_speaker_s_own_screen_is_told_at_once_who_was_named(
    here: Here, by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[DeviceId, Counting | None]] = []
    monkeypatch.setattr(
        Speakers, "look_again", lambda _, device: told.append((device, here.talk.hub.counting_at(device)))
    )
    here.name(here.bea, here.kitchen, by)
    [(device, counting)] = told
    assert counting is not None
    assert (device, counting.who) == (here.kitchen.device, Chosen(member=here.bea.subject))


@pytest.mark.parametrize(("by", "done"), [("page", 400), ("api", 409)])
def test_where_it_cannot_be_said_aloud_nobody_is_named(here: Here, by: str, done: int) -> None:
    here.rooms.away.add(here.kitchen.device)
    assert here.name(here.bea, here.kitchen, by) == done
    here.talk.say(here.kitchen, "milk", OK)
    assert here.talk.turns(here.bea) == here.talk.turns(here.ada) == []


@pytest.mark.parametrize(("by", "done"), [("page", 400), ("api", 409)])
def test_where_nothing_can_speak_nobody_is_named(
    here: Here, monkeypatch: pytest.MonkeyPatch, by: str, done: int
) -> None:
    def dumb(_text: str, _voice: Voice) -> bytes:
        raise SpeechEngineFailedError

    monkeypatch.setattr(here.talk.voice, "speak", dumb)
    assert here.name(here.bea, here.kitchen, by) == done
    monkeypatch.undo()
    assert here.rooms.announced == []
    here.talk.say(here.kitchen, "milk", OK)
    assert here.talk.turns(here.bea) == here.talk.turns(here.ada) == []


@pytest.mark.parametrize("by", ["page", "api"])
def test_nobody_is_named_at_one_person_s_own_speaker_or_in_another_household(here: Here, by: str) -> None:
    eve = here.home.join("eve")
    for someone, speaker in ((here.bea, here.study), (here.ada, here.study), (eve, here.kitchen), (eve, here.study)):
        assert here.name(someone, speaker, by) == 404
    assert here.rooms.announced == []
    here.talk.say(here.kitchen, "milk", OK)
    assert here.talk.turns(eve) == here.talk.turns(here.ada) == here.talk.turns(here.bea) == []


def test_the_button_is_shown_for_shared_speakers_alone(here: Here) -> None:
    shown = here.visitor(here.ada).get(PAGE).text
    assert f"{PAGE}/{here.kitchen.device}/it-is-me" in shown
    assert f"{PAGE}/{here.study.device}/it-is-me" not in shown
