"""The words of mails, a file per language; a test compares their keys."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from voicekeep.records.texts import Language


@cache
def words_in(language: Language) -> dict[str, str]:
    """Return every text of a mail in `language`."""
    text = (files("voicekeep.notice") / "texts" / f"{language}.toml").read_text("utf-8")
    words: dict[str, str] = tomllib.loads(text)
    return words
