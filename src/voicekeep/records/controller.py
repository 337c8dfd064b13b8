"""The controller: who answers for the data (GDPR Art. 4(7)), as its settings say."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Controller:
    """Whom a person turns to."""

    name: str
    contact: str  # a postal address, a telephone number or an e-mail address
    data_protection_officer: str  # how to reach them; empty: there is none
    authority: str  # the supervisory authority that is competent; empty: not said
    country: str  # ISO 3166-1 alpha-2
