"""Stop every way out at once, and open them again (R29).

One person is enough to stop: it takes something away. To go on takes two (R30); at home, where nobody is on duty,
whoever runs the host. Whether they are stopped is read from the ledger's entries, which nobody can take away or change
unnoticed; the row beside them holds only the words for everybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.staff import on_duty
from voicekeep.people import Duty, Measure, Outcome, Proposal, Role, Session
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.facts import ExportsOff, ExportsOn
from voicekeep.records.ids import ProposalId

HOST = "host"
REASON_MAX_CHARS = 2_000
PROPOSAL_LIFETIME = timedelta(days=7)
SWITCHERS = (Role.OFFICER, Role.DATA_PROTECTION_OFFICER, Role.ADMINISTRATOR)


class ExportsOffError(VoicekeepError):
    """Nothing leaves at the moment, for anybody; the copy is still there."""

    promise = "P6"

    def __init__(self) -> None:
        super().__init__("exports are switched off for everybody; nothing left, and nothing was lost")


class ReasonRefusedError(VoicekeepError):
    """A reason is empty or too long; nothing was done."""

    promise = "P10"

    def __init__(self) -> None:
        super().__init__("the reason is empty or too long; nothing was done")


class SwitchRefusedError(VoicekeepError):
    """Exports are as they were: what was asked for is so already, or takes two people at the desk."""

    promise = "P9"

    def __init__(self, why: str) -> None:
        super().__init__(f"exports stay as they are: {why}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """Nothing leaves at the moment."""

    number: int
    reason: str


def stopped_exports(keep: Keep, transaction: Transaction) -> int | None:
    """Return the number of the stop that stands, or None if things may leave."""
    log, number = keep.log(transaction), 0
    while log.position_of(f"exports_off|{number + 1}") is not None:
        number += 1
    return number if number and log.position_of(f"exports_on|{number}") is None else None


def require_exports(keep: Keep, transaction: Transaction) -> None:
    """Raises ExportsOffError."""
    if stopped_exports(keep, transaction) is not None:
        raise ExportsOffError


def exports_stopped(keep: Keep) -> Stopped | None:
    """Return why nothing leaves, for everybody to read; None if things may leave."""
    with keep.database.read() as transaction:
        number = stopped_exports(keep, transaction)
        return None if number is None else Stopped(number=number, reason=transaction.staff.export_reason(number) or "")


def switch_off_on_the_host(keep: Keep, reason: str) -> None:
    """Stop every way out. Raises ReasonRefusedError, SwitchRefusedError."""
    _switch_off(keep, HOST, reason)


def switch_off(keep: Keep, session: Session, reason: str) -> None:
    """Stop every way out.

    Raises:
        NotOnDutyError, StaleSignInError: no member of staff, freshly signed in with a passkey.
        ReasonRefusedError: no reason.
        SwitchRefusedError: they are stopped already.
    """
    _switch_off(keep, on_duty(keep, session, SWITCHERS, fresh=True).role, reason)


def switch_on_on_the_host(keep: Keep, reason: str) -> None:
    """Let things leave again, at home.

    Raises:
        ReasonRefusedError: no reason.
        SwitchRefusedError: they may leave, or this is a company, where it takes two at the desk.
    """
    if keep.settings.mode != "home":
        raise SwitchRefusedError("in a company it takes two at the desk")
    with keep.database.begin() as transaction:
        number = _stop_that_stands(keep, transaction)
        fact = ExportsOn(number=number, proposal=None, reason=_digest(keep, require_reason(reason)), at=keep.now())
        keep.log(transaction).append([fact])
    keep.remember()


def propose_exports_on(keep: Keep, session: Session, reason: str) -> ProposalId:
    """Propose to let things leave again.

    Raises:
        NotOnDutyError, StaleSignInError: no member of staff, freshly signed in with a passkey.
        ReasonRefusedError, SwitchRefusedError: no reason; or they may leave.
    """
    duty = on_duty(keep, session, SWITCHERS, fresh=True)
    given = require_reason(reason)
    with keep.database.begin() as transaction:
        number = _stop_that_stands(keep, transaction)
        made = ProposalId.random(keep.entropy)
        proposal = Proposal(
            proposal=made,
            measure=Measure.EXPORTS_ON,
            about=str(number),
            concerns=None,
            detail="exports",
            reason=keep.desk.seal(given, made),
            proposed_by=duty.subject,
            proposed_as=duty.role,
            proposed_at=keep.now(),
            expires_at=keep.now() + PROPOSAL_LIFETIME,
        )
        transaction.staff.add_proposal(proposal)
    return made


def approve_exports_on(keep: Keep, transaction: Transaction, proposal: Proposal, by: Duty) -> None:
    """Carry out an approved proposal in the transaction that approves it.

    Raises:
        ProposalOverError, SamePersonError: as `Proposal.decided`.
        SwitchRefusedError: things may leave already, or the proposal was about an earlier stop.
    """
    decided = proposal.decided(Outcome.APPROVED, by.subject, by.role, keep.now())
    number = _stop_that_stands(keep, transaction)
    if proposal.about != str(number):
        raise SwitchRefusedError("the proposal was about an earlier time")
    transaction.staff.replace_proposal(proposal, decided)
    reason = keep.desk.open(proposal.reason, proposal.proposal)
    fact = ExportsOn(number=number, proposal=proposal.proposal, reason=_digest(keep, reason), at=keep.now())
    keep.log(transaction).append([fact])


def require_reason(reason: str) -> str:
    """Return a reason as it is kept. Raises ReasonRefusedError."""
    given = reason.strip()
    if not 0 < len(given) <= REASON_MAX_CHARS:
        raise ReasonRefusedError
    return given


def _switch_off(keep: Keep, by: str, reason: str) -> None:
    given = require_reason(reason)
    with keep.database.begin() as transaction:
        if stopped_exports(keep, transaction) is not None:
            raise SwitchRefusedError("they are off already")
        log, number = keep.log(transaction), 1
        while log.position_of(f"exports_off|{number}") is not None:
            number += 1
        log.append([ExportsOff(number=number, by=by, reason=_digest(keep, given), at=keep.now())])
        transaction.staff.put_export_reason(number, given)
    keep.remember()


def _stop_that_stands(keep: Keep, transaction: Transaction) -> int:
    number = stopped_exports(keep, transaction)
    if number is None:
        raise SwitchRefusedError("they are on already")
    return number


def _digest(keep: Keep, reason: str) -> bytes:
    return keep.digest.of(sha256(reason.encode()).digest())
