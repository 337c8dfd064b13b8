"""What a person wants kept, and for how long. Until they have said so, nothing is (P1, R31)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from voicekeep.people.accounts import Choice
from voicekeep.people.errors import ChoiceRefusedError
from voicekeep.records.ids import DeviceId, ItemId, SubjectId
from voicekeep.records.items import ConsentRecord, Keeping

PERIODS: Final = (3, 18)  # months; a finite period is always chosen with it (R17)

_NEEDS: Final = {
    Keeping.NOTHING: frozenset(Keeping),
    Keeping.TRANSCRIPT: frozenset({Keeping.TRANSCRIPT, Keeping.AUDIO}),
    Keeping.AUDIO: frozenset({Keeping.AUDIO}),
}


def choose(
    subject: SubjectId,
    keeping: Keeping,
    months: int,
    *,
    item: ItemId,
    now: datetime,
    device: DeviceId | None = None,
) -> tuple[Choice, ConsentRecord]:
    """Return a person's choice from `now` on, and the record of it, which becomes an item of theirs.

    Args:
        subject: Whose choice.
        keeping: What is kept.
        months: 3 or 18. With Keeping.NOTHING there is no period, whatever the form sent along.
        item: The id of the record.
        now: UTC.
        device: The speaker at which somebody said so; None: whoever chose was signed in.

    Raises:
        ChoiceRefusedError: another period.
    """
    if keeping is Keeping.NOTHING:
        months = 0
    elif months not in PERIODS:
        raise ChoiceRefusedError
    choice = Choice(subject=subject, keeping=keeping, months=months, at=now)
    record = ConsentRecord(item=item, owner=subject, at=now, keeping=keeping, months=months, device=device)
    return choice, record


def months_kept(choice: Choice) -> int:
    """Return for how many months a person's turns are kept that come after the choice; `months_promised`: any of them.

    Whoever chose to keep nothing more still has what was kept before: it goes when the shortest period is over, if
    they do not erase it sooner (R17: nothing is kept without an end).
    """
    return choice.months or min(PERIODS)


def months_promised(at: datetime | None, made: Sequence[ConsentRecord], choice: Choice) -> int:
    """Return for how many months something is kept.

    What a person chose signed in counts for everything, also from before. What was said at a speaker counts for what
    comes after it only: whoever stands there can be somebody else, and must not cost a person what they have (P1).
    Where the choice that holds was said at a speaker and the record of the one before is erased, nobody knows any more
    what was promised for what came before it: it stays as long as the longest that can be promised.

    Args:
        at: When it was kept, UTC; None: the earliest of what there is.
        made: Every choice of its owner, the earliest first.
        choice: The one that holds, for who chose before there were records of it.
    """
    counts = None
    for each in made:
        if each.device is None or (at is not None and each.at <= at):
            counts = each
    if counts is not None:
        return counts.months or min(PERIODS)
    said = any(each.device is not None and each.at == choice.at for each in made)
    return max(PERIODS) if said else months_kept(choice)


def may_keep(choice: Choice | None, keeping: Keeping) -> bool:
    """Return whether so much may be kept; who chose to have the sound kept also chose its words."""
    return keeping is Keeping.NOTHING or (choice is not None and choice.keeping in _NEEDS[keeping])
