"""Lists: shopping and to-do; several things at once, read back, removed, cleared after asking."""

from __future__ import annotations

import re
from typing import Final

from voicekeep.assistant.answer import Answer
from voicekeep.assistant.effects import AddToList, RemoveFromList
from voicekeep.assistant.errors import UnknownIntentError
from voicekeep.assistant.intents import Intent
from voicekeep.assistant.refusing import why_nothing_is_kept
from voicekeep.assistant.situation import Entry, Need, Question, Situation
from voicekeep.assistant.wording import said, together
from voicekeep.records.texts import Text

_NAMES: Final = {
    "shopping": Text(en="shopping list", de="Einkaufsliste", fr="liste de courses"),
    "to_do": Text(en="to-do list", de="Aufgabenliste", fr="liste de tâches"),
}
_COMMA: Final = r"\s*(?:(?<!\d),|,(?!\d))\s*"  # none of those in “1,5 Liter” and “1,000 napkins”
_BETWEEN: Final = {
    code: re.compile(rf"{_COMMA}(?:{joint}\s+)?|\s+{joint}\s+")
    for code, joint in (("en", "and"), ("de", "und"), ("fr", "et"))
}
_ARTICLE: Final = {
    "en": re.compile(r"^(?:some|a|an|the)\s+"),
    "de": re.compile(r"^(?:einen|eine|ein|etwas|den|die|das)\s+", re.IGNORECASE),
    "fr": re.compile(r"^(?:du|de la|de l['’]|des|un|une|le|la|les)\s*\b", re.IGNORECASE),
}

_ADDED = Text(en="{things}: on your {list}.", de="{things}: auf deiner {list}.", fr="{things} : dans votre {list}.")
_EMPTY = Text(en="Your {list} is empty.", de="Deine {list} ist leer.", fr="Votre {list} est vide.")
_READ = Text(en="On your {list}: {things}.", de="Auf deiner {list}: {things}.", fr="Dans votre {list} : {things}.")
_REMOVED = Text(en="{things}: removed.", de="{things}: gestrichen.", fr="{things} : retiré.")
_NOT_THERE = Text(
    en="{things} is not on your {list}. Nothing was removed.",
    de="{things} steht nicht auf deiner {list}. Nichts wurde gestrichen.",
    fr="{things} n’est pas dans votre {list}. Rien n’a été retiré.",
)
_REMOVED_SOME = Text(
    en="{things}: removed. Not on your {list}: {missing}.",
    de="{things}: gestrichen. Nicht auf deiner {list}: {missing}.",
    fr="{things} : retiré. Pas dans votre {list} : {missing}.",
)
_CLEAR = Text(
    en="Shall I remove all {count} things from your {list}? Say yes or no.",
    de="Soll ich alle {count} Einträge deiner {list} löschen? Sag ja oder nein.",
    fr="Dois-je retirer les {count} éléments de votre {list} ? Dites oui ou non.",
)
_LEFT_AS_IT_WAS = Text(
    en="Your {list} stays as it is.", de="Deine {list} bleibt, wie sie ist.", fr="Votre {list} reste telle quelle."
)


class Lists:
    """Keeps a person's lists."""

    name = "lists"
    needs = frozenset({Need.LISTS})

    def answer(self, intent: Intent, situation: Situation) -> Answer:
        """Answer what somebody wants of a list."""
        language = situation.language
        if not situation.known or (intent.wish == "add" and not situation.keeps):
            return Answer(text=said(why_nothing_is_kept(known=situation.known, guest=situation.guest), language))
        list_name = intent.text("list") or "shopping"
        named = said(_NAMES[list_name], language)
        entries = [entry for entry in situation.entries if entry.list_name == list_name]
        match intent.wish:
            case "add":
                texts = things_in(intent.text("things") or "", language)
                text = said(_ADDED, language, things=together(texts, language), list=named)
                return Answer(text=text, effects=(AddToList(list_name=list_name, texts=texts),))
            case "read":
                return Answer(text=_read(entries, named, language))
            case "remove":
                return _remove(intent.text("thing") or "", entries, named, language)
            case "clear":
                return _clear(entries, named, language)
        raise UnknownIntentError(intent.name)


def things_in(text: str, language: str) -> tuple[str, ...]:
    """Return the things that were named in one breath, each once: “some milk, eggs and bread” are three."""
    parts = (_ARTICLE[language].sub("", part.strip()) for part in _BETWEEN[language].split(text))
    return tuple(dict.fromkeys(part for part in parts if part)) or (text,)


def _read(entries: list[Entry], named: str, language: str) -> str:
    if not entries:
        return said(_EMPTY, language, list=named)
    return said(_READ, language, list=named, things=together([entry.text for entry in entries], language))


def _remove(thing: str, entries: list[Entry], named: str, language: str) -> Answer:
    whole = [entry for entry in entries if entry.text.casefold() == thing.casefold()]
    wanted = (thing,) if whole else things_in(thing, language)
    found = [entry for entry in entries if entry.text.casefold() in {each.casefold() for each in wanted}]
    if not found:
        return Answer(text=said(_NOT_THERE, language, things=thing, list=named))
    there = {entry.text.casefold() for entry in found}
    missing = [each for each in wanted if each.casefold() not in there]
    sentence = _REMOVED_SOME if missing else _REMOVED
    removed, lacking = (together(each, language) for each in ([entry.text for entry in found], missing))
    return Answer(
        text=said(sentence, language, things=removed, missing=lacking, list=named),
        effects=(RemoveFromList(items=tuple(entry.item for entry in found)),),
    )


def _clear(entries: list[Entry], named: str, language: str) -> Answer:
    if not entries:
        return Answer(text=said(_EMPTY, language, list=named))
    return Answer(
        text=said(_CLEAR, language, count=len(entries), list=named),
        asks=Question(
            effects=(RemoveFromList(items=tuple(entry.item for entry in entries)),),
            declined=said(_LEFT_AS_IT_WAS, language, list=named),
        ),
    )
