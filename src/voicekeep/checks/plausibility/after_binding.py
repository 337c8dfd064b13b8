"""A turn from a time at which its device was no longer this person's, or not theirs in between."""

from __future__ import annotations

from voicekeep.checks.plausibility.rule import Heard, Past, Rule, Severity, each
from voicekeep.records.texts import Text


def _doubtful(heard: Heard, past: Past) -> bool:
    spans = [bound for bound in past.bindings if bound.device == heard.device]
    began = any(bound.since <= heard.at for bound in spans)
    return began and not any(bound.holds_at(heard.at) for bound in spans)


RULE = Rule(
    name="after_binding",
    severity=Severity.HOLD,
    officer=Text(
        en="A turn is from an instant at which its device was no longer bound to this account.",
        de="Eine Äußerung stammt von einem Zeitpunkt, zu dem ihr Gerät nicht mehr an dieses Konto gebunden war.",
        fr="Un énoncé date d'un instant où son appareil n'était plus lié à ce compte.",
    ),
    person=Text(
        en="Something in it is from a time when the device was no longer yours.",
        de="Etwas darin ist aus einer Zeit, in der das Gerät nicht mehr Ihres war.",
        fr="Une partie de son contenu date d'après que l'appareil a cessé d'être le vôtre.",
    ),
    watch=each(_doubtful),
)
