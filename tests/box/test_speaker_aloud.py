"""P1 aloud: `voicekeep speaker` over PulseAudio hears its word and an utterance, answers, and muted hears nothing."""

from __future__ import annotations

import json
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.app.hub import HubOfTests, reply
from tests.app.simulator import Household, household
from tests.box.pitches import holds
from tests.box.pulse import MISSING, Pulse, pulse
from tests.web.served import served
from voicekeep.app.operations.pairing import open_pairing
from voicekeep.app.operations.speakers import mute_speaker, speakers_of
from voicekeep.app.web import make_application

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
]

ANSWERED = "The answer"
ANSWERED_IN = (1676.0, 1364.0, 1406.0)  # Hz: the notes of its tone, none of which is in a chime


class Counting:
    """Counts the bytes of sound that reach the application through any socket."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.sound = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def counted() -> Message:
            message = await receive()
            self.sound += len(message.get("bytes") or b"") if message["type"] == "websocket.receive" else 0
            return message

        await self._app(scope, counted, send)


@dataclass
class Kitchen:
    """A keep, its hub, a sound system, and a speaker that runs as a process of its own."""

    home: Household
    hub: HubOfTests
    url: str
    sound: Pulse
    counted: Counting
    file: Path
    log: Path

    def run(self, *arguments: str) -> subprocess.Popen[bytes]:
        command = [str(Path(sys.executable).with_name("voicekeep")), "speaker", *arguments]
        with self.log.open("ab") as log:
            return subprocess.Popen(command, stderr=log, stdin=subprocess.DEVNULL, env=self.sound.environment)

    def pair(self, *, shared: bool = False) -> None:
        ada = self.home.people.get("ada") or self.home.join("ada")
        code = open_pairing(self.home.keep, self.home.session(ada), shared=shared).code
        pairing = self.run("pair", code, "--hub", self.url, "--name", "kitchen", "--file", str(self.file))
        assert pairing.wait(60) == 0, self.log.read_text()

    def start(self) -> subprocess.Popen[bytes]:
        return self.run(
            "--file", str(self.file), "--mic-command", self.sound.mic_command, "--snd-command", self.sound.snd_command
        )

    def wait_for(self, what: str, times: int = 1) -> None:
        until(lambda: self.log.read_text().count(what) >= times, self.log)


def until(so: Callable[[], bool], log: Path) -> None:
    for _ in range(600):
        if so():
            return
        time.sleep(0.1)
    raise AssertionError(f"it did not come to that; the speaker said:\n{log.read_text()}")


@pytest.fixture
def kitchen(tmp_path: Path) -> Iterator[Kitchen]:
    runtime = tmp_path / "p"
    runtime.mkdir()
    (tmp_path / "keep").mkdir()
    with household(tmp_path / "keep") as home, pulse(runtime) as sound:
        hub = HubOfTests()
        application = make_application(home.keep, hub=hub)
        counted = Counting(application)
        with served(counted) as port:  # type: ignore[arg-type]  # an ASGI application around ours
            yield Kitchen(
                home, hub, f"http://localhost:{port}", sound, counted, tmp_path / "speaker.json", tmp_path / "log"
            )


@pytest.fixture
def running(kitchen: Kitchen) -> Iterator[subprocess.Popen[bytes]]:
    kitchen.pair()
    process = kitchen.start()
    kitchen.wait_for("waiting for its word")
    yield process
    children = pids_of(process)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    assert not [child for child in children if Path(f"/proc/{child}").exists()], "what records ends with it"


def pids_of(process: subprocess.Popen[bytes]) -> list[str]:
    return Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()


def children_of(process: subprocess.Popen[bytes]) -> list[str]:
    return [Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")[0].decode() for child in pids_of(process)]


def loudness(samples: bytes) -> int:
    return max(
        (abs(each) for each in struct.unpack(f"<{len(samples) // 2}h", samples[: len(samples) // 2 * 2])), default=0
    )


def test_before_the_word_nothing_leaves_and_after_it_somebody_is_heard_and_answered(
    kitchen: Kitchen, running: subprocess.Popen[bytes]
) -> None:
    kitchen.sound.say("this is nobody's business", "we talk about somebody else here", voice="slt")
    assert kitchen.counted.sound == 0, "sound left before the word"
    kitchen.hub.answers.append(reply(ANSWERED, seconds=1.0))
    with kitchen.sound.heard_at_the_loudspeaker() as recorded:
        kitchen.sound.say("okay nabu", "what time is it in the kitchen")
        kitchen.hub.wait_until(lambda: bool(kitchen.hub.heard_of))
        kitchen.wait_for("answering")
        kitchen.wait_for("waiting for its word", 2)
        # the answer is heard in the room, and not its two chimes alone
        until(lambda: holds(recorded.read_bytes(), ANSWERED_IN), kitchen.log)
    [heard] = kitchen.hub.heard_of
    assert heard.wake is not None
    assert heard.wake.word == "okay_nabu"
    assert heard.wake.confidence is not None
    assert heard.wake.confidence > 0.5
    assert heard.signature is not None
    assert heard.signature.counter == 1
    assert json.loads(kitchen.file.read_text())["counter"] == 1
    assert loudness(heard.pcm) > 1000
    assert running.poll() is None


def test_muted_the_microphone_s_process_has_ended_and_the_word_wakes_nothing(
    kitchen: Kitchen, running: subprocess.Popen[bytes]
) -> None:
    assert "parec" in children_of(running)
    running.send_signal(signal.SIGUSR1)
    kitchen.wait_for("MUTED")
    until(lambda: "parec" not in children_of(running), kitchen.log)
    session = kitchen.home.session(kitchen.home.people["ada"])
    until(lambda: speakers_of(kitchen.home.keep, session)[0].doing == "muted", kitchen.log)
    kitchen.sound.say("okay nabu", "what time is it in the kitchen")
    assert (kitchen.counted.sound, kitchen.hub.heard_of) == (0, [])
    running.send_signal(signal.SIGUSR1)
    until(lambda: "parec" in children_of(running), kitchen.log)
    kitchen.sound.say("okay nabu", "what time is it in the kitchen")
    kitchen.hub.wait_until(lambda: bool(kitchen.hub.heard_of))


def test_muted_from_afar_or_by_an_answer_it_switches_its_microphone_off(
    kitchen: Kitchen, running: subprocess.Popen[bytes]
) -> None:
    session = kitchen.home.session(kitchen.home.people["ada"])
    [shown] = speakers_of(kitchen.home.keep, session)
    kitchen.hub.answers.append(reply("I am muted", mute=True))
    kitchen.sound.say("okay nabu", "be quiet now please")
    kitchen.wait_for("MUTED")
    until(lambda: "parec" not in children_of(running), kitchen.log)
    running.send_signal(signal.SIGUSR1)
    until(lambda: speakers_of(kitchen.home.keep, session)[0].doing == "listening", kitchen.log)
    mute_speaker(kitchen.home.keep, session, shown.device)
    kitchen.wait_for("MUTED", 2)
    until(lambda: "parec" not in children_of(running), kitchen.log)


def test_the_key_is_nobody_else_s_to_read_and_a_file_that_others_read_is_not_used(kitchen: Kitchen) -> None:
    kitchen.pair()
    assert kitchen.file.stat().st_mode & 0o777 == 0o600
    kitchen.file.chmod(0o644)
    process = kitchen.start()
    assert process.wait(60) == 1
    assert "ExposedKeyError" in kitchen.log.read_text()
