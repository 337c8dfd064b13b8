"""What time it is, here or elsewhere; what day it is, was or will be, and how long it is until then."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from voicekeep.assistant.answer import Answer
from voicekeep.assistant.days import date_said
from voicekeep.assistant.errors import UnknownIntentError
from voicekeep.assistant.intents import Intent
from voicekeep.assistant.moments import date_of
from voicekeep.assistant.places import There, times_in
from voicekeep.assistant.situation import NOTHING, Situation
from voicekeep.assistant.wording import clock, day, days, said, together, weekday
from voicekeep.records.texts import Text

_TIME = Text(en="It is {clock}.", de="Es ist {clock}.", fr="Il est {clock}.")
_THAT_DAY = Text(en="That is {day}.", de="Das ist {day}.", fr="Ce sera le {day}.")
_DATE = Text(en="Today is {day}.", de="Heute ist {day}.", fr="Nous sommes le {day}.")
_IS = Text(en="That is {day}.", de="Das ist {day}.", fr="C’est le {day}.")
_UNTIL = Text(en="It is {days} until {day}.", de="Es sind noch {days} bis {day}.", fr="Il reste {days} jusqu’au {day}.")
_TODAY = Text(en="That is today.", de="Das ist heute.", fr="C’est aujourd’hui.")
_TOMORROW = Text(en="That is tomorrow.", de="Das ist morgen.", fr="C’est demain.")
_OVER = Text(en="That was {day}.", de="Das war {day}.", fr="C’était le {day}.")
_NO_SUCH_DAY = Text(en="There is no such day.", de="Diesen Tag gibt es nicht.", fr="Ce jour n’existe pas.")
_THERE = Text(en="{At} {place} it is {clock}.", de="{At} {place} ist es {clock}.", fr="{At} {place}, il est {clock}.")
_THERE_ANOTHER_DAY = Text(
    en="{At} {place} it is {clock} on {weekday}.",
    de="{At} {place} ist es {weekday}, {clock}.",
    fr="{At} {place}, nous sommes {weekday} et il est {clock}.",
)
_SEVERAL = Text(
    en="{At} {place} it is not everywhere the same time. For example {times}. Name a city to have its time.",
    de="{At} {place} ist es nicht überall gleich spät. Zum Beispiel {times}. Nenne eine Stadt, um ihre Zeit zu hören.",
    fr="{At} {place}, il n’est pas partout la même heure. Par exemple {times}. Nommez une ville pour avoir la sienne.",
)
_ONE_OF = Text(en="{city}: {clock}", de="{city}: {clock}", fr="{city} : {clock}")
_ONE_OF_ANOTHER_DAY = Text(
    en="{city}: {weekday} {clock}", de="{city}: {weekday} {clock}", fr="{city} : {weekday} {clock}"
)
_NOWHERE = Text(
    en="I do not know what time it is {at} {place}.",
    de="Ich weiß nicht, wie spät es {at} {place} ist.",
    fr="Je ne sais pas quelle heure il est {at} {place}.",
)
_TOLD_MAX: Final = 4  # times of a country; more nobody remembers


class Clock:
    """Tells the time, in the home's zone and in others."""

    name = "clock"
    needs = NOTHING

    def answer(self, intent: Intent, situation: Situation) -> Answer:
        """Answer a question about now."""
        now, language, meant = situation.now, situation.language, intent.text("day")
        match intent.wish:
            case "time":
                return Answer(text=said(_TIME, language, clock=clock(now, language)))
            case "elsewhere":
                return Answer(text=_elsewhere(intent, situation))
            case "which_day" | "until":
                return Answer(text=_of_date(intent, situation))
            case "date" if meant is not None and date_of(meant, now) != now.date():
                then = datetime.combine(date_of(meant, now), now.timetz(), now.tzinfo)
                return Answer(text=said(_THAT_DAY, language, day=day(then, language)))
            case "date":
                return Answer(text=said(_DATE, language, day=day(now, language)))
        raise UnknownIntentError(intent.name)


def _of_date(intent: Intent, situation: Situation) -> str:
    """Return what day a date is, or how many days it is until then."""
    language, now = situation.language, situation.now
    then = date_said(intent.text("date") or "", language, now.date())
    if then is None:
        return said(_NO_SUCH_DAY, language)
    ahead = (then - now.date()).days
    named = day(datetime.combine(then, now.timetz(), now.tzinfo), language)
    if ahead < 0:
        return said(_OVER, language, day=named)
    if intent.wish == "which_day":
        return said(_IS, language, day=named)
    return said({0: _TODAY, 1: _TOMORROW}.get(ahead, _UNTIL), language, days=days(ahead, language), day=named)


def _elsewhere(intent: Intent, situation: Situation) -> str:
    """Return the time at a place, by the name and the preposition that it was asked for with."""
    language, now = situation.language, situation.now
    place, at = intent.text("place") or "", intent.text("at") or ""
    named = {"place": place, "at": at, "At": at[:1].upper() + at[1:]}
    theirs = times_in(place, now, language)
    if not theirs:
        return said(_NOWHERE, language, **named)
    if len(theirs) == 1:
        return _told(theirs[0], situation, _THERE, _THERE_ANOTHER_DAY, named)
    times = [
        _told(there, situation, _ONE_OF, _ONE_OF_ANOTHER_DAY, {"city": there.city}) for there in theirs[:_TOLD_MAX]
    ]
    return said(_SEVERAL, language, times=together(times, language), **named)


def _told(there: There, situation: Situation, same_day: Text, another_day: Text, named: Mapping[str, str]) -> str:
    language, then = situation.language, there.then
    sentence = same_day if then.date() == situation.now.date() else another_day
    return said(sentence, language, clock=clock(then, language), weekday=weekday(then, language), **named)
