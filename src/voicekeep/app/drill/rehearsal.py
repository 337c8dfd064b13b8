"""The case of 2018, rehearsed: from the download of a stranger's recordings to the closed case, with every step timed.

Flow        a scratch keep, its guards off for two copies -> fetched -> reported -> frozen -> scoped -> assessed ->
            letters -> told and acknowledged -> statements -> closed
Guarantees  1. What was foreign is counted from the copies as they were fetched, by the sounds themselves; what was
               named, from what the person concerned is shown. The one is not made from the other.
            2. Whatever does not come out as it should is said, and the rehearsal counts as failed.
Document    docs/rehearsal.md
"""

from __future__ import annotations

import hashlib
import io
import json
import random
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from voicekeep.app.drill.crossed import crossed_with
from voicekeep.app.drill.members import Member, session_of
from voicekeep.app.drill.rehearsed_cast import DAYS, Cast, RehearsalError, make_cast
from voicekeep.app.drill.rehearsed_desk import assess_and_decide, end_case, write_letters
from voicekeep.app.drill.scratch import SceneClock, scratch_settings
from voicekeep.app.operations.asking import ask_for_copy, copies_of
from voicekeep.app.operations.case_desk import take_scope_on_the_host
from voicekeep.app.operations.case_messages import acknowledge, answer_as_recipient, message_for, note_opened
from voicekeep.app.operations.cases import case_of
from voicekeep.app.operations.download import begin_download, look_at_link, open_download
from voicekeep.app.operations.escalating import tell_on
from voicekeep.app.operations.incidents import report_not_mine
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.notices import send_notices
from voicekeep.app.operations.reading import PersonalItems
from voicekeep.app.operations.release import PlainDesk, release
from voicekeep.app.operations.scoping import scope_of
from voicekeep.app.operations.triaging import decide_triage
from voicekeep.app.wiring import create_keep, open_keep
from voicekeep.delivery import FrozenLinkError
from voicekeep.incident import CaseState, Telling
from voicekeep.records.ids import ItemId, RequestId, SubjectId, TriageId
from voicekeep.records.items import ItemKind
from voicekeep.records.reports import Saw, TriageState
from voicekeep.records.scope import ReleaseScope

FOREIGN: Final = (200, 2_000)
"""How many recordings are foreign, if nobody says: from, to."""
_ROLE: Final = "host_operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """What was measured, in seconds since the first copy had been fetched whole."""

    foreign: int  # recordings of somebody else's in the copies, by their sounds
    named: int  # of those: how many the person concerned is shown
    own_named_by_mistake: int
    noticed_s: float
    frozen_s: float
    scoped_s: float
    letters_ready_s: float
    affected: int  # people who are to be told
    told: int  # who said that they know
    others: tuple[str, ...]  # what did not come out as it should, in a word each
    timeline: tuple[tuple[float, str], ...]

    @property
    def held(self) -> bool:
        """Return whether everything came out as it should."""
        named = self.named == self.foreign and self.own_named_by_mistake == 0
        return named and self.told == self.affected > 0 and not self.others

    def as_json(self) -> str:
        """Return the figures as one JSON object."""
        counted = ("foreign", "named", "own_named_by_mistake", "affected", "told")
        timed = ("noticed_s", "frozen_s", "scoped_s", "letters_ready_s")
        names = (*counted[:3], *timed, *counted[3:])
        return json.dumps({name: getattr(self, name) for name in names})


@dataclass(slots=True)
class _Watch:
    """Notes when each step was done."""

    began: float = 0.0
    steps: list[tuple[float, str]] = field(default_factory=list)

    def note(self, what: str) -> float:
        passed = round(time.perf_counter() - self.began, 3)
        self.steps.append((passed, what))
        return passed


def rehearse(foreign: int | None, told: Callable[[str], None], *, seed: int | None = None) -> Rehearsed:
    """Play it in a scratch folder that is removed afterwards.

    Args:
        foreign: How many recordings of somebody else's; None: a random number within `FOREIGN`.
        told: Hears of each stage.
        seed: Of the sounds and the random number; None: another one each time.

    Raises:
        RehearsalError: it could not be played to its end.
    """
    chance = random.Random(seed)  # noqa: S311  invented sounds
    count = chance.randint(*FOREIGN) if foreign is None else foreign
    with tempfile.TemporaryDirectory(prefix="voicekeep-rehearsal-") as scratch:
        folder = Path(scratch)
        settings = replace(
            scratch_settings(folder),
            notices="folder",
            notices_from="voicekeep@rehearsal.example",
            notices_folder=str(folder / "mails"),
        )
        create_keep(folder / "keep", settings)
        with open_keep(folder / "keep") as opened:
            clock = SceneClock(datetime.now(UTC) - timedelta(days=DAYS))
            told(f"{count} recordings are made and kept")
            keep = replace(opened, clock=clock)
            cast = make_cast(keep, clock, folder, count, chance)
            return _played(replace(opened, clock=lambda: datetime.now(UTC)), cast, told)


def _played(keep: Keep, cast: Cast, told: Callable[[str], None]) -> Rehearsed:
    watch = _Watch()
    told("two copies are made, with the guards off")
    leak = _leaked(keep, cast)
    requests, foreign, wrong = leak.requests, leak.foreign, list(leak.wrong)
    watch.began = time.perf_counter()
    watch.note("a stranger's recordings are fetched, among the requester's own and alone")
    # 3 one of the two says so: it is acknowledged and frozen, with what is tied to it
    told("reported, frozen, scoped")
    taken = report_not_mine(keep, session_of(keep, cast.rika), requests[cast.rika.subject], Saw.STRANGE_RECORDING)
    noticed = watch.note("the requester says so, and it is acknowledged")
    wrong += ["not_frozen" for who in (cast.rika, cast.sam) if not _closed_link(keep, who, requests[who.subject])]
    frozen = watch.note("both links open nothing any more")
    scoped, letters = _judged(keep, taken.triage, watch)
    # 6 everybody is told, and answers
    told("told, acknowledged, stated, closed")
    tell_on(keep)
    send_notices(keep)
    named = _answered(keep, cast, taken.triage)
    affected, knows = _told(keep, taken.triage)
    watch.note("those concerned are told which recordings, and have acknowledged it; the recipients have signed")
    # 7 the end
    wrong += _ended(keep, taken.triage)
    watch.note("the case is closed, its evidence destroyed")
    named |= {each.item for each in scope_of(keep, taken.triage).left if each.of == "recording"} - foreign
    return Rehearsed(
        foreign=len(foreign),
        named=len(named & foreign),
        own_named_by_mistake=len(named & leak.own),
        noticed_s=noticed,
        frozen_s=frozen,
        scoped_s=scoped,
        letters_ready_s=letters,
        affected=affected,
        told=knows,
        others=tuple(wrong),
        timeline=tuple(watch.steps),
    )


def _judged(keep: Keep, triage: TriageId, watch: _Watch) -> tuple[float, float]:
    # 4 it is a breach; what reached whom says the ledger
    decide_triage(keep, triage, TriageState.CONFIRMED, by=_ROLE)
    take_scope_on_the_host(keep, triage, by=_ROLE)
    scoped = watch.note("every recording is named, with whom it reached; the 72 hours run")
    # 5 how severe; who is told; the letters
    assess_and_decide(keep, triage)
    write_letters(keep, triage)
    letters = watch.note("the notification and the letters are ready, in three languages")
    return scoped, letters


@dataclass(frozen=True, slots=True, kw_only=True)
class _Leak:
    requests: dict[SubjectId, RequestId]
    foreign: set[ItemId]  # recordings of somebody else's that came
    own: set[ItemId]  # of the requester
    wrong: tuple[str, ...]


def _leaked(keep: Keep, cast: Cast) -> _Leak:
    # 1 two requests are open at once, and what is released for them is crossed
    theirs, own = _sounds(keep, cast.vera.subject), _sounds(keep, cast.rika.subject)
    requests = {member.subject: ask_for_copy(keep, session_of(keep, member), "en") for member in (cast.rika, cast.sam)}
    with crossed_with(cast.vera.subject):
        for request in requests.values():
            release(request, PlainDesk(keep))
    # 2 both are fetched; what is foreign in them is counted by the sounds
    fetched = [_fetched(keep, member, requests[member.subject]) for member in (cast.sam, cast.rika)]
    wrong = ["not_crossed"] if any(not copy & theirs.keys() for copy in fetched) else []
    wrong += ["not_among_their_own"] if not fetched[1] & own.keys() else []
    return _Leak(
        requests=requests,
        foreign={theirs[digest] for copy in fetched for digest in copy if digest in theirs},
        own=set(own.values()),
        wrong=tuple(wrong),
    )


def _sounds(keep: Keep, subject: SubjectId) -> dict[str, ItemId]:
    """Return a person's recordings by the digest of their bytes, from their own sealed items."""
    found: dict[str, ItemId] = {}
    with keep.database.read() as transaction:
        scope = ReleaseScope(as_of=transaction.log.size())
        for opened in PersonalItems(keep, transaction, keep.ring.opener_for(subject), scope).items(ItemKind.TURN):
            if opened.audio is not None:
                found[hashlib.sha256(opened.audio).hexdigest()] = ItemId(json.loads(opened.record)["item"])
    return found


def _fetched(keep: Keep, member: Member, request: RequestId) -> set[str]:
    """Fetch a copy as its recipient; return the digests of the recordings that came."""
    session = session_of(keep, member)
    view = next(view for view in copies_of(keep, session) if view.request == request)
    if view.token is None or view.archive is None:
        raise RehearsalError("there is no link; the rehearsal was not played to its end")
    open_download(keep, view.token, session)
    answer = begin_download(keep, session, view.archive, range_header=None, if_range=None)
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.chunks))) as copy:
        names = [name for name in copy.namelist() if name.endswith(".flac")]
        return {hashlib.sha256(copy.read(name)).hexdigest() for name in names}


def _closed_link(keep: Keep, member: Member, request: RequestId) -> bool:
    session = session_of(keep, member)
    view = next(view for view in copies_of(keep, session) if view.request == request)
    if view.token is None:
        return True
    try:
        look_at_link(keep, view.token, session)
    except FrozenLinkError:
        return True
    return False


def _answered(keep: Keep, cast: Cast, triage: TriageId) -> set[ItemId]:
    """Let everybody read and answer; return the recordings that the person concerned is shown as theirs."""
    vera, paul = session_of(keep, cast.vera), session_of(keep, cast.paul)
    named = {each.item for each in message_for(keep, vera, triage).reached if each.with_sound}
    for session in (vera, paul):
        acknowledge(keep, session, triage)
    for recipient in (cast.rika, cast.sam):
        session = session_of(keep, recipient)
        note_opened(keep, session, triage)
        answer_as_recipient(keep, session, triage, deleted=True)
    return named


def _told(keep: Keep, triage: TriageId) -> tuple[int, int]:
    with keep.database.read() as transaction:
        told = case_of(keep, transaction, triage).told
    return len(told), sum(how is Telling.ACKNOWLEDGED for how in told.values())


def _ended(keep: Keep, triage: TriageId) -> list[str]:
    end_case(keep, triage)
    with keep.database.read() as transaction:
        state = case_of(keep, transaction, triage).state
    return [] if state is CaseState.CLOSED else ["not_closed"]
