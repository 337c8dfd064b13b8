"""Who may override (P9): two on duty, by a passkey used just now, and neither of them the owner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.app.held import REASON, approve, decline, proposal_of, works
from tests.app.overriding import HeldDesk
from voicekeep.app.operations.exports import SWITCHERS
from voicekeep.app.operations.overriding import approve_override, decline_override, held_at_the_desk, propose_override
from voicekeep.app.operations.staff import end_roles_of, on_duty
from voicekeep.people import NotOnDutyError, Outcome, Role, SamePersonError, Session, SignInMethod, StaleSignInError
from voicekeep.records.errors import VoicekeepError
from voicekeep.request import State, UnknownRequestError


def test_nobody_approves_their_own_or_declines_it(desk: HeldDesk) -> None:
    made = propose_override(desk.keep, desk.olga, desk.held(), REASON)
    for decide in (approve, decline):
        with pytest.raises(SamePersonError):
            decide(desk.keep, desk.olga, made)
    assert proposal_of(desk.keep, made).outcome is Outcome.OPEN


def test_the_owner_is_neither_of_the_two(desk: HeldDesk) -> None:
    owner = works(desk.home, desk.ada)
    request = desk.held()
    with pytest.raises(SamePersonError):
        propose_override(desk.keep, owner, request, REASON)
    with pytest.raises(UnknownRequestError):
        held_at_the_desk(desk.keep, owner, request)
    made = propose_override(desk.keep, desk.olga, request, REASON)
    for decide in (approve, decline):
        with pytest.raises(SamePersonError):
            decide(desk.keep, owner, made)
    assert desk.goes_on(request) is State.HELD


def not_by_passkey(session: Session) -> Session:
    return replace(session, method=SignInMethod.PASSWORD)


def not_fresh(session: Session) -> Session:
    return replace(session, signed_in_at=session.signed_in_at - timedelta(hours=1))


@pytest.mark.parametrize(("spoil", "error"), [(not_by_passkey, NotOnDutyError), (not_fresh, StaleSignInError)])
def test_it_takes_a_passkey_used_just_now(
    desk: HeldDesk, spoil: Callable[[Session], Session], error: type[VoicekeepError]
) -> None:
    request = desk.held()
    for act in (held_at_the_desk, lambda keep, session, named: propose_override(keep, session, named, REASON)):
        with pytest.raises(error):
            act(desk.keep, spoil(desk.olga), request)
    made = propose_override(desk.keep, desk.olga, request, REASON)
    with pytest.raises(error):
        approve(desk.keep, spoil(desk.otto), made)


def test_without_a_role_or_as_an_administrator_nobody_acts(desk: HeldDesk) -> None:
    request, nobody = desk.held(), desk.home.session(desk.home.join("nina"))
    administrator = works(desk.home, desk.home.join("adam"), Role.ADMINISTRATOR)
    for session in (nobody, administrator):
        with pytest.raises(NotOnDutyError):
            propose_override(desk.keep, session, request, REASON)
    made = propose_override(desk.keep, desk.olga, request, REASON)
    by = on_duty(desk.keep, administrator, SWITCHERS, fresh=True)  # on duty, for something else
    row = proposal_of(desk.keep, made)
    with pytest.raises(NotOnDutyError), desk.keep.database.begin() as transaction:
        approve_override(desk.keep, transaction, row, by)
    with pytest.raises(NotOnDutyError), desk.keep.database.begin() as transaction:
        decline_override(desk.keep, transaction, row, by, "No.")


def test_a_role_that_was_ended_decides_nothing(desk: HeldDesk) -> None:
    made = propose_override(desk.keep, desk.olga, desk.held(), REASON)
    with desk.keep.database.begin() as transaction:
        end_roles_of(desk.keep, transaction, desk.otto.subject)
    with pytest.raises(NotOnDutyError):
        approve(desk.keep, desk.otto, made)
