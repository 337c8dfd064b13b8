"""Word a field of a case's paper otherwise; what it said before stays in the case, sealed, with role and instant."""

from __future__ import annotations

import re
from typing import Final

from voicekeep.app.operations.case_desk import READERS, write_at_the_desk
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.staff import on_duty
from voicekeep.incident import Case, PaperOf, Worded
from voicekeep.people import Session
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import TriageId
from voicekeep.records.texts import Language

_IDENTIFIER: Final = re.compile(r"[a-z]{3}_[a-z2-7]{26}", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
FOR_OTHERS: Final = frozenset(PaperOf) - {PaperOf.AUTHORITY}


class WordingRefusedError(VoicekeepError):
    """A field was not worded otherwise: it would name somebody, or there is no such field."""

    promise = "P9"

    def __init__(self, why: str) -> None:
        super().__init__(f"{why}; the field says what it said before")


def word(keep: Keep, session: Session, triage: TriageId, worded: Worded, *, parts: tuple[str, ...], seen: int) -> None:
    """Word a field otherwise; an empty text: as the case itself fills it, again.

    Args:
        keep: Where.
        session: Whose.
        triage: Which case.
        worded: Which field of which paper in which language, and what it says.
        parts: The fields that the paper has.
        seen: How many entries the case had when it was read.

    Raises:
        NotOnDutyError, StaleSignInError: no officer or data protection officer, freshly signed in with a passkey.
        WordingRefusedError: no such field; or a number of this keep or a mail address in a text that others read.
        IncidentError: as `change_case`.
    """
    on_duty(keep, session, READERS, fresh=True)
    if worded.part not in parts:
        raise WordingRefusedError("there is no such field")
    naming = _IDENTIFIER.search(worded.text) or (worded.paper is PaperOf.PRESS and _ADDRESS.search(worded.text))
    if worded.paper in FOR_OTHERS and naming:
        raise WordingRefusedError("the text holds a number of this keep, or an address")
    write_at_the_desk(keep, session, triage, worded, seen=seen)


def history_of(case: Case, paper: PaperOf, language: Language, part: str) -> tuple[tuple[str, str, str], ...]:
    """Return what a field was worded like, the latest first: when (UTC), by which role, what."""
    return tuple(
        (f"{noted.at:%Y-%m-%d %H:%M}Z", noted.by, noted.change.text)
        for noted in reversed(case.history)
        if isinstance(noted.change, Worded)
        and (noted.change.paper, noted.change.language, noted.change.part) == (paper, language, part)
    )
