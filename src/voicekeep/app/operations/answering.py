"""What one person at the desk decides about a request: more time, a question of identity, an answer.

Flow        who is on duty, what they saw, what they decide -> letter, fact, notice, row: all or nothing
Guarantees  1. Nobody decides about their own request; each decision has a role, a reason and a letter (Art. 12).
            2. What changed since the page was read is not decided over: the second of two is told.
            3. Nothing here hears, opens, chooses or redirects anything of the person's (P9).
docs/rights.md
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from voicekeep.app.operations.asking import place_of
from voicekeep.app.operations.capture import Piece
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.notices import tell
from voicekeep.app.operations.staff import on_duty
from voicekeep.app.operations.standings import REASON_MAX_CHARS, reason_for, standing_of, told_of
from voicekeep.app.operations.submitting import decided
from voicekeep.app.operations.writing import correspondence, kept, tell_in_writing
from voicekeep.app.papers import (
    Letter,
    answer_typed,
    extension,
    question,
)
from voicekeep.notice import NoticeKind
from voicekeep.people import Duty, Role, Session
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.facts import Fact
from voicekeep.records.ids import RequestId
from voicekeep.records.rights import (
    Doubt,
    ExtensionGround,
    LetterKind,
    Means,
    Resumed,
)
from voicekeep.request import (
    HOST,
    AccessRequest,
    By,
    Elapsing,
    IllegalMoveError,
    RequestChangedError,
    State,
    UnknownRequestError,
    answer,
    ask_identity,
    extend,
    reason_given,
    resume,
)

ANSWERERS = (Role.OFFICER, Role.DATA_PROTECTION_OFFICER)


class NoHomeError(VoicekeepError):
    """In a company the desk decides about requests; nothing was decided on the host."""

    promise = "P9"

    def __init__(self) -> None:
        super().__init__("in a company the desk decides about requests; nothing was decided on the host")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A request as somebody at the desk saw it, who decides about it now."""

    duty: Duty
    request: AccessRequest
    standing: Elapsing
    told: int = field(default=0)  # how many facts there were


def seen_by(keep: Keep, duty: Duty, request: RequestId, seen: int | None) -> Seen:
    """Return a request that a member of staff decides about.

    Raises:
        UnknownRequestError: there is none, or it is their own: no difference is made.
        RequestChangedError: something became of it since they looked.
    """
    with keep.database.read() as transaction:
        was = transaction.requests.get(request)
        if was is None or was.subject == duty.subject:
            raise UnknownRequestError(request)
        told = len(told_of(transaction, was))
        if seen is not None and told != seen:
            raise RequestChangedError(request)
        return Seen(duty=duty, request=was, standing=standing_of(keep, transaction, request), told=told)


def extend_request(
    keep: Keep, session: Session, request: RequestId, seen: int, ground: ExtensionGround, reason: str
) -> date:
    """Take two months more, and say why; return the new last day.

    Raises:
        NotOnDutyError, StaleSignInError: no officer or data protection officer, freshly signed in with a passkey.
        UnknownRequestError, RequestChangedError: as `seen_by`.
        EmptyReasonError, BoilerplateReasonError: no reason of its own.
        NotExtendedError: it was extended before, the first month is over, or it is over.
    """
    at = seen_by(keep, on_duty(keep, session, ANSWERERS, fresh=True), request, seen)
    given, by = own_reason(keep, at, reason)
    now_is, fact = extend(at.request, at.standing, ground, by, place=place_of(keep), now=keep.now())
    about = correspondence(keep, at.request)
    letter = extension(about, due_before=at.request.due, due=now_is.due, ground=ground, reasons=given)
    _write(keep, at.request, now_is, LetterKind.EXTENDED, letter, fact, NoticeKind.REQUEST_EXTENDED)
    return now_is.due


def ask_for_identity(
    keep: Keep,
    session: Session,
    request: RequestId,
    seen: int,
    *,
    doubts: Collection[Doubt],
    means: Collection[Means],
    reason: str,
) -> None:
    """Ask a request's person to prove that it is theirs; the clock stands still until they do (Art. 12(6)).

    Raises:
        NotOnDutyError, StaleSignInError, UnknownRequestError, RequestChangedError: as `extend_request`.
        EmptyReasonError, BoilerplateReasonError: why it is doubted here is not said.
        NotAskedError: no doubt is named, or nothing by which to answer it.
        IllegalMoveError: it is over, or its copy is being made.
    """
    at = seen_by(keep, on_duty(keep, session, ANSWERERS, fresh=True), request, seen)
    given, by = own_reason(keep, at, reason)
    now_is, fact = ask_identity(at.request, at.standing, doubts, means, by, now=keep.now())
    letter = question(correspondence(keep, at.request), doubts=doubts, means=means, reasons=given)
    _write(keep, at.request, now_is, LetterKind.IDENTITY_ASKED, letter, fact, NoticeKind.IDENTITY_ASKED)


def take_question_back(keep: Keep, session: Session, request: RequestId, seen: int) -> None:
    """Ask no longer for identity: the request stands where it stood, and its clock goes on. Nothing is proven by it.

    Raises:
        NotOnDutyError, StaleSignInError, UnknownRequestError, RequestChangedError: as `extend_request`.
        IllegalMoveError: nobody was asked.
    """
    at = seen_by(keep, on_duty(keep, session, ANSWERERS, fresh=True), request, seen)
    place = place_of(keep)
    now_is, fact = resume(at.request, at.standing, Resumed.TAKEN_BACK, place=place, now=keep.now())
    with keep.database.begin() as transaction:
        transaction.requests.replace(at.request, now_is)
        keep.log(transaction).append([fact])
    keep.remember()


def answer_request(keep: Keep, session: Session, request: RequestId, seen: int, done: str) -> None:
    """Say what was done of what a request asked for: an objection is upheld, something was put right.

    Raises:
        NotOnDutyError, StaleSignInError, UnknownRequestError, RequestChangedError: as `extend_request`.
        EmptyReasonError: it says nothing.
        IllegalMoveError: nobody proved that it is theirs, a copy answers it, or it is over.
    """
    at = seen_by(keep, on_duty(keep, session, ANSWERERS, fresh=True), request, seen)
    _answer(keep, at.request, done, at.duty.role)


def answer_on_the_host(keep: Keep, request: RequestId, done: str) -> None:
    """Say what was done, at home. Raises NoHomeError, UnknownRequestError, EmptyReasonError, IllegalMoveError."""
    _answer(keep, at_home(keep, request), done, HOST)


def own_reason(keep: Keep, at: Seen, typed: str) -> tuple[str, By]:
    """Return a reason as it is kept, and who gives it. Raises EmptyReasonError, BoilerplateReasonError."""
    with keep.database.read() as transaction:
        given, digest = reason_for(keep, transaction, at.request.request, typed)
    return given, By(role=at.duty.role, reason=digest)


def at_home(keep: Keep, request: RequestId) -> AccessRequest:
    """Return a request that the host decides about. Raises NoHomeError, UnknownRequestError."""
    if keep.settings.mode != "home":
        raise NoHomeError
    with keep.database.read() as transaction:
        was = transaction.requests.get(request)
    if was is None:
        raise UnknownRequestError(request)
    return was


def _answer(keep: Keep, was: AccessRequest, done: str, role: str) -> None:
    given = reason_given(done, most_chars=REASON_MAX_CHARS)
    if was.wants_copy:
        raise IllegalMoveError(was.request, was.state, State.ANSWERED)
    letter = kept(keep, was, LetterKind.ANSWERED, answer_typed(correspondence(keep, was), was.right, done=given))
    now_is, fact = answer(was, letter.item, role, now=keep.now())

    def also(transaction: Transaction) -> None:
        transaction.requests.replace(was, now_is)
        decide_submission(transaction, was.request)
        tell(keep, transaction, was.subject, NoticeKind.REQUEST_ANSWERED, language=was.language)

    tell_in_writing(keep, was.subject, [Piece(record=letter)], [fact], also)


def decide_submission(transaction: Transaction, request: RequestId) -> None:
    """Take what was written to the desk about a request away from it: it is decided."""
    submission = transaction.requests.submission(request)
    if submission is not None:
        transaction.requests.put_submission(decided(submission))


def _write(
    keep: Keep,
    was: AccessRequest,
    now_is: AccessRequest,
    kind: LetterKind,
    letter: Letter,
    fact: Fact,
    notice: NoticeKind,
) -> None:
    def also(transaction: Transaction) -> None:
        transaction.requests.replace(was, now_is)
        tell(keep, transaction, was.subject, notice, language=was.language)

    tell_in_writing(keep, was.subject, [Piece(record=kept(keep, was, kind, letter))], [fact], also)
