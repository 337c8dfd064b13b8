"""Items, leases and openings of the ledger as every database keeps them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.archive.copies import ADA, BEA, numbered
from tests.stores.examples import CHOICE, LATER, NOW
from voicekeep.ledger import Entry, Opening
from voicekeep.records.ids import DayKeyId, ItemId, SubjectId
from voicekeep.records.items import ItemKind
from voicekeep.records.scope import ReleaseScope
from voicekeep.stores import Database
from voicekeep.vault import ItemRow, LeaseLostError


def rows(count: int, owner: SubjectId = ADA) -> list[ItemRow]:
    return [
        ItemRow(
            item=numbered(ItemId, number * 7919 % count + 1),
            owner=owner,
            kind=ItemKind.TURN,
            device=None,
            at=NOW + timedelta(seconds=number // 2),
            size=5,
            day_key=numbered(DayKeyId, 1),
            position=number,
        )
        for number in range(count)
    ]


def test_items_are_held_by_their_owner_in_order_and_within_the_scope(database: Database) -> None:
    mine = rows(1201)
    with database.begin() as transaction:
        transaction.items.add(mine)
        transaction.items.add([replace(row, owner=BEA, item=numbered(ItemId, 5000)) for row in mine[:1]])
    scope = ReleaseScope(as_of=1000, since=NOW + timedelta(seconds=10), until=NOW + timedelta(seconds=400))
    with database.read() as transaction:
        held = list(transaction.items.held_by(ADA, ItemKind.TURN, scope))
        assert list(transaction.items.held_by(ADA, ItemKind.PROFILE, scope)) == []
    wanted = [row for row in mine if row.position < 1000 and scope.covers(row.kind, row.at)]
    assert held == sorted(wanted, key=lambda row: (row.at, row.item))


def test_leases_end_with_the_rows_or_add_nothing(database: Database) -> None:
    with database.begin() as transaction:
        transaction.leases.take(["items/a", "items/b"], LATER)
        assert transaction.leases.alive(["items/a", "items/c"]) == {"items/a"}
    with database.begin() as transaction:
        transaction.leases.give(["items/a"], NOW)
    with pytest.raises(LeaseLostError), database.begin() as transaction:
        transaction.people.put_choice(CHOICE)
        transaction.leases.give(["items/b"], LATER)
    with database.begin() as transaction:
        assert transaction.people.choice_of(ADA) is None
        assert transaction.leases.expired(LATER) == ("items/b",)
        assert transaction.leases.expired(LATER) == ()


def test_openings_are_found_and_forgotten(database: Database) -> None:
    openings = [
        Opening(
            position=number,
            salt=bytes(32),
            fact=b"{}",
            name="captured",
            subject=ADA,
            kind=ItemKind.TURN,
            at=number,
            item=f"item {number}",
            audio=bytes([number] * 32),
        )
        for number in range(3)
    ]
    entries = [Entry(position=number, natural_key=bytes([number] * 32), commitment=bytes(32)) for number in range(3)]
    with database.begin() as transaction:
        transaction.log.add(entries, openings)
    with database.read() as transaction:
        assert [each.position for each in transaction.log.openings_at([2, 0, 9])] == [0, 2]
        found = transaction.log.openings_of_items(["item 1", "item 2", "item 9"], ("captured",))
        assert {each.position for each in found} == {1, 2}
        assert list(transaction.log.openings_of_items(["item 1"], ("erased",))) == []
    with database.begin() as transaction:
        log = transaction.log
        assert log.size() == 3
        assert list(log.entries(1, 3)) == entries[1:]
        assert list(log.captured(ADA, ItemKind.TURN, 2)) == openings[:2]
        assert list(log.captured_with(audio=bytes([1] * 32), samples=bytes([1] * 32))) == [openings[1]]
        assert log.positions_of([bytes([2] * 32), b"nobody"]) == {bytes([2] * 32): 2}
        log.forget([1], 2)
        assert (log.count_openings(3), log.count_forgotten(3), log.forgotten(0, 3)) == (2, 1, {1: 2})
        assert list(log.openings_of_item("item 1")) == []
