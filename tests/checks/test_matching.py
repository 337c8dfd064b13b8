"""Two lists held against each other in one pass: whatever their order, what is on one side only is found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.archive.copies import turn
from tests.checks.readings import DIGEST
from voicekeep.checks.matching import WAITING_MAX, Matching, TooDifferentError
from voicekeep.formats.lines import decode_record
from voicekeep.records.facts import Captured
from voicekeep.vault import captured

RECORDS = [turn(number, audio=None).record for number in range(WAITING_MAX + 2)]
FACTS = [captured(decode_record(record), record, DIGEST) for record in RECORDS]
NAMES = [str(fact.item) for fact in FACTS]
keys = st.lists(st.integers(0, 12), max_size=16)


class Judged:
    """Remembers which pairs were judged; a pair of two different ones would be the mix-up itself."""

    def __init__(self, held: Iterable[int]) -> None:
        self.pairs: Counter[str] = Counter()
        self.matching: Matching[str] = Matching((FACTS[key] for key in held), lambda fact: fact.item, self._judge)

    def _judge(self, seen: str, fact: Captured) -> None:
        assert seen == fact.item
        self.pairs[seen] += 1


@given(seen=keys, held=st.lists(st.integers(0, 12), max_size=16, unique=True))
def test_every_order_gives_the_same(seen: list[int], held: list[int]) -> None:
    judged = Judged(held)
    for key in seen:
        judged.matching.see(NAMES[key], NAMES[key])
    seen_only, held_only = judged.matching.rest()
    assert {fact.item for fact in held_only} == {FACTS[key].item for key in set(held) - set(seen)}
    assert judged.pairs == Counter({NAMES[key]: 1 for key in set(held) & set(seen)})
    left = Counter(seen) - Counter(held)  # what the ledger does not hold, or not so often
    assert set(seen_only) | set(judged.matching.doubled) == {NAMES[key] for key in left}


def test_as_many_may_wait_as_is_said_and_not_one_more() -> None:
    judged = Judged([])
    for name in NAMES[:WAITING_MAX]:
        judged.matching.see(name, name)
    with pytest.raises(TooDifferentError):
        judged.matching.see(NAMES[WAITING_MAX], NAMES[WAITING_MAX])


def test_those_who_wait_are_counted_on_both_sides() -> None:
    half = WAITING_MAX // 2
    judged = Judged(range(half + 1, 2 * half + 2))
    for name in NAMES[:half]:
        judged.matching.see(name, name)
    with pytest.raises(TooDifferentError):
        judged.matching.see(NAMES[half], NAMES[half])
