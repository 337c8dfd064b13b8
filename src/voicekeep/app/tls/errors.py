"""What can stand in the way of a private connection."""

from __future__ import annotations

from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

from voicekeep.app.host_names import HostNameError
from voicekeep.records.errors import VoicekeepError

MALFORMED: Final = (
    ValueError,
    TypeError,
    InvalidSignature,
    UnsupportedAlgorithm,
    HostNameError,
    x509.DuplicateExtension,
    x509.ExtensionNotFound,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)
"""What comes of reading a certificate or a key that is none, or another than it should be."""


class TlsError(VoicekeepError):
    """Browsers and speakers could not be given a private connection; nothing was sent in clear instead."""


class AuthorityExposedError(TlsError):
    """Others than its owner can read the authority's folder or a key in it; it was not used."""

    def __init__(self) -> None:
        super().__init__(
            "others can read the key of the certificate authority; it was not used. Who read it can pretend to be this "
            "keep: close it (chmod 700 the folder, 600 its files), and make a new one with: voicekeep trust new"
        )


class AuthorityUnusableError(TlsError):
    """The authority's file is not what was written, or cannot be read or written."""

    def __init__(self, why: str) -> None:
        super().__init__(f"the certificate authority cannot be used ({why}); nothing was served")


class HostsChangedError(TlsError):
    """The keep is to be reached at a name that its authority can never vouch for."""

    def __init__(self) -> None:
        super().__init__(
            "public_url or tls_names names a host that the certificate authority was not made for, and it can vouch "
            "for no other; nothing was served. Set it back, or make a new authority, which every device has to trust "
            "again, with: voicekeep trust new"
        )


class AuthorityOverError(TlsError):
    """The authority has reached its end."""

    def __init__(self) -> None:
        super().__init__(
            "the certificate authority has reached its end; nothing was served. Make a new one, which every device "
            "has to trust again, with: voicekeep trust new"
        )


class AuthorityEndsSoonError(TlsError):
    """The authority is near its end; what is served is good until then."""

    def __init__(self, day: str) -> None:
        super().__init__(
            f"the certificate authority ends on {day}, and nothing is private after it; make a new one in time, which "
            "every device has to trust again, with: voicekeep trust new"
        )


class CertificateFilesError(TlsError):
    """The certificate and key that the settings name cannot be used; those in use before stay."""

    def __init__(self, why: str) -> None:
        super().__init__(f"tls_certificate and tls_key cannot be used ({why}); they were not taken")


class CertificateKeyExposedError(TlsError):
    """Anybody on this machine can read the key that the settings name; it was not taken."""

    def __init__(self) -> None:
        super().__init__("anybody on this machine can read the file of tls_key; it was not taken (chmod 640 it)")


class CertificateNotGoodError(TlsError):
    """The certificate that the settings name is served, and browsers will refuse it, or soon."""

    def __init__(self, why: str) -> None:
        super().__init__(f"the certificate of tls_certificate {why}; nothing that browsers believe is served")
