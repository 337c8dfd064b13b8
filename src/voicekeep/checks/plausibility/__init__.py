"""Plausibility: what the seals and the ledger cannot know, judged before anything leaves (R4).

Flow        a person's turns, one after the other, and their account's own history -> a verdict of every rule
Guarantees  1. No rule reads anybody else's data, or a word of what was said.
            2. A rule that refuses or holds was measured: on clean accounts it speaks up in at most one of a thousand,
               unless what it holds goes on by itself.
            3. Constant memory, whatever the number of turns.
A rule is one file beside this one, and a line in RULES. docs/plausibility.md says how to add one, and the rates.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from voicekeep.checks.plausibility import (
    after_binding,
    audio_without_device,
    before_binding,
    credentials_changed,
    device_signature,
    hours_break,
    language_break,
    missing_words,
    sudden_growth,
    two_places,
    unknown_device,
)
from voicekeep.checks.plausibility.rule import (
    Bound,
    EarlierRelease,
    Heard,
    Judgement,
    Past,
    Rule,
    Severity,
    Verdict,
)

RULES: Final[tuple[Rule, ...]] = (
    audio_without_device.RULE,
    unknown_device.RULE,
    before_binding.RULE,
    after_binding.RULE,
    device_signature.RULE,
    two_places.RULE,
    sudden_growth.RULE,
    credentials_changed.RULE,
    missing_words.RULE,
    language_break.RULE,
    hours_break.RULE,
)


CREDENTIALS_CHANGED: Final = credentials_changed.RULE.name
CREDENTIALS_HELD_FOR: Final = credentials_changed.HELD_FOR

HOLDING: Final = frozenset(rule.name for rule in RULES if rule.severity is Severity.HOLD)
"""Names of the rules whose doubts wait for a person: the only ones that two people may let pass."""

PASSING: Final = frozenset(rule.name for rule in RULES if rule.passes_after is not None)
"""Names of the rules whose doubts are over by themselves."""


class Plausibility:
    """Every rule at work on one copy."""

    def __init__(self, past: Past, rules: tuple[Rule, ...] = RULES) -> None:
        self._at_work = [(rule, rule.watch(past)) for rule in rules]

    def see(self, heard: Heard) -> None:
        """Show every rule the next turn."""
        for _, watch in self._at_work:
            watch.see(heard)

    def verdicts(self) -> Iterator[tuple[Rule, Verdict]]:
        """Yield what each rule says; nothing may be shown after."""
        for rule, watch in self._at_work:
            yield rule, watch.verdict()


__all__ = [
    "CREDENTIALS_CHANGED",
    "CREDENTIALS_HELD_FOR",
    "HOLDING",
    "PASSING",
    "RULES",
    "Bound",
    "EarlierRelease",
    "Heard",
    "Judgement",
    "Past",
    "Plausibility",
    "Rule",
    "Severity",
    "Verdict",
]
