"""Hold every copy of everybody back, as evidence, for a case; and let them go again. Each takes two people (R30).

Unlike the switch that stops exports, this keeps every key: nothing expires while it stands, and what is released
meanwhile is held back as well. Whether it stands is read from the ledger; no row says so. Clocks run on, and those
whose copies are held back are told.
"""

from __future__ import annotations

from hashlib import sha256

from voicekeep.app.operations.cases import case_of, require_not_own
from voicekeep.app.operations.exports import PROPOSAL_LIFETIME, require_reason
from voicekeep.app.operations.freezing import everybody_frozen, tell_those_not_frozen
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.staff import on_duty
from voicekeep.incident import CaseState, UnknownCaseError
from voicekeep.notice import NoticeKind
from voicekeep.people import Duty, Measure, Outcome, Proposal, Role, Session
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.facts import EverybodyFrozen, EverybodyThawed, everybody_frozen_key
from voicekeep.records.ids import ProposalId, SubjectId, TriageId

FREEZERS = (Role.OFFICER, Role.DATA_PROTECTION_OFFICER)


class FreezeRefusedError(VoicekeepError):
    """Copies are held back, or not, as before."""

    promise = "P9"

    def __init__(self, why: str) -> None:
        super().__init__(f"everybody's copies stay as they are: {why}")


def freezes_stand(keep: Keep) -> int | None:
    """Return the number of the freeze of everybody that stands; None: there is none."""
    with keep.database.read() as transaction:
        return everybody_frozen(keep, transaction)


def propose_freeze(keep: Keep, session: Session, triage: TriageId, reason: str) -> ProposalId:
    """Propose to hold every copy of everybody back, for a case that is open.

    Raises:
        NotOnDutyError, StaleSignInError: no officer or data protection officer, freshly signed in with a passkey.
        ReasonRefusedError: no reason.
        UnknownCaseError: there is no such case, it is over, or it concerns themselves.
        ForgedRowError, IncompleteCaseError: its rows are not believed; another one can be opened by hand.
        FreezeRefusedError: they are held back already.
    """
    duty = on_duty(keep, session, FREEZERS, fresh=True)
    with keep.database.begin() as transaction:
        _require_thawed(keep, transaction)
        _require_open(keep, transaction, triage, duty.subject)
        return _propose(keep, transaction, duty, Measure.FREEZE_EVERYBODY, triage, reason)


def propose_thaw(keep: Keep, session: Session, reason: str) -> ProposalId:
    """Propose that what nothing else holds back opens again.

    Raises: as `propose_freeze`.
    """
    duty = on_duty(keep, session, FREEZERS, fresh=True)
    with keep.database.begin() as transaction:
        number = _stands(keep, transaction)
        return _propose(keep, transaction, duty, Measure.THAW_EVERYBODY, str(number), reason)


def approve_freeze(keep: Keep, transaction: Transaction, proposal: Proposal, by: Duty) -> None:
    """Hold everything back in the transaction that approves it.

    Raises:
        ProposalOverError, SamePersonError: as `Proposal.decided`.
        FreezeRefusedError, UnknownCaseError: it stands already; the case is over, or concerns themselves.
    """
    decided = proposal.decided(Outcome.APPROVED, by.subject, by.role, keep.now())
    triage = TriageId(proposal.about)
    _require_open(keep, transaction, triage, by.subject)
    transaction.staff.replace_proposal(proposal, decided)
    _freeze(keep, transaction, triage, proposal.proposal, keep.desk.open(proposal.reason, proposal.proposal))


def approve_thaw(keep: Keep, transaction: Transaction, proposal: Proposal, by: Duty) -> None:
    """Let go in the transaction that approves it. Raises as `approve_freeze`."""
    decided = proposal.decided(Outcome.APPROVED, by.subject, by.role, keep.now())
    if proposal.about != str(_stands(keep, transaction)):
        raise FreezeRefusedError("the proposal was about an earlier time")
    transaction.staff.replace_proposal(proposal, decided)
    _thaw(keep, transaction, proposal.proposal, keep.desk.open(proposal.reason, proposal.proposal))


def freeze_on_the_host(keep: Keep, triage: TriageId, reason: str) -> None:
    """Hold everything back at home, where nobody is on duty.

    Raises:
        FreezeRefusedError: a company, where it takes two at the desk; or it stands already.
        UnknownCaseError, ReasonRefusedError: no such open case, or no reason.
    """
    _require_home(keep)
    with keep.database.begin() as transaction:
        _require_open(keep, transaction, triage, None)
        _freeze(keep, transaction, triage, None, require_reason(reason))
    keep.remember()


def thaw_on_the_host(keep: Keep, reason: str) -> None:
    """Let go at home. Raises as `freeze_on_the_host`."""
    _require_home(keep)
    with keep.database.begin() as transaction:
        _thaw(keep, transaction, None, require_reason(reason))
    keep.remember()


def _freeze(keep: Keep, transaction: Transaction, triage: TriageId, proposal: ProposalId | None, reason: str) -> None:
    _require_thawed(keep, transaction)
    tell_those_not_frozen(keep, transaction, NoticeKind.COPY_FROZEN)  # whose copy is frozen already, was told
    log, number = keep.log(transaction), 1
    while log.position_of(everybody_frozen_key(number)) is not None:
        number += 1
    log.append(
        [EverybodyFrozen(number=number, triage=triage, proposal=proposal, reason=_digest(keep, reason), at=keep.now())]
    )


def _thaw(keep: Keep, transaction: Transaction, proposal: ProposalId | None, reason: str) -> None:
    number, log = _stands(keep, transaction), keep.log(transaction)
    frozen = log.fact(everybody_frozen_key(number))
    if not isinstance(frozen, EverybodyFrozen):
        raise FreezeRefusedError("the ledger does not say since when they are held back")
    log.append(
        [
            EverybodyThawed(
                number=number,
                triage=frozen.triage,
                proposal=proposal,
                reason=_digest(keep, reason),
                at=keep.now(),
            )
        ]
    )
    tell_those_not_frozen(keep, transaction, NoticeKind.COPY_THAWED)


def _propose(keep: Keep, transaction: Transaction, duty: Duty, measure: Measure, about: str, reason: str) -> ProposalId:
    given, made = require_reason(reason), ProposalId.random(keep.entropy)
    transaction.staff.add_proposal(
        Proposal(
            proposal=made,
            measure=measure,
            about=about,
            concerns=None,
            detail="everybody",
            reason=keep.desk.seal(given, made),
            proposed_by=duty.subject,
            proposed_as=duty.role,
            proposed_at=keep.now(),
            expires_at=keep.now() + PROPOSAL_LIFETIME,
        )
    )
    return made


def _require_open(keep: Keep, transaction: Transaction, triage: TriageId, by: SubjectId | None) -> None:
    """Return if a case is open and concerns nobody who proposes or agrees; else there is none for them."""
    case = case_of(keep, transaction, triage)
    require_not_own(case, by)
    if case.state in {CaseState.CLOSED, CaseState.DISMISSED}:
        raise UnknownCaseError


def _require_thawed(keep: Keep, transaction: Transaction) -> None:
    if everybody_frozen(keep, transaction) is not None:
        raise FreezeRefusedError("they are held back already")


def _stands(keep: Keep, transaction: Transaction) -> int:
    number = everybody_frozen(keep, transaction)
    if number is None:
        raise FreezeRefusedError("they are not held back")
    return number


def _require_home(keep: Keep) -> None:
    if keep.settings.mode != "home":
        raise FreezeRefusedError("in a company it takes two at the desk")


def _digest(keep: Keep, reason: str) -> bytes:
    return keep.digest.of(sha256(reason.encode()).digest())
