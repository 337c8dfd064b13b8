"""Agreement: two readings of the same sound, one by the grammar of our sentences and one by an open model.

A grammar hears a command in everything: of 16 sentences that were none, 14 became one. Where the open reading, as poor
as it is, sounds enough like the grammar's, somebody really said it. What is compared is sounds (phones), not words: an
open reading writes "can sell timers" for "cancel all timers", and "like that" shares half of its words with a command.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

AGREED: Final = 0.6
"""From here on a command is believed: 1 minus the error rate of the sounds between the two readings."""


def agreement(command: Sequence[str], open_reading: Sequence[str]) -> float:
    """Return 1 minus the error rate of the sounds of `open_reading` against those of `command`; 1.0: the same.

    It falls below zero where the open reading has many sounds more; without a command there is no agreement.
    """
    if not command:
        return 0.0
    return 1 - _distance(command, open_reading) / len(command)


def _distance(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many sounds must be changed, added or left out (Levenshtein)."""
    row = list(range(len(other) + 1))
    for place, sound in enumerate(one, 1):
        diagonal, row[0] = row[0], place
        for column, another in enumerate(other, 1):
            diagonal, row[column] = (
                row[column],
                min(row[column] + 1, row[column - 1] + 1, diagonal + (sound != another)),
            )
    return row[-1]
