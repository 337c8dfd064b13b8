"""What a device trusts: a certificate that is nobody's secret, and what a person compares before they trust it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from voicekeep.app.host_names import HostNames

ENDS_SOON: Final = timedelta(days=180)  # from then on it is said


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """A trust anchor (RFC 5280, 6.1.1), as its certificate."""

    certificate: x509.Certificate

    @cached_property
    def der(self) -> bytes:
        """Return its bytes, whose SHA-256 is the fingerprint."""
        return self.certificate.public_bytes(Encoding.DER)

    @cached_property
    def pem(self) -> str:
        """Return it as text, for programs."""
        return self.certificate.public_bytes(Encoding.PEM).decode("ascii")

    @cached_property
    def fingerprint(self) -> tuple[str, ...]:
        """Return its SHA-256 in eight groups of four bytes: "3F A2 09 C1"."""
        digest = self.certificate.fingerprint(SHA256())
        return tuple(digest[at : at + 4].hex(" ").upper() for at in range(0, len(digest), 4))

    @property
    def ends_at(self) -> datetime:
        """Return from when on devices trust it no more, in UTC."""
        return self.certificate.not_valid_after_utc

    @cached_property
    def hosts(self) -> HostNames:
        """Return all that it can ever vouch for; names below these included.

        Raises:
            x509.ExtensionNotFound: it is bound to nothing.
        """
        permitted = self.certificate.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees
        names = [each.value for each in permitted or () if isinstance(each, x509.DNSName)]
        networks = [each.value for each in permitted or () if isinstance(each, x509.IPAddress)]
        return HostNames.of([*names, *(str(network).partition("/")[0] for network in networks)])

    def ends_soon(self, now: datetime) -> bool:
        """Return whether a new one is due."""
        return self.ends_at - now < ENDS_SOON
