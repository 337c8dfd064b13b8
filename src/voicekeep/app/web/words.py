"""The pages' words, a file per language; a test compares their keys and looks for each in the templates."""

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
    """Return every text of the pages in `language`: en, de or fr."""
    text = (files("voicekeep.app.web") / "texts" / f"{language}.toml").read_text("utf-8")
    words: dict[str, str] = tomllib.loads(text)
    return words
