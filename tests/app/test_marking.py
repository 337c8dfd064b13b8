"""What a person says of their turns holds from that instant on, in pages and copies, also in ready ones (R14, R15)."""

from __future__ import annotations

import io
import json
import zipfile
from contextlib import suppress
from typing import Any

import pytest
import soundfile

from tests.app.faults import Killed, mortal
from tests.app.simulator import Household, Someone
from voicekeep.app.operations.asking import ask_for_copy, copies_of
from voicekeep.app.operations.building import build
from voicekeep.app.operations.checking import check
from voicekeep.app.operations.erase import NotYoursError, erase_item
from voicekeep.app.operations.erasing_turns import Stretch, turns_in
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.app.operations.handing_over import record
from voicekeep.app.operations.history import Silence, days_of, heard_on, search, sound_of
from voicekeep.app.operations.marking import (
    CorrectionRefusedError,
    MarkedMeanwhileError,
    correct,
    disown,
    void_withheld,
    withhold,
)
from voicekeep.app.operations.release import PlainDesk, Step, release
from voicekeep.app.operations.sweeping import sweep
from voicekeep.device import Sound, StretchRefusedError, silenced
from voicekeep.people import StaleSignInError
from voicekeep.records.ids import ItemId, RequestId
from voicekeep.records.items import ItemKind
from voicekeep.records.limits import Limits
from voicekeep.records.scope import ReleaseScope
from voicekeep.request import State, Wish


def turns(home: Household, someone: Someone) -> tuple[ItemId, ...]:
    return turns_in(home.keep, home.session(someone), Stretch.EVERYTHING, "")


def words_heard(home: Household, someone: Someone) -> list[str]:
    session = home.session(someone)
    return [turn.transcript for day, _ in days_of(home.keep, session) for turn in heard_on(home.keep, session, day)]


class Copy:
    """A copy as its recipient unpacks it."""

    def __init__(self, zipped: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(zipped)) as copy:
            self.files = {name: copy.read(name) for name in copy.namelist()}

    def lines(self, stem: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.files[f"data/{stem}.jsonl"].splitlines()]

    def loudness(self, item: ItemId) -> list[bool]:
        """Return for each 50 ms of a turn whether there is sound."""
        [name] = [name for name in self.files if item in name]
        samples, rate = soundfile.read(io.BytesIO(self.files[name]), dtype="int16")
        step = rate // 20
        return [bool(samples[at : at + step].any()) for at in range(0, len(samples), step)]


def copy_of(home: Household, someone: Someone) -> Copy:
    return Copy(home.fetch(someone, home.release(someone)))


def test_a_correction_is_shown_and_the_earlier_words_stay_beside_it(home: Household) -> None:
    ada = home.join("ada")
    home.say(ada, "the kitchen light", "a timer")
    turn = turns(home, ada)[0]
    session = home.session(ada)
    correct(home.keep, session, turn, "  the chicken bite ")
    correct(home.keep, session, turn, "the chicken light")
    [first, second] = heard_on(home.keep, session, days_of(home.keep, session)[0][0])
    assert (first.transcript, first.understood) == ("the chicken light", "the kitchen light")
    assert (second.transcript, second.understood) == ("a timer", "")
    assert [found.item for found in search(home.keep, session, "chicken").turns] == [turn]
    assert not search(home.keep, session, "kitchen").turns
    copy = copy_of(home, ada)
    assert [line["transcript"] for line in copy.lines("turns")] == ["the kitchen light", "a timer"]
    by_instant = sorted(copy.lines("corrections"), key=lambda line: str(line["corrected_at"]))
    assert [line["transcript"] for line in by_instant] == ["the chicken bite", "the chicken light"]
    assert {line["turn"] for line in copy.lines("corrections")} == {turn}
    verify_ledger(home.keep)


@pytest.mark.parametrize("words", ["", "   ", "x" * 10_001])
def test_no_words_or_too_many_correct_nothing(home: Household, words: str) -> None:
    ada = home.join("ada")
    home.say(ada, "the kitchen light")
    with pytest.raises(CorrectionRefusedError):
        correct(home.keep, home.session(ada), turns(home, ada)[0], words)
    assert words_heard(home, ada) == ["the kitchen light"]


def test_a_stretch_is_silent_in_the_copy_and_whole_in_the_pages(home: Household) -> None:
    ada = home.join("ada")
    home.say(ada, "the kitchen light", "a timer")  # 200 ms each
    first, second = turns(home, ada)
    session = home.session(ada)
    before = sound_of(home.keep, session, first)
    withhold(home.keep, session, first, 50, 100)
    copy = copy_of(home, ada)
    assert copy.loudness(first) == [True, False, True, True]
    assert copy.loudness(second) == [True] * 4
    [line] = copy.lines("withholdings")
    assert (line["because"], line["first_ms"], line["end_ms"], line["turn"]) == ("somebody_else", 50, 100, first)
    withhold(home.keep, home.session(ada), first, 150, 200)
    assert copy_of(home, ada).loudness(first) == [True, False, True, False], "both stretches"
    assert sound_of(home.keep, session, first) == before, "it is theirs to listen to"
    [turn, _] = heard_on(home.keep, session, days_of(home.keep, session)[0][0])
    assert turn.silences == (Silence(first_ms=50, end_ms=100), Silence(first_ms=150, end_ms=200))
    verify_ledger(home.keep)


def test_what_is_not_me_is_in_no_page_no_search_and_no_copy(home: Household) -> None:
    ada = home.join("ada")
    home.say(ada, "the kitchen light", "somebody elses secret")
    mine, other = turns(home, ada)
    session = home.session(ada)
    withhold(home.keep, session, other, 0, 100)
    disown(home.keep, session, other)
    shown = heard_on(home.keep, session, days_of(home.keep, session)[0][0])
    assert [(turn.item, turn.not_me, turn.transcript) for turn in shown] == [
        (mine, False, "the kitchen light"),
        (other, True, ""),
    ]
    assert not search(home.keep, session, "secret").turns
    with pytest.raises(NotYoursError):
        sound_of(home.keep, session, other)
    copy = copy_of(home, ada)
    assert [line["item"] for line in copy.lines("turns")] == [mine]
    assert not [name for name, data in copy.files.items() if other in name or b"elses secret" in data]
    assert {line["because"] for line in copy.lines("withholdings")} == {"not_me", "somebody_else"}
    with pytest.raises(NotYoursError):
        disown(home.keep, home.session(ada), other)
    with pytest.raises(NotYoursError):
        withhold(home.keep, home.session(ada), other, 0, 100)
    with pytest.raises(NotYoursError):
        correct(home.keep, home.session(ada), other, "mine after all")
    erase_item(home.keep, home.session(ada), other)
    assert [line["turn"] for line in copy_of(home, ada).lines("withholdings")] == []


def test_a_ready_copy_that_holds_it_is_destroyed_and_one_from_another_time_stays(home: Household) -> None:
    ada = home.join("ada")
    home.say(ada, "the kitchen light")
    old = home.release(ada)
    session = home.session(ada)
    elsewhen = ask_for_copy(home.keep, session, "en", Wish(until=home.clock.now.replace(year=2029)))
    release(elsewhen, PlainDesk(home.keep))
    disown(home.keep, session, turns(home, ada)[0])
    states = {view.request: view.state for view in copies_of(home.keep, session)}
    assert states == {old: State.EXPIRED, elsewhen: State.AVAILABLE}


def test_nobody_marks_what_is_anothers_and_nothing_without_a_fresh_sign_in(home: Household) -> None:
    ada, bruno = home.join("ada"), home.join("bruno")
    home.say(ada, "the kitchen light")
    turn = turns(home, ada)[0]
    stranger = home.session(bruno)
    with pytest.raises(NotYoursError):
        correct(home.keep, stranger, turn, "mine")
    with pytest.raises(NotYoursError):
        withhold(home.keep, stranger, turn, 0, 100)
    with pytest.raises(NotYoursError):
        disown(home.keep, stranger, turn)
    session = home.session(ada)
    with pytest.raises(StretchRefusedError):
        withhold(home.keep, session, turn, 100, 100)
    home.clock.pass_by(hours=1)
    with pytest.raises(StaleSignInError):
        withhold(home.keep, session, turn, 0, 100)
    with pytest.raises(StaleSignInError):
        disown(home.keep, session, turn)
    assert copy_of(home, ada).loudness(turn) == [True] * 4


def test_what_was_said_of_a_turn_goes_with_it(home: Household) -> None:
    ada = home.join("ada")
    home.say(ada, "the kitchen light", "a timer")
    first, second = turns(home, ada)
    session = home.session(ada)
    for turn in (first, second):
        correct(home.keep, session, turn, "other words")
        withhold(home.keep, session, turn, 0, 100)
    erase_item(home.keep, session, first)
    copy = copy_of(home, ada)
    for stem in ("corrections", "withholdings"):
        assert {line["turn"] for line in copy.lines(stem)} == {second}
    sweep(home.keep)
    with home.keep.database.read() as transaction:
        ever = ReleaseScope(as_of=transaction.log.size())
        rows = [row for kind in ItemKind for row in transaction.items.held_by(ada.subject, kind, ever)]
    assert {f"items/{row.item}" for row in rows} == {name for name in home.keep.blobs.names() if "items/" in name}
    verify_ledger(home.keep)


@pytest.mark.parametrize("step", [build, check, record])
def test_what_is_withheld_while_a_copy_is_made_is_not_in_it(home: Household, step: Step) -> None:
    ada = home.join("ada")
    home.say(ada, "the kitchen light", "somebody elses secret")
    request = home.ask(ada)
    silent, other = turns(home, ada)

    class Marking(PlainDesk):
        done = False

        def step(self, function: Step, identifier: str) -> str:
            if function is step and not self.done:
                self.done = True
                withhold(home.keep, home.session(ada), silent, 0, 100)
                disown(home.keep, home.session(ada), other)
            return super().step(function, identifier)

    assert release(request, Marking(home.keep)).startswith("gra_")
    copy = Copy(home.fetch(ada, request))
    assert copy.loudness(silent) == [False, False, True, True]
    assert not [name for name, data in copy.files.items() if other in name or b"elses secret" in data]


def test_two_at_once_do_not_take_back_each_others_silence(home: Household, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = home.join("ada")
    home.say(ada, "the kitchen light")
    turn = turns(home, ada)[0]
    between = "voicekeep.app.operations.marking.silenced"

    def meanwhile(flac: bytes, first_ms: int, end_ms: int, limits: Limits) -> Sound:
        monkeypatch.setattr(between, silenced)
        withhold(home.keep, home.session(ada), turn, 150, 200)
        return silenced(flac, first_ms, end_ms, limits)

    monkeypatch.setattr(between, meanwhile)
    with pytest.raises(MarkedMeanwhileError):
        withhold(home.keep, home.session(ada), turn, 0, 50)
    assert copy_of(home, ada).loudness(turn) == [True, True, True, False]


@pytest.mark.parametrize("after", [False, True])
def test_killed_anywhere_no_ready_copy_holds_what_is_withheld(home: Household, after: bool) -> None:  # noqa: FBT001
    ada = home.join("ada")
    for at in range(1, 40):
        home.say(ada, f"word {at}")
        turn = turns(home, ada)[-1]
        request = home.release(ada)
        dying, fuse = mortal(home.keep, at, after=after)
        with suppress(Killed):
            disown(dying, home.session(ada), turn)
        void_withheld(home.keep)
        home.clock.pass_by(days=1)
        sweep(home.keep)
        withheld = not [found for found in heard(home, ada) if found == turn]
        assert (state_of(home, ada, request) is State.EXPIRED) >= withheld
        verify_ledger(home.keep)
        if fuse.calls < at:
            break
    assert at > 4


def heard(home: Household, someone: Someone) -> list[ItemId]:
    session = home.session(someone)
    return [
        turn.item
        for day, _ in days_of(home.keep, session)
        for turn in heard_on(home.keep, session, day)
        if not turn.not_me
    ]


def state_of(home: Household, someone: Someone, request: RequestId) -> State:
    return next(view.state for view in copies_of(home.keep, home.session(someone)) if view.request == request)
