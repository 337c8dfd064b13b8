"""A security key in memory, as WebAuthn describes one: it makes key pairs and signs what a browser asks it to.

It does what it is told, also what no honest one would: forget that somebody has to be there, count backwards, answer
for another site.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import struct
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def data(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Authenticator:
    """One device with one passkey at most."""

    host: str = "localhost"
    origin: str = "http://localhost"
    flags: int = PRESENT | VERIFIED
    counts: bool = True
    count: int = 0
    user: bytes = b""
    called: bytes = field(default_factory=lambda: os.urandom(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: str) -> str:
        """Answer `navigator.credentials.create`."""
        asked = json.loads(options)
        assert asked["authenticatorSelection"]["userVerification"] == "required"
        self.user = data(asked["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (numbers.x, numbers.y))
        attested = bytes(16) + struct.pack(">H", len(self.called)) + self.called
        attested += cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        made = {"fmt": "none", "attStmt": {}, "authData": self._said(ATTESTED) + attested}
        return self._answer(asked, "webauthn.create", {"attestationObject": cbor2.dumps(made)})

    def prove(self, options: str) -> str:
        """Answer `navigator.credentials.get`."""
        asked = json.loads(options)
        assert asked["userVerification"] == "required"
        said = self._said(0)
        signed = said + hashlib.sha256(self._client(asked, "webauthn.get")).digest()
        signature = self.key.sign(signed, ec.ECDSA(SHA256()))
        parts = {"authenticatorData": said, "signature": signature, "userHandle": self.user}
        return self._answer(asked, "webauthn.get", parts)

    def _said(self, more: int) -> bytes:
        self.count += self.counts
        return hashlib.sha256(self.host.encode()).digest() + struct.pack(">BI", self.flags | more, self.count)

    def _client(self, asked: dict[str, Any], kind: str) -> bytes:
        return json.dumps({"type": kind, "challenge": asked["challenge"], "origin": self.origin}).encode()

    def _answer(self, asked: dict[str, Any], kind: str, parts: dict[str, bytes]) -> str:
        response = {name: text(part) for name, part in parts.items()}
        response["clientDataJSON"] = text(self._client(asked, kind))
        return json.dumps(
            {"id": text(self.called), "rawId": text(self.called), "type": "public-key", "response": response}
        )
