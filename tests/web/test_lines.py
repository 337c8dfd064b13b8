"""Downloads over a real line: what the ledger says when it breaks."""

from __future__ import annotations

import io
import socket
import time
import wave
from pathlib import Path

import numpy as np
import pytest

from tests.app.simulator import Household, Someone, household
from tests.web.served import served
from tests.web.visitors import Street
from voicekeep.app.operations.evidence import holds
from voicekeep.app.operations.recordings import from_owner, take_in

pytestmark = pytest.mark.enable_socket


def noise(seconds: int) -> bytes:
    """Return a WAV that no format makes much smaller."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        samples = np.random.default_rng(seconds).integers(-32_000, 32_000, 48_000 * seconds, dtype=np.int16)
        file.writeframes(samples.tobytes())
    return out.getvalue()


def last_about(home: Household, ada: Someone) -> tuple[str, str]:
    event = holds(home.keep, home.session(ada))[-1]
    return event.name, event.detail


def test_a_line_that_breaks_is_written_down_at_once_as_not_complete(tmp_path: Path) -> None:
    with household(tmp_path) as home:
        ada = home.join("ada")
        loud = tmp_path / "loud"
        loud.mkdir()
        (loud / "long.wav").write_bytes(noise(120))  # 11 MB: more than a line holds
        take_in(home.keep, from_owner(home.session(ada)), loud)
        here = Street(home)
        visitor = here.with_copy(ada)
        where = visitor.send(visitor.link()).headers["location"]
        cookies = "; ".join(f"{name}={value}" for name, value in visitor.client.cookies.items())
        with served(here.application) as port:
            with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
                line.sendall(f"GET {where} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookies}\r\n\r\n".encode())
                assert b"200 OK" in line.recv(100)
                assert last_about(home, ada)[0] == "download_started"
            patience = time.monotonic() + 90
            while last_about(home, ada)[0] != "download_ended" and time.monotonic() < patience:
                time.sleep(0.05)
        name, detail = last_about(home, ada)
        assert name == "download_ended"
        sent = int(detail.split(" – ")[1].removesuffix(" B"))
        size = len(visitor.get(where).content)
        assert 0 < sent < size
        # and the same person goes on where it broke
        assert visitor.get(where, range=f"bytes={sent}-").status_code == 206
        assert last_about(home, ada)[1].endswith(f"{size} B")
