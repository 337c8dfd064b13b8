"""How many days are left, in words: never by colour alone."""

from __future__ import annotations

from collections.abc import Callable

from voicekeep.app.web.words import words_in


def days_in_words(language: str) -> Callable[[int], str]:
    """Return what says how many days are left: 0 is the last day, less than that is late."""
    words = words_in(language)

    def say(days: int) -> str:
        if days == 0:
            return words["due_today"]
        key = "due_left" if days > 0 else "due_late"
        return words[f"{key}_one" if abs(days) == 1 else f"{key}_many"].replace("{days}", str(abs(days)))

    return say
