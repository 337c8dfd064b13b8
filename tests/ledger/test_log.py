"""The log takes each fact once, signs only what continues what it signed, and proves what it holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger.keeping import (
    ADA,
    BEN,
    KEY,
    NOON,
    ORIGIN,
    STRANGE_KEY,
    Ledger,
    captured,
    item,
    released,
    stream,
)
from voicekeep.formats.checkpoint import CheckpointError, open_note
from voicekeep.formats.errors import FormatError
from voicekeep.formats.facts import NotAFactError, UnwritableFactError, commitment, encode_fact
from voicekeep.formats.proof import NotAProofError, Proof, proof_fields, proof_in
from voicekeep.ledger import (
    ConflictingFactError,
    EditedNodeError,
    EditedOpeningError,
    FalseProofError,
    LedgerBehindError,
    LedgerError,
    LedgerForkError,
    LedgerSignatureError,
    Log,
    MissingEntryError,
    MissingOpeningError,
    UnaccountableError,
    UnprovenEntryError,
    UnsignedEntriesError,
    open_proof,
    verify,
    verify_consistency,
    verify_inclusion,
    verify_proof,
)
from voicekeep.ledger.proofs import leaf_of
from voicekeep.ledger.tree import EMPTY_ROOT
from voicekeep.records.facts import ArchiveDestroyed, Erased, Revoked


def test_an_empty_ledger_has_a_checkpoint_and_verifies() -> None:
    log = Ledger().log
    assert open_note(log.checkpoint(), KEY.public_key(), ORIGIN).root == EMPTY_ROOT
    assert (verify(log).size, verify(log).root) == (0, EMPTY_ROOT)


def test_facts_stand_where_the_log_says() -> None:
    ledger = Ledger()
    assert ledger.capture("a", "b") == (0, 1)
    assert ledger.capture("c") == (2,)
    opening = ledger.memory.opening(2)
    assert opening is not None
    assert opening.fact == encode_fact(captured("c"))
    assert commitment(opening.salt, opening.fact) == ledger.memory.rows[2].commitment


def test_the_same_facts_again_append_nothing_and_sign_nothing() -> None:
    ledger = Ledger()
    first = ledger.capture("a", "b", "c")
    notes = dict(ledger.memory.notes)
    assert ledger.capture("a", "b", "c") == first
    assert (ledger.log.size(), ledger.memory.notes) == (3, notes)


def test_the_same_fact_twice_in_one_append_stands_once() -> None:
    assert Ledger().log.append([captured("a"), captured("b"), captured("a")]) == (0, 1, 0)


def test_what_is_new_among_what_is_known_is_appended() -> None:
    ledger = Ledger()
    ledger.capture("a", "b")
    assert ledger.log.append([captured("x"), captured("a"), captured("y")]) == (2, 0, 3)


@pytest.mark.parametrize("together", [True, False])
def test_another_fact_under_a_known_natural_key_is_refused_and_nothing_is_appended(*, together: bool) -> None:
    ledger = Ledger()
    other = replace(captured("a"), at=NOON + timedelta(seconds=1))
    if not together:
        ledger.log.append([captured("a")])
    size = ledger.log.size()
    with pytest.raises(ConflictingFactError, match="nothing was appended"):
        ledger.log.append([captured("new"), other, captured("a")] if together else [captured("new"), other])
    assert ledger.log.size() == size


def test_a_fact_whose_opening_was_forgotten_counts_as_there() -> None:
    ledger = Ledger()
    ledger.capture("a", "b")
    ledger.erase("a")
    size = ledger.log.size()
    assert ledger.log.append([replace(captured("a"), subject=BEN)]) == (0,)
    assert ledger.log.size() == size


def test_a_fact_whose_opening_somebody_deleted_does_not_count_as_there() -> None:
    ledger = Ledger()
    ledger.capture("a")
    del ledger.memory.shown[0]
    with pytest.raises(MissingOpeningError):
        ledger.capture("a")


def test_a_fact_whose_opening_somebody_edited_does_not_count_as_there() -> None:
    ledger = Ledger()
    ledger.capture("a")
    ledger.memory.shown[0] = replace(ledger.memory.shown[0], fact=encode_fact(captured("b")))
    with pytest.raises(EditedOpeningError):
        ledger.capture("a")


def test_an_entry_that_somebody_put_there_does_not_count_as_there() -> None:
    ledger = Ledger()
    ledger.capture("a", "b")
    forged = ledger.fork()
    forged.log.append([released("r")])
    ledger.memory.rows[0] = replace(forged.memory.rows[2], position=0)
    with pytest.raises(UnprovenEntryError):
        ledger.log.append([released("r")])


def test_every_append_leaves_a_checkpoint_that_continues_the_one_before() -> None:
    ledger = Ledger()
    for names in (["a"], ["b", "c"], ["d", "e", "f", "g"]):
        ledger.capture(*names)
    seen = [open_note(note, KEY.public_key(), ORIGIN) for _, note in ledger.memory.checkpoints()]
    assert [checkpoint.size for checkpoint in seen] == [1, 3, 7]
    for old, new in pairwise(seen):
        path = ledger.log.consistency(old.size, new.size)
        verify_consistency(old=old.size, new=new.size, old_root=old.root, new_root=new.root, path=path)
    assert ledger.log.checkpoint() == ledger.memory.notes[7]


def test_a_salt_is_never_used_twice() -> None:
    ledger = Ledger()
    ledger.capture(*range(20))
    assert len({opening.salt for opening in ledger.memory.shown.values()}) == 20
    assert {len(opening.salt) for opening in ledger.memory.shown.values()} == {32}


def test_rows_that_were_rewritten_are_not_signed() -> None:
    """Whoever replaces entries and all nodes above them would have them signed by the next append."""
    ledger, forged = Ledger(), Ledger(salted="forged")
    ledger.capture("a", "b", "c")
    forged.capture("x", "b", "c")
    ledger.memory.rows, ledger.memory.tree = forged.memory.rows, forged.memory.tree
    ledger.memory.shown = forged.memory.shown
    with pytest.raises(LedgerForkError):
        ledger.capture("d")


def test_entries_beyond_the_last_checkpoint_are_not_signed() -> None:
    ledger = Ledger()
    ledger.capture("a")
    longer = ledger.fork()
    longer.capture("b")
    ledger.memory.rows = longer.memory.rows
    with pytest.raises(UnsignedEntriesError):
        ledger.capture("c")


def test_a_ledger_without_its_end_takes_nothing() -> None:
    ledger = Ledger()
    ledger.capture("a", "b")
    del ledger.memory.rows[1]
    with pytest.raises(LedgerBehindError):
        ledger.capture("c")


def test_a_ledger_without_a_node_takes_nothing() -> None:
    ledger = Ledger()
    ledger.capture("a", "b")
    ledger.memory.tree.clear()
    with pytest.raises(EditedNodeError):
        ledger.capture("c")


def test_a_ledger_that_another_key_signed_takes_nothing() -> None:
    ledger = Ledger()
    ledger.capture("a")
    log = Log(store=ledger.memory, key=STRANGE_KEY, origin=ORIGIN, entropy=stream("s"))
    with pytest.raises(LedgerSignatureError):
        log.append([captured("b")])


def test_a_sentence_does_not_get_into_the_ledger() -> None:
    fact = ArchiveDestroyed(archive=released("r").archive, subject=ADA, reason="because she said so", at=NOON)
    with pytest.raises(UnwritableFactError):
        Ledger().log.append([fact])


# --- erasures ---


def test_what_is_erased_is_forgotten_and_the_ledger_still_verifies() -> None:
    ledger = Ledger()
    ledger.capture("a", "b", "c")
    at = ledger.erase("b")
    assert ledger.memory.opening(1) is None
    assert ledger.memory.erasures == {1: at}
    assert (verify(ledger.log).openings, verify(ledger.log).forgotten) == (4, 1)


def test_forgetting_twice_changes_nothing() -> None:
    ledger = Ledger()
    ledger.capture("a")
    at = ledger.erase("a")
    ledger.log.forget([0], at)
    assert verify(ledger.log).forgotten == 1


def test_only_an_erased_fact_that_names_a_position_accounts_for_it() -> None:
    ledger = Ledger()
    ledger.capture("a", "b")
    with pytest.raises(UnaccountableError):
        ledger.log.forget([0], 1)
    [at] = ledger.log.append([Erased(item=item("a"), subject=ADA, at=NOON, positions=(0,))])
    with pytest.raises(UnaccountableError):
        ledger.log.forget([0, 1], at)
    assert ledger.memory.erasures == {}


@pytest.mark.parametrize("positions", [(1,), (0, 1), (0, 0), (2,), (99,)])
def test_an_erasure_never_names_what_is_not_its_items(positions: tuple[int, ...]) -> None:
    """Else whoever edits a column could have a stranger's item erased along with one's own."""
    ledger = Ledger()
    ledger.capture("a", "b")
    ledger.log.append([released("r")])
    with pytest.raises(UnaccountableError):
        ledger.log.append([Erased(item=item("a"), subject=ADA, at=NOON, positions=positions)])
    assert ledger.log.size() == 3


# --- proofs ---


def test_every_entry_is_proven_to_whoever_holds_a_checkpoint() -> None:
    ledger = Ledger()
    ledger.capture(*range(11))
    head = ledger.log.head()
    for position, entry in ledger.memory.rows.items():
        leaf, path = leaf_of(entry.natural_key, entry.commitment), ledger.log.inclusion(position, head.size)
        verify_inclusion(leaf, position=position, size=head.size, path=path, root=head.root)


def test_no_proof_leads_beyond_the_ledger() -> None:
    ledger = Ledger()
    ledger.capture("a")
    with pytest.raises(ValueError, match="come that far"):
        ledger.log.inclusion(0, 2)
    with pytest.raises(ValueError, match="come that far"):
        ledger.log.consistency(1, 2)
    with pytest.raises(MissingEntryError):
        ledger.log.proof_of(1)
    with pytest.raises(MissingEntryError):
        ledger.log.proof_of(-1)


def proven() -> tuple[Ledger, Proof]:
    ledger = Ledger()
    ledger.capture("a", "b", "c")
    [at] = ledger.log.append([released("r", as_of=3)])
    ledger.capture("d")
    return ledger, ledger.log.proof_of(at)


def test_a_release_is_proven_with_the_public_key_alone() -> None:
    _, proof = proven()
    assert verify_proof(proof, KEY.public_key(), ORIGIN) == released("r", as_of=3)
    assert proof_in(proof_fields(proof)) == proof
    assert open_proof(proof_fields(proof), KEY.public_key(), ORIGIN) == released("r", as_of=3)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"position": 2}, FalseProofError),
        ({"position": -1}, FalseProofError),
        ({"position": 10**30}, FalseProofError),
        ({"salt": bytes(32)}, FalseProofError),
        ({"path": ()}, FalseProofError),
        ({"fact": encode_fact(released("r", BEN, as_of=3))}, FalseProofError),
        ({"fact": encode_fact(released("s", as_of=3))}, FalseProofError),
        ({"fact": b"{}"}, NotAFactError),
        ({"checkpoint": ""}, CheckpointError),
    ],
)
def test_a_proof_that_was_changed_proves_nothing(change: dict[str, object], error: type[Exception]) -> None:
    _, proof = proven()
    with pytest.raises(error):
        verify_proof(replace(proof, **change), KEY.public_key(), ORIGIN)  # type: ignore[arg-type]


def test_every_refused_proof_is_refused_as_a_format() -> None:
    assert issubclass(FalseProofError, FormatError)
    assert issubclass(FalseProofError, LedgerError)


def test_a_proof_of_another_ledger_proves_nothing() -> None:
    _, proof = proven()
    with pytest.raises(CheckpointError):
        verify_proof(proof, STRANGE_KEY.public_key(), ORIGIN)
    with pytest.raises(CheckpointError):
        verify_proof(proof, KEY.public_key(), "elsewhere.example.org")


@pytest.mark.parametrize(
    "change",
    [
        {"position": True},
        {"position": "3"},
        {"salt": None},
        {"salt": "zz"},
        {"salt": "AB" * 32},
        {"path": "00"},
        {"path": [0]},
        {"path": ["0"]},
        {"fact": "{}"},
        {"checkpoint": 1},
        {"more": 1},
    ],
)
def test_fields_that_are_no_proof_are_refused(change: dict[str, object]) -> None:
    _, proof = proven()
    with pytest.raises(NotAProofError):
        proof_in({**proof_fields(proof), **change})  # type: ignore[dict-item]


@pytest.mark.parametrize("field", ["checkpoint", "fact", "path", "position", "salt"])
def test_fields_without_one_of_them_are_no_proof(field: str) -> None:
    fields = proof_fields(proven()[1])
    del fields[field]
    with pytest.raises(NotAProofError):
        proof_in(fields)


def test_what_cannot_be_proven_gets_no_proof() -> None:
    ledger, proof = proven()
    ledger.memory.tree[1, 0] = bytes(32)
    with pytest.raises(UnprovenEntryError):
        ledger.log.proof_of(proof.position)


def test_what_was_erased_gets_no_proof() -> None:
    ledger = Ledger()
    ledger.capture("a")
    ledger.erase("a")
    with pytest.raises(MissingOpeningError):
        ledger.log.proof_of(0)


def test_a_fact_is_found_by_its_natural_key() -> None:
    ledger = Ledger()
    ledger.capture("a", "b")
    assert ledger.log.position_of(captured("b").natural_key) == 1
    revoked = Revoked(grant=None, archive=released("r").archive, subject=ADA, reason="x", at=NOON)  # type: ignore[arg-type]
    assert ledger.log.position_of(revoked.natural_key) is None


steps = st.lists(
    st.one_of(
        st.tuples(st.just("capture"), st.lists(st.integers(0, 12), min_size=1, max_size=5)),
        st.tuples(st.just("erase"), st.integers(0, 12)),
    ),
    max_size=12,
)


@given(steps)
def test_captures_and_erasures_in_any_order_leave_a_ledger_that_verifies(
    steps: list[tuple[str, list[int] | int]],
) -> None:
    ledger = Ledger()
    kept: set[int] = set()
    gone: set[int] = set()
    for _, names in steps:
        if isinstance(names, list):
            ledger.log.append([captured(name) for name in names])
            kept |= set(names) - gone
        elif names in kept:
            ledger.erase(names)
            kept.remove(names)
            gone.add(names)
    verified = verify(ledger.log)
    assert (verified.openings, verified.forgotten) == (len(kept) + 2 * len(gone), len(gone))
    assert sorted(ledger.counted()) == sorted(item(name) for name in kept)
