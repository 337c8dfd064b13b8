"""A line to a server that breaks as lines do, after so many bytes of an archive: a proxy on the loopback."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

_PIECE: Final = 64 * 1024  # bytes
_HEAD_END: Final = b"\r\n\r\n"
NOTHING: Final = -1


@dataclass(frozen=True)
class Break:
    """What happens to one archive on its way."""

    after: int  # bytes of it that come through; NOTHING: not even its head
    silent: bool = False  # nobody hangs up: the line is dead, and nobody says so


@dataclass
class Line:
    """What happens to the archives that pass, in their order; those after the last break pass whole."""

    breaks: list[Break]
    passed: list[int] = field(default_factory=list)  # bytes of each that came through


@contextmanager
def cutting(port: int, line: Line) -> Iterator[int]:
    """Put a line before a server's port; yield the line's own."""
    over = threading.Event()
    running: list[threading.Thread] = []
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(0.1)

        def listen() -> None:
            while not over.is_set():
                with suppress(TimeoutError):
                    visitor, _ = door.accept()
                    running.append(threading.Thread(target=_carry, args=(visitor, port, line)))
                    running[-1].start()

        listener = threading.Thread(target=listen)
        listener.start()
        yield door.getsockname()[1]
        over.set()
        listener.join()
        for each in running:
            each.join()


def _carry(visitor: socket.socket, port: int, line: Line) -> None:
    """Carry what one visitor and the server say to each other, until either hangs up, or the line breaks."""
    with visitor, socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _PIECE)  # so that the server notices
        server.connect(("127.0.0.1", port))
        asking = threading.Thread(target=_pass_on, args=(visitor, server))
        asking.start()
        with suppress(OSError):
            broken = _answers(server, visitor, line)
            if broken is not None and broken.silent:
                asking.join()  # until the visitor gives up
        for end in (visitor, server):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        asking.join()


def _pass_on(here: socket.socket, there: socket.socket) -> None:
    with suppress(OSError):
        while data := here.recv(_PIECE):
            there.sendall(data)
        there.shutdown(socket.SHUT_WR)


def _answers(server: socket.socket, visitor: socket.socket, line: Line) -> Break | None:
    archive, broken = False, None
    while data := server.recv(_PIECE):
        if data.startswith(b"HTTP/1.1 "):
            head, _, data = data.partition(_HEAD_END)
            if archive := b"application/zip" in head:
                line.passed.append(0)
                broken = line.breaks.pop(0) if line.breaks else None
                if broken is not None and broken.after == NOTHING:
                    return broken
            visitor.sendall(head + _HEAD_END)
        if archive and broken is not None:
            data = data[: broken.after - line.passed[-1]]
        visitor.sendall(data)
        if archive:
            line.passed[-1] += len(data)
        if archive and broken is not None and line.passed[-1] == broken.after:
            return broken
    return None
