"""Services of the tests: what speaks Wyoming with the wyoming package's own code, and what only holds a connection."""

from __future__ import annotations

import hashlib
import socketserver
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import BinaryIO

from wyoming.asr import Transcript as Heard
from wyoming.event import Event, read_event, write_event

from voicekeep.app.engines import EngineAddress

SOUND = {"rate": 22_050, "width": 2, "channels": 1}
TONE = b"\x10\x20" * 8_000
Answering = Callable[[BinaryIO, BinaryIO], None]
OFFERS: Mapping[str, object] = {
    "asr": [{"name": "lookup", "installed": True, "models": [{"name": "all", "languages": ["de"], "installed": True}]}],
    "tts": [],
}


@contextmanager
def serving(answer: Answering) -> Iterator[EngineAddress]:
    """Serve on a port of this machine."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            try:
                answer(self.rfile, self.wfile)  # type: ignore[arg-type]
            except OSError:
                return

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield EngineAddress.parse(f"tcp://127.0.0.1:{server.server_address[1]}")
        server.shutdown()


def engine_of(words: Mapping[str, str]) -> Answering:
    """Return an engine that knows sounds by their digest, rejects every other, and speaks each text as one tone.

    It says that it hears; that it speaks as well it does not say.
    """

    def answer(read: BinaryIO, write: BinaryIO) -> None:
        pcm = b""
        while (event := read_event(read)) is not None:
            if event.type == "describe":
                write_event(Event("info", dict(OFFERS)), write)
            elif event.type == "audio-chunk":
                pcm += event.payload or b""
            elif event.type == "audio-stop":
                write_event(Heard(text=words.get(hashlib.sha256(pcm).hexdigest(), "")).event(), write)
            elif event.type == "synthesize":
                write_event(Event("audio-start", SOUND), write)
                write_event(Event("audio-chunk", SOUND, TONE), write)
                write_event(Event("audio-stop"), write)

    return answer
