"""A sound system of the test's own: PulseAudio with two sinks that nobody hears, a microphone and a loudspeaker."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

NEEDED = ("pulseaudio", "pactl", "parec", "paplay", "flite")
MISSING = [program for program in NEEDED if shutil.which(program) is None]


@dataclass
class Pulse:
    """A running PulseAudio."""

    folder: Path
    environment: dict[str, str]

    @property
    def mic_command(self) -> str:
        return "parec -d microphone.monitor --format=s16le --rate=16000 --channels=1 --raw --latency-msec=40"

    @property
    def snd_command(self) -> str:
        return "paplay -d loudspeaker"

    def say(self, *sentences: str, voice: str = "rms", pause: float = 0.6) -> None:
        """Say something into the microphone."""
        for number, sentence in enumerate(sentences):
            path = self.folder / f"{number}.wav"
            subprocess.run(["flite", "-voice", voice, "-t", sentence, "-o", str(path)], check=True)
            subprocess.run(["paplay", "-d", "microphone", str(path)], check=True, env=self.environment)
            time.sleep(pause)

    @contextmanager
    def heard_at_the_loudspeaker(self) -> Iterator[Path]:
        """Record what the loudspeaker plays meanwhile."""
        path = self.folder / "loudspeaker.raw"
        with path.open("wb") as file:
            recording = subprocess.Popen(
                [
                    "parec",
                    "-d",
                    "loudspeaker.monitor",
                    "--format=s16le",
                    "--rate=16000",
                    "--channels=1",
                    "--raw",
                    "--latency-msec=50",
                ],
                stdout=file,
                env=self.environment,
            )
            try:
                yield path
            finally:
                recording.terminate()
                recording.wait()


@contextmanager
def pulse(folder: Path) -> Iterator[Pulse]:
    """Start one that reads no configuration and that nobody else can reach."""
    environment = {
        **os.environ,
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(folder),
        "PULSE_RUNTIME_PATH": str(folder / "pulse"),
        "PULSE_SERVER": f"unix:{folder / 'native'}",
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere",
    }
    daemon = subprocess.Popen(
        [
            "pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--log-level=error",
            "-L", f"module-native-protocol-unix socket={folder / 'native'} auth-anonymous=1",
            "-L", "module-null-sink sink_name=microphone rate=16000 channels=1",
            "-L", "module-null-sink sink_name=loudspeaker rate=16000 channels=1",
        ],
        env={each: value for each, value in environment.items() if each != "PULSE_SERVER"},
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(200):
            if subprocess.run(["pactl", "info"], env=environment, capture_output=True, check=False).returncode == 0:
                break
            time.sleep(0.1)
        else:
            raise AssertionError("PulseAudio does not start")
        yield Pulse(folder, environment)
    finally:
        daemon.terminate()
        daemon.wait()
