"""What one member of staff proposed, another decides; what is approved is carried out in the same transaction (R30)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from voicekeep.app.operations.answering import ANSWERERS
from voicekeep.app.operations.ending_cases import CLOSERS, approve_close, close_stands, destroy_evidence
from voicekeep.app.operations.exports import SWITCHERS, approve_exports_on, require_reason
from voicekeep.app.operations.freezing_everybody import FREEZERS, approve_freeze, approve_thaw
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.overriding import OVERRIDERS, approve_override, override_stands
from voicekeep.app.operations.refusing import approve_refusal, refusal_stands
from voicekeep.app.operations.staff import name_of, on_duty, roles_here
from voicekeep.people import Duty, Measure, Outcome, Proposal, ProposalOverError, Role, Session
from voicekeep.records.ids import ProposalId

_CARRY_OUT: Final[Mapping[Measure, Callable[[Keep, Transaction, Proposal, Duty], None]]] = {
    Measure.EXPORTS_ON: approve_exports_on,
    Measure.OVERRIDE: approve_override,
    Measure.FREEZE_EVERYBODY: approve_freeze,
    Measure.THAW_EVERYBODY: approve_thaw,
    Measure.CLOSE_CASE: approve_close,
}
DECIDERS: Final[Mapping[Measure, tuple[Role, ...]]] = {
    Measure.EXPORTS_ON: SWITCHERS,
    Measure.OVERRIDE: OVERRIDERS,
    Measure.REFUSAL: ANSWERERS,
    Measure.FREEZE_EVERYBODY: FREEZERS,
    Measure.THAW_EVERYBODY: FREEZERS,
    Measure.CLOSE_CASE: CLOSERS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """One proposal as colleagues see it."""

    proposal: ProposalId
    measure: Measure
    about: str
    detail: str
    reason: str
    proposed_by: str  # what colleagues call them
    proposed_as: str
    proposed_at: datetime  # UTC
    expires_at: datetime  # UTC
    decidable: bool  # by whoever looks


def open_proposals(keep: Keep, session: Session) -> tuple[Proposed, ...]:
    """Return the proposals that whoever is on duty may see and that wait for a decision, the earliest first.

    Raises:
        NotOnDutyError: no member of staff, signed in with a passkey.
    """
    on_duty(keep, session, tuple(Role))
    roles = roles_here(keep, session)
    with keep.database.read() as transaction:
        waiting = [each for each in transaction.staff.proposals() if _stands(keep, transaction, each)]
        return tuple(
            _proposed(keep, transaction, each, session) for each in waiting if roles & {*DECIDERS[each.measure]}
        )


def approve(keep: Keep, session: Session, proposal: ProposalId) -> None:
    """Approve a colleague's proposal and carry it out.

    Raises:
        NotOnDutyError, StaleSignInError: not of a role that may, freshly signed in with a passkey.
        ProposalOverError: no such proposal, it was decided before, or its time is over.
        SamePersonError: they proposed it, or it is about themselves.
    """
    duty, found = _decider(keep, session, proposal)
    if found.measure is Measure.REFUSAL:
        approve_refusal(keep, found, duty)  # with a letter, which is sealed before anything is written
        return
    with keep.database.begin() as transaction:
        _CARRY_OUT[found.measure](keep, transaction, found, duty)
    keep.remember()
    if found.measure is Measure.CLOSE_CASE:
        destroy_evidence(keep)


def decline(keep: Keep, session: Session, proposal: ProposalId, reason: str) -> None:
    """Decline a colleague's proposal, with a reason; everything stays as it is.

    Raises:
        NotOnDutyError, StaleSignInError, ProposalOverError, SamePersonError: as `approve`.
        ReasonRefusedError: no reason.
    """
    duty, found = _decider(keep, session, proposal)
    answer = keep.desk.seal(require_reason(reason), proposal)
    with keep.database.begin() as transaction:
        decided = found.decided(Outcome.DECLINED, duty.subject, duty.role, keep.now(), answer=answer)
        transaction.staff.replace_proposal(found, decided)


def _stands(keep: Keep, transaction: Transaction, proposal: Proposal) -> bool:
    if proposal.measure is Measure.OVERRIDE:
        return override_stands(keep, transaction, proposal)
    if proposal.measure is Measure.REFUSAL:
        return refusal_stands(keep, transaction, proposal)
    if proposal.measure is Measure.CLOSE_CASE:
        return close_stands(keep, transaction, proposal)
    return proposal.open_at(keep.now())


def _decider(keep: Keep, session: Session, proposal: ProposalId) -> tuple[Duty, Proposal]:
    on_duty(keep, session, tuple(Role))  # before anything is said of a proposal
    with keep.database.read() as transaction:
        found = transaction.staff.proposal(proposal)
    if found is None:
        raise ProposalOverError(proposal)
    return on_duty(keep, session, DECIDERS[found.measure], fresh=True), found


def _proposed(keep: Keep, transaction: Transaction, proposal: Proposal, viewer: Session) -> Proposed:
    return Proposed(
        proposal=proposal.proposal,
        measure=proposal.measure,
        about=proposal.about,
        detail=proposal.detail,
        reason=keep.desk.open(proposal.reason, proposal.proposal),
        proposed_by=name_of(keep, transaction, proposal.proposed_by),
        proposed_as=proposal.proposed_as,
        proposed_at=proposal.proposed_at,
        expires_at=proposal.expires_at,
        decidable=viewer.subject not in {proposal.proposed_by, proposal.concerns},
    )
