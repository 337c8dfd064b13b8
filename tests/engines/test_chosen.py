"""Engines that settings name: they hear and speak in the real hub, and are told of; one elsewhere by its name."""

from __future__ import annotations

import hashlib
import io
import threading
import wave
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

import pytest

from tests.app.simulator import SETTINGS, Household, Someone, household
from tests.app.speaking import opened, sound, speaker_of, utterance
from tests.engines.services import TONE, engine_of, serving
from voicekeep.app.doctor import Examined, examine
from voicekeep.app.drill.scratch import scratch_settings
from voicekeep.app.engines import engines_of
from voicekeep.app.engines.wyoming import WyomingSpeech
from voicekeep.app.house import open_hub
from voicekeep.app.hub import HouseHub
from voicekeep.app.operations import spoken
from voicekeep.app.operations.accounts import choose, invite, open_account
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.app.settings import BadSettingError
from voicekeep.app.settings_file import save
from voicekeep.app.wiring import create_keep
from voicekeep.assistant import Mouth, Voice, open_assistant
from voicekeep.people import Applicant
from voicekeep.records.items import ItemKind, Keeping, TurnRecord

pytestmark = pytest.mark.enable_socket

ELSEWHERE = "127.1"  # no address as they are written, so it counts as another machine; it leads to this one
TIME, HEARERS, UNKNOWN = "Wie spät ist es?", "Wer kann mich hören?", "nobody knows this sound"
ENGINE = engine_of({hashlib.sha256(sound(words)).hexdigest(): words for words in (TIME, HEARERS)})


def german(home: Household) -> Someone:
    """Open an account of somebody to whom German is spoken."""
    email, password = "ada@keep.test", "the long password of ada"
    applicant = Applicant(name="ada", email=email, password=password, language="de", household_name="Home")
    subject = open_account(home.keep, invite(home.keep, None, timedelta(days=1)), applicant)
    someone = Someone(name="ada", subject=subject, password=password, email=email)
    choose(home.keep, home.session(someone), Keeping.AUDIO, 3)
    return someone


def turns(home: Household, someone: Someone) -> list[TurnRecord]:
    return [record for record in opened(home, someone, ItemKind.TURN) if isinstance(record, TurnRecord)]


def test_a_german_sentence_is_heard_and_answered_by_the_engines_set_and_kept_with_them(tmp_path: Path) -> None:
    with household(tmp_path) as home:
        ada = german(home)
        kitchen = speaker_of(home, ada.subject, "Küche").device
        with serving(ENGINE) as here:
            settings = replace(
                SETTINGS,
                speech_to_text_de=f"tcp://{ELSEWHERE}:{here.port}",
                text_to_speech_de=f"tcp://127.0.0.1:{here.port}",
                engines_elsewhere=True,
            )
            with open_hub(replace(home.keep, settings=settings), tmp_path) as hub:
                told = hub.heard(utterance(home, kitchen, TIME))
                who = hub.heard(utterance(home, kitchen, HEARERS))
                rejected = hub.heard(utterance(home, kitchen, UNKNOWN))
                kept = turns(home, ada)
                here.connect(1).close()
        assert (told.text, told.language) == ("Es ist 10 Uhr.", "de")
        with wave.open(io.BytesIO(told.wav)) as heard:
            assert heard.readframes(len(TONE)) == TONE
        assert ELSEWHERE in who.text
        assert rejected.text == spoken.said(spoken.NOT_UNDERSTOOD, "de")
        first = next(turn for turn in kept if turn.transcript == TIME)
        assert (first.answer, first.intent, first.language) == (told.text, "clock.time", "de")
        assert (first.engines, first.recipients) == ("wyoming, wyoming", ELSEWHERE)
        assert {turn.transcript for turn in kept} <= {TIME, HEARERS}
        verify_ledger(home.keep)


def test_an_engine_that_is_gone_is_said_in_german_and_nothing_is_kept(tmp_path: Path) -> None:
    with household(tmp_path) as home:
        ada = german(home)
        kitchen = speaker_of(home, ada.subject).device
        with serving(ENGINE) as gone:
            settings = replace(SETTINGS, speech_to_text_de=f"tcp://127.0.0.1:{gone.port}")
        with open_hub(replace(home.keep, settings=settings), tmp_path) as hub:
            reply = hub.heard(utterance(home, kitchen, TIME))
        assert reply.text == spoken.said(spoken.ENGINE_DOWN, "de")
        assert reply.wav  # spoken by the built-in engine
        assert turns(home, ada) == []


@pytest.mark.parametrize("how", ["dead", "hanging"])
def test_a_mouth_that_is_dead_or_hangs_is_stood_in_for_by_the_built_in_one(tmp_path: Path, how: str) -> None:
    ever = threading.Event()

    def hang(*_: BinaryIO) -> None:
        ever.wait()

    with household(tmp_path) as home, serving(hang) as mouth:
        ada = german(home)
        kitchen = speaker_of(home, ada.subject).device
        with serving(ENGINE) as ears:
            settings = replace(SETTINGS, speech_to_text_de=f"tcp://127.0.0.1:{ears.port}")
            with serving(ENGINE) as gone:
                pass
            at = gone if how == "dead" else mouth
            engines = {
                "de": Mouth(engine=WyomingSpeech(address=at, seconds=0.5), voice=Voice(name="de"), name="wyoming")
            }
            with open_assistant(engines_of(settings).ears, engines) as pipeline:
                reply = HouseHub(home.keep, pipeline).heard(utterance(home, kitchen, TIME))
        ever.set()
    with wave.open(io.BytesIO(reply.wav)) as heard:
        assert heard.getnframes() > heard.getframerate() / 2, "it is said, and not merely shown"
    assert reply.text == "Es ist 10 Uhr."


def test_a_language_for_which_nothing_is_set_stays_as_it_was() -> None:
    chosen = engines_of(replace(SETTINGS, speech_to_text_de="unix:///run/ears", text_to_speech_fr="unix:///run/mouth"))
    with open_assistant(chosen.ears, chosen.mouths) as pipeline:
        assert pipeline.languages == {"en", "de"}
        assert (pipeline.ear_of("en").name, pipeline.ear_of("de").name) == ("pocketsphinx", "wyoming")
        names = [pipeline.mouth_of(language).name for language in ("en", "de", "fr")]
        assert names == ["espeak-ng", "espeak-ng", "wyoming"]
        assert {pipeline.ear_of("de").recipient, pipeline.mouth_of("fr").recipient} == {None}


def test_an_engine_on_another_machine_is_refused_until_it_is_allowed() -> None:
    settings = replace(SETTINGS, text_to_speech_en="tcp://mouth.keep.test:10200")
    with pytest.raises(BadSettingError, match="text_to_speech_en") as refused:
        engines_of(settings)
    assert "mouth.keep.test" not in str(refused.value)
    allowed = engines_of(replace(settings, engines_elsewhere=True))
    assert allowed.mouths["en"].recipient == "mouth.keep.test"


def test_doctor_names_each_engine_that_does_not_answer_or_is_another(tmp_path: Path) -> None:
    data = tmp_path / "data"
    settings = scratch_settings(tmp_path)
    create_keep(data, settings)
    with serving(ENGINE) as gone:
        pass
    with serving(ENGINE) as here, serving(lambda _read, write: write.writelines([b"HTTP/1.1 400\r\n"])) as other:
        (data / "voicekeep.toml").unlink()
        save(
            replace(
                settings,
                engines_elsewhere=True,
                speech_to_text_de=f"tcp://127.0.0.1:{here.port}",
                speech_to_text_fr=f"tcp://{ELSEWHERE}:{here.port}",
                speech_to_text_en=f"tcp://127.0.0.1:{other.port}",
                text_to_speech_de=f"tcp://127.0.0.1:{here.port}",
                text_to_speech_fr=f"tcp://127.0.0.1:{gone.port}",
            ),
            data,
        )
        found = {each.what: each for each in examine(data)}
    assert _said(found["speech_to_text_de"]) == (True, "it answers")
    assert _said(found["speech_to_text_fr"]) == (True, "it answers, on another machine, which gets speech in clear")
    assert _said(found["speech_to_text_en"])[0] is False
    assert "EngineFailedError" in found["speech_to_text_en"].sentence
    assert "OtherEngineError" in found["text_to_speech_de"].sentence
    assert "EngineFailedError" in found["text_to_speech_fr"].sentence
    assert "text_to_speech_en" not in found
    assert found["keep"].sound


def _said(finding: Examined) -> tuple[bool, str]:
    return finding.sound, finding.sentence
