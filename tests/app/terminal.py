"""A terminal in which commands are typed: each in a process of its own, which waits for no import."""

from __future__ import annotations

import io
import os
import sys
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from multiprocessing.forkserver import ensure_running
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import TemporaryDirectory
from unittest import mock

from voicekeep.app.cli import main
from voicekeep.app.operations.accounts import open_account
from voicekeep.app.wiring import open_keep
from voicekeep.people import Applicant

EMAIL, PASSWORD = "ada@cli.test", "a long password of mine"
WITHIN = 300  # seconds; to end what hangs


@dataclass(frozen=True)
class Terminal:
    """A terminal with a home of its own."""

    home: Path

    @property
    def data(self) -> Path:
        return self.home / ".local/share/voicekeep"

    @property
    def environment(self) -> dict[str, str]:
        """What a process that is started here finds."""
        return {**os.environ, "HOME": str(self.home), "PYTHONPATH": os.pathsep.join(sys.path), "COLUMNS": "200"}

    def type(self, *words: str, typed: str = "") -> CompletedProcess[str]:
        """Run `voicekeep` with these words, with what is typed when it asks."""
        with TemporaryDirectory() as folder:
            said = Path(folder)
            (said / "stdin").write_text(typed)
            process = _ready().Process(target=_run, args=(words, said, self.environment))
            process.start()
            process.join(WITHIN)
            if process.exitcode is None:
                process.kill()
            code = process.exitcode
            assert code is not None, f"it did not end within {WITHIN} seconds"
            return CompletedProcess(words, code, (said / "stdout").read_text(), (said / "stderr").read_text())

    def signed_in(self, *words: str) -> CompletedProcess[str]:
        """Run a command that asks who it is."""
        return self.type(*words, typed=f"{EMAIL}\n{PASSWORD}\n")


def with_one_account(home: Path) -> Terminal:
    """Make a new keep as the README says; its account by the invitation that is printed."""
    terminal = Terminal(home)
    made = terminal.type("init", "--home")
    assert made.returncode == 0, made.stderr
    invited = terminal.type("invite")
    assert invited.returncode == 0, invited.stderr
    applicant = Applicant(name="Ada", email=EMAIL, password=PASSWORD, language="en", household_name="Home")
    with open_keep(terminal.data) as keep:
        open_account(keep, invited.stdout.strip().rpartition("/")[2], applicant)
    assert terminal.signed_in("choose", "audio", "--months", "3").returncode == 0
    return terminal


def _ready() -> ForkServerContext:
    """Return what forks a process that has imported the command line once, and had no terminal when it did."""
    context = get_context("forkserver")
    context.set_forkserver_preload([main.__module__])
    with mock.patch.dict(os.environ, TERM="dumb"):  # the first use of it starts the server
        ensure_running()
    return context


def _run(words: tuple[str, ...], said: Path, environment: dict[str, str]) -> None:
    """Be the process: its words, its environment, its three streams."""
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["voicekeep", *words]
    for number, name, flags in (
        (0, "stdin", os.O_RDONLY),
        (1, "stdout", os.O_WRONLY | os.O_CREAT),
        (2, "stderr", os.O_WRONLY | os.O_CREAT),
    ):
        os.dup2(os.open(said / name, flags, 0o600), number)
    sys.stdin = io.TextIOWrapper(io.FileIO(0, closefd=False))
    sys.stdout = io.TextIOWrapper(io.FileIO(1, "w", closefd=False), write_through=True)
    sys.stderr = io.TextIOWrapper(io.FileIO(2, "w", closefd=False), write_through=True)
    main()
