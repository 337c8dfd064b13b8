"""What time it is, and what day: today, or a day that is to come."""

from __future__ import annotations

from datetime import datetime

from voicekeep.assistant.answer import Answer
from voicekeep.assistant.errors import UnknownIntentError
from voicekeep.assistant.intents import Intent
from voicekeep.assistant.moments import date_of
from voicekeep.assistant.situation import Situation
from voicekeep.assistant.wording import clock, day, said
from voicekeep.records.texts import Text

_TIME = Text(en="It is {clock}.", de="Es ist {clock}.", fr="Il est {clock}.")
_THAT_DAY = Text(en="That is {day}.", de="Das ist {day}.", fr="Ce sera le {day}.")
_DATE = Text(en="Today is {day}.", de="Heute ist {day}.", fr="Nous sommes le {day}.")


class Clock:
    """Tells the time in the home's zone."""

    name = "clock"

    def answer(self, intent: Intent, situation: Situation) -> Answer:
        """Answer a question about now."""
        now, language, meant = situation.now, situation.language, intent.text("day")
        match intent.wish:
            case "time":
                return Answer(text=said(_TIME, language, clock=clock(now, language)))
            case "date" if meant is not None and date_of(meant, now) != now.date():
                then = datetime.combine(date_of(meant, now), now.timetz(), now.tzinfo)
                return Answer(text=said(_THAT_DAY, language, day=day(then, language)))
            case "date":
                return Answer(text=said(_DATE, language, day=day(now, language)))
        raise UnknownIntentError(intent.name)
