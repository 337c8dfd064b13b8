"""The pages behind a real port of the loopback, with a real server and real lines that break."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI


@contextmanager
def served(application: FastAPI, *, send_buffer: int | None = None) -> Iterator[int]:
    """Serve on the loopback; yield the port. A small buffer lets a server notice soon that nobody reads."""
    with socket.create_server(("127.0.0.1", 0)) as listening:  # whoever connects before the server is up waits here
        if send_buffer is not None:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, send_buffer)  # bytes; each line gets the same
        server = uvicorn.Server(uvicorn.Config(application, log_level="error", access_log=False))
        running = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        running.start()
        yield listening.getsockname()[1]
        server.should_exit = True
        running.join()
