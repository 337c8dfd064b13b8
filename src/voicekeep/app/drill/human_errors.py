"""The human errors of 2018 and their kin, each played against a copy of the keep. Each must be refused by name.

An error that is not refused is reported as what it is, and counts as leaked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from voicekeep.app.drill import plays
from voicekeep.app.drill.scene import HeldError, Scene
from voicekeep.records.errors import VoicekeepError

Play = Callable[[Scene], int]
"""Spoil the scene and try the way out; raise what refuses it, or return how many foreign items came out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HumanError:
    """One error to replay."""

    name: str
    promise: str
    refusals: frozenset[str]  # the names by which it may be refused; another one is a surprise, and reported
    play: Play


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What came of it."""

    name: str
    promise: str
    refused: bool
    error: str  # the name of what refused it; empty if nothing did
    leaked_items: int


def _error(name: str, promise: str, play: Play, *refusals: str) -> HumanError:
    return HumanError(name=name, promise=promise, refusals=frozenset(refusals), play=play)


HUMAN_ERRORS: tuple[HumanError, ...] = (
    _error(
        "A's archive attached to B's request",
        "P5",
        plays.archive_attached_to_another_request,
        "CrossedArchiveError",
    ),
    _error("A's link given to B", "P5", plays.link_given_to_another, "ForeignLinkError"),
    _error("A's sealed item moved to B", "P2", plays.sealed_item_moved, "WrongOwnerError"),
    _error("owner edited in the database", "P2", plays.owner_edited, "WrongOwnerError"),
    _error("an item relabelled as another of the same owner", "P2", plays.item_relabelled, "WrongItemError"),
    _error("B's password row copied over A's", "P3", plays.password_row_copied, "ForgedRowError"),
    _error("a foreign file added before sealing", "P4", plays.foreign_file_added, "foreign_recording"),
    _error("a recording left out", "P4", plays.recording_left_out, "missing_recording"),
    _error("a transcript swapped with a stranger's", "P4", plays.transcript_swapped, "altered_record"),
    _error("the CSV edited", "P4", plays.csv_edited, "csv_differs"),
    _error(
        "one request fulfilled by two workers at once",
        "P10",
        plays.two_workers_at_once,
        "RequestChangedError",
        "ConflictingFactError",
        "IllegalMoveError",
    ),
    _error("A's archive blob copied over B's", "P5", plays.archive_blob_copied, "WrongArchiveError"),
    _error("a ledger leaf edited", "P8", plays.ledger_leaf_edited, "EditedEntryError", "EditedOpeningError"),
    _error("the ledger rolled back", "P7", plays.ledger_rolled_back, "LedgerBehindError"),
    _error(
        "a database restored from before an erasure",
        "P7",
        plays.database_from_before_an_erasure,
        "LedgerBehindError",
    ),
)


def try_error(error: HumanError, scene: Scene) -> Tried:
    """Play one error; what refuses it must be one of the names that were expected."""
    try:
        leaked = error.play(scene)
    except VoicekeepError as refusal:
        name = refusal.finding if isinstance(refusal, HeldError) else type(refusal).__name__
        return Tried(
            name=error.name,
            promise=error.promise,
            refused=name in error.refusals,
            error=name,
            leaked_items=0,
        )
    return Tried(name=error.name, promise=error.promise, refused=False, error="", leaked_items=max(leaked, 1))
