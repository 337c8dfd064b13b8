"""Many times more than the history suggests: a whole stranger's life added to a small one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from voicekeep.checks.plausibility.rule import CANNOT_JUDGE, CLEAR, Heard, Judgement, Past, Rule, Severity, Verdict
from voicekeep.records.ids import ItemId
from voicekeep.records.texts import Text

_ENOUGH: Final = 50  # recordings in the last copy
_ENOUGH_TIME: Final = timedelta(days=14)  # that the last copy covers
_TIMES: Final = 20
_AT_LEAST: Final = 500  # recordings since


@dataclass(slots=True)
class _Watch:
    past: Past
    first: datetime | None = None
    last: datetime | None = None
    since: int = 0
    newest: ItemId | None = None

    def see(self, heard: Heard) -> None:
        if heard.seconds is None:
            return
        self.first = self.first or heard.at
        self.last = heard.at
        if self.past.releases and heard.at >= self.past.releases[-1].at:
            self.since += 1
            self.newest = self.newest or heard.item

    def verdict(self) -> Verdict:
        if not self.past.releases or self.first is None or self.last is None or self.newest is None:
            return CANNOT_JUDGE
        earlier = self.past.releases[-1]
        covered, passed = earlier.at - self.first, self.last - earlier.at
        if earlier.recordings < _ENOUGH or covered < _ENOUGH_TIME:
            return CANNOT_JUDGE
        expected = earlier.recordings / covered.total_seconds() * max(passed, timedelta(days=1)).total_seconds()
        if self.since < _AT_LEAST or self.since < _TIMES * expected:
            return CLEAR
        return Verdict(judgement=Judgement.DOUBTED, items=(self.newest,), doubted=self.since)


RULE = Rule(
    name="sudden_growth",
    severity=Severity.HOLD,
    officer=Text(
        en="Since the last copy there are many times more recordings than the time before suggests.",
        de="Seit der letzten Kopie gibt es um ein Vielfaches mehr Aufnahmen, als die Zeit davor erwarten lässt.",
        fr="Depuis la dernière copie, il y a bien plus d'enregistrements que la période d'avant ne le suggère.",
    ),
    person=Text(
        en="There is far more in it than your last copy would suggest.",
        de="Darin ist weit mehr, als Ihre letzte Kopie erwarten lässt.",
        fr="Il y a bien plus que votre dernière copie ne le laisse attendre.",
    ),
    watch=_Watch,
)
