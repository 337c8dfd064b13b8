"""P2: an opener opens what one person owns; rows and blobs that were crossed do not open."""

from __future__ import annotations

import copy
import os
import pickle
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vault.conftest import Held, Home
from tests.vault.keystore import NOON, turn_of
from tests.vault.reach import ciphers_of
from voicekeep.formats.envelope import encode_header, parse
from voicekeep.records.ids import DeviceId, ItemId
from voicekeep.records.items import ItemKind, ItemRef
from voicekeep.vault import (
    KeyDoesNotOpenError,
    VaultError,
    WrongDayKeyError,
    WrongItemError,
    WrongKeyError,
    WrongKindError,
    WrongOwnerError,
)
from voicekeep.vault.opener import DAY_KEYS_HELD


def relabelled(envelope: bytes, ref: ItemRef) -> bytes:
    """Return the envelope with a header that says it is `ref`, as an attacker would write it."""
    header, length = parse(envelope)
    return encode_header(replace(header, ref=ref)) + envelope[length:]


def test_nobody_elses_item_opens_with_all_its_own_rows(home: Home) -> None:
    bens = home.holds(home.ben)
    with pytest.raises(WrongOwnerError) as refused:
        home.ring.opener_for(home.ada).open(bens.sealed.envelope, bens.sealed.ref, bens.sealed.item_key, bens.day_key)
    assert (refused.value.what, refused.value.asked_for) == (bens.sealed.ref.item, home.ada)


def test_a_row_whose_owner_was_edited_does_not_open(home: Home) -> None:
    bens = home.holds(home.ben)
    opener, ref = home.ring.opener_for(home.ada), replace(bens.sealed.ref, owner=home.ada)
    edited = replace(bens.day_key, owner=home.ada)
    for day_key in (bens.day_key, edited):
        with pytest.raises(WrongOwnerError):
            opener.open(bens.sealed.envelope, ref, bens.sealed.item_key, day_key)
    with pytest.raises(KeyDoesNotOpenError):
        opener.open(relabelled(bens.sealed.envelope, ref), ref, bens.sealed.item_key, edited)


def test_an_envelope_copied_over_another_persons_does_not_open(home: Home) -> None:
    adas, bens = home.holds(home.ada), home.holds(home.ben)
    with pytest.raises(WrongOwnerError):
        home.ring.opener_for(home.ada).open(bens.sealed.envelope, adas.sealed.ref, adas.sealed.item_key, adas.day_key)


def test_an_envelope_copied_over_another_of_the_same_owner_does_not_open(home: Home) -> None:
    one, other = home.holds(home.ada), home.holds(home.ada)
    with pytest.raises(WrongItemError):
        home.ring.opener_for(home.ada).open(other.sealed.envelope, one.sealed.ref, one.sealed.item_key, one.day_key)


def test_an_item_relabelled_as_another_of_the_same_owner_does_not_open(home: Home) -> None:
    one, other = home.holds(home.ada), home.holds(home.ada)
    opener, ref = home.ring.opener_for(home.ada), one.sealed.ref
    moved = replace(other.sealed.item_key, item=ref.item)
    for item_key in (other.sealed.item_key, moved):
        with pytest.raises(WrongItemError, match=ref.item):
            opener.open(other.sealed.envelope, ref, item_key, other.day_key)
    with pytest.raises(KeyDoesNotOpenError, match=ref.item):
        opener.open(relabelled(other.sealed.envelope, ref), ref, moved, other.day_key)


def test_another_items_key_is_refused_as_that(home: Home) -> None:
    one, other = home.holds(home.ada), home.holds(home.ada)
    with pytest.raises(WrongItemError) as refused:
        home.ring.opener_for(home.ada).open(one.sealed.envelope, one.sealed.ref, other.sealed.item_key, other.day_key)
    assert (refused.value.item, refused.value.found) == (one.sealed.ref.item, other.sealed.ref.item)


def test_another_persons_day_key_is_refused_as_that(home: Home) -> None:
    adas, bens = home.holds(home.ada), home.holds(home.ben)
    renamed = replace(bens.day_key, day_key=adas.day_key.day_key)
    with pytest.raises(WrongOwnerError) as refused:
        home.ring.opener_for(home.ada).open(adas.sealed.envelope, adas.sealed.ref, adas.sealed.item_key, renamed)
    assert (refused.value.what, refused.value.asked_for) == (renamed.day_key, home.ada)


def test_an_item_relabelled_as_another_kind_does_not_open(home: Home) -> None:
    held = home.holds(home.ada)
    opener, ref = home.ring.opener_for(home.ada), replace(held.sealed.ref, kind=ItemKind.PROFILE)
    with pytest.raises(WrongKindError, match=ref.item):
        opener.open(held.sealed.envelope, ref, held.sealed.item_key, held.day_key)
    with pytest.raises(KeyDoesNotOpenError):
        opener.open(relabelled(held.sealed.envelope, ref), ref, held.sealed.item_key, held.day_key)


def test_an_item_under_another_day_key_does_not_open(home: Home) -> None:
    one, other = home.holds(home.ada), home.holds(home.ada)
    opener = home.ring.opener_for(home.ada)
    moved = replace(one.sealed.item_key, day_key=other.day_key.day_key)
    with pytest.raises(WrongDayKeyError, match=f"{one.sealed.ref.item} .* {other.day_key.day_key}"):
        opener.open(one.sealed.envelope, one.sealed.ref, one.sealed.item_key, other.day_key)
    with pytest.raises(KeyDoesNotOpenError):
        opener.open(one.sealed.envelope, one.sealed.ref, moved, other.day_key)


def test_a_day_key_moved_to_another_day_or_device_does_not_open(home: Home) -> None:
    held = home.holds(home.ada)
    edited = [
        replace(held.day_key, day=held.day_key.day + timedelta(days=1)),
        replace(held.day_key, device=DeviceId.random(os.urandom)),
    ]
    opener = home.ring.opener_for(home.ada)
    for moment in ("before", "after"):  # a day key that was opened lends nothing to an edited row of its name
        for day_key in edited:
            with pytest.raises(KeyDoesNotOpenError, match=day_key.day_key):
                opener.open(held.sealed.envelope, held.sealed.ref, held.sealed.item_key, day_key)
        if moment == "before":
            opener.open(held.sealed.envelope, held.sealed.ref, held.sealed.item_key, held.day_key)


def test_an_envelope_sealed_anew_with_another_key_does_not_open(home: Home) -> None:
    held = home.holds(home.ada)
    with home.ring.writer_for(home.ada, None) as writer:
        again = writer.seal(turn_of(home.ada, held.sealed.ref.item), None, NOON)
    with pytest.raises(WrongKeyError):
        home.ring.opener_for(home.ada).open(again.envelope, held.sealed.ref, held.sealed.item_key, held.day_key)


@given(data=st.data())
def test_a_flipped_bit_in_any_stored_part_is_a_named_error(data: st.DataObject) -> None:
    home = Home()
    held = home.holds(home.ada)

    def flipped(stored: bytes) -> bytes:
        bit = data.draw(st.integers(0, len(stored) * 8 - 1))
        changed = bytearray(stored)
        changed[bit // 8] ^= 1 << bit % 8
        return bytes(changed)

    sealed, item_key, day_key = held.sealed, held.sealed.item_key, held.day_key
    envelope = sealed.envelope
    match data.draw(st.sampled_from(["envelope", "item key", "day key"])):
        case "envelope":
            envelope = flipped(envelope)
        case "item key":
            item_key = replace(item_key, wrapped=flipped(item_key.wrapped))
        case _:
            day_key = replace(day_key, sealed=flipped(day_key.sealed))
    with pytest.raises(VaultError):
        home.ring.opener_for(home.ada).open(envelope, sealed.ref, item_key, day_key)


@pytest.mark.parametrize("length", [0, 11, 12, 27, 59])
def test_a_key_that_was_cut_short_is_a_named_error(home: Home, length: int) -> None:
    held = home.holds(home.ada)
    opener = home.ring.opener_for(home.ada)
    item_key = replace(held.sealed.item_key, wrapped=held.sealed.item_key.wrapped[:length])
    day_key = replace(held.day_key, sealed=held.day_key.sealed[:length])
    with pytest.raises(KeyDoesNotOpenError):
        opener.open(held.sealed.envelope, held.sealed.ref, held.sealed.item_key, day_key)
    with pytest.raises(KeyDoesNotOpenError):
        opener.open(held.sealed.envelope, held.sealed.ref, item_key, held.day_key)


def test_opened_day_keys_are_kept_up_to_a_bound(home: Home) -> None:
    opener = home.ring.opener_for(home.ada)
    many: list[Held] = []
    with home.ring.writer_for(home.ada, None) as writer:
        for _ in range(DAY_KEYS_HELD + 2):
            sealed = writer.seal(turn_of(home.ada, ItemId.random(os.urandom)), None, NOON)
            assert sealed.new_day_key is not None
            many.append(Held(sealed, sealed.new_day_key))
            writer.forget()
    for held in [*many, many[0]]:
        assert opener.open(held.sealed.envelope, held.sealed.ref, held.sealed.item_key, held.day_key).audio is None
    assert len(ciphers_of(opener, beyond=os.urandom)) == DAY_KEYS_HELD


def test_an_opener_is_not_copied_or_stored(home: Home) -> None:
    opener = home.ring.opener_for(home.ada)
    with pytest.raises(TypeError, match="not copied"):
        pickle.dumps(opener)
    with pytest.raises(TypeError, match="not copied"):
        copy.deepcopy(opener)
