"""Who captures today cannot open yesterday, and seals nothing under a wrong name."""

from __future__ import annotations

import copy
import os
import pickle
import time
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.vault.conftest import Held, Home
from tests.vault.keystore import NOON, turn_of
from tests.vault.reach import ciphers_of, reachable
from voicekeep.formats.canonical import NoCanonicalFormError
from voicekeep.formats.lines import encode_record
from voicekeep.records.ids import DeviceId, ItemId
from voicekeep.records.items import SignInRecord
from voicekeep.vault import (
    AudioMismatchError,
    ItemKey,
    SealedItem,
    UnsupportedKeyError,
    Writer,
    WrongDeviceError,
    WrongOwnerError,
    expires_at,
)
from voicekeep.vault.contexts import item_key_context

DAY = timedelta(days=1)


def new_item() -> ItemId:
    return ItemId.random(os.urandom)


def opens(cipher: AESGCM, sealed: SealedItem) -> bool:
    """Say whether a key taken out of a writer unwraps an item's key."""
    wrapped = sealed.item_key.wrapped
    try:
        cipher.decrypt(wrapped[:12], wrapped[12:], item_key_context(sealed.ref))
    except InvalidTag:
        return False
    return True


def test_what_a_writer_seals_its_owner_opens(home: Home) -> None:
    record = turn_of(home.ada, new_item(), b"fLaC 1")
    with home.ring.writer_for(home.ada, None) as writer:
        sealed = writer.seal(record, b"fLaC 1", NOON)
    assert sealed.new_day_key is not None
    opened = home.opened(Held(sealed, sealed.new_day_key))
    assert (opened.record, opened.audio) == (encode_record(record), b"fLaC 1")
    assert (sealed.at, sealed.device, sealed.size) == (NOON, None, len(sealed.envelope))


def test_an_attacker_with_todays_writer_opens_today_and_not_yesterday(home: Home) -> None:
    writer = home.ring.writer_for(home.ada, None)
    yesterday = writer.seal(turn_of(home.ada, new_item()), None, NOON)
    [old] = ciphers_of(writer, beyond=os.urandom)
    today = writer.seal(turn_of(home.ada, new_item()), None, NOON + DAY)
    [new] = ciphers_of(writer, beyond=os.urandom)
    assert opens(old, yesterday)  # the attack works while the key is there
    assert opens(new, today)
    assert not opens(new, yesterday)


def test_no_byte_of_an_earlier_day_is_left_in_a_writer(home: Home) -> None:
    drawn: list[bytes] = []

    def entropy(count: int) -> bytes:
        drawn.append(os.urandom(count))
        return drawn[-1]

    writer = Writer(home.keys.subject_key(home.ada), None, entropy)
    writer.seal(turn_of(home.ada, new_item()), None, NOON)
    secrets = set(drawn)
    writer.seal(turn_of(home.ada, new_item()), None, NOON + DAY)
    left = [each for each in reachable(writer, beyond=entropy) if isinstance(each, bytes)]
    assert not secrets.intersection(left)


def test_a_writer_that_forgot_holds_no_key_at_all(home: Home) -> None:
    with home.ring.writer_for(home.ada, None) as writer:
        writer.seal(turn_of(home.ada, new_item()), None, NOON)
        assert ciphers_of(writer, beyond=os.urandom)
        writer.forget()
        assert not ciphers_of(writer, beyond=os.urandom)
        writer.seal(turn_of(home.ada, new_item()), None, NOON)
    assert not ciphers_of(writer, beyond=os.urandom)


def test_the_day_is_forgotten_even_if_nothing_could_be_sealed_on_the_next(home: Home) -> None:
    writer = home.ring.writer_for(home.ada, None)
    writer.seal(turn_of(home.ada, new_item()), None, NOON)
    with pytest.raises(NoCanonicalFormError):
        writer.seal(turn_of(home.ada, new_item(), said="\ud800"), None, NOON + DAY)
    assert not ciphers_of(writer, beyond=os.urandom)


def test_the_key_store_hears_of_a_day_key_with_the_first_item_that_could_be_sealed(home: Home) -> None:
    writer = home.ring.writer_for(home.ada, None)
    with pytest.raises(NoCanonicalFormError):
        writer.seal(turn_of(home.ada, new_item(), said="\ud800"), None, NOON)
    first = writer.seal(turn_of(home.ada, new_item()), None, NOON)
    second = writer.seal(turn_of(home.ada, new_item()), None, NOON)
    assert first.new_day_key is not None
    assert second.new_day_key is None
    assert second.item_key.day_key == first.item_key.day_key == first.new_day_key.day_key


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ("2026-03-14T00:00:00Z", "2026-03-14T23:59:59.999999Z", True),
        ("2026-03-14T23:59:59.999999Z", "2026-03-15T00:00:00Z", False),
        ("2026-03-15T00:00:00Z", "2026-03-14T23:59:59Z", False),  # a clock that went back
        ("2026-03-14T23:30:00+00:00", "2026-03-15T00:30:00+01:00", True),
    ],
)
def test_a_day_is_a_day_in_utc(home: Home, before: str, after: str, *, same: bool) -> None:
    writer = home.ring.writer_for(home.ada, None)
    writer.seal(turn_of(home.ada, new_item()), None, datetime.fromisoformat(before))
    later = writer.seal(turn_of(home.ada, new_item()), None, datetime.fromisoformat(after))
    assert (later.new_day_key is None) is same


def test_an_item_of_a_day_key_names_owner_device_and_day(home: Home) -> None:
    device = DeviceId.random(os.urandom)
    east = NOON.astimezone(timezone(timedelta(hours=13)))
    with home.ring.writer_for(home.ada, device) as writer:
        sealed = writer.seal(turn_of(home.ada, new_item(), device=device), None, east)
    day_key = sealed.new_day_key
    assert day_key is not None
    assert (day_key.owner, day_key.device, day_key.day) == (home.ada, device, NOON.date())
    assert sealed.device == device
    assert home.opened(Held(sealed, day_key)).audio is None


def test_a_day_is_a_day_in_utc_wherever_the_machine_stands(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    try:
        sealed = home.ring.writer_for(home.ada, None).seal(turn_of(home.ada, new_item()), None, NOON)
        assert sealed.new_day_key is not None
        assert sealed.new_day_key.day == NOON.date()
        assert expires_at(NOON, 3).utcoffset() == timedelta(0)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_second_writer_cannot_open_what_the_first_sealed(home: Home) -> None:
    first, second = home.ring.writer_for(home.ada, None), home.ring.writer_for(home.ada, None)
    one = first.seal(turn_of(home.ada, new_item()), None, NOON)
    other = second.seal(turn_of(home.ada, new_item()), None, NOON)
    [cipher] = ciphers_of(second, beyond=os.urandom)
    assert opens(cipher, other)
    assert not opens(cipher, one)


def test_a_writer_is_not_copied_or_stored(home: Home) -> None:
    writer = home.ring.writer_for(home.ada, None)
    with pytest.raises(TypeError, match="not copied"):
        pickle.dumps(writer)
    with pytest.raises(TypeError, match="not copied"):
        copy.copy(writer)


def test_nobody_elses_record_is_sealed(home: Home) -> None:
    item = new_item()
    with home.ring.writer_for(home.ada, None) as writer, pytest.raises(WrongOwnerError) as refused:
        writer.seal(turn_of(home.ben, item), None, NOON)
    assert (refused.value.what, refused.value.asked_for) == (item, home.ada)


def test_a_turn_from_another_device_is_not_sealed(home: Home) -> None:
    device, other = DeviceId.random(os.urandom), DeviceId.random(os.urandom)
    for named in (None, other):
        item = new_item()
        with home.ring.writer_for(home.ada, device) as writer, pytest.raises(WrongDeviceError, match=item):
            writer.seal(turn_of(home.ada, item, device=named), None, NOON)


@pytest.mark.parametrize(("named", "handed_in"), [(b"mine", b"theirs"), (b"mine", None), (None, b"theirs")])
def test_audio_that_the_record_does_not_name_is_not_sealed(
    home: Home, named: bytes | None, handed_in: bytes | None
) -> None:
    item = new_item()
    with home.ring.writer_for(home.ada, None) as writer, pytest.raises(AudioMismatchError, match=item):
        writer.seal(turn_of(home.ada, item, named), handed_in, NOON)


def test_audio_with_anything_but_a_turn_is_not_sealed(home: Home) -> None:
    record = SignInRecord(item=new_item(), owner=home.ada, at=NOON, method="password")
    with home.ring.writer_for(home.ada, None) as writer, pytest.raises(AudioMismatchError):
        writer.seal(record, b"fLaC", NOON)


def test_an_instant_without_a_zone_is_refused(home: Home) -> None:
    with home.ring.writer_for(home.ada, None) as writer, pytest.raises(ValueError, match="timezone"):
        writer.seal(turn_of(home.ada, new_item()), None, NOON.replace(tzinfo=None))


@pytest.mark.parametrize("public", [b"", bytes(1215), bytes(1217), b"\xff" * 1216])
def test_a_public_key_of_no_form_seals_nothing(home: Home, public: bytes) -> None:
    key = replace(home.keys.subject_key(home.ada), public=public)
    with Writer(key, None, os.urandom) as writer, pytest.raises(UnsupportedKeyError, match=home.ada):
        writer.seal(turn_of(home.ada, new_item()), None, NOON)


def test_a_public_key_of_another_suite_seals_nothing(home: Home) -> None:
    with pytest.raises(UnsupportedKeyError, match=home.ada):
        Writer(replace(home.keys.subject_key(home.ada), suite=2), None, os.urandom)


def test_no_two_items_share_a_key_or_a_nonce(home: Home) -> None:
    with home.ring.writer_for(home.ada, None) as writer:
        keys: list[ItemKey] = [writer.seal(turn_of(home.ada, new_item()), None, NOON).item_key for _ in range(50)]
    assert len({key.wrapped[:12] for key in keys}) == len(keys)
    assert len({key.wrapped[12:] for key in keys}) == len(keys)
