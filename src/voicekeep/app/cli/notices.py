"""What people were told by mail, and what could not be."""

from __future__ import annotations

from voicekeep.app.cli.keeping import DATA, Data
from voicekeep.app.cli.speaking import out
from voicekeep.app.operations.notices import all_notices
from voicekeep.app.wiring import open_keep


def notices(data: Data = DATA) -> None:
    """List every notice: its number, what it is about, where it stands and why. Nothing says whose it is."""
    with open_keep(data.expanduser()) as keep:
        lines = all_notices(keep)
    for line in lines:
        at = f" {line.at:%Y-%m-%d %H:%M:%S}Z" if line.at else ""
        why = f" ({line.error})" if line.error else ""
        out.print(f"{line.notice}  {line.kind or '?'}  {line.state}{at}{why}", markup=False)
    if not lines:
        out.print("no notices")
