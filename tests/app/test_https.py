"""A real server on the loopback, private by its own authority: who trusts it connects, and for whom it cannot vouch."""

from __future__ import annotations

import asyncio
import hashlib
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from tests.app.hub import HubOfTests
from tests.app.secured import ADDRESS, HOST, Lent, trusting
from tests.app.simulator import Household, household
from tests.web.served import served
from tests.web.visitors import Visitor
from voicekeep.app.box import AuthorityRefusedError, authority_by, pair_with
from voicekeep.app.box.identity import Identity
from voicekeep.app.box.wire import HubGoneError, wire_to
from voicekeep.app.host_names import HostNames
from voicekeep.app.offered import Offers
from voicekeep.app.operations.pairing import open_pairing
from voicekeep.app.tls import Authority, OwnCertificates
from voicekeep.app.tls.making import Signing, new_key
from voicekeep.app.web import make_application, make_trust_application

pytestmark = pytest.mark.enable_socket

WITHOUT = ssl.create_default_context()


@dataclass
class Place:
    """A keep that is served over TLS."""

    home: Household
    lent: Lent
    certificates: OwnCertificates
    port: int

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"

    def shown(self, context: ssl.SSLContext, name: str = HOST) -> bytes:
        """Connect as a client that wants `name`; return the certificate that it took. Raises ssl.SSLError."""
        with (
            socket.create_connection(("127.0.0.1", self.port)) as connection,
            context.wrap_socket(connection, server_hostname=name) as private,
        ):
            certificate = private.getpeercert(binary_form=True)
            assert certificate is not None
            return certificate


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("https")
    lent = Lent(folder / "root.key.tls")
    certificates = lent.certificates()
    certificates.look()
    with household(folder) as home:
        settings = replace(home.keep.settings, public_url=f"https://{HOST}:8420", tls="own", tls_names=ADDRESS)
        keep = replace(home.keep, settings=settings)
        application = make_application(keep, hub=HubOfTests(), certificates=certificates)
        with served(application, certificates) as port:
            yield Place(replace(home, keep=keep), lent, certificates, port)


def test_who_trusts_it_connects_by_each_of_its_names_and_who_does_not_is_refused(place: Place) -> None:
    trusts = trusting(place.certificates)
    for name in (HOST, ADDRESS, "localhost", "127.0.0.1", "::1"):
        assert place.shown(trusts, name)
    with pytest.raises(ssl.SSLCertVerificationError):
        place.shown(WITHOUT)
    with httpx2.Client(base_url=place.url, verify=trusts, trust_env=False) as client:
        page = client.get("/sign-in")
        assert page.status_code == 200
        assert "__Host-voicekeep-form" in page.headers["set-cookie"]
        assert "strict-transport-security" not in page.headers, "who trusts it no more must still reach /trust in clear"
        downloaded = client.get("/trust/authority.crt")
    assert downloaded.headers["content-type"] == "application/x-x509-ca-cert"
    assert place.certificates.anchor is not None
    groups = "".join(place.certificates.anchor.fingerprint).replace(" ", "").lower()
    assert hashlib.sha256(downloaded.content).hexdigest() == groups
    with pytest.raises(httpx2.TransportError), httpx2.Client(trust_env=False) as plain:
        plain.get(f"http://localhost:{place.port}/sign-in")


def partly(authority: Authority) -> ssl.SSLContext:
    """Return a client to which the signer is what the anchor is to others."""
    context = ssl.create_default_context(cadata=authority.signer.public_bytes(Encoding.PEM).decode())
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    return context


@pytest.mark.parametrize("name", ["bank.example", "home.test", f"not-{HOST}", "192.0.2.21", "2001:db8::1"])
def test_a_thief_of_the_key_can_vouch_for_no_other_host(place: Place, tmp_path: Path, name: str) -> None:
    stolen = Authority.read(place.lent.authority)
    forged = stolen.issue(HostNames.of([name]), place.lent.now())
    with serving(place, tmp_path, forged):
        for client in (trusting(place.certificates), partly(stolen)):
            with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
                place.shown(client, name)


def test_a_thief_of_the_key_can_make_no_further_authority(place: Place, tmp_path: Path) -> None:
    stolen, now = Authority.read(place.lent.authority), place.lent.now()
    key, by = new_key(), Signing(stolen.signer.subject, stolen.key)
    below = (
        x509.CertificateBuilder(
            issuer_name=by.name,
            subject_name=x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "below")]),
            public_key=key.public_key(),
            serial_number=1,
            not_valid_before=now - timedelta(days=1),
            not_valid_after=now + timedelta(days=1),
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(by.key, SHA256())
    )
    mine = Authority(anchor=stolen.anchor, signer=below, key=key)
    served_key, _, rest = mine.issue(HostNames.of([HOST]), now).partition(b"-----BEGIN CERTIFICATE")
    chain = b"-----BEGIN CERTIFICATE" + rest + stolen.signer.public_bytes(Encoding.PEM)
    with serving(place, tmp_path, served_key + chain), pytest.raises(ssl.SSLCertVerificationError, match="path length"):
        place.shown(trusting_loosely(place.certificates))


def trusting_loosely(certificates: OwnCertificates) -> ssl.SSLContext:
    assert certificates.anchor is not None
    return ssl.create_default_context(cadata=certificates.anchor.pem)


class serving:  # noqa: N801  a context, said as a verb
    """Serve another certificate for a while, as whoever stole the key would."""

    def __init__(self, place: Place, folder: Path, text: bytes) -> None:
        self._place, self._file = place, folder / "forged.pem"
        self._file.write_bytes(text)

    def __enter__(self) -> None:
        self._place.certificates.live.take(self._file)

    def __exit__(self, *_: object) -> None:
        self._place.certificates.live.take(self._place.lent.folder / "certificate.pem")


def test_it_is_renewed_under_a_connection_that_stays_and_a_listener_that_never_closed(place: Place) -> None:
    place.lent.by = timedelta(days=-70)  # what was made then is to be renewed now
    place.certificates.begin_anew()
    trusts = trusting(place.certificates)
    before = place.shown(trusts)
    with httpx2.Client(base_url=place.url, verify=trusts, trust_env=False) as client:
        assert client.get("/healthz").status_code == 200
        place.certificates.look()
        assert place.shown(trusts) == before, "nothing was due"
        place.lent.by = timedelta()
        place.certificates.look()
        after = place.shown(trusts)
        assert after != before
        assert client.get("/healthz").status_code == 200
    ends = x509.load_der_x509_certificate(after).not_valid_after_utc
    assert ends - place.lent.now() > timedelta(days=89)


def test_a_new_authority_is_taken_at_the_next_look_and_who_trusted_the_old_one_is_refused(place: Place) -> None:
    old = trusting(place.certificates)
    place.lent.certificates().begin_anew()  # another process: voicekeep trust new
    assert place.shown(old)
    place.certificates.look()
    with pytest.raises(ssl.SSLCertVerificationError):
        place.shown(old)
    assert place.shown(trusting(place.certificates))


def test_a_box_pairs_by_the_fingerprint_that_was_read_aloud_and_by_no_other(place: Place) -> None:
    ada = place.home.people.get("ada") or place.home.join("ada")
    anchor = place.certificates.anchor
    assert anchor is not None
    with pytest.raises(AuthorityRefusedError, match="another fingerprint"):
        authority_by(place.url, "00" * 32)
    with pytest.raises(AuthorityRefusedError, match="32 pairs"):
        authority_by(place.url, " ".join(anchor.fingerprint[:7]))
    code = open_pairing(place.home.keep, place.home.session(ada), shared=False).code
    with pytest.raises(HubGoneError):
        pair_with(place.url, code, "kitchen")  # the system's authorities do not know it
    authority = authority_by(place.url, ":".join(anchor.fingerprint).lower())
    assert authority == anchor.pem
    identity = pair_with(place.url, code, "kitchen", authority=authority)
    asyncio.run(says_hello(identity))
    with pytest.raises(HubGoneError):
        asyncio.run(says_hello(replace(identity, authority="")))


async def says_hello(identity: Identity) -> None:
    async with wire_to(identity, lambda: 1, muted=True) as wire:
        async for message in wire.messages():
            assert message["type"] == "welcome", message
            return


def test_who_shows_a_code_is_shown_where_a_device_begins_and_by_which_fingerprint(place: Place) -> None:
    ada, anchor = place.home.people.get("ada") or place.home.join("ada"), place.certificates.anchor
    assert anchor is not None
    visitor = Visitor(make_application(place.home.keep, certificates=place.certificates), f"https://{HOST}:8420")
    page = visitor.sign_in(ada).send("/my-data/speakers", to="/my-data/speakers/code", whose="own").text
    assert f"--fingerprint {''.join(anchor.fingerprint).replace(' ', '').lower()}<" in page
    assert f"http://{HOST}:8421/trust" in page


def test_in_clear_there_is_the_page_about_trust_and_the_way_to_the_rest(place: Place) -> None:
    keep, anchor = place.home.keep, place.certificates.anchor
    assert anchor is not None
    assert keep.settings.trust_address == f"http://{HOST}:8421/trust"
    offers = Offers(keep.clock, keep.entropy, keep.limits)
    visitor = Visitor(make_trust_application(keep, place.certificates, offers), f"http://{HOST}:8421")
    page = visitor.get("/trust?lang=fr")
    assert "Obtenir le certificat" in page.text
    assert all(f"<code>{group}</code>" in page.text for group in anchor.fingerprint)
    assert f"<code>{HOST}</code>" in page.text
    for path in ("/trust?lang=fr", "/speaker/said/nothing?lang=fr", "/trust/authority.crt", "/sign-in"):
        assert "set-cookie" not in visitor.get(path).headers, path
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert visitor.get("/trust/authority.crt").content == anchor.der
    assert visitor.get("/static/style.css").status_code == 200
    for elsewhere in ("/", "/speaker", "/static/speaker.js", "/static/../x", "/api/v1/heard", "//evil.example/x"):
        sent_on = visitor.get(elsewhere)
        assert sent_on.status_code == 307, elsewhere
        assert sent_on.headers["location"].startswith(f"https://{HOST}:8420/")
    assert keep.settings.said_at == f"http://{HOST}:8421"
    assert visitor.get("/speaker/said/nothing").status_code == 404
    assert visitor.client.post("/sign-in", data={"password": "p"}).status_code == 405
    assert visitor.get("/trust", host="evil.example").status_code == 400


def test_a_speaker_that_says_goodbye_while_the_keep_ends_breaks_nothing(place: Place) -> None:
    with (
        served(make_application(place.home.keep, hub=HubOfTests())) as port,
        socket.create_connection(("127.0.0.1", port)) as connection,
    ):
        asked = (
            f"GET /speaker/socket HTTP/1.1\r\nHost: localhost:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        )
        key = "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
        connection.sendall(f"{asked}{key}Authorization: Bearer none\r\n\r\n".encode())
        assert connection.recv(4096).startswith(b"HTTP/1.1 101")
        connection.sendall(b"\x88\x82\0\0\0\0\x03\xe8")  # close, 1000; and then it does not hang up
        connection.recv(4096)
