"""Rows and facts that lie let nothing pass, and an approval that dies is whole or not at all."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from tests.app.faults import Killed, mortal
from tests.app.held import REASON, approve, duty, held, proposal_of
from tests.app.overriding import HeldDesk, held_desk_in
from tests.app.simulator import Household, household
from tests.archive.copies import numbered
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.app.operations.overriding import approve_override, propose_override
from voicekeep.people import Duty, Outcome, Proposal
from voicekeep.records.errors import ForgedRowError
from voicekeep.records.facts import Overridden
from voicekeep.records.ids import ArchiveId, ProposalId, RequestId
from voicekeep.request import State


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE proposal SET decided_by = proposed_by, outcome = 'approved'",
        "UPDATE proposal SET proposed_by = (SELECT subject FROM account WHERE subject <> proposed_by LIMIT 1)",
        "UPDATE proposal SET detail = detail || ' two_places'",
        "UPDATE proposal SET about = 'req_aaaaaaaaaaaaaaaaaaaaaaaaae'",
    ],
)
def test_an_edited_row_is_not_believed(tmp_path: Path, statement: str) -> None:
    database = tmp_path / "keep.sqlite3"
    with household(tmp_path, database_file=database) as home:
        desk = held_desk_in(home)
        request = desk.held()
        made = propose_override(desk.keep, desk.olga, request, REASON)
        with closing(sqlite3.connect(database)) as shell, shell:
            assert shell.execute(statement).rowcount == 1
        for session in (desk.olga, desk.otto):
            with pytest.raises(ForgedRowError):
                approve(desk.keep, session, made)
        assert desk.goes_on(request) is State.HELD


def test_an_approved_row_without_its_fact_lets_nothing_pass(desk: HeldDesk) -> None:
    request = desk.held()
    made = propose_override(desk.keep, desk.olga, request, REASON)
    with desk.keep.database.begin() as transaction:
        was, row = transaction.requests.get(request), transaction.staff.proposal(made)
        assert was is not None
        assert row is not None
        approved = row.decided(Outcome.APPROVED, desk.otto.subject, "officer", desk.keep.now())
        transaction.staff.replace_proposal(row, approved)
        transaction.requests.replace(was, was.taken_up_again())
    assert desk.goes_on(request) is State.HELD
    assert desk.view(request).findings == ("credentials_changed",)


def test_a_fact_of_another_request_or_of_what_nobody_accepts_holds(desk: HeldDesk) -> None:
    for wrong in ({"request": numbered(RequestId, 7)}, {"rules": ("foreign_recording",)}):
        request = held(desk.home, desk.ada, "credentials_changed")
        fact = overriding(desk, request)
        with desk.keep.database.begin() as transaction:
            was = transaction.requests.get(request)
            assert was is not None
            desk.keep.log(transaction).append([replace(fact, **wrong)])
            transaction.requests.replace(was, was.taken_up_again())
        assert desk.goes_on(request) is State.HELD
        assert desk.view(request).findings == ("NotAcceptableError",)


def overriding(desk: HeldDesk, request: RequestId) -> Overridden:
    with desk.keep.database.read() as transaction:
        was = transaction.requests.get(request)
    assert was is not None
    assert was.attempt is not None
    return Overridden(
        request=request,
        archive=ArchiveId(was.attempt),
        subject=was.subject,
        proposal=ProposalId.random(desk.keep.entropy),
        rules=("credentials_changed",),
        reason=bytes(32),
        proposed_as="officer",
        approved_as="officer",
        at=desk.keep.now(),
    )


@pytest.mark.parametrize("after", [False, True])
def test_an_approval_that_dies_anywhere_is_whole_or_not_at_all(home: Household, after: bool) -> None:  # noqa: FBT001
    desk = held_desk_in(home)
    done = undone = 0
    for at in range(1, 60):
        request = held(home, desk.ada, "before_binding")
        proposal, by = again(desk, request)
        dying, fuse = mortal(home.keep, at, after=after)
        with suppress(Killed):
            with dying.database.begin() as transaction:
                approve_override(dying, transaction, proposal, by)
            dying.remember()
        approved = proposal_of(home.keep, proposal.proposal).outcome is Outcome.APPROVED
        told = [fact for fact in desk.overridden() if fact.request == request]
        assert len(told) == approved == (desk.state(request) is State.IDENTIFIED)
        assert desk.goes_on(request) is (State.AVAILABLE if approved else State.HELD)
        done, undone = done + approved, undone + (not approved)
        if fuse.calls < at:
            break
    assert done > 0
    assert undone > 0 or after
    verify_ledger(home.keep)


def again(desk: HeldDesk, request: RequestId) -> tuple[Proposal, Duty]:
    made = propose_override(desk.keep, desk.olga, request, REASON)
    return proposal_of(desk.keep, made), duty(desk.keep, desk.otto)
