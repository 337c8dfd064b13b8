"""Other releases that are crossed, found when a case has the same program's releases judged again: each gets a case.

To judge again is a check. What it finds freezes at once, as what the check of that day finds does; nobody in such a
release waits for somebody to read a number and open their case by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from voicekeep.app.operations.incidents import report_failed_check
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.scoping import scope_in
from voicekeep.incident import Judged, Triage
from voicekeep.records.errors import ForgedRowError
from voicekeep.records.ids import ArchiveId
from voicekeep.records.reports import TriageState


def report_crossed(keep: Keep, judged: Iterable[Judged]) -> tuple[ArchiveId, ...]:
    """Open a case for each of these that is crossed and that no case reaches; return which. May be run twice.

    Raises:
        StoreError, LedgerError: it could not be written down; nothing was reported or frozen.
    """
    crossed = [each for each in judged if each.crossed]
    if not crossed:
        return ()
    opened: list[ArchiveId] = []
    with keep.database.begin() as transaction:
        known = set(_reached(keep, transaction))
        for each in crossed:
            if each.archive not in known:
                tags = [f"foreign_item-{item}" for item in dict.fromkeys(one.owned.item for one in each.foreign)]
                report_failed_check(keep, transaction, each.archive, tags)
                opened.append(each.archive)
    keep.remember()
    return tuple(opened)


def _reached(keep: Keep, transaction: Transaction) -> Iterator[ArchiveId]:
    """Yield every archive that a case is about, or finds crossed."""
    for triage in _standing(transaction):
        if triage.archive is not None:
            yield triage.archive
        yield from (each.archive for each in scope_in(keep, transaction, triage).judged if each.crossed)


def _standing(transaction: Transaction) -> Iterator[Triage]:
    """Yield each triage that was not dismissed; what is not believed holds no new one up."""
    for key in list(transaction.incidents.all_keys()):
        try:
            found = transaction.incidents.get(key)
        except ForgedRowError:
            continue
        if found is not None and found.state is not TriageState.DISMISSED:
            yield found
