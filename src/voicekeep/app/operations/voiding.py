"""Destroy built archives: their time is over, or an item in them is erased (P7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from voicekeep.app.operations.blob_names import body_blob, tail_blob
from voicekeep.app.operations.freezing import is_frozen
from voicekeep.app.operations.keep import Keep, not_yet_told
from voicekeep.archive import Attempt, Stage
from voicekeep.delivery import GrantState, revoke
from voicekeep.records.facts import ArchiveDestroyed, Fact
from voicekeep.records.ids import ItemId, SubjectId
from voicekeep.request import State

_REQUEST_OVER = frozenset({State.AVAILABLE, State.DELIVERED})


def destroy_archive(keep: Keep, attempt: Attempt, reason: str, *, to: State) -> None:
    """Destroy one archive's key, close its link, move its request on, sweep its bytes. May be run twice."""
    now = keep.now()
    keep.keys.destroy_archive_key(attempt.archive, now)
    with keep.database.begin() as transaction:
        facts: list[Fact] = [ArchiveDestroyed(archive=attempt.archive, subject=attempt.subject, reason=reason, at=now)]
        grant = transaction.grants.of_archive(attempt.archive)
        if grant is not None and grant.state_at(now) is GrantState.OPEN:
            closed, fact = revoke(grant, reason, now)
            transaction.grants.replace(closed)
            facts.append(fact)
        log = keep.log(transaction)
        log.append(not_yet_told(log, *facts))
        transaction.attempts.replace(replace(attempt, stage=Stage.DESTROYED))
        request = transaction.requests.get(attempt.request)
        if request is not None and request.attempt == attempt.archive and request.state in _REQUEST_OVER:
            transaction.requests.replace(request, request.moved(to))
    keep.remember()
    keep.blobs.delete([body_blob(attempt.archive), tail_blob(attempt.archive)])


def void_archives_with(
    keep: Keep, item: ItemId, owner: SubjectId, *, reason: str = "erased", before: datetime | None = None
) -> None:
    """Destroy every archive of `owner` that holds `item`; does nothing once the item's row is gone.

    Args:
        keep: Where.
        item: Which item.
        owner: Whose archives.
        reason: One word for the ledger.
        before: UTC; only those that were begun before it.
    """
    with keep.database.read() as transaction:
        row = transaction.items.row(item)
        if row is None:
            return
        holding = [
            attempt
            for attempt in transaction.attempts.of_subject(owner)
            if attempt.stage is not Stage.DESTROYED
            and (before is None or attempt.created_at < before)
            and (request := transaction.requests.get(attempt.request)) is not None
            and request.scope is not None
            and row.position < request.scope.as_of
            and request.scope.covers(row.kind, row.at)
        ]
    for attempt in holding:
        destroy_archive(keep, attempt, reason, to=State.EXPIRED)


def expire_archives(keep: Keep) -> int:
    """Destroy every archive whose link's time is over; return how many. What is frozen is evidence, and stays."""
    with keep.database.read() as transaction:
        over = [
            attempt
            for grant in transaction.grants.ended(keep.now())
            if (attempt := transaction.attempts.get(grant.archive)) is not None
            and attempt.stage is not Stage.DESTROYED
            and not is_frozen(keep, transaction, grant.archive)
        ]
    for attempt in over:
        destroy_archive(keep, attempt, "expired", to=State.EXPIRED)
    return len(over)
