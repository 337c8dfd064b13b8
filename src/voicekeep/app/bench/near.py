"""How the built-in engine does with sentences that nobody chose, and with what nearly is one.

Flow        a seed -> sentences of the engine's grammar, and each once more with a word too many, another word, or
            without its end -> voices of flite -> engine -> understood; what is none and is not rejected was taken
What it says: on one seed the bounds of agreement are set, by others they are judged. A sentence that sounds like one of
ours to the last sound (“wake knee” for “wake me”) is taken whatever the bounds are.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import Final

from voicekeep.app.bench.commands import understood
from voicekeep.app.bench.spoken import VOICES, spoken
from voicekeep.assistant import Intents, SpeechToText, SphinxEngine, grammar_heard, intents_of_skills

_OF_A_WISH: Final = 5  # sentences at most: of timers and sums there are thousands
_IN_VAIN: Final = 200  # draws in a row without a new one: there are no more
_CUT_OFF: Final = 2  # words at most


@dataclass(frozen=True, slots=True, kw_only=True)
class NearFigures:
    """What was measured."""

    understood: int  # of the sentences: the same was wanted as of the written one, slots and all
    sentences: int
    taken: int  # of those that are none: the engine heard one of ours
    near: int

    def as_json(self) -> str:
        """Return the figures as one JSON object."""
        return json.dumps({name: getattr(self, name) for name in self.__slots__})


def bench_near(seed: int, sentences: int, told: Callable[[str], None]) -> NearFigures:
    """Speak and listen. Raises MissingSoundError: flite is not there."""
    intents, chance = intents_of_skills(), Random(seed)  # noqa: S311  a choice to measure by, no secret
    ours = list(islice(_drawn(intents, chance), sentences))
    nearly = [_altered(sentence, intents, chance) for sentence in ours]
    with SphinxEngine() as engine:
        right, of = understood(engine, ours, told)
        taken = sum(_taken(engine, sentence, voice, told) for sentence in nearly for voice in VOICES)
    return NearFigures(understood=right, sentences=of, taken=taken, near=len(VOICES) * len(nearly))


def _taken(engine: SpeechToText, sentence: str, voice: str, told: Callable[[str], None]) -> bool:
    heard = engine.transcribe(spoken(sentence, voice), "en").text
    if heard:
        told(f"taken, by {voice}: {sentence}: {heard}")
    return bool(heard)


def _drawn(intents: Intents, chance: Random) -> Iterator[str]:
    """Yield sentences that the engine listens for, each once, a few of each wish, until there are hardly any more."""
    grammar, seen, of_wish, in_vain = grammar_heard(), set[str](), Counter[tuple[str, str]](), 0
    while in_vain < _IN_VAIN:
        sentence, in_vain = " ".join(grammar.walk(chance.randrange)), in_vain + 1
        wanted = intents.recognise(sentence, "en")
        if wanted is None or sentence in seen or of_wish[wanted.skill, wanted.wish] == _OF_A_WISH:
            continue
        in_vain = 0
        seen.add(sentence)
        of_wish[wanted.skill, wanted.wish] += 1
        yield sentence


def _altered(sentence: str, intents: Intents, chance: Random) -> str:
    """Return what nearly is `sentence`, and is none of ours."""
    others = sorted(grammar_heard().words())
    while True:
        words = sentence.split()
        place = chance.randrange(len(words))
        match chance.randrange(4):
            case 0:
                words = words[: -chance.randint(1, _CUT_OFF)]
            case 1:
                words.insert(place, chance.choice(others))
            case _:
                words[place] = chance.choice(others)
        altered = " ".join(words)
        if altered and intents.recognise(altered, "en") is None and not grammar_heard().accepts(words):
            return altered
