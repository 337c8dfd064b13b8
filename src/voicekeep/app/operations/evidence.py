"""What the ledger can say: is it whole, whose is this file, what has left about me."""

from __future__ import annotations

import hashlib

from voicekeep.app.operations.keep import Keep
from voicekeep.formats.checkpoint import fingerprint
from voicekeep.ledger import Event, Holding, VerifiedLedger
from voicekeep.ledger import holds as held_about
from voicekeep.ledger import verify as verified
from voicekeep.ledger import who as whose
from voicekeep.people import Session


def verify_ledger(keep: Keep) -> VerifiedLedger:
    """Read the whole ledger and prove every line of it.

    Raises:
        LedgerError: the first thing that does not fit, by position.
    """
    with keep.database.read() as transaction:
        return verified(keep.log(transaction))


def who_is_in(keep: Keep, data: bytes) -> tuple[Holding, ...]:
    """Say whose recording a sound file is: by its bytes, or by its samples (a WAV made from our FLAC).

    Raises:
        SoundError: the file is not a sound.
    """
    sound = keep.sounds.read(data)
    with keep.database.read() as transaction:
        return whose(
            transaction.log,
            audio=keep.digest.of(hashlib.sha256(data).digest()),
            samples=keep.digest.of(sound.samples_sha256),
        )


def holds(keep: Keep, session: Session) -> tuple[Event, ...]:
    """Return what has left about the signed-in person, and what they were given, by instant."""
    with keep.database.read() as transaction:
        return held_about(transaction.log, session.subject)


def published_keys(keep: Keep) -> dict[str, str]:
    """Return what anybody may know: the fingerprints of the keys that sign copies and checkpoints."""
    return {
        "origin": keep.settings.public_origin,
        "statement": fingerprint(keep.statement_key.public_key()),
        "checkpoint": fingerprint(keep.checkpoint_key.public_key()),
    }
