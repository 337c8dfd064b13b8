"""The main job, shown."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import Progress
from rich.table import Table

from voicekeep.app.cli.speaking import out, progress

if TYPE_CHECKING:
    from voicekeep.app.demo import Report


class _Bars:
    """Shows each stage of the demo as a bar."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars

    @contextmanager
    def stage(self, title: str, total: int) -> Iterator[Callable[[int], None]]:
        task = self._bars.add_task(title, total=total)
        yield lambda done: self._bars.advance(task, done)


def demo(
    voices: Annotated[
        Path | None, typer.Option(help="Your own recordings, one subfolder per person, instead of spoken ones.")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option(help="Where to leave everything; a new temporary folder if not said.")
    ] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the result for machines here.")] = None,
    sentences: Annotated[
        int | None, typer.Option(min=1, help="How many sentences each of the two says; all that there are if not said.")
    ] = None,
) -> None:
    """Two households ask for their copies at once; each gets their own. Then every human error is replayed."""
    from voicekeep.app.demo import run_demo  # noqa: PLC0415  web, speech and durable work load only here

    place = folder or Path(tempfile.mkdtemp(prefix="voicekeep-demo-"))
    with progress() as bars:
        report = run_demo(place, voices, _Bars(bars), sentences=sentences)
    _print_copies(report)
    _print_attacks(report)
    out.print(
        f"{report.leaked_items} items leaked, {report.seconds:.0f} s. Statement fingerprint:\n{report.fingerprint}"
    )
    out.print(f"{len(report.mails)} mails tell their owners that there is a message, and not what it says:")
    for mail in report.mails:
        out.print(f"  {mail}", markup=False)
    out.print("\nGo on: unpack a copy and open data/index.html; check it again with")
    out.print(f"  voicekeep verify {report.copies[0].zipped} --fingerprint {report.fingerprint}", markup=False)
    out.print("or make a keep of your own: voicekeep init --home, then voicekeep serve")
    if json_file is not None:
        json_file.write_text(report.as_json(), encoding="utf-8")
    if not report.held:
        raise typer.Exit(1)


def _print_copies(report: Report) -> None:
    """Show what each of them got, and how much of what was spoken was understood."""
    for copy in report.copies:
        damaged = f" ({copy.not_kept} files could not be kept)" if copy.not_kept else ""
        counted = f"{copy.recordings} recordings{damaged}, {copy.turns} turns"
        out.print(f"\n{copy.person.name}: {counted}, {copy.foreign} of anybody else")
        out.print(f"  {copy.zipped}\n  {copy.verdict}", markup=False)
    if report.understood is not None:
        spoken = sum(copy.turns for copy in report.copies)
        out.print(
            f"\nThe built-in engine understood {report.understood} of {spoken} sentences in synthetic voices; "
            "the others have no transcript."
        )


def _print_attacks(report: Report) -> None:
    """Show what was tried against the keep, and what came of it."""
    table = Table(title="\nHuman errors, each against a copy of this keep", title_justify="left")
    for column in ("error", "promise", "refused by"):
        table.add_column(column)
    for tried in report.errors:
        table.add_row(tried.name, tried.promise, tried.error if tried.refused else f"NOT REFUSED {tried.error}")
    out.print(table)
    out.print(
        f"{report.drill.trials} mix-ups of {len(report.drill.by_kind)} kinds in a town of people with names alike: "
        f"{report.drill.leaked_items} items leaked. All of them: voicekeep drill, by hand: voicekeep challenge FOLDER"
    )
    for trial in report.drill.to_look_at:
        out.print(
            f"look at trial {trial.number}: {trial.kind}: {trial.end} {trial.error} {trial.wrong[:2]}", markup=False
        )
