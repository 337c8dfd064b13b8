"""Accounts, households, invitations and mandates as every database keeps them."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.archive.copies import ADA, BEA, numbered
from tests.stores.examples import ACCOUNT, INVITATION, LATER, MANDATE, MEMBER, NOW, WAY_IN
from voicekeep.people import Account, EmailTakenError, Invitation, MandateRefusedError, Member
from voicekeep.records.ids import HouseholdId
from voicekeep.stores import Database


def test_a_household_is_its_members_the_longest_first(database: Database) -> None:
    here, there = MEMBER.household, numbered(HouseholdId, 77)
    older = Member(household=here, subject=BEA, since=NOW - timedelta(days=1))
    with database.begin() as transaction:
        transaction.people.add_member(MEMBER)
        transaction.people.add_member(older)
        assert transaction.people.members_of(here) == (older, MEMBER)
        transaction.people.put_member(replace(older, household=there))
        assert transaction.people.members_of(here) == (MEMBER,)
        assert transaction.people.members_of(there) == (replace(older, household=there),)


def test_members_of_a_household_are_its_own_in_the_order_in_which_they_came(database: Database) -> None:
    other = replace(MEMBER, subject=BEA, since=LATER)
    with database.begin() as transaction:
        for member in (other, MEMBER):
            transaction.people.add_member(member)
    with database.read() as transaction:
        assert transaction.people.members_of(MEMBER.household) == (MEMBER, other)
        assert transaction.people.members_of(numbered(HouseholdId, 2)) == ()


def test_a_mandate_is_found_from_both_its_ends_changed_once_and_forgotten_with_either(database: Database) -> None:
    ended = replace(MANDATE, ended_at=NOW)
    with database.begin() as transaction:
        book = transaction.mandates
        book.add_mandate(MANDATE)
        assert book.mandates_over(ADA) == book.mandates_of(BEA) == (MANDATE,)
        assert book.mandate_with_token(bytes(32)) == MANDATE
        assert not book.mandates_over(BEA)
        book.replace_mandate(MANDATE, ended)
        with pytest.raises(MandateRefusedError):
            book.replace_mandate(MANDATE, replace(MANDATE, until=LATER + timedelta(days=1)))
        assert book.mandate(MANDATE.mandate) == ended
        book.forget_mandates_of(BEA)
        assert book.mandate(MANDATE.mandate) is None


def test_a_way_in_is_used_once_and_another_address_is_never_taken_over(database: Database) -> None:
    other = Account(subject=BEA, email_index=bytes(31) + b"\x01", created_at=NOW)
    with database.begin() as transaction:
        book = transaction.people
        book.add_account(ACCOUNT)
        book.add_account(other)
        book.add_way_in(WAY_IN)
        assert book.use_way_in(bytes(32), LATER) is None, "its time is over"
        assert book.use_way_in(bytes(32), NOW) is not None
        assert book.use_way_in(bytes(32), NOW) is None
        with pytest.raises(EmailTakenError):
            book.replace_account(replace(other, email_index=ACCOUNT.email_index))


def test_an_invitation_used_twice_at_once_is_used_once(database: Database) -> None:
    with database.begin() as transaction:
        transaction.people.add_invitation(INVITATION)
    used: list[Invitation | None] = []

    def use() -> None:
        with database.begin() as transaction:
            used.append(transaction.people.use_invitation(bytes(32), NOW))

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(each is not None for each in used) == 1
