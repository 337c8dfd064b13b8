"""The case of 2018, rehearsed: by itself, or by people at the pages."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.table import Table

from voicekeep.app.cli.speaking import err, out, progress

if TYPE_CHECKING:
    from voicekeep.app.drill.rehearsed_by_people import AtTheDesk
    from voicekeep.app.drill.rehearsed_figures import Rehearsed

THEN: Final = (
    "about two months after the request, a link to some 1,700 of a stranger's recordings",
    "he said so, and got no answer",
    "the link was switched off; he had kept the files",
    "nobody at the company said which recordings; a magazine knew within hours whose they were",
    "after the press had asked",
    "the stranger learnt of it from the press, about four weeks after the error",
    "no statement is known, and no end",
)
"""What became of each step in 2018, in the order in which the rehearsal takes them."""
TO_DO: Final = (
    "Rika, at “My data”: this is not mine. Both links are frozen.",
    "Dana, at the case: it is a breach.",
    "Olga, at the case: what reached whom, written into it; stopped; facts, effects, remedy.",
    "Dana, at the case: how severe it is; Art. 33 and Art. 34.",
    "Vera and Paul, at “Messages for you”: which recordings, and “I have read this”.",
    "Rika and Sam, at “Messages for you”: the statement.",
    "Olga, at the case: notification sent, cause, measure; she proposes to close it.",
    "Dana, at “What takes two”: she agrees.",
)
"""Who does what, in an order that works."""
_LOOK_EVERY: Final = 1.0  # seconds


def rehearse(
    foreign: Annotated[
        int | None, typer.Option(min=1, help="How many recordings of somebody else's; else 200 to 2,000 at random.")
    ] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the result for machines here.")] = None,
    at_desk: Annotated[
        bool, typer.Option("--at-desk", help="People do the rest after the download, each in a browser.")
    ] = False,
    port: Annotated[int, typer.Option(min=0, help="Port of the loopback for --at-desk; 0: any.")] = 8422,
) -> None:
    """Play the case of 2018 on a scratch keep, its guards off, from the download to the closed case."""
    rehearsed = _by_people(foreign, port) if at_desk else _by_itself(foreign)
    show_rehearsal(rehearsed)
    if json_file is not None:
        json_file.write_text(rehearsed.as_json(), encoding="utf-8")
    if not rehearsed.held:
        raise typer.Exit(1)


def show_rehearsal(rehearsed: Rehearsed) -> None:
    """Print its timeline beside that of 2018, and its figures."""
    from voicekeep.app.drill.rehearsed_figures import STEPS  # noqa: PLC0415  as below

    table = Table(title="The case of 2018, rehearsed", title_justify="left")
    for column in ("after", "here", "in 2018"):
        table.add_column(column)
    for passed, what, then in zip(rehearsed.passed, STEPS, THEN, strict=True):
        table.add_row("not done" if passed is None else f"{passed:.1f} s", what, then)
    out.print(table)
    out.print(
        f"{rehearsed.foreign} foreign recordings, {rehearsed.named} of them named, "
        f"{rehearsed.own_named_by_mistake} of the requester's own named by mistake; "
        f"{rehearsed.told} of {rehearsed.affected} people told"
    )
    for wrong in rehearsed.others:
        out.print(f"not as it should be: {wrong}", markup=False)


def _by_itself(foreign: int | None) -> Rehearsed:
    from voicekeep.app.drill.rehearsal import rehearse as played  # noqa: PLC0415  the web stack loads only here

    with progress() as bars:
        task = bars.add_task("rehearsal", total=None)
        return played(foreign, lambda stage: bars.update(task, description=stage))


def _by_people(foreign: int | None, port: int) -> Rehearsed:
    """Serve it until the case is closed, or somebody presses Ctrl-C."""
    from voicekeep.app.drill.rehearsed_by_people import played_by_people  # noqa: PLC0415  as above

    with (
        tempfile.TemporaryDirectory(prefix="voicekeep-rehearsal-") as scratch,
        played_by_people(Path(scratch), foreign, lambda stage: err.print(stage, markup=False), port=port) as desk,
    ):
        _say_who_is_who(desk)
        _wait(desk, lambda line: out.print(line, markup=False))
        return desk.rehearsed()


def _say_who_is_who(desk: AtTheDesk) -> None:
    out.print(f"The pages are at {desk.url}; a window of its own for each person.", markup=False)
    table = Table()
    for column in ("e-mail address", "password", "who"):
        table.add_column(column, overflow="fold")
    for player in desk.players:
        table.add_row(player.email, player.password, player.does)
    out.print(table)
    out.print(
        "Who works at the desk signs in, makes a passkey at “What opens my account”, signs out, and in again with it."
    )
    for number, line in enumerate(TO_DO, 1):
        out.print(f"{number}. {line}", markup=False)
    out.print("It ends when the case is closed, or with Ctrl-C.")


def _wait(desk: AtTheDesk, say: Callable[[str], None]) -> None:
    from voicekeep.app.drill.rehearsed_figures import STEPS  # noqa: PLC0415  as above

    said: set[str] = set()
    try:
        while True:
            passed = desk.passed()
            for seconds, step in zip(passed, STEPS, strict=True):
                if seconds is not None and step not in said:
                    said.add(step)
                    say(f"{seconds:8.1f} s  {step}")
            if passed[-1] is not None:
                return
            time.sleep(_LOOK_EVERY)
    except KeyboardInterrupt:
        say("stopped before its end")
