"""P1 with the engines, processes and wires that `serve` runs: what nobody chose to keep is nowhere, German too."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace

import pytest

from tests.app.speaking import speaker_of
from tests.app.test_nothing_anywhere import Everywhere, everywhere, samples
from tests.esphome.device import Device
from tests.esphome.device import running as devices
from tests.esphome.test_talking import added, called
from tests.web.boxes import paired, ready
from tests.web.visitors import Visitor
from voicekeep.app.bench.spoken import spoken
from voicekeep.app.house import SpeechEnd, open_hub
from voicekeep.app.operations.accounts import invite, open_account
from voicekeep.app.web import make_application
from voicekeep.device import Utterance
from voicekeep.people import Applicant
from voicekeep.records.items import ItemKind

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.skipif(shutil.which("flite") is None, reason="flite is not installed"),
]

__all__ = ["everywhere"]

ASKED = "what time is it"


def test_what_is_said_at_a_socket_and_to_an_esphome_device_is_nowhere(everywhere: Everywhere) -> None:
    home, pcm = everywhere.home, spoken(ASKED, "slt")
    ada = home.join("ada", None)
    box, device = paired(home, ada), Device(mac="AA:00:00:00:00:01")
    with open_hub(home.keep, everywhere.root / "data") as hub, devices(device):
        added(home, ada, device)
        blobs = sorted(home.keep.blobs.names())
        application = make_application(home.keep, hub=hub, ending=lambda: SpeechEnd(home.keep.limits))
        with ready(Visitor(application), box) as line:
            line.speak(*(pcm[at : at + 4096] for at in range(0, len(pcm), 4096)))
            answered = line.answer()
        assert re.search(r"\d", answered["text"]), answered["text"]
        with called(home, replace(everywhere.talk, hub=hub), device):
            assert device.say(pcm)
            device.over()
            assert device.data("TTS_END")["url"]
        answer = answered["text"].encode()
        assert not everywhere.holds(ASKED.encode())
        assert not everywhere.holds(answer)
        for piece in samples(pcm):
            assert not everywhere.holds(piece)
    assert sorted(home.keep.blobs.names()) == blobs
    assert everywhere.talk.turns(ada) == []


def test_in_german_without_an_engine_it_says_so_aloud_and_keeps_nothing(everywhere: Everywhere) -> None:
    home = everywhere.home
    applicant = Applicant(name="Dora", email="d@keep.test", password="x" * 12, language="de", household_name="Zuhause")
    dora = open_account(home.keep, invite(home.keep, None, home.keep.limits.mandate_offer_lifetime), applicant)
    kitchen, pcm = speaker_of(home, dora), spoken(ASKED, "slt")
    with open_hub(home.keep, everywhere.root / "data") as hub:
        reply = hub.heard(Utterance(device=kitchen.device, pcm=pcm, began_at=home.keep.now()))
    assert "kein Spracherkenner eingerichtet" in reply.text
    assert (reply.language, len(reply.wav) > 32_000) == ("de", True)
    for piece in samples(pcm):
        assert everywhere.holds(piece) == []
    with home.keep.database.read() as transaction:
        assert not list(transaction.log.captured(dora, ItemKind.TURN, transaction.log.size()))
