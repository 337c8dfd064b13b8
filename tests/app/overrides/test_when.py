"""How long a proposal stands, what ends it, and that it and declining it take a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.app.held import REASON, approve, decline, duty, held, proposal_of, works
from tests.app.overriding import HeldDesk
from voicekeep.app.operations.exports import ReasonRefusedError
from voicekeep.app.operations.overriding import (
    OverrideRefusedError,
    approve_override,
    override_stands,
    propose_override,
)
from voicekeep.app.operations.proving import change_password
from voicekeep.app.operations.taking_up import take_up_again
from voicekeep.people import ProposalOverError
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import ProposalId
from voicekeep.request import State


def test_a_proposal_is_over_after_seven_days_or_when_the_request_is(desk: HeldDesk) -> None:
    request = held(desk.home, desk.ada)
    made = propose_override(desk.keep, desk.olga, request, REASON)
    with pytest.raises(OverrideRefusedError):
        propose_override(desk.keep, desk.otto, request, REASON)  # one waits
    desk.home.clock.pass_by(days=7)
    later = replace(desk.otto, signed_in_at=desk.home.clock.now, expires_at=desk.home.clock.now + timedelta(days=1))
    assert not stands(desk, made)
    with pytest.raises(ProposalOverError):
        approve(desk.keep, later, made)
    olga = replace(desk.olga, signed_in_at=desk.home.clock.now, expires_at=desk.home.clock.now + timedelta(days=1))
    again = propose_override(desk.keep, olga, request, REASON)
    assert stands(desk, again)
    with desk.keep.database.begin() as transaction:
        was = transaction.requests.get(request)
        assert was is not None
        transaction.requests.replace(was, was.moved(State.WITHDRAWN))
    assert not stands(desk, again)
    with pytest.raises(OverrideRefusedError):
        approve(desk.keep, later, again)
    assert desk.state(request) is State.WITHDRAWN


def stands(desk: HeldDesk, proposal: ProposalId) -> bool:
    with desk.keep.database.read() as transaction:
        return override_stands(desk.keep, transaction, proposal_of(desk.keep, proposal))


def test_a_proposal_about_an_earlier_attempt_lets_nothing_pass(desk: HeldDesk) -> None:
    request = desk.held()
    made = propose_override(desk.keep, desk.olga, request, REASON)
    change_password(desk.keep, desk.home.session(desk.ada), desk.ada.password)
    with desk.keep.database.begin() as transaction:  # as the hourly round would
        was = transaction.requests.get(request)
        assert was is not None
        transaction.requests.replace(was, was.taken_up_again())
    assert desk.goes_on(request) is State.HELD
    with pytest.raises(OverrideRefusedError):
        approve(desk.keep, desk.otto, made)
    assert desk.overridden() == []


def test_what_goes_on_by_itself_meanwhile_needs_nobody(desk: HeldDesk) -> None:
    request = desk.held()
    made = propose_override(desk.keep, desk.olga, request, REASON)
    desk.home.clock.now += timedelta(days=7) - timedelta(seconds=1)
    desk.home.clock.pass_by(seconds=1)
    assert take_up_again(desk.keep) == 1
    assert desk.goes_on(request) is State.AVAILABLE
    assert not stands(desk, made)
    assert desk.overridden() == []


def test_declining_takes_a_reason_and_the_copy_stays_held(desk: HeldDesk) -> None:
    request = desk.held()
    made = propose_override(desk.keep, desk.olga, request, REASON)
    for nothing in ("", " ", "x" * 2001):
        with pytest.raises(ReasonRefusedError):
            decline(desk.keep, desk.otto, made, nothing)
    decline(desk.keep, desk.otto, made, "Ask her first.")
    row = proposal_of(desk.keep, made)
    assert row.answer is not None
    assert desk.keep.desk.open(row.answer, made) == "Ask her first."
    with pytest.raises(ProposalOverError):
        approve(desk.keep, desk.otto, made)
    assert desk.goes_on(request) is State.HELD
    propose_override(desk.keep, desk.otto, request, REASON)  # it can be proposed again


@pytest.mark.parametrize("reason", ["", "  \n ", "x" * 2001])
def test_proposing_takes_a_reason(desk: HeldDesk, reason: str) -> None:
    with pytest.raises(ReasonRefusedError):
        propose_override(desk.keep, desk.olga, desk.held(), reason)


def test_two_approvals_at_once_are_one(desk: HeldDesk) -> None:
    request = desk.held()
    third = works(desk.home, desk.home.join("third"))
    stale = proposal_of(desk.keep, propose_override(desk.keep, desk.olga, request, REASON))
    approve(desk.keep, desk.otto, stale.proposal)
    by = duty(desk.keep, third)
    with pytest.raises(VoicekeepError), desk.keep.database.begin() as transaction:
        approve_override(desk.keep, transaction, stale, by)  # it was read before the other one decided
    assert len(desk.overridden()) == 1
    assert proposal_of(desk.keep, stale.proposal).decided_by == desk.otto.subject
