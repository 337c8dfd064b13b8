"""P1: nothing is nothing: no store, blob, key file, workflow, temporary folder or log holds a word or sample of it."""

from __future__ import annotations

import json
import logging
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from tests.app.simulator import SETTINGS, Clock, Household
from tests.app.speaking import Talk, join_house, sound, speaker_of, talk_in
from voicekeep.app.operations.accounts import choose
from voicekeep.app.operations.erase import finish_erasures
from voicekeep.app.operations.sweeping import sweep
from voicekeep.app.wiring import create_keep, open_keep
from voicekeep.app.worker import working
from voicekeep.assistant import (
    AddToList,
    Answer,
    EngineFailedError,
    GuestConversation,
    SetAlarm,
    SetReminder,
    SetTimer,
)
from voicekeep.device import Chosen, Device, Utterance
from voicekeep.records.items import Keeping
from voicekeep.stores import MemoryMail

# Words that stand nowhere by chance, in the question, the answer, a name, a list and a reminder.
SAID, ANSWERED = "zyxomma quibble frangipane", "vorpal snickersnack galumph"
NAMED, LISTED, REMINDED = "bandersnatch", "jubjub feathers", "call the slithy toves"
WORDS = (*SAID.split(), *ANSWERED.split(), NAMED, *LISTED.split(), "slithy", "toves")


@dataclass
class Everywhere:
    """A real keep on disk, all its folders, and everything that was logged."""

    root: Path
    home: Household
    talk: Talk
    log: pytest.LogCaptureFixture

    def holds(self, needle: bytes) -> list[str]:
        """Return every place in which these bytes are found."""
        files = [path for path in self.root.rglob("*") if path.is_file() and needle in path.read_bytes()]
        logged = "\n".join(f"{each.getMessage()} {each.exc_text} {each.__dict__}" for each in self.log.records)
        return [*(str(path.relative_to(self.root)) for path in files), *(["log"] if needle in logged.encode() else [])]


@pytest.fixture
def everywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> Iterator[Everywhere]:
    temporary, data, outside = (tmp_path / name for name in ("tmp", "data", "outside"))
    for folder in (temporary, outside):
        folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    told = {"root_key": str(outside / "root.key"), "key_store": str(outside / "keys.sqlite3"), "notices": "none"}
    settings = type(SETTINGS)(**{**{name: getattr(SETTINGS, name) for name in SETTINGS.__slots__}, **told})
    create_keep(data, settings)
    with caplog.at_level(logging.DEBUG), open_keep(data) as keep, working(keep, data):
        home = Household(keep=keep, clock=_RealClock(), folder=temporary, mail=MemoryMail())
        yield Everywhere(root=tmp_path, home=home, talk=talk_in(home), log=caplog)


class _RealClock(Clock):
    """The keep's own clock goes on by itself."""


def samples(device_sound: bytes) -> Iterator[bytes]:
    """Return pieces of the sound that would be found wherever it lay uncompressed."""
    middle = len(device_sound) // 2
    yield device_sound[middle : middle + 64]
    yield device_sound[1000:1064]


def converse_about(everywhere: Everywhere, device: Device, *, guest: bool = False) -> None:
    """Say everything that could leave something behind."""
    home, talk = everywhere.home, everywhere.talk
    now = home.keep.now()

    def say(words: str, answer: Answer) -> None:
        talk.sentences.answers[words] = answer
        talk.hub.heard(Utterance(device=device.device, pcm=talk.pcm(words), began_at=home.keep.now()))

    def ask() -> None:
        say(SAID, Answer(text=ANSWERED))
        say("timer", Answer(text=ANSWERED, effects=(SetTimer(seconds=3600, name=NAMED),)))
        say("alarm", Answer(text=ANSWERED, effects=(SetAlarm(rings_at=now + timedelta(hours=1), name=NAMED),)))
        say("list", Answer(text=ANSWERED, effects=(AddToList(list_name=NAMED, texts=(LISTED,)),)))
        say("remind", Answer(text=ANSWERED, effects=(SetReminder(due_at=now + timedelta(hours=1), text=REMINDED),)))

    if guest:
        ask()
        say("i am a guest", Answer(effects=(GuestConversation(),)))
    ask()
    say(f"to the home {SAID}", Answer(text=ANSWERED))
    del talk.sentences.answers[f"to the home {SAID}"]
    talk.hub.heard(Utterance(device=device.device, pcm=talk.pcm(f"to the home {SAID}"), began_at=home.keep.now()))
    talk.engine.fails = EngineFailedError("lookup")
    say(SAID, Answer(text=ANSWERED))
    talk.engine.fails = RuntimeError(SAID)
    say(SAID, Answer(text=ANSWERED))
    talk.engine.fails = None
    talk.hub.bell.ring_due()
    if guest:
        finish_erasures(home.keep)
        sweep(home.keep)


def require_nothing(everywhere: Everywhere) -> None:
    for word in WORDS:
        assert everywhere.holds(word.encode()) == [], word
        assert everywhere.holds(json.dumps(word)[1:-1].encode()) == []
    for words in (SAID, "timer", "list", f"to the home {SAID}"):
        for piece in samples(sound(words)):
            assert everywhere.holds(piece) == []


@pytest.mark.parametrize("keeping", [None, Keeping.NOTHING], ids=["no choice", "nothing"])
def test_nothing_is_nothing_anywhere(everywhere: Everywhere, keeping: Keeping | None) -> None:
    home = everywhere.home
    ada = home.join("ada", None)
    if keeping is not None:
        choose(home.keep, home.session(ada), keeping, 3)
    kitchen = speaker_of(home, ada.subject)
    blobs = sorted(home.keep.blobs.names())
    converse_about(everywhere, kitchen)
    require_nothing(everywhere)
    assert sorted(home.keep.blobs.names()) == blobs  # sealed or not, nothing came


def test_of_a_guest_nothing_is_left_anywhere(everywhere: Everywhere) -> None:
    home = everywhere.home
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    blobs = sorted(home.keep.blobs.names())
    converse_about(everywhere, kitchen, guest=True)
    require_nothing(everywhere)
    assert sorted(home.keep.blobs.names()) == blobs  # what was kept before they said so is erased


def test_of_a_shared_speaker_at_which_nobody_was_named_nothing_is_kept(everywhere: Everywhere) -> None:
    home = everywhere.home
    ada = home.join("ada")
    with home.keep.database.read() as transaction:
        member = transaction.people.member_of(ada.subject)
    assert member is not None
    join_house(home, "bea", member.household)
    hall = speaker_of(home, member.household)
    blobs = sorted(home.keep.blobs.names())
    everywhere.talk.hub.choose(hall.device, Chosen(member=None))
    converse_about(everywhere, hall)
    everywhere.talk.hub.choose(hall.device, None)
    converse_about(everywhere, hall)
    require_nothing(everywhere)
    assert sorted(home.keep.blobs.names()) == blobs


def test_what_is_kept_is_nowhere_in_clear_either_and_the_search_finds_what_is_there(everywhere: Everywhere) -> None:
    home = everywhere.home
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    blobs = set(home.keep.blobs.names())
    converse_about(everywhere, kitchen)
    require_nothing(everywhere)
    assert len(set(home.keep.blobs.names()) - blobs) >= 5
    (everywhere.root / "tmp" / "left.txt").write_bytes(SAID.encode() + sound(SAID))
    assert everywhere.holds(b"frangipane") == ["tmp/left.txt"]
    assert everywhere.holds(next(samples(sound(SAID)))) == ["tmp/left.txt"]
    logging.getLogger("voicekeep").debug("somebody said %s", SAID)
    assert "log" in everywhere.holds(b"frangipane")
