"""Devices, their bindings, what rings on them and how often they woke for nothing, as every database keeps them."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.archive.copies import ADA, BEA, numbered
from tests.stores.examples import (
    BINDING,
    DEVICE,
    LATER,
    LINE,
    MEMBER,
    NOW,
    PAIRING,
    PRESENCE,
    RING,
    SHARED,
    write_as_before,
)
from voicekeep.device import DeviceChangedError, DeviceKind
from voicekeep.records.ids import DeviceId, ItemId
from voicekeep.stores import Database


def test_a_device_is_somebody_s_from_the_instant_at_which_it_stopped_being_another_s(database: Database) -> None:
    with database.begin() as transaction:
        transaction.devices.add_device(DEVICE)
        transaction.devices.add_binding(BINDING)
    with pytest.raises(DeviceChangedError), database.begin() as transaction:
        transaction.devices.add_binding(SHARED)
    with database.begin() as transaction:
        transaction.devices.close_binding(BINDING, LATER)
        transaction.devices.add_binding(SHARED)
        transaction.devices.close_binding(BINDING.closed(LATER), LATER + timedelta(days=1))
    with database.read() as transaction:
        assert transaction.devices.binding_of(DEVICE.device) == SHARED
        assert transaction.devices.bindings_of_device(DEVICE.device) == (BINDING.closed(LATER), SHARED)
        assert transaction.devices.bindings_of(ADA) == (BINDING.closed(LATER),)
        assert transaction.devices.bindings_of_household(MEMBER.household) == (SHARED,)
        assert transaction.devices.bindings_of(BEA) == ()


def test_no_device_has_two_lines_and_no_two_have_the_same(database: Database) -> None:
    moved = replace(LINE, sealed=b"sealed anew")
    with database.begin() as transaction:
        transaction.devices.put_line(LINE)
        transaction.devices.put_line(moved)
    with pytest.raises(DeviceChangedError), database.begin() as transaction:
        transaction.devices.put_line(replace(LINE, device=numbered(DeviceId, 2)))
    with database.begin() as transaction:
        assert transaction.devices.lines() == (moved,)
        transaction.devices.forget_line(LINE.device)
        assert transaction.devices.line_known_by(LINE.known_by) is None


def test_a_counter_counts_once_however_many_use_it_at_once(database: Database) -> None:
    with database.begin() as transaction:
        transaction.devices.add_device(DEVICE)
    done: list[object] = []

    def use() -> None:
        try:
            with database.begin() as transaction:
                transaction.devices.replace_device(DEVICE, DEVICE.used(4))
            done.append(4)
        except DeviceChangedError as late:
            done.append(late)

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [each for each in done if each == 4] == [4]
    with pytest.raises(DeviceChangedError), database.begin() as transaction:
        transaction.devices.replace_device(DEVICE, DEVICE.used(5))


def test_what_only_one_person_ever_had_goes_with_them_and_a_shared_device_stays(database: Database) -> None:
    own = replace(DEVICE, device=numbered(DeviceId, 2), credential_sha256=None)
    with database.begin() as transaction:
        for device, binding in (
            (DEVICE, BINDING.closed(LATER)),
            (own, replace(BINDING, device=own.device)),
        ):
            transaction.devices.add_device(device)
            transaction.devices.add_binding(binding)
            transaction.devices.put_presence(replace(PRESENCE, device=device.device))
        transaction.devices.add_binding(SHARED)
        transaction.devices.put_pairing(PAIRING)
        transaction.devices.forget_bindings_of(ADA)
    with database.begin() as transaction:
        devices = transaction.devices
        assert devices.bindings_of(ADA) == ()
        assert (devices.device(own.device), devices.presence_of(own.device)) == (None, None)
        assert (devices.device(DEVICE.device), devices.binding_of(DEVICE.device)) == (DEVICE, SHARED)
        assert devices.pairing("ABCD") is None
        devices.forget_bindings_of_household(MEMBER.household)
        assert (devices.device(DEVICE.device), devices.presence_of(DEVICE.device)) == (None, None)


def test_what_was_bound_before_devices_had_rows_is_bound_after(database: Database) -> None:
    with database.begin() as transaction:
        write_as_before(transaction)
    with database.begin() as transaction:
        assert transaction.devices.adopt() == (BINDING,)
        assert transaction.devices.adopt() == ()
    with database.read() as transaction:
        found = transaction.devices.device_with_credential(bytes(32))
        assert found is not None
        assert (found.device, found.kind, found.public_key) == (DEVICE.device, DeviceKind.FOLDER, None)
        assert transaction.devices.bindings_of(ADA) == (BINDING,)


def test_rings_come_in_the_order_of_their_instants_and_go_with_their_owner(database: Database) -> None:
    later = replace(RING, item=numbered(ItemId, 2), rings_at=LATER + timedelta(hours=1))
    earlier = replace(RING, item=numbered(ItemId, 3), owner=BEA, rings_at=NOW)
    with database.begin() as transaction:
        for ring in (later, RING, earlier):
            transaction.rings.add_ring(ring)
        assert transaction.rings.rings() == (earlier, RING, later)
        transaction.rings.forget_ring(RING.item)
        assert transaction.rings.ring_of(RING.item) is None
        transaction.rings.forget_rings_of(ADA)
        assert transaction.rings.rings() == (earlier,)


def test_a_ring_moves_once_and_one_that_is_gone_does_not_come_back(database: Database) -> None:
    tomorrow = LATER + timedelta(days=1)
    with database.begin() as transaction:
        transaction.rings.add_ring(RING)
        assert transaction.rings.move_ring(RING, tomorrow)
    with database.begin() as transaction:
        moved = replace(RING, rings_at=tomorrow)
        assert transaction.rings.rings() == (moved,)
        assert not transaction.rings.move_ring(RING, LATER), "it was moved by somebody who looked earlier"
        assert transaction.rings.ring_of(RING.item) == moved
        transaction.rings.forget_ring(RING.item)
        assert not transaction.rings.move_ring(moved, LATER)
        assert transaction.rings.rings() == ()


def test_false_wakings_are_a_number_for_each_speaker_and_day(database: Database) -> None:
    kitchen, study = numbered(DeviceId, 1), numbered(DeviceId, 2)
    today, yesterday = NOW.date(), NOW.date() - timedelta(days=1)
    with database.begin() as transaction:
        woken = transaction.woken
        for device, day in ((kitchen, today), (kitchen, yesterday), (kitchen, today), (study, today)):
            woken.count_false_waking(device, day)
        counted = woken.false_wakings_of(kitchen)
        assert [(each.day, each.times) for each in counted] == [(yesterday, 1), (today, 2)]
        woken.forget_false_wakings(today)
        assert [each.day for each in woken.false_wakings_of(kitchen)] == [today]
        woken.forget_false_wakings_of(kitchen)
        assert woken.false_wakings_of(kitchen) == ()
        assert [each.times for each in woken.false_wakings_of(study)] == [1]
