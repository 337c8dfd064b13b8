"""What is kept of a turn: as much as its owner chose, as one unit under one key, or nothing at all (P1, R17, R18, R21).

Looked at twice: before anything is made of the sound, and in the transaction that would keep it. Whoever changed their
choice, restricted it, closed their account or gave the speaker away in between has nothing kept.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from voicekeep.app.operations.attributing import Whose, is_heard_in
from voicekeep.app.operations.capture import Piece, keep_items
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.device import Sound, Utterance, sound_of_samples
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import DeviceId, ItemId, SubjectId
from voicekeep.records.items import Evidence, Keeping, Speaker, TurnRecord, recording_path

_THOUSANDTHS = 1000


class NotTheirsAnyMoreError(VoicekeepError):
    """Between the words and the keeping something changed: the choice, a restriction, the binding; nothing was kept."""

    promise = "P1"

    def __init__(self, device: DeviceId) -> None:
        super().__init__(f"what may be kept of {device} changed meanwhile; nothing of the turn was kept")
        self.device = device


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is known of a turn once it was answered."""

    transcript: str = field(repr=False)
    language: str
    intent: str | None
    answer: str = field(repr=False)
    engines: tuple[str, ...]  # that heard, understood and spoke
    recipients: tuple[str, ...]  # outside of the keep


def keep_turn(keep: Keep, whose: Whose, utterance: Utterance, told: Told) -> ItemId | None:
    """Keep a turn for its owner; return its item, or None where nothing of it may be kept.

    Raises:
        NotTheirsAnyMoreError: it may not be kept any more; nothing was.
        AccountClosedError: the owner closed their account meanwhile; nothing was kept.
        StoreError, VaultError, SoundError: it could not be kept; nothing was.
    """
    if whose.owner is None or not whose.keeps:
        return None
    sound = sound_of_samples(utterance.pcm, keep.limits) if whose.keeping is Keeping.AUDIO else None
    record = _record(keep, whose, whose.owner, utterance, told, sound)
    keep_items(
        keep,
        whose.owner,
        [Piece(record=record, audio=None if sound is None else sound.flac, signed=whose.signed)],
        device=whose.device,
        also=lambda transaction: require_still(transaction, whose, utterance, keep.now()),
    )
    return record.item


def require_still(transaction: Transaction, whose: Whose, utterance: Utterance, now: datetime) -> None:
    """Refuse to keep what may not be kept any more. Raises NotTheirsAnyMoreError."""
    owner = whose.owner
    binding = transaction.devices.binding_of(whose.device)
    if owner is None or binding is None or binding.number != whose.binding.number:
        raise NotTheirsAnyMoreError(whose.device)
    if not is_heard_in(binding, utterance, now):
        raise NotTheirsAnyMoreError(whose.device)
    if binding.household is not None:
        member = transaction.people.member_of(owner)
        if member is None or member.household != binding.household:
            raise NotTheirsAnyMoreError(whose.device)
    if transaction.people.choice_of(owner) != whose.choice or transaction.people.restriction_of(owner) is not None:
        raise NotTheirsAnyMoreError(whose.device)


def _record(
    keep: Keep, whose: Whose, owner: SubjectId, utterance: Utterance, told: Told, sound: Sound | None
) -> TurnRecord:
    item, wake = ItemId.random(keep.entropy), utterance.wake
    sure = None if wake is None else wake.confidence
    return TurnRecord(
        item=item,
        owner=owner,
        at=utterance.began_at,
        device=whose.device,
        evidence=Evidence(whose.evidence),
        speaker=Speaker.REGISTERED,  # nothing is kept of a guest, nor of what was for nobody here
        language=told.language,
        transcript=told.transcript or None,
        source_name=None,
        recording=None if sound is None else recording_path(utterance.began_at, item),
        audio_sha256=None if sound is None else sound.flac_sha256.hex(),
        samples_sha256=None if sound is None else sound.samples_sha256.hex(),
        sample_rate=None if sound is None else sound.sample_rate,
        sample_count=None if sound is None else sound.sample_count,
        wake_word=None if wake is None else wake.word,
        wake_confidence=None if sure is None else round(min(max(sure, 0.0), 1.0) * _THOUSANDTHS),
        intent=told.intent,
        answer=told.answer or None,
        engines=", ".join(told.engines) or None,
        recipients=", ".join(told.recipients) or None,
        utterance_sha256=None if whose.signed is None else hashlib.sha256(utterance.pcm).hexdigest(),
    )
