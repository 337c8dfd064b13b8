"""The mistake itself: two requests are open at once, what is released for them is crossed, and both copies are fetched.

What was foreign is counted here, from the copies as they were fetched, by the sounds themselves.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass

from voicekeep.app.drill.crossed import crossed_with
from voicekeep.app.drill.members import Visits
from voicekeep.app.drill.rehearsed_cast import Cast, RehearsalError
from voicekeep.app.operations.asking import ask_for_copy, copies_of
from voicekeep.app.operations.case_messages import message_for
from voicekeep.app.operations.download import begin_download, open_download
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.reading import PersonalItems
from voicekeep.app.operations.release import PlainDesk, release
from voicekeep.app.operations.scoping import scope_of
from voicekeep.incident import UnknownCaseError
from voicekeep.people import Session
from voicekeep.records.ids import ItemId, RequestId, SubjectId, TriageId
from voicekeep.records.items import ItemKind
from voicekeep.records.scope import ReleaseScope


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """What came to whom."""

    requests: dict[SubjectId, RequestId]
    foreign: set[ItemId]  # recordings of somebody else's that came
    own: set[ItemId]  # of the requester
    wrong: tuple[str, ...]


def leaked(keep: Keep, cast: Cast, visits: Visits) -> Leak:
    """Release two copies with the guards off, and fetch both."""
    # 1 two requests are open at once, and what is released for them is crossed
    theirs, own = _sounds(keep, cast.vera.subject), _sounds(keep, cast.rika.subject)
    requests = {member.subject: ask_for_copy(keep, visits(member), "en") for member in (cast.rika, cast.sam)}
    with crossed_with(cast.vera.subject):
        for request in requests.values():
            release(request, PlainDesk(keep))
    # 2 both are fetched; what is foreign in them is counted by the sounds
    fetched = [_fetched(keep, visits(member), requests[member.subject]) for member in (cast.sam, cast.rika)]
    wrong = ["not_crossed"] if any(not copy & theirs.keys() for copy in fetched) else []
    wrong += ["not_among_their_own"] if not fetched[1] & own.keys() else []
    return Leak(
        requests=requests,
        foreign={theirs[digest] for copy in fetched for digest in copy if digest in theirs},
        own=set(own.values()),
        wrong=tuple(wrong),
    )


def named_to(keep: Keep, person: Session, triage: TriageId, foreign: set[ItemId]) -> set[ItemId]:
    """Return the recordings that the person concerned is shown as theirs, and those that the scope adds wrongly."""
    try:
        shown = {each.item for each in message_for(keep, person, triage).reached if each.with_sound}
    except UnknownCaseError:  # it tells them nothing
        shown = set()
    return shown | {each.item for each in scope_of(keep, triage).left if each.of == "recording"} - foreign


def _sounds(keep: Keep, subject: SubjectId) -> dict[str, ItemId]:
    """Return a person's recordings by the digest of their bytes, from their own sealed items."""
    found: dict[str, ItemId] = {}
    with keep.database.read() as transaction:
        scope = ReleaseScope(as_of=transaction.log.size())
        for opened in PersonalItems(keep, transaction, keep.ring.opener_for(subject), scope).items(ItemKind.TURN):
            if opened.audio is not None:
                found[hashlib.sha256(opened.audio).hexdigest()] = ItemId(json.loads(opened.record)["item"])
    return found


def _fetched(keep: Keep, session: Session, request: RequestId) -> set[str]:
    """Fetch a copy as its recipient; return the digests of the recordings that came."""
    view = next(view for view in copies_of(keep, session) if view.request == request)
    if view.token is None or view.archive is None:
        raise RehearsalError("there is no link; the rehearsal was not played to its end")
    open_download(keep, view.token, session)
    answer = begin_download(keep, session, view.archive, range_header=None, if_range=None)
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.chunks))) as copy:
        names = [name for name in copy.namelist() if name.endswith(".flac")]
        return {hashlib.sha256(copy.read(name)).hexdigest() for name in names}
