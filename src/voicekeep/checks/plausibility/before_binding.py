"""A turn from a time at which its device was not this person's yet: what a resold speaker brings along."""

from __future__ import annotations

from voicekeep.checks.plausibility.rule import Heard, Past, Rule, Severity, each
from voicekeep.records.texts import Text


def _doubtful(heard: Heard, past: Past) -> bool:
    spans = [bound for bound in past.bindings if bound.device == heard.device]
    return bool(spans) and all(heard.at < bound.since for bound in spans)


RULE = Rule(
    name="before_binding",
    severity=Severity.HOLD,
    officer=Text(
        en="A turn is from an instant before its device was bound to this account.",
        de="Eine Äußerung stammt von einem Zeitpunkt, bevor ihr Gerät an dieses Konto gebunden wurde.",
        fr="Un énoncé date d'un instant antérieur à la liaison de son appareil à ce compte.",
    ),
    person=Text(
        en="Something in it is from a time before the device was yours.",
        de="Etwas darin ist aus einer Zeit, in der das Gerät noch nicht Ihres war.",
        fr="Une partie de son contenu date d'avant que l'appareil soit le vôtre.",
    ),
    watch=each(_doubtful),
)
