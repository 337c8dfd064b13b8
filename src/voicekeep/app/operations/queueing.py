"""What the desk sees of requests: which wait, until when, what became of each. Numbers, instants, names of things.

Nobody's name, address, words or sound is among it; the one text is what a person wrote to the desk for it to decide,
and only until it is decided. Whoever looks does not see their own requests.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from voicekeep.app.operations.answering import ANSWERERS, seen_by
from voicekeep.app.operations.asking import place_of
from voicekeep.app.operations.holding import held_now
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.refusing import grounds_for, refusal_proposed
from voicekeep.app.operations.staff import on_duty
from voicekeep.app.operations.standings import standing_of, told_of
from voicekeep.formats.facts import name_of
from voicekeep.ledger import findings_in
from voicekeep.people import Session
from voicekeep.records.facts import (
    Answered,
    ClockResumed,
    Extended,
    Fact,
    Held,
    Identified,
    IdentityAsked,
    Noted,
    Objected,
    Overridden,
    Refused,
    Registered,
    Requested,
    Withdrawn,
)
from voicekeep.records.ids import RequestId
from voicekeep.records.rights import RefusalGround, Right
from voicekeep.request import SELF, WAITING, AccessRequest, State, days_left


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLine:
    """One request in the queue."""

    request: RequestId
    right: Right
    state: State
    received_at: datetime  # UTC
    due: date  # while identity is asked for, as if it were proven today
    days_left: int  # 0 on the last day, negative after it
    paused: bool  # identity is asked for: the clock stands still
    findings: tuple[str, ...]  # names of what holds its copy
    for_the_desk: bool  # it goes on only if somebody here does something


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One thing that became of a request."""

    at: datetime  # UTC
    name: str  # of the fact
    by: str  # in which role, "self" for its person, or empty: the keep itself
    about: tuple[str, ...] = ()  # names and identifiers
    due: date | None = None  # a new last day


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestAtDesk:
    """One request, with all that became of it, and what can be decided about it now."""

    line: QueueLine
    seen: int  # how many facts there are: what a decision is about
    timeline: tuple[Happened, ...]  # the earliest first
    about: str  # what was submitted is about: a processing, or a category
    submitted: str = field(repr=False)  # what its person wrote to the desk; empty: nothing, or it is decided
    extendable: bool
    askable: bool
    asked: bool
    answerable: bool
    refusable: tuple[RefusalGround, ...]  # on which grounds; none: it cannot be refused now
    refusal_proposed: bool
    overridable: bool  # what holds its copy can be looked at, for an override


def queue(keep: Keep, session: Session) -> tuple[QueueLine, ...]:
    """Return the requests that wait for an answer, the one that is due first first.

    Raises:
        NotOnDutyError: no officer or data protection officer, signed in with a passkey.
        LedgerError: a fact about one of them cannot be proven.
    """
    duty = on_duty(keep, session, ANSWERERS)
    lines = [line for subject, line in _waiting(keep) if subject != duty.subject]
    return tuple(sorted(lines, key=lambda line: (line.due, line.received_at, line.request)))


def queue_on_the_host(keep: Keep) -> tuple[QueueLine, ...]:
    """Return the same for whoever runs the host, of everybody."""
    return tuple(sorted((line for _, line in _waiting(keep)), key=lambda line: (line.due, line.received_at)))


def request_at_desk(keep: Keep, session: Session, request: RequestId) -> RequestAtDesk:
    """Return one request with all that became of it.

    Raises:
        NotOnDutyError, StaleSignInError: no officer or data protection officer, freshly signed in with a passkey.
        UnknownRequestError: there is none, or it is the viewer's own: no difference is made.
        LedgerError: a fact about it cannot be proven.
    """
    at = seen_by(keep, on_duty(keep, session, ANSWERERS, fresh=True), request, None)
    was = at.request
    with keep.database.read() as transaction:
        told = told_of(transaction, was)
        submission = transaction.requests.submission(request)
        proposed = refusal_proposed(keep, transaction, request)
        line = _line(keep, transaction, was)
    sealed = None if submission is None else submission.text
    return RequestAtDesk(
        line=line,
        seen=at.told,
        timeline=_timeline([fact for _, fact in told]),
        about="" if submission is None else submission.about,
        submitted="" if sealed is None else keep.desk.open(sealed, request),
        extendable=at.standing.extendable(was, place_of(keep), keep.now()),
        askable=State.IDENTITY_ASKED in was.moves,
        asked=was.state is State.IDENTITY_ASKED,
        answerable=State.ANSWERED in was.moves,
        refusable=grounds_for(was) if State.REFUSED in was.moves and not proposed else (),
        refusal_proposed=proposed,
        overridable=was.state is State.HELD,
    )


def submitted_on_the_host(keep: Keep, request: RequestId) -> str:
    """Return what was written for whoever answers, at home; empty: nothing, or it is decided."""
    with keep.database.read() as transaction:
        found = transaction.requests.submission(request)
    return "" if found is None or found.text is None else keep.desk.open(found.text, request)


def _waiting(keep: Keep) -> list[tuple[str, QueueLine]]:
    with keep.database.read() as transaction:
        waiting = list(transaction.requests.in_states(WAITING))
        return [(each.subject, _line(keep, transaction, each)) for each in waiting]


def _line(keep: Keep, transaction: Transaction, request: AccessRequest) -> QueueLine:
    place, now = place_of(keep), keep.now()
    paused = request.state is State.IDENTITY_ASKED
    standing = standing_of(keep, transaction, request.request) if paused else None
    due = request.due if standing is None else standing.due(request.received_at, place, now)
    held = held_now(transaction, request)
    by_hand = State.ANSWERED in request.moves or request.state in {State.HELD, State.RECEIVED}
    return QueueLine(
        request=request.request,
        right=request.right,
        state=request.state,
        received_at=request.received_at,
        due=due,
        days_left=days_left(due, place.day_of(now)),
        paused=paused,
        findings=() if held is None else findings_in(held),
        for_the_desk=by_hand,
    )


def _timeline(facts: list[Fact]) -> tuple[Happened, ...]:
    """Return what happened; who it was that asked by letter, nobody knows yet."""
    by_letter = any(isinstance(fact, Registered) for fact in facts)
    told = [(fact, _happened(fact)) for fact in facts]
    return tuple(replace(each, by="") if by_letter and isinstance(fact, Requested) else each for fact, each in told)


def _happened(fact: Fact) -> Happened:
    due = fact.due if isinstance(fact, Extended) else None
    return Happened(at=fact.at, name=name_of(fact), by=_by(fact), about=_about(fact), due=due)


def _by(fact: Fact) -> str:
    match fact:
        case Registered() | Extended() | IdentityAsked() | Answered():
            return fact.by
        case Refused() | Overridden():
            return fact.approved_as
        case Requested() | Identified() | Objected() | Withdrawn():
            return SELF
    return ""


def _about(fact: Fact) -> tuple[str, ...]:
    told: tuple[str, ...] = ()
    match fact:
        case Registered():
            told = (fact.channel,)
        case Extended() | Refused():
            told = (fact.ground,)
        case IdentityAsked():
            told = (*fact.doubts, *fact.means)
        case ClockResumed() | Withdrawn():
            told = (fact.because,)
        case Overridden():
            told = fact.rules
        case Held():
            told = fact.findings
        case Noted():
            told = fact.notes
        case Objected():
            told = (fact.to,)
    return told
