"""What stops an engine or a sentence: each error says what was not understood, done or spoken."""

from __future__ import annotations

from voicekeep.records.errors import VoicekeepError


class AssistantError(VoicekeepError):
    """Something that was said was not understood, or not answered; nothing was done."""

    promise = "P10"


class NoEngineError(AssistantError):
    """No engine here understands that language."""

    def __init__(self, language: str) -> None:
        super().__init__(f"no engine here understands {language}; nothing was understood or done")
        self.language = language


class EngineFailedError(AssistantError):
    """An engine ended, or answered out of form."""

    def __init__(self, engine: str) -> None:
        super().__init__(f"the engine {engine} failed; nothing was understood or done")
        self.engine = engine


class EngineLateError(AssistantError):
    """An engine did not answer in its time."""

    def __init__(self, engine: str) -> None:
        super().__init__(f"the engine {engine} did not answer in time; nothing was understood or done")
        self.engine = engine


class UnusableSoundError(AssistantError):
    """The sound is empty, or not whole samples."""

    def __init__(self) -> None:
        super().__init__("the sound is empty or not whole samples; nothing was understood or done")


class SentencesError(AssistantError):
    """The sentences of a skill cannot be read; the assistant was not started."""

    def __init__(self, skill: str, language: str) -> None:
        super().__init__(f"the sentences of {skill} in {language} cannot be used; the assistant was not started")
        self.skill = skill
        self.language = language


class UnknownIntentError(AssistantError):
    """A skill was handed an intent that is not its own; nothing was done."""

    def __init__(self, intent: str) -> None:
        super().__init__(f"no skill does {intent}; nothing was done")
        self.intent = intent
