"""Whatever they do, in whatever order: fewer than two others on duty never let a copy go on (P9)."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.app.held import REASON, approve, decline, held, works
from tests.app.overriding import HeldDesk
from tests.app.simulator import household
from voicekeep.app.operations.overriding import propose_override
from voicekeep.app.operations.proving import change_password
from voicekeep.app.operations.release import PlainDesk, release
from voicekeep.app.operations.staff import end_roles_of
from voicekeep.app.operations.taking_up import take_up_again
from voicekeep.checks import HOLDING
from voicekeep.people import Outcome, Role, Session
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import RequestId
from voicekeep.request import State

PEOPLE = ("ada", "olga", "otto", "adam", "nina")
DEEDS = st.tuples(
    st.sampled_from(["propose", "approve", "approve", "decline", "end role", "a day", "a change", "worker"]),
    st.sampled_from(PEOPLE),
)


@settings(max_examples=settings().max_examples // 4, deadline=None)
@given(st.lists(DEEDS, max_size=14))
def test_never_let_go_on_by_fewer_than_two_others_on_duty(deeds: list[tuple[str, str]]) -> None:
    with TemporaryDirectory() as folder, household(Path(folder)) as home:
        for name in PEOPLE:
            home.join(name)
        sessions = {
            "ada": works(home, home.people["ada"]),
            "olga": works(home, home.people["olga"]),
            "otto": works(home, home.people["otto"], Role.DATA_PROTECTION_OFFICER),
            "adam": works(home, home.people["adam"], Role.ADMINISTRATOR),
            "nina": home.session(home.people["nina"]),
        }
        desk = HeldDesk(home, sessions["olga"], sessions["otto"], home.people["ada"])
        request = held(home, desk.ada)
        staff, proposers, approvers = {"olga", "otto"}, set[str](), set[str]()
        for deed, name in deeds:
            now = home.clock.now
            session = replace(sessions[name], signed_in_at=now, expires_at=now + timedelta(days=1))
            with suppress(VoicekeepError):
                if _do(desk, request, deed, session):
                    if deed == "end role":
                        staff.discard(name)
                    elif deed in {"propose", "approve"}:
                        assert name in staff, f"{name} is not on duty"
                        (proposers if deed == "propose" else approvers).add(name)
        _require_two(desk, request, proposers, approvers)


def _do(desk: HeldDesk, request: RequestId, deed: str, session: Session) -> bool:
    """Try one thing; return whether it was done."""
    keep, home = desk.keep, desk.home
    with keep.database.read() as transaction:
        made = [each.proposal for each in transaction.staff.proposals()]
    match deed:
        case "propose":
            propose_override(keep, session, request, REASON)
        case "approve" | "decline":
            for proposal in made[-1:]:
                (approve if deed == "approve" else decline)(keep, session, proposal)
            return bool(made)
        case "end role":
            with keep.database.begin() as transaction:
                end_roles_of(keep, transaction, session.subject)
        case "a day":
            home.clock.pass_by(days=1)
        case "a change":
            change_password(keep, home.session(desk.ada), desk.ada.password)
        case "worker":
            take_up_again(keep)
            if desk.state(request) is State.IDENTIFIED:
                release(request, PlainDesk(keep))
    return True


def _require_two(desk: HeldDesk, request: RequestId, proposers: set[str], approvers: set[str]) -> None:
    let_go = desk.state(request) is not State.HELD
    facts = desk.overridden()
    assert bool(facts) >= let_go
    if not facts:
        return
    by_subject = {someone.subject: name for name, someone in desk.home.people.items()}
    with desk.keep.database.read() as transaction:
        rows = {each.proposal: each for each in transaction.staff.proposals()}
    for fact in facts:
        row = rows[fact.proposal]
        assert row.outcome is Outcome.APPROVED
        assert row.decided_by is not None
        one, other = by_subject[row.proposed_by], by_subject[row.decided_by]
        assert one != other
        assert one in proposers
        assert other in approvers
        assert {one, other} <= {"olga", "otto"}
        assert set(fact.rules) <= HOLDING
