"""Nobody who can write the database, but holds no key, makes an item vanish from a census or appear in another's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger.keeping import ADA, BEN, KEY, NOON, ORIGIN, STRANGE_KEY, Ledger, captured, item, released
from voicekeep.checks import Census
from voicekeep.formats.facts import commitment, encode_fact
from voicekeep.ledger import (
    CensusIncompleteError,
    EditedColumnError,
    EditedOpeningError,
    LedgerBehindError,
    LedgerCensus,
    LedgerError,
    LedgerForkError,
    LedgerSignatureError,
    MissingOpeningError,
    ReturnedOpeningError,
)
from voicekeep.records.facts import Withheld
from voicekeep.records.ids import SubjectId
from voicekeep.records.items import ItemKind
from voicekeep.records.scope import ReleaseScope


def household() -> Ledger:
    """Ada's are 0 to 3 and 7, Ben's 4 to 6."""
    ledger = Ledger()
    ledger.capture("a0", "a1", "a2", "a3")
    ledger.capture("b0", "b1", "b2", owner=BEN)
    ledger.log.append([captured("ap", kind=ItemKind.PROFILE)])
    return ledger


def test_the_census_is_what_the_checks_ask_for() -> None:
    census: Census = household().census()
    shown = census.captured_for(ADA, ReleaseScope(as_of=8), ItemKind.TURN)
    assert list(shown) == [captured(f"a{minute}", minute=minute) for minute in range(4)]


def test_each_person_is_shown_their_own() -> None:
    ledger = household()
    assert ledger.counted(ADA) == [item(f"a{number}") for number in range(4)]
    assert ledger.counted(BEN) == [item(f"b{number}") for number in range(3)]
    assert ledger.counted(ADA, kind=ItemKind.PROFILE) == [item("ap")]
    assert ledger.counted(BEN, kind=ItemKind.PROFILE) == []


def test_items_stand_by_instant_then_by_id() -> None:
    ledger = Ledger()
    facts = [captured(number, minute=number // 3) for number in (9, 3, 5, 4, 8, 0, 7, 1, 2, 6)]
    ledger.log.append(facts)
    assert ledger.counted() == [fact.item for fact in sorted(facts, key=lambda fact: (fact.at, fact.item))]


def test_what_was_captured_after_the_scope_is_not_in_it() -> None:
    ledger = household()
    assert ledger.counted(as_of=2) == [item("a0"), item("a1")]
    assert ledger.counted(as_of=0) == []


def test_the_period_and_the_kinds_of_a_scope_are_kept() -> None:
    ledger = household()
    scope = ReleaseScope(
        as_of=8,
        since=NOON + timedelta(minutes=1),
        until=NOON + timedelta(minutes=3),
        kinds=(ItemKind.TURN,),
    )
    census = ledger.census()
    assert [fact.item for fact in census.captured_for(ADA, scope, ItemKind.TURN)] == [item("a1"), item("a2")]
    assert list(census.captured_for(ADA, scope, ItemKind.PROFILE)) == []


def test_what_was_erased_is_not_shown() -> None:
    ledger = household()
    as_of = ledger.log.size()
    ledger.erase("a1")
    assert ledger.counted() == ledger.counted(as_of=as_of) == [item("a0"), item("a2"), item("a3")]


def test_a_scope_beyond_the_ledger_is_refused() -> None:
    with pytest.raises(LedgerBehindError):
        household().counted(as_of=9)


def edit(position: int, **columns: object) -> Callable[[Ledger], None]:
    def edited(ledger: Ledger) -> None:
        opening = ledger.memory.shown[position]
        ledger.memory.shown[position] = replace(opening, **columns)  # type: ignore[arg-type]

    return edited


def delete(position: int, *, erased_by: int | None = None) -> Callable[[Ledger], None]:
    def deleted(ledger: Ledger) -> None:
        del ledger.memory.shown[position]
        if erased_by is not None:
            ledger.memory.erasures[position] = erased_by

    return deleted


def forge(position: int, fact: bytes, **columns: object) -> Callable[[Ledger], None]:
    """Replace entry and opening so that they fit each other."""

    def forged(ledger: Ledger) -> None:
        committed = commitment(bytes(32), fact)
        ledger.memory.rows[position] = replace(ledger.memory.rows[position], commitment=committed)
        edit(position, salt=bytes(32), fact=fact, **columns)(ledger)

    return forged


def swap(first: int, second: int) -> Callable[[Ledger], None]:
    """Exchange two openings, columns and all."""

    def swapped(ledger: Ledger) -> None:
        shown = ledger.memory.shown
        shown[first], shown[second] = replace(shown[second], position=first), replace(shown[first], position=second)

    return swapped


ATTACKS: dict[str, tuple[Callable[[Ledger], None], type[LedgerError]]] = {
    "an item filed under another person": (edit(1, subject=BEN), EditedColumnError),
    "an item filed under nobody": (edit(1, subject=None), EditedColumnError),
    "an item filed as another kind": (edit(1, kind=ItemKind.PROFILE), EditedColumnError),
    "an item filed as no kind": (edit(1, kind=None), EditedColumnError),
    "an item filed as another fact": (edit(1, name="erasing"), EditedColumnError),
    "an item filed under a later instant": (edit(1, at=2**50), EditedColumnError),
    "a stranger's item filed under her": (edit(4, subject=ADA), EditedColumnError),
    "a stranger's item said to be hers": (edit(4, fact=encode_fact(captured("b0")), subject=ADA), EditedOpeningError),
    "her item said to be a stranger's": (
        edit(1, fact=encode_fact(captured("a1", BEN)), subject=BEN),
        EditedOpeningError,
    ),
    "an opening deleted": (delete(1), MissingOpeningError),
    "an opening deleted and said to be erased": (delete(1, erased_by=9), MissingOpeningError),
    "a stranger's opening deleted": (delete(4), MissingOpeningError),
    "two openings exchanged": (swap(1, 4), EditedOpeningError),
    "entry and opening forged for a stranger": (
        forge(1, encode_fact(captured("a1", BEN)), subject=BEN),
        LedgerForkError,
    ),
    "entry and opening forged for her": (forge(4, encode_fact(captured("b0")), subject=ADA), LedgerForkError),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_item_neither_vanishes_nor_appears_by_an_edit(attack: str) -> None:
    ledger = household()
    ledger.erase("b2", BEN)
    spoil, error = ATTACKS[attack]
    spoil(ledger)
    with pytest.raises(error):
        ledger.counted(ADA)


def test_an_erasure_of_one_item_does_not_hide_another() -> None:
    """The count of openings and erasures stays right, the positions do not."""
    ledger = household()
    backup = ledger.memory.shown[6]
    ledger.erase("b2", BEN)
    ledger.memory.shown[6] = backup
    del ledger.memory.shown[1]
    ledger.memory.erasures[1] = ledger.memory.erasures.pop(6)
    assert ledger.memory.count_openings(8) + ledger.memory.count_forgotten(8) == 8
    with pytest.raises(ReturnedOpeningError):
        ledger.counted(ADA)


def test_an_erased_item_that_was_put_back_is_not_shown() -> None:
    ledger = household()
    backup = ledger.memory.shown[1]
    ledger.erase("a1")
    ledger.memory.shown[1] = backup
    del ledger.memory.erasures[1]
    with pytest.raises(ReturnedOpeningError):
        ledger.counted(ADA)


def test_a_store_that_keeps_something_back_is_noticed() -> None:
    ledger = household()
    everything = ledger.memory.captured
    ledger.memory.captured = lambda *of: (each for each in everything(*of) if each.position != 2)  # type: ignore[method-assign]
    with pytest.raises(CensusIncompleteError) as refused:
        ledger.counted(ADA)
    assert (refused.value.shown, refused.value.held) == (3, 4)


def test_a_store_that_shows_something_else_the_second_time_is_noticed() -> None:
    ledger = household()
    everything = ledger.memory.captured
    other = encode_fact(captured("b1"))
    ledger.memory.captured = lambda *of: (replace(each, fact=other) for each in everything(*of))  # type: ignore[method-assign]
    with pytest.raises(EditedOpeningError):
        ledger.counted(ADA)


def test_a_store_that_shows_something_twice_is_noticed() -> None:
    ledger = household()
    everything = ledger.memory.captured
    ledger.memory.captured = lambda *of: (each for each in everything(*of) for _ in range(2))  # type: ignore[method-assign]
    with pytest.raises(EditedColumnError):
        ledger.counted(ADA)


def test_nothing_is_shown_of_a_ledger_that_another_key_signed() -> None:
    ledger = household()
    census = LedgerCensus(ledger.memory, STRANGE_KEY.public_key(), ORIGIN)
    with pytest.raises(LedgerSignatureError):
        list(census.captured_for(ADA, ReleaseScope(as_of=8), ItemKind.TURN))


def test_a_census_reads_the_ledger_once_for_all_kinds() -> None:
    ledger = household()
    census = LedgerCensus(ledger.memory, KEY.public_key(), ORIGIN)
    scope = ReleaseScope(as_of=8)
    assert len(list(census.captured_for(ADA, scope, ItemKind.TURN))) == 4
    ledger.memory.rows.clear()
    assert len(list(census.captured_for(ADA, scope, ItemKind.PROFILE))) == 1
    with pytest.raises(LedgerError):
        list(census.captured_for(BEN, scope, ItemKind.TURN))


rows = st.lists(
    st.tuples(st.sampled_from([ADA, BEN]), st.sampled_from([ItemKind.TURN, ItemKind.CONSENT]), st.integers(0, 5)),
    max_size=15,
)


@given(rows, st.data())
def test_a_census_is_every_item_of_its_subject_and_no_other(
    held: list[tuple[str, ItemKind, int]], data: st.DataObject
) -> None:
    ledger = Ledger()
    facts = [
        captured(number, ADA if owner == ADA else BEN, minute=minute, kind=kind)
        for number, (owner, kind, minute) in enumerate(held)
    ]
    ledger.log.append([*facts, released("r")])
    erased = data.draw(st.sets(st.sampled_from(range(len(facts))))) if facts else set()
    for number in erased:
        ledger.erase(number, facts[number].subject)
    as_of = data.draw(st.integers(0, len(facts)))
    for owner in (ADA, BEN):
        for kind in ItemKind:
            wanted = {
                fact.item
                for number, fact in enumerate(facts[:as_of])
                if (fact.subject, fact.kind) == (owner, kind) and number not in erased
            }
            assert set(ledger.counted(owner, as_of=as_of, kind=kind)) == wanted


@given(rows.filter(bool), st.data())
def test_a_census_after_any_edit_is_the_same_or_refused(
    held: list[tuple[str, ItemKind, int]], data: st.DataObject
) -> None:
    ledger = Ledger()
    ledger.log.append(
        [
            captured(number, ADA if owner == ADA else BEN, minute=minute, kind=kind)
            for number, (owner, kind, minute) in enumerate(held)
        ]
    )
    before = [ledger.counted(ADA, kind=kind) for kind in ItemKind]
    position = data.draw(st.integers(0, len(held) - 1))
    donor = ledger.memory.shown[data.draw(st.integers(0, len(held) - 1))]
    columns = data.draw(
        st.sets(st.sampled_from(["salt", "fact", "name", "subject", "kind", "at", "item", "audio"]), min_size=1)
    )
    edit(position, **{column: getattr(donor, column) for column in columns})(ledger)
    try:
        after = [ledger.counted(ADA, kind=kind) for kind in ItemKind]
    except LedgerError:
        return
    assert after == before


def withheld(ledger: Ledger, turn: str, by: str, audio: bytes | None, owner: SubjectId = ADA) -> None:
    fact = Withheld(item=item(turn), subject=owner, by=item(by), audio=audio, at=NOON)
    ledger.log.append([fact])


def test_what_is_withheld_counts_also_from_after_the_scope_and_only_its_owners_word() -> None:
    ledger = household()
    withheld(ledger, "a1", "w1", bytes(32))
    withheld(ledger, "a1", "w2", b"\1" * 32)
    withheld(ledger, "a2", "w3", None)
    withheld(ledger, "a2", "w4", bytes(32))
    withheld(ledger, "a3", "w5", None, owner=BEN)
    found = ledger.census().withheld_from(ADA, ReleaseScope(as_of=1))
    assert found == {item("a1"): b"\1" * 32, item("a2"): None}, "the latest silence; what is not theirs stays so"


def test_a_withholding_that_is_hidden_or_edited_is_missed() -> None:
    ledger = household()
    withheld(ledger, "a1", "w1", None)
    position = ledger.log.size() - 1
    edit(position, subject=BEN, name="viewed")(ledger)
    assert ledger.census().withheld_from(ADA, ReleaseScope(as_of=1)) == {item("a1"): None}, "found by what it says"
    delete(position)(ledger)
    with pytest.raises(MissingOpeningError):
        ledger.census().withheld_from(ADA, ReleaseScope(as_of=1))
