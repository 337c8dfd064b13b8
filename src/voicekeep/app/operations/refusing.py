"""Refuse a request: one proposes it, with its ground and reason, and another approves (GDPR Art. 12(4), (5); R10, R30).

It is the one decision that its person cannot undo by themselves, so it takes two, as whatever else does harm if it is
wrong; the rejection of an objection is one too. The letter names the ground in the law, the reason in this case, and
what can be done against it. A keep whose settings name no authority refuses nothing.
"""

from __future__ import annotations

from datetime import datetime

from voicekeep.app.operations.answering import ANSWERERS, at_home, decide_submission, own_reason, seen_by
from voicekeep.app.operations.asking import place_of
from voicekeep.app.operations.capture import Piece
from voicekeep.app.operations.exports import PROPOSAL_LIFETIME
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.notices import tell
from voicekeep.app.operations.staff import on_duty
from voicekeep.app.operations.standings import digest_of, reason_for
from voicekeep.app.operations.submitting import RESTRICTED_STILL
from voicekeep.app.operations.writing import correspondence, kept, tell_in_writing
from voicekeep.app.papers import Letter, refusal, with_end_of_restriction
from voicekeep.notice import NoticeKind
from voicekeep.people import Duty, Measure, Outcome, Proposal, ProposalOverError, SamePersonError, Session
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import ProposalId, RequestId
from voicekeep.records.rights import GROUNDS_FOR, LetterKind, RefusalGround
from voicekeep.request import HOST, AccessRequest, By, GroundRefusedError, State, refuse


class RefusalProposedError(VoicekeepError):
    """A colleague proposed to refuse it, and nobody decided yet; nothing more was proposed."""

    promise = "P10"

    def __init__(self, request: RequestId) -> None:
        super().__init__(f"a refusal of {request} was proposed before, and nobody decided yet; nothing was proposed")
        self.request = request


def propose_refusal(
    keep: Keep, session: Session, request: RequestId, seen: int, ground: RefusalGround, reason: str
) -> ProposalId:
    """Propose that nothing is done of what a request asks for; somebody else decides.

    Raises:
        NotOnDutyError, StaleSignInError, UnknownRequestError, RequestChangedError: as `extend_request`.
        EmptyReasonError, BoilerplateReasonError: no reason of its own.
        GroundRefusedError: this right is not refused on this ground.
        IllegalMoveError: it is over, or its copy is being made.
        EmptyInLetterError: the settings name no authority to complain to, so that nothing can be refused.
        RefusalProposedError: somebody proposed it before.
    """
    at = seen_by(keep, on_duty(keep, session, ANSWERERS, fresh=True), request, seen)
    given, by = own_reason(keep, at, reason)
    refuse(at.request, ground, by, approved_as=at.duty.role, proposal=None, now=keep.now())
    _refusal(keep, at.request, ground, given, ends=None)
    made = ProposalId.random(keep.entropy)
    proposal = Proposal(
        proposal=made,
        measure=Measure.REFUSAL,
        about=request,
        concerns=at.request.subject,
        detail=ground,
        reason=keep.desk.seal(given, made),
        proposed_by=at.duty.subject,
        proposed_as=at.duty.role,
        proposed_at=keep.now(),
        expires_at=keep.now() + PROPOSAL_LIFETIME,
    )
    with keep.database.begin() as transaction:
        if refusal_proposed(keep, transaction, request):
            raise RefusalProposedError(request)
        transaction.staff.add_proposal(proposal)
    return made


def approve_refusal(keep: Keep, proposal: Proposal, by: Duty) -> None:
    """Carry out an approved refusal: letter, fact, notice, the proposal and the row, all or nothing.

    Raises:
        ProposalOverError, SamePersonError: as `Proposal.decided`.
        IllegalMoveError, GroundRefusedError: the request went on meanwhile; it is not refused.
    """
    request = RequestId(proposal.about)
    choice = proposal.decided(Outcome.APPROVED, by.subject, by.role, keep.now())
    with keep.database.read() as transaction:
        was = transaction.requests.get(request)
    if was is None or was.subject != proposal.concerns:
        raise ProposalOverError(proposal.proposal)
    if by.subject == was.subject:
        raise SamePersonError
    given = keep.desk.open(proposal.reason, proposal.proposal)
    said = By(role=proposal.proposed_as, reason=digest_of(keep, given))
    _refuse(
        keep, was, RefusalGround(proposal.detail), given, said, approved_as=by.role, was_proposed=(proposal, choice)
    )


def refuse_on_the_host(keep: Keep, request: RequestId, ground: RefusalGround, reason: str) -> None:
    """Refuse at home, where nobody is on duty. Raises NoHomeError, and as `propose_refusal`."""
    was = at_home(keep, request)
    with keep.database.read() as transaction:
        given, digest = reason_for(keep, transaction, request, reason)
    _refuse(keep, was, ground, given, By(role=HOST, reason=digest), approved_as=HOST, was_proposed=None)


def refusal_proposed(keep: Keep, transaction: Transaction, request: RequestId) -> bool:
    """Return whether somebody proposed to refuse a request, and nobody decided yet."""
    return any(
        each.measure is Measure.REFUSAL and each.about == request and each.open_at(keep.now())
        for each in transaction.staff.proposals()
    )


def refusal_stands(keep: Keep, transaction: Transaction, proposal: Proposal) -> bool:
    """Return whether a proposed refusal can still be decided: in time, and the request still waits."""
    was = transaction.requests.get(RequestId(proposal.about))
    return was is not None and State.REFUSED in was.moves and proposal.open_at(keep.now())


def grounds_for(request: AccessRequest) -> tuple[RefusalGround, ...]:
    """Return on which grounds a request can be refused, in the order of the law."""
    return tuple(each for each in RefusalGround if each in GROUNDS_FOR[request.right])


def _refuse(
    keep: Keep,
    was: AccessRequest,
    ground: RefusalGround,
    given: str,
    by: By,
    *,
    approved_as: str,
    was_proposed: tuple[Proposal, Proposal] | None,
) -> None:
    proposal = None if was_proposed is None else was_proposed[0].proposal
    now_is, fact = refuse(was, ground, by, approved_as=approved_as, proposal=proposal, now=keep.now())
    with keep.database.read() as transaction:
        submission = transaction.requests.submission(was.request)
    restricted = submission is not None and submission.restricts
    letter = _refusal(keep, was, ground, given, ends=keep.now() + RESTRICTED_STILL if restricted else None)

    def also(transaction: Transaction) -> None:
        transaction.requests.replace(was, now_is)
        if was_proposed is not None:
            transaction.staff.replace_proposal(*was_proposed)
        decide_submission(transaction, was.request)
        tell(keep, transaction, was.subject, NoticeKind.REQUEST_REFUSED, language=was.language)

    record = kept(keep, was, LetterKind.REFUSED, letter)
    tell_in_writing(keep, was.subject, [Piece(record=record)], [fact], also)


def _refusal(keep: Keep, was: AccessRequest, ground: RefusalGround, given: str, *, ends: datetime | None) -> Letter:
    if ground not in GROUNDS_FOR[was.right]:
        raise GroundRefusedError(was, ground)
    about = correspondence(keep, was)
    letter = refusal(about, ground=ground, reasons=given)
    return letter if ends is None else with_end_of_restriction(letter, about, place_of(keep).day_of(ends))
