"""What the built-in engine listens for: our sentences, as an automaton of words.

Flow        the sentences of a language -> states and words -> the smallest automaton
Guarantees  1. Every sentence that the grammar lets through is one that the intents recognise; a test asks them.
            2. What is free in a sentence (“heard” beside a list) is listened for from a closed vocabulary: the engine
               cannot write down what nobody taught it.
I/O         none
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final, TypeVar

from hassil import Alternative, ListReference, Permutation, RuleReference, TextChunk
from hassil.expression import Expression, Group, Sentence
from hassil.intents import Intents, RangeSlotList, SlotList, TextSlotList
from hassil.numbers import get_rbnf_engine
from hassil.parse_expression import parse_sentence

from voicekeep.assistant.automaton import Automaton, Draft
from voicekeep.assistant.errors import SentencesError
from voicekeep.assistant.sentences import HEARD, Language

Of = TypeVar("Of")
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*'?")


def grammar_of(language: Language, *, asked: bool = False) -> Automaton:
    """Return what is listened for in one language: at any time, or while a question is open.

    Raises:
        SentencesError: a sentence names a list or a rule that is not there.
    """
    writing = _Writing(language)
    draft = writing.draft
    first, begun, said, last = (draft.state() for _ in range(4))
    for polite in ((), *(each.split() for each in language.polite)):
        writing.words(polite, first, begun)
        writing.words(polite, said, last)
    for sheet in language.sheets:
        listened_for = (sheet.wishes, sheet.asked) if asked else (sheet.wishes,)
        for template in (each for section in listened_for for templates in section.values() for each in templates):
            writing.sentence(template, begun, said)
    return draft.automaton(first, last)


class _Writing:
    """Turns hassil's expressions into states and arcs."""

    def __init__(self, language: Language) -> None:
        self.draft = Draft()
        self._language = language
        self._lists: dict[str, SlotList] = Intents.from_dict(
            {**language.hassil(privacy=False), "intents": {}}
        ).slot_lists
        self._rules: dict[str, Sentence] = {
            name: parse_sentence(body, keep_text=True) for name, body in language.rules.items()
        }

    def sentence(self, template: str, first: int, last: int) -> None:
        """Write one sentence, unless it has a free text for which nothing is listened."""
        expression = parse_sentence(template).expression
        free = isinstance(expression, Group) and any(map(self._is_free, expression.list_names(self._rules)))
        if not free:
            self._write(expression, first, last)

    def words(self, words: Iterable[str], first: int, last: int) -> None:
        """Write words, one after another."""
        here = first
        for word in words:
            following = self.draft.state()
            self.draft.arc(here, word, following)
            here = following
        self.draft.arc(here, None, last)

    def _is_free(self, list_name: str) -> bool:
        described = self._language.lists.get(list_name, {})
        return bool(described.get("wildcard")) and HEARD not in described

    def _write(self, expression: Expression, first: int, last: int) -> None:
        match expression:
            case TextChunk():
                self.words(_WORD.findall(expression.text.casefold()), first, last)
            case RuleReference():
                self._write(self._named(self._rules, expression.rule_name).expression, first, last)
            case ListReference():
                self._list(expression.list_name, first, last)
            case Alternative():
                for item in expression.items:
                    self._write(item, first, last)
                if expression.is_optional:
                    self.draft.arc(first, None, last)
            case Permutation() if len(expression.items) > 1:
                for item, rest in expression.iterate_permutations():
                    self._in_order((item, rest), first, last)
            case Group():
                self._in_order(expression.items, first, last)
            case _:
                raise SentencesError("all", self._language.code)

    def _in_order(self, items: Iterable[Expression], first: int, last: int) -> None:
        here = first
        for item in items:
            following = self.draft.state()
            self._write(item, here, following)
            here = following
        self.draft.arc(here, None, last)

    def _list(self, name: str, first: int, last: int) -> None:
        heard = self._language.lists.get(name, {}).get(HEARD)
        if heard is not None:
            self._write(parse_sentence(heard).expression, first, last)
            return
        match self._named(self._lists, name):
            case TextSlotList(values=values):
                for value in values:
                    self._write(value.text_in, first, last)
            case RangeSlotList() as numbers:
                for number in numbers.get_numbers():
                    self.words(spelled(number, self._language.code), first, last)
            case _:
                raise SentencesError(name, self._language.code)

    def _named(self, things: Mapping[str, Of], name: str) -> Of:
        if name not in things:
            raise SentencesError(name, self._language.code)
        return things[name]


@lru_cache(maxsize=8192, typed=True)
def spelled(number: float, language: str) -> tuple[str, ...]:
    """Return a number in words, as they are spoken: “twenty”, “five”."""
    return tuple(_WORD.findall(get_rbnf_engine(language).format_number(number).text.casefold()))
