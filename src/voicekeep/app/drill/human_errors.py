"""The human errors of 2018 and their kin, each to be refused by name."""

from __future__ import annotations

from voicekeep.app.drill import plays
from voicekeep.app.drill.mixup import Mixup, mixup

HUMAN_ERRORS: tuple[Mixup, ...] = (
    mixup(
        "A's archive attached to B's request",
        "P5",
        plays.archive_attached_to_another_request,
        "CrossedArchiveError",
    ),
    mixup("A's link given to B", "P5", plays.link_given_to_another, "ForeignLinkError"),
    mixup("A's sealed item moved to B", "P2", plays.sealed_item_moved, "WrongOwnerError"),
    mixup("owner edited in the database", "P2", plays.owner_edited, "WrongOwnerError"),
    mixup("an item relabelled as another of the same owner", "P2", plays.item_relabelled, "WrongItemError"),
    mixup("B's password row copied over A's", "P3", plays.password_row_copied, "ForgedRowError"),
    mixup("a foreign file added before sealing", "P4", plays.foreign_file_added, "foreign_recording"),
    mixup("a recording left out", "P4", plays.recording_left_out, "missing_recording"),
    mixup("a transcript swapped with a stranger's", "P4", plays.transcript_swapped, "altered_record"),
    mixup("the CSV edited", "P4", plays.csv_edited, "csv_differs"),
    mixup(
        "one request fulfilled by two workers at once",
        "P10",
        plays.two_workers_at_once,
        "RequestChangedError",
        "ConflictingFactError",
        "IllegalMoveError",
    ),
    mixup("A's archive blob copied over B's", "P5", plays.archive_blob_copied, "WrongArchiveError"),
    mixup("a ledger leaf edited", "P8", plays.ledger_leaf_edited, "EditedEntryError", "EditedOpeningError"),
    mixup("the ledger rolled back", "P7", plays.ledger_rolled_back, "LedgerBehindError"),
    mixup(
        "a database restored from before an erasure",
        "P7",
        plays.database_from_before_an_erasure,
        "LedgerBehindError",
    ),
)
