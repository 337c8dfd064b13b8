"""Talk: again, help, yes, no, and that is all."""

from __future__ import annotations

from voicekeep.assistant.answer import Answer
from voicekeep.assistant.errors import UnknownIntentError
from voicekeep.assistant.intents import Intent
from voicekeep.assistant.situation import NOTHING, Situation
from voicekeep.assistant.wording import said
from voicekeep.records.texts import Text

_NOTHING_SAID = Text(
    en="There is nothing that I can say again.",
    de="Es gibt nichts, was ich wiederholen kann.",
    fr="Il n’y a rien que je puisse répéter.",
)
_NOTHING_ASKED = Text(
    en="I did not ask anything. Nothing was done.",
    de="Ich hatte nichts gefragt. Es wurde nichts getan.",
    fr="Je n’avais rien demandé. Rien n’a été fait.",
)
_FINE = Text(en="All right.", de="In Ordnung.", fr="D’accord.")
_HELP = Text(
    en="You can ask me for the time, timers, alarms, reminders, your shopping and to-do lists, and sums. And at any "
    "time: delete what I just said, what do you keep about this, who can hear this, mute, or: I am a guest.",
    de="Du kannst mich nach der Zeit fragen, nach Timern, Weckern, Erinnerungen, deiner Einkaufs- und Aufgabenliste "
    "und Rechnungen. Und jederzeit: lösche, was ich gerade gesagt habe; was behältst du davon; wer kann das hören; "
    "schalte dich stumm; oder: ich bin Gast.",
    fr="Vous pouvez me demander l’heure, des minuteurs, des réveils, des rappels, vos listes de courses et de tâches, "
    "et des calculs. Et à tout moment : efface ce que je viens de dire, que gardes-tu de cela, qui peut m’entendre, "
    "coupe le micro, ou : je suis un invité.",
)


class Talk:
    """Keeps a conversation going, and ends it."""

    name = "talk"
    needs = NOTHING

    def answer(self, intent: Intent, situation: Situation) -> Answer:
        """Answer what belongs to any conversation."""
        language, asked = situation.language, situation.asked
        match intent.wish:
            case "repeat":
                return Answer(text=situation.last_reply or said(_NOTHING_SAID, language))
            case "help":
                return Answer(text=said(_HELP, language))
            case "agree":
                return _agreed(situation)
            case "bare":  # a length or a time that nobody asked for
                return Answer(text=said(_NOTHING_ASKED, language))
            case "decline" | "stop":
                if asked is None:
                    return Answer(text=said(_FINE, language))
                return Answer(text=asked.declined, private=asked.private)
        raise UnknownIntentError(intent.name)


def _agreed(situation: Situation) -> Answer:
    language, asked = situation.language, situation.asked
    if asked is None:
        return Answer(text=said(_NOTHING_ASKED, language))
    if asked.awaits is not None:
        return Answer(text=situation.last_reply, asks=asked)  # a yes is no answer to “for how long?”
    return Answer(text=said(_FINE, language), effects=asked.effects, private=asked.private)
