"""All that can be said in one language: what its skills brought along.

Flow        skills -> their sentences and the shared ones -> Language
I/O         reads files of this package
"""

from __future__ import annotations

from collections.abc import Iterable

from voicekeep.assistant.answer import Skill
from voicekeep.assistant.sentences import SHARED, Language, read_sheet, together


def language_of(code: str, skills: Iterable[Skill]) -> Language:
    """Return the sentences of these skills.

    Raises:
        SentencesError: a skill has none in this language, or they cannot be used.
    """
    return together(code, [read_sheet(SHARED, code), *(read_sheet(skill.name, code) for skill in skills)])
