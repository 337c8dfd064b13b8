"""Arithmetic: exact, with decimals and percent."""

from __future__ import annotations

from fractions import Fraction

from voicekeep.assistant.answer import Answer
from voicekeep.assistant.errors import UnknownIntentError
from voicekeep.assistant.intents import Intent
from voicekeep.assistant.situation import Situation
from voicekeep.assistant.wording import number, said
from voicekeep.records.texts import Text

_RESULT = Text(en="That is {result}.", de="Das ist {result}.", fr="Cela fait {result}.")
_ABOUT = Text(en="That is about {result}.", de="Das ist ungefähr {result}.", fr="Cela fait environ {result}.")
_BY_ZERO = Text(
    en="Nothing can be divided by zero.",
    de="Durch null kann man nicht teilen.",
    fr="On ne peut pas diviser par zéro.",
)


class Arithmetic:
    """Computes with fractions."""

    name = "arithmetic"

    def answer(self, intent: Intent, situation: Situation) -> Answer:
        """Answer what something comes to."""
        left, right = _operand(intent, "left"), _operand(intent, "right")
        match intent.wish:
            case "compute" | "decimal":
                result = computed(left, intent.text("operation") or "", right)
            case "percent":
                result = left * right / 100
            case _:
                raise UnknownIntentError(intent.name)
        if result is None:
            return Answer(text=said(_BY_ZERO, situation.language))
        shown, exact = number(result, situation.language)
        return Answer(text=said(_RESULT if exact else _ABOUT, situation.language, result=shown))


def _operand(intent: Intent, side: str) -> Fraction:
    tenths, hundredths = intent.number(f"{side}_digit") or 0, intent.number(f"{side}_second") or 0
    return Fraction(intent.number(side) or 0) + Fraction(10 * tenths + hundredths, 100)


def computed(left: Fraction, operation: str, right: Fraction) -> Fraction | None:
    """Return what it comes to; None: it was to be divided by zero."""
    match operation:
        case "plus":
            return left + right
        case "minus":
            return left - right
        case "times":
            return left * right
    return left / right if right else None
