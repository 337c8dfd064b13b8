"""A paper: what a document says, before anybody sets it as a page or prints it.

Flow        settings, catalogue, tables -> Paper -> HTML (page.py) or PDF (printing.py)
Guarantees  1. A paper holds text and nothing else: no part of it is markup, whoever wrote it.
            2. What a page shows and what is printed come from the same value.
I/O         none
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from voicekeep.records.errors import VoicekeepError
from voicekeep.records.texts import LOCALES, Language


class PaperError(VoicekeepError):
    """A paper could not be made; nothing was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Names and what they are."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """A list."""

    points: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under a head; each as long as the head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]  # shares of the line, on paper
    folded: str = ""  # what a page shows instead until somebody wants to see the rows; empty: it shows the rows


Block = str | Facts | Points | Table
"""A text is a paragraph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Blocks under a heading, and sections below it."""

    title: str
    blocks: tuple[Block, ...] = ()
    below: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One document in one language."""

    title: str
    language: Language
    on: date  # the day it was made, in the controller's zone
    by: str  # who answers for it
    lead: tuple[str, ...]
    caution: str = ""  # what nobody may overlook; empty: nothing
    sections: tuple[Section, ...]

    @property
    def day(self) -> str:
        """Return the day in words."""
        return day_in_words(self.on, self.language)


def day_in_words(day: date, language: Language) -> str:
    """Return a day as its readers write it: 4 November 2030; in French, the first of a month is “1er”."""
    words = format_date(day, "long", locale=LOCALES[language])
    return words.replace("1", "1er", 1) if language == "fr" and day.day == 1 else words
