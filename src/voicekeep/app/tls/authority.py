"""A certificate authority that can vouch for this keep's own hosts and for nothing else.

Flow        host names -> Authority -> a certificate for them, with its key
Guarantees  1. What devices trust is the anchor. Its key signed one thing, the signer, and was never written down.
            2. Anchor and signer are bound to hosts (RFC 5280, 4.2.1.10, critical): a client refuses a certificate of
               theirs for any other. Some clients do not hold a trusted anchor to that; they do hold the signer to it.
            3. The signer signs certificates of servers only, and no further authority.
I/O         none; the time is given, keys are drawn by the cryptography library
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Self

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from voicekeep.app.host_names import HostNames
from voicekeep.app.tls.anchor import Anchor
from voicekeep.app.tls.errors import MALFORMED, AuthorityUnusableError
from voicekeep.app.tls.making import Signing, make_anchor, make_served, make_signer, named, new_key

RENEWED_BEFORE_END: Final = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Authority:
    """The anchor, and what signs in its name."""

    anchor: Anchor
    signer: x509.Certificate
    key: ec.EllipticCurvePrivateKey = field(repr=False)  # the signer's

    @classmethod
    def make(cls, hosts: HostNames, now: datetime) -> Self:
        """Return a new one, for these hosts and no other, from now on."""
        by, key = Signing(named(hosts, f"made {now:%Y-%m-%d}"), new_key()), new_key()
        return cls(
            anchor=Anchor(certificate=make_anchor(by, hosts, now)),
            signer=make_signer(named(hosts, "signs"), key.public_key(), by, hosts, now),
            key=key,
        )

    @classmethod
    def read(cls, text: bytes) -> Self:
        """Return what `written` wrote. Raises AuthorityUnusableError."""
        try:
            key = load_pem_private_key(text, None)
            signer, anchor = x509.load_pem_x509_certificates(text)
            anchor.verify_directly_issued_by(anchor)
            signer.verify_directly_issued_by(anchor)
            read = cls(anchor=Anchor(certificate=anchor), signer=signer, key=_of_p256(key))
            if read.anchor.hosts.names and _public(key) == _public(signer):
                return read
        except MALFORMED as malformed:
            raise AuthorityUnusableError("its file is not a key with its two certificates") from malformed
        raise AuthorityUnusableError("its key is another than its certificate's")

    def written(self) -> bytes:
        """Return all of it in one text: there is no moment at which half of it lies on a disk."""
        return _pem(self.key, self.signer, self.anchor.certificate)

    def issue(self, hosts: HostNames, now: datetime) -> bytes:
        """Return a key and its certificate, with the signer's: what a server shows, as PEM."""
        key, by = new_key(), Signing(self.signer.subject, self.key)
        served = make_served(key.public_key(), by, hosts, now, at_most=self.anchor.ends_at)
        return _pem(key, served, self.signer)

    def good(self, text: bytes, hosts: HostNames, now: datetime) -> bool:
        """Return whether what `issue` returned once is to be served on: ours, for these hosts, and not near its end."""
        try:
            served, signer = x509.load_pem_x509_certificates(text)
            served.verify_directly_issued_by(self.signer)
            ours = signer == self.signer and _public(load_pem_private_key(text, None)) == _public(served)
            said = served.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
            names, addresses = said.get_values_for_type(x509.DNSName), said.get_values_for_type(x509.IPAddress)
            same = HostNames.of([*names, *map(str, addresses)]) == hosts
        except MALFORMED:
            return False
        ends = served.not_valid_after_utc
        due = ends if ends >= self.anchor.ends_at else ends - RENEWED_BEFORE_END
        return ours and same and served.not_valid_before_utc <= now < due


def _pem(key: ec.EllipticCurvePrivateKey, *certificates: x509.Certificate) -> bytes:
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return secret + b"".join(each.public_bytes(Encoding.PEM) for each in certificates)


def _of_p256(key: object) -> ec.EllipticCurvePrivateKey:
    """Return a key of the only kind that is made here. Raises TypeError."""
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError
    return key


def _public(holder: object) -> bytes:
    """Return the public half of a key, or of what a certificate is for. Raises TypeError."""
    if isinstance(holder, x509.Certificate):
        return holder.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return _of_p256(holder).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
