"""Private connections: certificates that the keep makes and renews, or those that its operator names.

Flow        settings -> Certificates -> a server's context; an Anchor -> the page by which a device trusts it
Guarantees  1. The keep's own authority can vouch for the keep's own hosts and for nothing else, whoever has its key.
            2. A key that others can read is not used; nothing is ever served in clear instead.
            3. A certificate is renewed while the server listens, and no connection is dropped.
I/O         a folder beside the root key; the files that the settings name
"""

from voicekeep.app.tls.anchor import Anchor
from voicekeep.app.tls.authority import Authority
from voicekeep.app.tls.certificates import Certificates, FileCertificates, OwnCertificates
from voicekeep.app.tls.chosen import certificates_of, own_certificates
from voicekeep.app.tls.errors import (
    AuthorityEndsSoonError,
    AuthorityExposedError,
    AuthorityOverError,
    AuthorityUnusableError,
    CertificateFilesError,
    CertificateKeyExposedError,
    CertificateNotGoodError,
    HostsChangedError,
    TlsError,
)

__all__ = [
    "Anchor",
    "Authority",
    "AuthorityEndsSoonError",
    "AuthorityExposedError",
    "AuthorityOverError",
    "AuthorityUnusableError",
    "CertificateFilesError",
    "CertificateKeyExposedError",
    "CertificateNotGoodError",
    "Certificates",
    "FileCertificates",
    "HostsChangedError",
    "OwnCertificates",
    "TlsError",
    "certificates_of",
    "own_certificates",
]
