"""The ledger hears of an item in identifiers and blind digests only."""

from __future__ import annotations

import hashlib

from hypothesis import given

from tests.formats.records import records
from voicekeep.formats.digest import BlindDigest
from voicekeep.formats.lines import encode_record
from voicekeep.records.items import Evidence, ItemRecord, TurnRecord, WithholdingRecord, ref_of
from voicekeep.vault import captured

DIGEST = BlindDigest(bytes(range(32)))


@given(records())
def test_a_captured_fact_says_whose_and_which_and_no_content(record: ItemRecord) -> None:
    line = encode_record(record)
    fact = captured(record, line, DIGEST)
    ref = ref_of(record)
    assert (fact.subject, fact.item, fact.kind, fact.at) == (ref.owner, ref.item, ref.kind, record.at)
    assert fact.record == DIGEST.of(hashlib.sha256(line).digest())
    assert fact.record != hashlib.sha256(line).digest()


@given(records())
def test_only_a_turn_has_device_and_evidence_and_only_what_is_heard_has_sound(record: ItemRecord) -> None:
    fact = captured(record, encode_record(record), DIGEST)
    own = (record.device, record.evidence) if isinstance(record, TurnRecord) else (None, Evidence.ACCOUNT)
    assert (fact.device, fact.evidence) == own
    if not isinstance(record, TurnRecord | WithholdingRecord):
        assert (fact.audio, fact.samples) == (None, None)
        return
    for blind, plain in ((fact.audio, record.audio_sha256), (fact.samples, record.samples_sha256)):
        assert blind == (None if plain is None else DIGEST.of(bytes.fromhex(plain)))
