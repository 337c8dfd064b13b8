"""A timer outlives the process: the keep is closed and opened again on disk, and what `serve` runs rings it, once."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from tests.app.simulator import SETTINGS, Clock, Household
from tests.app.speaking import speaker_of, talk_in
from voicekeep.app import serving
from voicekeep.app.wiring import create_keep, open_keep
from voicekeep.assistant import Answer, SetTimer
from voicekeep.device import Reply
from voicekeep.stores import MemoryMail


@dataclass
class Kitchen:
    """A speaker that is there; the first announcement ends the ringing."""

    reachable = True

    rung: threading.Event
    said: list[str] = field(default_factory=list)

    def announce(self, reply: Reply) -> None:
        self.said.append(reply.text)
        self.rung.set()


def test_a_timer_that_was_set_by_voice_rings_after_a_restart_by_the_loop_of_serving(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, data = Clock(), tmp_path / "data"
    keys = {"root_key": str(tmp_path / "root.key"), "key_store": str(tmp_path / "keys.sqlite3")}
    create_keep(data, replace(SETTINGS, **keys, notices="none"))  # type: ignore[arg-type]  # a setting each
    with open_keep(data) as opened:
        home = Household(keep=replace(opened, clock=clock), clock=clock, folder=tmp_path, mail=MemoryMail())
        kitchen = speaker_of(home, home.join("ada").subject)
        timer = Answer(text="All right.", effects=(SetTimer(seconds=300, name="tea"),))
        assert talk_in(home).say(kitchen, "set a timer for tea", timer).text == "All right."
    clock.pass_by(minutes=17)
    monkeypatch.setattr(serving, "_RING_EVERY", 0.01)
    with open_keep(data) as again:
        home = replace(home, keep=replace(again, clock=clock))
        hub, there = talk_in(home).hub, Kitchen(threading.Event())
        hub.attach(kitchen.device, there)
        stop = threading.Event()
        ringing = threading.Thread(target=serving._ring, args=(hub, stop))  # noqa: SLF001  the loop itself
        ringing.start()
        try:
            assert there.rung.wait(30)
        finally:
            stop.set()
            ringing.join()
        assert there.said == ["Your timer tea is over. This was due 12 minutes ago; I could not say it earlier."]
        with again.database.read() as transaction:
            assert transaction.rings.rings() == ()
        assert hub.bell.ring_due() == 0
