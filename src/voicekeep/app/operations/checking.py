"""Step 2 of a release: code that did not build the archive reads its finished bytes, against the ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from voicekeep.app.operations.attempts import attempt_with, current
from voicekeep.app.operations.blob_names import inventory_blob
from voicekeep.app.operations.credentials import replaced_for
from voicekeep.app.operations.devices import bindings_that_count_for
from voicekeep.app.operations.holding import stopped
from voicekeep.app.operations.inventories import index_lines
from voicekeep.app.operations.keep import Keep, Transaction, not_yet_told
from voicekeep.app.operations.overriding import accepted_for
from voicekeep.app.operations.parts import body_of
from voicekeep.archive import Attempt, Stage
from voicekeep.checks import Bound, EarlierRelease, Expected, Outcome, Past, check_body
from voicekeep.ledger import LedgerCensus, releases_of
from voicekeep.records.facts import Noted
from voicekeep.records.ids import ArchiveId, DeviceId
from voicekeep.records.texts import language_named
from voicekeep.request import AccessRequest, identified

_PIECE_BYTES = 256 * 1024


def check(keep: Keep, archive: str) -> str:
    """Check one body; return its archive's id, HELD with the findings beside the request, or AGAIN.

    Raises:
        StoreError: a store could not do it now; the step can be run again.
        RequestChangedError: another worker took the request over.
    """
    attempt = attempt_with(keep, ArchiveId(archive))
    if attempt.stage is not Stage.BUILT:
        return archive  # it was checked before
    return stopped(keep, attempt.request, attempt.archive, attempt.created_at, lambda: _check(keep, attempt)) or archive


def _check(keep: Keep, attempt: Attempt) -> None:
    # 1 read the finished bytes against the ledger; the inventory's lines are written as they are found
    name = inventory_blob(attempt.archive)
    with keep.database.begin() as transaction:
        request = current(transaction, attempt.request, attempt.archive)
        transaction.leases.take([name], keep.now() + keep.limits.blob_lease)
    with keep.blobs.writer(name) as write:
        outcome = _outcome(keep, attempt, request, write)
    # 2 where each item lies, to be found by the item if something goes wrong
    index_lines(keep, attempt.archive)
    # 3 what passed is signed and kept, and what was noted is written down
    with keep.database.begin() as transaction:
        current(transaction, attempt.request, attempt.archive)
        transaction.leases.give([name], keep.now())
        if outcome.notes:
            log = keep.log(transaction)
            log.append(not_yet_told(log, _noted(attempt, outcome.notes, keep.now())))
        transaction.attempts.replace(
            replace(
                attempt,
                stage=Stage.CHECKED,
                inventory_head=outcome.head,
                inventory_signature=outcome.signature,
            )
        )


def _outcome(keep: Keep, attempt: Attempt, request: AccessRequest, write: Callable[[bytes], object]) -> Outcome:
    asked = identified(request)
    expected = Expected(
        archive=attempt.archive,
        request=asked.request,
        subject=asked.subject,
        scope=asked.scope,
        language=language_named(asked.language),
        controller=keep.settings.controller,
    )
    lines = _Lines(write)
    with keep.database.read() as transaction:
        outcome = check_body(
            body_of(keep, attempt),
            replace(expected, accepted=accepted_for(keep, transaction, request)),
            census=LedgerCensus(transaction.log, keep.checkpoint_key.public_key(), keep.settings.public_origin),
            digest=keep.digest,
            past=_past_of(keep, transaction, request),
            signer=keep.statement_key,
            lines=lines,
        )
    lines.flush()
    return outcome


def _past_of(keep: Keep, transaction: Transaction, request: AccessRequest) -> Past:
    """Return what the account's own rows and ledger entries say of its history."""
    subject = request.subject
    return Past(
        bindings=tuple(
            Bound(
                device=binding.device,
                since=binding.since,
                until=binding.until,
                public_key=_key_of(transaction, binding.device),
            )
            for binding in bindings_that_count_for(transaction, subject)
        ),
        releases=tuple(
            EarlierRelease(at=released.at, recordings=released.recordings)
            for released in releases_of(transaction.log, subject)
        ),
        credentials_changed=replaced_for(keep, transaction, request),
        now=keep.now(),
    )


def _key_of(transaction: Transaction, device: DeviceId) -> bytes | None:
    found = transaction.devices.device(device)
    return None if found is None else found.public_key


def _noted(attempt: Attempt, notes: tuple[str, ...], now: datetime) -> Noted:
    return Noted(request=attempt.request, archive=attempt.archive, subject=attempt.subject, notes=notes, at=now)


class _Lines:
    """Hands the inventory's lines on in larger pieces."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write
        self._pending = bytearray()

    def write(self, data: bytes, /) -> None:
        self._pending += data
        if len(self._pending) >= _PIECE_BYTES:
            self.flush()

    def flush(self) -> None:
        self._write(bytes(self._pending))
        self._pending.clear()
