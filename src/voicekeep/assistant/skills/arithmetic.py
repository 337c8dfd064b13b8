"""Arithmetic: exact, with numbers of any size, decimals, percent, squares and roots."""

from __future__ import annotations

from typing import Final

from voicekeep.assistant.answer import Answer
from voicekeep.assistant.errors import UnknownIntentError
from voicekeep.assistant.intents import Intent
from voicekeep.assistant.situation import NOTHING, Situation
from voicekeep.assistant.sums import Undefined, result_of
from voicekeep.assistant.wording import number, said
from voicekeep.records.texts import Text

_RESULT = Text(en="That is {result}.", de="Das ist {result}.", fr="Cela fait {result}.")
_ABOUT = Text(en="That is about {result}.", de="Das ist ungefähr {result}.", fr="Cela fait environ {result}.")
_UNDEFINED: Final = {
    Undefined.BY_ZERO: Text(
        en="Nothing can be divided by zero.",
        de="Durch null kann man nicht teilen.",
        fr="On ne peut pas diviser par zéro.",
    ),
    Undefined.NO_ROOT: Text(
        en="A number below zero has no square root.",
        de="Aus einer Zahl unter null gibt es keine Wurzel.",
        fr="Un nombre négatif n’a pas de racine carrée.",
    ),
}


class Arithmetic:
    """Computes with fractions."""

    name = "arithmetic"
    needs = NOTHING

    def answer(self, intent: Intent, situation: Situation) -> Answer:
        """Answer what something comes to."""
        language = situation.language
        result = result_of(intent.text("sum") or intent.text("bare_sum") or "", language)
        if intent.wish != "compute" or result is None:
            raise UnknownIntentError(intent.name)
        if isinstance(result, Undefined):
            return Answer(text=said(_UNDEFINED[result], language))
        shown, exact = number(result, language)
        return Answer(text=said(_RESULT if exact else _ABOUT, language, result=shown))
