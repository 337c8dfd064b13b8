"""How far each affected person of a case was told: what its closing asks.

What staff did and wrote down counts (docs/cases.md). Whatever else tells people has its own record of who answered;
it is asked here.
"""

from __future__ import annotations

from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.incident import Case, PersonTold, Telling, ToldOf
from voicekeep.records.ids import SubjectId


def told_of(keep: Keep, transaction: Transaction, case: Case) -> ToldOf:
    """Return of each person who is to be told how far they were."""
    del keep, transaction  # what the case itself says is all that is asked so far
    told: dict[SubjectId, Telling] = dict.fromkeys(case.to_tell, Telling.NOT)
    for change in case.all_of(PersonTold):
        if change.subject in told and told[change.subject] is not Telling.ACKNOWLEDGED:
            told[change.subject] = Telling.ACKNOWLEDGED if change.acknowledged else Telling.REACHED
    return told
