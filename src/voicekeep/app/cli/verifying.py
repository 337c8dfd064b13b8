"""For anybody with a copy: is it whole, and who signed it? Needs no keep, no network, no account (P8)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voicekeep.app.cli.speaking import out
from voicekeep.app.operations.verify import verify_zip


def verify(
    copy: Annotated[Path, typer.Argument(help="The ZIP.")],
    fingerprint: Annotated[
        str | None, typer.Option(help="The operator's statement fingerprint, from /.well-known/voicekeep.")
    ] = None,
) -> None:
    """Check a copy."""
    verdict = verify_zip(copy, fingerprint)
    out.print(verdict.sentence, markup=False)
