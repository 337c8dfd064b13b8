"""Timers: several at once, with names, on the speaker that set them."""

from __future__ import annotations

from typing import Final

from voicekeep.assistant.answer import Answer
from voicekeep.assistant.effects import Cancel, SetTimer
from voicekeep.assistant.errors import UnknownIntentError
from voicekeep.assistant.intents import Intent
from voicekeep.assistant.moments import seconds_of
from voicekeep.assistant.putting_off import put_off, rang_last
from voicekeep.assistant.situation import Need, Question, Rang, Ringing, Situation
from voicekeep.assistant.wording import length, said, together
from voicekeep.records.asked import RingsAs
from voicekeep.records.texts import Text

_DAY_SECONDS: Final = 86_400
_SET = Text(en="Timer set for {length}.", de="Timer gestellt: {length}.", fr="Minuteur réglé : {length}.")
_SET_NAMED = Text(
    en="Timer {name} set for {length}.", de="Timer {name} gestellt: {length}.", fr="Minuteur {name} réglé : {length}."
)
_TOO_LONG = Text(
    en="A timer runs for a day at most. Nothing was set.",
    de="Ein Timer läuft höchstens einen Tag. Es wurde keiner gestellt.",
    fr="Un minuteur dure un jour au plus. Rien n’a été réglé.",
)
_HOW_LONG = Text(en="For how long?", de="Wie lange?", fr="Pour combien de temps ?")
_NOT_SET = Text(
    en="All right. No timer was set.",
    de="In Ordnung. Es wurde kein Timer gestellt.",
    fr="D’accord. Aucun minuteur n’a été réglé.",
)
_HOW_MUCH_LONGER = Text(en="How much longer?", de="Wie viel länger?", fr="Combien de temps de plus ?")
_AS_IT_WAS = Text(
    en="All right. Nothing was changed.",
    de="In Ordnung. Es wurde nichts geändert.",
    fr="D’accord. Rien n’a été changé.",
)
_NOW_LEFT = Text(en="Now there is {length} left.", de="Jetzt noch {length}.", fr="Il reste maintenant {length}.")
_NONE = Text(en="No timer is running.", de="Es läuft kein Timer.", fr="Aucun minuteur n’est en marche.")
_NO_SUCH = Text(
    en="No timer called {name} is running.",
    de="Es läuft kein Timer namens {name}.",
    fr="Aucun minuteur appelé {name} n’est en marche.",
)
_NONE_SO_LONG = Text(
    en="No timer of {length} is running.",
    de="Es läuft kein Timer von {length}.",
    fr="Aucun minuteur de {length} n’est en marche.",
)
_OF_OTHERS = Text(
    en="A timer runs here, of somebody in your household. Say who you are: this is, and your name.",
    de="Hier läuft ein Timer von jemandem aus deinem Haushalt. Sag, wer du bist: Hier ist, und dein Name.",
    fr="Un minuteur de quelqu’un de votre foyer est en marche. Dites qui vous êtes : c’est, et votre prénom.",
)
_LEFT = Text(en="There is {length} left.", de="Noch {length}.", fr="Il reste {length}.")
_LEFT_NAMED = Text(en="{name}: {length} left", de="{name}: noch {length}", fr="{name} : encore {length}")
_UNNAMED = Text(en="a timer", de="ein Timer", fr="un minuteur")
_WHICH = Text(
    en="You have {count} timers: {timers}. Which one shall I cancel? Say: cancel the timer, and its name.",
    de="Du hast {count} Timer: {timers}. Welchen soll ich löschen? Sag: lösche den Timer, mit seinem Namen.",
    fr="Vous avez {count} minuteurs : {timers}. Lequel annuler ? Dites : annule le minuteur, et son nom.",
)
_WHICH_LONGER = Text(
    en="You have {count} timers: {timers}. Which one shall run longer?",
    de="Du hast {count} Timer: {timers}. Welcher soll länger laufen?",
    fr="Vous avez {count} minuteurs : {timers}. Lequel prolonger ?",
)
_CANCELLED = Text(en="Timer cancelled.", de="Timer gelöscht.", fr="Minuteur annulé.")
_CANCEL_ALL = Text(
    en="Shall I cancel all {count} timers? Say yes or no.",
    de="Soll ich alle {count} Timer löschen? Sag ja oder nein.",
    fr="Dois-je annuler les {count} minuteurs ? Dites oui ou non.",
)
_GO_ON = Text(en="All right. They go on running.", de="In Ordnung. Sie laufen weiter.", fr="D’accord. Ils continuent.")


class Timers:
    """Sets, tells, lengthens and cancels timers."""

    name = "timers"
    needs = frozenset({Need.TIMERS})

    def answer(self, intent: Intent, situation: Situation) -> Answer:
        """Answer what somebody wants of their timers."""
        running = [each for each in situation.timers if each.rings_as is RingsAs.TIMER]
        match intent.wish:
            case "set":
                return _set(intent, situation.language)
            case "left":
                return Answer(text=_left(_meant(running, intent, seconds_of(intent)), intent, situation))
            case "cancel":
                return _cancel(_meant(running, intent, seconds_of(intent)), intent, situation)
            case "longer":
                return _longer(_meant(running, intent, None), intent, situation)
            case "cancel_all":
                return _cancel_all(running, intent, situation)
        raise UnknownIntentError(intent.name)


def _set(intent: Intent, language: str) -> Answer:
    seconds, name = seconds_of(intent), intent.text("name")
    if seconds is None:
        return Answer(text=said(_HOW_LONG, language), asks=Question(awaits=intent, declined=said(_NOT_SET, language)))
    if seconds > _DAY_SECONDS:
        return Answer(text=said(_TOO_LONG, language))
    sentence = _SET if name is None else _SET_NAMED
    return Answer(
        text=said(sentence, language, name=name, length=length(seconds, language)),
        effects=(SetTimer(seconds=seconds, name=name),),
    )


def _meant(running: list[Ringing], intent: Intent, seconds: int | None) -> list[Ringing]:
    """Return those of this name, if one was said, that were set for so many seconds, if that was."""
    name = intent.text("name")
    if intent.text("which") == "next":
        running = sorted(running, key=lambda each: each.rings_at)[:1]
    named = [each for each in running if name is None or _is_called(each, name)]
    return [each for each in named if seconds in (None, each.seconds)]


def _is_called(what: Ringing | Rang, name: str) -> bool:
    return (what.name or "").casefold() == name.casefold()


def _left(meant: list[Ringing], intent: Intent, situation: Situation) -> str:
    language = situation.language
    if not meant:
        return _none(intent, situation)
    if len(meant) == 1 and ("which" not in intent.slots or meant[0].name is None):
        return said(_LEFT, language, length=length(_seconds_left(meant[0], situation), language))
    return together(_told(meant, situation), language) + "."


def _told(timers: list[Ringing], situation: Situation) -> list[str]:
    language = situation.language
    return [
        said(
            _LEFT_NAMED,
            language,
            name=each.name or said(_UNNAMED, language),
            length=length(_seconds_left(each, situation), language),
        )
        for each in timers
    ]


def _cancel(meant: list[Ringing], intent: Intent, situation: Situation) -> Answer:
    language = situation.language
    if not meant:
        return Answer(text=_none(intent, situation))
    if len(meant) == 1:
        return _cancelled(meant, said(_CANCELLED, language))
    return _which(_WHICH, meant, intent, situation)


def _which(question: Text, meant: list[Ringing], intent: Intent, situation: Situation) -> Answer:
    language = situation.language
    names = tuple(each.name for each in meant if each.name is not None)
    return Answer(
        text=said(question, language, count=len(meant), timers=together(_told(meant, situation), language)),
        asks=Question(awaits=intent, names=names, declined=said(_GO_ON, language)),
    )


def _longer(meant: list[Ringing], intent: Intent, situation: Situation) -> Answer:
    """Put off the timer or alarm that rings; else lengthen a timer that runs; else put off what rang last."""
    seconds, rang = seconds_of(intent), _rang(intent, situation)
    if not meant and not rang:
        return Answer(text=_none(intent, situation))
    if seconds is None:
        declined = said(_AS_IT_WAS, situation.language)
        return Answer(text=said(_HOW_MUCH_LONGER, situation.language), asks=Question(awaits=intent, declined=declined))
    just = [each for each in rang if each.just_now and each.what != "reminder"]
    if just or not meant:
        return put_off(just or rang_last(rang), seconds, situation)
    if len(meant) > 1:
        return _which(_WHICH_LONGER, meant, intent, situation)
    return _lengthened(meant[0], seconds, situation)


def _rang(intent: Intent, situation: Situation) -> list[Rang]:
    """Return what rang and can be meant: of this name, and a timer, if that was said."""
    name, timer = intent.text("name"), intent.text("kind") is not None
    named = [each for each in situation.rang if name is None or _is_called(each, name)]
    return [each for each in named if each.what == "timer" or not timer]


def _lengthened(timer: Ringing, seconds: int, situation: Situation) -> Answer:
    """Set it anew before the old one goes: whatever fails, one of them rings."""
    left = _seconds_left(timer, situation) + seconds
    if left > _DAY_SECONDS:
        return Answer(text=said(_TOO_LONG, situation.language))
    return Answer(
        text=said(_NOW_LEFT, situation.language, length=length(left, situation.language)),
        effects=(SetTimer(seconds=left, name=timer.name), Cancel(items=(timer.item,))),
    )


def _cancel_all(running: list[Ringing], intent: Intent, situation: Situation) -> Answer:
    language = situation.language
    if not running:
        return Answer(text=_none(intent, situation))
    if len(running) == 1:
        return _cancelled(running, said(_CANCELLED, language))
    asks = Question(
        effects=(Cancel(items=tuple(each.item for each in running)),),
        declined=said(_GO_ON, language),
    )
    return Answer(text=said(_CANCEL_ALL, language, count=len(running)), asks=asks)


def _cancelled(timers: list[Ringing], text: str) -> Answer:
    return Answer(text=text, effects=(Cancel(items=tuple(each.item for each in timers)),))


def _none(intent: Intent, situation: Situation) -> str:
    language, name, seconds = situation.language, intent.text("name"), seconds_of(intent)
    if situation.timers_of_others:
        return said(_OF_OTHERS, language)
    if name is not None:
        return said(_NO_SUCH, language, name=name)
    if seconds is not None and intent.wish != "longer":
        return said(_NONE_SO_LONG, language, length=length(seconds, language))
    return said(_NONE, language)


def _seconds_left(timer: Ringing, situation: Situation) -> int:
    return max(0, round((timer.rings_at - situation.now).total_seconds()))
