"""Reminders: something is said at an instant, on the speaker that was asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, timedelta
from typing import Final

from voicekeep.assistant.answer import Answer
from voicekeep.assistant.days import date_said
from voicekeep.assistant.effects import Cancel, SetReminder
from voicekeep.assistant.errors import UnknownIntentError
from voicekeep.assistant.intents import Intent
from voicekeep.assistant.moments import instant_of, next_of, recurrence_of, says_when
from voicekeep.assistant.putting_off import put_off, rang_last
from voicekeep.assistant.refusing import why_nothing_is_kept
from voicekeep.assistant.situation import Need, Question, Reminder, Situation
from voicekeep.assistant.wording import every, moment, said, together
from voicekeep.records.texts import Text

_AGAIN_SECONDS: Final = 600
_SET = Text(
    en="I will remind you {moment}: {task}.",
    de="Ich erinnere dich {moment}: {task}.",
    fr="Je vous le rappellerai {moment} : {task}.",
)
_OVER = Text(
    en="That time is over already. No reminder was set.",
    de="Diese Zeit ist schon vorbei. Es wurde keine Erinnerung gesetzt.",
    fr="Ce moment est déjà passé. Aucun rappel n’a été créé.",
)
_NO_SUCH_DAY = Text(
    en="There is no such day. No reminder was set.",
    de="Diesen Tag gibt es nicht. Es wurde keine Erinnerung gesetzt.",
    fr="Ce jour n’existe pas. Aucun rappel n’a été créé.",
)
_WHEN = Text(
    en="When shall I remind you? Say, for example: tomorrow at nine, or in ten minutes.",
    de="Wann soll ich dich erinnern? Sag zum Beispiel: morgen um neun, oder in zehn Minuten.",
    fr="Quand dois-je vous le rappeler ? Dites par exemple : demain à neuf heures, ou dans dix minutes.",
)
_NOT_SET = Text(
    en="All right. No reminder was set.",
    de="In Ordnung. Es wurde keine Erinnerung gesetzt.",
    fr="D’accord. Aucun rappel n’a été créé.",
)
_NOTHING_SAID = Text(
    en="I have not reminded you of anything here just now. Nothing was set.",
    de="Ich habe dich hier gerade an nichts erinnert. Es wurde nichts gesetzt.",
    fr="Je ne vous ai rien rappelé ici à l’instant. Rien n’a été créé.",
)
_NO_SUCH = Text(
    en="You have no reminder of that kind: {task}. Nothing was cancelled.",
    de="So eine Erinnerung hast du nicht: {task}. Nichts wurde gelöscht.",
    fr="Vous n’avez pas de tel rappel : {task}. Rien n’a été annulé.",
)
_WHICH = Text(
    en="You have {count} such reminders: {all}. Which one shall I cancel?",
    de="Du hast {count} solche Erinnerungen: {all}. Welche soll ich löschen?",
    fr="Vous avez {count} rappels de ce genre : {all}. Lequel annuler ?",
)
_ONE_CANCELLED = Text(
    en="The reminder is cancelled: {task}.",
    de="Die Erinnerung ist gelöscht: {task}.",
    fr="Le rappel est annulé : {task}.",
)
_NONE = Text(en="You have no reminders.", de="Du hast keine Erinnerungen.", fr="Vous n’avez aucun rappel.")
_ARE = Text(en="Your reminders: {all}.", de="Deine Erinnerungen: {all}.", fr="Vos rappels : {all}.")
_ONE = Text(en="{moment}, {task}", de="{moment}, {task}", fr="{moment}, {task}")
_CANCELLED = Text(
    en="The next reminder is cancelled: {task}.",
    de="Die nächste Erinnerung ist gelöscht: {task}.",
    fr="Le prochain rappel est annulé : {task}.",
)
_ENDED = Text(
    en="The reminder is cancelled, and does not come again: {task}.",
    de="Die Erinnerung ist gelöscht und kommt nicht wieder: {task}.",
    fr="Le rappel est annulé et ne reviendra plus : {task}.",
)
_CANCEL_ALL = Text(
    en="Shall I cancel all {count} reminders? Say yes or no.",
    de="Soll ich alle {count} Erinnerungen löschen? Sag ja oder nein.",
    fr="Dois-je annuler les {count} rappels ? Dites oui ou non.",
)
_STAY = Text(en="All right. They stay.", de="In Ordnung. Sie bleiben.", fr="D’accord. Ils restent.")


class Reminders:
    """Keeps a person's reminders."""

    name = "reminders"
    needs = frozenset({Need.REMINDERS})

    def answer(self, intent: Intent, situation: Situation) -> Answer:
        """Answer what somebody wants to be reminded of."""
        language, reminders = situation.language, situation.reminders
        if intent.wish == "again":
            return _again(intent, situation)
        if not situation.known or (intent.wish == "set" and not situation.keeps):
            return Answer(text=said(why_nothing_is_kept(known=situation.known, guest=situation.guest), language))
        match intent.wish:
            case "set":
                return _set(intent, situation)
            case "list" | "cancel" | "cancel_all" if not reminders:
                return Answer(text=said(_NONE, language))
            case "list":
                return Answer(text=said(_ARE, language, all=_told(reminders, situation)))
            case "cancel" | "cancel_all":
                return _cancel(intent, situation)
        raise UnknownIntentError(intent.name)


def _again(intent: Intent, situation: Situation) -> Answer:
    """Put off what was said last; whoever is there heard it, so they can."""
    language, now = situation.language, situation.now
    rang = rang_last([each for each in situation.rang if each.what == "reminder"])
    if not rang:
        return Answer(text=said(_NOTHING_SAID, language))
    at = instant_of(intent, now, language) if says_when(intent) else now + timedelta(seconds=_AGAIN_SECONDS)
    if at is None:
        return Answer(text=said(_OVER, language))
    return put_off(rang, round((at.astimezone(UTC) - now.astimezone(UTC)).total_seconds()), situation)


def _told(reminders: Sequence[Reminder], situation: Situation) -> str:
    now, language = situation.now, situation.language
    told = []
    for each in reminders:
        at = moment(each.due_at, now, language) if each.repeats is None else every(each.repeats, language)
        told.append(said(_ONE, language, moment=at, task=each.text))
    return together(told, language)


def _cancelled(reminder: Reminder, text: Text, language: str) -> Answer:
    sentence = text if reminder.repeats is None else _ENDED
    return Answer(text=said(sentence, language, task=reminder.text), effects=(Cancel(items=(reminder.item,)),))


def _cancel(intent: Intent, situation: Situation) -> Answer:
    language, reminders = situation.language, situation.reminders
    if "task" in intent.slots:
        return _cancel_about(intent, situation)
    if intent.wish == "cancel" or len(reminders) == 1:
        following = min(reminders, key=lambda each: each.due_at)
        return _cancelled(following, _CANCELLED, language)
    items = tuple(each.item for each in reminders)
    asks = Question(effects=(Cancel(items=items),), declined=said(_STAY, language))
    return Answer(text=said(_CANCEL_ALL, language, count=len(items)), asks=asks)


def _cancel_about(intent: Intent, situation: Situation) -> Answer:
    """Cancel the one of these words; or the one in which they are."""
    language, task = situation.language, intent.text("name") or intent.text("task") or ""
    exact = [each for each in situation.reminders if each.text.casefold() == task.casefold()][:1]  # the next of these
    meant = exact or [each for each in situation.reminders if task.casefold() in each.text.casefold()]
    if not meant:
        return Answer(text=said(_NO_SUCH, language, task=task))
    if len(meant) == 1:
        return _cancelled(meant[0], _ONE_CANCELLED, language)
    return Answer(
        text=said(_WHICH, language, count=len(meant), all=_told(meant, situation)),
        asks=Question(awaits=intent, names=tuple(each.text for each in meant), declined=said(_STAY, language)),
    )


def _set(intent: Intent, situation: Situation) -> Answer:
    now, language, task = situation.now, situation.language, intent.text("task") or ""
    if not says_when(intent):
        return Answer(text=said(_WHEN, language), asks=Question(awaits=intent, declined=said(_NOT_SET, language)))
    repeats = recurrence_of(intent)
    if repeats is not None:
        effect = SetReminder(due_at=next_of(repeats, now).astimezone(UTC), text=task, repeats=repeats)
        return Answer(text=said(_SET, language, moment=every(repeats, language), task=task), effects=(effect,))
    due_at = instant_of(intent, now, language)
    if due_at is None:
        there_is = "date" not in intent.slots or date_said(intent.text("date") or "", language, now.date())
        return Answer(text=said(_OVER if there_is else _NO_SUCH_DAY, language))
    return Answer(
        text=said(_SET, language, moment=moment(due_at, now, language), task=task),
        effects=(SetReminder(due_at=due_at.astimezone(UTC), text=task),),
    )
