"""Reasons that somebody gives for a decision about a request: in words, about this request, and no others (R10).

Flow        what was typed -> the reason as it is kept, and what two reasons have in common if they are the same
Guarantees  1. What says nothing is refused: too few words, or one over and over.
            2. Two reasons are the same if their words are, whatever stands between them: so a reason that was used for
               another request is known by its digest, and nobody keeps the words for that.
I/O         none
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from voicekeep.request.access import RequestError

WORDS_MIN: Final = 5  # different ones


class EmptyReasonError(RequestError):
    """A reason says nothing, or is too long; nothing was decided."""

    promise = "P10"

    def __init__(self) -> None:
        super().__init__("a reason says nothing, or is too long; nothing was decided")


class BoilerplateReasonError(RequestError):
    """The same words were given for another request; nothing was decided."""

    promise = "P10"

    def __init__(self) -> None:
        super().__init__("the same words were given as the reason for another request; nothing was decided")


def reason_given(typed: str, *, most_chars: int) -> str:
    """Return a reason as it is kept. Raises EmptyReasonError."""
    given = typed.strip()
    if len(given) > most_chars or len(set(same_words(given).split())) < WORDS_MIN:
        raise EmptyReasonError
    return given


def same_words(reason: str) -> str:
    """Return what is the same in two reasons that differ in nothing but case, accents and what stands between words."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", reason) if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W\d_]+", plain.casefold()))
