"""What was asked for is completed by what is said next: “set a timer”, “for how long?”, “ten minutes”.

Flow        an intent or none, the words, what was asked back -> the intent that was meant, or none
Guarantees  1. Without a question a bare length, time or name is nobody's intent, unless it says of what: “ten minute
               timer”.
            2. What was said first stays: the answer only adds to it. A name counts only if it was offered.
I/O         none
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from voicekeep.assistant.intents import Intent
from voicekeep.assistant.situation import Question

BARE: Final = "talk.bare"
"""The intent of a length or a time by itself."""
_KIND: Final = "kind"  # slot: the skill of which it says that it is: “ten minute timer”


def completed(intent: Intent | None, words: str, asked: Question | None) -> Intent | None:
    """Return what is wanted, after what was asked back; None: none of our sentences fits."""
    bare = intent if intent is not None and intent.name == BARE else None
    awaits = None if asked is None else asked.awaits
    if asked is None or awaits is None:
        return _by_its_kind(bare) if bare is not None else intent
    if bare is not None and "name" not in bare.slots:
        return Intent(skill=awaits.skill, wish=awaits.wish, slots={**_said(bare), **awaits.slots})
    if intent is not None and bare is None:
        return intent
    name = named_in(words, asked.names)
    return None if name is None else Intent(skill=awaits.skill, wish=awaits.wish, slots={**awaits.slots, "name": name})


def _by_its_kind(bare: Intent) -> Intent | None:
    """Return that “ten minute timer” sets one, since it says what it is of; None: a length or a time, and of what?"""
    kind = bare.text(_KIND)
    return None if kind is None else Intent(skill=kind, wish="set", slots=_said(bare))


def _said(bare: Intent) -> dict[str, str | int]:
    return {slot: value for slot, value in bare.slots.items() if slot != _KIND}


def named_in(words: str, names: Sequence[str]) -> str | None:
    """Return the one of these names that is among the words, the longest where one is in another; None: none or two."""
    said = [name for name in dict.fromkeys(names) if _is_in(name, words)]
    longest = [name for name in said if not any(name != other and _is_in(name, other) for other in said)]
    return longest[0] if len(longest) == 1 else None


def _is_in(name: str, words: str) -> bool:
    return re.search(rf"\b{re.escape(name.casefold())}\b", words.casefold()) is not None
