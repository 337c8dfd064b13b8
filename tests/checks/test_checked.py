"""P4: a checked archive comes out of the checks, and from nowhere else."""

from __future__ import annotations

import copy
import pickle
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from tests.archive.copies import built, plan, turn
from tests.checks.readings import SIGNER, Opened, check, ledger_of
from voicekeep.checks import AnotherBodyError, CheckedArchive, InventorySignatureError, NotCheckedError, admit

ARCHIVE = str(plan().archive)

TURNS = [turn(1), turn(2)]
BODY = built(TURNS)[1]


def test_nobody_else_can_make_one() -> None:
    made = check(BODY, ledger_of(TURNS))[0].checked
    with pytest.raises(NotCheckedError):
        CheckedArchive(head=made.head)
    with pytest.raises(NotCheckedError):
        CheckedArchive(head=made.head, passed=object())
    with pytest.raises((NotCheckedError, TypeError, ValueError)):
        replace(made, head=made.head)
    with pytest.raises(NotCheckedError):
        pickle.dumps(made)
    with pytest.raises(NotCheckedError):
        copy.copy(made)


def test_it_is_admitted_again_after_a_restart_by_its_signature_only() -> None:
    outcome = check(BODY, ledger_of(TURNS))[0]
    assert admit(outcome.head, outcome.signature, SIGNER.public_key()) == outcome.checked
    with pytest.raises(InventorySignatureError):
        admit(outcome.head, outcome.signature, Ed25519PrivateKey.generate().public_key())


@given(at=st.integers(0), flip=st.integers(1, 255))
def test_an_inventory_that_was_edited_is_not_admitted(at: int, flip: int) -> None:
    outcome = check(BODY, ledger_of(TURNS))[0]
    head = bytearray(outcome.head)
    head[at % len(head)] ^= flip
    with pytest.raises(InventorySignatureError):
        admit(bytes(head), outcome.signature, SIGNER.public_key())


def test_another_writing_of_the_same_archive_is_not_the_one_that_was_checked() -> None:
    made = check(BODY, ledger_of(TURNS))[0].checked
    made.require_body(Opened(BODY))
    with pytest.raises(AnotherBodyError, match=ARCHIVE):
        made.require_body(Opened(BODY, header_sha256=bytes(31) + b"\x01"))
    with pytest.raises(AnotherBodyError, match=ARCHIVE):
        made.require_body(Opened(BODY[:-1]))
