"""For whoever runs the keep: open a case by hand, see the cases, decide. Nothing here shows what anybody said."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from voicekeep.app.cli.keeping import DATA, Data
from voicekeep.app.cli.speaking import out
from voicekeep.app.operations.found_files import open_for_file
from voicekeep.app.operations.incidents import open_by_hand
from voicekeep.app.operations.triaging import LATELY, TriageLine, all_triages, decide_triage, strangers_refused
from voicekeep.app.wiring import open_keep
from voicekeep.records.ids import ArchiveId, ItemId, TriageId
from voicekeep.records.reports import ReportSource, TriageState

ROLE: Final = "host_operator"
"""As what the command line decides: whoever can run it holds the keep."""

incident = typer.Typer(help="What was reported, what is held back for it, and what was decided.", no_args_is_help=True)


@incident.command("open")
def opened(
    source: Annotated[
        ReportSource,
        typer.Option(help="How it was noticed: hand, found_file or ledger; others open by themselves."),
    ] = ReportSource.HAND,
    archive: Annotated[str, typer.Option(help="Number of the copy that it is about, if one is known.")] = "",
    item: Annotated[str, typer.Option(help="Number of the item that it is about, as `ledger who` tells it.")] = "",
    file: Annotated[Path | None, typer.Option(help="A recording that turned up somewhere; it is not kept.")] = None,
    data: Data = DATA,
) -> None:
    """Open a triage by hand. It holds nothing back: that takes a signed-in report or a failed check."""
    if file is not None:
        _open_for_file(file, data)
        return
    copy, about = ArchiveId(archive) if archive else None, ItemId(item) if item else None
    with open_keep(data.expanduser()) as keep:
        triage = open_by_hand(keep, source, archive=copy, item=about)
    out.print(f"triage {triage} is open", markup=False)


def _open_for_file(file: Path, data: Path) -> None:
    with open_keep(data.expanduser()) as keep:
        opened = open_for_file(keep, file.read_bytes())
    for triage in opened:
        out.print(f"triage {triage} is open", markup=False)
    if not opened:
        out.print("no recording of this keep; no triage was opened")
        raise typer.Exit(1)


@incident.command("list")
def listed(data: Data = DATA) -> None:
    """List every triage, the latest first, and how often strangers were refused at other people's links lately."""
    with open_keep(data.expanduser()) as keep:
        lines, strangers = all_triages(keep), strangers_refused(keep)
    for line in lines:
        for text in _told(line):
            out.print(text, markup=False)
    if not lines:
        out.print("no triage")
    out.print(f"{strangers} tries at another person's link were refused in the last {LATELY.days} days", markup=False)


@incident.command("decide")
def decided(
    triage: Annotated[str, typer.Argument(help="Number of the triage.")],
    confirmed: Annotated[
        bool,
        typer.Option("--confirmed/--dismissed", help="There is reasonable certainty of a breach, or none."),
    ],
    aware_at: Annotated[
        datetime | None,
        typer.Option(
            "--aware-at",
            formats=["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M%z"],
            help="Since when there is certainty, if not since now, e.g. 2030-11-04T09:00+01:00.",
        ),
    ] = None,
    data: Data = DATA,
) -> None:
    """Decide whether it is a breach: with reasonable certainty the 72 hours begin; dismissed, all is thawed."""
    outcome = TriageState.CONFIRMED if confirmed else TriageState.DISMISSED
    with open_keep(data.expanduser()) as keep:
        decide_triage(keep, TriageId(triage), outcome, by=ROLE, aware_at=aware_at)
        line = next(line for line in all_triages(keep) if line.triage == triage)
    for text in _told(line):
        out.print(text, markup=False)


def _told(line: TriageLine) -> list[str]:
    if line.believed is None:
        return [f"{line.triage}  its row does not carry its code: it is not believed"]
    triage = line.believed
    parts = [triage.triage, f"{triage.opened_at:%Y-%m-%d %H:%M:%S}Z", triage.source, triage.state]
    parts += [each for each in (triage.archive, triage.item) if each]
    told = ["  ".join(parts)]
    if line.frozen:
        told.append(f"  copies held back: {line.frozen}")
    if line.aware is not None:
        told.append(f"  certain since {line.aware.aware_at:%Y-%m-%d %H:%M:%S}Z, decided by {line.aware.by}")
        told.append(f"  supervisory authority to be notified by {line.aware.notify_by:%Y-%m-%d %H:%M:%S}Z")
    return told
