"""Agreement: independent readings of the same sound, one by the grammar of our sentences and others without it.

A grammar hears a command in everything: of 16 sentences that were none, 14 became one. Where a reading that knows
nothing of our sentences sounds enough like the grammar's, somebody really said it. What is compared is sounds (phones),
not words: an open reading writes "can sell timers" for "cancel all timers", and "like that" shares half of its words
with a command.

There are two such readings. One writes down sounds only, in a tenth of a second, and decides nearly always; the other
hears words of a whole language, takes four times as long, and is asked where the first one is in doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

SURE: Final = 0.55
"""From here on the reading of sounds is enough."""
AGREED: Final = 0.6
"""Below it, a command is believed from here on of its agreement with the reading of words.

Of 2,141 recordings that command nothing one was believed.
"""
ALIEN: Final = 0.0
"""Below it more sounds are wrong than the command has, and no other reading is asked.

Of 440 commands none was below it; of 188 sounds of which the grammar made a command, and that were none, 141 were.
"""
UNLIKE: Final = 0.2
"""The same for what answers a question, and may erase: “yeah” is easily heard."""


def believed(
    command: Sequence[str],
    reading_of_sounds: Sequence[str],
    reading_of_words: Callable[[], Sequence[str]],
    *,
    asked: bool,
) -> tuple[bool, float]:
    """Return whether a command was said, and the agreement that decided it, at most 1.0."""
    quick = agreement(command, reading_of_sounds)
    if quick >= SURE or quick < (UNLIKE if asked else ALIEN):
        return quick >= SURE, quick
    careful = agreement(command, reading_of_words())
    return careful >= AGREED, careful


def agreement(command: Sequence[str], reading: Sequence[str]) -> float:
    """Return 1 minus the error rate of the sounds of `reading` against those of `command`; 1.0: the same.

    It falls below zero where the reading has many sounds more; without a command there is no agreement.
    """
    if not command:
        return 0.0
    return 1 - _distance(command, reading) / len(command)


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
