"""What a measure is: something that protects data, since when, by which promise, and which tests attack it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from voicekeep.records.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One technical or organisational measure (GDPR Art. 32)."""

    name: str
    since: date
    promise: str  # of docs/promises.md
    proof: str  # the tests that try to break it
    title: Text
    meaning: Text
