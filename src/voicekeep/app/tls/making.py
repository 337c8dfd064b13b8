"""The three certificates of a keep's own: the anchor, the signer below it, and what a server shows.

All keys are of P-256, which every browser takes. Which extension is critical is what RFC 5280 asks.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from voicekeep.app.host_names import HostNames

AUTHORITY_LIFETIME: Final = timedelta(days=5 * 365)
CERTIFICATE_LIFETIME: Final = timedelta(days=90)
_CLOCKS_DIFFER: Final = timedelta(days=1)  # a device whose clock is behind still takes what was made now
_COMMON_NAME_MAX: Final = 64  # RFC 5280, ub-common-name
_FOR_SERVERS: Final = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs."""

    name: x509.Name
    key: ec.EllipticCurvePrivateKey


def new_key() -> ec.EllipticCurvePrivateKey:
    """Return a key that nobody has had."""
    return ec.generate_private_key(ec.SECP256R1())


def named(hosts: HostNames, what: str) -> x509.Name:
    """Return what a device shows in its list of authorities: the keep's first host, and `what` it is."""
    title = f"Voicekeep {(hosts.elsewhere or hosts.names)[0]}"[:_COMMON_NAME_MAX]
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, what), x509.NameAttribute(NameOID.COMMON_NAME, title)]
    )


def make_anchor(by: Signing, hosts: HostNames, now: datetime) -> x509.Certificate:
    """Return a certificate that vouches for itself, and may have one authority below it."""
    begun = _authority(by.name, by, by.key.public_key(), now).add_extension(
        x509.BasicConstraints(ca=True, path_length=1), critical=True
    )
    return _bound(begun, hosts).sign(by.key, SHA256())


def make_signer(
    subject: x509.Name, key: ec.EllipticCurvePublicKey, by: Signing, hosts: HostNames, now: datetime
) -> x509.Certificate:
    """Return the certificate of an authority with none below it, for servers only."""
    begun = (
        _authority(subject, by, key, now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_FOR_SERVERS, critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.key.public_key()), critical=False)
    )
    return _bound(begun, hosts).sign(by.key, SHA256())


def make_served(
    key: ec.EllipticCurvePublicKey, by: Signing, hosts: HostNames, now: datetime, *, at_most: datetime
) -> x509.Certificate:
    """Return a server's certificate for these hosts, which ends before `at_most` does."""
    served = [*map(x509.DNSName, hosts.names), *map(x509.IPAddress, hosts.addresses)]
    return (
        _begun(x509.Name([]), by, key, now)
        .not_valid_after(min(now + CERTIFICATE_LIFETIME, at_most))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(_FOR_SERVERS, critical=False)
        .add_extension(x509.SubjectAlternativeName(served), critical=True)  # there is no other name in it
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.key.public_key()), critical=False)
        .sign(by.key, SHA256())
    )


def _authority(
    subject: x509.Name, by: Signing, key: ec.EllipticCurvePublicKey, now: datetime
) -> x509.CertificateBuilder:
    return (
        _begun(subject, by, key, now)
        .not_valid_after(now + AUTHORITY_LIFETIME)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _bound(begun: x509.CertificateBuilder, hosts: HostNames) -> x509.CertificateBuilder:
    """Permit these hosts, of both forms: a form of which none is permitted would not be bound at all."""
    only: list[x509.GeneralName] = [x509.DNSName(name) for name in hosts.names]
    only += [x509.IPAddress(ipaddress.ip_network(address)) for address in hosts.addresses]
    return begun.add_extension(x509.NameConstraints(permitted_subtrees=only, excluded_subtrees=None), critical=True)


def _begun(subject: x509.Name, by: Signing, key: ec.EllipticCurvePublicKey, now: datetime) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.name)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCKS_DIFFER)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
