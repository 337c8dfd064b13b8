"""Stop a release that did not pass: hold it for a person, or begin anew where its owner took something out of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from voicekeep.app.operations.attempts import current
from voicekeep.app.operations.incidents import report_failed_check
from voicekeep.app.operations.keep import Keep, Transaction, not_yet_told
from voicekeep.app.operations.notices import tell
from voicekeep.app.operations.voiding import destroy_archive
from voicekeep.archive import Stage
from voicekeep.checks import ArchiveRefusedError
from voicekeep.formats.facts import decode_fact
from voicekeep.incident import is_foreign
from voicekeep.ledger import Log, held_of
from voicekeep.notice import NoticeKind
from voicekeep.records.errors import StoreError, VoicekeepError
from voicekeep.records.facts import Erased, Held, Withheld
from voicekeep.records.ids import ArchiveId, RequestId, SubjectId
from voicekeep.request import AccessRequest, RequestChangedError, State

HELD: Final = "held"
"""What a step returns instead of an identifier when the request is held."""

AGAIN: Final = "again"
"""What a step returns instead of an identifier when the copy has to be built anew."""


class ReleasedBeforeError(VoicekeepError):
    """A copy that answers this request is in the ledger as released; it is not built a second time."""

    promise = "P10"

    def __init__(self, request: RequestId) -> None:
        super().__init__(f"a copy for request {request} is released in the ledger; it was not taken up again")
        self.request = request


def hold(keep: Keep, request: RequestId, archive: ArchiveId, findings: Sequence[str]) -> None:
    """Hold the request for a person, destroy what was built, write down why and tell its owner by a notice.

    Where something in it is another person's, that opens a triage in the same transaction.
    """
    keep.keys.destroy_archive_key(archive, keep.now())
    with keep.database.begin() as transaction:
        was = current(transaction, request, archive)
        log = keep.log(transaction)
        reason = Held(request=request, archive=archive, subject=was.subject, findings=tuple(findings), at=keep.now())
        log.append(not_yet_told(log, reason))
        if was.state is not State.HELD:
            transaction.requests.replace(was, was.moved(State.HELD))
            tell(keep, transaction, was.subject, NoticeKind.COPY_HELD, language=was.language)
        if is_foreign(findings):
            report_failed_check(keep, transaction, archive, findings)
    keep.remember()


def take_up(transaction: Transaction, log: Log, was: AccessRequest) -> AccessRequest:
    """Let a held request be built and checked again, from the beginning, as soon as the worker looks.

    Whoever lets a held request go on does it by this: nothing else makes a worker build it again.

    Raises:
        IllegalMoveError: it is not held.
        ReleasedBeforeError: a copy of it is in the ledger as released; there is no second.
    """
    if log.position_of(f"released|{was.request}") is not None:
        raise ReleasedBeforeError(was.request)
    again = was.taken_up_again()
    transaction.requests.replace(was, again)
    return again


def held_now(transaction: Transaction, request: AccessRequest) -> Held | None:
    """Return why a request is held; None: it is not.

    Raises:
        LedgerError: a fact is not what its entry commits to.
    """
    if request.state is not State.HELD:
        return None
    held = held_of(transaction.log, request.subject, request.request)
    return next((fact for fact in held if fact.archive == request.attempt), None)


def stopped(
    keep: Keep, request: RequestId, archive: ArchiveId, began: datetime, work: Callable[[], None]
) -> str | None:
    """Run `work`; return None if it was done, else why the release does not go on: HELD or AGAIN.

    Args:
        keep: Where.
        request: Which request.
        archive: The attempt.
        began: UTC, when the attempt began to read what is held.
        work: The step.

    Raises:
        StoreError: a store could not do it now; the step can be run again.
        RequestChangedError: another worker took the request over; it is theirs now.
    """
    try:
        work()
    except (StoreError, RequestChangedError):
        raise
    except ArchiveRefusedError as refused:
        findings = [finding.tag for finding in refused.findings]
    except VoicekeepError as refused:
        findings = [type(refused).__name__]
    else:
        return None
    if _changed_meanwhile(keep, request, archive, began):
        _give_up(keep, archive)
        return AGAIN
    hold(keep, request, archive, findings)
    return HELD


def hold_for_good(keep: Keep, request: str) -> str:
    """Hold a request whose copy was begun again too often; return HELD."""
    with keep.database.read() as transaction:
        was = transaction.requests.get(RequestId(request))
    if was is None or was.attempt is None:
        raise RequestChangedError(RequestId(request))
    hold(keep, was.request, was.attempt, ["changed_meanwhile"])
    return HELD


def withheld_since(transaction: Transaction, subject: SubjectId, began: datetime) -> bool:
    """Return whether the owner withheld something at `began` or later."""
    openings = transaction.log.openings_named("withheld", subject=subject)
    facts = (decode_fact(opening.fact) for opening in openings)
    return any(isinstance(fact, Withheld) and fact.at >= began for fact in facts)


def _changed_meanwhile(keep: Keep, request: RequestId, archive: ArchiveId, began: datetime) -> bool:
    """Return whether the owner erased or withheld something that this attempt may have read, before any release."""
    with keep.database.read() as transaction:
        was = current(transaction, request, archive)
        if keep.log(transaction).position_of(f"released|{request}") is not None:
            return False
        return _unfinished_erasure_since(transaction, was.subject, began) or withheld_since(
            transaction, was.subject, began
        )


def _unfinished_erasure_since(transaction: Transaction, subject: SubjectId, began: datetime) -> bool:
    ordered = {opening.item for opening in transaction.log.openings_named("erasing", subject=subject)}
    for opening in transaction.log.openings_named("erased", subject=subject):
        fact = decode_fact(opening.fact)
        if isinstance(fact, Erased) and fact.at < began:
            ordered.discard(opening.item)
    return bool(ordered)


def _give_up(keep: Keep, archive: ArchiveId) -> None:
    keep.keys.destroy_archive_key(archive, keep.now())
    with keep.database.read() as transaction:
        attempt = transaction.attempts.get(archive)
    if attempt is not None and attempt.stage is not Stage.DESTROYED:
        destroy_archive(keep, attempt, "erased", to=State.EXPIRED)
