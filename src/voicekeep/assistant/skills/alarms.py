"""Alarms: at a time of the clock, on the speaker that set them."""

from __future__ import annotations

from datetime import UTC

from voicekeep.assistant.answer import Answer
from voicekeep.assistant.effects import Cancel, SetAlarm
from voicekeep.assistant.errors import UnknownIntentError
from voicekeep.assistant.intents import Intent
from voicekeep.assistant.moments import instant_of, is_at, says_when
from voicekeep.assistant.situation import Question, Ringing, Situation
from voicekeep.assistant.wording import moment, said, together
from voicekeep.records.asked import RingsAs
from voicekeep.records.texts import Text

_SET = Text(en="Alarm set for {moment}.", de="Wecker gestellt: {moment}.", fr="Réveil réglé pour {moment}.")
_OVER = Text(
    en="That time is over today. No alarm was set.",
    de="Diese Zeit ist heute schon vorbei. Es wurde kein Wecker gestellt.",
    fr="Cette heure est déjà passée aujourd’hui. Aucun réveil n’a été réglé.",
)
_WHEN = Text(en="For what time?", de="Auf welche Uhrzeit?", fr="Pour quelle heure ?")
_NOT_SET = Text(
    en="All right. No alarm was set.",
    de="In Ordnung. Es wurde kein Wecker gestellt.",
    fr="D’accord. Aucun réveil n’a été réglé.",
)
_NO_SUCH = Text(
    en="No such alarm is set. Your alarms: {alarms}.",
    de="So ein Wecker ist nicht gestellt. Deine Wecker: {alarms}.",
    fr="Ce réveil n’est pas réglé. Vos réveils : {alarms}.",
)
_NAMED = Text(en="{name}, {moment}", de="{name}, {moment}", fr="{name}, {moment}")
_SET_NAMED = Text(
    en="Alarm {name} set for {moment}.", de="Wecker {name} gestellt: {moment}.", fr="Réveil {name} réglé pour {moment}."
)
_NONE = Text(en="No alarm is set.", de="Es ist kein Wecker gestellt.", fr="Aucun réveil n’est réglé.")
_SET_ARE = Text(en="Your alarms: {alarms}.", de="Deine Wecker: {alarms}.", fr="Vos réveils : {alarms}.")
_WHICH = Text(
    en="You have {count} alarms: {alarms}. Which one shall I cancel? Or say: cancel all alarms.",
    de="Du hast {count} Wecker: {alarms}. Welchen soll ich löschen? Oder sag: lösche alle Wecker.",
    fr="Vous avez {count} réveils : {alarms}. Lequel annuler ? Ou dites : annule tous les réveils.",
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
        match intent.wish:
            case "set":
                return _set(intent, situation)
            case "next" | "cancel" | "cancel_all" if not alarms:
                return Answer(text=said(_NONE, language))
            case "next":
                return Answer(text=said(_SET_ARE, language, alarms=_told(alarms, situation)))
            case "cancel":
                return _cancel(alarms, intent, situation)
            case "cancel_all" if len(alarms) == 1:
                return _cancelled(alarms[0], language)
            case "cancel_all":
                asks = Question(
                    effects=(Cancel(items=tuple(each.item for each in alarms)),), declined=said(_STAY_SET, language)
                )
                text = said(_CANCEL_ALL, language, count=len(alarms), alarms=_told(alarms, situation))
                return Answer(text=text, asks=asks)
        raise UnknownIntentError(intent.name)


def _told(alarms: list[Ringing], situation: Situation) -> str:
    now, language = situation.now, situation.language
    told = []
    for each in alarms:
        at = moment(each.rings_at, now, language)
        told.append(at if each.name is None else said(_NAMED, language, name=each.name, moment=at))
    return together(told, language)


def _cancel(alarms: list[Ringing], intent: Intent, situation: Situation) -> Answer:
    language, name = situation.language, intent.text("name")
    if intent.text("which") == "next":
        return _cancelled(min(alarms, key=lambda each: each.rings_at), language)
    meant = [
        each
        for each in alarms
        if (name is None or (each.name or "").casefold() == name.casefold())
        and is_at(each.rings_at.astimezone(situation.now.tzinfo), intent, situation.now)
    ]
    if not meant:
        return Answer(text=said(_NO_SUCH, language, alarms=_told(alarms, situation)))
    if len(meant) == 1:
        return _cancelled(meant[0], language)
    names = tuple(each.name for each in meant if each.name is not None)
    return Answer(
        text=said(_WHICH, language, count=len(meant), alarms=_told(meant, situation)),
        asks=Question(awaits=intent, names=names, declined=said(_STAY_SET, language)),
    )


def _cancelled(alarm: Ringing, language: str) -> Answer:
    return Answer(text=said(_CANCELLED, language), effects=(Cancel(items=(alarm.item,)),))


def _set(intent: Intent, situation: Situation) -> Answer:
    now, language, name = situation.now, situation.language, intent.text("name")
    if not says_when(intent):
        return Answer(text=said(_WHEN, language), asks=Question(awaits=intent, declined=said(_NOT_SET, language)))
    rings_at = instant_of(intent, now)
    if rings_at is None:
        return Answer(text=said(_OVER, language))
    return Answer(
        text=said(_SET if name is None else _SET_NAMED, language, moment=moment(rings_at, now, language), name=name),
        effects=(SetAlarm(rings_at=rings_at.astimezone(UTC), name=name),),
    )
