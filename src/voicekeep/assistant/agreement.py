"""Agreement: independent readings of the same sound, one by the grammar of our sentences and others without it.

A grammar hears a command in everything: of 16 sentences that were none, 14 became one. Where a reading that knows
nothing of our sentences sounds enough like the grammar's, somebody really said it. What is compared is sounds (phones),
not words: an open reading writes "can sell timers" for "cancel all timers", and "like that" shares half of its words
with a command.

There are two such readings. One writes down sounds only, in a tenth of a second, and decides nearly always; the other
hears words of a whole language, takes a third longer, and is asked where the first one is in doubt.

What they write down is not all that they know: how much worse the command explains the sound than free sounds do
(`likeness`) is held against it. A command of which one word was not said explains that word's stretch badly, however
well the rest agrees.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from voicekeep.assistant.likeness import Likeness

SURE: Final = 0.55
"""From here on the reading of sounds is enough."""
EVEN: Final = 0.4
"""From here on it is enough as well, where no word explains its stretch worse by more than NEARLY."""
AGREED: Final = 0.6
"""Below, a command is believed from here on of its agreement with the reading of words."""
LIKELY: Final = 0.4
"""The agreement with the reading of words must still be this much when the command's likeness is counted in."""
COUNTED: Final = 0.2
"""What is counted in of that agreement for each unit by which the command explains the sound better, or worse."""
NEARLY: Final = -2.0
"""What explains its stretch worse by no more than this was said, if badly."""
BROKEN: Final = -5.5
"""Where a word explains its stretch worse than this, it was not said, and the command was not either."""
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
    like: Likeness,
) -> tuple[bool, float]:
    """Return whether a command was said that nobody asked for, and the agreement that decided it, at most 1.0."""
    quick = agreement(command, reading_of_sounds)
    if quick < ALIEN or like.worst < BROKEN:
        return False, quick
    if quick >= (EVEN if like.worst >= NEARLY else SURE):
        return True, quick
    careful = agreement(command, reading_of_words())
    return careful >= AGREED and careful + COUNTED * like.whole >= LIKELY, careful


def answered(
    command: Sequence[str], reading_of_sounds: Sequence[str], reading_of_words: Callable[[], Sequence[str]]
) -> tuple[bool, float]:
    """Return whether something was said while a question is open, and the agreement that decided it, at most 1.0."""
    quick = agreement(command, reading_of_sounds)
    if quick >= SURE or quick < UNLIKE:
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
