"""Whatever is edited, deleted, added or put back, verification says what, where, by its own name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger.keeping import ADA, BEN, KEY, NOON, ORIGIN, STRANGE_KEY, Ledger, captured, item, released
from voicekeep.formats.checkpoint import Checkpoint, sign
from voicekeep.formats.facts import commitment, encode_fact
from voicekeep.ledger import (
    EditedCheckpointError,
    EditedColumnError,
    EditedEntryError,
    EditedErasureError,
    EditedNodeError,
    EditedOpeningError,
    Entry,
    LedgerBehindError,
    LedgerError,
    LedgerForkError,
    LedgerSignatureError,
    MissingEntryError,
    MissingOpeningError,
    Opening,
    ReturnedOpeningError,
    UnsignedEntriesError,
    verify,
)
from voicekeep.records.items import ItemKind

SIZE = 12  # entries of `grown`
GONE = 3  # position of the item that `grown` has erased


def grown() -> Ledger:
    ledger = Ledger()
    ledger.capture("a", "b", "c")
    ledger.capture("d", "e", owner=BEN)
    ledger.log.append([released("r", as_of=5)])
    ledger.log.append([captured("p", kind=ItemKind.PROFILE)])
    ledger.erase("d", BEN)
    ledger.capture("f", "g", "h")
    return ledger


def test_a_ledger_verifies() -> None:
    verified = verify(grown().log)
    assert (verified.size, verified.openings, verified.forgotten) == (SIZE, SIZE - 1, 1)
    assert verified.root == grown().log.head().root


def flip(value: bytes, bit: int) -> bytes:
    at = bit // 8 % len(value)
    return value[:at] + bytes([value[at] ^ 1 << bit % 8]) + value[at + 1 :]


bits = st.integers(0, 4095)


@given(st.integers(0, SIZE - 1), st.sampled_from(["natural_key", "commitment"]), bits)
def test_a_flipped_bit_in_any_entry_is_an_edited_entry(position: int, column: str, bit: int) -> None:
    ledger = grown()
    entry = ledger.memory.rows[position]
    value = flip(getattr(entry, column), bit)
    ledger.memory.rows[position] = Entry(
        position=position,
        natural_key=value if column == "natural_key" else entry.natural_key,
        commitment=value if column == "commitment" else entry.commitment,
    )
    with pytest.raises(EditedEntryError) as refused:
        verify(ledger.log)
    assert refused.value.position <= position < refused.value.end
    assert refused.value.end - refused.value.position == (2 if position == GONE else 1)


@given(st.integers(0, SIZE - 1).filter(lambda at: at != GONE), st.sampled_from(["salt", "fact"]), bits)
def test_a_flipped_bit_in_any_opening_is_an_edited_opening(position: int, column: str, bit: int) -> None:
    ledger = grown()
    opening = ledger.memory.shown[position]
    value = flip(getattr(opening, column), bit)
    salt, fact = (value, opening.fact) if column == "salt" else (opening.salt, value)
    ledger.memory.shown[position] = replace(opening, salt=salt, fact=fact)
    with pytest.raises(EditedOpeningError) as refused:
        verify(ledger.log)
    assert refused.value.position == position


@given(st.data(), bits)
def test_a_flipped_bit_in_any_node_is_an_edited_node(data: st.DataObject, bit: int) -> None:
    ledger = grown()
    node = data.draw(st.sampled_from(sorted(ledger.memory.tree)))
    ledger.memory.tree[node] = flip(ledger.memory.tree[node], bit)
    with pytest.raises(EditedNodeError) as refused:
        verify(ledger.log)
    assert (refused.value.level, refused.value.place) == node


@given(st.data())
def test_a_changed_character_in_any_checkpoint_is_named(data: st.DataObject) -> None:
    ledger = grown()
    size = data.draw(st.sampled_from(sorted(ledger.memory.notes)))
    note = ledger.memory.notes[size]
    at = data.draw(st.integers(0, len(note) - 1))
    other = data.draw(st.sampled_from("Aa1\n +").filter(lambda character: character != note[at]))
    ledger.memory.notes[size] = note[:at] + other + note[at + 1 :]
    with pytest.raises((EditedCheckpointError, LedgerSignatureError)):
        verify(ledger.log)


COLUMNS = {
    "name": "released",
    "subject": BEN,
    "kind": ItemKind.PROFILE,
    "at": 1,
    "item": str(item("another")),
    "archive": "arc_" + "a" * 26,
    "audio": bytes(32),
    "samples": None,
}


def test_every_column_is_attacked() -> None:
    assert set(COLUMNS) == {field.name for field in fields(Opening)} - {"position", "salt", "fact"}


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_that_does_not_agree_with_its_fact_is_found(column: str) -> None:
    ledger = grown()
    ledger.memory.shown[1] = replace(ledger.memory.shown[1], **{column: COLUMNS[column]})  # type: ignore[arg-type]
    with pytest.raises(EditedColumnError) as refused:
        verify(ledger.log)
    assert refused.value.position == 1


@pytest.mark.parametrize("position", [0, 5, SIZE - 1])
def test_a_deleted_opening_is_missed(position: int) -> None:
    ledger = grown()
    del ledger.memory.shown[position]
    with pytest.raises(MissingOpeningError) as refused:
        verify(ledger.log)
    assert refused.value.position == position


def test_a_deleted_opening_with_a_forged_note_of_erasure_is_missed() -> None:
    ledger = grown()
    del ledger.memory.shown[0]
    ledger.memory.erasures[0] = ledger.memory.erasures[GONE]
    with pytest.raises(MissingOpeningError):
        verify(ledger.log)


def test_the_deleted_opening_of_an_erasure_is_missed() -> None:
    ledger = grown()
    del ledger.memory.shown[ledger.memory.erasures[GONE]]
    with pytest.raises(MissingOpeningError):
        verify(ledger.log)


def test_an_erased_opening_that_was_put_back_is_named() -> None:
    ledger = grown()
    ledger.memory.shown[GONE] = original_opening()
    with pytest.raises(ReturnedOpeningError) as refused:
        verify(ledger.log)
    assert (refused.value.position, refused.value.promise) == (GONE, "P7")


def original_opening() -> Opening:
    """Return the opening that `grown` has erased, from a backup of the day before."""
    ledger = Ledger()
    ledger.capture("a", "b", "c")
    ledger.capture("d", "e", owner=BEN)
    return ledger.memory.shown[GONE]


@pytest.mark.parametrize("by", [None, 0])
def test_an_edited_note_of_erasure_is_named(by: int | None) -> None:
    ledger = grown()
    if by is None:
        del ledger.memory.erasures[GONE]
    else:
        ledger.memory.erasures[GONE] = by
    with pytest.raises(EditedErasureError) as refused:
        verify(ledger.log)
    assert refused.value.position == GONE


def test_a_forged_note_of_erasure_beside_an_opening_is_named() -> None:
    ledger = grown()
    ledger.memory.erasures[0] = ledger.memory.erasures[GONE]
    with pytest.raises(EditedErasureError):
        verify(ledger.log)


def test_an_entry_and_its_opening_replaced_together_are_an_edited_entry() -> None:
    ledger = grown()
    forge(ledger, 2, encode_fact(captured("c", BEN)))
    with pytest.raises(EditedEntryError) as refused:
        verify(ledger.log)
    assert refused.value.position <= 2 < refused.value.end


@pytest.mark.parametrize("fact", [b'{"fact":"erased"}', b'{"fact":"captured"}', b""])
def test_an_entry_that_opens_to_no_fact_is_an_edited_entry(fact: bytes) -> None:
    ledger = grown()
    forge(ledger, 2, fact)
    with pytest.raises(EditedEntryError) as refused:
        verify(ledger.log)
    assert refused.value.position == 2


def forge(ledger: Ledger, position: int, fact: bytes) -> None:
    """Replace an entry and its opening so that they fit each other."""
    salt = bytes(32)
    ledger.memory.shown[position] = replace(ledger.memory.shown[position], salt=salt, fact=fact)
    entry = ledger.memory.rows[position]
    ledger.memory.rows[position] = replace(entry, commitment=commitment(salt, fact))


def test_a_ledger_rewritten_with_all_its_nodes_is_a_fork() -> None:
    ledger, other = grown(), Ledger(salted="other")
    other.capture(*range(SIZE))
    ledger.memory.rows, ledger.memory.shown = other.memory.rows, other.memory.shown
    ledger.memory.tree, ledger.memory.erasures = other.memory.tree, {}
    with pytest.raises(LedgerForkError):
        verify(ledger.log)


def test_a_ledger_that_lost_its_end_is_behind() -> None:
    ledger = grown()
    del ledger.memory.rows[SIZE - 1]
    with pytest.raises(LedgerBehindError):
        verify(ledger.log)


def test_a_hole_is_a_missing_entry() -> None:
    ledger = grown()
    ledger.memory.rows[SIZE] = replace(ledger.memory.rows.pop(4), position=SIZE)
    with pytest.raises(MissingEntryError) as refused:
        verify(ledger.log)
    assert refused.value.position == 4


def test_an_entry_moved_behind_the_end_leaves_the_ledger_behind() -> None:
    ledger = grown()
    ledger.memory.rows[SIZE] = replace(ledger.memory.rows.pop(SIZE - 1), position=SIZE)
    with pytest.raises(LedgerBehindError):
        verify(ledger.log)


def test_an_entry_that_was_not_signed_is_named() -> None:
    ledger = grown()
    ledger.memory.rows[SIZE] = replace(ledger.memory.rows[0], position=SIZE)
    with pytest.raises(UnsignedEntriesError):
        verify(ledger.log)


def test_a_deleted_node_is_an_edited_node() -> None:
    ledger = grown()
    del ledger.memory.tree[2, 1]
    with pytest.raises(EditedNodeError):
        verify(ledger.log)


def a_note(size: int, *, key: Ed25519PrivateKey = KEY) -> str:
    return sign(Checkpoint(origin=ORIGIN, size=size, root=bytes(32)), key)


CHECKPOINTS: dict[str, tuple[Callable[[dict[int, str]], object], type[LedgerError]]] = {
    "an earlier one in its place": (lambda notes: notes.update({5: notes[3]}), EditedCheckpointError),
    "an earlier one in the last one's place": (lambda notes: notes.update({SIZE: notes[5]}), EditedCheckpointError),
    "one at a size where none was": (lambda notes: notes.update({4: notes[5]}), EditedCheckpointError),
    "one of the empty ledger": (lambda notes: notes.update({0: notes[5]}), EditedCheckpointError),
    "another root": (lambda notes: notes.update({5: a_note(5)}), EditedCheckpointError),
    "another key": (lambda notes: notes.update({5: a_note(5, key=STRANGE_KEY)}), EditedCheckpointError),
    "another key's as the last": (
        lambda notes: notes.update({SIZE: a_note(SIZE, key=STRANGE_KEY)}),
        LedgerSignatureError,
    ),
    "the last one deleted": (lambda notes: notes.pop(SIZE), UnsignedEntriesError),
    "all of them deleted": (lambda notes: notes.clear(), UnsignedEntriesError),
}


@pytest.mark.parametrize("attack", CHECKPOINTS)
def test_a_checkpoint_that_is_not_the_one_that_was_signed_is_named(attack: str) -> None:
    ledger = grown()
    edit, error = CHECKPOINTS[attack]
    edit(ledger.memory.notes)
    with pytest.raises(error):
        verify(ledger.log)


def test_messages_hold_positions_and_nothing_of_a_fact() -> None:
    ledger = grown()
    ledger.memory.shown[0] = replace(ledger.memory.shown[0], fact=encode_fact(captured("b")))
    with pytest.raises(EditedOpeningError) as refused:
        verify(ledger.log)
    assert str(ADA) not in str(refused.value)
    assert "position 0" in str(refused.value)
    assert NOON.isoformat()[:10] not in str(refused.value)
