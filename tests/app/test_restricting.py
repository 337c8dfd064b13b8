"""Kept and not used: nothing is taken in, nothing expires, and the person still gets what they ask for (Art. 18)."""

from __future__ import annotations

import json

import pytest

from tests.app.simulator import Household, tone
from tests.app.test_release import lines_of
from voicekeep.app.operations.devices import pair_device
from voicekeep.app.operations.erasing_turns import Stretch, erase_turns, turns_in
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.app.operations.recordings import RestrictedError, from_device, from_owner, take_in
from voicekeep.app.operations.restricting import lift, restrict, restriction_of
from voicekeep.app.operations.retention import expire_items
from voicekeep.people import StaleSignInError
from voicekeep.records.items import RestrictionGround


def test_nothing_new_is_taken_in_neither_from_them_nor_from_their_device(home: Household) -> None:
    ada, bruno = home.join("ada"), home.join("bruno")
    session = home.session(ada)
    _, credential = pair_device(home.keep, session, "speaker")
    restrict(home.keep, session, RestrictionGround.CLAIMS)
    with pytest.raises(RestrictedError):
        home.say(ada, "the kitchen light")
    with pytest.raises(RestrictedError):
        take_in(home.keep, from_device(home.keep, credential), home.folder)
    assert home.say(bruno, "the garage door").kept == 1, "nobody else is touched"
    lift(home.keep, home.session(ada))
    assert home.say(ada, "the kitchen light").kept == 1


def test_nothing_expires_until_it_is_lifted(home: Household) -> None:
    ada = home.join("ada")
    home.say(ada, "the kitchen light")
    restrict(home.keep, home.session(ada), RestrictionGround.UNLAWFUL)
    home.clock.pass_by(days=400)
    assert expire_items(home.keep) == 0
    lift(home.keep, home.session(ada))
    assert expire_items(home.keep) == 1


def test_they_still_get_their_copy_with_the_history_of_it_and_can_erase(home: Household) -> None:
    ada = home.join("ada")
    home.say(ada, "the kitchen light")
    restrict(home.keep, home.session(ada), RestrictionGround.ACCURACY)
    lift(home.keep, home.session(ada))
    restrict(home.keep, home.session(ada), RestrictionGround.OBJECTION)
    zipped = home.fetch(ada, home.release(ada))
    assert [line["ground"] for line in lines_of(zipped, "restrictions")] == ["accuracy", None, "objection"]
    assert [line["right"] for line in lines_of(zipped, "requests")] == ["restriction", "restriction", "access"]
    assert erase_turns(home.keep, home.session(ada), Stretch.EVERYTHING, "") == 1
    assert not turns_in(home.keep, home.session(ada), Stretch.EVERYTHING, "")
    verify_ledger(home.keep)


def test_it_needs_a_fresh_sign_in_both_ways(home: Household) -> None:
    ada = home.join("ada")
    session = home.session(ada)
    home.clock.pass_by(hours=1)
    with pytest.raises(StaleSignInError):
        restrict(home.keep, session, RestrictionGround.CLAIMS)
    assert restriction_of(home.keep, session) is None
    restrict(home.keep, home.session(ada), RestrictionGround.CLAIMS)
    with pytest.raises(StaleSignInError):
        lift(home.keep, session)
    restriction = restriction_of(home.keep, session)
    assert restriction is not None
    assert restriction.ground is RestrictionGround.CLAIMS


def test_whoever_restricts_while_recordings_come_in_has_none_of_the_rest_kept(home: Household) -> None:
    ada = home.join("ada")
    folder = home.folder / "many"
    folder.mkdir()
    for number in range(70):  # more than one batch
        (folder / f"{number:02}.wav").write_bytes(tone(f"restricted {number}"))
        (folder / f"{number:02}.wav.json").write_text(json.dumps({"at": "2030-11-01T10:00:00Z"}))
    told: list[int] = []

    def restricting(count: int) -> None:
        if not told:
            restrict(home.keep, home.session(ada), RestrictionGround.CLAIMS)
        told.append(count)

    summary = take_in(home.keep, from_owner(home.session(ada)), folder, told=restricting)
    assert summary.kept == 64
    assert {type(error).__name__ for _, error in summary.refused} == {"ChoiceChangedError"}
