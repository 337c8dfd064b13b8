"""What a box is to trust: a keep's own certificate authority, by a file, or by the fingerprint that a person read."""

from __future__ import annotations

import hashlib
import hmac
import re
import ssl
from pathlib import Path
from typing import Final

import httpx

from voicekeep.app.box.identity import BoxError
from voicekeep.app.box.wire import HubGoneError, require_private

_CERTIFICATE: Final = "/trust/authority.crt"
_MAX_BYTES: Final = 64 * 1024
_FINGERPRINT: Final = re.compile(r"[0-9a-f]{64}")


class AuthorityRefusedError(BoxError):
    """What should be the keep's certificate authority is not; it is not trusted, and nothing was paired."""

    def __init__(self, why: str) -> None:
        super().__init__(f"the certificate authority {why}; it is not trusted, and nothing was paired")


def authority_in(file: Path) -> str:
    """Return a certificate as PEM, from a file of either kind. Raises AuthorityRefusedError."""
    try:
        return _as_pem(file.read_bytes())
    except OSError as missing:
        raise AuthorityRefusedError("cannot be read") from missing


def authority_by(hub: str, fingerprint: str) -> str:
    """Ask the keep for its authority, and believe it only if its SHA-256 is what a person read at the keep's machine.

    Raises:
        PlainTextError: others could listen in at that address.
        AuthorityRefusedError: another certificate came, or the fingerprint is none.
        HubGoneError: nobody is there.
    """
    require_private(hub)
    wanted = re.sub(r"[\s:]", "", fingerprint).lower()
    if not _FINGERPRINT.fullmatch(wanted):
        raise AuthorityRefusedError("has no such fingerprint: SHA-256 has 32 pairs")
    try:
        with (
            httpx.Client(verify=False, trust_env=False) as client,  # noqa: S501  nothing is sent, and what comes is compared
            client.stream("GET", f"{hub.rstrip('/')}{_CERTIFICATE}") as answer,
        ):
            came = b""
            for piece in answer.iter_bytes():
                came += piece
                if len(came) > _MAX_BYTES:
                    break
    except httpx.HTTPError as gone:
        raise HubGoneError(type(gone).__name__) from gone
    if not hmac.compare_digest(hashlib.sha256(came).hexdigest(), wanted):
        raise AuthorityRefusedError("has another fingerprint")
    return _as_pem(came)


def _as_pem(certificate: bytes) -> str:
    written = b"-----BEGIN CERTIFICATE" in certificate
    try:
        text = certificate.decode("ascii") if written else ssl.DER_cert_to_PEM_cert(certificate)
        ssl.create_default_context(cadata=text)
    except (ssl.SSLError, ValueError) as malformed:
        raise AuthorityRefusedError("is no certificate") from malformed
    return text
