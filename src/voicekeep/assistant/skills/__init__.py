"""What the assistant can do: one small module for each skill, its sentences in three languages beside it.

Flow        Intent, Situation -> Answer
Guarantees  1. A skill opens, waits for and changes nothing; a lint looks at what it imports.
I/O         none
"""

from collections.abc import Sequence
from typing import Final

from voicekeep.assistant.answer import Skill
from voicekeep.assistant.skills.alarms import Alarms
from voicekeep.assistant.skills.arithmetic import Arithmetic
from voicekeep.assistant.skills.clock import Clock
from voicekeep.assistant.skills.lists import Lists
from voicekeep.assistant.skills.privacy import Privacy
from voicekeep.assistant.skills.reminders import Reminders
from voicekeep.assistant.skills.talk import Talk
from voicekeep.assistant.skills.timers import Timers
from voicekeep.assistant.skills.who import Who

SKILLS: Final[Sequence[Skill]] = (
    Privacy(),
    Talk(),
    Clock(),
    Timers(),
    Alarms(),
    Lists(),
    Reminders(),
    Arithmetic(),
    Who(),
)

__all__ = ["SKILLS"]
