"""A real mail server in this process, with a certificate of its own: SMTP over TLS, boxes, and answers as told."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

USER, PASSWORD = "voicekeep", "a password for mails"


@dataclass
class PostOffice:
    """What the server got, and what it says to whom."""

    port: int = 0
    received: list[tuple[str, bytes]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)  # to RCPT, by address
    to_sender: str = "250 OK"
    to_data: str = "250 taken"
    signed_in: list[bytes] = field(default_factory=list)

    async def handle_MAIL(  # noqa: N802  the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.to_sender

    async def handle_RCPT(  # noqa: N802  the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        if self.to_data.startswith("250"):
            self.received += [(address, envelope.content) for address in envelope.rcpt_tos]
        return self.to_data

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, shown: object
    ) -> AuthResult:
        assert isinstance(shown, LoginPassword)
        self.signed_in.append(shown.login)
        right = (shown.login, shown.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=False)


@contextmanager
def post_office(
    folder: Path, security: str, host: str = "localhost", *, beyond_ascii: bool = True
) -> Iterator[PostOffice]:
    """Open a mail server; its certificate, for `host`, is in `folder`, to be trusted or not."""
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate_for(host, folder))
    office = PostOffice(port=free_port())
    implicit = security == "tls"
    controller = Controller(
        office,
        hostname="127.0.0.1",
        port=office.port,
        ssl_context=context if implicit else None,
        tls_context=context if security == "starttls" else None,
        require_starttls=security == "starttls",
        enable_SMTPUTF8=beyond_ascii,
        authenticator=office.authenticate,
        auth_required=security == "starttls",
        auth_require_tls=security == "starttls",  # the library does not see the TLS that began before it
    )
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def certificate_for(host: str, folder: Path) -> Path:
    """Write a key and its certificate for a host into one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, SHA256())
    )
    path = folder / f"{host}.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + made.public_bytes(Encoding.PEM))
    return path
