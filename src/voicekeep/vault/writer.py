"""Capture: seal items to one person with their public key, and forget how.

Flow        a record and its audio -> SealedItem: the envelope, its wrapped key and, once a day, the sealed day key
Guarantees  1. A writer holds no private key: it could open what it sealed today until it forgets the day, nothing else.
            2. The day key is forgotten when the day changes, at `forget`, and at the end of the context.
            3. A record of another owner, from another device, or with another audio than it names is not sealed (P1).
I/O         none
Format      docs/formats/envelope.md and docs/formats/keys.md, version 1
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import TracebackType
from typing import NoReturn, Self

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from voicekeep.formats.lines import encode_record
from voicekeep.records.ids import DayKeyId, DeviceId, Entropy
from voicekeep.records.items import ItemRecord, ItemRef, TurnRecord, WithholdingRecord, ref_of
from voicekeep.vault.contexts import day_key_context, item_key_context
from voicekeep.vault.errors import AudioMismatchError, UnsupportedKeyError, WrongDeviceError, WrongOwnerError
from voicekeep.vault.hybrid import SUITE, seal_to
from voicekeep.vault.keys import DayKey, ItemKey, SubjectKey
from voicekeep.vault.seal import seal_item
from voicekeep.vault.wrapping import KEY_BYTES, wrap


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedItem:
    """One item as it is stored: its parts go to three stores, together or not at all."""

    ref: ItemRef
    at: datetime  # UTC, the instant the item is about
    device: DeviceId | None
    envelope: bytes
    item_key: ItemKey
    new_day_key: DayKey | None  # with the first item under it

    @property
    def size(self) -> int:
        """Return the envelope's length in bytes."""
        return len(self.envelope)


@dataclass(frozen=True, slots=True)
class _Today:
    """The day key that a writer seals under."""

    day: date  # UTC
    day_key: DayKeyId
    cipher: AESGCM


class Writer:
    """Seals what one device, or the owner's own account, hands in for one person."""

    __slots__ = ("_device", "_entropy", "_subject_key", "_today")

    def __init__(self, subject_key: SubjectKey, device: DeviceId | None, entropy: Entropy) -> None:
        if subject_key.suite != SUITE:
            raise UnsupportedKeyError(subject_key.subject)
        self._subject_key = subject_key
        self._device = device
        self._entropy = entropy
        self._today: _Today | None = None

    def seal(self, record: ItemRecord, audio: bytes | None, now: datetime) -> SealedItem:
        """Seal one item.

        Args:
            record: The item's record; its owner must be this writer's.
            audio: The FLAC file whose SHA-256 the record names, if it names one.
            now: The instant of capture, which chooses the day key.

        Raises:
            WrongOwnerError: the record is another person's.
            WrongDeviceError: the turn is from another device.
            AudioMismatchError: the audio is not the one that the record names.
            FormatError: the record has no line, or the item is too large.
            ValueError: an instant without a timezone.
        """
        self._require_ours(record)
        _require_named(record, audio)
        ref = ref_of(record)
        today, new_day_key = self._day_of(now)
        key = self._entropy(KEY_BYTES)
        sealed = SealedItem(
            ref=ref,
            at=record.at,
            device=self._device,
            envelope=seal_item(ref, encode_record(record), audio, key, self._entropy),
            item_key=ItemKey(
                item=ref.item,
                day_key=today.day_key,
                wrapped=wrap(today.cipher, key, item_key_context(ref), self._entropy),
            ),
            new_day_key=new_day_key,
        )
        self._today = today  # not before: the key store hears of a day key with its first item that could be sealed
        return sealed

    def forget(self) -> None:
        """Forget the day key: from here on nothing that was sealed can be opened by this writer."""
        self._today = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.forget()

    def __reduce__(self) -> NoReturn:
        raise TypeError("a writer is not copied or stored: it may hold a day key")

    def _require_ours(self, record: ItemRecord) -> None:
        if record.owner != self._subject_key.subject:
            raise WrongOwnerError(record.item, asked_for=self._subject_key.subject)
        if isinstance(record, TurnRecord) and record.device != self._device:
            raise WrongDeviceError(record.item)

    def _day_of(self, now: datetime) -> tuple[_Today, DayKey | None]:
        """Return the key of `now`'s day, and what the key store must hold of it if it is new."""
        if now.tzinfo is None:
            raise ValueError("an instant must carry a timezone")
        day = now.astimezone(UTC).date()
        if self._today is not None and self._today.day == day:
            return self._today, None
        self.forget()
        subject, name, key = self._subject_key, DayKeyId.random(self._entropy), self._entropy(KEY_BYTES)
        day_key = DayKey(
            day_key=name,
            owner=subject.subject,
            device=self._device,
            day=day,
            sealed=seal_to(
                subject.public, key, day_key_context(subject.subject, self._device, day), of=subject.subject
            ),
        )
        return _Today(day=day, day_key=name, cipher=AESGCM(key)), day_key


def _require_named(record: ItemRecord, audio: bytes | None) -> None:
    named = record.audio_sha256 if isinstance(record, TurnRecord | WithholdingRecord) else None
    found = None if audio is None else hashlib.sha256(audio).hexdigest()
    if found != named:
        raise AudioMismatchError(record.item)
