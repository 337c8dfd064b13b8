"""The assistant: hear, understand, answer, speak. Each step is an engine or a skill behind a Protocol.

Flow        samples -> SpeechToText -> Intents -> a skill -> Answer; text -> SpeechEngine -> WAV
Guarantees  1. What the engine rejected is never acted on.
            2. It keeps nothing: no sound, no words, no conversation. Whoever calls it decides what is kept.
I/O         that of its engines
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from voicekeep.assistant.answer import Answer, Skill
from voicekeep.assistant.completing import completed
from voicekeep.assistant.effects import AskHome
from voicekeep.assistant.errors import NoEngineError, UnknownIntentError
from voicekeep.assistant.hearing import SpeechToText, Transcript
from voicekeep.assistant.intents import Intent, Intents
from voicekeep.assistant.situation import NOTHING, Need, Question, Situation
from voicekeep.assistant.speech import SpeechEngine, Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What was heard, and what is wanted; no intent: none of our sentences fits, or it was rejected."""

    transcript: Transcript
    intent: Intent | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mouth:
    """What speaks one language, and how."""

    engine: SpeechEngine
    voice: Voice
    name: str  # of the engine, as a turn's record tells it
    recipient: str | None = None  # who outside of this keep gets the text; None: nobody (R32)


class Pipeline:
    """One assistant. Safe for threads as far as its engines are; ours are."""

    def __init__(
        self,
        *,
        ears: Iterable[SpeechToText],
        mouths: Mapping[str, Mouth],
        intents: Intents,
        skills: Iterable[Skill],
    ) -> None:
        self._ears: Final = {language: ear for ear in ears for language in ear.languages}  # the last one wins
        self._mouths: Final = dict(mouths)
        self._intents: Final = intents
        self._skills: Final = {skill.name: skill for skill in skills}

    @property
    def languages(self) -> frozenset[str]:
        """Return the languages in which speech is understood."""
        return frozenset(self._ears)

    def ear_of(self, language: str) -> SpeechToText:
        """Return what hears a language. Raises NoEngineError: nothing does."""
        if language not in self._ears:
            raise NoEngineError(language)
        return self._ears[language]

    def mouth_of(self, language: str) -> Mouth:
        """Return what speaks a language. Raises NoEngineError: nothing does."""
        if language not in self._mouths:
            raise NoEngineError(language)
        return self._mouths[language]

    def understand(self, pcm: bytes, language: str, asked: Question | None = None) -> Understood:
        """Return what was said and what is wanted.

        Args:
            pcm: 16,000 samples a second, 16 bit little-endian, mono: one utterance.
            language: en, de or fr.
            asked: What was asked back before, in the same conversation.

        Raises:
            AssistantError: nothing was understood; the subclass says why.
        """
        transcript = self.ear_of(language).transcribe(pcm, language, asked=asked is not None)
        if transcript.rejected:
            return Understood(transcript=transcript)
        intent = completed(self._intents.recognise(transcript.text, language), transcript.text, asked)
        return Understood(transcript=transcript, intent=intent)

    def read(self, text: str, language: str) -> Intent | None:
        """Return what is wanted by words that were typed or read elsewhere."""
        return completed(self._intents.recognise(text, language), text, None)

    def needs(self, understood: Understood) -> frozenset[Need]:
        """Return what of a person must be opened to answer; nothing, where no skill answers."""
        intent = understood.intent
        skill = None if intent is None else self._skills.get(intent.skill)
        return NOTHING if skill is None else skill.needs

    def answer(self, understood: Understood, situation: Situation) -> Answer:
        """Return what is answered, and what is to be done.

        What no skill does is for the home control; what was rejected is for nobody.

        Raises:
            UnknownIntentError: a sentence belongs to a skill that is not here.
        """
        intent = understood.intent
        if intent is None:
            return Answer() if understood.transcript.rejected else Answer(effects=(AskHome(),))
        if intent.skill not in self._skills:
            raise UnknownIntentError(intent.name)
        return self._skills[intent.skill].answer(intent, situation)

    def speak(self, text: str, language: str) -> bytes:
        """Return `text` spoken: WAV, mono, 16 bit.

        Raises:
            NoEngineError: nothing here speaks that language.
            SpeechError: it was not spoken.
        """
        mouth = self.mouth_of(language)
        return mouth.engine.speak(text, mouth.voice)
