"""Recognise what is wanted: our sentences against the words that were heard.

Flow        words, a language -> as they were spoken -> privacy's sentences -> all others -> Intent, or nothing
Guarantees  1. Privacy comes first, and nothing of it can be swallowed: where a sentence about privacy stands in the
               place of a text or in it (“add milk and delete what I just said to my list”), or beside what is none of
               ours (“dim the light and delete what I just said”), nothing is done but to ask what was meant.
            2. Any text is an intent of ours or none; no text is an error.
            3. A list that `reads` something takes only words that are readable as that, from the first to the last.
I/O         none; numbers in words are prepared when it is made, so that the first sentence is not slower
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

import hassil
from hassil.errors import HassilError
from hassil.models import MatchEntity
from hassil.parser import ParseError

from voicekeep.assistant.as_spoken import as_spoken, as_written
from voicekeep.assistant.days import is_date
from voicekeep.assistant.errors import SentencesError
from voicekeep.assistant.intents import Intent
from voicekeep.assistant.names import is_name
from voicekeep.assistant.sentences import PRIVACY, READS, Language
from voicekeep.assistant.sums import is_sum, is_sum_by_itself

UNSURE: Final = "unsure"
"""The wish of privacy's intent where its sentence stood inside of another; its slot "wish" says which."""

_TEXT_MAX_CHARS: Final = 500  # nobody says more to a speaker at once
_WRITTEN: Final = {"de": (re.compile("dreissig", re.IGNORECASE), "dreißig")}
"""The number that Switzerland, and whoever folds case, writes without the letter that lists of numbers have it with."""
_SIGNS: Final = re.compile(r"[,;.!?]")
_JOINTS: Final = {
    "en": re.compile(r"[,;.!?]|\b(?:and|then|but|or)\b", re.IGNORECASE),
    "de": re.compile(r"[,;.!?]|\b(?:und|dann|aber|oder)\b", re.IGNORECASE),
    "fr": re.compile(r"[,;.!?]|\b(?:et|puis|mais|ou)\b", re.IGNORECASE),
}
_BY_CHANCE_MAX: Final = 3  # words: “remind me to mute” is no wish to be mute
_READERS: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "sum": is_sum,
    "bare_sum": is_sum_by_itself,
    "date": is_date,
    "name": is_name,
}
_FREE_ALL_THE_SAME: Final = "name"
"""A reader that takes nearly any words: what is swallowed in them is looked for as in any text."""
_ONE: Final = {"en": "one", "de": "eins", "fr": "un"}


class SentenceIntents:
    """Intents from the sentences beside the skills. Safe for threads: nothing changes after it was made."""

    def __init__(self, languages: Iterable[Language]) -> None:
        self._languages: Final[Mapping[str, _OneLanguage]] = {each.code: _OneLanguage(each) for each in languages}

    def recognise(self, text: str, language: str) -> Intent | None:
        """Return what is wanted; None: none of our sentences fits, or the language is none of ours."""
        if language not in self._languages or len(text) > _TEXT_MAX_CHARS:
            return None
        return self._languages[language].recognise(text)


class _OneLanguage:
    def __init__(self, language: Language) -> None:
        self._code = language.code
        self._polite = _longest_first(language.polite)
        self._openings = _longest_first(language.openings)
        try:
            self._readers = {name: _READERS[each[READS]] for name, each in language.lists.items() if READS in each}
            self._bound = {name for name in self._readers if language.lists[name][READS] != _FREE_ALL_THE_SAME}
            self._privacy = hassil.Intents.from_dict(language.hassil(privacy=True))
            self._others = hassil.Intents.from_dict(language.hassil(privacy=False))
            for sheet in language.sheets:  # hassil prepares lists of numbers when they are first needed
                for templates in sheet.understood().values():
                    for number in ("1", _ONE[language.code]):
                        self._ours(_bare(templates[0]) + number)
        except (HassilError, ParseError, ValueError, KeyError) as unusable:
            raise SentencesError("all", language.code) from unusable

    def recognise(self, text: str) -> Intent | None:
        return self._ours(text) or self._swallowed([text])

    def _ours(self, text: str) -> Intent | None:
        """Return what is wanted by a sentence that is ours from its first word to its last."""
        written = self._bare_words(text)
        words = self._bare_words(as_spoken(written, self._code))
        return next(filter(None, (self._recognised(each, written) for each in self._ways_to_say(words))), None)

    def _ways_to_say(self, words: str) -> Iterator[str]:
        """Yield the words as they are, and without what opens them; then both without what is polite in their midst."""
        curt = words
        for polite in self._polite:
            curt = re.sub(rf",?\s+{re.escape(polite)}\b,?", "", curt, flags=re.IGNORECASE)
        for said in dict.fromkeys((words, curt)):
            left, opened = said, self._without_opening(said)
            yield left
            while opened != left:
                left, opened = opened, self._without_opening(opened)
                yield left

    def _without_opening(self, words: str) -> str:
        folded = words.casefold().replace("-", " ")  # “peux-tu”
        for opening in self._openings:
            if folded.startswith((f"{opening} ", f"{opening},")):
                return self._bare_words(words[len(opening) :].lstrip(" ,"))
        return words

    def _recognised(self, words: str, written: str) -> Intent | None:
        private = hassil.recognize(words, self._privacy, language=self._code)
        if private is not None:
            return _intent(private)
        fitting = filter(self._is_readable, hassil.recognize_all(words, self._others, language=self._code))
        found = max(fitting, key=self._plainness, default=None)
        if found is None:
            return None
        swallowed = self._swallowed([str(entity.value) for entity in self._free(found)])
        return self._intent(found, words, written) if swallowed is None else swallowed

    def _is_readable(self, result: hassil.RecognizeResult) -> bool:
        """Return whether each of its texts that must be readable as something is."""
        return all(
            self._readers[entity.name](str(entity.value), self._code)
            for entity in result.entities_list
            if entity.name in self._readers
        )

    def _free(self, result: hassil.RecognizeResult) -> list[MatchEntity]:
        """Return its texts that may be anything."""
        return [entity for entity in result.entities_list if entity.is_wildcard and entity.name not in self._bound]

    def _plainness(self, result: hassil.RecognizeResult) -> tuple[int, int, int]:
        """Order matches: what leaves the least to free texts comes first, then what has more fixed words."""
        free = sum(len(str(entity.value)) for entity in self._free(result))
        return -free, result.text_chunks_matched, -len(result.entities_list)

    def _swallowed(self, free: Iterable[str]) -> Intent | None:
        """Return that a sentence about privacy stands in a text that was free, alone or beside something else."""
        for text in free:
            for part in _parts(text, self._code):
                private = hassil.recognize(part, self._privacy, language=self._code)
                if private is not None:
                    _, _, wish = private.intent.name.partition(".")
                    return Intent(skill=PRIVACY, wish=UNSURE, slots={"wish": wish})
        return None

    def _intent(self, found: hassil.RecognizeResult, words: str, written: str) -> Intent:
        """Return the intent; a free text in it is as it was written, commas and figures and all."""
        intent = _intent(found, words)
        free = {entity.name for entity in self._free(found)}
        slots = {
            name: self._free_text(str(value), words, written) if name in free else value
            for name, value in intent.slots.items()
        }
        return Intent(skill=intent.skill, wish=intent.wish, slots=slots)

    def _free_text(self, text: str, words: str, written: str) -> str:
        """Return a free text as it was written; what is polite before it is none of it: “setz bitte Milch auf …”."""
        text = text if words == written else as_written(text, written, self._code)
        for polite in self._polite:
            if text.casefold().startswith((f"{polite} ", f"{polite},")):
                text = text[len(polite) :].lstrip(" ,")
        return text

    def _bare_words(self, text: str) -> str:
        words = text.strip().strip(".!?,;:… \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}")
        if self._code in _WRITTEN:
            written, meant = _WRITTEN[self._code]
            words = written.sub(meant, words)
        for polite in self._polite:
            folded = words.casefold()
            if folded.startswith((f"{polite} ", f"{polite},")):
                words = words[len(polite) :].lstrip(" ,")
            if folded.endswith(" " + polite) and len(words) > len(polite):
                words = words[: -len(polite)].rstrip(" ,")
        return words


def _longest_first(phrases: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted((each.casefold() for each in phrases), key=len, reverse=True))


def _bare(template: str) -> str:
    """Return a text that leads the matcher as far into `template` as its first list."""
    return re.sub(r"\[[^]]*\]|\(([^|()]*)\|[^()]*\)", r"\1", template).partition("{")[0]


def _parts(free: str, code: str) -> Iterator[str]:
    """Yield a free text, what is joined in it, and the ends of that which are too long to be there by chance."""
    yield free.strip()
    without_signs = _SIGNS.sub(" ", free)  # “lösche, was ich gerade gesagt habe” is one part
    for joined in (*_JOINTS[code].split(free), *_JOINTS[code].split(without_signs)):
        words = joined.split()
        if words:
            yield " ".join(words)
        for first in range(1, len(words) - _BY_CHANCE_MAX):
            yield " ".join(words[first:])


def _intent(result: hassil.RecognizeResult, words: str = "") -> Intent:
    skill, _, wish = result.intent.name.partition(".")
    slots = {
        entity.name: _as_said(str(entity.value), words) if entity.is_wildcard else _value(entity.value)
        for entity in result.entities_list
    }
    return Intent(skill=skill, wish=wish, slots=slots)


def _as_said(free: str, words: str) -> str:
    """Return a free text with the commas that it was said with: they tell where one thing ends."""
    found = re.search(r"[\s,;]+".join(map(re.escape, free.split())), words, re.IGNORECASE)
    return free if found is None else found.group()


def _value(value: object) -> str | int:
    if isinstance(value, int | float) and value == int(value):
        return int(value)
    return str(value)
