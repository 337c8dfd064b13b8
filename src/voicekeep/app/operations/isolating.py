"""“An isolated case?” Answered by judging every release ever made again, and signed (docs/formats/isolation.md)."""

from __future__ import annotations

import hashlib

from voicekeep.app.operations.case_desk import READERS
from voicekeep.app.operations.inventories import judge_again
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.staff import on_duty
from voicekeep.formats import isolation
from voicekeep.formats.isolation import Isolation, Release
from voicekeep.incident import Judged
from voicekeep.ledger import all_releases, made_by
from voicekeep.ledger import verify as verified
from voicekeep.people import Session


def isolated(keep: Keep) -> Isolation:
    """Judge every release again.

    The ledger is read whole and proven first: what it says of owners is else only what its columns say.

    Raises:
        LedgerError: the ledger does not verify; nothing was judged.
        StoreError: a store could not do it now; nothing was concluded.
    """
    with keep.database.read() as transaction:
        log = keep.log(transaction)
        verified(log)
        codes = made_by(transaction.log)
        judged = [
            judge_again(keep, transaction, released, codes.get(released.archive))
            for released in all_releases(transaction.log)
        ]
        checkpoint = log.checkpoint()
    return Isolation(
        origin=keep.settings.public_origin,
        made_at=keep.now(),
        checkpoint=checkpoint,
        releases=tuple(map(_release, judged)),
    )


def isolated_at_the_desk(keep: Keep, session: Session) -> Isolation:
    """Judge every release again, for an officer or the data protection officer.

    Raises:
        NotOnDutyError, StaleSignInError: neither of them, freshly signed in with a passkey.
        LedgerError, StoreError: as `isolated`.
    """
    on_duty(keep, session, READERS, fresh=True)
    return isolated(keep)


def signed(keep: Keep, page: Isolation) -> bytes:
    """Return the page as a file signed with the statement key."""
    return isolation.sign(page, keep.statement_key)


def _release(judged: Judged) -> Release:
    return Release(
        copy=hashlib.sha256(judged.archive.encode()).digest(),
        released_at=judged.released_at,
        stretches=judged.lines,
        crossed=len(judged.foreign),
        erased=judged.erased,
        doubts=tuple(sorted((doubt.value, often) for doubt, often in judged.doubts.items())),
    )
