"""Step 1 of a release: every item of one proven person, and no other, into one sealed body."""

from __future__ import annotations

from datetime import datetime

from voicekeep.app.operations.attempts import current, request_with
from voicekeep.app.operations.blob_names import body_blob
from voicekeep.app.operations.holding import HELD, stopped
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.reading import PersonalItems
from voicekeep.app.operations.standing import recipient_at
from voicekeep.archive import Attempt, Plan, Stage, build_body
from voicekeep.formats.chunked import ChunkedWriter, PartHeader, PartName
from voicekeep.records.ids import ArchiveId, RequestId
from voicekeep.records.texts import language_named
from voicekeep.request import IdentifiedRequest, State, identified


def build(keep: Keep, request: str) -> str:
    """Build one body; return its archive's id, HELD or AGAIN.

    Raises:
        StoreError: a store could not do it now; the step can be run again, with a new archive.
    """
    # 1 a new attempt: its own id, key and blob; an earlier one that was interrupted is left to the sweeper
    archive = ArchiveId.random(keep.entropy)
    was = request_with(keep, RequestId(request))
    if was.state is State.HELD:
        return HELD  # by a run of this step that was interrupted; only who takes it up again builds it again
    asked = identified(was)
    with keep.database.begin() as transaction:
        transaction.requests.replace(was, was.moved(State.COLLECTING, attempt=archive))
        transaction.leases.take([body_blob(archive)], keep.now() + keep.limits.blob_lease)
    # 2 what cannot be opened as this person's holds the request
    began = keep.now()
    return stopped(keep, asked.request, archive, began, lambda: _write(keep, asked, archive, began)) or archive


def _write(keep: Keep, asked: IdentifiedRequest, archive: ArchiveId, now: datetime) -> None:
    key = keep.ring.new_archive_key(archive, asked.request, recipient_at(keep, asked.request))
    opener = keep.ring.opener_for(asked.subject)
    header = PartHeader(
        part=PartName.BODY,
        archive=archive,
        request=asked.request,
        subject=asked.subject,
        salt=keep.entropy(32),
    )
    plan = Plan(
        archive=archive,
        request=asked.request,
        subject=asked.subject,
        scope=asked.scope,
        language=language_named(asked.language),
        controller=keep.settings.controller,
        created_at=now,
        nonce=keep.entropy(16),
    )
    with keep.database.read() as transaction, keep.blobs.writer(body_blob(archive)) as write:
        out = ChunkedWriter(write, key, header)
        source = PersonalItems(keep, transaction, opener, asked.scope)
        build_body(plan, source, out, keep.scratch)
        size = out.close()
    with keep.database.begin() as transaction:
        transaction.leases.give([body_blob(archive)], keep.now())
        was = current(transaction, asked.request, archive)
        transaction.requests.replace(was, was.moved(State.CHECKING))
        transaction.attempts.add(
            Attempt(
                archive=archive,
                request=asked.request,
                subject=asked.subject,
                stage=Stage.BUILT,
                created_at=now,
                body_size=size,
            )
        )
