"""The fact that an item began to exist, as the ledger will remember it.

Flow        a record, its line, the key of blind digests, what the speaker signed -> Captured
Guarantees  1. The fact holds digests that nobody without the key can test a guess against.
I/O         none
"""

from __future__ import annotations

import hashlib

from voicekeep.formats.digest import BlindDigest
from voicekeep.records.facts import Captured, Signed
from voicekeep.records.items import Evidence, ItemRecord, TurnRecord, WithholdingRecord, ref_of


def captured(record: ItemRecord, line: bytes, digest: BlindDigest, signed: Signed | None = None) -> Captured:
    """Return the fact for `record`, whose line is `line`; only a turn has a device and evidence of its own.

    `signed` is what the speaker signed of a turn, proven before: the second source for whose it is.
    """
    turn = record if isinstance(record, TurnRecord) else None
    heard = record if isinstance(record, TurnRecord | WithholdingRecord) else None
    ref = ref_of(record)
    return Captured(
        item=ref.item,
        subject=ref.owner,
        kind=ref.kind,
        device=turn.device if turn else None,
        at=record.at,
        evidence=turn.evidence if turn else Evidence.ACCOUNT,
        record=digest.of(hashlib.sha256(line).digest()),
        audio=_blind(heard.audio_sha256 if heard else None, digest),
        samples=_blind(heard.samples_sha256 if heard else None, digest),
        signed=signed,
    )


def _blind(sha256: str | None, digest: BlindDigest) -> bytes | None:
    return None if sha256 is None else digest.of(bytes.fromhex(sha256))
