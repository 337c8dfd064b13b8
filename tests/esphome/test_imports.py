"""What the pages load: nothing of the protocol that ESPHome devices speak."""

from __future__ import annotations

import subprocess
import sys


def test_the_pages_are_there_without_the_protocol_of_esphome_devices() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, voicekeep.app.web; print(*sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert "voicekeep.app.web" in loaded
    roots = {name.partition(".")[0] for name in loaded}
    assert not roots & {"aioesphomeapi", "zeroconf", "noise"}
    assert not any(name.startswith("voicekeep.app.esphome") for name in loaded)
