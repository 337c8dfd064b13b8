"""P10: kill -9 of a real worker process, anywhere; start again: it resumes, and one archive is delivered."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.app.simulator import tone
from voicekeep.app.demo.script import PEOPLE
from voicekeep.app.drill.members import hand_in, join, session_of
from voicekeep.app.drill.scratch import scratch_settings
from voicekeep.app.operations.asking import ask_for_copy, copies_of
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.app.wiring import create_keep, open_keep
from voicekeep.app.worker import WorkerBusyError, working
from voicekeep.formats.facts import decode_fact
from voicekeep.records.facts import Granted, Released
from voicekeep.request import State


def worker(folder: Path, request: str, at: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.app.dying_worker", str(folder), request, str(at)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(command, check=False, capture_output=True, text=True, env=environment, timeout=300)


@pytest.mark.timeout(300)
def test_a_worker_that_is_killed_again_and_again_delivers_once(tmp_path: Path) -> None:
    data = tmp_path / "one" / "keep"
    create_keep(data, scratch_settings(data.parent))
    spoken = tmp_path / "spoken"
    spoken.mkdir()
    for turn in range(3):
        at = datetime(2026, 9, 1, 8, turn, tzinfo=UTC).isoformat()
        (spoken / f"{turn}.wav").write_bytes(tone(str(turn)))
        (spoken / f"{turn}.wav.json").write_text(f'{{"transcript": "turn {turn}", "at": "{at}"}}')
    with open_keep(data) as keep:
        ada = join(keep, PEOPLE[0])
        hand_in(keep, ada, spoken, lambda _: None)
        request = ask_for_copy(keep, session_of(keep, ada), "en")
    deaths = 0
    for at_call in range(1, 40):  # each life gets one call further than the one before
        ended = worker(data, request, at_call)
        if ended.returncode == 0:
            break
        assert ended.returncode == -signal.SIGKILL, ended.stderr
        deaths += 1
    assert deaths >= 5
    assert worker(data, request, 0).returncode == 0, "finished work is not done again"
    with open_keep(data) as keep:
        with keep.database.read() as transaction:
            facts = [decode_fact(opening.fact) for opening in transaction.log.openings(0, transaction.log.size())]
        assert sum(isinstance(fact, Released) for fact in facts) == 1
        assert sum(isinstance(fact, Granted) for fact in facts) == 1
        [view] = copies_of(keep, session_of(keep, ada))
        assert view.state is State.AVAILABLE
        verify_ledger(keep)


def test_a_second_worker_on_the_same_keep_is_refused(tmp_path: Path) -> None:
    data = tmp_path / "one" / "keep"
    create_keep(data, scratch_settings(data.parent))
    with open_keep(data) as keep, working(keep, data), pytest.raises(WorkerBusyError), working(keep, data):
        pass
