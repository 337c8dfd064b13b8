"""P2: an item opens as itself, whole and unchanged, with its own key; or by a name that says why not."""

from __future__ import annotations

import os
import traceback
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.records import ids, refs
from tests.vault.gcm import two_key_ciphertext
from voicekeep.formats.envelope import Header, encode_header, parse
from voicekeep.records.ids import ItemId, SubjectId
from voicekeep.records.items import ItemKind, ItemRef
from voicekeep.vault import (
    NotSealedError,
    Opened,
    OverlongItemError,
    TamperedItemError,
    TruncatedItemError,
    UnsupportedItemError,
    VaultError,
    WrongItemError,
    WrongKeyError,
    WrongKindError,
    WrongOwnerError,
)
from voicekeep.vault.seal import derived, open_item, seal_item

KEY = bytes(range(32))
KEYS = st.binary(min_size=32, max_size=32)
REF = ItemRef(owner=SubjectId.random(os.urandom), item=ItemId.random(os.urandom), kind=ItemKind.TURN)
RECORD, AUDIO = b'{"transcript":"SECRET"}', b"fLaC SECRET"
ENVELOPE = seal_item(REF, RECORD, AUDIO, KEY, os.urandom)
HEADER, CLEAR_BYTES = parse(ENVELOPE)


@given(ref=refs(), record=st.binary(), audio=st.none() | st.binary(), key=KEYS)
def test_what_was_sealed_opens(ref: ItemRef, record: bytes, audio: bytes | None, key: bytes) -> None:
    envelope = seal_item(ref, record, audio, key, os.urandom)
    assert open_item(envelope, key, ref) == Opened(record=record, audio=audio)


def test_every_flipped_bit_is_a_named_error_without_plaintext() -> None:
    for bit in range(len(ENVELOPE) * 8):
        flipped = bytearray(ENVELOPE)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises(VaultError) as refused:
            open_item(bytes(flipped), KEY, REF)
        assert type(refused.value) is not VaultError
        assert "SECRET" not in said(refused.value)


@given(ref=refs(), audio=st.binary(max_size=2000), data=st.data())
def test_a_flipped_bit_of_any_envelope_is_a_named_error(ref: ItemRef, audio: bytes, data: st.DataObject) -> None:
    envelope = bytearray(seal_item(ref, RECORD, audio, KEY, os.urandom))
    bit = data.draw(st.integers(0, len(envelope) * 8 - 1))
    envelope[bit // 8] ^= 1 << bit % 8
    with pytest.raises(VaultError):
        open_item(bytes(envelope), KEY, ref)


def test_a_flipped_bit_behind_the_header_is_tampering() -> None:
    for at in range(CLEAR_BYTES, len(ENVELOPE)):
        flipped = bytearray(ENVELOPE)
        flipped[at] ^= 1
        with pytest.raises(TamperedItemError, match=REF.item):
            open_item(bytes(flipped), KEY, REF)


def test_every_cut_is_named() -> None:
    for length in range(len(ENVELOPE)):
        with pytest.raises(TruncatedItemError, match=REF.item):
            open_item(ENVELOPE[:length], KEY, REF)


def test_bytes_after_the_end_are_refused() -> None:
    with pytest.raises(OverlongItemError, match=REF.item):
        open_item(ENVELOPE + b"\0", KEY, REF)


@given(ids(SubjectId).filter(lambda owner: owner != REF.owner))
def test_another_owner_is_refused(owner: SubjectId) -> None:
    with pytest.raises(WrongOwnerError) as refused:
        open_item(ENVELOPE, KEY, replace(REF, owner=owner))
    assert (refused.value.what, refused.value.asked_for) == (REF.item, owner)


@given(ids(ItemId).filter(lambda item: item != REF.item))
def test_another_item_of_the_same_owner_is_refused(item: ItemId) -> None:
    with pytest.raises(WrongItemError) as refused:
        open_item(ENVELOPE, KEY, replace(REF, item=item))
    assert (refused.value.item, refused.value.found) == (item, REF.item)


@pytest.mark.parametrize("kind", [kind for kind in ItemKind if kind is not REF.kind])
def test_another_kind_is_refused(kind: ItemKind) -> None:
    with pytest.raises(WrongKindError, match=REF.item):
        open_item(ENVELOPE, KEY, replace(REF, kind=kind))


@given(refs().filter(lambda ref: ref != REF))
def test_a_header_rewritten_to_what_is_expected_does_not_help(ref: ItemRef) -> None:
    with pytest.raises(TamperedItemError):
        open_item(encode_header(replace(HEADER, ref=ref)) + ENVELOPE[CLEAR_BYTES:], KEY, ref)


@pytest.mark.parametrize("start", [b"VKE2\x01", b"VKE1\x02"])
def test_another_version_or_suite_is_refused(start: bytes) -> None:
    with pytest.raises(UnsupportedItemError, match=REF.item):
        open_item(start + ENVELOPE[len(start) :], KEY, REF)


@pytest.mark.parametrize("other", [b"", b"VKS1", b"fLaC" + bytes(200)])
def test_what_is_no_envelope_is_refused(other: bytes) -> None:
    with pytest.raises(NotSealedError if other else TruncatedItemError, match=REF.item):
        open_item(other, KEY, REF)


@given(KEYS.filter(lambda key: key != KEY))
def test_another_key_is_refused(key: bytes) -> None:
    with pytest.raises(WrongKeyError, match=REF.item):
        open_item(ENVELOPE, key, REF)


def test_a_payload_that_is_none_is_refused_although_it_was_sealed() -> None:
    encryption, commitment = derived(KEY)
    header = Header(ref=REF, size=20, nonce=bytes(12), commitment=commitment)
    clear = encode_header(header)
    with pytest.raises(TamperedItemError):
        open_item(clear + AESGCM(encryption).encrypt(header.nonce, b"\2\0\0\0", clear), KEY, REF)


def test_two_keys_do_not_open_one_envelope_although_aes_gcm_would() -> None:
    other = bytes(reversed(KEY))
    (one_encryption, commitment), (other_encryption, _) = derived(KEY), derived(other)
    header = Header(ref=REF, size=64, nonce=bytes(12), commitment=commitment)
    clear = encode_header(header)
    both = two_key_ciphertext(one_encryption, other_encryption, header.nonce, clear)
    AESGCM(one_encryption).decrypt(header.nonce, both, clear)
    AESGCM(other_encryption).decrypt(header.nonce, both, clear)
    with pytest.raises(WrongKeyError):
        open_item(clear + both, other, REF)


@given(KEYS, KEYS)
def test_commitment_and_encryption_key_differ_from_each_other_and_by_key(one: bytes, other: bytes) -> None:
    keys = {*derived(one), *derived(other)}
    assert len(keys) == (2 if one == other else 4)


def said(error: BaseException) -> str:
    """Return everything that a log could show of an error, its causes included."""
    return "".join(traceback.format_exception(error)) + repr(error.args) + repr(vars(error))
