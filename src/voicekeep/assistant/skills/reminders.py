"""Reminders: something is said at an instant, on the speaker that was asked."""

from __future__ import annotations

from datetime import UTC

from voicekeep.assistant.answer import Answer
from voicekeep.assistant.effects import Cancel, SetReminder
from voicekeep.assistant.errors import UnknownIntentError
from voicekeep.assistant.intents import Intent
from voicekeep.assistant.moments import instant_of
from voicekeep.assistant.situation import Question, Situation
from voicekeep.assistant.wording import moment, said, together
from voicekeep.records.texts import Text

_SET = Text(
    en="I will remind you {moment}: {task}.",
    de="Ich erinnere dich {moment}: {task}.",
    fr="Je vous le rappellerai {moment} : {task}.",
)
_OVER = Text(
    en="That time is over today. No reminder was set.",
    de="Diese Zeit ist heute schon vorbei. Es wurde keine Erinnerung gesetzt.",
    fr="Cette heure est déjà passée aujourd’hui. Aucun rappel n’a été créé.",
)
_NONE = Text(en="You have no reminders.", de="Du hast keine Erinnerungen.", fr="Vous n’avez aucun rappel.")
_ARE = Text(en="Your reminders: {all}.", de="Deine Erinnerungen: {all}.", fr="Vos rappels : {all}.")
_ONE = Text(en="{moment}, {task}", de="{moment}, {task}", fr="{moment}, {task}")
_CANCELLED = Text(
    en="The next reminder is cancelled: {task}.",
    de="Die nächste Erinnerung ist gelöscht: {task}.",
    fr="Le prochain rappel est annulé : {task}.",
)
_CANCEL_ALL = Text(
    en="Shall I cancel all {count} reminders? Say yes or no.",
    de="Soll ich alle {count} Erinnerungen löschen? Sag ja oder nein.",
    fr="Dois-je annuler les {count} rappels ? Dites oui ou non.",
)
_STAY = Text(en="All right. They stay.", de="In Ordnung. Sie bleiben.", fr="D’accord. Ils restent.")
_NOTHING_KEPT = Text(
    en="Nothing is kept for you, so I cannot remember it. You can choose what is kept when you sign in.",
    de="Für dich wird nichts behalten, darum kann ich es mir nicht merken. Was behalten wird, wählst du, wenn du dich "
    "anmeldest.",
    fr="Rien n’est conservé pour vous, je ne peux donc pas le retenir. Vous choisissez ce qui est conservé en vous "
    "connectant.",
)


class Reminders:
    """Keeps a person's reminders."""

    name = "reminders"

    def answer(self, intent: Intent, situation: Situation) -> Answer:
        """Answer what somebody wants to be reminded of."""
        language, reminders = situation.language, situation.reminders
        if not situation.keeps:
            return Answer(text=said(_NOTHING_KEPT, language))
        match intent.wish:
            case "set":
                return _set(intent, situation)
            case "list" | "cancel" | "cancel_all" if not reminders:
                return Answer(text=said(_NONE, language))
            case "list":
                told = [
                    said(_ONE, language, moment=moment(each.due_at, situation.now, language), task=each.text)
                    for each in reminders
                ]
                return Answer(text=said(_ARE, language, all=together(told, language)))
            case "cancel" | "cancel_all" if intent.wish == "cancel" or len(reminders) == 1:
                following = min(reminders, key=lambda each: each.due_at)
                text = said(_CANCELLED, language, task=following.text)
                return Answer(text=text, effects=(Cancel(items=(following.item,)),))
            case "cancel_all":
                items = tuple(each.item for each in reminders)
                asks = Question(effects=(Cancel(items=items),), declined=said(_STAY, language))
                return Answer(text=said(_CANCEL_ALL, language, count=len(items)), asks=asks)
        raise UnknownIntentError(intent.name)


def _set(intent: Intent, situation: Situation) -> Answer:
    now, language, task = situation.now, situation.language, intent.text("task") or ""
    due_at = instant_of(intent, now)
    if due_at is None:
        return Answer(text=said(_OVER, language))
    return Answer(
        text=said(_SET, language, moment=moment(due_at, now, language), task=task),
        effects=(SetReminder(due_at=due_at.astimezone(UTC), text=task),),
    )
