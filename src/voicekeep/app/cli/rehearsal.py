"""The case of 2018, rehearsed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.table import Table

from voicekeep.app.cli.speaking import out, progress

if TYPE_CHECKING:
    from voicekeep.app.drill.rehearsal import Rehearsed

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


def rehearse(
    foreign: Annotated[
        int | None, typer.Option(min=1, help="How many recordings of somebody else's; else 200 to 2,000 at random.")
    ] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the result for machines here.")] = None,
) -> None:
    """Play the case of 2018 on a scratch keep, its guards off, from the download to the closed case."""
    from voicekeep.app.drill.rehearsal import rehearse as played  # noqa: PLC0415  the web stack loads only here

    with progress() as bars:
        task = bars.add_task("rehearsal", total=None)
        rehearsed = played(foreign, lambda stage: bars.update(task, description=stage))
    show_rehearsal(rehearsed)
    if json_file is not None:
        json_file.write_text(rehearsed.as_json(), encoding="utf-8")
    if not rehearsed.held:
        raise typer.Exit(1)


def show_rehearsal(rehearsed: Rehearsed) -> None:
    """Print its timeline beside that of 2018, and its figures."""
    table = Table(title="The case of 2018, rehearsed", title_justify="left")
    for column in ("after", "here", "in 2018"):
        table.add_column(column)
    for (passed, what), then in zip(rehearsed.timeline, THEN, strict=True):
        table.add_row(f"{passed:.1f} s", what, then)
    out.print(table)
    out.print(
        f"{rehearsed.foreign} foreign recordings, {rehearsed.named} of them named, "
        f"{rehearsed.own_named_by_mistake} of the requester's own named by mistake; "
        f"{rehearsed.told} of {rehearsed.affected} people told"
    )
    for wrong in rehearsed.others:
        out.print(f"not as it should be: {wrong}", markup=False)
