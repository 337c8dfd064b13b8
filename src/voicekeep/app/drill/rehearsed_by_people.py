"""The rehearsal with people in it: whatever comes after the download they do themselves, in their browsers.

Flow        a scratch keep of a company, crossed and fetched -> served on the loopback -> people report, find out,
            decide, tell, sign and close -> the timeline, from what the ledger and the case say
Guarantees  1. The pages are those of any keep: the guards were off while the two copies were made, and are on again.
            2. Every instant is that of a fact or an entry; nobody has to press anything for it.
I/O         one port of the loopback, and a scratch folder
Document    docs/rehearsal.md
"""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

import uvicorn

from voicekeep.app.drill.desk import at_the_desk
from voicekeep.app.drill.members import Member, Person, Visits, join
from voicekeep.app.drill.rehearsal import people_told, scene
from voicekeep.app.drill.rehearsed_cast import Cast
from voicekeep.app.drill.rehearsed_figures import STEPS, Rehearsed
from voicekeep.app.drill.rehearsed_leak import Leak, leaked, named_to
from voicekeep.app.drill.scratch import scratch_settings
from voicekeep.app.operations.cases import case_of
from voicekeep.app.operations.escalating import tell_on
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.notices import send_notices
from voicekeep.app.web import make_application
from voicekeep.incident import (
    AffectedRole,
    AuthorityDecided,
    Case,
    Closed,
    PersonsDecided,
    PersonTold,
    RecipientMoved,
    Scoped,
    Track,
)
from voicekeep.ledger import freezes_of
from voicekeep.people import Role
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import TriageId

_TELL_EVERY: Final = 1.0  # seconds

log = logging.getLogger("voicekeep.rehearsal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """One person who is played, and how they sign in."""

    does: str
    email: str
    password: str
    at_the_desk: bool  # works there, and signs in with a passkey that they make first


@dataclass(frozen=True, slots=True, kw_only=True)
class AtTheDesk:
    """A rehearsal that people play."""

    url: str
    players: tuple[Player, ...]
    _keep: Keep
    _cast: Cast
    _leak: Leak
    _began: datetime  # UTC, both copies had been fetched

    def passed(self) -> tuple[float | None, ...]:
        """Return how many seconds after the download each of `STEPS` was done; None: it was not yet."""
        case = self._case()
        instants = (None,) * (len(STEPS) - 1) if case is None else _instants(self._keep, case, len(self._leak.requests))
        return (0.0, *(None if at is None else round((at - self._began).total_seconds(), 3) for at in instants))

    def rehearsed(self) -> Rehearsed:
        """Return what came of it so far."""
        case, visits = self._case(), Visits(self._keep)
        named = set()
        if case is not None:
            named = named_to(self._keep, visits(self._cast.vera), case.triage.triage, self._leak.foreign)
        affected, told = (0, 0) if case is None else people_told(case)
        return Rehearsed(
            foreign=len(self._leak.foreign),
            named=len(named & self._leak.foreign),
            own_named_by_mistake=len(named & self._leak.own),
            affected=affected,
            told=told,
            others=self._leak.wrong,
            passed=self.passed(),
        )

    def _case(self) -> Case | None:
        """Return the first case that was opened."""
        with self._keep.database.read() as transaction:
            cases = [case_of(self._keep, transaction, TriageId(key)) for key in transaction.incidents.all_keys()]
        return min(cases, key=lambda case: case.triage.opened_at, default=None)


@contextmanager
def played_by_people(
    folder: Path, foreign: int | None, told: Callable[[str], None], *, port: int = 0, seed: int | None = None
) -> Iterator[AtTheDesk]:
    """Make the keep, let the mistake happen, and serve the pages for the length of the context.

    Args:
        folder: An empty scratch folder.
        foreign: How many recordings of somebody else's; None: a random number.
        told: Hears of each stage.
        port: Where to listen; 0: anywhere.
        seed: Of the sounds and the random number; None: another one each time.
    """
    with socket.create_server(("127.0.0.1", port)) as listening:
        url = f"http://localhost:{listening.getsockname()[1]}"
        settings = replace(
            scratch_settings(folder),
            mode="company",
            public_origin="localhost",
            public_url=url,
            controller_name="The rehearsed company",
            controller_contact="privacy@rehearsal.example",
            data_protection_officer="dana@rehearsal.example",
        )
        with scene(folder, settings, foreign, told, seed=seed) as (keep, cast):
            staff = _staff(keep)
            told("two copies are made, with the guards off, and fetched")
            leak = leaked(keep, cast, Visits(keep))
            desk = AtTheDesk(
                url=url,
                players=_players(cast, staff),
                _keep=keep,
                _cast=cast,
                _leak=leak,
                _began=keep.now(),
            )
            with _served(keep, listening):
                yield desk


def _staff(keep: Keep) -> tuple[Member, Member]:
    """Let two people work at the desk since some days."""
    found = []
    for name, role in (("Olga", Role.OFFICER), ("Dana", Role.DATA_PROTECTION_OFFICER)):
        email = f"{name.lower()}@rehearsal.example"
        member = join(keep, Person(name=name, email=email, household=name, language="en"))
        at_the_desk(keep, member.subject, role, called=name)
        found.append(member)
    keep.remember()
    return found[0], found[1]


def _players(cast: Cast, staff: tuple[Member, Member]) -> tuple[Player, ...]:
    does = (
        (cast.rika, "got a stranger's recordings among her own, and says so at “My data”", False),
        (cast.sam, "got them too, and has no speaker", False),
        (cast.vera, "it is her voice", False),
        (cast.paul, "lives with her", False),
        (staff[0], "officer at the desk", True),
        (staff[1], "data protection officer at the desk", True),
    )
    return tuple(
        Player(does=what, email=member.person.email, password=member.password, at_the_desk=desk)
        for member, what, desk in does
    )


@contextmanager
def _served(keep: Keep, listening: socket.socket) -> Iterator[None]:
    """Serve the pages, and go on telling people by mail; what ended the telling is raised when the rehearsal ends."""
    application = make_application(keep)
    server = uvicorn.Server(
        uvicorn.Config(application, access_log=False, log_level="warning", server_header=False, log_config=None)
    )
    stop = threading.Event()
    running = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, name="rehearsal-pages")
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="rehearsal-telling") as pool:
        running.start()
        telling = pool.submit(_tell, keep, stop)
        try:
            yield
        finally:
            stop.set()
            server.should_exit = True
            running.join()
            telling.result()


def _tell(keep: Keep, stop: threading.Event) -> None:
    while not stop.wait(_TELL_EVERY):
        try:
            tell_on(keep)
            send_notices(keep, stopped=stop.is_set)
        except VoicekeepError as refused:
            name = type(refused).__name__
            log.warning("nobody could be told now: %s", name)


def _instants(keep: Keep, case: Case, copies: int) -> tuple[datetime | None, ...]:
    """Return when each step after the download was done."""
    with keep.database.read() as transaction:
        frozen = [each.at for each in freezes_of(transaction.log, case.triage.triage)]
    decided = [_first(case, AuthorityDecided), _first(case, PersonsDecided)]
    return (
        case.triage.opened_at,
        max(frozen) if len(frozen) >= copies else None,
        _first(case, Scoped),
        None if None in decided else max(at for at in decided if at is not None),
        _everybody_answered(case),
        _first(case, Closed),
    )


def _first(case: Case, change: type[object]) -> datetime | None:
    return next((noted.at for noted in case.history if isinstance(noted.change, change)), None)


def _everybody_answered(case: Case) -> datetime | None:
    """Return since when all who are to be told know it, and all who got it have signed or refused."""
    affected, told = people_told(case)
    recipients = [who for who, roles in case.affected.items() if AffectedRole.RECIPIENT in roles]
    if (
        not affected
        or told < affected
        or any(not {Track.STATED, Track.REFUSED} & set(case.tracks_of(who)) for who in recipients)
    ):
        return None
    return max(
        noted.at
        for noted in case.history
        if (isinstance(noted.change, PersonTold) and noted.change.acknowledged)
        or (isinstance(noted.change, RecipientMoved) and noted.change.track in {Track.STATED, Track.REFUSED})
    )
