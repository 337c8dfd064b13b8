"""Sound for measurements: sentences spoken by flite's voices, and the real recordings that tests use.

I/O         runs flite, a tool of tests and measurements alone; reads recordings
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import soundfile

from voicekeep.device import SAMPLE_RATE

VOICES: Final = ("slt", "awb", "rms", "kal16")  # kal16: the voice kal, at 16 kHz


class MissingSoundError(Exception):
    """There is nothing to measure with. Nothing was measured; the message says what is missing."""


def spoken(sentence: str, voice: str) -> bytes:
    """Return a sentence in one of flite's voices, as speakers send sound.

    Raises:
        MissingSoundError: flite is not installed, or does not speak.
    """
    flite = shutil.which("flite")
    if flite is None:
        raise MissingSoundError("flite speaks the commands of this measurement, and is not installed")
    with tempfile.TemporaryDirectory(prefix="voicekeep-spoken-") as scratch:
        file = Path(scratch) / "said.wav"
        done = subprocess.run([flite, "-voice", voice, "-t", sentence, "-o", str(file)], check=False)  # noqa: S603  our own sentences
        if done.returncode or not file.is_file():
            raise MissingSoundError(f"flite does not speak with the voice {voice}")
        return samples(file)


def samples(file: Path) -> bytes:
    """Return a recording's samples. Raises MissingSoundError: it has another rate, or more than one channel."""
    read, rate = soundfile.read(file, dtype="int16")
    if rate != SAMPLE_RATE or read.ndim != 1:
        raise MissingSoundError(f"{file.name} is not mono at {SAMPLE_RATE} Hz")
    return bytes(read.tobytes())


def recordings(
    voices: Path, folders: tuple[str, ...], most: int | None, told: Callable[[str], None]
) -> Iterator[bytes]:
    """Yield the recordings in some folders, at most so many of each; `told` hears of those that cannot be read.

    Raises:
        MissingSoundError: a folder is not there, or has none.
    """
    for folder in folders:
        found = sorted((voices / folder).rglob("*.flac"))[:most]
        if not found:
            raise MissingSoundError(f"no recordings in {folder} of the folder of voices")
        for file in found:
            try:
                yield samples(file)
            except soundfile.LibsndfileError:
                told(f"left out, it cannot be read: {folder}/{file.name}")
