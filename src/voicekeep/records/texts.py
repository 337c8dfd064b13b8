"""Text: one thing said in every language that a person may read (GDPR Art. 12(1))."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["en", "de", "fr"]

LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True, slots=True)
class Text:
    """The same sentence in English, German and French."""

    en: str
    de: str
    fr: str

    def within(self, language: Language) -> str:
        """Return the sentence in `language`."""
        return str(getattr(self, language))
