"""Nothing is kept that a person did not choose (P1, R31)."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.people.books import NOW
from voicekeep.people import PERIODS, Choice, ChoiceRefusedError, choose, may_keep
from voicekeep.records.ids import ItemId, SubjectId
from voicekeep.records.items import ConsentRecord, Keeping

SUBJECT = SubjectId.random(os.urandom)
ITEM = ItemId.random(os.urandom)


def chosen(keeping: Keeping, months: int) -> tuple[Choice, ConsentRecord]:
    return choose(SUBJECT, keeping, months, item=ITEM, now=NOW)


@settings(deadline=None)
@given(keeping=st.sampled_from(Keeping), months=st.integers(min_value=-1, max_value=40))
def test_a_choice_has_an_offered_period_and_its_record_says_the_same(keeping: Keeping, months: int) -> None:
    if keeping is not Keeping.NOTHING and months not in PERIODS:
        with pytest.raises(ChoiceRefusedError):
            chosen(keeping, months)
        return
    choice, record = chosen(keeping, months)
    assert (choice.subject, choice.keeping, choice.months, choice.at) == (
        record.owner,
        record.keeping,
        record.months,
        record.at,
    )
    assert (choice.months == 0) == (keeping is Keeping.NOTHING)


@pytest.mark.parametrize(
    ("choice", "allowed"),
    [
        (None, {Keeping.NOTHING}),
        (Keeping.NOTHING, {Keeping.NOTHING}),
        (Keeping.TRANSCRIPT, {Keeping.NOTHING, Keeping.TRANSCRIPT}),
        (Keeping.AUDIO, set(Keeping)),
    ],
)
def test_no_more_is_kept_than_was_chosen(choice: Keeping | None, allowed: set[Keeping]) -> None:
    made = None if choice is None else chosen(choice, 3)[0]
    assert {keeping for keeping in Keeping if may_keep(made, keeping)} == allowed
