"""Which certificates a keep's settings ask for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from voicekeep.app.settings import BadSettingError, Settings
from voicekeep.app.tls.certificates import Certificates, FileCertificates, OwnCertificates
from voicekeep.app.tls.folder import AuthorityFolder

_BESIDE_ROOT_KEY: Final = ".tls"  # root.key.tls


def own_certificates(settings: Settings, clock: Callable[[], datetime]) -> OwnCertificates:
    """Return certificates of an authority of one's own, which lies beside the root key; nothing is read yet."""
    root_key = Path(settings.root_key)
    folder = AuthorityFolder(root_key.with_name(f"{root_key.name}{_BESIDE_ROOT_KEY}"))
    return OwnCertificates(folder, settings.hosts, clock)


def certificates_of(settings: Settings, data_folder: Path, clock: Callable[[], datetime]) -> Certificates | None:
    """Return what is served, not looked at yet; None: connections are in clear, or private before they come here.

    Raises:
        BadSettingError: the key lies in the data folder.
    """
    match settings.tls:
        case "own":
            return own_certificates(settings, clock)
        case "files":
            key = Path(settings.tls_key)
            if key.resolve().is_relative_to(data_folder.resolve()):
                raise BadSettingError("tls_key", "inside the data folder, which is what backups take")
            return FileCertificates(Path(settings.tls_certificate), key, settings.hosts)
    return None
