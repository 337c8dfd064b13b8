"""A person's own requests, whatever right they use: where each stands, its letters, and what they can do about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from voicekeep.app.operations.accounts import profile_of
from voicekeep.app.operations.asking import place_of
from voicekeep.app.operations.holding import ReleasedBeforeError
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.reading import PersonalItems
from voicekeep.app.operations.standings import standing_of, told_of
from voicekeep.app.operations.submitting import decided, lift_with
from voicekeep.app.operations.writing import correspondence
from voicekeep.app.papers import Letter, acknowledgement, copy_ready, held_copy, set_again
from voicekeep.formats.lines import decode_record
from voicekeep.ledger import findings_in
from voicekeep.people import PasskeyNeededError, Session, SignInMethod, require_fresh
from voicekeep.records.facts import Fact, Granted, Held, Registered
from voicekeep.records.ids import RequestId
from voicekeep.records.items import ItemKind, LetterRecord
from voicekeep.records.rights import LetterKind, Means, Resumed, Right, Withdrew
from voicekeep.records.scope import ReleaseScope
from voicekeep.request import (
    WHOLE,
    AccessRequest,
    State,
    UnknownRequestError,
    answer_due,
    days_left,
    identify,
    proven,
    resume,
    withdraw,
)

RECEIVED: Final = "received"
HELD: Final = "held"
READY: Final = "ready"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLine:
    """One letter about a request, by the name that its address has."""

    name: str
    kind: LetterKind
    at: datetime  # UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRequest:
    """One request, as its person sees it."""

    request: RequestId
    right: Right
    state: State
    received_at: datetime  # UTC
    due: date  # the last day to answer; while identity is asked for, as if it were proven today
    days_left: int  # 0 on the last day, negative after it
    waiting: bool  # it has no answer yet
    by_letter: bool  # it came in by letter or mail, not through the account
    asked_since: datetime | None  # UTC: since then the clock stands still and its person is asked to prove it
    needs_passkey: bool  # to prove it
    confirmable: bool  # by its person
    withdrawable: bool
    extended: bool
    letters: tuple[LetterLine, ...]  # the earliest first


def requests_of(keep: Keep, session: Session) -> tuple[OwnRequest, ...]:
    """Return the signed-in person's requests, the latest first.

    Raises:
        LedgerError: a fact about one of them cannot be proven.
    """
    kept = _letters(keep, session)
    with keep.database.read() as transaction:
        found = transaction.requests.of_subject(session.subject)
        return tuple(_own(keep, transaction, each, kept) for each in found)


def confirm_request(keep: Keep, session: Session, request: RequestId) -> None:
    """Take the fresh sign-in for the proof that a request is the signed-in person's own; to prove it again is nothing.

    Raises:
        UnknownRequestError: not this person's request, or none at all: no difference is made.
        StaleSignInError: the sign-in is too old.
        PasskeyNeededError: they were asked to prove it with a passkey.
        IllegalMoveError: it is over.
        ReleasedBeforeError: a copy of it was released; there is no second.
    """
    require_fresh(session, keep.now(), keep.limits)
    with keep.database.begin() as transaction:
        was = _of(transaction, session, request)
        if was.state not in {State.RECEIVED, State.IDENTITY_ASKED} and was.identified_at is not None:
            return
        now_is, facts = _proven(keep, transaction, was, session)
        transaction.requests.replace(was, now_is)
        keep.log(transaction).append(facts)
    keep.remember()


def withdraw_request(keep: Keep, session: Session, request: RequestId, because: Withdrew) -> None:
    """Take a request of the signed-in person back; what it had stopped goes on.

    Raises:
        UnknownRequestError: not this person's request, or none at all.
        StaleSignInError: the sign-in is too old.
        IllegalMoveError: it is over, or its answer is there.
    """
    require_fresh(session, keep.now(), keep.limits)
    with keep.database.begin() as transaction:
        was = _of(transaction, session, request)
        now_is, fact = withdraw(was, because, now=keep.now())
        transaction.requests.replace(was, now_is)
        keep.log(transaction).append([fact])
        submission = transaction.requests.submission(request)
        if submission is not None:
            transaction.requests.put_submission(decided(submission))
    keep.remember()
    if submission is not None and submission.restricts:
        lift_with(keep, decided(submission))


def letter_named(keep: Keep, session: Session, request: RequestId, name: str) -> Letter:
    """Return a letter about a request of the signed-in person, with their name above it.

    Raises:
        UnknownRequestError: no such letter, or no such request of this person: no difference is made.
        LedgerError: a fact that it tells of cannot be proven.
    """
    recipient = profile_of(keep, session).name
    with keep.database.read() as transaction:
        was = _of(transaction, session, request)
        told = told_of(transaction, was)
    about = replace(correspondence(keep, was), recipient=recipient)
    place = place_of(keep)
    if name == RECEIVED:
        about = replace(about, written=about.received)
        return acknowledgement(about, due=answer_due(was.received_at, place))
    held = [fact for _, fact in told if isinstance(fact, Held)]
    if name == HELD and held:
        about = replace(about, written=place.day_of(held[-1].at))
        return held_copy(about, due=was.due, findings=findings_in(held[-1]))
    links = [fact for _, fact in told if isinstance(fact, Granted)]
    if name == READY and links:
        about = replace(about, written=place.day_of(links[-1].at))
        return copy_ready(about, was.right, until=place.day_of(links[-1].expires_at))
    for record in _letters(keep, session):
        if record.request == request and record.item == name:
            return set_again(record, recipient=recipient, written=place.day_of(record.at), about=about)
    raise UnknownRequestError(request)


def _proven(
    keep: Keep, transaction: Transaction, was: AccessRequest, session: Session
) -> tuple[AccessRequest, list[Fact]]:
    facts: list[Fact] = []
    due = was.due
    if was.state is State.IDENTITY_ASKED:
        standing = standing_of(keep, transaction, was.request)
        question = standing.open_question
        if question is not None and Means.SIGN_IN not in question.means and session.method is not SignInMethod.PASSKEY:
            raise PasskeyNeededError
        resumed, over = resume(was, standing, Resumed.PROVEN, place=place_of(keep), now=keep.now())
        facts.append(over)
        due = resumed.due
    if not was.wants_copy:
        return replace(proven(was, keep.now()), due=due), facts
    if was.scope is None:
        as_of = transaction.log.size()
        now_is, fact = identify(was, session, as_of=as_of, now=keep.now(), limits=keep.limits, wish=WHOLE)
        return replace(now_is, due=due), [fact, *facts]
    if keep.log(transaction).position_of(f"released|{was.request}") is not None:
        raise ReleasedBeforeError(was.request)
    return replace(was.taken_up_again(), due=due), facts


def _own(keep: Keep, transaction: Transaction, request: AccessRequest, letters: tuple[LetterRecord, ...]) -> OwnRequest:
    told = [fact for _, fact in told_of(transaction, request)]
    standing = standing_of(keep, transaction, request.request)
    place, now = place_of(keep), keep.now()
    asked = standing.open_question if request.state is State.IDENTITY_ASKED else None
    due = request.due if asked is None else standing.due(request.received_at, place, now)
    unproven = request.state in {State.RECEIVED, State.IDENTITY_ASKED}
    return OwnRequest(
        request=request.request,
        right=request.right,
        state=request.state,
        received_at=request.received_at,
        due=due,
        days_left=days_left(due, place.day_of(now)),
        waiting=request.waiting,
        by_letter=any(isinstance(fact, Registered) for fact in told),
        asked_since=None if asked is None else asked.at,
        needs_passkey=asked is not None and Means.SIGN_IN not in asked.means,
        confirmable=unproven,
        withdrawable=State.WITHDRAWN in request.moves,
        extended=standing.extended is not None,
        letters=_lines(request, told, letters),
    )


def _lines(request: AccessRequest, told: list[Fact], kept: tuple[LetterRecord, ...]) -> tuple[LetterLine, ...]:
    lines = [LetterLine(name=RECEIVED, kind=LetterKind.RECEIVED, at=request.received_at)]
    held = [fact for fact in told if isinstance(fact, Held)]
    if held:
        lines.append(LetterLine(name=HELD, kind=LetterKind.HELD, at=held[-1].at))
    links = [fact for fact in told if isinstance(fact, Granted)]
    if links:
        lines.append(LetterLine(name=READY, kind=LetterKind.ANSWERED, at=links[-1].at))
    own = (each for each in kept if each.request == request.request)
    lines += [LetterLine(name=each.item, kind=each.letter, at=each.at) for each in own]
    return tuple(sorted(lines, key=lambda line: line.at))


def _letters(keep: Keep, session: Session) -> tuple[LetterRecord, ...]:
    opener = keep.ring.opener_for(session.subject)
    with keep.database.read() as transaction:
        own = PersonalItems(keep, transaction, opener, ReleaseScope(as_of=transaction.log.size()))
        records = [decode_record(opened.record) for opened in own.items(ItemKind.LETTER)]
    return tuple(record for record in records if isinstance(record, LetterRecord))


def _of(transaction: Transaction, session: Session, request: RequestId) -> AccessRequest:
    found = transaction.requests.get(request)
    if found is None or found.subject != session.subject:
        raise UnknownRequestError(request)
    return found
