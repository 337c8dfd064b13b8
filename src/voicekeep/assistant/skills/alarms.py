"""Alarms: at a time of the clock, on the speaker that set them."""

from __future__ import annotations

from datetime import UTC
from typing import Final

from voicekeep.assistant.answer import Answer
from voicekeep.assistant.effects import Cancel, SetAlarm
from voicekeep.assistant.errors import UnknownIntentError
from voicekeep.assistant.intents import Intent
from voicekeep.assistant.moments import (
    clock_of,
    days_said,
    instant_of,
    is_at,
    next_of,
    recurrence_of,
    recurs_at,
    says_when,
    seconds_of,
)
from voicekeep.assistant.putting_off import put_off, rang_last
from voicekeep.assistant.situation import Need, Question, Ringing, Situation
from voicekeep.assistant.wording import every, moment, said, together
from voicekeep.records.asked import RingsAs
from voicekeep.records.texts import Text

_SNOOZE_SECONDS: Final = 9 * 60
_SET = Text(en="Alarm set: {moment}.", de="Wecker gestellt: {moment}.", fr="Réveil réglé : {moment}.")
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
_NAMED = Text(en="{moment} called {name}", de="{moment} namens {name}", fr="{moment} nommé {name}")
_SET_NAMED = Text(
    en="Alarm {name} set: {moment}.", de="Wecker {name} gestellt: {moment}.", fr="Réveil {name} réglé : {moment}."
)
_NONE = Text(en="No alarm is set.", de="Es ist kein Wecker gestellt.", fr="Aucun réveil n’est réglé.")
_NEXT = Text(en="Your next alarm: {alarm}.", de="Dein nächster Wecker: {alarm}.", fr="Votre prochain réveil : {alarm}.")
_SET_ARE = Text(en="Your alarms: {alarms}.", de="Deine Wecker: {alarms}.", fr="Vos réveils : {alarms}.")
_WHICH = Text(
    en="You have {count} alarms: {alarms}. Which one shall I cancel? Or say: cancel all alarms.",
    de="Du hast {count} Wecker: {alarms}. Welchen soll ich löschen? Oder sag: lösche alle Wecker.",
    fr="Vous avez {count} réveils : {alarms}. Lequel annuler ? Ou dites : annule tous les réveils.",
)
_CANCELLED = Text(en="Alarm cancelled.", de="Wecker gelöscht.", fr="Réveil annulé.")
_ENDED = Text(
    en="Alarm cancelled for good: {moment}.",
    de="Wecker ganz gelöscht: {moment}.",
    fr="Réveil annulé pour de bon : {moment}.",
)
_CANCEL_EVERY = Text(
    en="That alarm repeats: {moment}. Shall I cancel it for good, on all of these days? Say yes or no.",
    de="Dieser Wecker wiederholt sich: {moment}. Soll ich ihn ganz löschen, für alle diese Tage? Sag ja oder nein.",
    fr="Ce réveil se répète : {moment}. Dois-je l’annuler pour de bon, tous ces jours-là ? Dites oui ou non.",
)
_STAYS_SET = Text(en="All right. It stays set.", de="In Ordnung. Er bleibt gestellt.", fr="D’accord. Il reste réglé.")
_CANCEL_ALL = Text(
    en="Shall I cancel all {count} alarms: {alarms}? Say yes or no.",
    de="Soll ich alle {count} Wecker löschen: {alarms}? Sag ja oder nein.",
    fr="Dois-je annuler les {count} réveils : {alarms} ? Dites oui ou non.",
)
_STAY_SET = Text(
    en="All right. They stay set.", de="In Ordnung. Sie bleiben gestellt.", fr="D’accord. Ils restent réglés."
)
_NOTHING_RANG = Text(
    en="Nothing is ringing here. Nothing was put off.",
    de="Hier klingelt gerade nichts. Es wurde nichts verschoben.",
    fr="Rien ne sonne ici. Rien n’a été repoussé.",
)


class Alarms:
    """Sets, tells and cancels alarms; puts off what rang."""

    name = "alarms"
    needs = frozenset({Need.TIMERS})

    def answer(self, intent: Intent, situation: Situation) -> Answer:
        """Answer what somebody wants of their alarms."""
        language = situation.language
        alarms = [each for each in situation.timers if each.rings_as is RingsAs.ALARM]
        match intent.wish:
            case "set":
                return _set(intent, situation)
            case "snooze":
                return _snooze(intent, situation)
            case "next" | "all" | "cancel" | "cancel_all" if not alarms:
                return Answer(text=said(_NONE, language))
            case "next" | "all" as which:
                told = _next(alarms, situation) if which == "next" else _all(alarms, situation)
                return Answer(text=told)
            case "cancel":
                return _cancel(alarms, intent, situation)
            case "cancel_all":
                return _cancel_all(alarms, situation)
        raise UnknownIntentError(intent.name)


def _snooze(intent: Intent, situation: Situation) -> Answer:
    """Put off what rings, or rang last: an alarm, a timer or a reminder."""
    rang = rang_last(situation.rang)
    if not rang:
        return Answer(text=said(_NOTHING_RANG, situation.language))
    return put_off(rang, seconds_of(intent) or _SNOOZE_SECONDS, situation)


def _all(alarms: list[Ringing], situation: Situation) -> str:
    return said(_SET_ARE, situation.language, alarms=_told(alarms, situation))


def _told(alarms: list[Ringing], situation: Situation) -> str:
    """Return all in one sentence; what is said of one has no comma, so that nobody takes it for two."""
    now, language = situation.now, situation.language
    times = [moment(it.rings_at, now, language) if it.repeats is None else every(it.repeats, language) for it in alarms]
    return together([_named(each, at, language) for each, at in zip(alarms, times, strict=True)], language)


def _next(alarms: list[Ringing], situation: Situation) -> str:
    """Return when it rings next; of one that repeats, that one time."""
    first, language = min(alarms, key=lambda each: each.rings_at), situation.language
    alarm = _named(first, moment(first.rings_at, situation.now, language), language)
    return said(_NEXT, language, alarm=alarm)


def _named(alarm: Ringing, at: str, language: str) -> str:
    return at if alarm.name is None else said(_NAMED, language, name=alarm.name, moment=at)


def _cancel(alarms: list[Ringing], intent: Intent, situation: Situation) -> Answer:
    language, name = situation.language, intent.text("name")
    if intent.text("which") == "next":
        return _cancelled_once(min(alarms, key=lambda each: each.rings_at), language)
    meant = [
        each
        for each in alarms
        if (name is None or (each.name or "").casefold() == name.casefold()) and _is_meant(each, intent, situation)
    ]
    if not meant:
        return Answer(text=said(_NO_SUCH, language, alarms=_told(alarms, situation)))
    if len(meant) == 1 and "day" in intent.slots:
        return _cancelled_once(meant[0], language)
    if len(meant) == 1:
        return _cancelled(meant[0], language)
    names = tuple(each.name for each in meant if each.name is not None)
    return Answer(
        text=said(_WHICH, language, count=len(meant), alarms=_told(meant, situation)),
        asks=Question(awaits=intent, names=names, declined=said(_STAY_SET, language)),
    )


def _cancel_all(alarms: list[Ringing], situation: Situation) -> Answer:
    language = situation.language
    if len(alarms) == 1:
        return _cancelled(alarms[0], language)
    asks = Question(effects=(Cancel(items=tuple(each.item for each in alarms)),), declined=said(_STAY_SET, language))
    text = said(_CANCEL_ALL, language, count=len(alarms), alarms=_told(alarms, situation))
    return Answer(text=text, asks=asks)


def _is_meant(alarm: Ringing, intent: Intent, situation: Situation) -> bool:
    """Return whether an alarm is at a time that was said; one that repeats, if it is so on any of its days."""
    days = days_said(intent)
    if alarm.repeats is None:
        return not days and is_at(alarm.rings_at.astimezone(situation.now.tzinfo), intent, situation.now)
    return days in ((), alarm.repeats.days) and recurs_at(alarm.repeats, intent, situation.now)


def _cancelled(alarm: Ringing, language: str) -> Answer:
    repeats = alarm.repeats
    text = said(_CANCELLED, language) if repeats is None else said(_ENDED, language, moment=every(repeats, language))
    return Answer(text=text, effects=(Cancel(items=(alarm.item,)),))


def _cancelled_once(alarm: Ringing, language: str) -> Answer:
    """Cancel it, where one day was named; if it rings on others too, only after a yes."""
    if alarm.repeats is None or len(alarm.repeats.days) == 1:
        return _cancelled(alarm, language)
    asks = Question(effects=(Cancel(items=(alarm.item,)),), declined=said(_STAYS_SET, language))
    return Answer(text=said(_CANCEL_EVERY, language, moment=every(alarm.repeats, language)), asks=asks)


def _set(intent: Intent, situation: Situation) -> Answer:
    now, language, name = situation.now, situation.language, intent.text("name")
    if not says_when(intent) or (clock_of(intent) is None and (days_said(intent) or "day" in intent.slots)):
        return Answer(text=said(_WHEN, language), asks=Question(awaits=intent, declined=said(_NOT_SET, language)))
    repeats = recurrence_of(intent)
    if repeats is not None:
        sentence = _SET if name is None else _SET_NAMED
        effect = SetAlarm(rings_at=next_of(repeats, now).astimezone(UTC), name=name, repeats=repeats)
        return Answer(text=said(sentence, language, moment=every(repeats, language), name=name), effects=(effect,))
    rings_at = instant_of(intent, now, language)
    if rings_at is None:
        return Answer(text=said(_OVER, language))
    return Answer(
        text=said(_SET if name is None else _SET_NAMED, language, moment=moment(rings_at, now, language), name=name),
        effects=(SetAlarm(rings_at=rings_at.astimezone(UTC), name=name),),
    )
