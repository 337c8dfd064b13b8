"""By speaker: what one heard is shown and erased as that one's, and nothing of another speaker or another person."""

from __future__ import annotations

import pytest

from tests.app.by_speaker import OF_ADA, Heard, heard_by_speakers, words_of
from tests.app.simulator import Household, facts
from voicekeep.app.operations.erasing_turns import Stretch, erase_turns, turns_in
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.app.operations.heard_by import heard_by
from voicekeep.app.operations.history import heard_on
from voicekeep.records.facts import Viewed
from voicekeep.records.ids import DeviceId

SPEAKERS = [("kitchen", ["kettle", "toast", "marmalade"]), ("hall", ["umbrella"]), ("attic", ["cobweb"])]

each = pytest.mark.parametrize(("name", "words"), SPEAKERS)


@pytest.fixture
def heard(home: Household) -> Heard:
    return heard_by_speakers(home)


def device(heard: Heard, name: str) -> DeviceId:
    return {"kitchen": heard.kitchen, "hall": heard.hall, "attic": heard.attic}[name].device


@each
def test_a_day_by_one_speaker_is_what_that_one_heard_on_it(
    home: Household, heard: Heard, name: str, words: list[str]
) -> None:
    session = home.sign_in(heard.ada)
    turns = heard_on(home.keep, session, heard.first, device(heard, name))
    assert [turn.transcript for turn in turns] == [word for word in words if word != "marmalade"]
    assert {turn.device for turn in turns} == {device(heard, name)}
    seen = {fact.item for fact in facts(home) if isinstance(fact, Viewed) and fact.session == session.session}
    assert seen == {turn.item for turn in turns}, "what was not shown was not written down as shown"


@each
def test_an_erasure_by_one_speaker_takes_what_that_one_heard_and_nothing_else(
    home: Household, heard: Heard, name: str, words: list[str]
) -> None:
    session = home.session(heard.ada)
    assert erase_turns(home.keep, session, Stretch.DEVICE, device(heard, name)) == len(words)
    assert words_of(home, heard.ada) == [word for word in OF_ADA if word not in words]
    assert words_of(home, heard.bruno) == ["lantern"]
    assert device(heard, name) not in {told.device for told in heard_by(home.keep, session)}
    verify_ledger(home.keep)


def test_what_another_persons_speaker_heard_is_not_shown_counted_or_erased(home: Household, heard: Heard) -> None:
    session = home.session(heard.bruno)
    for foreign in (heard.kitchen.device, heard.hall.device, DeviceId.random(home.keep.entropy)):
        assert heard_on(home.keep, session, heard.first, foreign) == ()
        assert turns_in(home.keep, session, Stretch.DEVICE, foreign) == ()
        assert erase_turns(home.keep, session, Stretch.DEVICE, foreign) == 0
    assert words_of(home, heard.ada) == OF_ADA
    assert words_of(home, heard.bruno) == ["lantern"]


def test_who_took_a_speaker_over_erases_what_it_heard_of_them_only(home: Household, heard: Heard) -> None:
    assert erase_turns(home.keep, home.session(heard.bruno), Stretch.DEVICE, heard.attic.device) == 1
    assert words_of(home, heard.ada) == OF_ADA
    assert words_of(home, heard.bruno) == []


def test_it_is_counted_by_day_and_speaker_and_files_by_themselves(home: Household, heard: Heard) -> None:
    told = {(each.day, each.device): each.count for each in heard_by(home.keep, home.session(heard.ada))}
    assert told == {
        (heard.first, None): 1,
        (heard.first, heard.kitchen.device): 2,
        (heard.first, heard.hall.device): 1,
        (heard.first, heard.attic.device): 1,
        (heard.next, heard.kitchen.device): 1,
    }
