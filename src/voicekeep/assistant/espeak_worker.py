"""The process of the built-in engine: `python -m voicekeep.assistant.espeak_worker`, spoken to by `espeak`.

Flow        JSON question -> eSpeak NG through ctypes -> samples -> WAV
Guarantees  1. Every return code of the library is looked at; a voice it would quietly replace is refused.
I/O         standard input and output; the library reads its own voice data
Format      that of `espeak`
"""

from __future__ import annotations

import ctypes
import io
import json
import wave
from pathlib import Path

import espeakng_loader

from voicekeep.assistant.espeak import FAILED, NO_SUCH_VOICE, NOTHING_TO_SAY, SPOKEN
from voicekeep.device import confine, serve

# From the library's speak_lib.h.
_SYNCHRONOUS = 2
_DO_NOT_EXIT = 0x8000
_UTF8 = 1
_FROM_CHARACTER = 1
_WORDS_PER_MINUTE = 1
_OK = 0

_MEMORY_MAX_BYTES = 512 * 1024 * 1024
_OPEN_FILES = 32

_Receive = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class _LibraryError(Exception):
    """The library did not say that all went well."""


class _NoSuchVoiceError(_LibraryError):
    """The library has no such voice, or no such variant of it."""


class _Library:
    """eSpeak NG, spoken to one text at a time."""

    def __init__(self) -> None:
        data = Path(espeakng_loader.get_data_path())
        self._variants = frozenset(path.name for path in (data / "voices" / "!v").iterdir())
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        self.sample_rate: int = self._library.espeak_Initialize(_SYNCHRONOUS, 0, str(data).encode(), _DO_NOT_EXIT)
        if self.sample_rate <= 0:
            raise _LibraryError
        self._samples = bytearray()
        self._receive = _Receive(self._received)  # the library keeps no reference of its own
        self._library.espeak_SetSynthCallback(self._receive)

    def samples(self, text: str, voice: str, words_per_minute: int) -> bytes:
        """Return `text` spoken, as 16-bit samples in the machine's byte order."""
        _, _, variant = voice.partition("+")
        if variant and variant not in self._variants:
            raise _NoSuchVoiceError  # the library would speak with the language's plain voice
        if self._library.espeak_SetVoiceByName(voice.encode()) != _OK:
            raise _NoSuchVoiceError
        self._samples.clear()
        spoken = text.encode()
        for code in (
            self._library.espeak_SetParameter(_WORDS_PER_MINUTE, words_per_minute, 0),
            self._library.espeak_Synth(spoken, len(spoken) + 1, 0, _FROM_CHARACTER, 0, _UTF8, None, None),
            self._library.espeak_Synchronize(),
        ):
            if code != _OK:
                raise _LibraryError
        return bytes(self._samples)

    def _received(self, samples: ctypes._Pointer[ctypes.c_short], count: int, _events: int | None) -> int:
        if samples and count > 0:
            self._samples += ctypes.string_at(samples, 2 * count)
        return 0  # go on


def _wav(samples: bytes, sample_rate: int) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(2)
        target.setframerate(sample_rate)
        target.writeframes(samples)
    return file.getvalue()


def main() -> None:
    """Load the library, confine the process, then speak what arrives."""
    library = _Library()
    confine(memory_max_bytes=_MEMORY_MAX_BYTES, files=_OPEN_FILES)

    def answer(question: bytes) -> bytes:
        try:
            samples = library.samples(**json.loads(question))
        except _NoSuchVoiceError:
            return bytes((NO_SUCH_VOICE,))
        except _LibraryError:
            return bytes((FAILED,))
        if not samples:
            return bytes((NOTHING_TO_SAY,))
        return bytes((SPOKEN,)) + _wav(samples, library.sample_rate)

    serve(answer)


if __name__ == "__main__":
    main()
