"""What the program proposes as the severity of a case, from its scope; a person decides.

Flow        CaseScope -> the value of each part, with the name of its reason
Guarantees  1. The same scope gives the same proposal, and each part says by which sign.
            2. It is a proposal: nothing is assessed by it.
I/O         none
Document    docs/cases.md
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from voicekeep.incident.scope import CaseScope, Reached
from voicekeep.incident.severity import QUARTERS, DataKind
from voicekeep.records.reports import ReportSource

PROFILE_RECORDINGS: Final = 50
PROFILE_SPAN: Final = timedelta(days=7)
"""So many items of one person, or over so long a time, tell how somebody lives: a profile, one more than behaviour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """One part of the formula as the program sees it."""

    quarters: int
    because: str  # name of the sign; the pages say it in words


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedSeverity:
    """All parts."""

    kind: DataKind
    parts: dict[str, Proposed]  # by the names of `Severity.parts`
    people: int


def propose_severity(scope: CaseScope, source: ReportSource) -> ProposedSeverity:
    """Return what the scope speaks for.

    Args:
        scope: What reached whom.
        source: How it was noticed: a file that turned up somewhere was heard by nobody knows whom.
    """
    out = scope.left or scope.own
    sound = [each for each in out if each.of == "recording"]
    kind, context = _context(scope, out, sound)
    unknown = source is ReportSource.FOUND_FILE
    return ProposedSeverity(
        kind=kind,
        parts={
            "context": context,
            "identification": _identification(out, sound),
            "confidentiality": _confidentiality(out, unknown=unknown),
            "integrity": Proposed(quarters=0, because="nothing_changed"),
            "availability": Proposed(quarters=0, because="nothing_lost"),
            "malice": Proposed(quarters=0, because="no_sign_of_malice"),
        },
        people=len(scope.owners | scope.housemates),
    )


def _context(scope: CaseScope, out: Sequence[Reached], sound: Sequence[Reached]) -> tuple[DataKind, Proposed]:
    if not out:
        return DataKind.SIMPLE, Proposed(quarters=QUARTERS, because="nothing_left")
    if any(each.item in scope.heard for each in sound):
        # somebody is heard who did not speak to the assistant: what is said at home among themselves
        return DataKind.SENSITIVE, Proposed(quarters=4 * QUARTERS, because="others_heard_at_home")
    if _is_profile(out):
        return DataKind.BEHAVIOURAL, Proposed(quarters=3 * QUARTERS, because="a_profile")
    if any(each.kind.value == "turn" for each in out):
        return DataKind.BEHAVIOURAL, Proposed(quarters=2 * QUARTERS, because="behaviour_at_home")
    return DataKind.SIMPLE, Proposed(quarters=QUARTERS, because="no_turn_among_them")


def _is_profile(out: Sequence[Reached]) -> bool:
    for owner in {each.owner for each in out}:
        said = [each.said_at for each in out if each.owner == owner and each.said_at is not None]
        items = {each.item for each in out if each.owner == owner}
        if len(items) >= PROFILE_RECORDINGS or (said and max(said) - min(said) >= PROFILE_SPAN):
            return True
    return False


def _identification(out: Sequence[Reached], sound: Sequence[Reached]) -> Proposed:
    if sound:
        return Proposed(quarters=4, because="voices_and_what_they_say")
    return Proposed(quarters=3, because="words_name_people") if out else Proposed(quarters=1, because="nothing_left")


def _confidentiality(out: Sequence[Reached], *, unknown: bool) -> Proposed:
    if unknown:
        return Proposed(quarters=2, because="unknown_who_has_it")
    return Proposed(quarters=1, because="known_recipients") if out else Proposed(quarters=0, because="nothing_left")
