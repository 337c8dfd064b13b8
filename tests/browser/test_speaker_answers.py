"""The whole way in a real browser: a sentence into its microphone, the built-in engines, the time as an answer."""

from __future__ import annotations

import re
import shutil
import subprocess
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.app.simulator import household
from tests.browser.conftest import CHROMIUM, QUIETLY
from tests.browser.test_speaker import TRACKS
from tests.web.served import served
from voicekeep.app.house import SpeechEnd, open_hub
from voicekeep.app.operations.history import days_of, heard_on
from voicekeep.app.operations.pairing import open_pairing
from voicekeep.app.web import make_application

pytestmark = pytest.mark.skipif(shutil.which("flite") is None, reason="flite is not installed")


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser before which somebody asks for the time, and is silent then."""
    folder = tmp_path_factory.mktemp("asking")
    spoken, path = folder / "spoken.wav", folder / "asked.wav"
    subprocess.run(["flite", "-voice", "slt", "-t", "what time is it", "-o", str(spoken)], check=True)
    with wave.open(str(spoken), "rb") as source, wave.open(str(path), "wb") as target:
        target.setparams(source.getparams())
        quiet = bytes(2 * source.getframerate())
        target.writeframes(quiet + source.readframes(source.getnframes()) + 8 * quiet)
    fake = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*QUIETLY, *fake, f"--use-file-for-fake-audio-capture={path}"]
        )
        yield started
        started.close()


def test_somebody_asks_the_page_for_the_time_and_is_told_it(tmp_path: Path, asking: Browser) -> None:
    with household(tmp_path) as home, open_hub(home.keep, tmp_path) as hub:
        ada = home.join("ada")
        with served(make_application(home.keep, hub=hub, ending=lambda: SpeechEnd(home.keep.limits))) as port:
            page = asking.new_context(base_url=f"http://localhost:{port}", locale="en-GB").new_page()
            page.add_init_script(f"({TRACKS})()")
            page.goto("/speaker")
            page.get_by_label("Code").fill(open_pairing(home.keep, home.session(ada), shared=False).code)
            page.get_by_label("Name of the speaker").fill("kitchen")
            page.keyboard.press("Enter")
            expect(page.locator("#speaker")).to_have_attribute("data-state", "ready")
            page.locator("#talk").click()
            expect(page.locator("#answer-text")).to_have_text(re.compile(r"\d"), timeout=60_000)
            expect(page.locator("#speaker")).to_have_attribute("data-state", "ready")
            [seconds] = page.evaluate("window.played")
            assert seconds > 0.5, "a sentence is spoken"
            page.context.close()
        session = home.session(ada)
        [(day, count)] = days_of(home.keep, session)
        assert count == 1
        [turn] = heard_on(home.keep, session, day)
        assert turn.transcript == "what time is it"
