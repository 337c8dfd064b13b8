"""A stage is told `now`; only the app reads the clock, and nobody reads it without a zone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.lints.source import Module, modules, sample

WITHOUT_ZONE = {
    "datetime.date.today",
    "datetime.datetime.today",
    "datetime.datetime.utcfromtimestamp",
    "datetime.datetime.utcnow",
}
WALL_CLOCK = {
    "datetime.datetime.now",
    "time.gmtime",
    "time.localtime",
    "time.time",
    "time.time_ns",
}


def complaints(module: Module) -> Iterator[str]:
    for call, name in module.calls():
        if name in WITHOUT_ZONE:
            yield module.at(call.lineno, f"{name} has no zone")
        elif name == "datetime.datetime.now" and not (call.args or call.keywords):
            yield module.at(call.lineno, "datetime.now() has no zone: say UTC")
        elif name in WALL_CLOCK and not module.within("voicekeep.app"):
            yield module.at(call.lineno, f"{name} outside app: take `now` as an argument")


def test_only_the_app_reads_the_clock() -> None:
    assert [line for module in modules() for line in complaints(module)] == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("voicekeep/app/web/pages.py", "from datetime import datetime\nx = datetime.now()"),
        ("voicekeep/app/web/pages.py", "import datetime as dt\nx = dt.datetime.utcnow()"),
        ("voicekeep/app/cli.py", "from datetime import date\nx = date.today()"),
        ("voicekeep/vault/seal.py", "from datetime import UTC, datetime as d\nx = d.now(UTC)"),
        ("voicekeep/stores/sqlite.py", "import time\nx = time.time()"),
        ("voicekeep/stores/sqlite.py", "from time import time as now\nx = now()"),
    ],
)
def test_a_clock_in_the_wrong_place_is_refused(path: str, text: str) -> None:
    assert list(complaints(sample(path, text)))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("voicekeep/app/clock.py", "from datetime import UTC, datetime\nx = datetime.now(UTC)"),
        ("voicekeep/stores/sqlite.py", "import time\nx = time.monotonic()"),  # measures, says no instant
        ("voicekeep/vault/seal.py", "def seal(clock): return clock.now()"),
    ],
)
def test_a_clock_in_its_place_is_accepted(path: str, text: str) -> None:
    assert not list(complaints(sample(path, text)))
