"""Who: somebody at a shared speaker says who they are."""

from __future__ import annotations

from voicekeep.assistant.answer import Answer
from voicekeep.assistant.effects import SaidWho
from voicekeep.assistant.errors import UnknownIntentError
from voicekeep.assistant.intents import Intent
from voicekeep.assistant.situation import NOTHING, Situation


class Who:
    """Hands on the name that was said; whether there is such a member, operations find out."""

    name = "who"
    needs = NOTHING

    def answer(self, intent: Intent, situation: Situation) -> Answer:  # noqa: ARG002  every skill gets it
        """Answer somebody who introduces themselves."""
        name = intent.text("person")
        if intent.wish != "said" or name is None:
            raise UnknownIntentError(intent.name)
        return Answer(effects=(SaidWho(name=name),))
