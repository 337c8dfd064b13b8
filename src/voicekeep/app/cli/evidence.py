"""What the ledger can say."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voicekeep.app.cli.keeping import DATA, Data
from voicekeep.app.cli.speaking import ask_email, ask_password, err, out
from voicekeep.app.operations.accounts import sign_in
from voicekeep.app.operations.evidence import holds as held_about
from voicekeep.app.operations.evidence import verify_ledger, who_is_in
from voicekeep.app.operations.incidents import report_ledger
from voicekeep.app.wiring import open_keep
from voicekeep.ledger import LedgerError

ledger = typer.Typer(help="What was captured for whom, and what has left.", no_args_is_help=True)


@ledger.command("verify")
def verify(data: Data = DATA) -> None:
    """Prove every line of the ledger; one that does not verify opens a triage."""
    with open_keep(data.expanduser()) as keep:
        try:
            verified = verify_ledger(keep)
        except LedgerError:
            triage = report_ledger(keep)
            err.print(f"triage {triage} is open" if triage else "no triage could be opened for it")
            raise
    out.print(
        f"intact: {verified.size} entries, {verified.openings} openings, {verified.forgotten} forgotten by erasure"
    )
    out.print(f"root {verified.root.hex()}", markup=False)


@ledger.command("who")
def who(
    file: Annotated[Path, typer.Argument(help="A sound file that was found somewhere.")], data: Data = DATA
) -> None:
    """Say whose recording a file is, by identifier: captured when, by which device, released to whom and when."""
    with open_keep(data.expanduser()) as keep:
        holdings = who_is_in(keep, file.read_bytes())
    if not holdings:
        out.print("no recording of this keep")
        raise typer.Exit(1)
    for holding in holdings:
        out.print(holding.sentence, markup=False)


@ledger.command("holds")
def holds(data: Data = DATA) -> None:
    """List what has left about you, and what you were given."""
    with open_keep(data.expanduser()) as keep:
        session = sign_in(keep, ask_email(), ask_password()).session
        for line in held_about(keep, session):
            out.print(f"{line.at:%Y-%m-%d %H:%M:%S}Z  {line.name}  {line.detail}", markup=False)
