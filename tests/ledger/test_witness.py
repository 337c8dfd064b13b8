"""Whoever remembers a checkpoint notices an older or another ledger before anything else starts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger.keeping import KEY, ORIGIN, STRANGE_KEY, Ledger
from voicekeep.formats.checkpoint import Checkpoint, sign
from voicekeep.ledger import (
    LedgerBehindError,
    LedgerForkError,
    LedgerSignatureError,
    UnsignedEntriesError,
    guard_witness,
    witnessed,
)

sizes = st.integers(0, 20)


def test_a_ledger_that_nobody_has_seen_yet_may_start() -> None:
    ledger = Ledger()
    guard_witness(ledger.log, None)
    ledger.capture("a")
    guard_witness(ledger.log, None)


@given(sizes, sizes)
def test_a_ledger_that_grew_may_start(seen: int, more: int) -> None:
    ledger = Ledger()
    ledger.capture(*range(seen))
    note = ledger.log.checkpoint()
    ledger.capture(*range(seen, seen + more))
    guard_witness(ledger.log, note)


@given(sizes, st.integers(1, 20))
def test_a_rolled_back_ledger_is_behind(kept: int, lost: int) -> None:
    ledger = Ledger()
    ledger.capture(*range(kept))
    backup = ledger.fork()
    ledger.capture(*range(kept, kept + lost))
    with pytest.raises(LedgerBehindError) as refused:
        guard_witness(backup.log, ledger.log.checkpoint())
    assert (refused.value.size, refused.value.seen) == (kept, kept + lost)


@given(sizes, st.integers(1, 20), sizes)
def test_a_rolled_back_ledger_that_went_on_by_itself_is_a_fork(kept: int, lost: int, more: int) -> None:
    ledger = Ledger()
    ledger.capture(*range(kept))
    backup = ledger.fork()
    ledger.capture(*range(kept, kept + lost))
    backup.capture(*range(100, 100 + lost + more))
    with pytest.raises(LedgerForkError) as refused:
        guard_witness(backup.log, ledger.log.checkpoint())
    assert refused.value.seen == kept + lost


def test_the_same_facts_under_other_salts_are_a_fork() -> None:
    ledger, other = Ledger(salted="one"), Ledger(salted="two")
    ledger.capture("a", "b", "c")
    other.capture("a", "b", "c")
    with pytest.raises(LedgerForkError):
        guard_witness(other.log, ledger.log.checkpoint())


def test_a_ledger_whose_end_was_cut_off_with_its_checkpoints_is_behind() -> None:
    ledger = Ledger()
    ledger.capture("a", "b", "c")
    ledger.capture("d")
    note = ledger.log.checkpoint()
    del ledger.memory.rows[3], ledger.memory.shown[3], ledger.memory.notes[4]
    with pytest.raises(LedgerBehindError):
        guard_witness(ledger.log, note)


def test_a_ledger_whose_end_was_cut_off_without_its_checkpoints_is_behind() -> None:
    ledger = Ledger()
    ledger.capture("a", "b")
    del ledger.memory.rows[1]
    with pytest.raises(LedgerBehindError):
        guard_witness(ledger.log, None)


def test_a_ledger_with_entries_that_it_did_not_sign_does_not_start() -> None:
    ledger = Ledger()
    ledger.capture("a")
    ledger.memory.rows = {**ledger.memory.rows, 1: ledger.memory.rows[0]}
    with pytest.raises(UnsignedEntriesError):
        guard_witness(ledger.log, None)


@pytest.mark.parametrize(
    "note", ["", "not a note", sign(Checkpoint(origin=ORIGIN, size=1, root=bytes(32)), STRANGE_KEY)]
)
def test_a_note_that_this_ledger_did_not_sign_is_not_believed(note: str) -> None:
    ledger = Ledger()
    ledger.capture("a")
    with pytest.raises(LedgerSignatureError):
        guard_witness(ledger.log, note)


def test_a_ledger_whose_last_checkpoint_another_key_signed_does_not_start() -> None:
    ledger = Ledger()
    ledger.capture("a")
    ledger.memory.notes[1] = sign(ledger.log.head(), STRANGE_KEY)
    with pytest.raises(LedgerSignatureError):
        guard_witness(ledger.log, None)


def test_what_was_seen_can_be_read_from_the_note() -> None:
    ledger = Ledger()
    ledger.capture("a", "b")
    assert witnessed(ledger.log.checkpoint(), KEY.public_key(), ORIGIN) == ledger.log.head()
    with pytest.raises(LedgerSignatureError):
        witnessed(ledger.log.checkpoint(), KEY.public_key(), "elsewhere.example.org")
