"""The engines that an operator chose in the place of the built-in ones.

Flow        Settings -> ears and mouths for `open_assistant`; an address -> whether the right engine answers there
Guarantees  1. A language for which nothing is set keeps its built-in engine, or has none.
            2. Who gets speech outside of this machine is named with it, in each turn's record too (R32).
I/O         none until something is said; `require_answer`: one connection
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from voicekeep.app.engine_address import EngineAddress
from voicekeep.app.engines.wire import Event, Exchange
from voicekeep.app.engines.wyoming import WyomingEar, WyomingSpeech
from voicekeep.app.settings import HEARS, SPEAKS, Settings
from voicekeep.assistant import AssistantError, Mouth, Voice

_KINDS: Final = {HEARS: "asr", SPEAKS: "tts"}  # as a service calls what it offers, in its "info"
_ANSWER_MAX_BYTES: Final = 1024 * 1024
_ANSWER_SECONDS: Final = 5.0


class OtherEngineError(AssistantError):
    """What answers at an engine's address does not offer what it is set for; no speech was sent to it."""

    def __init__(self, key: str) -> None:
        super().__init__(f"what answers at the address of {key} is no such engine; no speech was sent to it")
        self.key = key


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenEngines:
    """What stands in the place of built-in engines, for their languages."""

    ears: tuple[WyomingEar, ...]
    mouths: Mapping[str, Mouth]


def engines_of(settings: Settings) -> ChosenEngines:
    """Return the engines that the settings name; nothing is connected.

    Raises:
        BadSettingError: an address is none, or on another machine, and that was not allowed.
    """
    at = settings.engines
    return ChosenEngines(
        ears=tuple(
            WyomingEar(address=address, languages=frozenset({_language(key)}))
            for key, address in at.items()
            if key.startswith(HEARS)
        ),
        mouths={_language(key): _mouth(key, address) for key, address in at.items() if key.startswith(SPEAKS)},
    )


def require_answer(key: str, address: EngineAddress) -> None:
    """Ask what is at an engine's address what it offers; no speech is sent.

    Raises:
        EngineFailedError, EngineLateError: nothing answers there, or not as a Wyoming service does.
        OtherEngineError: it offers something else; the two kinds are easily set the wrong way round.
    """
    with Exchange(address, engine=key, seconds=_ANSWER_SECONDS, max_bytes=_ANSWER_MAX_BYTES) as exchange:
        exchange.send(Event(type="describe"))
        while (event := exchange.receive()).type != "info":
            pass
    if not event.data.get(_KINDS[key.rpartition("_")[0]]):
        raise OtherEngineError(key)


def _language(key: str) -> str:
    return key.rpartition("_")[2]


def _mouth(key: str, address: EngineAddress) -> Mouth:
    speech = WyomingSpeech(address=address)
    return Mouth(engine=speech, voice=Voice(name=_language(key)), name=speech.name, recipient=address.recipient)
