"""What a person asks that they cannot do by themselves: it waits for somebody to decide (GDPR Art. 16, 21).

Whoever objects is not processed further until it is decided: what they objected to stops in the same transaction. What
they write is sealed twice: for them, as a letter of their own, and for the desk, until it is decided.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from voicekeep.app.operations.asking import place_of
from voicekeep.app.operations.capture import Piece, keep_items
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.languages import language_of
from voicekeep.app.operations.standings import REASON_MAX_CHARS
from voicekeep.app.operations.writing import correspondence, kept
from voicekeep.app.papers import own_words
from voicekeep.formats.facts import decode_fact
from voicekeep.people import Restriction, Session, require_fresh
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.facts import Fact, Objected, Refused
from voicekeep.records.ids import ItemId, RequestId
from voicekeep.records.items import ItemKind, RestrictionGround, RestrictionRecord
from voicekeep.records.rights import LetterKind, Processing, Right
from voicekeep.request import Received, Submission, proven, receive

RESTRICTED_STILL: Final = timedelta(days=7)
"""How long data stay restricted after an objection was refused: its person is told before it ends (Art. 18(3))."""


class SubmissionRefusedError(VoicekeepError):
    """What was written is empty or too long; nothing was asked for."""

    promise = "P10"

    def __init__(self) -> None:
        super().__init__("what was written is empty or too long; nothing was asked for")


def object_to(keep: Keep, session: Session, to: Processing, why: str, *, language: str = "") -> RequestId:
    """Object to a processing, which stops until that is decided (Art. 21(1)).

    Raises:
        NotSignedInError, StaleSignInError: who asks has not just proven who they are; nothing was asked for.
        SubmissionRefusedError: the reasons are empty or too long.
    """
    require_fresh(session, keep.now(), keep.limits)
    received = _received(keep, session, Right.OBJECTION, language)
    objected = Objected(request=received.request.request, subject=session.subject, to=to, at=keep.now())
    with keep.database.read() as transaction:
        restricts = to is Processing.OTHER and transaction.people.restriction_of(session.subject) is None
    return _submit(keep, received, to, why, facts=(objected,), restricts=restricts)


def ask_rectification(keep: Keep, session: Session, about: ItemKind, what: str, *, language: str = "") -> RequestId:
    """Ask that something be put right that one cannot put right by oneself (Art. 16).

    Raises:
        NotSignedInError, StaleSignInError: who asks has not just proven who they are; nothing was asked for.
        SubmissionRefusedError: what is wrong is not said, or at too great a length.
    """
    require_fresh(session, keep.now(), keep.limits)
    received = _received(keep, session, Right.RECTIFICATION, language)
    return _submit(keep, received, about, what, facts=(), restricts=False)


def end_restrictions(keep: Keep) -> int:
    """Lift every restriction whose objection was refused and whose person was told a week ago; return how many."""
    with keep.database.read() as transaction:
        refused = [decode_fact(opening.fact) for opening in transaction.log.openings_named("refused")]
        due = [
            (fact, submission)
            for fact in refused
            if isinstance(fact, Refused)
            and fact.at + RESTRICTED_STILL <= keep.now()
            and (submission := transaction.requests.submission(fact.request)) is not None
            and submission.restricts
        ]
    for _, submission in due:
        lift_with(keep, submission)
    return len(due)


def lift_with(keep: Keep, submission: Submission, facts: tuple[Fact, ...] = ()) -> None:
    """Lift the restriction that an objection put into force, if it still is in force for it.

    Raises:
        AccountClosedError: there is nobody any more.
    """
    record = RestrictionRecord(item=ItemId.random(keep.entropy), owner=submission.subject, at=keep.now(), ground=None)

    def also(transaction: Transaction) -> None:
        restriction = transaction.people.restriction_of(submission.subject)
        if restriction is not None and restriction.ground is RestrictionGround.OBJECTION:
            transaction.people.lift_restriction(submission.subject)
        transaction.requests.put_submission(decided(submission, restricts=False))

    keep_items(keep, submission.subject, [Piece(record=record)], facts=facts, also=also)


def decided(submission: Submission, *, restricts: bool | None = None) -> Submission:
    """Return what was written to the desk as it is once that is decided: the desk cannot read it any more."""
    return Submission(
        request=submission.request,
        subject=submission.subject,
        about=submission.about,
        text=None,
        restricts=submission.restricts if restricts is None else restricts,
        at=submission.at,
    )


def _received(keep: Keep, session: Session, right: Right, language: str) -> Received:
    return receive(
        session.subject,
        request=RequestId.random(keep.entropy),
        item=ItemId.random(keep.entropy),
        language=language or language_of(keep, session.subject),
        place=place_of(keep),
        now=keep.now(),
        right=right,
    )


def _submit(
    keep: Keep, received: Received, about: str, text: str, *, facts: tuple[Fact, ...], restricts: bool
) -> RequestId:
    given, now = text.strip(), keep.now()
    if not any(map(str.isalnum, given)) or len(given) > REASON_MAX_CHARS:
        raise SubmissionRefusedError
    request = proven(received.request, now)
    words = kept(keep, request, LetterKind.OWN_WORDS, own_words(correspondence(keep, request), given))
    pieces = [Piece(record=received.record), Piece(record=words)]
    if restricts:
        ground = RestrictionGround.OBJECTION
        restriction = Restriction(subject=request.subject, ground=ground, since=now)
        item = ItemId.random(keep.entropy)
        pieces.append(Piece(record=RestrictionRecord(item=item, owner=request.subject, at=now, ground=ground)))
    submission = Submission(
        request=request.request,
        subject=request.subject,
        about=str(about),
        text=keep.desk.seal(given, request.request),
        restricts=restricts,
        at=now,
    )

    def also(transaction: Transaction) -> None:
        transaction.requests.add(request)
        transaction.requests.put_submission(submission)
        if restricts:
            transaction.people.put_restriction(restriction)

    keep_items(keep, request.subject, pieces, facts=[received.fact, *facts], also=also)
    return request.request
