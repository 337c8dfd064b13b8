"""The parts of `voicekeep speaker`: its key m, its word, its programs for sound, and the notes that it plays."""

from __future__ import annotations

import asyncio
import io
import os
import pty
import subprocess
import sys
import threading
import time
import wave
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from typer.testing import CliRunner

from tests.app.hub import HubOfTests, reply
from tests.app.simulator import household
from tests.box.pitches import strength, windows
from tests.web.served import served
from voicekeep.app.box import Box, Identity, IdentityFile, Loudspeaker, Microphone, Told, chimes, pair_with
from voicekeep.app.cli.commands import cli
from voicekeep.app.operations.pairing import open_pairing
from voicekeep.app.web import make_application
from voicekeep.assistant import Heard, MicroWake, Word
from voicekeep.device import CodeRefusedError, WakeHeard
from voicekeep.records.ids import DeviceId

SOON = 30.0  # seconds

CHIMES = {"listening": chimes.LISTENING, "finished": chimes.FINISHED, "muted": chimes.MUTED, "unable": chimes.UNABLE}


def await_(so: Callable[[], bool], said: Callable[[], str]) -> None:
    late = time.monotonic() + SOON
    while not so():
        assert time.monotonic() < late, said()
        time.sleep(0.02)


def stub(folder: Path, name: str, body: str) -> None:
    """Put a program there."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


@pytest.mark.parametrize("name", CHIMES)
def test_a_chime_is_its_notes_one_after_the_other(name: str) -> None:
    with wave.open(io.BytesIO(chimes.chime(CHIMES[name]))) as file:
        pcm = file.readframes(file.getnframes())
    every = {pitch for pitches in CHIMES.values() for pitch in pitches}
    heard = [max(every, key=lambda pitch: strength(piece, pitch)) for piece in windows(pcm, 0.09)]
    assert heard == list(CHIMES[name])
    assert len(set(CHIMES.values())) == len(CHIMES), "they are told apart"


def test_the_key_m_mutes_it_and_ends_that_with_a_chime_for_each(tmp_path: Path) -> None:
    key = Ed25519PrivateKey.generate().private_bytes_raw().hex()
    nobody = Identity(hub="http://localhost:9", device=DeviceId.random(os.urandom), credential="x", key=key)
    IdentityFile(tmp_path / "speaker.json", lambda: "new").save(nobody)
    played, log = tmp_path / "played", tmp_path / "log"
    stub(tmp_path, "play", f"cat >> {played}")
    command = [str(Path(sys.executable).with_name("voicekeep")), "speaker", "--file", str(tmp_path / "speaker.json")]
    keyboard, terminal = pty.openpty()
    with log.open("wb") as said:
        process = subprocess.Popen([*command, "--snd-command", str(tmp_path / "play")], stdin=terminal, stderr=said)
    os.close(terminal)
    try:
        await_(lambda: log.read_text().count("trying again") == 2, log.read_text)
        assert played.read_bytes() == chimes.chime(chimes.UNABLE), "that the hub is gone is heard once"
        for times, (what, chime) in enumerate((("MUTED", chimes.MUTED), ("waiting for its word", chimes.LISTENING)), 2):
            os.write(keyboard, b"x\nm\n")
            await_(lambda what=what: what in log.read_text(), log.read_text)  # type: ignore[misc]  # a default for the loop
            notes = chimes.chime(chime)
            await_(lambda notes=notes: played.read_bytes().endswith(notes) if played.exists() else False, log.read_text)  # type: ignore[misc]
            assert played.read_bytes().count(b"RIFF") == times
    finally:
        process.terminate()
        assert process.wait(SOON) == 0
        os.close(keyboard)


def test_a_word_that_it_has_no_model_for_is_refused_and_each_that_is_named_can_be_loaded(tmp_path: Path) -> None:
    refused = CliRunner().invoke(cli, ["speaker", "--wake-word", "computer", "--file", str(tmp_path / "none")])
    assert refused.exit_code == 2
    for word in Word:
        assert MicroWake(word).feed(bytes(1280)) is None


def test_the_word_that_was_named_is_the_one_that_wakes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[Word] = []
    monkeypatch.setattr("voicekeep.app.cli.speaker.MicroWake", loaded.append)
    for words in ([], ["--wake-word", "alexa"]):
        CliRunner().invoke(cli, ["speaker", *words, "--file", str(tmp_path / "none")])
    assert loaded == [Word.OKAY_NABU, Word.ALEXA]


def test_without_commands_of_one_s_own_arecord_and_aplay_are_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stub(tmp_path, "arecord", f'echo "$@" > {tmp_path}/recording; head -c 2560 /dev/zero | tr "\\0" x')
    stub(tmp_path, "aplay", f'echo "$@" > {tmp_path}/playing; cat > {tmp_path}/played')
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")

    async def use(microphone: Microphone, loudspeaker: Loudspeaker) -> list[bytes]:
        await microphone.on()
        frames = [frame async for frame in microphone.frames()]
        await microphone.off()
        await loudspeaker.play(b"RIFF of nothing")
        return frames

    assert asyncio.run(use(Microphone(), Loudspeaker())) == [b"x" * 1280] * 2
    assert (tmp_path / "recording").read_text() == "-q -f S16_LE -r 16000 -c 1 -t raw\n"
    assert (tmp_path / "playing").read_text() == "-q\n"
    assert (tmp_path / "played").read_bytes() == b"RIFF of nothing"
    asyncio.run(use(Microphone(device="hw:1"), Loudspeaker(device="hw:2")))
    assert (tmp_path / "recording").read_text().endswith(" -D hw:1\n")
    assert (tmp_path / "playing").read_text() == "-q -D hw:2\n"


class Once:
    """A word that is heard twice in all, each time at once."""

    left = 2

    def feed(self, _pcm: bytes) -> WakeHeard | None:
        self.left -= 1
        return WakeHeard(word="ok_nabu") if self.left >= 0 else None

    def forget(self) -> None:
        """There is nothing to forget."""


class Brief:
    """A listener to whom one frame is a whole sentence."""

    def feed(self, _pcm: bytes) -> Heard:
        return Heard.WHOLE


@pytest.mark.enable_socket
def test_it_chimes_when_it_listens_when_it_has_heard_and_when_it_was_not_answered(tmp_path: Path) -> None:
    file, played, told = IdentityFile(tmp_path / "speaker.json", lambda: "new"), tmp_path / "played", list[str]()
    hub = HubOfTests(answers=[CodeRefusedError(), reply("It is nine")])
    stub(tmp_path, "play", f"cat >> {played}")
    wanted = [*(chimes.chime(CHIMES[name]) for name in ("listening", "finished", "unable", "listening", "finished"))]
    whole = b"".join([*wanted, reply("It is nine").wav])
    with household(tmp_path) as home, served(make_application(home.keep, hub=hub)) as port:
        code = open_pairing(home.keep, home.session(home.join("ada")), shared=False).code
        file.save(pair_with(f"http://localhost:{port}", code, "kitchen"))
        loop = asyncio.new_event_loop()

        async def be() -> None:
            await Box(
                file,
                Microphone(["cat", "/dev/zero"]),
                Loudspeaker([str(tmp_path / "play")]),
                wake=Once(),
                listener=Brief,  # type: ignore[arg-type]  # all that is asked of one
                told=lambda what, more: told.append(f"{what} {more}"),
            ).run()

        running = loop.create_task(be())
        thread = threading.Thread(target=lambda: loop.run_until_complete(asyncio.wait([running])))
        thread.start()
        try:
            await_(lambda: told.count(f"{Told.WAITING} ") == 3, lambda: "\n".join(told))  # its word is used up
        finally:
            loop.call_soon_threadsafe(running.cancel)
            thread.join()
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()
    assert played.read_bytes() == whole
    assert f"{Told.WAITING} CodeRefusedError" in told
