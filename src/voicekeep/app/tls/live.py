"""The context that a server listens with; its certificate can be replaced while it does.

Each connection is handed the certificate of that moment (in the hello, TLS's first message, also where it names no
host). What fails while a new one is read leaves the one before.
"""

from __future__ import annotations

import ssl
from pathlib import Path


class LiveTls:
    """Good for a server from the first `take` on."""

    def __init__(self) -> None:
        self.context = _context()
        self.context.sni_callback = self._hand_over
        self.taken = self.context  # with nothing to show yet

    def take(self, certificate: Path, key: Path | None = None) -> None:
        """Serve this certificate from now on; its key may lie in the same file.

        Raises:
            OSError: the files cannot be read, are none, or do not fit together (SSLError).
        """
        fresh = _context()
        fresh.load_cert_chain(certificate, key, password=_no_password)
        self.taken = fresh

    def _hand_over(
        self, connection: ssl.SSLSocket | ssl.SSLObject, _name: str | None, _context: ssl.SSLContext
    ) -> None:
        connection.context = self.taken


def _context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _no_password() -> str:
    """Answer for a key under a password: there is nobody to be asked."""
    return ""
