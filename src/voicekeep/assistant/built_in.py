"""What comes with the program: its skills, its sentences, and engines that need nothing from outside.

Flow        -> Pipeline: English is heard; English, German and French are read and spoken
Guarantees  1. Where an engine that was set to speak fails, the built-in one speaks.
            2. German and French are heard only where an engine for them is set; else it is said that none is.
I/O         child processes of the engines, ended with the context
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import cache
from typing import Final

from voicekeep.assistant.automaton import Automaton
from voicekeep.assistant.espeak import EspeakEngine
from voicekeep.assistant.grammar import grammar_of
from voicekeep.assistant.hearing import SpeechToText
from voicekeep.assistant.pipeline import Mouth, Pipeline
from voicekeep.assistant.recognition import SentenceIntents
from voicekeep.assistant.skills import SKILLS
from voicekeep.assistant.speakable import language_of
from voicekeep.assistant.speech import Voice
from voicekeep.assistant.sphinx import SphinxEngine
from voicekeep.assistant.standing_in import SpeechWithStandIn
from voicekeep.records.texts import LANGUAGES

_VOICES: Final = {"en": "en-gb-x-rp+f3", "de": "de+f2", "fr": "fr+f1"}


@cache
def intents_of_skills() -> SentenceIntents:
    """Return what recognises the sentences of all skills, in all languages, warmed up; a process makes it once."""
    return SentenceIntents(language_of(code, SKILLS) for code in LANGUAGES)


@cache
def grammar_heard() -> Automaton:
    """Return the sentences that the built-in engine listens for, in English; a process makes it once."""
    return grammar_of(language_of("en", SKILLS), asked=False)


@contextmanager
def open_assistant(ears: Sequence[SpeechToText] = (), mouths: Mapping[str, Mouth] | None = None) -> Iterator[Pipeline]:
    """Open an assistant with the built-in engines; `ears` and `mouths` take their place for their languages.

    A mouth that fails is stood in for by the built-in one; an ear is not: what it did not hear nobody did.
    """
    with ExitStack() as opened:
        espeak = opened.enter_context(EspeakEngine())
        sphinx = opened.enter_context(SphinxEngine())
        built_in = {
            code: Mouth(engine=espeak, voice=Voice(name=name), name="espeak-ng") for code, name in _VOICES.items()
        }
        chosen = {code: _relieved(mouth, built_in[code]) for code, mouth in (mouths or {}).items()}
        yield Pipeline(
            ears=(sphinx, *ears),
            mouths={**built_in, **chosen},
            intents=intents_of_skills(),
            skills=SKILLS,
        )


def _relieved(mouth: Mouth, by: Mouth) -> Mouth:
    return replace(mouth, engine=SpeechWithStandIn(mouth.engine, by.engine, by.voice, time.monotonic))
