"""“My speakers” says of each whose it is, whether it is there, muted or not, and when it last heard something."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest

from tests.app.speaking import household_of, speaker_of
from tests.web.visitors import Street
from voicekeep.app.operations.privacy_by_voice import count_false_waking
from voicekeep.app.operations.speakers import mute_speaker, note_heard, note_presence
from voicekeep.app.web.words import LANGUAGES, words_in

WORDS = words_in("en")
SHOWN = ("listening", "muted", "offline")


def test_each_speaker_is_shown_as_it_is(here: Street) -> None:
    home = here.home
    ada = home.join("ada")
    devices = {name: speaker_of(home, ada.subject, name).device for name in ("Attic", "Bath", "Cellar", "Den")}
    hall = speaker_of(home, household_of(home, ada), "Hall").device
    for device, muted in ((devices["Attic"], True), (devices["Bath"], False), (hall, False)):
        note_presence(home.keep, device, muted=muted, there_for=timedelta(minutes=2))
    note_presence(home.keep, devices["Den"], muted=False, there_for=timedelta(seconds=1))
    note_heard(home.keep, devices["Bath"])
    mute_speaker(home.keep, home.session(ada), devices["Cellar"])
    home.clock.pass_by(seconds=90)
    page = here.signed_in(ada).get("/my-data/speakers").text
    rows = {re.findall(r"<h2>(.*?)</h2>", row)[0]: row for row in page.split("<li>")[1:] if "<h2>" in row}
    seen = {
        name: (
            *(doing for doing in SHOWN if f"doing-{doing}" in row and WORDS[f"speakers_doing_{doing}"] in row),
            WORDS["speakers_shared"] in row,
            WORDS["speakers_heard"] in row,
            WORDS["speakers_to_be_muted"] in row,
        )
        for name, row in rows.items()
    }
    assert seen == {
        "Attic": ("muted", False, False, False),
        "Bath": ("listening", False, True, False),
        "Cellar": ("offline", False, False, True),
        "Den": ("offline", False, False, False),
        "Hall": ("listening", True, False, False),
    }
    assert all((WORDS["speakers_not_heard"] in row) is (name != "Bath") for name, row in rows.items())
    assert f"{WORDS['speakers_heard']} 4 November 2030" in rows["Bath"]


def test_it_is_shown_how_often_one_woke_and_nobody_had_meant_it(here: Street) -> None:
    home = here.home
    ada = home.join("ada")
    device = speaker_of(home, ada.subject, "Attic").device
    assert WORDS["speakers_woken"] not in here.signed_in(ada).get("/my-data/speakers").text
    for _ in range(3):
        count_false_waking(home.keep, device)
    assert f"{WORDS['speakers_woken']} 3." in here.signed_in(ada).get("/my-data/speakers").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_said_how_a_device_that_needs_no_code_is_added_and_by_whom(here: Street, language: str) -> None:
    page = here.signed_in(here.home.join("ada")).get(f"/my-data/speakers?lang={language}").text
    for command in ("find", "add"):
        assert f"<code>voicekeep speakers esphome {command}</code>" in page
    said = html.unescape(page)
    assert words_in(language)["speakers_esphome"] in said
    assert {"en": "whoever runs it", "de": "der Person, die es betreibt", "fr": "la personne qui s’en occupe"}[
        language
    ] in said
