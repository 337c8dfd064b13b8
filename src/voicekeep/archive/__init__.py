"""Build one person's copy, in one pass and constant memory.

Flow        Plan, Source -> the body of a BagIt bag in a ZIP, member after member -> Built
Guarantees  1. Every item that the source hands over is looked at again: another person's, another kind's, one outside
               the scope, twice or out of order is refused, and nothing is built (P3, P4, P10).
            2. The record line that was sealed is shipped byte for byte; every other table is made from it.
            3. No object is kept per item: 100,000 recordings need no more memory than one.
            4. Nothing built here can leave: it has no end and no statement before the checks have read it (P4).
I/O         none; the source opens, the sink seals, the scratch holds what waits
Format      docs/formats/archive.md, version 1
"""

from voicekeep.archive.attempt import Attempt, AttemptBook, Stage
from voicekeep.archive.build import build_body
from voicekeep.archive.errors import (
    ArchiveError,
    ForeignItemError,
    OutOfOrderError,
    OutOfScopeError,
    SplitTurnError,
    UnreadableRecordError,
)
from voicekeep.archive.plan import Built, Instead, OpenedItem, Out, Plan, Scratch, Source
from voicekeep.records.controller import Controller

__all__ = [
    "ArchiveError",
    "Attempt",
    "AttemptBook",
    "Built",
    "Controller",
    "ForeignItemError",
    "Instead",
    "OpenedItem",
    "Out",
    "OutOfOrderError",
    "OutOfScopeError",
    "Plan",
    "Scratch",
    "Source",
    "SplitTurnError",
    "Stage",
    "UnreadableRecordError",
    "build_body",
]
