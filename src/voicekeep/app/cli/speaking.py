"""What the command line says, in one manner."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.unchosen import unchosen_by
from voicekeep.people import Session
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


def say_unchosen(keep: Keep, session: Session) -> None:
    """Say of whom nothing is kept because nobody has chosen yet; names are for pages, not for a terminal's log."""
    unchosen = unchosen_by(keep, session)
    if unchosen.own:
        err.print("You have not chosen what is kept: nothing is, until you do (`voicekeep choose`).", markup=False)
    if unchosen.children:
        err.print(
            "Nothing is kept of a child whom you look after, until you choose for it (“Acting for somebody”).",
            markup=False,
        )


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
