"""What a person wants kept, and for how long. Until they have said so, nothing is (P1, R31)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from voicekeep.people.accounts import Choice
from voicekeep.people.errors import ChoiceRefusedError
from voicekeep.records.ids import ItemId, SubjectId
from voicekeep.records.items import ConsentRecord, Keeping

PERIODS: Final = (3, 18)  # months; a finite period is always chosen with it (R17)

_NEEDS: Final = {
    Keeping.NOTHING: frozenset(Keeping),
    Keeping.TRANSCRIPT: frozenset({Keeping.TRANSCRIPT, Keeping.AUDIO}),
    Keeping.AUDIO: frozenset({Keeping.AUDIO}),
}


def choose(
    subject: SubjectId, keeping: Keeping, months: int, *, item: ItemId, now: datetime
) -> tuple[Choice, ConsentRecord]:
    """Return a person's choice from `now` on, and the record of it, which becomes an item of theirs.

    Args:
        subject: Whose choice.
        keeping: What is kept.
        months: 3 or 18. With Keeping.NOTHING there is no period, whatever the form sent along.
        item: The id of the record.
        now: UTC.

    Raises:
        ChoiceRefusedError: another period.
    """
    if keeping is Keeping.NOTHING:
        months = 0
    elif months not in PERIODS:
        raise ChoiceRefusedError
    choice = Choice(subject=subject, keeping=keeping, months=months, at=now)
    return choice, ConsentRecord(item=item, owner=subject, at=now, keeping=keeping, months=months)


def months_kept(choice: Choice) -> int:
    """Return for how many months a person's turns are kept; all of them, also those from before the choice.

    Whoever chose to keep nothing more still has what was kept before: it goes when the shortest period is over, if
    they do not erase it sooner (R17: nothing is kept without an end).
    """
    return choice.months or min(PERIODS)


def may_keep(choice: Choice | None, keeping: Keeping) -> bool:
    """Return whether so much may be kept; who chose to have the sound kept also chose its words."""
    return keeping is Keeping.NOTHING or (choice is not None and choice.keeping in _NEEDS[keeping])
