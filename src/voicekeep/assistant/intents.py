"""Intents: what somebody wants, once their words are known.

Flow        words, a language -> Intents -> Intent, or nothing
Guarantees  1. A sentence about privacy is one before it is anything else: a list or a reminder cannot swallow it.
I/O         none
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """What is wanted, with what was said about it."""

    skill: str  # whose: "timers"
    wish: str  # what of it: "set"
    slots: Mapping[str, str | int] = field(default_factory=dict, repr=False)

    @property
    def name(self) -> str:
        """Return its name, as a turn's record tells it: "timers.set"."""
        return f"{self.skill}.{self.wish}"

    def number(self, slot: str) -> int | None:
        """Return a slot that is a number, if it was said."""
        value = self.slots.get(slot)
        return value if isinstance(value, int) else None

    def text(self, slot: str) -> str | None:
        """Return a slot that is a text, if it was said."""
        value = self.slots.get(slot)
        return value.strip() or None if isinstance(value, str) else None


class Intents(Protocol):
    """Whatever finds out what is wanted."""

    def recognise(self, text: str, language: str) -> Intent | None:
        """Return what is wanted; None: none of our sentences fits."""
