"""P10: the power goes at every change of every store; afterwards everything is whole, once, and goes on."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from tests.app.faults import Killed, mortal
from tests.app.simulator import Household, household
from voicekeep.app.operations.asking import copies_of
from voicekeep.app.operations.capture import Piece, keep_items
from voicekeep.app.operations.erase import erase_item, finish_erasures
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.app.operations.release import STEPS
from voicekeep.app.operations.sweeping import sweep
from voicekeep.app.operations.views import CopyView
from voicekeep.formats.facts import decode_fact
from voicekeep.records.facts import Granted, Released
from voicekeep.records.ids import ItemId
from voicekeep.records.items import ItemKind, SignInRecord
from voicekeep.records.scope import ReleaseScope
from voicekeep.request import State


def turns_of(home: Household, name: str) -> list[ItemId]:
    with home.keep.database.read() as transaction:
        scope = ReleaseScope(as_of=transaction.log.size())
        return [row.item for row in transaction.items.held_by(home.people[name].subject, ItemKind.TURN, scope)]


def view_of(home: Household, name: str) -> CopyView:
    return copies_of(home.keep, home.session(home.people[name]))[0]


@pytest.mark.parametrize("after", [False, True])
def test_a_release_that_dies_anywhere_goes_on_and_delivers_once(tmp_path: Path, after: bool) -> None:  # noqa: FBT001
    with household(tmp_path) as home:
        ada = home.join("ada")
        home.say(ada, "one", "two")
        deaths = 0
        for at in range(1, 200):
            request = home.ask(ada)
            dying, fuse = mortal(home.keep, at, after=after)
            carried: str = request
            for step in STEPS:  # a durable worker: a finished step is remembered, an interrupted one runs again
                try:
                    carried = step(dying, carried)
                except Killed:
                    deaths += 1
                    carried = step(home.keep, carried)
            if fuse.calls < at:
                break
            _require_delivered_once(home, request)
        assert deaths > 10


def _require_delivered_once(home: Household, request: str) -> None:
    with home.keep.database.read() as transaction:
        facts = [decode_fact(opening.fact) for opening in transaction.log.openings(0, transaction.log.size())]
    released = [fact for fact in facts if isinstance(fact, Released) and fact.request == request]
    granted = [fact for fact in facts if isinstance(fact, Granted) and fact.archive == released[0].archive]
    assert (len(released), len(granted)) == (1, 1)
    view = view_of(home, "ada")
    assert (view.request, view.state) == (request, State.AVAILABLE)
    verify_ledger(home.keep)
    zipped = home.fetch(home.people["ada"], view.request)
    with zipfile.ZipFile(io.BytesIO(zipped)) as copy:
        assert copy.testzip() is None
        assert sum(name.endswith(".flac") for name in copy.namelist()) == 2


@pytest.mark.parametrize("after", [False, True])
def test_a_capture_that_dies_anywhere_leaves_all_or_nothing(home: Household, after: bool) -> None:  # noqa: FBT001
    ada = home.join("ada")
    for at in range(1, 50):
        record = SignInRecord(item=ItemId.random(home.keep.entropy), owner=ada.subject, at=home.clock(), method="test")
        dying, fuse = mortal(home.keep, at, after=after)
        with suppress(Killed):
            keep_items(dying, ada.subject, [Piece(record=record)])
        if fuse.calls < at:
            break
        home.clock.pass_by(days=1)  # the dead writer's lease is over
        sweep(home.keep)
        with home.keep.database.read() as transaction:
            row = transaction.items.row(record.item)
            facts = list(transaction.log.openings_of_item(record.item))
        there = f"items/{record.item}" in set(home.keep.blobs.names())
        assert (row is not None) == bool(facts) == there
        verify_ledger(home.keep)
    assert at > 4


@pytest.mark.parametrize("after", [False, True])
def test_an_erasure_that_dies_anywhere_is_finished_at_the_next_start(home: Household, after: bool) -> None:  # noqa: FBT001
    ada = home.join("ada")
    for at in range(1, 50):
        home.say(ada, f"word {at}")
        home.release(ada)
        item = turns_of(home, "ada")[0]
        session = home.session(ada)
        dying, fuse = mortal(home.keep, at, after=after)
        ordered = True
        try:
            erase_item(dying, session, item)
        except Killed:
            with home.keep.database.read() as transaction:
                ordered = any(opening.name == "erasing" for opening in transaction.log.openings_of_item(item))
            finish_erasures(home.keep)
        if ordered:
            assert item not in turns_of(home, "ada")
            assert item not in home.keep.keys.item_keys([item])
            sweep(home.keep)
            assert f"items/{item}" not in set(home.keep.blobs.names())
        verify_ledger(home.keep)
        if fuse.calls < at:
            break
    assert at > 4


def test_a_writer_that_stalls_is_not_swept_and_one_that_was_swept_adds_no_row(home: Household) -> None:
    ada = home.join("ada")
    record = SignInRecord(item=ItemId.random(home.keep.entropy), owner=ada.subject, at=home.clock(), method="test")
    dying, _ = mortal(home.keep, 3, after=False)  # after lease and blob, before the keys
    with pytest.raises(Killed):
        keep_items(dying, ada.subject, [Piece(record=record)])
    name = f"items/{record.item}"
    sweep(home.keep)
    assert name in set(home.keep.blobs.names()), "it may still be writing"
    home.clock.pass_by(days=1)
    sweep(home.keep)
    assert name not in set(home.keep.blobs.names())
