"""Hold a request: something did not pass, and a person has to look before anything can leave."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from voicekeep.app.operations.attempts import current
from voicekeep.app.operations.keep import Keep, not_yet_told
from voicekeep.app.operations.notices import tell
from voicekeep.checks import ArchiveRefusedError
from voicekeep.notice import NoticeKind
from voicekeep.records.errors import StoreError, VoicekeepError
from voicekeep.records.facts import Held
from voicekeep.records.ids import ArchiveId, RequestId
from voicekeep.request import RequestChangedError, State

HELD = "held"
"""What a step returns instead of an identifier when the request is held."""


def hold(keep: Keep, request: RequestId, archive: ArchiveId, findings: Sequence[str]) -> None:
    """Hold the request for a person, destroy what was built, write down why and tell its owner by a notice."""
    keep.keys.destroy_archive_key(archive, keep.now())
    with keep.database.begin() as transaction:
        was = current(transaction, request, archive)
        log = keep.log(transaction)
        reason = Held(request=request, archive=archive, subject=was.subject, findings=tuple(findings), at=keep.now())
        log.append(not_yet_told(log, reason))
        if was.state is not State.HELD:
            transaction.requests.replace(was, was.moved(State.HELD))
            tell(keep, transaction, was.subject, NoticeKind.COPY_HELD, language=was.language)
    keep.remember()


def held_instead(keep: Keep, request: RequestId, archive: ArchiveId, work: Callable[[], None]) -> bool:
    """Run `work`; hold the request and return True if it is refused by name.

    Raises:
        StoreError: a store could not do it now; the step can be run again.
        RequestChangedError: another worker took the request over; it is theirs now.
    """
    try:
        work()
    except (StoreError, RequestChangedError):
        raise
    except ArchiveRefusedError as refused:
        hold(keep, request, archive, [finding.tag for finding in refused.findings])
    except VoicekeepError as refused:
        hold(keep, request, archive, [type(refused).__name__])
    else:
        return False
    return True
