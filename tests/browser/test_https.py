"""A real browser over HTTPS: once it trusts a keep's own authority, it gives the speaker its microphone."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, expect, sync_playwright

from tests.app.hub import HubOfTests
from tests.app.secured import HOST, Lent
from tests.app.simulator import Household, household, tone
from tests.browser.conftest import CHROMIUM, QUIETLY
from tests.web.served import served
from voicekeep.app.host_names import HostNames
from voicekeep.app.operations.pairing import open_pairing
from voicekeep.app.tls import Authority, OwnCertificates
from voicekeep.app.web import make_application

CERTUTIL = shutil.which("certutil")

pytestmark = pytest.mark.skipif(CERTUTIL is None, reason="certutil (libnss3-tools) is not installed")


@dataclass
class Place:
    """A keep that is served over TLS, and a browser whose owner trusts its authority."""

    home: Household
    hub: HubOfTests
    lent: Lent
    certificates: OwnCertificates
    port: int
    browser: Browser


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("https")
    lent, hub = Lent(folder / "root.key.tls"), HubOfTests()
    certificates = lent.certificates()
    certificates.look()
    with household(folder) as home, browser_of(folder, trusted=certificates) as browser:
        settings = replace(home.keep.settings, public_url="https://localhost", tls="own", tls_names=HOST)
        keep = replace(home.keep, settings=settings)
        with served(make_application(keep, hub=hub, certificates=certificates), certificates) as port:
            yield Place(replace(home, keep=keep), hub, lent, certificates, port, browser)
            for context in browser.contexts:
                context.close()


@contextmanager
def browser_of(folder: Path, trusted: OwnCertificates) -> Iterator[Browser]:
    """Start a browser of somebody who trusts an authority as the page /trust says; its microphone plays a tone."""
    store, certificate, sound = folder / ".pki/nssdb", folder / "authority.crt", folder / "tone.wav"
    assert CERTUTIL is not None
    assert trusted.anchor is not None
    store.mkdir(parents=True)
    certificate.write_bytes(trusted.anchor.der)
    sound.write_bytes(tone("somebody speaks", 2.0))
    database = ["-d", f"sql:{store}"]
    subprocess.run([CERTUTIL, *database, "-N", "--empty-password"], check=True)
    subprocess.run([CERTUTIL, *database, "-A", "-n", "Voicekeep", "-t", "C,,", "-i", str(certificate)], check=True)
    heard = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={sound}",
        "--host-resolver-rules=MAP * 127.0.0.1, EXCLUDE localhost",
    ]
    environment: dict[str, str | float | bool] = {**os.environ, "HOME": str(folder)}
    quietly = [each for each in QUIETLY if not each.startswith("--host-resolver-rules")]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*quietly, *heard], env=environment)
        yield browser
        browser.close()


def test_the_speaker_gets_its_microphone_and_is_heard(place: Place) -> None:
    ada = place.home.join("ada")
    code = open_pairing(place.home.keep, place.home.session(ada), shared=False).code
    page = place.browser.new_context(base_url=f"https://{HOST}:{place.port}", locale="en-GB").new_page()
    page.goto("/speaker")
    assert page.evaluate("window.isSecureContext")
    page.get_by_label("Code").fill(code)
    page.get_by_label("Name of the speaker").fill("kitchen")
    page.keyboard.press("Enter")
    expect(page.locator("#speaker")).to_have_attribute("data-state", "ready")
    page.locator("#talk").click()
    expect(page.locator("#speaker")).to_have_attribute("data-state", "listening")
    page.wait_for_timeout(900)
    page.locator("#talk").click()
    expect(page.locator("#answer-text")).to_have_text("I heard you")
    [utterance] = place.hub.heard_of
    assert any(utterance.pcm), "the microphone's sound, and no silence"


def test_whoever_stole_the_key_cannot_be_another_site_to_it(place: Place, tmp_path: Path) -> None:
    page = place.browser.new_context().new_page()
    page.goto(f"https://{HOST}:{place.port}/healthz")
    forged = tmp_path / "forged.pem"
    forged.write_bytes(Authority.read(place.lent.authority).issue(HostNames.of(["bank.test"]), place.lent.now()))
    place.certificates.live.take(forged)
    try:
        with pytest.raises(Error, match="ERR_CERT"):
            page.goto(f"https://bank.test:{place.port}/healthz")
    finally:
        place.certificates.live.take(place.lent.folder / "certificate.pem")
