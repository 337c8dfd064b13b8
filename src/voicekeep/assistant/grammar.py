"""The grammar that the built-in engine listens for: our sentences, as JSGF.

Flow        the sentences of a language -> one JSGF text, and the words that it is made of
Guarantees  1. Every sentence that the grammar lets through is one that the intents recognise; a test asks them all.
            2. What is free in a sentence (“heard” beside a list) is listened for from a closed vocabulary: the engine
               cannot write down what nobody taught it.
I/O         none
Format      JSGF 1.0, as pocketsphinx reads it
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hassil import Alternative, ListReference, Permutation, RuleReference, Sequence, TextChunk
from hassil.expression import Expression, Group, Sentence
from hassil.intents import Intents, RangeSlotList, TextSlotList
from hassil.numbers import get_rbnf_engine
from hassil.parse_expression import parse_sentence

from voicekeep.assistant.errors import SentencesError
from voicekeep.assistant.sentences import Language

_WORD: Final = re.compile(r"[a-z']+")


class Grammar:
    """One language's sentences, written as rules."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._lists = Intents.from_dict({**language.hassil(privacy=False), "intents": {}}).slot_lists
        self._rules = {name: parse_sentence(body, keep_text=True) for name, body in language.rules.items()}
        self._written: dict[str, str] = {}
        self._sentences = [
            (f"{sheet.skill}_{wish}", template)
            for sheet in language.sheets
            for wish, templates in sheet.wishes.items()
            for template in templates
        ]

    def text(self) -> str:
        """Return the grammar.

        Raises:
            SentencesError: a sentence cannot be listened for: it names a list or rule that is not there.
        """
        self._written.clear()
        bodies = [body for _, template in self._sentences if (body := self._body(template)) is not None]
        polite = " | ".join(self._language.polite)
        edge = f"[ {polite} ] " if polite else ""
        public = f"public <said> = {edge}( {' | '.join(bodies)} ) {edge};"
        rules = [f"<{name}> = {body};" for name, body in self._written.items()]
        return "\n".join(["#JSGF V1.0;", "grammar voicekeep;", *rules, public, ""])

    def words(self) -> frozenset[str]:
        """Return every word that the grammar can hear."""
        text = re.sub(r"<[^>]*>", " ", self.text().partition("grammar voicekeep;")[2].replace("public", ""))
        return frozenset(_WORD.findall(text))

    def _body(self, template: str) -> str | None:
        """Return a sentence as a rule's body; None: it has a free text for which nothing is listened."""
        expression = parse_sentence(template).expression
        if any(self._is_free(name) for name in _lists_in(expression, self._rules)):
            return None
        return f"( {self._write(expression)} )"

    def _is_free(self, list_name: str) -> bool:
        described = self._language.lists.get(list_name, {})
        return bool(described.get("wildcard")) and "heard" not in described

    def _write(self, expression: Expression) -> str:
        if isinstance(expression, TextChunk):
            return " ".join(_WORD.findall(expression.text.casefold()))
        if isinstance(expression, RuleReference):
            return self._rule(expression.rule_name)
        if isinstance(expression, ListReference):
            return self._list(expression.list_name)
        if isinstance(expression, Alternative):
            ways = [written for item in expression.items if (written := self._write(item))]
            optional = expression.is_optional or len(ways) < len(expression.items)
            together = " | ".join(ways)
            return f"[ {together} ]" if optional else f"( {together} )"
        if isinstance(expression, Permutation):
            return self._write(expression.items[0]) if len(expression.items) == 1 else self._orders(expression)
        if isinstance(expression, Sequence | Group):
            return " ".join(written for item in expression.items if (written := self._write(item)))
        raise SentencesError("all", self._language.code)

    def _orders(self, permutation: Permutation) -> str:
        return f"( {' | '.join(f'{self._write(first)} {self._write(rest)}' for first, rest in _orders(permutation))} )"

    def _rule(self, name: str) -> str:
        if name not in self._rules:
            raise SentencesError(name, self._language.code)
        key = f"rule_{name}"
        if key not in self._written:
            body = self._write(self._rules[name].expression)
            self._written[key] = body
        return f"<{key}>"

    def _list(self, name: str) -> str:
        key = f"list_{name}"
        if key not in self._written:
            heard = self._language.lists.get(name, {}).get("heard")
            self._written[key] = (
                self._write(parse_sentence(heard).expression) if heard is not None else self._values(name)
            )
        return f"<{key}>"

    def _values(self, name: str) -> str:
        values = self._lists.get(name)
        if isinstance(values, TextSlotList):
            return " | ".join(self._write(value.text_in) for value in values.values)
        if isinstance(values, RangeSlotList):
            return " | ".join(spelled(number, self._language.code) for number in values.get_numbers())
        raise SentencesError(name, self._language.code)


def spelled(number: float, language: str) -> str:
    """Return a number in words, as they are spoken: “twenty five”."""
    engine = get_rbnf_engine(language)
    return " ".join(_WORD.findall(engine.format_number(number).text.casefold()))


def _orders(permutation: Permutation) -> Iterator[tuple[Expression, Permutation]]:
    yield from permutation.iterate_permutations()


def _lists_in(expression: Expression, rules: dict[str, Sentence]) -> Iterator[str]:
    if isinstance(expression, Group):
        yield from expression.list_names(rules)
