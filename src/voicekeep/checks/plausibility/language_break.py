"""A stretch in a language that is spoken nowhere else in the account."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from voicekeep.checks.plausibility.rule import CANNOT_JUDGE, CLEAR, Doubts, Heard, Past, Rule, Severity, Verdict
from voicekeep.records.texts import Text

_ENOUGH: Final = 50  # turns whose language is known
_STRETCH: Final = 10  # turns one after the other
_LANGUAGES: Final = 32  # that are counted; nobody speaks more, and a file may claim anything


@dataclass(slots=True)
class _Stretches:
    turns: int = 0
    longest: int = 0
    running: int = 0
    doubts: Doubts = field(default_factory=Doubts)


@dataclass(slots=True)
class _Watch:
    past: Past
    spoken: dict[str, _Stretches] = field(default_factory=dict)
    last: str | None = None
    turns: int = 0

    def see(self, heard: Heard) -> None:
        language = (heard.language or "").partition("-")[0].lower()
        if not language or (language not in self.spoken and len(self.spoken) >= _LANGUAGES):
            return
        self.turns += 1
        of = self.spoken.setdefault(language, _Stretches())
        of.running = of.running + 1 if language == self.last else 1
        of.longest = max(of.longest, of.running)
        of.turns += 1
        of.doubts.add(heard.item)
        self.last = language

    def verdict(self) -> Verdict:
        if self.turns < _ENOUGH:
            return CANNOT_JUDGE
        for of in self.spoken.values():
            # nearly all of what was said in it was said in one go, and it is not what the account speaks
            if of.longest >= _STRETCH and of.turns <= of.longest + 2 and of.turns * 5 < self.turns:
                return of.doubts.verdict()
        return CLEAR


RULE = Rule(
    name="language_break",
    severity=Severity.NOTE,
    officer=Text(
        en="A stretch of turns is in a language that the account speaks nowhere else.",
        de="Eine Reihe von Äußerungen ist in einer Sprache, die dieses Konto sonst nirgends spricht.",
        fr="Une suite d'énoncés est dans une langue que ce compte ne parle nulle part ailleurs.",
    ),
    person=Text(
        en="A part of it is in a language that you do not speak to the assistant otherwise.",
        de="Ein Teil davon ist in einer Sprache, die Sie sonst nicht mit dem Assistenten sprechen.",
        fr="Une partie est dans une langue que vous ne parlez pas à l'assistant d'habitude.",
    ),
    watch=_Watch,
)
