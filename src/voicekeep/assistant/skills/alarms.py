"""Alarms: at a time of the clock, on the speaker that set them."""

from __future__ import annotations

from datetime import UTC

from voicekeep.assistant.answer import Answer
from voicekeep.assistant.effects import Cancel, SetAlarm
from voicekeep.assistant.errors import UnknownIntentError
from voicekeep.assistant.intents import Intent
from voicekeep.assistant.moments import instant_of
from voicekeep.assistant.situation import Question, Situation
from voicekeep.assistant.wording import moment, said, together
from voicekeep.records.asked import RingsAs
from voicekeep.records.texts import Text

_SET = Text(en="Alarm set for {moment}.", de="Wecker gestellt: {moment}.", fr="Réveil réglé pour {moment}.")
_OVER = Text(
    en="That time is over today. No alarm was set.",
    de="Diese Zeit ist heute schon vorbei. Es wurde kein Wecker gestellt.",
    fr="Cette heure est déjà passée aujourd’hui. Aucun réveil n’a été réglé.",
)
_NONE = Text(en="No alarm is set.", de="Es ist kein Wecker gestellt.", fr="Aucun réveil n’est réglé.")
_SET_ARE = Text(en="Your alarms: {alarms}.", de="Deine Wecker: {alarms}.", fr="Vos réveils : {alarms}.")
_WHICH = Text(
    en="You have {count} alarms: {alarms}. Shall I cancel all of them? Say: cancel all alarms.",
    de="Du hast {count} Wecker: {alarms}. Soll ich alle löschen? Sag: lösche alle Wecker.",
    fr="Vous avez {count} réveils : {alarms}. Les annuler tous ? Dites : annule tous les réveils.",
)
_CANCELLED = Text(en="Alarm cancelled.", de="Wecker gelöscht.", fr="Réveil annulé.")
_CANCEL_ALL = Text(
    en="Shall I cancel all {count} alarms: {alarms}? Say yes or no.",
    de="Soll ich alle {count} Wecker löschen: {alarms}? Sag ja oder nein.",
    fr="Dois-je annuler les {count} réveils : {alarms} ? Dites oui ou non.",
)
_STAY_SET = Text(
    en="All right. They stay set.", de="In Ordnung. Sie bleiben gestellt.", fr="D’accord. Ils restent réglés."
)


class Alarms:
    """Sets, tells and cancels alarms."""

    name = "alarms"

    def answer(self, intent: Intent, situation: Situation) -> Answer:
        """Answer what somebody wants of their alarms."""
        language = situation.language
        alarms = [each for each in situation.timers if each.rings_as is RingsAs.ALARM]
        told = together([moment(each.rings_at, situation.now, language) for each in alarms], language)
        items = tuple(each.item for each in alarms)
        match intent.wish:
            case "set":
                return _set(intent, situation)
            case "next" | "cancel" | "cancel_all" if not alarms:
                return Answer(text=said(_NONE, language))
            case "next":
                return Answer(text=said(_SET_ARE, language, alarms=told))
            case "cancel" if len(alarms) > 1:
                return Answer(text=said(_WHICH, language, count=len(alarms), alarms=told), listen_again=True)
            case "cancel" | "cancel_all" if len(alarms) == 1:
                return Answer(text=said(_CANCELLED, language), effects=(Cancel(items=items),))
            case "cancel_all":
                asks = Question(effects=(Cancel(items=items),), declined=said(_STAY_SET, language))
                return Answer(text=said(_CANCEL_ALL, language, count=len(alarms), alarms=told), asks=asks)
        raise UnknownIntentError(intent.name)


def _set(intent: Intent, situation: Situation) -> Answer:
    now, language = situation.now, situation.language
    rings_at = instant_of(intent, now)
    if rings_at is None:
        return Answer(text=said(_OVER, language))
    return Answer(
        text=said(_SET, language, moment=moment(rings_at, now, language)),
        effects=(SetAlarm(rings_at=rings_at.astimezone(UTC)),),
    )
