"""The assistant: hears, understands, answers, speaks.

Flow        samples of an utterance -> Transcript -> Intent -> Answer with effects -> text -> WAV
Guarantees  1. What an engine does not believe itself is rejected, never acted on.
            2. A skill does nothing: it returns effects, and operations carry them out.
            3. An engine's fault stays in the engine's process; all of a text is spoken, or none (P10).
            4. Nothing is kept here, and nothing that was said is logged.
I/O         engines run child processes
Format      sound in: 16 kHz, 16 bit little-endian, mono; out: WAV, mono, 16 bit
"""

from voicekeep.assistant.answer import Answer, Skill
from voicekeep.assistant.built_in import grammar_heard, intents_of_skills, open_assistant
from voicekeep.assistant.effects import (
    AddToList,
    AskHome,
    Cancel,
    Effect,
    EraseLast,
    EraseToday,
    FalseActivation,
    GiveReceipt,
    GuestConversation,
    KeepNothing,
    KeepThreeMonths,
    MuteSpeaker,
    PutOff,
    RemoveFromList,
    RequestCopy,
    SaidWho,
    SetAlarm,
    SetReminder,
    SetTimer,
)
from voicekeep.assistant.errors import (
    AssistantError,
    EngineFailedError,
    EngineLateError,
    NoEngineError,
    SentencesError,
    UnknownIntentError,
    UnusableSoundError,
)
from voicekeep.assistant.espeak import VOICES, EspeakEngine
from voicekeep.assistant.hearing import SpeechToText, Transcript
from voicekeep.assistant.intents import Intent, Intents
from voicekeep.assistant.listening import Heard, Listener, Patience, VoiceActivity, WebRtcVoiceActivity
from voicekeep.assistant.moments import last_of, next_of
from voicekeep.assistant.pipeline import Mouth, Pipeline, Understood
from voicekeep.assistant.recognition import SentenceIntents
from voicekeep.assistant.refusing import WHO_ARE_YOU, why_nothing_is_kept
from voicekeep.assistant.sentences import Language, Sheet, parse, read_sheet, together
from voicekeep.assistant.situation import Entry, Need, Question, Rang, Reminder, Ringing, Situation
from voicekeep.assistant.speech import (
    SpeechEngine,
    SpeechEngineFailedError,
    SpeechError,
    UnknownVoiceError,
    UnspeakableTextError,
    Voice,
)
from voicekeep.assistant.sphinx import SphinxEngine
from voicekeep.assistant.standing_in import SpeechWithStandIn
from voicekeep.assistant.waking import MicroWake, WakeWord, Word

__all__ = [
    "VOICES",
    "WHO_ARE_YOU",
    "AddToList",
    "Answer",
    "AskHome",
    "AssistantError",
    "Cancel",
    "Effect",
    "EngineFailedError",
    "EngineLateError",
    "Entry",
    "EraseLast",
    "EraseToday",
    "EspeakEngine",
    "FalseActivation",
    "GiveReceipt",
    "GuestConversation",
    "Heard",
    "Intent",
    "Intents",
    "KeepNothing",
    "KeepThreeMonths",
    "Language",
    "Listener",
    "MicroWake",
    "Mouth",
    "MuteSpeaker",
    "Need",
    "NoEngineError",
    "Patience",
    "Pipeline",
    "PutOff",
    "Question",
    "Rang",
    "Reminder",
    "RemoveFromList",
    "RequestCopy",
    "Ringing",
    "SaidWho",
    "SentenceIntents",
    "SentencesError",
    "SetAlarm",
    "SetReminder",
    "SetTimer",
    "Sheet",
    "Situation",
    "Skill",
    "SpeechEngine",
    "SpeechEngineFailedError",
    "SpeechError",
    "SpeechToText",
    "SpeechWithStandIn",
    "SphinxEngine",
    "Transcript",
    "Understood",
    "UnknownIntentError",
    "UnknownVoiceError",
    "UnspeakableTextError",
    "UnusableSoundError",
    "Voice",
    "VoiceActivity",
    "WakeWord",
    "WebRtcVoiceActivity",
    "Word",
    "grammar_heard",
    "intents_of_skills",
    "last_of",
    "next_of",
    "open_assistant",
    "parse",
    "read_sheet",
    "together",
    "why_nothing_is_kept",
]
