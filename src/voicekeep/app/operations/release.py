"""Answer one access request: GDPR Art. 15, with the machine-readable files of Art. 20.

Every step is a short transaction of its own, may be run twice, and passes one identifier on. What cannot pass is
held for a person, with the reason beside it; where its owner erased something meanwhile, the copy is built anew.
docs/operations/release.md walks through what happens when the power goes between any two steps.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from voicekeep.app.operations.building import build
from voicekeep.app.operations.checking import check
from voicekeep.app.operations.handing_over import finish, issue, record
from voicekeep.app.operations.holding import AGAIN, HELD, hold_for_good
from voicekeep.app.operations.keep import Keep
from voicekeep.records.ids import RequestId

Step = Callable[[Keep, str], str]

STEPS: tuple[Step, ...] = (
    build,  # 1 request -> archive: every item of theirs, no other, sealed under a new key
    check,  # 2 code that did not build it reads the finished bytes
    record,  # 3 in the ledger before anything can leave
    finish,  # 4 the statement and the end of the ZIP, read again
    issue,  # 5 archive -> grant: a link that opens for this person only
)


_TIMES = 5  # that a copy is built, when each time its owner erases something meanwhile


class Desk(Protocol):
    """Runs steps: at once, or durably."""

    def step(self, function: Step, identifier: str) -> str:
        """Run `function` with the keep and `identifier`; return what it returned."""


class PlainDesk:
    """Runs each step at once, without memory: for tests and benchmarks."""

    def __init__(self, keep: Keep) -> None:
        self._keep = keep

    def step(self, function: Step, identifier: str) -> str:
        """Run the step."""
        return function(self._keep, identifier)


def release(request: RequestId, desk: Desk) -> str:
    """Answer one access request; return the grant's id, or HELD if a person has to look.

    Raises:
        StoreError: a store could not do it now; nothing left, and the step can be run again.
    """
    for _ in range(_TIMES):
        outcome = _once(request, desk)
        if outcome != AGAIN:
            return outcome
    return desk.step(hold_for_good, request)


def _once(request: RequestId, desk: Desk) -> str:
    carried: str = request
    for function in STEPS:
        carried = desk.step(function, carried)
        if carried in {HELD, AGAIN}:
            break
    return carried
