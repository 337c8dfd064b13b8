"""A process of its own for code that must not be able to hurt the hub: the hub's side.

Flow        message -> pipe -> the child's answer -> pipe -> message
Guarantees  1. The child inherits no file, no environment and no terminal.
            2. An answer that is late or too large is not waited for: the child is killed.
            3. After any failure the next message meets a new child, never a late answer.
I/O         starts and ends one process at a time; its standard input and output carry the messages
Format      a message: its length, u32 big-endian, then its bytes
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

from voicekeep.device.confined import LENGTH_BYTES, OUT_OF_MEMORY
from voicekeep.records.errors import VoicekeepError

_PIECE = 1 << 20  # bytes handed to or taken from a pipe at once
_PATIENCE = 1.0  # seconds that a child gets to end by itself
_AT_A_LIMIT = frozenset({OUT_OF_MEMORY, -signal.SIGXCPU})  # exit statuses
_ENVIRONMENT = {
    "PYTHONPATH": str(Path(__file__).resolve().parents[2]),  # the same voicekeep as here
    "PYTHONUTF8": "1",
    "OPENBLAS_NUM_THREADS": "1",  # each thread would reserve memory that nobody uses
}


class ChildError(VoicekeepError):
    """A child gave no answer; it was ended."""


class ChildLimitError(ChildError):
    """The child used up its time or its memory."""

    def __init__(self) -> None:
        super().__init__("the process used up its time or memory; there is no answer")


class ChildGoneError(ChildError):
    """The child ended by itself, or answered out of form."""

    def __init__(self) -> None:
        super().__init__("the process ended or answered out of form; there is no answer")


class Child:
    """One Python module in a process of its own: started when first asked, replaced after a failure."""

    def __init__(self, module: str, *arguments: str, answer_max_bytes: int) -> None:
        self._command = [sys.executable, "-P", "-s", "-B", "-m", module, *arguments]
        self._answer_max_bytes = answer_max_bytes
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = Lock()

    def ask(self, message: bytes, *, seconds: float) -> bytes:
        """Return the child's answer to `message`. Threads wait for each other.

        Raises:
            ChildLimitError: no answer within `seconds`, or the child ended at a limit of its own.
            ChildGoneError: the child ended otherwise, or its answer is larger than allowed.
        """
        with self._lock:
            try:
                return self._exchange(self._running(), message, time.monotonic() + seconds)
            except (BrokenPipeError, EOFError) as gone:
                raise (ChildLimitError if self._ended() in _AT_A_LIMIT else ChildGoneError) from gone
            except BaseException:
                self._kill()
                raise

    def close(self) -> None:
        """End the child."""
        with self._lock:
            self._ended()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self._ended()  # it died since the last answer
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603 -- our own interpreter, a module of ours
                self._command,
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # what a library says about a sound belongs into no log
                env=_ENVIRONMENT,
                cwd="/",
                start_new_session=True,  # the hub decides what Ctrl-C means
            )
            for pipe in (self._process.stdin, self._process.stdout):
                assert pipe is not None  # noqa: S101 -- asked for above
                os.set_blocking(pipe.fileno(), False)
        return self._process

    def _exchange(self, process: subprocess.Popen[bytes], message: bytes, deadline: float) -> bytes:
        assert process.stdin is not None  # noqa: S101 -- both are pipes
        assert process.stdout is not None  # noqa: S101
        _write(process.stdin.fileno(), len(message).to_bytes(LENGTH_BYTES, "big"), deadline)
        _write(process.stdin.fileno(), message, deadline)
        length = int.from_bytes(_read(process.stdout.fileno(), LENGTH_BYTES, deadline), "big")
        if length > self._answer_max_bytes:
            raise ChildGoneError
        return _read(process.stdout.fileno(), length, deadline)

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._ended()

    def _ended(self) -> int | None:
        """See the child to its end and return its exit status; None if there is no child."""
        if self._process is None:
            return None
        process, self._process = self._process, None
        with process:  # closes the pipes, then waits
            if process.stdin is not None:
                process.stdin.close()  # an idle child ends at that
            try:
                process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
        return process.returncode


def _write(pipe: int, message: bytes, deadline: float) -> None:
    left = memoryview(message)
    while left:
        _wait_for(pipe, select.POLLOUT, deadline)
        left = left[os.write(pipe, left[:_PIECE]) :]


def _read(pipe: int, count: int, deadline: float) -> bytes:
    message = bytearray()
    while len(message) < count:
        _wait_for(pipe, select.POLLIN, deadline)
        piece = os.read(pipe, min(_PIECE, count - len(message)))
        if not piece:
            raise EOFError
        message += piece
    return bytes(message)


def _wait_for(pipe: int, event: int, deadline: float) -> None:
    ready = select.poll()
    ready.register(pipe, event)
    if not ready.poll(max(0.0, deadline - time.monotonic()) * 1000):
        raise ChildLimitError
