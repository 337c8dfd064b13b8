"""A keep's own authority: for its own hosts, whole at every moment, and not used where others could read it."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.app.faults import Fuse, Killed
from tests.app.secured import ADDRESS, HOST, Lent
from voicekeep.app.host_names import HostNameError, HostNames
from voicekeep.app.tls import (
    AuthorityEndsSoonError,
    AuthorityExposedError,
    AuthorityOverError,
    AuthorityUnusableError,
    CertificateFilesError,
    CertificateKeyExposedError,
    CertificateNotGoodError,
    FileCertificates,
    HostsChangedError,
    OwnCertificates,
)
from voicekeep.app.tls.authority import Authority
from voicekeep.app.tls.making import AUTHORITY_LIFETIME


@pytest.fixture
def lent(tmp_path: Path) -> Lent:
    return Lent(tmp_path / "root.key.tls")


def looked(lent: Lent) -> OwnCertificates:
    certificates = lent.certificates()
    certificates.look()
    return certificates


def test_it_is_made_once_and_lies_where_nobody_else_can_read_it(lent: Lent) -> None:
    first, second = looked(lent), looked(lent)
    assert first.anchor is not None
    assert second.anchor is not None
    assert first.anchor.der == second.anchor.der
    assert first.anchor.hosts == lent.hosts
    assert first.anchor.hosts.elsewhere == (HOST, ADDRESS)
    assert {path.name: path.stat().st_mode & 0o777 for path in [lent.folder, *lent.folder.iterdir()]} == {
        "root.key.tls": 0o700,
        "authority.pem": 0o600,
        "certificate.pem": 0o600,
    }
    assert lent.authority.count(b"PRIVATE KEY-----") == 2, "one key: that of the anchor was never written"


def test_of_two_that_begin_at_once_both_use_the_one_authority(lent: Lent) -> None:
    with ThreadPoolExecutor(4) as pool:
        anchors = {each.anchor.der for each in pool.map(lambda _: looked(lent), range(4)) if each.anchor}
    assert len(anchors) == 1


@pytest.mark.parametrize("exposed", [".", "authority.pem", "certificate.pem"])
def test_a_key_that_others_could_read_is_refused(lent: Lent, exposed: str) -> None:
    looked(lent)
    (lent.folder / exposed).chmod(0o750)
    with pytest.raises(AuthorityExposedError, match="voicekeep trust new"):
        looked(lent)


def test_a_file_that_leads_elsewhere_is_not_used(lent: Lent, tmp_path: Path) -> None:
    looked(lent)
    (lent.folder / "authority.pem").rename(tmp_path / "moved")
    (lent.folder / "authority.pem").symlink_to(tmp_path / "moved")
    with pytest.raises(AuthorityUnusableError):
        looked(lent)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", ["open", "fsync", "replace"])
@pytest.mark.parametrize("call", [1, 2, 3, 4])
def test_killed_at_any_step_it_starts_clean(
    lent: Lent, monkeypatch: pytest.MonkeyPatch, step: str, call: int, *, after: bool
) -> None:
    fuse = Fuse(call, after)
    module = {"open": os, "fsync": os, "replace": Path}[step]
    real = getattr(module, step)

    def mortal(*given: object, **named: object) -> object:
        fuse.burn(after=False)
        done = real(*given, **named)
        fuse.burn(after=True)
        return done

    with monkeypatch.context() as patched:
        patched.setattr(module, step, mortal)
        try:
            looked(lent)
        except Killed:
            kept = lent.authority if (lent.folder / "authority.pem").exists() else b""
        else:
            kept = lent.authority
    certificates = looked(lent)
    assert kept in {b"", lent.authority}, "what devices may trust already is not replaced"
    assert Authority.read(lent.authority).good((lent.folder / "certificate.pem").read_bytes(), lent.hosts, lent.now())
    certificates.begin_anew()
    assert sorted(path.name for path in lent.folder.iterdir()) == ["authority.pem", "certificate.pem"]


def test_a_full_disk_is_a_named_error_and_leaves_what_was(lent: Lent, monkeypatch: pytest.MonkeyPatch) -> None:
    looked(lent)
    before = (lent.folder / "certificate.pem").read_bytes()
    lent.by = timedelta(days=61)

    def full(_: int) -> None:
        raise OSError(28, "")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(AuthorityUnusableError, match="No space left"):
        looked(lent)
    assert (lent.folder / "certificate.pem").read_bytes() == before


@pytest.mark.filterwarnings("ignore:Parsed a serial number")  # of what the flip made
@given(data=st.data())
def test_a_flipped_bit_is_a_named_error_or_changes_nothing(data: st.DataObject) -> None:
    hosts = HostNames.of([HOST])
    text = bytearray(_ONE.written())
    at = data.draw(st.integers(0, len(text) - 1))
    text[at] ^= 1 << data.draw(st.integers(0, 7))
    try:
        read = Authority.read(bytes(text))
    except AuthorityUnusableError:
        return
    assert (read.anchor.der, read.signer) == (_ONE.anchor.der, _ONE.signer)
    assert read.good(_ONE.issue(hosts, _AT), hosts, _AT)


_AT = Lent(Path()).now()
_ONE = Authority.make(HostNames.of([HOST]), _AT)


def test_it_vouches_for_no_host_that_it_was_not_made_for(lent: Lent) -> None:
    looked(lent)
    lent.hosts = HostNames.of(["other.home.test"])
    with pytest.raises(HostsChangedError, match="voicekeep trust new"):
        looked(lent)
    lent.hosts = HostNames.of([f"kitchen.{HOST}"])  # below a name of its own; and one address fewer
    looked(lent)
    lent.hosts = HostNames.of([HOST, "192.0.2.21"])
    with pytest.raises(HostsChangedError):
        looked(lent)
    lent.certificates().begin_anew()
    assert looked(lent).anchor is not None


def test_its_end_is_said_in_time_and_then_it_is_refused(lent: Lent) -> None:
    certificates = looked(lent)
    assert f"{HOST}, {ADDRESS}" in certificates.state(lent.now())
    lent.by = AUTHORITY_LIFETIME - timedelta(days=10)
    looked(lent)  # a certificate that cannot be renewed for longer than its authority is served to the end
    served = (lent.folder / "certificate.pem").read_bytes()
    looked(lent)
    assert (lent.folder / "certificate.pem").read_bytes() == served, "and not made anew at each look"
    with pytest.raises(AuthorityEndsSoonError, match="voicekeep trust new"):
        certificates.state(lent.now())
    lent.by = AUTHORITY_LIFETIME
    with pytest.raises(AuthorityOverError, match="voicekeep trust new"):
        looked(lent)


@pytest.mark.parametrize(
    "text", ["", "*.home.test", "bücher.test", "a..b", "-a", "a-.test", "1.2.3", "a b", "::g", "a" * 64]
)
def test_what_names_no_host_is_refused(text: str) -> None:
    with pytest.raises(HostNameError):
        HostNames.of([text])


def files(folder: Path, lent: Lent, name: str) -> FileCertificates:
    """Return certificates as somebody else would have made them."""
    renew(folder, lent)
    return FileCertificates(folder / "chain.pem", folder / "key.pem", HostNames.of([name]))


def renew(folder: Path, lent: Lent) -> None:
    key, _, chain = _ONE.issue(HostNames.of([HOST]), lent.now()).partition(b"-----BEGIN CERTIFICATE")
    for name, text in (("chain.pem", b"-----BEGIN CERTIFICATE" + chain), ("key.pem", key)):
        (folder / name).unlink(missing_ok=True)
        (folder / name).write_bytes(text)
        (folder / name).chmod(0o640)


def test_files_of_the_operator_s_are_read_again_when_they_change_and_only_whole(tmp_path: Path, lent: Lent) -> None:
    certificates = files(tmp_path, lent, HOST)
    certificates.look()
    first = certificates.live.taken
    certificates.look()
    assert certificates.live.taken is first
    old_key = (tmp_path / "key.pem").read_bytes()
    renew(tmp_path, lent)
    (tmp_path / "key.pem").write_bytes(old_key)  # half of a renewal
    with pytest.raises(CertificateFilesError):
        certificates.look()
    assert certificates.live.taken is first, "what was served is served on"
    renew(tmp_path, lent)
    certificates.look()
    assert certificates.live.taken is not first
    (tmp_path / "key.pem").chmod(0o644)
    with pytest.raises(CertificateKeyExposedError):
        certificates.look()
    (tmp_path / "chain.pem").unlink()
    with pytest.raises(CertificateFilesError, match="No such file"):
        certificates.look()


def test_a_key_under_a_password_is_refused_and_nobody_is_asked(tmp_path: Path, lent: Lent) -> None:
    certificates = files(tmp_path, lent, HOST)
    (tmp_path / "key.pem").write_text(LOCKED)
    with pytest.raises(CertificateFilesError):
        certificates.look()


def test_a_certificate_that_browsers_will_refuse_is_said(tmp_path: Path, lent: Lent) -> None:
    certificates = files(tmp_path, lent, HOST)
    assert "until" in certificates.state(lent.now())
    with pytest.raises(CertificateNotGoodError, match="not renewed"):
        certificates.state(lent.now() + timedelta(days=84))
    with pytest.raises(CertificateNotGoodError, match="is over"):
        certificates.state(lent.now() + timedelta(days=91))
    with pytest.raises(CertificateNotGoodError, match="every host"):
        files(tmp_path, lent, "other.home.test").state(lent.now())
    (tmp_path / "chain.pem").write_text("")
    with pytest.raises(CertificateNotGoodError, match="is none"):
        certificates.state(lent.now())


LOCKED = """-----BEGIN ENCRYPTED PRIVATE KEY-----
MIH0MF8GCSqGSIb3DQEFDTBSMDEGCSqGSIb3DQEFDDAkBBBmURIm/aKFQgcxgkgw
0BgRAgIIADAMBggqhkiG9w0CCQUAMB0GCWCGSAFlAwQBKgQQX2Hk5GJZP+3gl5Dz
Q/CCZgSBkIuP5/tPUzl0Uoexg1M0i3zUoQKmraGZBgoJYUuvnIikwn/znS/3qRjn
N1dplG3kCOZO+gJD5kBJqk2YFWG8jcBWFXBEi++t3hzXrbKqjHABQpbdmZCMv5oL
mD7sUVZzwnOxakLauxI9FS5Z9P70wvVHvJyPT27D+VCcp9Hq2n4um5RJp6vUtQg9
Olr1V25x2Q==
-----END ENCRYPTED PRIVATE KEY-----
"""
