"""The ledger's formats do not drift; what can be is read here with nothing but the standard library."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any, get_args

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.vectors.make_ledger import FILE, HERE, facts, ledger_vectors, text_of
from voicekeep.formats import checkpoint
from voicekeep.formats import facts as fact_format
from voicekeep.formats.checkpoint import fingerprint, open_note
from voicekeep.formats.facts import decode_fact, encode_fact
from voicekeep.ledger import open_proof, verify_consistency, verify_inclusion
from voicekeep.records.facts import Fact

VECTORS: dict[str, Any] = json.loads((HERE / FILE).read_text("utf-8"))
ENTRIES: list[dict[str, Any]] = VECTORS["entries"]
KEY = Ed25519PublicKey.from_public_bytes(bytes.fromhex(VECTORS["public_key"]))
ORIGIN: str = VECTORS["origin"]
SIZE = len(ENTRIES)


def leaf(entry: dict[str, Any]) -> bytes:
    data = bytes.fromhex(entry["natural_key_sha256"]) + bytes.fromhex(entry["commitment"])
    return hashlib.sha256(b"\x00" + data).digest()


def root(leaves: list[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    left = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\x01" + root(leaves[:left]) + root(leaves[left:])).digest()


def head_at(size: int) -> checkpoint.Checkpoint:
    return open_note(ENTRIES[size - 1]["checkpoint"], KEY, ORIGIN)


def test_the_script_writes_these_vectors() -> None:
    assert text_of(ledger_vectors()) == (HERE / FILE).read_text("utf-8")


def test_every_fact_there_is_has_a_vector() -> None:
    assert [decode_fact(entry["fact"].encode()) for entry in ENTRIES] == facts()
    assert {type(fact) for fact in facts()} == set(get_args(Fact))


@pytest.mark.parametrize("position", range(SIZE))
def test_an_entry_commits_to_its_fact(position: int) -> None:
    entry = ENTRIES[position]
    encoded = entry["fact"].encode()
    assert encode_fact(decode_fact(encoded)) == encoded
    assert hashlib.sha256(entry["natural_key"].encode()).hexdigest() == entry["natural_key_sha256"]
    salt = bytes.fromhex(entry["salt"])
    assert hmac.new(salt, encoded, hashlib.sha256).hexdigest() == entry["commitment"]


@pytest.mark.parametrize("size", range(1, SIZE + 1))
def test_a_checkpoint_signs_the_root_of_the_rfc(size: int) -> None:
    assert head_at(size).size == size
    assert head_at(size).root == root([leaf(entry) for entry in ENTRIES[:size]])


def test_the_nodes_are_the_roots_of_perfect_subtrees() -> None:
    leaves = [leaf(entry) for entry in ENTRIES]
    for node in VECTORS["nodes"]:
        first, end = node["place"] << node["level"], node["place"] + 1 << node["level"]
        assert root(leaves[first:end]).hex() == node["hash"]


@pytest.mark.parametrize("vector", VECTORS["inclusion"], ids=lambda vector: str(vector["position"]))
def test_a_path_proves_its_entry(vector: dict[str, Any]) -> None:
    path = [bytes.fromhex(step) for step in vector["path"]]
    position = vector["position"]
    verify_inclusion(leaf(ENTRIES[position]), position=position, size=SIZE, path=path, root=head_at(SIZE).root)


@pytest.mark.parametrize("vector", VECTORS["consistency"], ids=lambda vector: str(vector["old"]))
def test_a_path_proves_the_continuation(vector: dict[str, Any]) -> None:
    path = [bytes.fromhex(step) for step in vector["path"]]
    old = head_at(vector["old"])
    verify_consistency(old=old.size, new=SIZE, old_root=old.root, new_root=head_at(SIZE).root, path=path)


def test_the_proof_of_the_release_proves_it() -> None:
    assert open_proof(VECTORS["proof_of_the_release"], KEY, ORIGIN) in facts()
    assert fingerprint(KEY) == VECTORS["fingerprint"]


@pytest.mark.parametrize("vector", VECTORS["refused_facts"], ids=lambda vector: vector["name"])
def test_what_is_no_fact_is_refused_by_name(vector: dict[str, str]) -> None:
    with pytest.raises(getattr(fact_format, vector["error"])):
        decode_fact(vector["text"].encode())


@pytest.mark.parametrize("vector", VECTORS["refused_checkpoints"], ids=lambda vector: vector["name"])
def test_what_is_no_checkpoint_of_ours_is_refused_by_name(vector: dict[str, str]) -> None:
    with pytest.raises(getattr(checkpoint, vector["error"])):
        open_note(vector["note"], KEY, ORIGIN)
