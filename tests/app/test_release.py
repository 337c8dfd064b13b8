"""The main job, end to end, in memory: each person's copy holds exactly what is theirs."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import timedelta

import pytest

from tests.app.simulator import Household, Someone, tone
from voicekeep.app.operations.asking import copies_of
from voicekeep.app.operations.building import build
from voicekeep.app.operations.capture import Piece, keep_items
from voicekeep.app.operations.checking import check
from voicekeep.app.operations.devices import pair_device
from voicekeep.app.operations.erase import erase_item
from voicekeep.app.operations.erasing_turns import Stretch, turns_in
from voicekeep.app.operations.evidence import holds, verify_ledger
from voicekeep.app.operations.handing_over import record
from voicekeep.app.operations.holding import HELD
from voicekeep.app.operations.release import PlainDesk, Step, release
from voicekeep.ledger import Event
from voicekeep.records.ids import DeviceId, ItemId
from voicekeep.records.items import Evidence, Speaker, TurnRecord, recording_path
from voicekeep.request import State


def lines_of(zipped: bytes, stem: str) -> list[dict[str, object]]:
    with zipfile.ZipFile(io.BytesIO(zipped)) as copy:
        return [json.loads(line) for line in copy.read(f"data/{stem}.jsonl").splitlines()]


def test_two_people_ask_and_each_gets_exactly_their_own(home: Household) -> None:
    ada, bruno = home.join("ada"), home.join("bruno")
    assert home.say(ada, "one", "two", "three").kept == 3
    assert home.say(bruno, "four", "five").kept == 2
    adas, brunos = home.release(ada), home.release(bruno)
    for someone, request, words in ((ada, adas, {"one", "two", "three"}), (bruno, brunos, {"four", "five"})):
        zipped = home.fetch(someone, request)
        assert {line["transcript"] for line in lines_of(zipped, "turns")} == words
        assert {line["owner"] for stem in ("turns", "profile", "sign-ins") for line in lines_of(zipped, stem)} == {
            someone.subject
        }
    verify_ledger(home.keep)


def heard_by(home: Household, someone: Someone, device: DeviceId, count: int, **said: str | None) -> None:
    """Keep turns as a speaker with a fault in it would: under whatever device it takes itself for."""
    pieces = []
    for number in range(count):
        item, at = ItemId.random(home.keep.entropy), home.clock.now - timedelta(hours=count - number)
        audio = tone(f"{someone.name} {device} {number}")
        record = TurnRecord(
            item=item,
            owner=someone.subject,
            at=at,
            device=device,
            evidence=Evidence.PAIRED_DEVICE,
            speaker=Speaker.REGISTERED,
            language="en",
            transcript=said.get("transcript"),
            source_name=None,
            recording=recording_path(at, item),
            audio_sha256=hashlib.sha256(audio).hexdigest(),
            samples_sha256=hashlib.sha256(b"samples" + audio).hexdigest(),
            sample_rate=16_000,
            sample_count=16_000,
        )
        pieces.append(Piece(record=record, audio=audio))
    keep_items(home.keep, someone.subject, pieces, device=device)


def told(home: Household, someone: Someone) -> list[Event]:
    return list(holds(home.keep, home.session(someone)))


def test_what_a_speaker_of_nobody_heard_does_not_leave(home: Household) -> None:
    """R4: by seal and ledger it is hers; that no device of hers can have heard it, only plausibility says."""
    ada = home.join("ada")
    heard_by(home, ada, DeviceId.random(home.keep.entropy), 2, transcript="whose kitchen is this")
    home.release(ada)
    view = copies_of(home.keep, home.session(ada))[0]
    assert (view.state, view.token) == (State.HELD, None)
    last = told(home, ada)[-1]
    assert last.name == "held"
    assert "audio_without_device" in last.detail
    assert "unknown_device" in last.detail


def test_a_note_is_in_the_ledger_and_the_copy_leaves(home: Household) -> None:
    ada = home.join("ada")
    device, _ = pair_device(home.keep, home.session(ada), "Kitchen")
    home.clock.pass_by(days=10)
    heard_by(home, ada, device, 60, transcript=None)
    request = home.release(ada)
    assert home.fetch(ada, request).startswith(b"PK")
    [noted] = [event for event in told(home, ada) if event.name == "noted"]
    assert noted.detail.endswith(": missing_words")


@pytest.mark.parametrize("step", [build, check, record])
def test_who_erases_something_while_their_copy_is_under_way_gets_it_without_it(home: Household, step: Step) -> None:
    ada = home.join("ada")
    home.say(ada, "the kitchen light", "the garage door")
    request = home.ask(ada)
    erased = turns_in(home.keep, home.session(ada), Stretch.EVERYTHING, "")[0]

    class Erasing(PlainDesk):
        """Ada erases a turn when the copy has come to one step, once."""

        done = False

        def step(self, function: Step, identifier: str) -> str:
            if function is step and not self.done:
                self.done = True
                erase_item(home.keep, home.session(ada), erased)
            return super().step(function, identifier)

    assert release(request, Erasing(home.keep)).startswith("gra_")
    copy = home.fetch(ada, request)
    assert b"the garage door" in copy
    assert b"the kitchen light" not in copy
    verify_ledger(home.keep)


def test_who_erases_something_each_time_is_held_in_the_end(home: Household) -> None:
    ada = home.join("ada")
    home.say(ada, *"abcdefghi")
    request = home.ask(ada)
    turns = list(turns_in(home.keep, home.session(ada), Stretch.EVERYTHING, ""))

    class Erasing(PlainDesk):
        def step(self, function: Step, identifier: str) -> str:
            if function is check:
                erase_item(home.keep, home.session(ada), turns.pop())
            return super().step(function, identifier)

    assert release(request, Erasing(home.keep)) == HELD
    [view] = copies_of(home.keep, home.session(ada))
    assert view.findings == ("changed_meanwhile",)
    assert len(turns) == 4


def test_what_does_not_open_is_held_at_once_although_something_was_erased_before(home: Household) -> None:
    ada = home.join("ada")
    home.say(ada, "the kitchen light", "the garage door")
    first, second = turns_in(home.keep, home.session(ada), Stretch.EVERYTHING, "")
    erase_item(home.keep, home.session(ada), first)
    request = home.ask(ada)
    home.keep.blobs.put(f"items/{second}", b"noise")
    assert release(request, PlainDesk(home.keep)) == HELD
