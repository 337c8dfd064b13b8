"""A scene for one mix-up: a copy of a scratch keep, to be spoilt and thrown away.

What spoils it is a tool that somebody could have: the program's own operations, a database shell, a file manager, or a
builder with a bug. What then tries to get out uses the same operations as the pages.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx
from fastapi import FastAPI

from voicekeep.app.drill.bodies import Members, body_with, members_of
from voicekeep.app.drill.browser import Browser
from voicekeep.app.drill.contents import contents_of
from voicekeep.app.drill.members import Member
from voicekeep.app.drill.scratch import SceneClock, copy_keep, scratch_keep
from voicekeep.app.drill.shells import Shells
from voicekeep.app.operations.accounts import sign_in
from voicekeep.app.operations.asking import ask_for_copy, copies_of
from voicekeep.app.operations.attempts import attempt_with, request_with
from voicekeep.app.operations.blob_names import body_blob
from voicekeep.app.operations.building import build
from voicekeep.app.operations.checking import check
from voicekeep.app.operations.download import begin_download, open_download
from voicekeep.app.operations.handing_over import finish, issue, record
from voicekeep.app.operations.holding import AGAIN, HELD
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.parts import body_of
from voicekeep.app.web import make_application, serve_instead
from voicekeep.app.wiring import DATABASE_FILE, open_keep
from voicekeep.formats.chunked import ChunkedWriter, PartHeader, PartName
from voicekeep.formats.facts import decode_fact
from voicekeep.people import Session, SignedIn
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.facts import Held
from voicekeep.records.ids import ArchiveId, DeviceId, ItemId, RequestId, SubjectId
from voicekeep.records.items import ItemKind
from voicekeep.records.scope import ReleaseScope


class HeldError(VoicekeepError):
    """A request was held; nothing was released."""

    promise = "P4"

    def __init__(self, finding: str) -> None:
        super().__init__(f"held: {finding}; nothing was released")
        self.finding = finding.partition("-")[0]


class PageRefusalError(VoicekeepError):
    """A page refused, and nothing came through it."""

    def __init__(self, finding: str) -> None:
        super().__init__(f"a page refused: {finding}")
        self.finding = finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The two people of a scene, and what was prepared for them."""

    ada: Member
    bruno: Member
    sessions: Mapping[SubjectId, SignedIn] = field(default_factory=dict)  # made before, because a sign-in takes long
    now: datetime | None = None  # UTC, at which those are fresh; None: the machine's own clock


class Scene(Shells):
    """Ada and Bruno in a keep of their own, open; use it in a `with` statement."""

    def __init__(self, original: Path, folder: Path, cast: Cast, chance: random.Random | None = None) -> None:
        self.folder = folder / "keep"
        self.ada, self.bruno = cast.ada, cast.bruno
        self.chance = chance or random.Random(0)  # noqa: S311  which item, which byte: to be repeated, not to be secret
        self.erased: set[ItemId] = set()  # by their owner, in this scene
        self.added: set[ItemId] = set()
        self.clock = SceneClock(cast.now or datetime.now(UTC))
        self._sessions = dict(cast.sessions)
        self._open = ExitStack()
        copy_keep(original, folder)
        self.keep = self._opened()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._open.close()

    def start_again(self) -> None:
        """Stop and start the program, with everything that it looks at when it starts."""
        self._open.close()
        self.keep = self._opened()

    @property
    def is_open(self) -> bool:
        """Return whether the program runs: after a refused start it does not."""
        return self._running

    def _opened(self) -> Keep:
        self._running = False
        keep = scratch_keep(self._open.enter_context(open_keep(self.folder)), self.clock)
        self._running = True
        return keep

    def signed_in(self, member: Member) -> SignedIn:
        """Return a member's session and its token: prepared, or by signing in."""
        if member.subject not in self._sessions:
            self._sessions[member.subject] = sign_in(self.keep, member.person.email, member.password)
        return self._sessions[member.subject]

    def browser(self, member: Member) -> Browser:
        """Return a member's browser at the keep's own pages, signed in."""
        browser = self._open.enter_context(Browser(_pages_over(self.keep)))
        browser.resume("voicekeep", self.signed_in(member).token)
        return browser

    def require_refused(self, answer: httpx.Response, finding: str, *, status: int) -> None:
        """Raise what a page's refusal means, if it was one."""
        if answer.status_code == status:
            raise PageRefusalError(finding)

    def device_of(self, member: Member) -> DeviceId:
        """Return a speaker that is bound to a member."""
        with self.keep.database.read() as transaction:
            return transaction.devices.bindings_of(member.subject)[0].device

    def session(self, member: Member) -> Session:
        """Return a member's session."""
        return self.signed_in(member).session

    def asked(self, member: Member) -> RequestId:
        """File and prove a request of a member."""
        return ask_for_copy(self.keep, self.session(member), "en")

    def built(self, member: Member) -> ArchiveId:
        """Build a member's copy, and stop before the check."""
        return ArchiveId(self._passed(build(self.keep, self.asked(member))))

    def gone_on(self, archive: ArchiveId) -> RequestId:
        """Go on with a built copy to its link; with a new one, where its owner erased something meanwhile.

        Raises:
            HeldError: it was held, with the first finding.
        """
        request = attempt_with(self.keep, archive).request
        for step in (check, record, finish, issue):
            if self._passed(step(self.keep, archive)) == AGAIN:
                return self.gone_on(ArchiveId(self._passed(build(self.keep, request))))
        return request

    def released(self, member: Member) -> RequestId:
        """Release a member's copy."""
        return self.gone_on(self.built(member))

    def fetched(self, member: Member, request: RequestId) -> int:
        """Fetch a request's copy as this member; return how many items of somebody else came along."""
        session = self.session(member)
        view = next(view for view in copies_of(self.keep, session) if view.request == request)
        if view.token is None or view.archive is None:
            raise HeldError("no link")
        open_download(self.keep, view.token, session)
        answer = begin_download(self.keep, session, view.archive, range_header=None, if_range=None)
        return contents_of(b"".join(answer.chunks), member.subject, {}).foreign

    def link_of(self, member: Member, request: RequestId) -> str:
        """Return the token that the member's own page shows for a request."""
        view = next(view for view in copies_of(self.keep, self.session(member)) if view.request == request)
        if view.token is None:
            raise HeldError("no link")
        return view.token

    def turns_of(self, member: Member) -> list[ItemId]:
        """Return a member's turns, the earliest first."""
        with self.keep.database.read() as transaction:
            scope = ReleaseScope(as_of=transaction.log.size())
            return [row.item for row in transaction.items.held_by(member.subject, ItemKind.TURN, scope)]

    def a_turn(self, member: Member) -> ItemId:
        """Return any turn of a member."""
        return self.chance.choice(self.turns_of(member))

    def gets(self, member: Member) -> int:
        """Release a member's copy and fetch it as them; return how many items of somebody else came along."""
        return self.fetched(member, self.released(member))

    def body(self, archive: ArchiveId) -> Members:
        """Take a built body apart."""
        reader = body_of(self.keep, attempt_with(self.keep, archive))
        return members_of(reader.read(0, reader.size))

    def rebuild(self, archive: ArchiveId, edit: Callable[[Members], Members]) -> None:
        """Be a builder with a bug: write the body again with other members, everything else fitting."""
        attempt, was = attempt_with(self.keep, archive), self.body(archive)
        body = body_with(edit(was))
        self.did(body != body_with(was))
        header = PartHeader(
            part=PartName.BODY,
            archive=attempt.archive,
            request=attempt.request,
            subject=attempt.subject,
            salt=self.keep.entropy(32),
        )
        key = self.keep.ring.archive_key(attempt.archive, attempt.request, attempt.subject)
        with self.keep.blobs.writer(body_blob(archive)) as write:
            out = ChunkedWriter(write, key, header)
            out.write(body)
            out.close()
        with self.keep.database.begin() as transaction:
            transaction.attempts.replace(replace(attempt, body_size=len(body)))

    def put_back(self, backup: Path) -> None:
        """Put an older database in the place of the present one; the program is stopped meanwhile."""
        self._open.close()
        self._running = False
        self.did()
        for old in self.folder.glob(f"{DATABASE_FILE}*"):
            old.unlink()
        shutil.copy(backup, self.folder / DATABASE_FILE)

    def released_facts(self, request: RequestId) -> int:
        """Return how many releases of a request the ledger holds."""
        with self.keep.database.read() as transaction:
            facts = [decode_fact(opening.fact) for opening in transaction.log.openings_named("released")]
        return sum(getattr(fact, "request", None) == request for fact in facts)

    def _passed(self, outcome: str) -> str:
        if outcome != HELD:
            return outcome
        with self.keep.database.read() as transaction:
            facts = [decode_fact(opening.fact) for opening in transaction.log.openings_named("held")]
        last = facts[-1]
        raise HeldError(last.findings[0] if isinstance(last, Held) else "unknown")


_pages: list[FastAPI] = []  # one for the process: putting the routes together takes longer than answering


def _pages_over(keep: Keep) -> FastAPI:
    if not _pages:
        _pages.append(make_application(keep))
    serve_instead(_pages[0], keep)
    return _pages[0]


def archive_of(scene: Scene, request: RequestId) -> ArchiveId:
    """Return the archive that answers a request."""
    attempt = request_with(scene.keep, request).attempt
    if attempt is None:
        raise HeldError("no archive")
    return attempt
