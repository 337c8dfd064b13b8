"""P4: the checks share the written format with the builder, and not a line of code, not even through an __init__."""

from __future__ import annotations

import subprocess
import sys

FOREIGN = ("archive", "vault", "request", "people", "device", "assistant", "delivery", "ledger", "stores", "app")


def test_importing_the_checks_loads_no_code_of_the_builder() -> None:
    told = (
        "import sys, voicekeep.checks; print('\\n'.join(name for name in sys.modules if name.startswith('voicekeep')))"
    )
    loaded = subprocess.run([sys.executable, "-c", told], check=True, capture_output=True, text=True).stdout.split()
    assert "voicekeep.checks" in loaded
    assert not [name for name in loaded if name.split(".")[1:2] and name.split(".")[1] in FOREIGN]
