"""Every mix-up that somebody could make, tried."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from voicekeep.app.cli.speaking import out, progress


def drill(
    trials: Annotated[int, typer.Option(min=1, help="How many mix-ups, one in each trial.")] = 200,
    seed: Annotated[int, typer.Option(help="Which: the same seed plays the same mix-ups.")] = 1,
    voices: Annotated[Path | None, typer.Option(help="Folder of recordings to use instead of tones.")] = None,
    guards: Annotated[bool, typer.Option("--guards", help="Then measure what each guard catches alone.")] = False,
    processes: Annotated[int | None, typer.Option(min=1, help="How many work at once.")] = None,
    pdf_file: Annotated[Path | None, typer.Option("--pdf", help="Write a page for an auditor here.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the result for machines here.")] = None,
) -> None:
    """Play mix-ups against copies of a scratch keep, and try every way out for what is somebody else's."""
    from voicekeep.app.drill import End, auditors_page, measure_guards, run_drill  # noqa: PLC0415  the web stack loads only here

    with progress() as bars:
        task = bars.add_task("trials", total=trials)
        report = run_drill(trials, seed, voices, lambda done: bars.advance(task, done), processes=processes)
        if guards:
            measured = bars.add_task("guards", total=None)
            report.guards = measure_guards(seed, voices, lambda done: bars.advance(measured, done), processes=processes)
    table = Table(title=f"{report.trials} trials, seed {seed}", title_justify="left")
    met = [end for end in End if report.ends[end]]  # a column for each end there was: names stay on one line
    for column in ("mix-up", *(end.value for end in met)):
        table.add_column(column)
    for kind, ends in sorted(report.by_kind.items()):
        table.add_row(kind, *(str(ends[end] or "") for end in met))
    out.print(table)
    for figures in report.guards:
        out.print(
            f"{figures.catches_alone:3} mix-ups caught by this guard alone, "
            f"{figures.leaks_without_any:3} of them leaks without any: {figures.name}",
            markup=False,
        )
    for trial in report.to_look_at:
        out.print(f"look at trial {trial.number}: {trial.kind}: {trial.end} {trial.error}", markup=False)
    out.print(f"{report.leaked_items} items leaked, {report.seconds:.0f} s")
    if json_file is not None:
        json_file.write_text(report.as_json(), encoding="utf-8")
    if pdf_file is not None:
        pdf_file.write_bytes(auditors_page(report, voices=voices is not None, printed=datetime.now(UTC)))
    if not report.held:
        raise typer.Exit(1)
