"""What a rehearsal measures: who was found, and how long each step took."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

STEPS: Final = (
    "a stranger's recordings are fetched, among the requester's own and alone",
    "the requester says so, and it is acknowledged",
    "both links open nothing any more",
    "every recording is named, with whom it reached; the 72 hours run",
    "the notification and the letters are ready, in three languages",
    "those concerned are told which recordings, and have acknowledged it; the recipients have signed",
    "the case is closed, its evidence destroyed",
)
"""From the download to the end, in the order in which they are timed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """What was measured, in seconds since the first copy had been fetched whole."""

    foreign: int  # recordings of somebody else's in the copies, by their sounds
    named: int  # of those: how many the person concerned is shown
    own_named_by_mistake: int
    affected: int  # people who are to be told
    told: int  # who said that they know
    others: tuple[str, ...]  # what did not come out as it should, in a word each
    passed: tuple[float | None, ...]  # seconds until each of `STEPS` was done; None: it was not

    @property
    def held(self) -> bool:
        """Return whether everything came out as it should."""
        named = self.named == self.foreign and self.own_named_by_mistake == 0
        return named and self.told == self.affected > 0 and not self.others and None not in self.passed

    def as_json(self) -> str:
        """Return the figures as one JSON object; a step that was not done has no seconds."""
        noticed, frozen, scoped, letters = self.passed[1:5]
        return json.dumps(
            {
                "foreign": self.foreign,
                "named": self.named,
                "own_named_by_mistake": self.own_named_by_mistake,
                "noticed_s": noticed,
                "frozen_s": frozen,
                "scoped_s": scoped,
                "letters_ready_s": letters,
                "affected": self.affected,
                "told": self.told,
            }
        )
