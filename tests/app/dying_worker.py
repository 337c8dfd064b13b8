"""A worker that kills itself for real: `python -m tests.app.dying_worker FOLDER REQUEST CALL`.

At the CALL-th change of a store the process gets SIGKILL: no clean-up, no last word. With 0 it lives to the end.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from tests.app.faults import Killed, mortal
from voicekeep.app.wiring import open_keep
from voicekeep.app.worker import working
from voicekeep.records.ids import RequestId


def main() -> None:
    folder, request, at = Path(sys.argv[1]), RequestId(sys.argv[2]), int(sys.argv[3])
    with open_keep(folder) as keep:
        dying, fuse = mortal(keep, at or 1_000_000, after=at % 2 == 0)
        real = fuse.burn

        def burn(*, after: bool) -> None:
            try:
                real(after=after)
            except Killed:
                os.kill(os.getpid(), signal.SIGKILL)

        fuse.burn = burn  # type: ignore[method-assign]
        with working(dying, folder) as worker:
            sys.stdout.write(worker.finish(request))


if __name__ == "__main__":
    main()
