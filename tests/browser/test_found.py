"""The page for finders in a real browser: a WAV made from our FLAC is found, and no file leaves the device."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import soundfile
from playwright.sync_api import Browser, Request

from tests.app.simulator import household
from tests.app.test_found import cases, flac_of, told
from tests.web.served import served
from voicekeep.app.operations.found_digests import look_up_found
from voicekeep.app.web import make_application


def wav_made_from(flac: bytes, folder: Path) -> Path:
    """Decode our FLAC as anybody would, and write it as a WAV with another header."""
    source, made = folder / "copy.flac", folder / "made.wav"
    source.write_bytes(flac)
    samples, rate = soundfile.read(source, dtype="int16", always_2d=True)
    with wave.open(str(made), "wb") as file:
        file.setnchannels(samples.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.ascontiguousarray(samples).tobytes())
    return made


def test_a_wav_made_from_our_flac_is_found_by_its_samples_and_nothing_is_uploaded(
    tmp_path: Path, browser: Browser
) -> None:
    with household(tmp_path) as home:
        ada = home.join("ada")
        home.say(ada, "one")
        made, other = wav_made_from(flac_of(home, ada), tmp_path), tmp_path / "photograph.jpg"
        other.write_bytes(b"\xff\xd8 no sound at all")
        sent: list[Request] = []

        def note(request: Request) -> None:  # the driver marks what it calls, and a method of a list takes no mark
            sent.append(request)

        with served(make_application(home.keep)) as port:
            page = browser.new_page()
            page.on("request", note)
            page.goto(f"http://localhost:{port}/found?lang=en")
            page.set_input_files("#files", [made, other])
            page.get_by_text("Digests are ready: 2.").wait_for()
            lines = page.locator("#digests").input_value().splitlines()
            assert [len(line.split()) for line in lines] == [2, 1], "a WAV has two, anything else one"
            page.get_by_role("button", name="Report these files").focus()
            page.keyboard.press("Enter")
            page.get_by_role("heading", name="Thank you, it is being handled.").wait_for()
            page.close()
        bodies = [request.post_data_buffer for request in sent if request.method == "POST"]
        assert len(bodies) == 1
        assert made.read_bytes()[60:160] not in (bodies[0] or b"")
        assert b"made.wav" not in (bodies[0] or b"")
        assert len(bodies[0] or b"") < 500
        assert look_up_found(home.keep) == 1
        assert [source.value for source in cases(home)] == ["found_file"]
        assert told(home, ada) == 1


def test_without_javascript_the_page_says_how_and_takes_what_sha256sum_prints(tmp_path: Path, browser: Browser) -> None:
    with household(tmp_path) as home, served(make_application(home.keep)) as port:
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"http://localhost:{port}/found?lang=en")
        assert not page.locator("#files").is_visible()
        assert page.get_by_text("sha256sum FILE").is_visible()
        page.get_by_label("Digests, a line for each file").fill(f"{'0' * 64}  recording.flac")
        page.get_by_role("button", name="Report these files").click()
        page.get_by_role("heading", name="Thank you, it is being handled.").wait_for()
        context.close()
