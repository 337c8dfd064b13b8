"""Text: one thing said in every language that a person may read (GDPR Art. 12(1))."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

Language = Literal["en", "de", "fr"]

LANGUAGES: tuple[Language, ...] = get_args(Language)
LOCALES: Final[Mapping[str, str]] = {"en": "en_GB", "de": "de_DE", "fr": "fr_FR"}
"""How dates, times and sizes are written."""

_FRENCH_GAP = re.compile("(?<=«) | (?=[:;?!»])")


def language_named(code: str) -> Language:
    """Return the language with this code.

    Raises:
        ValueError: none of ours.
    """
    for language in LANGUAGES:
        if code == language:
            return language
    raise ValueError("not a language of ours")


@dataclass(frozen=True, slots=True)
class Text:
    """The same sentence in English, German and French."""

    en: str
    de: str
    fr: str

    def within(self, language: Language) -> str:
        """Return the sentence in `language`, ready to be shown."""
        return typeset(str(getattr(self, language)), language)


def typeset(sentence: str, language: Language) -> str:
    """Return `sentence` as its language sets it: French keeps : ; ? ! and quotation marks with their word."""
    return _FRENCH_GAP.sub("\u00a0", sentence) if language == "fr" else sentence
