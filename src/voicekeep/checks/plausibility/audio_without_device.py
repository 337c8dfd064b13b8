"""Sound of a device in an account that never had one: the case of 2018, seen from inside."""

from __future__ import annotations

from voicekeep.checks.plausibility.rule import Heard, Past, Rule, Severity, each
from voicekeep.records.items import Evidence
from voicekeep.records.texts import Text


def _doubtful(heard: Heard, past: Past) -> bool:
    heard_by_a_device = heard.device is not None or heard.evidence is Evidence.PAIRED_DEVICE
    return heard_by_a_device and heard.seconds is not None and not past.bindings


RULE = Rule(
    name="audio_without_device",
    severity=Severity.REFUSE,
    officer=Text(
        en="There is sound from a device, and no device was ever bound to this account.",
        de="Es gibt Ton von einem Gerät, und nie war ein Gerät an dieses Konto gebunden.",
        fr="Il y a du son venant d'un appareil, et aucun appareil n'a jamais été lié à ce compte.",
    ),
    person=Text(
        en="There is sound from a device in it, and you never had one. It may be somebody else's.",
        de="Darin ist Ton von einem Gerät, und Sie hatten nie eines. Er kann von jemand anderem sein.",
        fr="On y trouve du son d'un appareil, et vous n'en avez jamais eu. Il peut être à quelqu'un d'autre.",
    ),
    watch=each(_doubtful),
)
