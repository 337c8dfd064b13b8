"""How severe a breach is: the formula of ENISA, SE = DPC x EI + CB, with the reason of each part.

Flow        the parts, each with its reason -> Severity -> its value, its band
Guarantees  1. Values are whole quarters: nothing is rounded, and a band never hangs on a fraction of a bit.
            2. A part without a reason, or with a value that the table does not know, is refused.
            3. It supports the judgement under GDPR Art. 33 and 34; it decides nothing.
I/O         none
Source      ENISA, Recommendations for a methodology of the assessment of severity of personal data breaches (2013)
Document    docs/cases.md
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from voicekeep.incident.errors import SeverityRefusedError

QUARTERS: Final = 4
MANY_PEOPLE: Final = 100
"""More than so many people is a flag beside the band."""

CONTEXTS: Final = {"simple": 1, "behavioural": 2, "financial": 3, "sensitive": 4}
"""DPC: what each kind of data starts at; its final value is 1 to 4."""
IDENTIFICATION: Final = (1, 2, 3, 4)
"""EI in quarters: negligible, limited, significant, maximum."""
_LOSS: Final = (0, 1, 2)
_MALICE: Final = (0, 2)


class Band(StrEnum):
    """How severe."""

    LOW = "low"  # below 2
    MEDIUM = "medium"  # 2 to below 3
    HIGH = "high"  # 3 to below 4
    VERY_HIGH = "very_high"  # 4 and more

    @property
    def high_risk(self) -> bool:
        """Return whether those concerned are to be told (GDPR Art. 34(1)), unless an exception is named."""
        return self in {Band.HIGH, Band.VERY_HIGH}


class DataKind(StrEnum):
    """What kind of data it is, before anything is added or taken away."""

    SIMPLE = "simple"
    BEHAVIOURAL = "behavioural"
    FINANCIAL = "financial"
    SENSITIVE = "sensitive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the formula: its value in quarters, and why."""

    quarters: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Severity:
    """One assessment."""

    kind: DataKind
    context: Part  # DPC, after what was added or taken away for this case: 1 to 4
    identification: Part  # EI: 0.25 to 1
    confidentiality: Part  # CB: 0, 0.25 to known recipients, 0.5 to an unknown number
    integrity: Part  # CB: 0, 0.25, 0.5 if it cannot be put right
    availability: Part  # CB: 0, 0.25 for a time, 0.5 for good
    malice: Part  # CB: 0, or 0.5
    people: int  # how many are affected
    unintelligible: bool  # to whoever got it, e.g. sealed under a key that they do not have

    def __post_init__(self) -> None:
        whole = self.context.quarters % QUARTERS == 0 and 1 <= self.context.quarters // QUARTERS <= max(
            CONTEXTS.values()
        )
        self._require(whole, "context", "a whole value from 1 to 4")
        self._require(self.identification.quarters in IDENTIFICATION, "identification", "0.25, 0.5, 0.75 or 1")
        for name in ("confidentiality", "integrity", "availability"):
            self._require(getattr(self, name).quarters in _LOSS, name, "0, 0.25 or 0.5")
        self._require(self.malice.quarters in _MALICE, "malice", "0 or 0.5")
        self._require(self.people >= 0, "people", "a number")
        for name, part in self.parts.items():
            self._require(bool(part.reason.strip()), name, "a reason")

    @staticmethod
    def _require(holds: bool, part: str, wants: str) -> None:  # noqa: FBT001  what is required is the argument
        if not holds:
            raise SeverityRefusedError(part, wants)

    @property
    def parts(self) -> dict[str, Part]:
        """Return every part by its name, in the formula's order."""
        names = ("context", "identification", "confidentiality", "integrity", "availability", "malice")
        return {name: getattr(self, name) for name in names}

    @property
    def quarters(self) -> int:
        """Return SE in quarters: 13 is 3.25."""
        breach = (self.confidentiality, self.integrity, self.availability, self.malice)
        return self.context.quarters * self.identification.quarters // QUARTERS + sum(part.quarters for part in breach)

    @property
    def band(self) -> Band:
        """Return how severe that is."""
        if self.quarters < 2 * QUARTERS:
            return Band.LOW
        if self.quarters < 3 * QUARTERS:
            return Band.MEDIUM
        return Band.HIGH if self.quarters < 4 * QUARTERS else Band.VERY_HIGH

    @property
    def many(self) -> bool:
        """Return whether more than a hundred people are affected: a flag beside the band."""
        return self.people > MANY_PEOPLE


def in_words(quarters: int) -> str:
    """Return a value as people write it: 3.25."""
    return f"{quarters / QUARTERS:g}"
