"""What the command line says, in one manner."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from voicekeep.records.errors import VoicekeepError

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def refused(error: VoicekeepError) -> None:
    """Say what did not happen, and which promise it keeps."""
    promise = f" [{error.promise}]" if error.promise else ""
    err.print(f"{type(error).__name__}{promise}: {error}", style="red", markup=False)


@contextmanager
def progress() -> Iterator[Progress]:
    """Show a bar on standard error for whatever takes long; nothing where nobody looks."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=False, disable=not err.is_terminal) as bar:
        yield bar


def ask_password(*, again: bool = False) -> str:
    """Ask for a password without showing it, or read one line where no terminal is."""
    return ask_secret("Password", again=again)


def ask_secret(what: str, *, again: bool = False) -> str:
    """Ask for something without showing it, or read one line where no terminal is."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    return str(typer.prompt(what, hide_input=True, confirmation_prompt=again))


def ask_email() -> str:
    """Ask for the e-mail address of the account, or read one line where no terminal is."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    return str(typer.prompt("E-mail"))
