"""A microphone that is off is off: of all that its command started, nothing runs and nothing stays open."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from voicekeep.app.box.sound import FRAME_BYTES, Loudspeaker, Microphone, SoundFailedError

SHELL = "sh -c 'while :; do sleep 1000; done' & echo $! > started; echo $$ >> started; exec cat /dev/zero"


def runs(process: int) -> bool:
    """Return whether a process runs; one that ended and is waited for by nobody does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def open_files() -> int:
    return len(list(Path("/dev/fd").iterdir()))


def test_switched_off_nothing_runs_of_what_a_shell_started(tmp_path: Path) -> None:
    async def heard() -> bytes:
        microphone = Microphone(["sh", "-c", f"cd '{tmp_path}'; {SHELL}"])
        await microphone.on()
        frames = microphone.frames()
        frame = await anext(frames)
        await microphone.off()
        assert not microphone.is_on
        assert [each async for each in frames] == []
        return frame

    files = open_files()
    assert asyncio.run(heard()) == bytes(FRAME_BYTES)
    assert open_files() == files
    started = [int(line) for line in (tmp_path / "started").read_text(encoding="ascii").split()]
    assert len(started) == 2
    while any(runs(each) for each in started):  # whoever is killed needs a moment
        time.sleep(0.01)


def test_a_microphone_that_ended_is_started_anew() -> None:
    async def heard() -> int:
        microphone = Microphone(["head", "-c", str(FRAME_BYTES), "/dev/zero"])
        count = 0
        for _ in range(2):
            await microphone.on()
            count += len([each async for each in microphone.frames()])
            assert not microphone.is_on
        return count

    assert asyncio.run(heard()) == 2


def test_a_program_that_is_not_there_or_fails_is_named() -> None:
    with pytest.raises(SoundFailedError, match="the microphone"):
        asyncio.run(Microphone(["no-such-program"]).on())
    for command in ("no-such-program", "false"):
        with pytest.raises(SoundFailedError, match="the loudspeaker"):
            asyncio.run(Loudspeaker([command]).play(b"RIFF"))


def test_a_sound_that_is_ended_while_its_program_starts_is_not_waited_for() -> None:
    async def ended_after(steps: int) -> None:
        playing = asyncio.create_task(Loudspeaker(["sh", "-c", "cat; sleep 1000"]).play(b"RIFF"))
        for _ in range(steps):
            await asyncio.sleep(0)
        playing.cancel()
        _, left = await asyncio.wait({playing}, timeout=30)
        assert not left
        assert playing.cancelled()

    for steps in range(12):
        asyncio.run(ended_after(steps))
