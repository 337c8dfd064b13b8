"""What time it is, and what day."""

from __future__ import annotations

from voicekeep.assistant.answer import Answer
from voicekeep.assistant.errors import UnknownIntentError
from voicekeep.assistant.intents import Intent
from voicekeep.assistant.situation import Situation
from voicekeep.assistant.wording import clock, day, said
from voicekeep.records.texts import Text

_TIME = Text(en="It is {clock}.", de="Es ist {clock}.", fr="Il est {clock}.")
_DATE = Text(en="Today is {day}.", de="Heute ist {day}.", fr="Nous sommes le {day}.")


class Clock:
    """Tells the time in the home's zone."""

    name = "clock"

    def answer(self, intent: Intent, situation: Situation) -> Answer:
        """Answer a question about now."""
        now, language = situation.now, situation.language
        match intent.wish:
            case "time":
                return Answer(text=said(_TIME, language, clock=clock(now, language)))
            case "date":
                return Answer(text=said(_DATE, language, day=day(now, language)))
        raise UnknownIntentError(intent.name)
