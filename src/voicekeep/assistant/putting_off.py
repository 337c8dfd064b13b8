"""Put off what rings, or rang just now: it rings again later, with its name.

Flow        what rang, a length of time -> Answer with PutOff
Guarantees  1. It is set anew before the old one goes: whatever fails, one of them rings.
            2. An alarm and a timer are put off by a day at most, as a timer runs for no longer.
I/O         none
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from voicekeep.assistant.answer import Answer
from voicekeep.assistant.effects import Cancel, PutOff
from voicekeep.assistant.situation import Rang, Situation
from voicekeep.assistant.wording import length, said, together
from voicekeep.records.texts import Text

_DAY_SECONDS: Final = 86_400
_PUT_OFF = Text(
    en="I will ring again in {length}.",
    de="Ich klingle in {length} wieder.",
    fr="Je sonnerai de nouveau dans {length}.",
)
_PUT_OFF_NAMED = Text(
    en="{name}: I will ring again in {length}.",
    de="{name}: Ich klingle in {length} wieder.",
    fr="{name} : je sonnerai de nouveau dans {length}.",
)
_REMINDED_AGAIN = Text(
    en="I will remind you again in {length}.",
    de="Ich erinnere dich in {length} noch einmal.",
    fr="Je vous le rappellerai de nouveau dans {length}.",
)
_REMINDED_AGAIN_NAMED = Text(
    en="I will remind you again in {length}: {name}.",
    de="Ich erinnere dich in {length} noch einmal: {name}.",
    fr="Je vous le rappellerai de nouveau dans {length} : {name}.",
)
_TOO_LONG = Text(
    en="I can put that off by a day at most. It does not ring again.",
    de="Das kann ich höchstens um einen Tag verschieben. Es klingelt nicht wieder.",
    fr="Je peux repousser cela d’un jour au plus. Cela ne sonnera plus.",
)


def rang_last(rang: Sequence[Rang]) -> list[Rang]:
    """Return what was ringing a moment ago; else what rang last; the latest first."""
    return [each for each in rang if each.just_now] or list(rang[:1])


def put_off(rang: Sequence[Rang], seconds: int, situation: Situation) -> Answer:
    """Put these off, of which there is one at least; what was put off already rings at the new time instead."""
    language = situation.language
    reminded = all(each.what == "reminder" for each in rang)
    if seconds > _DAY_SECONDS and not reminded:
        return Answer(text=said(_TOO_LONG, language))
    names = [each.name for each in rang if each.name is not None]
    plain, named = (_REMINDED_AGAIN, _REMINDED_AGAIN_NAMED) if reminded else (_PUT_OFF, _PUT_OFF_NAMED)
    text = said(named if names else plain, language, name=together(names, language), length=length(seconds, language))
    before = tuple(each.again for each in rang if each.again is not None)
    anew = tuple(PutOff(item=each.item, seconds=seconds) for each in rang)
    return Answer(text=text, effects=(*anew, Cancel(items=before)) if before else anew)
