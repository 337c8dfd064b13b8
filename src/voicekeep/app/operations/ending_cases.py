"""End a case: by two people, once nothing is missing. Its evidence is destroyed, what it froze of others is thawed.

Flow        a proposal with the closing words -> approved by somebody else -> closed -> the keys of what crossed are
            destroyed
Guarantees  1. Nothing is closed while something is missing, whoever agrees (docs/cases.md says what).
            2. Closed and thawed is one transaction; a key that is to be destroyed and was not, because the power went,
               is destroyed at the next start.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from voicekeep.app.operations.cases import case_of, require_not_own, write_change
from voicekeep.app.operations.exports import PROPOSAL_LIFETIME, require_reason
from voicekeep.app.operations.freezing import everybody_frozen, thaw_for
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.scoping import scope_in
from voicekeep.app.operations.staff import on_duty
from voicekeep.app.operations.voiding import destroy_archive
from voicekeep.archive import Stage
from voicekeep.delivery import GrantState, revoke
from voicekeep.formats.errors import FormatError
from voicekeep.incident import (
    Case,
    CaseNotOverError,
    CaseScope,
    Closed,
    IncidentError,
    Judged,
    missing_to_close,
)
from voicekeep.ledger import LedgerError, freezes_of
from voicekeep.people import Duty, Measure, Outcome, Proposal, Role, Session
from voicekeep.records.errors import ForgedRowError, VoicekeepError
from voicekeep.records.ids import ArchiveId, ProposalId, TriageId
from voicekeep.records.reports import Tie
from voicekeep.request import State

CASE_CLOSED: Final = "case_closed"
CLOSERS = (Role.OFFICER, Role.DATA_PROTECTION_OFFICER)


class CloseRefusedError(VoicekeepError):
    """A case was not closed."""

    promise = "P9"

    def __init__(self, triage: TriageId, why: str) -> None:
        super().__init__(f"case {triage} was not closed: {why}")
        self.triage = triage


def propose_close(keep: Keep, session: Session, triage: TriageId, text: str) -> ProposalId:
    """Propose to end a case.

    Raises:
        NotOnDutyError, StaleSignInError: no officer or data protection officer, freshly signed in with a passkey.
        ReasonRefusedError: no closing words.
        UnknownCaseError: there is none, or it concerns themselves.
        CaseNotOverError: something is missing; it says what.
    """
    duty = on_duty(keep, session, CLOSERS, fresh=True)
    given, made = require_reason(text), ProposalId.random(keep.entropy)
    with keep.database.begin() as transaction:
        case = case_of(keep, transaction, triage)
        require_not_own(case, duty.subject)
        _require_over(case, scope_in(keep, transaction, case.triage))
        transaction.staff.add_proposal(
            Proposal(
                proposal=made,
                measure=Measure.CLOSE_CASE,
                about=triage,
                concerns=None,
                detail=str(len(case.history)),
                reason=keep.desk.seal(given, made),
                proposed_by=duty.subject,
                proposed_as=duty.role,
                proposed_at=keep.now(),
                expires_at=keep.now() + PROPOSAL_LIFETIME,
            )
        )
    return made


def approve_close(keep: Keep, transaction: Transaction, proposal: Proposal, by: Duty) -> None:
    """Close the case in the transaction that approves it; the caller then calls `destroy_evidence`.

    Raises:
        ProposalOverError, SamePersonError: as `Proposal.decided`.
        CloseRefusedError: somebody wrote into the case since.
        IncidentError: something is missing again; nothing was closed.
    """
    decided = proposal.decided(Outcome.APPROVED, by.subject, by.role, keep.now())
    triage = TriageId(proposal.about)
    case = case_of(keep, transaction, triage)
    require_not_own(case, by.subject)
    if case.moved_since(int(proposal.detail)):
        raise CloseRefusedError(triage, "somebody wrote into it since that was proposed")
    transaction.staff.replace_proposal(proposal, decided)
    _close(keep, transaction, case, keep.desk.open(proposal.reason, proposal.proposal), by.role)


def close_on_the_host(keep: Keep, triage: TriageId, text: str, *, by: str) -> None:
    """Close a case at home, where nobody is on duty.

    Raises:
        CloseRefusedError: a company, where it takes two at the desk.
        IncidentError, ReasonRefusedError: as `propose_close`.
    """
    if keep.settings.mode != "home":
        raise CloseRefusedError(triage, "in a company it takes two at the desk")
    with keep.database.begin() as transaction:
        _close(keep, transaction, case_of(keep, transaction, triage), require_reason(text), by)
    keep.remember()
    destroy_evidence(keep)


def close_stands(keep: Keep, transaction: Transaction, proposal: Proposal) -> bool:
    """Return whether a proposal can still be decided: in time, and no colleague wrote into the case since.

    A case that is not believed is not closed, so that there is nothing to decide.
    """
    if not proposal.open_at(keep.now()):
        return False
    try:
        case = case_of(keep, transaction, TriageId(proposal.about))
    except (IncidentError, LedgerError, FormatError, ForgedRowError):
        return False
    return not case.moved_since(int(proposal.detail))


def destroy_evidence(keep: Keep) -> int:
    """Destroy what closed cases kept as evidence and is still there; return how many archives. May be run twice."""
    with keep.database.read() as transaction:
        archives = dict.fromkeys(archive for closed in _closed(keep, transaction) for archive in closed.evidence)
        left = [
            attempt
            for archive in archives
            if (attempt := transaction.attempts.get(archive)) is not None and attempt.stage is not Stage.DESTROYED
        ]
    for attempt in left:
        destroy_archive(keep, attempt, CASE_CLOSED, to=State.EXPIRED)
    return len(left)


def _closed(keep: Keep, transaction: Transaction) -> list[Closed]:
    """Return how each closed case was closed; what is not believed destroys nothing."""
    found: list[Closed] = []
    for key in transaction.incidents.all_keys():
        try:
            closed = case_of(keep, transaction, TriageId(key)).last(Closed)
        except VoicekeepError:
            continue
        found += [] if closed is None else [closed]
    return found


def _close(keep: Keep, transaction: Transaction, case: Case, text: str, by: str) -> None:
    triage = case.triage.triage
    if everybody_frozen(keep, transaction) is not None:
        raise CloseRefusedError(triage, "everybody's copies are held back, and their keys are kept")
    scope = scope_in(keep, transaction, case.triage)
    _require_over(case, scope)
    evidence = _evidence(transaction, case, scope.judged)
    write_change(keep, transaction, case, Closed(text=text, evidence=evidence), by=by)
    for archive in evidence:  # nothing of it opens again, whatever becomes of its key
        grant = transaction.grants.of_archive(archive)
        if grant is not None and grant.state_at(keep.now()) is GrantState.OPEN:
            closed, fact = revoke(grant, CASE_CLOSED, keep.now())
            transaction.grants.replace(closed)
            keep.log(transaction).append([fact])
    thaw_for(keep, transaction, triage, gone=evidence)


def _evidence(transaction: Transaction, case: Case, judged: Sequence[Judged]) -> tuple[ArchiveId, ...]:
    """Return the archive that was reported and each that is crossed, if no other case needs it."""
    triage = case.triage.triage
    reported = [each.archive for each in freezes_of(transaction.log, triage) if each.because is Tie.REPORTED]
    found = dict.fromkeys([*reported, *(each.archive for each in judged if each.crossed)])
    return tuple(
        archive for archive in found if all(each.triage == triage for each in transaction.incidents.frozen(archive))
    )


def _require_over(case: Case, scope: CaseScope) -> None:
    """Return if nothing is missing, by what it reaches now: somebody may have fetched more since that was written."""
    if missing := missing_to_close(case, scope):
        raise CaseNotOverError(case.triage.triage, missing)
