"""Whether browsers will believe a certificate that somebody else made, as far as it says so itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from cryptography import x509

from voicekeep.app.tls.errors import MALFORMED, CertificateNotGoodError

_ENDS_SOON: Final = timedelta(days=7)  # whoever renews it is late


def require_good(text: bytes, hosts: Iterable[str], now: datetime) -> datetime:
    """Return when a certificate ends.

    Args:
        text: PEM, its chain may follow.
        hosts: Names and addresses that it should be for.
        now: The instant that counts.

    Raises:
        CertificateNotGoodError: it is none, not good yet, over or nearly so, or for other hosts.
    """
    try:
        certificate, *_ = x509.load_pem_x509_certificates(text)
        said = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except MALFORMED as malformed:
        raise CertificateNotGoodError("is none, or names no host") from malformed
    names = {name.lower() for name in said.get_values_for_type(x509.DNSName)}
    addresses = {str(address) for address in said.get_values_for_type(x509.IPAddress)}
    if not all(host in names | addresses or f"*.{host.partition('.')[2]}" in names for host in hosts):
        raise CertificateNotGoodError("is not for every host of public_url and tls_names")
    if not certificate.not_valid_before_utc <= now < certificate.not_valid_after_utc:
        raise CertificateNotGoodError("is over, or not good yet")
    if certificate.not_valid_after_utc - now < _ENDS_SOON:
        raise CertificateNotGoodError(f"ends on {certificate.not_valid_after_utc:%Y-%m-%d}, and was not renewed")
    return certificate.not_valid_after_utc
