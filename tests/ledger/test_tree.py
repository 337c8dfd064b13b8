"""The tree is RFC 6962's: published roots and proofs, and a naive reading of the RFC beside ours."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicekeep.ledger.errors import FalseProofError
from voicekeep.ledger.tree import (
    EMPTY_ROOT,
    Edge,
    Node,
    Range,
    completed_by,
    consistency_path,
    inclusion_path,
    leaf_hash,
    node_hash,
    perfect_subtrees,
    root_over,
    verify_consistency,
    verify_inclusion,
)

# The test data of the certificate-transparency implementations.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {  # (position, size): path
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {  # (old, new): path
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}

leaves_of_a_tree = st.lists(st.binary(max_size=3), min_size=1, max_size=40)


def naive_root(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962 section 2.1, word for word."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = split(len(leaves))
    return hashlib.sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


def naive_path(m: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH of RFC 6962 section 2.1.1."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return [*naive_path(m, leaves[:k]), naive_root(leaves[k:])]
    return [*naive_path(m - k, leaves[k:]), naive_root(leaves[:k])]


def naive_proof(m: int, leaves: Sequence[bytes], *, whole: bool = True) -> list[bytes]:
    """SUBPROOF of RFC 6962 section 2.1.2."""
    if m == len(leaves):
        return [] if whole else [naive_root(leaves)]
    k = split(len(leaves))
    if m <= k:
        return [*naive_proof(m, leaves[:k], whole=whole), naive_root(leaves[k:])]
    return [*naive_proof(m - k, leaves[k:], whole=False), naive_root(leaves[:k])]


def split(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def grown(leaves: Sequence[bytes]) -> tuple[Edge, dict[Node, bytes]]:
    edge, nodes = Edge(), {}
    for position, data in enumerate(leaves):
        nodes[Node(0, position)] = leaf_hash(data)
        nodes.update(completed_by(position, edge.add(leaf_hash(data))))
    return edge, nodes


def hashes(ranges: Sequence[Range], nodes: dict[Node, bytes]) -> list[bytes]:
    return [root_over(each, nodes.__getitem__) for each in ranges]


def test_the_root_of_no_leaf_is_the_published_one() -> None:
    assert Edge().root() == EMPTY_ROOT
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("size", range(1, 9))
def test_the_roots_are_the_published_ones(size: int) -> None:
    assert grown(LEAVES[:size])[0].root().hex() == ROOTS[size - 1]


@pytest.mark.parametrize(("position", "size"), INCLUSION)
def test_the_inclusion_proofs_are_the_published_ones(position: int, size: int) -> None:
    path = hashes(inclusion_path(position, size), grown(LEAVES[:size])[1])
    assert [each.hex() for each in path] == INCLUSION[position, size]
    root = bytes.fromhex(ROOTS[size - 1])
    verify_inclusion(leaf_hash(LEAVES[position]), position=position, size=size, path=path, root=root)


@pytest.mark.parametrize(("old", "new"), CONSISTENCY)
def test_the_consistency_proofs_are_the_published_ones(old: int, new: int) -> None:
    path = hashes(consistency_path(old, new), grown(LEAVES[:new])[1])
    assert [each.hex() for each in path] == CONSISTENCY[old, new]
    old_root, new_root = bytes.fromhex(ROOTS[old - 1]), bytes.fromhex(ROOTS[new - 1])
    verify_consistency(old=old, new=new, old_root=old_root, new_root=new_root, path=path)


@given(leaves_of_a_tree, st.data())
def test_root_and_proofs_are_those_of_the_rfc(leaves: list[bytes], data: st.DataObject) -> None:
    edge, nodes = grown(leaves)
    size = len(leaves)
    assert edge.root() == naive_root(leaves)
    assert root_over(Range(0, size), nodes.__getitem__) == naive_root(leaves)
    position = data.draw(st.integers(0, size - 1))
    path = hashes(inclusion_path(position, size), nodes)
    assert path == naive_path(position, leaves)
    verify_inclusion(leaf_hash(leaves[position]), position=position, size=size, path=path, root=edge.root())
    old = data.draw(st.integers(1, size))
    steps = hashes(consistency_path(old, size), nodes)
    assert steps == naive_proof(old, leaves)
    verify_consistency(old=old, new=size, old_root=naive_root(leaves[:old]), new_root=edge.root(), path=steps)


@given(leaves_of_a_tree, st.data())
def test_a_tree_goes_on_from_its_edge(leaves: list[bytes], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(leaves)))
    _, nodes = grown(leaves[:at])
    edge = Edge(at, [nodes[node] for node in perfect_subtrees(0, at)])
    for leaf in leaves[at:]:
        edge.add(leaf_hash(leaf))
    assert (edge.size, edge.root()) == (len(leaves), naive_root(leaves))


def flipped(value: bytes, data: st.DataObject) -> bytes:
    bit = data.draw(st.integers(0, len(value) * 8 - 1))
    return bytes(byte ^ (1 << bit % 8 if at == bit // 8 else 0) for at, byte in enumerate(value))


@given(leaves_of_a_tree, st.data())
def test_an_inclusion_proof_with_one_bit_flipped_proves_nothing(leaves: list[bytes], data: st.DataObject) -> None:
    edge, nodes = grown(leaves)
    size, root = len(leaves), edge.root()
    position = data.draw(st.integers(0, size - 1))
    path = hashes(inclusion_path(position, size), nodes)
    parts = [leaf_hash(leaves[position]), root, *path]
    at = data.draw(st.integers(0, len(parts) - 1))
    parts[at] = flipped(parts[at], data)
    with pytest.raises(FalseProofError):
        verify_inclusion(parts[0], position=position, size=size, path=parts[2:], root=parts[1])


@given(st.integers(1, 40), st.data())
def test_a_leaf_is_proven_at_its_own_position_only(size: int, data: st.DataObject) -> None:
    edge, nodes = grown([bytes([position]) for position in range(size)])
    position = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(-1, size + 1).filter(lambda at: at != position))
    path = hashes(inclusion_path(position, size), nodes)
    leaf = leaf_hash(bytes([position]))
    with pytest.raises(FalseProofError):
        verify_inclusion(leaf, position=other, size=size, path=path, root=edge.root())
    with pytest.raises(FalseProofError):
        verify_inclusion(leaf, position=position, size=size, path=[*path, leaf], root=edge.root())
    if path:
        with pytest.raises(FalseProofError):
            verify_inclusion(leaf, position=position, size=size, path=path[:-1], root=edge.root())


@given(st.integers(2, 40), st.data())
def test_a_consistency_proof_with_one_bit_flipped_proves_nothing(new: int, data: st.DataObject) -> None:
    leaves = [bytes([position]) for position in range(new)]
    edge, nodes = grown(leaves)
    old = data.draw(st.integers(1, new - 1))
    parts = [naive_root(leaves[:old]), edge.root(), *hashes(consistency_path(old, new), nodes)]
    at = data.draw(st.integers(0, len(parts) - 1))
    parts[at] = flipped(parts[at], data)
    with pytest.raises(FalseProofError):
        verify_consistency(old=old, new=new, old_root=parts[0], new_root=parts[1], path=parts[2:])


@given(st.integers(1, 40), st.data())
def test_a_rewritten_tree_continues_nothing(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new))
    at = data.draw(st.integers(0, old - 1))
    signed = [bytes([position]) for position in range(old)]
    rewritten = [b"another" if position == at else bytes([position]) for position in range(new)]
    edge, nodes = grown(rewritten)
    path = hashes(consistency_path(old, new), nodes)
    with pytest.raises(FalseProofError):
        verify_consistency(old=old, new=new, old_root=naive_root(signed), new_root=edge.root(), path=path)


def test_the_empty_tree_begins_every_other() -> None:
    verify_consistency(old=0, new=5, old_root=EMPTY_ROOT, new_root=bytes.fromhex(ROOTS[4]), path=[])
    verify_consistency(old=0, new=0, old_root=EMPTY_ROOT, new_root=EMPTY_ROOT, path=[])


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [(0, 5, [EMPTY_ROOT]), (3, 3, [EMPTY_ROOT]), (3, 5, []), (5, 3, [EMPTY_ROOT]), (-1, 3, [EMPTY_ROOT])],
)
def test_sizes_and_lengths_that_no_proof_has_are_refused(old: int, new: int, path: list[bytes]) -> None:
    with pytest.raises(FalseProofError):
        verify_consistency(old=old, new=new, old_root=EMPTY_ROOT, new_root=EMPTY_ROOT, path=path)


def test_an_empty_tree_with_another_root_is_refused() -> None:
    other = node_hash(EMPTY_ROOT, EMPTY_ROOT)
    with pytest.raises(FalseProofError):
        verify_consistency(old=0, new=0, old_root=EMPTY_ROOT, new_root=other, path=[])
    with pytest.raises(FalseProofError):
        verify_consistency(old=0, new=2, old_root=other, new_root=other, path=[])


@pytest.mark.parametrize(("position", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_no_path_leads_to_a_leaf_that_is_not_there(position: int, size: int) -> None:
    with pytest.raises(ValueError, match="position"):
        inclusion_path(position, size)


@pytest.mark.parametrize(("old", "new"), [(0, 3), (4, 3), (-1, 3)])
def test_no_path_leads_from_a_larger_tree_to_a_smaller(old: int, new: int) -> None:
    with pytest.raises(ValueError, match="smaller"):
        consistency_path(old, new)
