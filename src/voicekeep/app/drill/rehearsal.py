"""The case of 2018, rehearsed: from the download of a stranger's recordings to the closed case, with every step timed.

Flow        a scratch keep, its guards off for two copies -> fetched -> reported -> frozen -> scoped -> assessed ->
            letters -> told and acknowledged -> statements -> closed
Guarantees  1. What was foreign is counted from the copies as they were fetched, by the sounds themselves; what was
               named, from what the person concerned is shown. The one is not made from the other.
            2. Whatever does not come out as it should is said, and the rehearsal counts as failed.
Document    docs/rehearsal.md
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from voicekeep.app.drill.members import Member, Visits
from voicekeep.app.drill.rehearsed_cast import DAYS, Cast, make_cast
from voicekeep.app.drill.rehearsed_desk import assess_and_decide, end_case, write_letters
from voicekeep.app.drill.rehearsed_figures import Rehearsed
from voicekeep.app.drill.rehearsed_leak import leaked, named_to
from voicekeep.app.drill.scratch import SceneClock, scratch_keep, scratch_settings
from voicekeep.app.operations.asking import copies_of
from voicekeep.app.operations.case_desk import take_scope_on_the_host
from voicekeep.app.operations.case_messages import acknowledge, answer_as_recipient, note_opened
from voicekeep.app.operations.cases import case_of
from voicekeep.app.operations.download import look_at_link
from voicekeep.app.operations.escalating import tell_on
from voicekeep.app.operations.incidents import report_not_mine
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.notices import send_notices
from voicekeep.app.operations.triaging import decide_triage
from voicekeep.app.settings import Settings
from voicekeep.app.wiring import create_keep, open_keep
from voicekeep.delivery import FrozenLinkError
from voicekeep.incident import Case, CaseState, Telling
from voicekeep.people import Session
from voicekeep.records.ids import RequestId, TriageId
from voicekeep.records.reports import Saw, TriageState

FOREIGN: Final = (200, 2_000)
"""How many recordings are foreign, if nobody says: from, to."""
_ROLE: Final = "host_operator"
Told = Callable[[str], None]


def rehearse(foreign: int | None, told: Told, *, seed: int | None = None) -> Rehearsed:
    """Play it in a scratch folder that is removed afterwards.

    Args:
        foreign: How many recordings of somebody else's; None: a random number within `FOREIGN`.
        told: Hears of each stage.
        seed: Of the sounds and the random number; None: another one each time.

    Raises:
        RehearsalError: it could not be played to its end.
    """
    with tempfile.TemporaryDirectory(prefix="voicekeep-rehearsal-") as scratch:
        folder = Path(scratch)
        with scene(folder, scratch_settings(folder), foreign, told, seed=seed) as (keep, cast):
            return _played(keep, cast, told)


@contextmanager
def scene(
    folder: Path, settings: Settings, foreign: int | None, told: Told, *, seed: int | None = None
) -> Iterator[tuple[Keep, Cast]]:
    """Make the keep in which it is played, and everybody in it; nothing has gone wrong yet."""
    chance = random.Random(seed)  # noqa: S311  invented sounds
    count = chance.randint(*FOREIGN) if foreign is None else foreign
    mails = replace(
        settings, notices="folder", notices_from="voicekeep@rehearsal.example", notices_folder=str(folder / "mails")
    )
    create_keep(folder / "keep", mails)
    with open_keep(folder / "keep") as opened:
        clock = SceneClock(datetime.now(UTC) - timedelta(days=DAYS))
        told(f"{count} recordings are made and kept")
        cast = make_cast(scratch_keep(opened, clock), clock, folder, count, chance)
        yield scratch_keep(opened, lambda: datetime.now(UTC)), cast


def people_told(case: Case) -> tuple[int, int]:
    """Return how many people a case is to tell, and how many of them acknowledged."""
    return len(case.told), sum(how is Telling.ACKNOWLEDGED for how in case.told.values())


class _Watch:
    """Notes when each step was done."""

    def __init__(self) -> None:
        self._began = time.perf_counter()
        self.passed: list[float] = []

    def note(self) -> None:
        self.passed.append(round(time.perf_counter() - self._began, 3))


def _played(keep: Keep, cast: Cast, told: Told) -> Rehearsed:
    told("two copies are made, with the guards off")
    visits = Visits(keep)
    leak = leaked(keep, cast, visits)
    wrong, requests, watch = list(leak.wrong), leak.requests, _Watch()
    watch.note()  # they have been fetched
    # 3 one of the two says so: it is acknowledged and frozen, with what is tied to it
    told("reported, frozen, scoped")
    triage = report_not_mine(keep, visits(cast.rika), requests[cast.rika.subject], Saw.STRANGE_RECORDING).triage
    watch.note()
    closed = [_closed_link(keep, visits(who), requests[who.subject]) for who in (cast.rika, cast.sam)]
    wrong += ["not_frozen" for each in closed if not each]
    watch.note()
    _judged(keep, triage, watch)
    # 6 everybody is told, and answers
    told("told, acknowledged, stated, closed")
    tell_on(keep)
    send_notices(keep)
    named = named_to(keep, visits(cast.vera), triage, leak.foreign)
    _answered(keep, cast, triage, visits)
    affected, knows = people_told(_case(keep, triage))
    watch.note()
    # 7 the end
    end_case(keep, triage)
    wrong += [] if _case(keep, triage).state is CaseState.CLOSED else ["not_closed"]
    watch.note()
    return Rehearsed(
        foreign=len(leak.foreign),
        named=len(named & leak.foreign),
        own_named_by_mistake=len(named & leak.own),
        affected=affected,
        told=knows,
        others=tuple(wrong),
        passed=tuple(watch.passed),
    )


def _judged(keep: Keep, triage: TriageId, watch: _Watch) -> None:
    # 4 it is a breach; what reached whom says the ledger
    decide_triage(keep, triage, TriageState.CONFIRMED, by=_ROLE)
    take_scope_on_the_host(keep, triage, by=_ROLE)
    watch.note()
    # 5 how severe; who is told; the letters
    assess_and_decide(keep, triage)
    write_letters(keep, triage)
    watch.note()


def _closed_link(keep: Keep, session: Session, request: RequestId) -> bool:
    view = next(view for view in copies_of(keep, session) if view.request == request)
    if view.token is None:
        return True
    try:
        look_at_link(keep, view.token, session)
    except FrozenLinkError:
        return True
    return False


def _answered(keep: Keep, cast: Cast, triage: TriageId, visits: Callable[[Member], Session]) -> None:
    """Let everybody read and answer."""
    for concerned in (cast.vera, cast.paul):
        acknowledge(keep, visits(concerned), triage)
    for recipient in (cast.rika, cast.sam):
        note_opened(keep, visits(recipient), triage)
        answer_as_recipient(keep, visits(recipient), triage, deleted=True)


def _case(keep: Keep, triage: TriageId) -> Case:
    with keep.database.read() as transaction:
        return case_of(keep, transaction, triage)
