"""A speaker of ours as a test holds it: its key, its counter, and the socket that it opens."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.testclient import WebSocketTestSession

from tests.app.simulator import Household, Someone
from tests.web.visitors import Visitor
from voicekeep.app.operations.pairing import NewSpeaker, open_pairing, pair
from voicekeep.device import DeviceKind
from voicekeep.formats.utterance import hello_bytes, signing_bytes
from voicekeep.records.ids import DeviceId

HOST = "localhost"
SOUND = bytes(range(256)) * 25  # 0.2 s


@dataclass
class Box:
    """One speaker."""

    device: DeviceId
    credential: str
    key: Ed25519PrivateKey
    counter: int = 0

    def signature(self, pcm: bytes, counter: int) -> str:
        return self.key.sign(signing_bytes(self.device, counter, hashlib.sha256(pcm).digest())).hex()


@dataclass
class Line:
    """An open connection."""

    box: Box
    socket: WebSocketTestSession
    welcomes: list[dict[str, Any]] = field(default_factory=list)

    def say(self, **message: object) -> None:
        self.socket.send_text(json.dumps(message))

    def next(self) -> dict[str, Any]:
        """Return the next message that is no welcome."""
        while True:
            message: dict[str, Any] = json.loads(self.socket.receive_text())
            if message["type"] != "welcome":
                return message
            self.welcomes.append(message)

    def hello(self, *, muted: bool = False, key: Ed25519PrivateKey | None = None, host: str = HOST) -> None:
        challenge = self.next()
        signed = hello_bytes(self.box.device, host, bytes.fromhex(challenge["nonce"]))
        self.say(type="hello", v=1, signature=(key or self.box.key).sign(signed).hex(), muted=muted)

    def welcome(self) -> dict[str, Any]:
        while not self.welcomes:
            message = json.loads(self.socket.receive_text())
            assert message["type"] == "welcome", message
            self.welcomes.append(message)
        return self.welcomes[-1]

    def speak(self, *frames: bytes, counter: int | None = None, signature: str | None = None) -> None:
        """Hand an utterance in."""
        self.box.counter = self.box.counter + 1 if counter is None else counter
        self.say(type="listen", wake=None)
        for frame in frames or (SOUND,):
            self.socket.send_bytes(frame)
        pcm = b"".join(frames or (SOUND,))
        signed = self.box.signature(pcm, self.box.counter) if signature is None else signature
        self.say(type="end", counter=self.box.counter, signature=signed)

    def answer(self) -> dict[str, Any]:
        """Return the answer, with its sound."""
        message = self.next()
        while message["type"] in {"thinking", "enough"}:
            message = self.next()
        sound = b""
        while len(sound) < message.get("wav_bytes", 0):
            sound += self.socket.receive_bytes()
        return {**message, "wav": sound}

    def ended_by(self) -> str:
        """Read until the hub ends the connection; return the reason that it names."""
        while True:
            message = self.socket.receive()
            if message["type"] == "websocket.close":
                return str(message.get("reason", ""))


def paired(home: Household, someone: Someone, *, shared: bool = False, name: str = "kitchen") -> Box:
    """Pair a box by a code that its owner had shown."""
    key = Ed25519PrivateKey.generate()
    code = open_pairing(home.keep, home.session(someone), shared=shared).code
    speaker = NewSpeaker(kind=DeviceKind.LINUX, public_key=key.public_key().public_bytes_raw(), name=name)
    made = pair(home.keep, code, speaker)
    return Box(device=made.device, credential=made.credential, key=key)


@contextmanager
def connected(visitor: Visitor, box: Box, *, credential: str | None = None, **headers: str) -> Iterator[Line]:
    """Open a box's socket, before its hello."""
    sent = {"Authorization": f"Bearer {box.credential if credential is None else credential}", **headers}
    visitor.client.portal = None  # an event loop of its own, which ends with it
    with visitor.client.websocket_connect("ws://localhost/speaker/socket", headers=sent) as socket:
        yield Line(box, socket)


@contextmanager
def ready(visitor: Visitor, box: Box, *, muted: bool = False) -> Iterator[Line]:
    """Open a box's socket, and say hello."""
    with connected(visitor, box) as line:
        line.hello(muted=muted)
        line.welcome()
        yield line
