"""A turn of a device that was never this person's, though others were."""

from __future__ import annotations

from voicekeep.checks.plausibility.rule import Heard, Past, Rule, Severity, each
from voicekeep.records.items import Evidence
from voicekeep.records.texts import Text


def _doubtful(heard: Heard, past: Past) -> bool:
    if heard.device is None:
        return heard.evidence is Evidence.PAIRED_DEVICE  # said to be a device's, and names none
    return not past.was_bound(heard.device)


RULE = Rule(
    name="unknown_device",
    severity=Severity.REFUSE,
    officer=Text(
        en="A turn names a device that was never bound to this account.",
        de="Eine Äußerung nennt ein Gerät, das nie an dieses Konto gebunden war.",
        fr="Un énoncé nomme un appareil qui n'a jamais été lié à ce compte.",
    ),
    person=Text(
        en="Something in it was heard by a device that was never yours.",
        de="Etwas darin hat ein Gerät gehört, das nie Ihres war.",
        fr="Un appareil qui n'a jamais été le vôtre a entendu une partie de son contenu.",
    ),
    watch=each(_doubtful),
)
