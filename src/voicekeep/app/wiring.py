"""Which store stands behind which Protocol: the only module that knows.

Flow        settings and a root key -> stores -> Keep
Guarantees  1. Nothing is opened at import; what was opened is closed with the context.
            2. A keep is guarded before anybody gets it: its ledger continues the one last seen (P7).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from voicekeep.app.code import name_of_code
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.start import guard_start
from voicekeep.app.settings import BadSettingError, KeepExistsError, Settings, require_usable
from voicekeep.app.settings_file import load, save
from voicekeep.app.tls import Certificates, OwnCertificates, certificates_of, own_certificates
from voicekeep.device import LimitedDecoder
from voicekeep.formats.digest import BlindDigest
from voicekeep.formats.rows import RowMac
from voicekeep.notice import Mail
from voicekeep.people import EmailIndex, GuestWords, Passwords
from voicekeep.records.limits import Limits
from voicekeep.stores import (
    FolderBlobs,
    FolderMail,
    KeyFile,
    NoMail,
    SealedScratch,
    SmtpMail,
    SmtpServer,
    open_database,
)
from voicekeep.vault import DeskSeal, KeyRing, Purpose, RootKey

DATABASE_FILE = "voicekeep.sqlite3"
BLOBS_FOLDER = "blobs"
SCRATCH_FOLDER = "scratch"


def _now() -> datetime:
    return datetime.now(UTC)


def create_keep(folder: Path, settings: Settings) -> None:
    """Make a new keep: folder, root key, key store, empty database.

    Raises:
        KeepExistsError: the folder already holds one; nothing was changed.
        BadSettingError: one of the settings cannot be used; no keep was made.
        RootKeyError: the root key cannot lie there; no keep was made.
    """
    require_usable(settings)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if any(folder.iterdir()):
        raise KeepExistsError
    Path(settings.root_key).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    RootKey.create(Path(settings.root_key), folder, secrets.token_bytes)
    save(settings, folder)
    with open_keep(folder):
        pass


@contextmanager
def open_keep(folder: Path, *, limits: Limits | None = None, guarded: bool = True) -> Iterator[Keep]:
    """Open the keep in `folder`.

    Args:
        folder: Its data folder.
        limits: Other bounds than the usual ones.
        guarded: Refuse a ledger that is not a continuation of the one last seen; only `recover` says no.

    Raises:
        NoKeepError: there is none.
        RootKeyError: its root key is missing, exposed, or not a root key.
        LedgerBehindError, LedgerForkError: another database than the last one seen lies there.
    """
    settings = load(folder)
    bounds = limits or Limits()
    root = RootKey.load(Path(settings.root_key), folder)
    rows = RowMac(root.derive(Purpose.ROW_MAC))
    with ExitStack() as opened:
        database = open_database(folder / DATABASE_FILE, rows)
        opened.callback(database.close)
        keys = KeyFile(Path(settings.key_store), rows)
        opened.callback(keys.close)
        scratch = folder / SCRATCH_FOLDER
        scratch.mkdir(exist_ok=True, mode=0o700)
        keep = Keep(
            settings=settings,
            database=database,
            blobs=FolderBlobs(folder / BLOBS_FOLDER),
            keys=keys,
            ring=KeyRing(root, keys, secrets.token_bytes),
            digest=BlindDigest(root.derive(Purpose.BLIND_DIGEST)),
            email_index=EmailIndex(root.derive(Purpose.EMAIL_INDEX)),
            passwords=Passwords(secrets.token_bytes),
            sounds=opened.enter_context(LimitedDecoder(bounds)),
            scratch=lambda: SealedScratch(scratch),
            mail=_mail_of(settings, folder),
            checkpoint_key=root.signing_key(Purpose.CHECKPOINT_SIGNING),
            statement_key=root.signing_key(Purpose.STATEMENT_SIGNING),
            link_key=root.derive(Purpose.LINK_TOKEN),
            csrf_key=root.derive(Purpose.CSRF),
            guest_words=GuestWords(root.derive(Purpose.GUEST_WORDS)),
            desk=DeskSeal(root.derive(Purpose.DESK), secrets.token_bytes),
            limits=bounds,
            clock=_now,
            entropy=secrets.token_bytes,
            code=name_of_code,
        )
        if guarded:
            guard_start(keep)
        yield keep


def certificates_for(settings: Settings, folder: Path) -> Certificates | None:
    """Return what makes connections private, not looked at yet; None: nothing here does. Raises BadSettingError."""
    return certificates_of(settings, folder, _now)


def own_certificates_for(settings: Settings) -> OwnCertificates:
    """Return those of the keep's own authority, not looked at yet."""
    return own_certificates(settings, _now)


def _mail_of(settings: Settings, folder: Path) -> Mail:
    """Return where the keep's mails go; nothing is connected or read before there is one to send."""
    match settings.notices:
        case "folder":
            place = Path(settings.notices_folder)
            if place.resolve().is_relative_to(folder.resolve()):
                raise BadSettingError("notices_folder", "inside the data folder, which holds no address in clear")
            return FolderMail(place)
        case "smtp":
            server = SmtpServer(
                host=settings.smtp_host,
                port=settings.smtp_port,
                security="tls" if settings.smtp_security == "tls" else "starttls",
                greeting=settings.public_origin,
                user=settings.smtp_user,
                password_file=settings.smtp_password_file,
            )
            return SmtpMail(server, folder)
    return NoMail()
