"""Microphone and loudspeaker as child processes: whatever writes and reads sound by a pipe will do.

The microphone's process writes samples (16 kHz, 16 bit, mono), the loudspeaker's reads a WAV. Switching the
microphone off ends its process: the device is closed, not ignored.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from typing import Final

from voicekeep.app.box.identity import BoxError

FRAME_BYTES: Final = 1_280  # 40 ms
_PATIENCE: Final = 2.0  # seconds for a process to end when it is asked to
_MICROPHONE: Final = ("arecord", "-q", "-f", "S16_LE", "-r", "16000", "-c", "1", "-t", "raw")
_LOUDSPEAKER: Final = ("aplay", "-q")


class SoundFailedError(BoxError):
    """The microphone or the loudspeaker could not be used."""

    def __init__(self, what: str) -> None:
        super().__init__(f"the {what} cannot be used: its program is missing or ended; nothing was heard by it")


class Microphone:
    """A program that writes samples."""

    def __init__(self, command: Sequence[str] = (), device: str = "") -> None:
        self._command = tuple(command) or (*_MICROPHONE, *(("-D", device) if device else ()))
        self._process: asyncio.subprocess.Process | None = None

    @property
    def is_on(self) -> bool:
        """Return whether its process runs."""
        return self._process is not None and self._process.returncode is None

    async def on(self) -> None:
        """Switch it on. Raises SoundFailedError."""
        if self.is_on:
            return
        try:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE
            )
        except OSError as missing:
            raise SoundFailedError("microphone") from missing

    async def off(self) -> None:
        """Switch it off: its process has ended when this returns."""
        process, self._process = self._process, None
        if process is not None:
            await _end(process)
            await _throw_away(process)

    async def frames(self) -> AsyncIterator[bytes]:
        """Yield what it hears, 40 ms at a time, until it is off or its program ends."""
        process = self._process
        if process is None or process.stdout is None:
            return
        with suppress(asyncio.IncompleteReadError):
            while process is self._process:
                frame = await process.stdout.readexactly(FRAME_BYTES)
                if process is self._process:
                    yield frame


class Loudspeaker:
    """A program that plays a WAV."""

    def __init__(self, command: Sequence[str] = (), device: str = "") -> None:
        self._command = tuple(command) or (*_LOUDSPEAKER, *(("-D", device) if device else ()))

    async def play(self, wav: bytes) -> None:
        """Play a WAV to its end. Raises SoundFailedError."""
        if not wav:
            return
        try:
            process = await asyncio.create_subprocess_exec(
                *self._command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL
            )
        except OSError as missing:
            raise SoundFailedError("loudspeaker") from missing
        try:
            await process.communicate(wav)
        finally:
            await _end(process)
        if process.returncode:
            raise SoundFailedError("loudspeaker")


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        async with asyncio.timeout(_PATIENCE):
            await process.wait()
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _throw_away(process: asyncio.subprocess.Process) -> None:
    """Read what a process that has ended left in its pipe: while something lies there, the pipe stays open."""
    if process.stdout is None:
        return
    with suppress(TimeoutError, RuntimeError):  # RuntimeError: somebody else is reading it, to its end
        async with asyncio.timeout(_PATIENCE):
            while await process.stdout.read(FRAME_BYTES):
                pass
