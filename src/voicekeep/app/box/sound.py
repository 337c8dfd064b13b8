"""Microphone and loudspeaker as child processes: whatever writes and reads sound by a pipe will do.

The microphone's process writes samples (16 kHz, 16 bit, mono), the loudspeaker's reads a WAV. Switching the
microphone off ends its process: the device is closed, not ignored.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from voicekeep.app.box.identity import BoxError
from voicekeep.device import WAV_SECOND_BYTES

FRAME_BYTES: Final = 1_280  # 40 ms
_PATIENCE: Final = 2.0  # seconds for a process to end when it is asked to
HANGS_AFTER: Final = 5.0  # seconds that a program may take longer than a sound lasts
_MICROPHONE: Final = ("arecord", "-q", "-f", "S16_LE", "-r", "16000", "-c", "1", "-t", "raw")
_LOUDSPEAKER: Final = ("aplay", "-q")


class SoundFailedError(BoxError):
    """The microphone or the loudspeaker could not be used."""

    def __init__(self, what: str, program: str) -> None:
        super().__init__(f"the {what} cannot be used: {program} is missing, ended or hangs; nothing was heard by it")
        self.what = what
        self.program = program


class Microphone:
    """A program that writes samples."""

    def __init__(self, command: Sequence[str] = (), device: str = "") -> None:
        self._command = tuple(command) or (*_MICROPHONE, *(("-D", device) if device else ()))
        self._listening: _Listening | None = None
        self._switching = asyncio.Lock()  # whoever switches it off does not come in the middle of its being switched on

    @property
    def is_on(self) -> bool:
        """Return whether its process runs."""
        return self._listening is not None and self._listening.process.returncode is None

    async def on(self) -> None:
        """Switch it on: it hears from now on. Raises SoundFailedError."""
        async with self._switching:
            if self.is_on:
                return
            await self._ended()
            self._listening = await self._begun()

    async def off(self) -> None:
        """Switch it off: its process has ended when this returns, and what nobody took of what it heard is gone."""
        async with self._switching:
            await self._ended()

    async def _begun(self) -> _Listening:
        reading, writing = os.pipe()
        samples, pipe = asyncio.StreamReader(), os.fdopen(reading, "rb", buffering=0)
        try:
            process = await _started(self._command, stdin=asyncio.subprocess.DEVNULL, stdout=writing)
        except OSError as missing:
            pipe.close()
            raise SoundFailedError("microphone", self._command[0]) from missing
        except asyncio.CancelledError:
            pipe.close()
            raise
        finally:
            os.close(writing)
        loop = asyncio.get_running_loop()
        try:
            line, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(samples), pipe)
        except asyncio.CancelledError:
            await _end(process)
            raise
        return _Listening(process, samples, line)

    async def _ended(self) -> None:
        listening, self._listening = self._listening, None
        if listening is not None:
            try:
                await _end(listening.process)
            finally:
                listening.line.close()

    async def frames(self) -> AsyncIterator[bytes]:
        """Yield what it hears, 40 ms at a time, until it is off or its program ends.

        Raises:
            SoundFailedError: its program ended by itself, and nothing was heard.
        """
        listening = self._listening
        if listening is None:
            return
        heard = False
        with suppress(asyncio.IncompleteReadError):
            while listening is self._listening:
                frame = await listening.samples.readexactly(FRAME_BYTES)
                if listening is self._listening:
                    heard = True
                    yield frame
        if listening is self._listening:
            await self.off()
            if not heard:
                raise SoundFailedError("microphone", self._command[0])


@dataclass(frozen=True, slots=True)
class _Listening:
    process: asyncio.subprocess.Process
    samples: asyncio.StreamReader
    line: asyncio.ReadTransport


class Loudspeaker:
    """A program that plays a WAV."""

    def __init__(self, command: Sequence[str] = (), device: str = "", *, seconds_more: float = HANGS_AFTER) -> None:
        self._command = tuple(command) or (*_LOUDSPEAKER, *(("-D", device) if device else ()))
        self._seconds_more = seconds_more  # than a sound lasts

    async def play(self, wav: bytes) -> None:
        """Play a WAV to its end. Raises SoundFailedError, also of a program that hangs."""
        try:
            process = await _started(self._command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL)
        except OSError as missing:
            raise SoundFailedError("loudspeaker", self._command[0]) from missing
        try:
            async with asyncio.timeout(self._seconds_more + len(wav) / WAV_SECOND_BYTES):
                await process.communicate(wav)
        except TimeoutError as hangs:
            raise SoundFailedError("loudspeaker", self._command[0]) from hangs
        finally:
            await _end(process)
        if process.returncode:
            raise SoundFailedError("loudspeaker", self._command[0])


async def _started(command: Sequence[str], *, stdin: int, stdout: int) -> asyncio.subprocess.Process:
    """Start a program; cancelled half-way that could wait for ever, so it is started all the same, and ended."""
    starting = asyncio.ensure_future(
        asyncio.create_subprocess_exec(*command, stdin=stdin, stdout=stdout, start_new_session=True)
    )
    try:
        return await asyncio.shield(starting)
    except asyncio.CancelledError:
        await asyncio.wait({starting})
        if starting.exception() is None:
            await _end(starting.result())
        raise


async def _end(process: asyncio.subprocess.Process) -> None:
    """End a program and all that it started: a shell's microphone would go on recording without its shell."""
    _signal(process, signal.SIGTERM)
    try:
        async with asyncio.timeout(_PATIENCE):
            await process.wait()
    except TimeoutError:
        _signal(process, signal.SIGKILL)
        await process.wait()
    finally:
        _signal(process, signal.SIGKILL)


def _signal(process: asyncio.subprocess.Process, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)
