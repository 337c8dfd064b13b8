"""The command line: asks operations for things, and says what came of it.

Flow        words typed -> one operation -> lines printed, an exit code
Guarantees  1. No command takes a person: who is asked for is who signs in (P3).
            2. A refusal is one line on standard error, the error's name and what did not happen; exit code 1.
            3. A password is asked for without showing it, or read from standard input; never an argument.
"""

from __future__ import annotations

import sys

from voicekeep.app.cli.commands import cli
from voicekeep.app.cli.speaking import refused
from voicekeep.records.errors import VoicekeepError


def main() -> None:
    """Run the command line."""
    try:
        cli()
    except VoicekeepError as error:
        refused(error)
        sys.exit(1)


__all__ = ["main"]
