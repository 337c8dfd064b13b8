"""Let one held copy go on although a rule of plausibility held it: by two people, with a reason that its owner reads.

Flow        a held request and a reason -> Proposal -> approved by somebody else -> Overridden, and the copy is built
            and checked again
Guarantees  1. Only doubts of rules that hold can be let pass. One finding of any other kind, and nothing is proposed.
            2. Two people on duty, neither of them the owner; each with a passkey used just now.
            3. What was let pass is read from the ledger's own fact, for this request only; the rows alone do nothing.
            4. Nobody hears, chooses or redirects anything: the copy is made, checked and handed over as any other (P9).
docs/overrides.md
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from voicekeep.app.operations.exports import PROPOSAL_LIFETIME, require_reason
from voicekeep.app.operations.holding import held_now, take_up
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.notices import tell
from voicekeep.app.operations.staff import on_duty
from voicekeep.checks import HOLDING, Acceptance
from voicekeep.ledger import findings_in, held_of, overridden_of
from voicekeep.notice import NoticeKind
from voicekeep.people import Duty, Measure, NotOnDutyError, Outcome, Proposal, Role, SamePersonError, Session
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.facts import Held, Overridden
from voicekeep.records.ids import ProposalId, RequestId
from voicekeep.request import AccessRequest, UnknownRequestError

OVERRIDERS = (Role.OFFICER, Role.DATA_PROTECTION_OFFICER)


class OverrideRefusedError(VoicekeepError):
    """A held copy was not let go on."""

    promise = "P9"

    def __init__(self, request: RequestId, why: str) -> None:
        super().__init__(f"request {request} was not let go on: {why}")
        self.request = request


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldView:
    """A held request as the desk sees it: nothing of it says whose it is, or what was said."""

    request: RequestId
    findings: tuple[str, ...]
    acceptable: bool  # rules that hold found all of it
    proposed: bool  # somebody has proposed it, and nobody decided yet


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideTold:
    """What the owner is told of one override."""

    position: int  # in the ledger
    request: RequestId
    at: datetime  # UTC
    rules: tuple[str, ...]
    proposed_as: str  # in which role
    approved_as: str
    reason: str = field(repr=False)  # empty: the ledger holds its digest, and the words are gone


def held_at_the_desk(keep: Keep, session: Session, request: RequestId) -> HeldView:
    """Return why a request is held, for an officer or the data protection officer.

    Raises:
        NotOnDutyError, StaleSignInError: neither of them, freshly signed in with a passkey.
        UnknownRequestError: there is none, it is not held, or it is the viewer's own: no difference is made.
    """
    duty = on_duty(keep, session, OVERRIDERS, fresh=True)
    with keep.database.read() as transaction:
        was = transaction.requests.get(request)
        held = None if was is None else held_now(transaction, was)
        if was is None or held is None or was.subject == duty.subject:
            raise UnknownRequestError(request)
        found = findings_in(held)
        return HeldView(
            request=request,
            findings=tuple(found),
            acceptable=HOLDING.issuperset(found),
            proposed=_waiting(keep, transaction, held) is not None,
        )


def propose_override(keep: Keep, session: Session, request: RequestId, reason: str) -> ProposalId:
    """Propose that the doubts that hold a request now do not hold it any more.

    Raises:
        NotOnDutyError, StaleSignInError: no officer or data protection officer, freshly signed in with a passkey.
        ReasonRefusedError: no reason, or too long a one.
        UnknownRequestError: there is no such request.
        SamePersonError: it is their own.
        OverrideRefusedError: it is not held, or by something that nobody can let pass, or somebody proposed it before.
    """
    duty = on_duty(keep, session, OVERRIDERS, fresh=True)
    given = require_reason(reason)
    with keep.database.begin() as transaction:
        was = _known(transaction, request)
        if was.subject == duty.subject:
            raise SamePersonError
        held = _only_doubts(transaction, was)
        if _waiting(keep, transaction, held) is not None:
            raise OverrideRefusedError(request, "somebody proposed it, and nobody decided yet")
        made = ProposalId.random(keep.entropy)
        proposal = Proposal(
            proposal=made,
            measure=Measure.OVERRIDE,
            about=request,
            concerns=was.subject,
            detail=_detail(held),
            reason=keep.desk.seal(given, made),
            proposed_by=duty.subject,
            proposed_as=duty.role,
            proposed_at=keep.now(),
            expires_at=keep.now() + PROPOSAL_LIFETIME,
        )
        transaction.staff.add_proposal(proposal)
    return made


def approve_override(keep: Keep, transaction: Transaction, proposal: Proposal, by: Duty) -> None:
    """Carry out an approved proposal in the transaction that approves it; the caller shows the key store the ledger.

    Raises:
        NotOnDutyError: whoever approves is an administrator.
        ProposalOverError, SamePersonError: as `Proposal.decided`.
        OverrideRefusedError: the request is no longer held by what the proposal says.
    """
    _require_may(proposal, by)
    now = keep.now()
    decided = proposal.decided(Outcome.APPROVED, by.subject, by.role, now)
    was = _known(transaction, RequestId(proposal.about))
    held = _only_doubts(transaction, was)
    if proposal.detail != _detail(held) or proposal.concerns != was.subject:
        raise OverrideRefusedError(was.request, "it is held by something else than what the proposal says")
    transaction.staff.replace_proposal(proposal, decided)
    log = keep.log(transaction)
    reason = keep.desk.open(proposal.reason, proposal.proposal)
    fact = Overridden(
        request=was.request,
        archive=held.archive,
        subject=was.subject,
        proposal=proposal.proposal,
        rules=findings_in(held),
        reason=_digest(keep, reason),
        proposed_as=proposal.proposed_as,
        approved_as=by.role,
        at=now,
    )
    log.append([fact])
    take_up(transaction, log, was)
    tell(keep, transaction, was.subject, NoticeKind.COPY_OVERRIDDEN, language=was.language)


def decline_override(keep: Keep, transaction: Transaction, proposal: Proposal, by: Duty, reason: str) -> None:
    """Decline a proposal, with a reason for whoever made it; the copy stays held.

    Raises:
        NotOnDutyError: whoever declines is an administrator.
        ReasonRefusedError: no reason, or too long a one.
        ProposalOverError, SamePersonError: as `Proposal.decided`.
    """
    _require_may(proposal, by)
    answer = keep.desk.seal(require_reason(reason), proposal.proposal)
    decided = proposal.decided(Outcome.DECLINED, by.subject, by.role, keep.now(), answer=answer)
    transaction.staff.replace_proposal(proposal, decided)


def override_stands(keep: Keep, transaction: Transaction, proposal: Proposal) -> bool:
    """Return whether a proposal can still be decided: in time, and its request is held by what it says."""
    was = transaction.requests.get(RequestId(proposal.about))
    held = None if was is None else held_now(transaction, was)
    return held is not None and proposal.open_at(keep.now()) and proposal.detail == _detail(held)


def accepted_for(keep: Keep, transaction: Transaction, request: AccessRequest) -> tuple[Acceptance, ...]:
    """Return what was let pass for a request, by the ledger alone.

    Raises:
        NotAcceptableError: a fact says what nobody can accept.
        LedgerError: a fact cannot be proven.
    """
    log = keep.log(transaction)
    held = held_of(transaction.log, request.subject, request.request)
    facts = [log.fact(f"overridden|{fact.archive}") for fact in held]
    return tuple(
        Acceptance(request=fact.request, subject=fact.subject, rules=frozenset(fact.rules), at=fact.at)
        for fact in facts
        if isinstance(fact, Overridden)
    )


def overrides_of(keep: Keep, session: Session) -> tuple[OverrideTold, ...]:
    """Return every override of the signed-in person's copies. Raises as `overrides_told`."""
    with keep.database.read() as transaction:
        return overrides_told(keep, transaction, session)


def overrides_told(keep: Keep, transaction: Transaction, session: Session) -> tuple[OverrideTold, ...]:
    """Return every override of the signed-in person's copies with the reason in words, the earliest first.

    Raises:
        ForgedRowError: a proposal's row was not written by Voicekeep.
        LedgerError: a fact is not what its entry commits to.
    """
    told = overridden_of(transaction.log, session.subject)
    return tuple(_told(keep, transaction, position, fact) for position, fact in told)


def _told(keep: Keep, transaction: Transaction, position: int, fact: Overridden) -> OverrideTold:
    proposal = transaction.staff.proposal(fact.proposal)
    reason = "" if proposal is None else keep.desk.open(proposal.reason, proposal.proposal)
    return OverrideTold(
        position=position,
        request=fact.request,
        at=fact.at,
        rules=fact.rules,
        proposed_as=fact.proposed_as,
        approved_as=fact.approved_as,
        reason=reason if _digest(keep, reason) == fact.reason else "",
    )


def _require_may(proposal: Proposal, by: Duty) -> None:
    if proposal.measure is not Measure.OVERRIDE or by.role not in OVERRIDERS:
        raise NotOnDutyError


def _known(transaction: Transaction, request: RequestId) -> AccessRequest:
    found = transaction.requests.get(request)
    if found is None:
        raise UnknownRequestError(request)
    return found


def _only_doubts(transaction: Transaction, was: AccessRequest) -> Held:
    """Return why a request is held, if rules that hold found all of it."""
    held = held_now(transaction, was)
    if held is None:
        raise OverrideRefusedError(was.request, "it is not held")
    found = findings_in(held)
    if not found or not HOLDING.issuperset(found):
        raise OverrideRefusedError(was.request, "something was found that nobody can let pass")
    return held


def _waiting(keep: Keep, transaction: Transaction, held: Held) -> Proposal | None:
    """Return the proposal that waits for somebody to decide it."""
    detail, now = _detail(held), keep.now()
    return next((each for each in transaction.staff.proposals() if each.detail == detail and each.open_at(now)), None)


def _detail(held: Held) -> str:
    """Return what exactly is proposed: which attempt, and which rules."""
    return " ".join([held.archive, *findings_in(held)])


def _digest(keep: Keep, reason: str) -> bytes:
    return keep.digest.of(sha256(reason.encode()).digest())
