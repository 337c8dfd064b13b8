"""Timers: several at once, with names, on the speaker that set them."""

from __future__ import annotations

from typing import Final

from voicekeep.assistant.answer import Answer
from voicekeep.assistant.effects import Cancel, SetTimer
from voicekeep.assistant.errors import UnknownIntentError
from voicekeep.assistant.intents import Intent
from voicekeep.assistant.moments import seconds_of
from voicekeep.assistant.situation import Question, Ringing, Situation
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
_NONE = Text(en="No timer is running.", de="Es läuft kein Timer.", fr="Aucun minuteur n’est en marche.")
_NO_SUCH = Text(
    en="No timer called {name} is running.",
    de="Es läuft kein Timer namens {name}.",
    fr="Aucun minuteur appelé {name} n’est en marche.",
)
_LEFT = Text(en="There is {length} left.", de="Noch {length}.", fr="Il reste {length}.")
_LEFT_NAMED = Text(en="{name}: {length} left", de="{name}: noch {length}", fr="{name} : encore {length}")
_UNNAMED = Text(en="a timer", de="ein Timer", fr="un minuteur")
_WHICH = Text(
    en="You have {count} timers: {timers}. Which one shall I cancel? Say: cancel the timer, and its name.",
    de="Du hast {count} Timer: {timers}. Welchen soll ich löschen? Sag: lösche den Timer, mit seinem Namen.",
    fr="Vous avez {count} minuteurs : {timers}. Lequel annuler ? Dites : annule le minuteur, et son nom.",
)
_CANCELLED = Text(en="Timer cancelled.", de="Timer gelöscht.", fr="Minuteur annulé.")
_CANCEL_ALL = Text(
    en="Shall I cancel all {count} timers? Say yes or no.",
    de="Soll ich alle {count} Timer löschen? Sag ja oder nein.",
    fr="Dois-je annuler les {count} minuteurs ? Dites oui ou non.",
)
_GO_ON = Text(en="All right. They go on running.", de="In Ordnung. Sie laufen weiter.", fr="D’accord. Ils continuent.")


class Timers:
    """Sets, tells and cancels timers."""

    name = "timers"

    def answer(self, intent: Intent, situation: Situation) -> Answer:
        """Answer what somebody wants of their timers."""
        running = [each for each in situation.timers if each.rings_as is RingsAs.TIMER]
        match intent.wish:
            case "set":
                return _set(intent, situation.language)
            case "left":
                return Answer(text=_left(_meant(running, intent), intent, situation))
            case "cancel":
                return _cancel(_meant(running, intent), intent, situation)
            case "cancel_all":
                return _cancel_all(running, situation.language)
        raise UnknownIntentError(intent.name)


def _set(intent: Intent, language: str) -> Answer:
    seconds, name = seconds_of(intent), intent.text("name")
    if seconds is None or seconds > _DAY_SECONDS:
        return Answer(text=said(_TOO_LONG, language))
    sentence = _SET if name is None else _SET_NAMED
    return Answer(
        text=said(sentence, language, name=name, length=length(seconds, language)),
        effects=(SetTimer(seconds=seconds, name=name),),
    )


def _meant(running: list[Ringing], intent: Intent) -> list[Ringing]:
    name = intent.text("name")
    if name is None:
        return running
    return [each for each in running if each.name is not None and each.name.casefold() == name.casefold()]


def _left(meant: list[Ringing], intent: Intent, situation: Situation) -> str:
    language = situation.language
    if not meant:
        return _none(intent, language)
    if len(meant) == 1:
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
        return Answer(text=_none(intent, language))
    if len(meant) == 1:
        return _cancelled(meant, said(_CANCELLED, language))
    told = together(_told(meant, situation), language)
    return Answer(text=said(_WHICH, language, count=len(meant), timers=told), listen_again=True)


def _cancel_all(running: list[Ringing], language: str) -> Answer:
    if not running:
        return Answer(text=said(_NONE, language))
    if len(running) == 1:
        return _cancelled(running, said(_CANCELLED, language))
    asks = Question(
        effects=(Cancel(items=tuple(each.item for each in running)),),
        declined=said(_GO_ON, language),
    )
    return Answer(text=said(_CANCEL_ALL, language, count=len(running)), asks=asks)


def _cancelled(timers: list[Ringing], text: str) -> Answer:
    return Answer(text=text, effects=(Cancel(items=tuple(each.item for each in timers)),))


def _none(intent: Intent, language: str) -> str:
    name = intent.text("name")
    return said(_NONE, language) if name is None else said(_NO_SUCH, language, name=name)


def _seconds_left(timer: Ringing, situation: Situation) -> int:
    return max(0, round((timer.rings_at - situation.now).total_seconds()))
