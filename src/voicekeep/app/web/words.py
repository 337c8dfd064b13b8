"""The pages' words: a folder for each language, a file for each area; a test compares keys and templates."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from voicekeep.records import texts

LANGUAGES: Final = {"en": "English", "de": "Deutsch", "fr": "Français"}
LOCALES: Final = texts.LOCALES
COLON: Final = {"en": ":", "de": ":", "fr": "\N{NO-BREAK SPACE}:"}
_KEPT_TOGETHER: Final = re.compile(r"(?<=«) | (?=[:;?!»])")  # no line of French begins or ends there


@cache
def words_in(language: str) -> Mapping[str, str]:
    """Return every text of the pages in `language`: en, de or fr.

    Raises:
        ValueError: two areas use one key.
    """
    words: dict[str, str] = {}
    for area in sorted((files("voicekeep.app.web") / "texts" / language).iterdir(), key=lambda file: file.name):
        texts_of_area: dict[str, str] = tomllib.loads(area.read_text("utf-8"))
        if twice := words.keys() & texts_of_area.keys():
            raise ValueError(f"{area.name} says {min(twice)} again")
        words |= texts_of_area
    if language == "fr":
        return {key: _KEPT_TOGETHER.sub("\N{NO-BREAK SPACE}", text) for key, text in words.items()}
    return words
