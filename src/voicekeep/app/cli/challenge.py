"""An invitation to break it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voicekeep.app.cli.speaking import out


def challenge(
    folder: Annotated[Path, typer.Argument(help="Where the challenge lies, or will lie.")],
    judge: Annotated[bool, typer.Option("--judge", help="Say whether a recording of Ada's reached somebody.")] = False,
) -> None:
    """Make one of Ada's recordings reach Bruno: you get the database, the blobs and two accounts, not the key."""
    from voicekeep.app.demo import judge as judged_in  # noqa: PLC0415  web and speech load only here
    from voicekeep.app.demo import make_challenge  # noqa: PLC0415

    if not judge:
        make_challenge(folder)
        out.print((folder / "handed" / "LETTER.txt").read_text("utf-8"), markup=False)
        out.print(f"It is in {folder / 'handed'}.", markup=False)
        return
    judged = judged_in(folder)
    if not judged.changed:
        out.print("Nothing was changed yet.")
    for name, promise in judged.stopped_by:
        out.print(f"stopped by {name}{f' ({promise})' if promise else ''}", markup=False)
    if judged.reached:
        out.print(f"{judged.reached} of Ada's recordings came out. Please tell us how: see docs/threat-model.md.")
        raise typer.Exit(1)
    out.print("None of Ada's recordings came out.")
