"""Which archives a report freezes, and why: the one that it is about, and those that the ledger ties to it.

Flow        how the reported archive was made, how others were -> the tied ones, each with its reason
Guarantees  1. An archive is tied by an item that both can hold, or by the time at which both were worked on; by
               nothing else. Who lives together, or who has a similar name, ties nothing.
            2. The answer does not depend on the order in which the others are shown.
I/O         none
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from voicekeep.ledger import Making
from voicekeep.records.facts import Captured
from voicekeep.records.ids import ArchiveId, RequestId, SubjectId
from voicekeep.records.reports import Tie


@dataclass(frozen=True, slots=True, kw_only=True)
class Tied:
    """One archive to be frozen."""

    archive: ArchiveId
    request: RequestId
    subject: SubjectId  # whose copy it is
    because: Tie


def tied(
    reported: Making, others: Iterable[Making], foreign: Collection[tuple[int, Captured]] = ()
) -> tuple[Tied, ...]:
    """Return what a report about an archive freezes: that archive first, then the others by identifier.

    Args:
        reported: The archive that the report is about.
        others: Those that there are; the reported one among them is passed over.
        foreign: Items that a check called foreign, by position and fact: a copy of their owner that holds one is tied.
    """
    found = {reported.archive: _with(reported, Tie.REPORTED)}
    for other in sorted(others, key=lambda making: making.archive):
        if other.archive not in found and (because := _tie(reported, other, foreign)) is not None:
            found[other.archive] = _with(other, because)
    return tuple(found.values())


def _tie(reported: Making, other: Making, foreign: Collection[tuple[int, Captured]]) -> Tie | None:
    # An item has one owner for ever (P1), so two copies can hold the same one only if they are the same person's.
    if other.subject == reported.subject and other.scope.overlaps(reported.scope):
        return Tie.SAME_ITEM
    if any(_holds(other, position, captured) for position, captured in foreign):
        return Tie.SAME_ITEM
    return Tie.SAME_TIME if _together(reported, other) else None


def _holds(making: Making, position: int, captured: Captured) -> bool:
    return (
        captured.subject == making.subject
        and position < making.scope.as_of
        and making.scope.covers(captured.kind, captured.at)
    )


def _together(one: Making, other: Making) -> bool:
    """Return whether steps touched both at the same time."""
    return (other.until is None or one.since < other.until) and (one.until is None or other.since < one.until)


def _with(making: Making, because: Tie) -> Tied:
    return Tied(archive=making.archive, request=making.request, subject=making.subject, because=because)
