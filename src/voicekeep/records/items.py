"""Items: everything Voicekeep knows about a person, each with one owner for ever.

Flow        what happened -> one record (a frozen value), and for a turn its audio beside it
Guarantees  1. No item exists without its owner, and no field of it changes after capture (P1).
            2. Every field here is explained in the data catalogue, in three languages (R12); a test compares them.
Format      docs/formats/records.md: one canonical JSON line each, sealed, digested and shipped byte for byte.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from voicekeep.records.asked import ListEntryRecord, ReminderRecord, TimerRecord
from voicekeep.records.ids import DeviceId, HouseholdId, ItemId, PasskeyId, RequestId, SubjectId
from voicekeep.records.later import SINCE_2
from voicekeep.records.rights import LetterKind, Right
from voicekeep.records.standing import MandateRecord, ShownNameRecord


class ItemKind(StrEnum):
    """What an item is about; each kind is a category of the data catalogue and a file of the archive."""

    TURN = "turn"
    PROFILE = "profile"
    MEMBERSHIP = "membership"
    DEVICE = "device"
    CONSENT = "consent"
    SIGN_IN = "sign_in"
    REQUEST = "request"
    PASSKEY = "passkey"
    CORRECTION = "correction"
    WITHHOLDING = "withholding"
    RESTRICTION = "restriction"
    LIST_ENTRY = "list_entry"
    TIMER = "timer"
    REMINDER = "reminder"
    LETTER = "letter"
    SHOWN_NAME = "shown_name"
    MANDATE = "mandate"


PORTABLE = (
    ItemKind.TURN,
    ItemKind.PROFILE,
    ItemKind.MEMBERSHIP,
    ItemKind.DEVICE,
    ItemKind.CONSENT,
    ItemKind.PASSKEY,
    ItemKind.CORRECTION,
    ItemKind.WITHHOLDING,
)
"""What a person gave themselves, by consent or for the contract, with what they said of it: GDPR Art. 20(1)."""


class Evidence(StrEnum):
    """Why an item is held to be its owner's (P1)."""

    IMPORTED = "imported"  # the owner, signed in, handed the file in
    PAIRED_DEVICE = "paired_device"  # a device bound to the owner at that instant handed it in
    ACCOUNT = "account"  # the owner's own account produced it
    CHOSEN = "chosen"  # on a shared speaker: chosen on its screen just before
    SAID = "said"  # on a shared speaker: the person said who they are
    CONFIRMED = "confirmed"  # on a shared speaker: the person, signed in on a page, said that it is them


class Speaker(StrEnum):
    """Who spoke, as EDPB 02/2021 asks (R18)."""

    REGISTERED = "registered"
    GUEST = "guest"
    ACCIDENTAL = "accidental"


class Keeping(StrEnum):
    """What a member chose to have kept; nothing is kept before a choice (R17, R31)."""

    NOTHING = "nothing"
    TRANSCRIPT = "transcript"
    AUDIO = "audio"


class RestrictionGround(StrEnum):
    """Why processing is restricted: GDPR Art. 18(1)(a) to (d)."""

    ACCURACY = "accuracy"  # (a) its owner contests that it is right
    UNLAWFUL = "unlawful"  # (b) it should not be held, and its owner does not want it erased
    CLAIMS = "claims"  # (c) its owner needs it for a legal claim
    OBJECTION = "objection"  # (d) its owner objected, and it is not decided yet


class WithheldBecause(StrEnum):
    """Why something of a turn is in no copy (GDPR Art. 15(4), R14): its owner says so, or a guest."""

    SOMEBODY_ELSE = "somebody_else"  # somebody else speaks in a stretch of it
    NOT_ME = "not_me"  # its owner says that it is not theirs at all
    GUEST = "guest"  # a guest who is heard in it wants it kept and not used


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class ItemRef:
    """What a seal is bound to: whose, which, of what kind."""

    owner: SubjectId
    item: ItemId
    kind: ItemKind


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRecord:
    """One thing said to the assistant, with what is known about it."""

    item: ItemId
    owner: SubjectId
    at: datetime  # UTC, when it was said
    device: DeviceId | None  # None: handed in by the owner, from no device of ours
    evidence: Evidence
    speaker: Speaker
    language: str | None  # BCP 47, where known
    transcript: str | None
    source_name: str | None  # the name of the file that was handed in
    recording: str | None  # path inside the archive's data folder; None: no audio was kept
    audio_sha256: str | None  # hex, of the FLAC file
    samples_sha256: str | None  # hex, of the decoded samples, 16 bit little-endian mono
    sample_rate: int | None  # Hz
    sample_count: int | None
    # what a conversation adds; a record without any of it is written as version 1 wrote it (docs/formats/records.md)
    wake_word: str | None = field(default=None, metadata=SINCE_2)  # that woke the speaker; None: somebody pressed
    wake_confidence: int | None = field(default=None, metadata=SINCE_2)  # thousandths, as the wake engine gave it
    intent: str | None = field(default=None, metadata=SINCE_2)  # what was understood, by name
    answer: str | None = field(default=None, metadata=SINCE_2)  # what the assistant said
    engines: str | None = field(default=None, metadata=SINCE_2)  # which engines heard, understood and spoke
    recipients: str | None = field(default=None, metadata=SINCE_2)  # who outside of the keep got some of it
    utterance_sha256: str | None = field(default=None, metadata=SINCE_2)  # hex, of the samples that its device signed


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileRecord:
    """Who the account is for."""

    item: ItemId
    owner: SubjectId
    at: datetime  # UTC
    name: str
    email: str
    language: str  # BCP 47: en, de or fr


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipRecord:
    """Belonging to a household from an instant on."""

    item: ItemId
    owner: SubjectId
    at: datetime  # UTC
    household: HouseholdId
    household_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRecord:
    """A device that was bound to its owner."""

    item: ItemId
    owner: SubjectId
    at: datetime  # UTC, the binding's first instant
    device: DeviceId
    device_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRecord:
    """A choice of what is kept and for how long; the latest one holds."""

    item: ItemId
    owner: SubjectId
    at: datetime  # UTC
    keeping: Keeping
    months: int  # how long: 3 or 18; 0 with Keeping.NOTHING
    device: DeviceId | None = field(default=None, metadata=SINCE_2)  # said at this speaker; None: chosen signed in


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInRecord:
    """One successful sign-in."""

    item: ItemId
    owner: SubjectId
    at: datetime  # UTC
    method: str  # "password", "passkey" or "recovery_code"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRecord:
    """One use of a right, as it was received."""

    item: ItemId
    owner: SubjectId
    at: datetime  # UTC
    request: RequestId
    right: Right


@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeyRecord:
    """A passkey that its owner added, or named anew; the latest name of a passkey holds."""

    item: ItemId
    owner: SubjectId
    at: datetime  # UTC
    passkey: PasskeyId
    passkey_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRecord:
    """What its owner says was really said in a turn; the latest one holds, the others stay (GDPR Art. 16, R15)."""

    item: ItemId
    owner: SubjectId
    at: datetime  # UTC, the turn's own instant
    turn: ItemId
    corrected_at: datetime  # UTC
    transcript: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithholdingRecord:
    """Something of a turn that is in no copy of it, because its owner said so."""

    item: ItemId
    owner: SubjectId
    at: datetime  # UTC, the turn's own instant
    turn: ItemId
    withheld_at: datetime  # UTC
    because: WithheldBecause
    first_ms: int | None  # where the silence begins, from the start of the recording; None: the whole turn
    end_ms: int | None  # where it ends
    audio_sha256: str | None  # hex, of the FLAC file that a copy holds instead, as long as the turn's own
    samples_sha256: str | None  # hex, of its samples


@dataclass(frozen=True, slots=True, kw_only=True)
class RestrictionRecord:
    """A restriction that its owner put into force, or lifted; the latest one holds."""

    item: ItemId
    owner: SubjectId
    at: datetime  # UTC
    ground: RestrictionGround | None  # None: lifted


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRecord:
    """A letter about one request of its owner's, as it was written; whose name stands above it is not in it."""

    item: ItemId
    owner: SubjectId
    at: datetime  # UTC, when it was written
    request: RequestId
    letter: LetterKind
    language: str  # BCP 47: en, de or fr
    sender: str  # name, and contact below; empty: its owner wrote it
    heading: str
    text: str  # a paragraph a line


ItemRecord = (
    TurnRecord
    | ProfileRecord
    | MembershipRecord
    | DeviceRecord
    | ConsentRecord
    | SignInRecord
    | RequestRecord
    | PasskeyRecord
    | CorrectionRecord
    | WithholdingRecord
    | RestrictionRecord
    | ListEntryRecord
    | TimerRecord
    | ReminderRecord
    | LetterRecord
    | ShownNameRecord
    | MandateRecord
)

RECORD_TYPES: dict[ItemKind, type[ItemRecord]] = {
    ItemKind.TURN: TurnRecord,
    ItemKind.PROFILE: ProfileRecord,
    ItemKind.MEMBERSHIP: MembershipRecord,
    ItemKind.DEVICE: DeviceRecord,
    ItemKind.CONSENT: ConsentRecord,
    ItemKind.SIGN_IN: SignInRecord,
    ItemKind.REQUEST: RequestRecord,
    ItemKind.PASSKEY: PasskeyRecord,
    ItemKind.CORRECTION: CorrectionRecord,
    ItemKind.WITHHOLDING: WithholdingRecord,
    ItemKind.RESTRICTION: RestrictionRecord,
    ItemKind.LIST_ENTRY: ListEntryRecord,
    ItemKind.TIMER: TimerRecord,
    ItemKind.REMINDER: ReminderRecord,
    ItemKind.LETTER: LetterRecord,
    ItemKind.SHOWN_NAME: ShownNameRecord,
    ItemKind.MANDATE: MandateRecord,
}

_KINDS = {record_type: kind for kind, record_type in RECORD_TYPES.items()}


def ref_of(record: ItemRecord) -> ItemRef:
    """Return what a seal of `record` is bound to."""
    return ItemRef(owner=record.owner, item=record.item, kind=_KINDS[type(record)])


def recording_path(at: datetime, item: ItemId) -> str:
    """Return where the archive keeps a turn's audio, below its data folder.

    `recordings/2026/03/2026-03-14T071209Z_itm_….flac`, `at` in UTC. Names sort by instant.
    """
    month = f"{at.year:04}/{at.month:02}/{at.year:04}-{at.month:02}"
    return f"recordings/{month}-{at.day:02}T{at.hour:02}{at.minute:02}{at.second:02}Z_{item}.flac"
