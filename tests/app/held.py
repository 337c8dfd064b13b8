"""The desk in a line: members of staff, requests that are held, proposals."""

from __future__ import annotations

from tests.app.simulator import Household, Someone
from voicekeep.app.drill.desk import at_the_desk, held_for
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.overriding import OVERRIDERS, approve_override, decline_override, propose_override
from voicekeep.app.operations.staff import on_duty
from voicekeep.people import Duty, Proposal, Role, Session
from voicekeep.records.ids import ProposalId, RequestId

REASON = "The speaker was a present; both of them say so."


def works(home: Household, someone: Someone, role: Role = Role.OFFICER) -> Session:
    """Let somebody work at the desk."""
    return at_the_desk(home.keep, someone.subject, role).session


def held(home: Household, someone: Someone, *findings: str) -> RequestId:
    """Return a request of somebody's that is held by these findings."""
    request = home.ask(someone)
    held_for(home.keep, request, *(findings or ("before_binding",)))
    return request


def duty(keep: Keep, session: Session) -> Duty:
    """Return whoever may decide, freshly signed in."""
    return on_duty(keep, session, OVERRIDERS, fresh=True)


def proposal_of(keep: Keep, proposal: ProposalId) -> Proposal:
    """Return a proposal's row."""
    with keep.database.read() as transaction:
        found = transaction.staff.proposal(proposal)
    assert found is not None
    return found


def approve(keep: Keep, session: Session, proposal: ProposalId) -> None:
    """Approve as the page does: one transaction, and then the key store is shown the ledger."""
    by = duty(keep, session)
    with keep.database.begin() as transaction:
        found = transaction.staff.proposal(proposal)
        assert found is not None
        approve_override(keep, transaction, found, by)
    keep.remember()


def decline(keep: Keep, session: Session, proposal: ProposalId, reason: str = "No.") -> None:
    """Decline as the page does."""
    by = duty(keep, session)
    with keep.database.begin() as transaction:
        found = transaction.staff.proposal(proposal)
        assert found is not None
        decline_override(keep, transaction, found, by, reason)


def proposed(home: Household, someone: Someone) -> tuple[Proposal, Duty]:
    """Return a proposal about a held copy of somebody's, and who else could decide it."""
    officer, other = (home.people.get(name) or home.join(name) for name in ("olga", "otto"))
    session = works(home, officer)
    second = works(home, other, Role.DATA_PROTECTION_OFFICER)
    made = propose_override(home.keep, session, held(home, someone), REASON)
    return proposal_of(home.keep, made), duty(home.keep, second)
