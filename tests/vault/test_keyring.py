"""P5: an archive's key opens for the request and person it was made for; a key pair is one person's."""

from __future__ import annotations

import os
import pickle
from dataclasses import replace

import pytest

from tests.vault.conftest import Home
from tests.vault.keystore import NOON, MemoryKeyStore
from voicekeep.records.ids import ArchiveId, RequestId, SubjectId
from voicekeep.vault import (
    CrossedArchiveError,
    ForeignPublicKeyError,
    KeyDestroyedError,
    KeyDoesNotOpenError,
    KeyRing,
    RootKey,
    UnknownEpochError,
    UnknownKeyError,
    UnsupportedKeyError,
)
from voicekeep.vault.hybrid import PrivateHalf


@pytest.fixture
def archive() -> ArchiveId:
    return ArchiveId.random(os.urandom)


@pytest.fixture
def request_id() -> RequestId:
    return RequestId.random(os.urandom)


def test_an_archive_opens_for_its_request_and_person(home: Home, archive: ArchiveId, request_id: RequestId) -> None:
    key = home.ring.new_archive_key(archive, request_id, home.ada)
    assert len(key) == 32
    assert home.ring.archive_key(archive, request_id, home.ada) == key


def test_a_crossed_archive_does_not_open(home: Home, archive: ArchiveId, request_id: RequestId) -> None:
    home.ring.new_archive_key(archive, request_id, home.ada)
    with pytest.raises(CrossedArchiveError) as refused:
        home.ring.archive_key(archive, request_id, home.ben)
    assert (refused.value.archive, refused.value.request) == (archive, request_id)
    with pytest.raises(CrossedArchiveError):
        home.ring.archive_key(archive, RequestId.random(os.urandom), home.ada)


def test_a_row_edited_to_cross_an_archive_does_not_open(home: Home, archive: ArchiveId, request_id: RequestId) -> None:
    home.ring.new_archive_key(archive, request_id, home.ada)
    row, other = home.keys.archives[archive], RequestId.random(os.urandom)
    another = ArchiveId.random(os.urandom)
    home.keys.archives[archive] = replace(row, subject=home.ben)
    with pytest.raises(KeyDoesNotOpenError, match=archive):
        home.ring.archive_key(archive, request_id, home.ben)
    home.keys.archives[archive] = replace(row, request=other)
    with pytest.raises(KeyDoesNotOpenError):
        home.ring.archive_key(archive, other, home.ada)
    home.keys.archives[another] = replace(row, archive=another)
    with pytest.raises(KeyDoesNotOpenError):
        home.ring.archive_key(another, request_id, home.ada)


def test_an_archives_key_does_not_open_as_a_day_key_nor_the_other_way(
    home: Home, archive: ArchiveId, request_id: RequestId
) -> None:
    held = home.holds(home.ada)
    home.ring.new_archive_key(archive, request_id, home.ada)
    row = home.keys.archives[archive]
    home.keys.archives[archive] = replace(row, sealed=held.day_key.sealed)
    with pytest.raises(KeyDoesNotOpenError):
        home.ring.archive_key(archive, request_id, home.ada)
    with pytest.raises(KeyDoesNotOpenError):
        home.ring.opener_for(home.ada).open(
            held.sealed.envelope, held.sealed.ref, held.sealed.item_key, replace(held.day_key, sealed=row.sealed)
        )


def test_every_attempt_has_a_key_of_its_own(home: Home, request_id: RequestId) -> None:
    keys = {home.ring.new_archive_key(ArchiveId.random(os.urandom), request_id, home.ada) for _ in range(3)}
    assert len(keys) == 3


def test_a_destroyed_archive_key_opens_nothing(home: Home, archive: ArchiveId, request_id: RequestId) -> None:
    home.ring.new_archive_key(archive, request_id, home.ada)
    home.keys.destroy_archive_key(archive, NOON)
    with pytest.raises(KeyDestroyedError):
        home.ring.archive_key(archive, request_id, home.ada)


def test_unknown_and_erased_people_have_no_keys(home: Home) -> None:
    stranger = SubjectId.random(os.urandom)
    home.keys.destroy_subject_key(home.ben, NOON)
    for person, error in ((stranger, UnknownKeyError), (home.ben, KeyDestroyedError)):
        with pytest.raises(error, match=person):
            home.ring.opener_for(person)
        with pytest.raises(error, match=person):
            home.ring.writer_for(person, None)


def test_a_replaced_public_key_is_noticed(home: Home) -> None:
    adas, bens = home.keys.subjects[home.ada], home.keys.subjects[home.ben]
    home.keys.subjects[home.ada] = replace(adas, public=bens.public)
    with pytest.raises(ForeignPublicKeyError, match=home.ada):
        home.ring.opener_for(home.ada)


def test_a_private_key_moved_to_another_person_does_not_open(home: Home) -> None:
    bens = home.keys.subjects[home.ben]
    home.keys.subjects[home.ada] = replace(bens, subject=home.ada)
    with pytest.raises(KeyDoesNotOpenError, match=home.ada):
        home.ring.opener_for(home.ada)


def test_a_store_that_answers_with_another_persons_key_is_not_believed(home: Home) -> None:
    home.keys.subjects[home.ada] = home.keys.subjects[home.ben]
    with pytest.raises(ForeignPublicKeyError, match=home.ada):
        home.ring.opener_for(home.ada)
    with pytest.raises(ForeignPublicKeyError, match=home.ada):
        home.ring.writer_for(home.ada, None)


def test_another_root_key_opens_nobody(home: Home) -> None:
    ring = KeyRing(RootKey(os.urandom(32)), home.keys, os.urandom)
    with pytest.raises(KeyDoesNotOpenError):
        ring.opener_for(home.ada)


def test_a_public_key_of_no_form_is_named(home: Home, archive: ArchiveId, request_id: RequestId) -> None:
    home.keys.subjects[home.ada] = replace(home.keys.subjects[home.ada], public=b"short")
    with pytest.raises(UnsupportedKeyError, match=home.ada):
        home.ring.new_archive_key(archive, request_id, home.ada)


def test_a_private_half_of_no_form_is_named() -> None:
    subject = SubjectId.random(os.urandom)
    with pytest.raises(UnsupportedKeyError, match=subject):
        PrivateHalf(b"short", of=subject)


def test_a_key_of_another_suite_is_not_used(home: Home, archive: ArchiveId, request_id: RequestId) -> None:
    home.keys.subjects[home.ada] = replace(home.keys.subjects[home.ada], suite=2)
    with pytest.raises(UnsupportedKeyError, match=home.ada):
        home.ring.opener_for(home.ada)
    with pytest.raises(UnsupportedKeyError, match=home.ada):
        home.ring.new_archive_key(archive, request_id, home.ada)


def test_after_a_rotation_old_keys_open_and_new_ones_are_under_the_new_epoch() -> None:
    first, second = os.urandom(32), os.urandom(32)
    keys, old, new = MemoryKeyStore(), SubjectId.random(os.urandom), SubjectId.random(os.urandom)
    KeyRing(RootKey(first), keys, os.urandom).new_subject(old)
    rotated = KeyRing(RootKey(first, second), keys, os.urandom)
    assert rotated.new_subject(new).epoch == 2
    assert keys.subjects[old].epoch == 1
    for person in (old, new):
        assert rotated.opener_for(person).subject == person
    with pytest.raises(UnknownEpochError, match="epoch 2"):
        KeyRing(RootKey(first), keys, os.urandom).opener_for(new)


def test_a_key_ring_is_not_copied_or_stored(home: Home) -> None:
    for secret in (home.ring, home.root):
        with pytest.raises(TypeError, match="not copied"):
            pickle.dumps(secret)
