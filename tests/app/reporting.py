"""Reports that a copy is not its recipient's, and what tests of incidents ask of the triage and of what is frozen."""

from __future__ import annotations

from tests.app.simulator import Household, Someone
from voicekeep.app.operations.asking import copies_of
from voicekeep.app.operations.freezing import is_frozen
from voicekeep.app.operations.incidents import Acknowledged, report_not_mine
from voicekeep.app.operations.notices import notices_of
from voicekeep.app.operations.release import PlainDesk, release
from voicekeep.app.operations.triaging import all_triages
from voicekeep.app.operations.views import CopyView
from voicekeep.incident import Triage
from voicekeep.records.ids import ArchiveId, RequestId
from voicekeep.records.reports import Saw
from voicekeep.vault import KeyDestroyedError, UnknownKeyError

SAW = Saw.STRANGE_RECORDING
HOST = "host_operator"


def triages(home: Household) -> list[Triage]:
    lines = all_triages(home.keep)
    assert all(line.believed for line in lines)
    return [line.believed for line in lines if line.believed is not None]


def reported(home: Household, someone: Someone, request: RequestId) -> Acknowledged:
    return report_not_mine(home.keep, home.session(someone), request, SAW)


def view(home: Household, someone: Someone, request: RequestId) -> CopyView:
    return next(each for each in copies_of(home.keep, home.session(someone)) if each.request == request)


def archive_of(home: Household, request: RequestId) -> ArchiveId:
    with home.keep.database.read() as transaction:
        found = transaction.requests.get(request)
    assert found is not None
    assert found.attempt is not None
    return found.attempt


def frozen(home: Household, request: RequestId) -> bool:
    with home.keep.database.read() as transaction:
        return is_frozen(home.keep, transaction, archive_of(home, request))


def told(home: Household, someone: Someone) -> list[str]:
    return [notice.kind.value for notice in reversed(notices_of(home.keep, home.session(someone)))]


def at_once(home: Household, *people: Someone) -> list[RequestId]:
    """Have several requests open at the same time, and then release them one after the other."""
    requests = [home.ask(someone) for someone in people]
    for request in requests:
        release(request, PlainDesk(home.keep))
    return requests


def has_key(home: Household, request: RequestId) -> bool:
    try:
        home.keep.keys.archive_key(archive_of(home, request))
    except (KeyDestroyedError, UnknownKeyError):
        return False
    return True


def token(home: Household, someone: Someone, request: RequestId) -> str:
    shown = view(home, someone, request).token
    assert shown is not None
    return shown
