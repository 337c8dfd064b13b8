"""One speaker that heard two things at the same time: it cannot, so two speakers go by one name."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from voicekeep.checks.plausibility.rule import (
    CANNOT_JUDGE,
    Doubts,
    Heard,
    Past,
    Rule,
    Severity,
    Verdict,
    ends_at,
)
from voicekeep.records.ids import DeviceId
from voicekeep.records.texts import Text

_SLACK: Final = timedelta(seconds=2)  # sidecars tell whole seconds, and a speaker listens on a little


@dataclass(slots=True)
class _Watch:
    past: Past
    doubts: Doubts = field(default_factory=Doubts)
    busy_until: dict[DeviceId, tuple[datetime, datetime]] = field(default_factory=dict)  # last instant, end
    unordered: bool = False

    def see(self, heard: Heard) -> None:
        if heard.device is None:
            return
        last, busy = self.busy_until.get(heard.device, (heard.at, heard.at))
        self.unordered = self.unordered or heard.at < last
        if heard.at + _SLACK < busy:
            self.doubts.add(heard.item)
        self.busy_until[heard.device] = heard.at, max(busy, ends_at(heard))

    def verdict(self) -> Verdict:
        return CANNOT_JUDGE if self.unordered else self.doubts.verdict()


RULE = Rule(
    name="two_places",
    severity=Severity.HOLD,
    officer=Text(
        en="One device heard two turns at the same time; two devices may go by one identifier.",
        de="Ein Gerät hat zwei Äußerungen zugleich gehört; vielleicht tragen zwei Geräte dieselbe Kennung.",
        fr="Un appareil a entendu deux énoncés en même temps ; deux appareils portent peut-être le même identifiant.",
    ),
    person=Text(
        en="One device seems to have heard two things at once. One of them may not be yours.",
        de="Ein Gerät scheint zwei Dinge zugleich gehört zu haben. Eines davon ist vielleicht nicht von Ihnen.",
        fr="Un appareil semble avoir entendu deux choses à la fois. L'une d'elles n'est peut-être pas à vous.",
    ),
    watch=_Watch,
)
