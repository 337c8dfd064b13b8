"""What a keep shows whoever connects: certificates that it makes and renews, or those of its operator.

Flow        settings -> Certificates -> the context that a server listens with
Guarantees  1. `look` may be called at any time and as often as one likes: it does what is due, and drops no connection.
            2. What cannot be used is a named error; what was served before is served on.
"""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

from voicekeep.app.host_names import HostNames
from voicekeep.app.tls.anchor import Anchor
from voicekeep.app.tls.authority import Authority
from voicekeep.app.tls.errors import (
    AuthorityEndsSoonError,
    AuthorityOverError,
    AuthorityUnusableError,
    CertificateFilesError,
    CertificateKeyExposedError,
    HostsChangedError,
)
from voicekeep.app.tls.folder import AuthorityFolder
from voicekeep.app.tls.live import LiveTls
from voicekeep.app.tls.reading import require_good

AUTHORITY_FILE: Final = "authority.pem"
CERTIFICATE_FILE: Final = "certificate.pem"

log = logging.getLogger("voicekeep.tls")


class Certificates(Protocol):
    """What stands behind a private connection."""

    live: LiveTls

    @property
    def anchor(self) -> Anchor | None:
        """Return what devices have to trust; None: they do already."""

    def look(self) -> None:
        """Renew or read again what is due. Raises TlsError: it could not be done; nothing else is served."""

    def state(self, now: datetime) -> str:
        """Say to the operator for what it is good, and until when. Raises TlsError: it is not, or not for long."""


class OwnCertificates:
    """Certificates of an authority of one's own."""

    def __init__(self, folder: AuthorityFolder, hosts: HostNames, clock: Callable[[], datetime]) -> None:
        self.live = LiveTls()
        self._folder = folder
        self._hosts = hosts
        self._clock = clock
        self._anchor: Anchor | None = None
        self._served = b""
        self._said = False  # that the authority ends soon

    @property
    def anchor(self) -> Anchor | None:
        """Return what devices have to trust: that of the last look."""
        return self._anchor

    def look(self) -> None:
        """Make what is not there, and renew what is near its end.

        Raises:
            AuthorityExposedError, AuthorityUnusableError, AuthorityOverError: it cannot be used.
            HostsChangedError: it can never vouch for one of the hosts.
        """
        self._looked()

    def _looked(self) -> Anchor:
        now = self._clock()
        with self._folder.alone():  # also while it is loaded, for which the file is read twice
            authority = self._authority(now)
            served = self._folder.read(CERTIFICATE_FILE)
            if not authority.good(served, self._hosts, now):
                served = authority.issue(self._hosts, now)
                self._folder.write(CERTIFICATE_FILE, served)
            if served != self._served:
                try:
                    self.live.take(self._folder.at(CERTIFICATE_FILE))
                except OSError as unusable:
                    raise AuthorityUnusableError("its certificate cannot be read") from unusable
                self._served, self._anchor = served, authority.anchor
        if authority.anchor.ends_soon(now) and not self._said:
            self._said = True
            log.warning("the certificate authority ends soon; see: voicekeep trust")
        return authority.anchor

    def state(self, now: datetime) -> str:
        """Say for what the authority is good, and until when. Raises AuthorityEndsSoonError."""
        anchor = self._looked()
        if anchor.ends_soon(now):
            raise AuthorityEndsSoonError(f"{anchor.ends_at:%Y-%m-%d}")
        return f"its own authority vouches for {', '.join(anchor.hosts.elsewhere)} until {anchor.ends_at:%Y-%m-%d}"

    def begin_anew(self) -> None:
        """Make another authority in the place of the one that is there: every device has to trust again."""
        with self._folder.alone():
            self._folder.write(AUTHORITY_FILE, Authority.make(self._hosts, self._clock()).written())
        self.look()

    def _authority(self, now: datetime) -> Authority:
        text = self._folder.read(AUTHORITY_FILE)
        if not text:
            text = Authority.make(self._hosts, now).written()
            self._folder.write(AUTHORITY_FILE, text)
        authority = Authority.read(text)
        if now >= authority.anchor.ends_at:
            raise AuthorityOverError
        if not authority.anchor.hosts.cover(self._hosts):
            raise HostsChangedError
        return authority


class FileCertificates:
    """A certificate and a key that somebody else makes and renews."""

    anchor: Anchor | None = None

    def __init__(self, certificate: Path, key: Path, hosts: HostNames) -> None:
        self.live = LiveTls()
        self._files = (certificate, key)
        self._hosts = hosts
        self._seen: tuple[tuple[int, int, int], ...] = ()

    def look(self) -> None:
        """Read the files again if they are others than before.

        Raises:
            CertificateFilesError: they cannot be read, or do not fit together; a renewal may be under way.
            CertificateKeyExposedError: anybody on this machine can read the key.
        """
        certificate, key = self._files
        try:
            states = [path.stat() for path in self._files]
            if states[1].st_mode & stat.S_IRWXO:
                raise CertificateKeyExposedError
            seen = tuple((each.st_ino, each.st_size, each.st_mtime_ns) for each in states)
            if seen == self._seen:
                return
            self.live.take(certificate, key)
        except OSError as unusable:
            raise CertificateFilesError(_why(unusable)) from unusable
        self._seen = seen

    def state(self, now: datetime) -> str:
        """Say until when it is good. Raises CertificateFilesError, CertificateNotGoodError."""
        try:
            text = self._files[0].read_bytes()
        except OSError as unusable:
            raise CertificateFilesError(_why(unusable)) from unusable
        return f"a certificate of its operator's, until {require_good(text, self._hosts.elsewhere, now):%Y-%m-%d}"


def _why(unusable: OSError) -> str:
    """Return what stopped it, without a path."""
    return getattr(unusable, "reason", "") or os.strerror(unusable.errno or 0)
