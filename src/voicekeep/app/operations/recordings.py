"""Take recordings in: from the owner, signed in, or from a device that is bound to them. Nobody else can be named (P1).

Each file is kept or refused by itself; the summary says which, and nothing is lost silently (P10).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from voicekeep.app.operations.capture import Piece, keep_items
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.device import (
    Binding,
    FoundRecording,
    RefusedEntry,
    SharedDeviceError,
    Sound,
    UnboundDeviceError,
    found_in,
    require_held,
)
from voicekeep.people import NothingChosenError, Session, token_sha256
from voicekeep.records.errors import StoreError, VoicekeepError
from voicekeep.records.ids import DeviceId, ItemId, SubjectId
from voicekeep.records.items import Evidence, Keeping, Speaker, TurnRecord, recording_path

_BATCH = 64  # recordings that are sealed, written and recorded together


class RecordingError(VoicekeepError):
    """A recording was not taken in; nothing of it was kept."""

    promise = "P10"


class AlreadyKeptError(RecordingError):
    """The same sound is held for this person already; it was not kept twice."""

    def __init__(self) -> None:
        super().__init__("the same sound is held already; it was not kept twice")


class ChoiceChangedError(RecordingError):
    """The person changed what is kept while recordings were taken in; these were not kept."""

    promise = "P1"

    def __init__(self) -> None:
        super().__init__("the choice of what is kept changed meanwhile; nothing of these was kept")


class RestrictedError(RecordingError):
    """The person restricted what is done with their data: nothing new is taken in until they lift it (Art. 18)."""

    promise = "P1"

    def __init__(self) -> None:
        super().__init__("the owner restricted what is done with their data; nothing was taken in")


class FutureInstantError(RecordingError):
    """A recording says that it was made later than now; nothing of it was kept."""

    promise = "P1"

    def __init__(self) -> None:
        super().__init__("the recording says that it was made in the future; nothing of it was kept")


class NothingToKeepError(RecordingError):
    """Only words are to be kept, and the file came without any; nothing of it was kept."""

    promise = "P1"

    def __init__(self) -> None:
        super().__init__("only transcripts are to be kept, and there is none; nothing of it was kept")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who hands recordings in, and on what evidence they are the owner's."""

    owner: SubjectId
    evidence: Evidence
    binding: Binding | None = None

    @property
    def device(self) -> DeviceId | None:
        """Return the device they come from, if one of ours."""
        return None if self.binding is None else self.binding.device


@dataclass(slots=True)
class Summary:
    """What came of a folder."""

    kept: int = 0
    refused: list[tuple[str, VoicekeepError]] = field(default_factory=list)  # name in the folder, why


def from_owner(session: Session) -> Source:
    """Return the signed-in owner as the source."""
    return Source(owner=session.subject, evidence=Evidence.IMPORTED)


def from_device(keep: Keep, credential: str) -> Source:
    """Return the person to whom the device with this credential is bound now.

    Raises:
        UnboundDeviceError: no device, or bound to nobody now.
        SharedDeviceError: a household shares it, and a file does not say who spoke.
    """
    with keep.database.read() as transaction:
        device = transaction.devices.device_with_credential(token_sha256(credential))
        binding = None if device is None else transaction.devices.binding_of(device.device)
    if binding is None or not binding.holds_at(keep.now()):
        raise UnboundDeviceError
    if binding.subject is None:
        raise SharedDeviceError(binding.device)
    return Source(owner=binding.subject, evidence=Evidence.PAIRED_DEVICE, binding=binding)


def take_in(keep: Keep, source: Source, folder: Path, *, told: Callable[[int], None] = lambda _: None) -> Summary:
    """Keep every recording in `folder` that can be kept for the source's owner; `told` hears of each entry.

    Raises:
        NothingChosenError: the owner has not chosen to keep anything; nothing was read.
        RestrictedError: the owner restricted what is done with their data; nothing was read.
        StoreError: a store could not go on; what was kept before stands, and a second run skips it.
    """
    with keep.database.read() as transaction:
        choice = transaction.people.choice_of(source.owner)
        restricted = transaction.people.restriction_of(source.owner) is not None
    if choice is None or choice.keeping is Keeping.NOTHING:
        raise NothingChosenError
    if restricted:
        raise RestrictedError
    summary = Summary()
    intake = _Intake(keep, source, choice.keeping, summary)
    entries = found_in(folder, keep.limits)
    while batch := list(islice(entries, _BATCH)):
        intake.take(batch)
        told(len(batch))
    return summary


class _Intake:
    """Takes batches: of each, what can be kept is kept together, and the rest is refused one by one."""

    def __init__(self, keep: Keep, source: Source, keeping: Keeping, summary: Summary) -> None:
        self._keep = keep
        self._source = source
        self._keeping = keeping
        self._summary = summary
        self._seen: set[bytes] = set()

    def take(self, entries: list[FoundRecording | RefusedEntry]) -> None:
        pieces: list[Piece] = []
        names: list[str] = []
        for entry in entries:
            if isinstance(entry, RefusedEntry):
                self._summary.refused.append((entry.name, entry.error))
                continue
            try:
                pieces.append(self._piece(entry))
                names.append(entry.name)
            except StoreError:
                raise
            except VoicekeepError as refused:
                self._summary.refused.append((entry.name, refused))
        if pieces:
            self._keep_all(pieces, names)

    def _keep_all(self, pieces: list[Piece], names: list[str]) -> None:
        try:
            keep_items(
                self._keep,
                self._source.owner,
                pieces,
                device=self._source.device,
                also=self._require_same_choice,
            )
            self._summary.kept += len(pieces)
        except ChoiceChangedError as changed:
            self._summary.refused.extend((name, changed) for name in names)

    def _require_same_choice(self, transaction: Transaction) -> None:
        choice = transaction.people.choice_of(self._source.owner)
        restricted = transaction.people.restriction_of(self._source.owner) is not None
        if choice is None or choice.keeping is not self._keeping or restricted:
            raise ChoiceChangedError

    def _piece(self, found: FoundRecording) -> Piece:
        if found.at > self._keep.now():
            raise FutureInstantError
        if self._source.binding is not None:
            require_held(self._source.binding, found.at)
        sound = self._keep.sounds.read(found.read())
        if sound.samples_sha256 in self._seen or self._held_already(sound):
            raise AlreadyKeptError
        self._seen.add(sound.samples_sha256)
        if self._keeping is Keeping.TRANSCRIPT:
            return self._words_only(found)
        return self._words_and_sound(found, sound)

    def _held_already(self, sound: Sound) -> bool:
        blind = self._keep.digest.of(sound.samples_sha256)
        with self._keep.database.read() as transaction:
            return any(
                opening.subject == self._source.owner for opening in transaction.log.captured_with(samples=blind)
            )

    def _words_only(self, found: FoundRecording) -> Piece:
        if found.transcript is None:
            raise NothingToKeepError
        return Piece(record=self._record(ItemId.random(self._keep.entropy), found))

    def _words_and_sound(self, found: FoundRecording, sound: Sound) -> Piece:
        item = ItemId.random(self._keep.entropy)
        record = replace(
            self._record(item, found),
            recording=recording_path(found.at, item),
            audio_sha256=sound.flac_sha256.hex(),
            samples_sha256=sound.samples_sha256.hex(),
            sample_rate=sound.sample_rate,
            sample_count=sound.sample_count,
        )
        return Piece(record=record, audio=sound.flac)

    def _record(self, item: ItemId, found: FoundRecording) -> TurnRecord:
        return TurnRecord(
            item=item,
            owner=self._source.owner,
            at=found.at,
            device=self._source.device,
            evidence=self._source.evidence,
            speaker=Speaker.REGISTERED,
            language=found.language,
            transcript=found.transcript,
            source_name=found.name,
            recording=None,
            audio_sha256=None,
            samples_sha256=None,
            sample_rate=None,
            sample_count=None,
        )
