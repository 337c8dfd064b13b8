"""Every kind of mix-up that the drill knows."""

from __future__ import annotations

from typing import Final

from voicekeep.app.drill.builder import BUILDER
from voicekeep.app.drill.doors import DOORS
from voicekeep.app.drill.held_back import HELD_BACK
from voicekeep.app.drill.human_errors import HUMAN_ERRORS
from voicekeep.app.drill.jobs import JOBS
from voicekeep.app.drill.keys_and_blobs import KEYS_AND_BLOBS
from voicekeep.app.drill.ledger_edits import LEDGER
from voicekeep.app.drill.letters import LETTERS
from voicekeep.app.drill.listening import LISTENING
from voicekeep.app.drill.mandates import MANDATES
from voicekeep.app.drill.mixup import Mixup
from voicekeep.app.drill.overrides import OVERRIDES
from voicekeep.app.drill.rows import ROWS
from voicekeep.app.drill.withheld import WITHHELD

KINDS: Final[tuple[Mixup, ...]] = (
    *HUMAN_ERRORS,
    *ROWS,
    *KEYS_AND_BLOBS,
    *BUILDER,
    *LEDGER,
    *JOBS,
    *DOORS,
    *LISTENING,
    *WITHHELD,
    *HELD_BACK,
    *OVERRIDES,
    *LETTERS,
    *MANDATES,
)
