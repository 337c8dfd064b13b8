"""One exchange with a Wyoming service, in bounds.

Flow        Event -> bytes; bytes -> Event
Guarantees  1. No length that the service names is believed before it is compared with a bound of ours.
            2. All of an exchange, connecting included, has one time; a service that trickles does not lengthen it.
I/O         one socket, closed at the end
Format      a line of JSON (type, data, data_length, payload_length), data as JSON, payload
"""

from __future__ import annotations

import json
import select
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Self

from voicekeep.app.engine_address import EngineAddress
from voicekeep.assistant import EngineFailedError, EngineLateError
from voicekeep.device import SAMPLE_RATE

_LINE_MAX_BYTES: Final = 64 * 1024
_DATA_MAX_BYTES: Final = 256 * 1024
_PIECE_BYTES: Final = 64 * 1024
_VERSION: Final = "1.10.0"
SOUND: Final = {"rate": SAMPLE_RATE, "width": 2, "channels": 1}
"""What an event says of samples as speakers send them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One message, either way."""

    type: str
    data: Mapping[str, object] = field(default_factory=dict, repr=False)
    payload: bytes = field(default=b"", repr=False)


class Exchange:
    """A connection for one question and its answer, in a `with` statement, or for more that go on."""

    def __init__(self, address: EngineAddress, *, engine: str, seconds: float, max_bytes: int) -> None:
        self._engine: Final = engine
        self._ends = time.monotonic() + seconds
        self._left_bytes = max_bytes
        self._held = bytearray()
        try:
            self._socket = address.connect(seconds)
        except TimeoutError as late:
            raise EngineLateError(engine) from late
        except OSError as dead:
            raise EngineFailedError(engine) from dead

    def send(self, event: Event) -> None:
        """Send one message. Raises EngineFailedError, EngineLateError: it was not sent as a whole."""
        data = json.dumps(dict(event.data)).encode()
        line = {
            "type": event.type,
            "version": _VERSION,
            "data_length": len(data),
            "payload_length": len(event.payload),
        }
        self._socket.settimeout(self._left_seconds())
        try:
            self._socket.sendall(json.dumps(line).encode() + b"\n" + data + event.payload)
        except TimeoutError as late:
            raise EngineLateError(self._engine) from late
        except OSError as gone:
            raise EngineFailedError(self._engine) from gone

    def receive(self) -> Event:
        """Return the next message. Raises EngineFailedError, EngineLateError: there is none that can be used."""
        line = self._object(self._line())
        kind, data = line.get("type"), line.get("data") or {}
        data_bytes = self._length(line, "data_length", _DATA_MAX_BYTES)
        payload_bytes = self._length(line, "payload_length", self._left_bytes)
        if not isinstance(kind, str) or not isinstance(data, dict):
            raise EngineFailedError(self._engine)
        if data_bytes:
            data = {**data, **self._object(self._exactly(data_bytes))}
        return Event(type=kind, data=data, payload=self._exactly(payload_bytes))

    def goes_on(self, *, seconds: float, max_bytes: int) -> None:
        """Give what comes next a time and a bound of its own, where one connection serves many questions."""
        self._ends = time.monotonic() + seconds
        self._left_bytes = max_bytes

    def has_more(self) -> bool:
        """Return whether something came that was not received yet."""
        return bool(self._held) or bool(select.select([self._socket], [], [], 0)[0])

    def close(self) -> None:
        """End the connection."""
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _line(self) -> bytes:
        while (end := self._held.find(b"\n")) < 0:
            if len(self._held) > _LINE_MAX_BYTES:
                raise EngineFailedError(self._engine)
            self._fill()
        line = bytes(self._held[:end])
        del self._held[: end + 1]
        return line

    def _exactly(self, count: int) -> bytes:
        while len(self._held) < count:
            self._fill()
        taken = bytes(self._held[:count])
        del self._held[:count]
        return taken

    def _fill(self) -> None:
        self._socket.settimeout(self._left_seconds())
        try:
            piece = self._socket.recv(_PIECE_BYTES)
        except TimeoutError as late:
            raise EngineLateError(self._engine) from late
        except OSError as gone:
            raise EngineFailedError(self._engine) from gone
        self._left_bytes -= len(piece)
        if not piece or self._left_bytes < 0:
            raise EngineFailedError(self._engine)
        self._held += piece

    def _left_seconds(self) -> float:
        left = self._ends - time.monotonic()
        if left <= 0:
            raise EngineLateError(self._engine)
        return left

    def _object(self, text: bytes) -> dict[str, object]:
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as garbled:
            raise EngineFailedError(self._engine) from garbled
        if not isinstance(value, dict):
            raise EngineFailedError(self._engine)
        return value

    def _length(self, line: Mapping[str, object], name: str, most: int) -> int:
        value = line.get(name)
        length = 0 if value is None else value
        held = len(self._held)
        if type(length) is not int or not 0 <= length <= most + held:
            raise EngineFailedError(self._engine)
        return length
