"""The pages' words: a folder for each language, a file for each area; a test compares keys and templates."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from voicekeep.records import texts

LANGUAGES: Final = {"en": "English", "de": "Deutsch", "fr": "Français"}
LOCALES: Final = texts.LOCALES


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
    return words
