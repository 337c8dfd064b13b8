"""Steps 3 to 5 of a release: write it down, finish the ZIP, make the link (P4, P5, P6)."""

from __future__ import annotations

from dataclasses import replace

from voicekeep.app.operations.attempts import attempt_with, current
from voicekeep.app.operations.blob_names import tail_blob
from voicekeep.app.operations.credentials import replaced_for
from voicekeep.app.operations.freezing import is_frozen
from voicekeep.app.operations.holding import stopped, withheld_since
from voicekeep.app.operations.keep import Keep, Transaction, not_yet_told
from voicekeep.app.operations.notices import tell
from voicekeep.app.operations.parts import body_of, tail_of
from voicekeep.app.operations.standing import acting, recipient_at, recipient_of
from voicekeep.archive import Attempt, Stage
from voicekeep.checks import (
    CREDENTIALS_CHANGED,
    ArchiveRefusedError,
    CheckedArchive,
    Finding,
    NotCheckedError,
    admit,
    reread_tail,
    write_tail,
)
from voicekeep.delivery import issue as grant_for
from voicekeep.delivery import token_for
from voicekeep.formats import statement
from voicekeep.formats.chunked import ChunkedWriter, PartHeader, PartName
from voicekeep.formats.proof import proof_fields
from voicekeep.formats.statement import Statement
from voicekeep.notice import NoticeKind
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.facts import MadeBy, Released
from voicekeep.records.ids import ArchiveId, GrantId
from voicekeep.request import AccessRequest, State
from voicekeep.vault import KeyDestroyedError


class NotRecordedError(VoicekeepError):
    """The ledger does not hold the release; nothing was handed over."""

    promise = "P6"

    def __init__(self, archive: ArchiveId) -> None:
        super().__init__(f"the release of archive {archive} is not in the ledger; nothing was handed over")


class WithheldMeanwhileError(VoicekeepError):
    """The owner withheld something while the copy was made; it was not released."""

    promise = "P4"

    def __init__(self, archive: ArchiveId) -> None:
        super().__init__(f"something was withheld while archive {archive} was made; it was not released")


def checked_of(keep: Keep, attempt: Attempt) -> CheckedArchive:
    """Return an attempt as a checked archive, if the checks let it pass.

    Raises:
        NotCheckedError: they have not.
        InventorySignatureError: its inventory is not one that this keep signed.
    """
    if attempt.inventory_head is None or attempt.inventory_signature is None:
        raise NotCheckedError
    return admit(attempt.inventory_head, attempt.inventory_signature, keep.statement_key.public_key())


def record(keep: Keep, archive: str) -> str:
    """Write the release into the ledger, before anything can leave.

    Raises:
        StoreError: it could not be written; nothing leaves.
        RequestChangedError: another worker took the request over.
    """
    attempt = attempt_with(keep, ArchiveId(archive))
    why = stopped(keep, attempt.request, attempt.archive, attempt.created_at, lambda: _record(keep, attempt))
    if why is None:
        keep.remember()
    return why or archive


def _record(keep: Keep, attempt: Attempt) -> None:
    checked = checked_of(keep, attempt)
    with keep.database.begin() as transaction:
        request = current(transaction, checked.request, checked.archive)
        is_now = transaction.attempts.get(checked.archive)
        if is_now is None or is_now.stage is Stage.DESTROYED:
            raise KeyDestroyedError(checked.archive)  # before the release is written down: after it there is no second
        if withheld_since(transaction, checked.subject, attempt.created_at):
            raise WithheldMeanwhileError(checked.archive)
        recipient_of(keep, transaction, request)  # whoever asked by mandate still may
        _require_same_credentials(keep, transaction, request, checked, attempt)
        log = keep.log(transaction)
        log.append([_released(checked, attempt), *not_yet_told(log, _made_by(keep, checked, attempt))])


def _require_same_credentials(
    keep: Keep, transaction: Transaction, request: AccessRequest, checked: CheckedArchive, attempt: Attempt
) -> None:
    """Refuse what the check did not know yet: what opens the account was changed after it looked."""
    if keep.log(transaction).position_of(f"released|{checked.request}") is not None:
        return  # it is written down already: an interrupted run of this step did so
    if any(at >= attempt.created_at for at in replaced_for(keep, transaction, request)):
        raise ArchiveRefusedError(checked.archive, [Finding(name=CREDENTIALS_CHANGED, promise="P3")])


def _released(checked: CheckedArchive, attempt: Attempt) -> Released:
    head = checked.head
    return Released(
        request=head.request,
        archive=head.archive,
        subject=head.subject,
        scope=head.scope,
        manifest=head.manifest,
        items=head.items,
        recordings=head.recordings,
        at=attempt.created_at,  # the same each time this step runs
    )


def _made_by(keep: Keep, checked: CheckedArchive, attempt: Attempt) -> MadeBy:
    return MadeBy(archive=checked.archive, subject=checked.subject, code=keep.code(), at=attempt.created_at)


def finish(keep: Keep, archive: str) -> str:
    """Write the statement and the end of the ZIP, and read both again.

    Raises:
        StoreError: a store could not do it now; the step can be run again.
        RequestChangedError: another worker took the request over.
    """
    attempt = attempt_with(keep, ArchiveId(archive))
    if attempt.stage is Stage.FINISHED:
        return archive  # it was finished before
    why = stopped(keep, attempt.request, attempt.archive, attempt.created_at, lambda: _finish(keep, attempt))
    return why or archive


def _finish(keep: Keep, attempt: Attempt) -> None:
    checked = checked_of(keep, attempt)
    name = tail_blob(attempt.archive)
    # 1 what is said of the copy, with the proof that its release is in the ledger
    encoded = statement.encode(_statement(keep, checked, attempt))
    signature = statement.sign(encoded, keep.statement_key)
    with keep.database.begin() as transaction:
        transaction.leases.take([name], keep.now() + keep.limits.blob_lease)
    # 2 the tail, under a fresh part key of the same archive key
    with keep.blobs.writer(name) as write:
        out = ChunkedWriter(write, _key(keep, attempt), _header(keep, attempt))
        for piece in write_tail(checked, body_of(keep, attempt), encoded, signature):
            out.write(piece)
        size = out.close()
    # 3 read again from where it lies
    reread_tail(checked, body_of(keep, attempt), tail_of(keep, attempt), encoded, signature)
    with keep.database.begin() as transaction:
        current(transaction, attempt.request, attempt.archive)
        transaction.leases.give([name], keep.now())
        transaction.attempts.replace(replace(attempt, stage=Stage.FINISHED, tail_size=size))


def _statement(keep: Keep, checked: CheckedArchive, attempt: Attempt) -> Statement:
    head = checked.head
    released = _released(checked, attempt)
    with keep.database.read() as transaction:
        log = keep.log(transaction)
        position = log.position_of(released.natural_key)
        if position is None:
            raise NotRecordedError(head.archive)
        proof = log.proof_of(position)
    return Statement(
        archive=head.archive,
        request=head.request,
        subject=head.subject,
        scope=head.scope,
        items=head.items,
        recordings=head.recordings,
        manifest=head.manifest,
        proof=proof_fields(proof),
        origin=keep.settings.public_origin,
        checkpoint_key=keep.checkpoint_key.public_key().public_bytes_raw(),
        statement_key=keep.statement_key.public_key().public_bytes_raw(),
    )


def _key(keep: Keep, attempt: Attempt) -> bytes:
    return keep.ring.archive_key(attempt.archive, attempt.request, recipient_at(keep, attempt.request))


def _header(keep: Keep, attempt: Attempt) -> PartHeader:
    return PartHeader(
        part=PartName.TAIL,
        archive=attempt.archive,
        request=attempt.request,
        subject=attempt.subject,
        salt=keep.entropy(32),
    )


def issue(keep: Keep, archive: str) -> str:
    """Make the link, or find the one that an earlier run made; the request is available from here on.

    Its person is told by a notice.

    Raises:
        StoreError: it could not be written; there is no link.
        RequestChangedError: another worker took the request over.
    """
    attempt = attempt_with(keep, ArchiveId(archive))
    made: list[GrantId] = []

    def work() -> None:
        made.append(_issue(keep, attempt))

    why = stopped(keep, attempt.request, attempt.archive, attempt.created_at, work)
    if why is not None:
        return why
    keep.remember()
    return made[0]


def _issue(keep: Keep, attempt: Attempt) -> GrantId:
    checked = checked_of(keep, attempt)
    with keep.database.begin() as transaction:
        existing = transaction.grants.of_archive(attempt.archive)
        if existing is not None:
            return existing.grant
        request = current(transaction, attempt.request, attempt.archive)
        grant_id = GrantId.random(keep.entropy)
        token = token_for(keep.link_key, grant_id)
        recipient = recipient_of(keep, transaction, request)
        acted = acting(keep, transaction, request)
        grant, fact = grant_for(checked, grant=grant_id, token=token, now=keep.now(), limits=keep.limits, acted=acted)
        transaction.grants.add(grant)
        keep.log(transaction).append([fact])
        transaction.requests.replace(request, request.moved(State.AVAILABLE))
        if not is_frozen(keep, transaction, attempt.archive):  # else they were told that it is held back
            for person in {request.subject, recipient}:  # also whoever it is about, where an agent asked
                tell(keep, transaction, person, NoticeKind.COPY_READY, language=request.language)
    return grant.grant
