"""How a case starts: a report opens a triage, and what the ledger ties to it is frozen, in one transaction.

So a report is taken whole or not at all: whoever reported is told that it was not, and can do it again. Nobody has to
believe a report before it freezes; that takes a person, who then decides (docs/incidents.md).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from voicekeep.app.operations.freezing import freeze_tied, is_frozen
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.notices import tell
from voicekeep.archive import Stage
from voicekeep.incident import (
    SIGNED_IN,
    Report,
    ReportRefusedError,
    Triage,
    UnknownCopyError,
    foreign_items,
    open_triage,
    same_report,
)
from voicekeep.notice import NoticeKind
from voicekeep.people import Session, require_fresh
from voicekeep.records.errors import ForgedRowError, VoicekeepError
from voicekeep.records.ids import ArchiveId, ItemId, RequestId, SubjectId, TriageId
from voicekeep.records.reports import ReportSource, Saw
from voicekeep.request import AccessRequest

BY_HAND = frozenset(ReportSource) - SIGNED_IN - {ReportSource.FAILED_CHECK}
"""Sources that whoever runs the keep can name; the others are people who are signed in, and the checks."""

log = logging.getLogger("voicekeep.incidents")


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """What a recipient who reported is told at once."""

    triage: TriageId
    opened_at: datetime  # UTC
    frozen: bool  # the copy is held back; False: its key is gone, and nobody could fetch it any more


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedCopy:
    """A copy that was released to whoever is signed in, whomever it is about: what they need to report it."""

    request: RequestId
    received_at: datetime  # UTC
    frozen: bool  # it is held back while a report is looked into
    report: TriageId | None  # what their report that it is not theirs opened
    reported_at: datetime | None  # UTC, when they said so


def report_not_mine(keep: Keep, session: Session, request: RequestId, saw: Saw) -> Acknowledged:
    """Take the word of a recipient that their copy is not theirs: from now on it is frozen, with what is tied to it.

    Raises:
        NotSignedInError, StaleSignInError: who reports has not just proven who they are; nothing was reported.
        UnknownCopyError: nothing of that request was released to this person: no difference is made.
        StoreError, LedgerError: it could not be written down; nothing was reported or frozen.
    """
    require_fresh(session, keep.now(), keep.limits)
    with not_lost(ReportSource.NOT_MINE, request), keep.database.begin() as transaction:
        _, archive = _released_for(transaction, session, request)
        report = Report(source=ReportSource.NOT_MINE, archive=archive, reporter=session.subject, saw=saw)
        triage = _taken(keep, transaction, report)
        frozen = is_frozen(keep, transaction, archive)
    keep.remember()
    return Acknowledged(triage=triage.triage, opened_at=triage.opened_at, frozen=frozen)


def released_to(keep: Keep, session: Session, request: RequestId) -> ReleasedCopy:
    """Return a copy that was released to the signed-in person.

    Raises:
        UnknownCopyError: nothing of that request was released to them: no difference is made.
    """
    with keep.database.read() as transaction:
        return _seen(keep, transaction, session, *_released_for(transaction, session, request))


def released_by_mandate(keep: Keep, session: Session) -> tuple[ReleasedCopy, ...]:
    """Return the copies about others that were released to the signed-in person, the latest request first.

    That a mandate is over takes nothing from it: whoever fetched one finds out later what is in it.
    """
    with keep.database.read() as transaction:
        grants = transaction.grants.of_recipient(session.subject)
        asked = [(transaction.requests.get(grant.request), grant.archive) for grant in grants]
        found = [
            _seen(keep, transaction, session, request, archive)
            for request, archive in asked
            if request is not None and request.subject != session.subject and request.attempt == archive
        ]
    return tuple(sorted(found, key=lambda copy: copy.received_at, reverse=True))


def _released_for(transaction: Transaction, session: Session, request: RequestId) -> tuple[AccessRequest, ArchiveId]:
    """Return a request with what was released of it to this person: the link's recipient decides, not whose data it is.

    Whoever asked by mandate is the recipient (ADR 10), also once the mandate is over: they have the file.
    """
    asked = transaction.requests.get(request)
    grant = None if asked is None or asked.attempt is None else transaction.grants.of_archive(asked.attempt)
    if asked is None or grant is None or grant.recipient != session.subject:
        raise UnknownCopyError(request)
    return asked, grant.archive


def _seen(
    keep: Keep, transaction: Transaction, session: Session, asked: AccessRequest, archive: ArchiveId
) -> ReleasedCopy:
    report = report_of(transaction, archive, session.subject)
    attempt = transaction.attempts.get(archive)
    gone = attempt is not None and attempt.stage is Stage.DESTROYED
    return ReleasedCopy(
        request=asked.request,
        received_at=asked.received_at,
        frozen=not gone and is_frozen(keep, transaction, archive),
        report=report.triage if report else None,
        reported_at=report.opened_at if report else None,
    )


def report_not_me(keep: Keep, transaction: Transaction, reporter: SubjectId, item: ItemId) -> None:
    """Open a triage in the transaction in which a person says that a turn is not them.

    There is nothing to freeze: only copies of their own can hold the turn, and what they said destroys those.
    """
    _taken(keep, transaction, Report(source=ReportSource.NOT_ME, item=item, reporter=reporter))


def report_failed_check(keep: Keep, transaction: Transaction, archive: ArchiveId, findings: Sequence[str]) -> None:
    """Open a triage in the transaction in which a copy is held because something in it is another person's.

    That copy is destroyed, not frozen: nothing of it left, and nobody keeps what is foreign in it. What the ledger ties
    to it is frozen.
    """
    foreign = foreign_items(findings)
    about = foreign[0] if foreign else None
    _taken(keep, transaction, Report(source=ReportSource.FAILED_CHECK, archive=archive, item=about), foreign)


def open_by_hand(
    keep: Keep, source: ReportSource, *, archive: ArchiveId | None = None, item: ItemId | None = None
) -> TriageId:
    """Open a triage for what was noticed elsewhere; it freezes nothing.

    Raises:
        ReportRefusedError: a source that only a signed-in person or a check can be; no triage was opened.
        StoreError, LedgerError: it could not be written down; no triage was opened.
    """
    if source not in BY_HAND:
        raise ReportRefusedError(source, "somebody signed in, or a check")
    with not_lost(source, archive or item or ""), keep.database.begin() as transaction:
        triage = _taken(keep, transaction, Report(source=source, archive=archive, item=item))
    keep.remember()
    return triage.triage


def open_found(keep: Keep, transaction: Transaction, item: ItemId) -> bool:
    """Open a triage for a recording that turned up somewhere; return whether there was none of it yet."""
    report = Report(source=ReportSource.FOUND_FILE, item=item)
    if same_report(report, _alike(transaction, report)) is not None:
        return False
    _taken(keep, transaction, report)
    return True


def report_ledger(keep: Keep) -> TriageId | None:
    """Open a triage because the ledger does not verify; None: such a ledger, or its store, could not take it."""
    try:
        return open_by_hand(keep, ReportSource.LEDGER)
    except VoicekeepError:
        return None


@contextmanager
def not_lost(source: ReportSource, about: str, but: tuple[type[VoicekeepError], ...] = ()) -> Iterator[None]:
    """Leave in the log what could not be written down: whoever runs the keep takes it up by hand.

    Whoever reported is told that it was not taken, too; a failed check and digests that a finder handed in are tried
    again by themselves.

    Args:
        source: What noticed it.
        about: Identifier of the copy or the recording.
        but: What is no report at all, and leaves nothing in the log.
    """
    try:
        yield
    except VoicekeepError as stopped:
        if isinstance(stopped, (UnknownCopyError, *but)):
            raise
        source_name, about_id, name = source.value, about, type(stopped).__name__
        log.error("a report was NOT taken, take it up by hand: %s %s (%s)", source_name, about_id, name)  # noqa: TRY400  a trace may hold more than ids
        raise


def _taken(keep: Keep, transaction: Transaction, report: Report, foreign: Sequence[ItemId] = ()) -> Triage:
    triage, fact = open_triage(report, triage=TriageId.random(keep.entropy), now=keep.now())
    # 1 the same report again changes nothing
    known = same_report(report, _alike(transaction, report))
    if known is not None:
        return known
    # 2 the triage, and what it freezes
    transaction.incidents.add(triage)
    keep.log(transaction).append([fact])
    freeze_tied(keep, transaction, triage, foreign)
    # 3 whoever reported finds it acknowledged among their messages, too
    if report.reporter is not None:
        tell(keep, transaction, report.reporter, NoticeKind.REPORT_TAKEN)
    triage_id, source_name = triage.triage, report.source.value
    log.warning("opening triage %s: %s", triage_id, source_name)
    return triage


def report_of(transaction: Transaction, archive: ArchiveId, reporter: SubjectId) -> Triage | None:
    """Return what a recipient's report of a copy opened, unless that was looked into and dismissed."""
    report = Report(source=ReportSource.NOT_MINE, archive=archive, reporter=reporter)
    return same_report(report, _alike(transaction, report))


def _alike(transaction: Transaction, report: Report) -> tuple[Triage, ...]:
    """Return what the same report opened; a row that is not believed holds no new report up."""
    try:
        return transaction.incidents.alike(report)
    except ForgedRowError:
        return ()
