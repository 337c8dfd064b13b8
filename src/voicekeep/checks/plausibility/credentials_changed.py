"""What opens the account was changed days ago: whoever took it over would ask for everything at once.

The account's first passkey and first recovery codes are no change, nor is the password that it was opened with: the
history that the rule is shown leaves them out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from voicekeep.checks.plausibility.rule import CLEAR, Heard, Judgement, Past, Rule, Severity, Verdict
from voicekeep.records.texts import Text

HELD_FOR: Final = timedelta(days=7)


@dataclass(slots=True)
class _Watch:
    past: Past

    def see(self, heard: Heard) -> None:
        """Look at no turn: this is about the account."""

    def verdict(self) -> Verdict:
        now = self.past.now
        young = [at for at in self.past.credentials_changed if now is None or now - at < HELD_FOR]
        if not young:
            return CLEAR
        return Verdict(judgement=Judgement.DOUBTED, doubted=len(young), newest=max(young))


RULE = Rule(
    name="credentials_changed",
    severity=Severity.HOLD,
    promise="P3",
    passes_after=HELD_FOR,
    officer=Text(
        en="What opens this account, or what it is found by, was changed less than seven days before.",
        de="Vor weniger als sieben Tagen wurde geändert, was dieses Konto öffnet oder womit es gefunden wird.",
        fr="Ce qui ouvre ce compte, ou permet de le trouver, a été changé il y a moins de sept jours.",
    ),
    person=Text(
        en="What opens your account was changed less than seven days ago.",
        de="Was Ihr Konto öffnet, wurde vor weniger als sieben Tagen geändert.",
        fr="Ce qui ouvre votre compte a été changé il y a moins de sept jours.",
    ),
    watch=_Watch,
)
