"""Triages, frozen archives, cases and what was found, as every database keeps them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.archive.copies import ADA, BEA, numbered
from tests.stores.examples import ENTRY, FOUND, FROZEN, LATER, PERSON, TRIAGE
from voicekeep.incident import AffectedRole, CaseMovedError, HeldIn, Report, TriageOverError
from voicekeep.records.ids import ArchiveId, ItemId, TriageId
from voicekeep.records.reports import ReportSource
from voicekeep.stores import Database


def test_a_triage_that_was_decided_meanwhile_is_not_decided_again(database: Database) -> None:
    with database.begin() as transaction:
        transaction.incidents.add(TRIAGE)
        transaction.incidents.replace(TRIAGE, replace(TRIAGE, decided_by="officer"))
    with pytest.raises(TriageOverError), database.begin() as transaction:
        transaction.incidents.replace(TRIAGE, replace(TRIAGE, decided_by="somebody"))
    with database.read() as transaction:
        assert [transaction.incidents.get(key) for key in transaction.incidents.all_keys()] == [
            replace(TRIAGE, decided_by="officer")
        ]


def test_a_report_is_like_one_of_the_same_source_about_the_same_by_the_same_person(database: Database) -> None:
    report = Report(source=TRIAGE.source, archive=TRIAGE.archive, item=TRIAGE.item, reporter=ADA)
    nothing = replace(TRIAGE, triage=numbered(TriageId, 2), archive=None, item=None, reporter=None, saw=None)
    later = replace(TRIAGE, triage=numbered(TriageId, 3), opened_at=LATER)
    with database.begin() as transaction:
        for triage in (TRIAGE, nothing, later):
            transaction.incidents.add(triage)
    with database.read() as transaction:
        alike = transaction.incidents.alike
        assert alike(report) == (later, TRIAGE), "the latest first"
        assert alike(Report(source=TRIAGE.source)) == (nothing,)
        for other in (
            replace(report, source=ReportSource.NOT_ME),
            replace(report, archive=numbered(ArchiveId, 2)),
            replace(report, item=None),
            replace(report, reporter=BEA),
        ):
            assert alike(other) == ()


def test_an_archive_is_frozen_as_often_as_it_was_and_thawed_one_by_one(database: Database) -> None:
    second = replace(FROZEN, triage=numbered(TriageId, 2), number=2)
    other = replace(FROZEN, archive=numbered(ArchiveId, 2))
    with database.begin() as transaction:
        for each in (second, FROZEN, other):
            transaction.incidents.freeze(each)
        assert transaction.incidents.frozen(FROZEN.archive) == (FROZEN, second)
        transaction.incidents.thaw(FROZEN.archive, 1)
        transaction.incidents.thaw(FROZEN.archive, 1)
    with database.read() as transaction:
        assert transaction.incidents.frozen(FROZEN.archive) == (second,)
        assert transaction.incidents.frozen(other.archive) == (other,)


def test_an_entry_of_a_case_is_written_once_and_a_person_stands_once_in_each_role(database: Database) -> None:
    second = replace(ENTRY, number=2, body=b"another")
    recipient = replace(PERSON, subject=BEA, role=AffectedRole.RECIPIENT)
    elsewhere = replace(PERSON, triage=numbered(TriageId, 2), since=LATER)
    with database.begin() as transaction:
        for entry in (second, ENTRY):
            transaction.cases.add_entry(entry)
        for person in (recipient, PERSON, PERSON, replace(PERSON, since=LATER), elsewhere):
            transaction.cases.add_person(person)
    with pytest.raises(CaseMovedError), database.begin() as transaction:
        transaction.cases.add_entry(replace(ENTRY, body=b"other"))
    with database.read() as transaction:
        assert transaction.cases.entries(TRIAGE.triage) == (ENTRY, second)
        assert transaction.cases.entries(numbered(TriageId, 9)) == ()
        assert transaction.cases.people(TRIAGE.triage) == (PERSON, recipient)
        assert transaction.cases.cases_of(ADA) == (elsewhere, PERSON)


def test_found_digests_wait_in_order_and_are_forgotten_one_by_one(database: Database) -> None:
    later = replace(FOUND, found="0" * 32, at=LATER)
    with database.begin() as transaction:
        for found in (later, FOUND):
            transaction.found.add(found)
    with database.begin() as transaction:
        assert transaction.found.waiting(9) == (FOUND, later)
        assert transaction.found.waiting(1) == (FOUND,)
        assert transaction.found.count() == 2
        transaction.found.drop(FOUND.found)
    with database.read() as transaction:
        assert transaction.found.waiting(9) == (later,)


def test_archives_are_found_by_the_items_that_they_hold(database: Database) -> None:
    held = [
        HeldIn(item=numbered(ItemId, item), archive=numbered(ArchiveId, archive), of=of, offset=9, length=4)
        for item in range(1, 4)
        for archive in (1, 2)
        for of in ("record", "recording")
    ]
    with database.begin() as transaction:
        transaction.cases.add_held(held)
        transaction.cases.add_held(held[:2])  # a check that runs twice
        transaction.cases.add_held([])
    with database.read() as transaction:
        found = list(transaction.cases.held_in([numbered(ItemId, 3), numbered(ItemId, 1), numbered(ItemId, 8)]))
        places = {(each.item, each.archive) for each in held if each.item != numbered(ItemId, 2)}
        assert sorted(found) == sorted(places), "each once, whatever of it lies there"
        assert list(transaction.cases.held_in([])) == []
