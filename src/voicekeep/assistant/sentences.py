"""What can be said: the sentences beside the skills, read once, for each language.

Flow        skills/<skill>.<language>.yaml -> Sheet -> what recognises intents, and the grammar that listens for them
Guarantees  1. A file that cannot be read stops the start, by name; half a language is never used.
            2. Every skill has its sentences in every language; a list or rule has one meaning in a language.
            3. What stands under “written” is understood, and not listened for: the built-in engine, which tells few
               sentences apart better than many, is not made worse by it. What stands under “asked” is listened for only
               while a question is open: a short word would be heard in everything.
I/O         reads files of this package
Format      docs/skills.md
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any, Final

import yaml

from voicekeep.assistant.errors import SentencesError

SHARED: Final = "shared"
PRIVACY: Final = "privacy"
READS: Final = "reads"
"""Beside a list that takes any words: as what they must be readable, else the sentence does not fit."""
HEARD: Final = "heard"
_LISTS, _RULES, _POLITE, _OPENINGS, _WRITTEN, _ASKED = "lists", "rules", "polite", "openings", "written", "asked"
_NO_WISHES: Final = frozenset({_LISTS, _RULES, _POLITE, _OPENINGS, _WRITTEN, _ASKED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The sentences of one skill in one language."""

    skill: str
    language: str
    wishes: Mapping[str, Sequence[str]]  # what is wanted -> templates, in hassil's notation
    written: Mapping[str, Sequence[str]] = field(default_factory=dict)  # the same, for engines that write freely only
    asked: Mapping[str, Sequence[str]] = field(default_factory=dict)  # the same, while a question is open
    lists: Mapping[str, Any] = field(default_factory=dict)  # hassil's slot lists; beside them "heard" and "reads"
    rules: Mapping[str, str] = field(default_factory=dict)  # hassil's expansion rules
    polite: Sequence[str] = ()  # what may stand before and after every sentence
    openings: Sequence[str] = ()  # “hey”, “can you”: what may stand before one, for engines that write freely only

    def understood(self) -> Mapping[str, Sequence[str]]:
        """Return what is wanted, with all templates by which it is understood."""
        sections = (self.wishes, self.asked, self.written)
        wishes = dict.fromkeys(wish for section in sections for wish in section)
        return {wish: tuple(each for section in sections for each in section.get(wish, ())) for wish in wishes}


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """All that can be said in one language."""

    code: str
    sheets: tuple[Sheet, ...]
    lists: Mapping[str, Any]
    rules: Mapping[str, str]
    polite: tuple[str, ...]
    openings: tuple[str, ...] = ()

    def hassil(self, *, privacy: bool) -> dict[str, Any]:
        """Return the sentences as hassil takes them: those about privacy, or all others."""
        return {
            "language": self.code,
            "intents": {
                f"{sheet.skill}.{wish}": {"data": [{"sentences": list(templates)}]}
                for sheet in self.sheets
                if (sheet.skill == PRIVACY) is privacy
                for wish, templates in sheet.understood().items()
            },
            "lists": {
                name: {key: each[key] for key in each if key not in (HEARD, READS)} for name, each in self.lists.items()
            },
            "expansion_rules": dict(self.rules),
        }


def parse(text: str, skill: str, language: str) -> Sheet:
    """Read one file's text.

    Raises:
        SentencesError: it is not what docs/skills.md says.
    """
    try:
        read = yaml.safe_load(text)
    except yaml.YAMLError as malformed:
        raise SentencesError(skill, language) from malformed
    if not isinstance(read, dict):
        raise SentencesError(skill, language)
    wishes = {key: value for key, value in read.items() if key not in _NO_WISHES}
    written, asked = read.get(_WRITTEN, {}), read.get(_ASKED, {})
    if not all(map(_are_templates, (wishes, written, asked))):
        raise SentencesError(skill, language)
    return Sheet(
        skill=skill,
        language=language,
        wishes=wishes,
        written=written,
        asked=asked,
        lists=read.get(_LISTS, {}),
        rules=read.get(_RULES, {}),
        polite=read.get(_POLITE, ()),
        openings=read.get(_OPENINGS, ()),
    )


def _are_templates(wishes: object) -> bool:
    return isinstance(wishes, dict) and all(
        isinstance(wish, str) and isinstance(templates, list) and all(isinstance(each, str) for each in templates)
        for wish, templates in wishes.items()
    )


def read_sheet(skill: str, language: str) -> Sheet:
    """Read the sentences of a skill of ours.

    Raises:
        SentencesError: there are none, or they cannot be used.
    """
    file = files("voicekeep.assistant.skills") / f"{skill}.{language}.yaml"
    try:
        text = file.read_text("utf-8")
    except OSError as missing:
        raise SentencesError(skill, language) from missing
    return parse(text, skill, language)


def together(code: str, sheets: Sequence[Sheet]) -> Language:
    """Put the sheets of one language together.

    Raises:
        SentencesError: two of them mean something else by the same list or rule.
    """
    lists: dict[str, Any] = {}
    rules: dict[str, str] = {}
    polite: list[str] = []
    openings: list[str] = []
    for sheet in sheets:
        if lists.keys() & sheet.lists.keys() or rules.keys() & sheet.rules.keys():
            raise SentencesError(sheet.skill, code)
        lists |= sheet.lists
        rules |= sheet.rules
        polite += sheet.polite
        openings += sheet.openings
    return Language(
        code=code, sheets=tuple(sheets), lists=lists, rules=rules, polite=tuple(polite), openings=tuple(openings)
    )
