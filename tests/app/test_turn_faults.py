"""P10: a turn that dies at any store call leaves all or nothing of each thing; of a full store nothing half is left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

import pytest

from tests.app.faults import Killed, mortal
from tests.app.simulator import Household
from tests.app.speaking import Talk, opened, speaker_of, talk_in
from voicekeep.app.operations.erase import finish_erasures
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.sweeping import sweep
from voicekeep.assistant import AddToList, Answer, EraseLast, SetTimer
from voicekeep.device import Device
from voicekeep.records.asked import TimerRecord
from voicekeep.records.items import ItemKind
from voicekeep.stores import DatabaseFullError, StoreBusyError

TIMER = Answer(
    text="Ten minutes.",
    effects=(SetTimer(seconds=600, name="tea"), AddToList(list_name="shopping", texts=("milk", "tea"))),
)


def talk_over(home: Household, keep: Keep) -> Talk:
    """Open a hub over another keep of the same household."""
    return talk_in(replace(home, keep=keep))


def require_whole(home: Household, name: str) -> None:
    """Require that every row has its blob, every timer its ring, every fact its row, and the other way round."""
    home.clock.pass_by(days=1)  # a dead writer's lease is over
    finish_erasures(home.keep)
    sweep(home.keep)
    verify_ledger(home.keep)
    timers = [each for each in opened(home, home.people[name], ItemKind.TIMER) if isinstance(each, TimerRecord)]
    with home.keep.database.read() as transaction:
        assert {ring.item for ring in transaction.rings.rings()} == {timer.item for timer in timers}
    entries = opened(home, home.people[name], ItemKind.LIST_ENTRY)
    assert len(entries) % 2 == 0  # both, or neither
    opened(home, home.people[name], ItemKind.TURN)


@pytest.mark.parametrize("after", [False, True])
def test_a_turn_that_dies_anywhere_leaves_all_or_nothing(home: Household, after: bool) -> None:  # noqa: FBT001
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    for at in range(1, 60):
        turns = len(opened(home, ada, ItemKind.TURN))
        dying, fuse = mortal(home.keep, at, after=after)
        with suppress(Killed):
            talk_over(home, dying).say(kitchen, f"timer {at}", TIMER)
        require_whole(home, "ada")
        assert len(opened(home, ada, ItemKind.TURN)) - turns in {0, 1}
        if fuse.calls < at:
            break
    assert at > 10
    assert len(opened(home, ada, ItemKind.TURN)) > turns


@pytest.mark.parametrize("after", [False, True])
def test_an_erasure_by_voice_that_dies_anywhere_is_finished(home: Household, after: bool) -> None:  # noqa: FBT001
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    for at in range(1, 40):
        before = len(opened(home, ada, ItemKind.TURN))
        talk_in(home).say(kitchen, f"secret {at}", Answer(text="Hm."))
        dying, fuse = mortal(home.keep, at, after=after)
        with suppress(Killed):
            talk_over(home, dying).say(kitchen, "delete that", Answer(effects=(EraseLast(),)))
        require_whole(home, "ada")
        left = len(opened(home, ada, ItemKind.TURN)) - before
        assert left == (at == 1 and not after)  # once it was ordered, it goes
        if fuse.calls < at:
            break
    assert at > 4


class _Full:
    """A store that is full from its `at`-th change on."""

    def __init__(self, real: object, at: int, error: type[Exception]) -> None:
        self._real = real
        self._left = at
        self._error = error

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  whatever the store has
        attribute = getattr(self._real, name)
        if name == "begin":
            return self._begin
        return attribute

    @contextmanager
    def _begin(self) -> Iterator[object]:
        self._left -= 1
        if self._left < 0:
            raise self._error
        real: Any = self._real
        with real.begin() as transaction:
            yield transaction


@pytest.mark.parametrize("error", [DatabaseFullError, StoreBusyError])
@pytest.mark.parametrize("at", range(12))
def test_a_full_store_is_said_and_keeps_no_half(home: Household, at: int, error: type[Exception]) -> None:
    ada = home.join("ada")
    kitchen: Device = speaker_of(home, ada.subject)
    full: Any = replace(home.keep, database=_Full(home.keep.database, at, error))
    reply = talk_over(home, full).say(kitchen, "timer", TIMER)
    turns = opened(home, ada, ItemKind.TURN)
    require_whole(home, "ada")
    assert reply.wav
    assert (reply.text == "Ten minutes.") is (len(turns) == 1)
    assert reply.text == "Ten minutes." or "no room left" in reply.text
