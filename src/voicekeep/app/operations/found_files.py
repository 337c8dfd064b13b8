"""A recording turned up somewhere: whose it is says the ledger, by its digests; each such item opens a case."""

from __future__ import annotations

from voicekeep.app.operations.evidence import who_is_in
from voicekeep.app.operations.incidents import open_by_hand
from voicekeep.app.operations.keep import Keep
from voicekeep.records.ids import TriageId
from voicekeep.records.reports import ReportSource


def open_for_file(keep: Keep, data: bytes) -> tuple[TriageId, ...]:
    """Open a case for each item whose recording this file is; none: it is no recording of this keep.

    The file is read and not kept.

    Raises:
        SoundError: it is not a sound; no case was opened.
        StoreError, LedgerError: it could not be written down; what was not opened can be opened again.
    """
    items = dict.fromkeys(holding.item for holding in who_is_in(keep, data))
    return tuple(open_by_hand(keep, ReportSource.FOUND_FILE, item=item) for item in items)
