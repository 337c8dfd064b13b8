"""Certificates of a keep's own in a test: with a clock that goes on from the real one, since clients look at theirs."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from voicekeep.app.host_names import HostNames
from voicekeep.app.tls import OwnCertificates
from voicekeep.app.tls.folder import AuthorityFolder

HOST = "voice.home.test"
ADDRESS = "192.0.2.20"


@dataclass
class Lent:
    """A folder beside a root key, and a clock."""

    folder: Path
    hosts: HostNames = field(default_factory=lambda: HostNames.of([HOST, ADDRESS]))
    by: timedelta = timedelta()  # from now

    def now(self) -> datetime:
        return datetime.now(UTC) + self.by

    def certificates(self) -> OwnCertificates:
        return OwnCertificates(AuthorityFolder(self.folder), self.hosts, self.now)

    @property
    def authority(self) -> bytes:
        return (self.folder / "authority.pem").read_bytes()


def trusting(certificates: OwnCertificates) -> ssl.SSLContext:
    """Return a client that trusts this authority and no other, and takes RFC 5280 at its word."""
    assert certificates.anchor is not None
    context = ssl.create_default_context(cadata=certificates.anchor.pem)
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    return context
