"""The pages behind a real port of the loopback, with a real server and real lines that break."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import FastAPI

from voicekeep.app.ports import server_of
from voicekeep.app.tls import Certificates


@contextmanager
def served(
    application: FastAPI, certificates: Certificates | None = None, *, port: int = 0, send_buffer: int | None = None
) -> Iterator[int]:
    """Serve on the loopback, in clear or with these certificates, at this port or at one that is free; yield it.

    A small buffer to send from lets a server notice soon that nobody reads.
    """
    with socket.create_server(("127.0.0.1", port)) as listening:  # whoever connects before the server is up waits here
        if send_buffer is not None:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, send_buffer)  # bytes; each line gets the same
        server = server_of(application, certificates)
        running = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        running.start()
        try:
            yield listening.getsockname()[1]
        finally:  # a test that failed must not leave a server behind: the process would wait for it for ever
            server.should_exit = True
            running.join()
