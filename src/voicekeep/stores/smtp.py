"""Mails to a mail server, over TLS only (RFC 5321, RFC 3207, RFC 8314).

Flow        Letter -> MAIL, RCPT, DATA on a connection of its own -> taken, or a named error
Guarantees  1. Nothing is said to a server that has not proven its name by a certificate that this machine trusts.
            2. A mail that the server took is never reported as not taken: what happens after its last 250 is nobody's
               business.
            3. No error carries an address or what the server answered: servers repeat both.
I/O         one connection for each mail; the file with the password, read each time so that a new one needs no restart
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from voicekeep.notice import (
    AddressUnusableError,
    Letter,
    MailPasswordError,
    MailPostponedError,
    MailRefusedError,
    MailServerNotProvenError,
    MailServerUnreachableError,
    MailSignInError,
    NotHandedOverError,
)
from voicekeep.records.ids import NoticeId
from voicekeep.vault import (
    RootKeyError,
    RootKeyExposedError,
    RootKeyInsideDataError,
    RootKeyMissingError,
    read_private,
)

ANSWER_SECONDS: Final = 20.0  # of silence, after which the server is taken for dead

_FOR_GOOD: Final = range(500, 600)
_PASSWORD_MAX_BYTES: Final = 1024
_REASONS: Final[dict[type[RootKeyError], str]] = {
    RootKeyMissingError: "it is not there",
    RootKeyExposedError: "it must be yours alone, mode 0600",
    RootKeyInsideDataError: "it is inside the data folder",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """Which server takes our mails, and how it knows us."""

    host: str
    port: int
    security: Literal["starttls", "tls"]  # TLS after asking for it, or from the first byte
    greeting: str  # host name that we give as ours
    user: str  # empty: the server does not ask
    password_file: str  # of mode 0600, outside the data folder; empty without a user


class SmtpMail:
    """A mail server."""

    def __init__(self, server: SmtpServer, data_folder: Path) -> None:
        self._server = server
        self._data_folder = data_folder

    def send(self, letter: Letter) -> None:
        """Hand one mail over.

        Raises:
            MailRefusedError, AddressUnusableError: never to this address.
            MailPostponedError: not now, this one.
            MailDownError: not now, none.
        """
        with self._conversation() as smtp:
            options = () if letter.content.isascii() else ("SMTPUTF8", "BODY=8BITMIME")
            if options and not smtp.has_extn("smtputf8"):
                raise AddressUnusableError
            smtp.sendmail(letter.sender, [letter.recipient], letter.content, mail_options=options)

    def take_back(self, notice: NoticeId) -> None:
        """Return: nothing lies here; what the server took is with whoever runs it."""

    def check(self) -> None:
        """Connect, prove both sides, and leave. Raises MailDownError."""
        with self._conversation() as smtp:
            smtp.noop()

    @contextmanager
    def _conversation(self) -> Iterator[smtplib.SMTP]:
        password = self._password() if self._server.user else ""
        try:
            smtp = self._connected()
            try:
                if self._server.user:
                    smtp.login(self._server.user, password)
                yield smtp
                with suppress(OSError):  # it was taken, whatever is said now
                    smtp.quit()
            finally:
                smtp.close()
        except (OSError, UnicodeError) as refused:  # every error of smtplib and ssl is an OSError
            raise _named(refused) from refused

    def _connected(self) -> smtplib.SMTP:
        server, context = self._server, ssl.create_default_context()
        if server.security == "tls":
            return smtplib.SMTP_SSL(server.host, server.port, server.greeting, timeout=ANSWER_SECONDS, context=context)
        smtp = smtplib.SMTP(server.host, server.port, server.greeting, timeout=ANSWER_SECONDS)
        try:
            smtp.starttls(context=context)
        except smtplib.SMTPNotSupportedError as refused:
            smtp.close()
            raise MailServerNotProvenError("it offers no TLS") from refused
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _password(self) -> str:
        try:
            text = read_private(Path(self._server.password_file), self._data_folder)
        except RootKeyError as refused:
            raise MailPasswordError(_REASONS.get(type(refused), "it cannot be read")) from refused
        lines = text[: _PASSWORD_MAX_BYTES + 1].splitlines()
        if len(text) > _PASSWORD_MAX_BYTES or len(lines) != 1 or not lines[0] or not lines[0].isascii():
            raise MailPasswordError("it does not hold one line of ASCII")
        return lines[0].decode("ascii")


def _named(error: Exception) -> NotHandedOverError:
    """Return which of our errors an error of the library's is; the server's own words are left behind."""
    match error:
        case smtplib.SMTPRecipientsRefused(recipients=answers):
            return _answered(next(iter(answers.values()))[0])
        case smtplib.SMTPDataError(smtp_code=code):
            return _answered(code)
        case smtplib.SMTPSenderRefused(smtp_code=code) | smtplib.SMTPAuthenticationError(smtp_code=code):
            return MailSignInError(code)
        case smtplib.SMTPNotSupportedError():
            return MailSignInError(0)
        case ssl.SSLError():
            return MailServerNotProvenError(type(error).__name__)
    return MailServerUnreachableError(type(error).__name__)


def _answered(code: int) -> NotHandedOverError:
    return MailRefusedError(code) if code in _FOR_GOOD else MailPostponedError(code)
