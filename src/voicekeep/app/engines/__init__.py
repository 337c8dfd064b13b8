"""Engines beside the built-in ones: any Wyoming service, by its address.

Flow        Settings -> ChosenEngines; samples -> EngineAddress -> Transcript, or WakeHeard; text -> WAV
Guarantees  1. Whatever the service does, an answer comes in time and in bounds, or a named error does.
            2. In clear, nothing leaves this machine unless the settings say so (`engines_elsewhere`).
I/O         one connection for each utterance and each text, and one while a wake word is listened for
Format      Wyoming: a line of JSON, then data and payload of the lengths that it names
"""

from voicekeep.app.engine_address import EngineAddress, EngineAddressError, EngineElsewhereError
from voicekeep.app.engines.chosen import ChosenEngines, OtherEngineError, engines_of, require_answer
from voicekeep.app.engines.waking import WyomingWake
from voicekeep.app.engines.wire import Event, Exchange
from voicekeep.app.engines.wyoming import WyomingEar, WyomingSpeech

__all__ = [
    "ChosenEngines",
    "EngineAddress",
    "EngineAddressError",
    "EngineElsewhereError",
    "Event",
    "Exchange",
    "OtherEngineError",
    "WyomingEar",
    "WyomingSpeech",
    "WyomingWake",
    "engines_of",
    "require_answer",
]
