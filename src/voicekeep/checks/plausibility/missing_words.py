"""Sound and words that do not keep step: recordings whose transcripts are somewhere else, or the other way round."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from voicekeep.checks.plausibility.rule import CANNOT_JUDGE, CLEAR, Doubts, Heard, Past, Rule, Severity, Verdict
from voicekeep.records.items import Evidence, Speaker
from voicekeep.records.texts import Text

_ENOUGH: Final = 50  # recordings of devices before a share means anything
_SHARE: Final = 0.2


@dataclass(slots=True)
class _Watch:
    past: Past
    recordings: int = 0
    wordless: Doubts = field(default_factory=Doubts)

    def see(self, heard: Heard) -> None:
        if heard.seconds is None or heard.evidence is not Evidence.PAIRED_DEVICE:
            return  # whoever hands files in may have sound alone
        self.recordings += 1
        if not heard.words and heard.speaker is not Speaker.ACCIDENTAL:
            self.wordless.add(heard.item)

    def verdict(self) -> Verdict:
        if self.recordings < _ENOUGH:
            return CANNOT_JUDGE
        return self.wordless.verdict() if self.wordless.count > _SHARE * self.recordings else CLEAR


RULE = Rule(
    name="missing_words",
    severity=Severity.NOTE,
    officer=Text(
        en="More than one in five recordings of devices have no transcript.",
        de="Mehr als eine von fünf Aufnahmen von Geräten hat keinen Wortlaut.",
        fr="Plus d'un enregistrement d'appareil sur cinq n'a pas de transcription.",
    ),
    person=Text(
        en="Many of the recordings in it have no words beside them.",
        de="Zu vielen der Aufnahmen darin gibt es keine Worte.",
        fr="Beaucoup des enregistrements n'y ont pas de mots à côté d'eux.",
    ),
    watch=_Watch,
)
