"""One person's items and what a build needs around them, in memory."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from voicekeep.archive import Built, Controller, Instead, Plan, build_body
from voicekeep.formats.bag import ManifestLine, tag_manifest
from voicekeep.formats.layout import BAG_INFO, BAGIT, MANIFEST, SIGNATURE, STATEMENT, TAG_MANIFEST
from voicekeep.formats.lines import encode_record
from voicekeep.formats.zipped import (
    LOCAL_HEADER_MAX_BYTES,
    Member,
    central_entry,
    end_of_directory,
    local_header,
    parse_local_header,
)
from voicekeep.records.asked import ListEntryRecord, ReminderRecord, RingsAs, TimerRecord
from voicekeep.records.ids import (
    ArchiveId,
    DeviceId,
    HouseholdId,
    Id,
    ItemId,
    MandateId,
    PasskeyId,
    RequestId,
    SubjectId,
)
from voicekeep.records.items import (
    ConsentRecord,
    CorrectionRecord,
    DeviceRecord,
    Evidence,
    ItemKind,
    ItemRecord,
    Keeping,
    LetterRecord,
    MembershipRecord,
    PasskeyRecord,
    ProfileRecord,
    RequestRecord,
    RestrictionGround,
    RestrictionRecord,
    SignInRecord,
    Speaker,
    TurnRecord,
    WithheldBecause,
    WithholdingRecord,
    recording_path,
    ref_of,
)
from voicekeep.records.rights import LetterKind, Right
from voicekeep.records.scope import ReleaseScope
from voicekeep.records.standing import MandateEvent, MandateKind, MandateRecord, MandateSide, ShownNameRecord
from voicekeep.records.texts import Language

IdType = TypeVar("IdType", bound=Id)

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


def numbered(of: type[IdType], number: int) -> IdType:
    """Return the same identifier for the same number."""
    return of.random(lambda count: number.to_bytes(count, "big"))


ADA = numbered(SubjectId, 1)
BEA = numbered(SubjectId, 2)
KITCHEN = numbered(DeviceId, 1)
STUDY = numbered(DeviceId, 2)
ACME = Controller(
    name="The Lovelace household",
    contact="Ada Lovelace, 12 St James’s Square, privacy@lovelace.example",
    data_protection_officer="",
    authority="Data Protection Commission",
    country="IE",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An opened item."""

    record: bytes
    audio: bytes | None = None


class Holdings:
    """A source that hands over what it was given, as it stands."""

    def __init__(
        self, items: Mapping[ItemKind, Iterable[Item]], silenced: Mapping[str, Instead | None] | None = None
    ) -> None:
        self._items = items
        self.silenced = silenced or {}

    def items(self, kind: ItemKind) -> Iterator[Item]:
        return iter(self._items.get(kind, ()))

    def withheld(self) -> Mapping[str, Instead | None]:
        return self.silenced


class MemoryScratch:
    """A scratch in memory that says whether it was closed."""

    def __init__(self) -> None:
        self._chunks: list[bytes] = []
        self.closed = False

    def write(self, data: bytes) -> None:
        self._chunks.append(data)

    def chunks(self) -> Iterator[bytes]:
        return iter(self._chunks)

    def close(self) -> None:
        self.closed = True


class Bytes:
    """Takes bytes."""

    def __init__(self) -> None:
        self.data = bytearray()

    def write(self, data: bytes) -> None:
        self.data += data


def item(record: ItemRecord, audio: bytes | None = None) -> Item:
    return Item(record=encode_record(record), audio=audio)


def turn(  # noqa: PLR0913  each has what is usual, and a test says what is not
    number: int,
    *,
    owner: SubjectId = ADA,
    at: datetime | None = None,
    audio: bytes | None = b"fLaC",
    transcript: str | None = "what is the weather",
    device: DeviceId | None = KITCHEN,
    speaker: Speaker = Speaker.REGISTERED,
    language: str = "en",
) -> Item:
    """Return what was said `number` seconds past noon; what no device heard was handed in as a file."""
    said_at = NOON + timedelta(seconds=number) if at is None else at
    name = numbered(ItemId, 1000 + number)
    record = TurnRecord(
        item=name,
        owner=owner,
        at=said_at,
        device=device,
        evidence=Evidence.IMPORTED if device is None else Evidence.PAIRED_DEVICE,
        speaker=speaker,
        language=language,
        transcript=transcript,
        source_name="hall.wav" if device is None else None,
        recording=None if audio is None else recording_path(said_at, name),
        audio_sha256=None if audio is None else hashlib.sha256(audio).hexdigest(),
        samples_sha256=None if audio is None else hashlib.sha256(b"samples" + audio).hexdigest(),
        sample_rate=None if audio is None else 16_000,
        sample_count=None if audio is None else 8_000,
    )
    return item(record, audio)


def everything_but_turns(owner: SubjectId = ADA, *, language: Language = "en") -> dict[ItemKind, list[Item]]:
    """Return an item or two of each other kind."""
    records: list[ItemRecord] = [
        ProfileRecord(
            item=numbered(ItemId, 1), owner=owner, at=NOON, name="Ada L.", email="ada@example.org", language=language
        ),
        MembershipRecord(
            item=numbered(ItemId, 2),
            owner=owner,
            at=NOON,
            household=numbered(HouseholdId, 1),
            household_name="St James’s Square",
        ),
        DeviceRecord(item=numbered(ItemId, 3), owner=owner, at=NOON, device=KITCHEN, device_name="Kitchen"),
        DeviceRecord(
            item=numbered(ItemId, 4), owner=owner, at=NOON + timedelta(hours=1), device=STUDY, device_name="Study"
        ),
        ConsentRecord(item=numbered(ItemId, 5), owner=owner, at=NOON, keeping=Keeping.AUDIO, months=18),
        SignInRecord(item=numbered(ItemId, 6), owner=owner, at=NOON, method="password"),
        RequestRecord(
            item=numbered(ItemId, 7), owner=owner, at=NOON, request=numbered(RequestId, 1), right=Right.ACCESS
        ),
        PasskeyRecord(
            item=numbered(ItemId, 8), owner=owner, at=NOON, passkey=numbered(PasskeyId, 1), passkey_name="Telephone"
        ),
        CorrectionRecord(
            item=numbered(ItemId, 9),
            owner=owner,
            at=NOON,
            turn=numbered(ItemId, 1000),
            corrected_at=NOON,
            transcript="how is the weather",
        ),
        ListEntryRecord(item=numbered(ItemId, 12), owner=owner, at=NOON, list_name="shopping", text="milk"),
        TimerRecord(
            item=numbered(ItemId, 13),
            owner=owner,
            at=NOON,
            device=KITCHEN,
            rings_as=RingsAs.TIMER,
            name=None,
            seconds=600,
            rings_at=NOON + timedelta(minutes=10),
            language=language,
        ),
        ReminderRecord(
            item=numbered(ItemId, 14),
            owner=owner,
            at=NOON,
            device=KITCHEN,
            text="call the dentist",
            due_at=NOON + timedelta(days=1),
            language=language,
        ),
        LetterRecord(
            item=numbered(ItemId, 15),
            owner=owner,
            at=NOON,
            request=numbered(RequestId, 1),
            letter=LetterKind.ANSWERED,
            language=language,
            sender="The Test Household\nprivacy@keep.test",
            heading="Our answer",
            text="This was done:\nEverything.",
        ),
        ShownNameRecord(item=numbered(ItemId, 16), owner=owner, at=NOON, shown_name="Ada from upstairs"),
        MandateRecord(
            item=numbered(ItemId, 17),
            owner=owner,
            at=NOON,
            mandate=numbered(MandateId, 1),
            side=MandateSide.REPRESENTED,
            basis=MandateKind.AGENT,
            other=BEA,
            called="my sister",
            rights="choice copy",
            until=NOON + timedelta(days=30),
            event=MandateEvent.BEGAN,
        ),
        RestrictionRecord(item=numbered(ItemId, 11), owner=owner, at=NOON, ground=RestrictionGround.CLAIMS),
        WithholdingRecord(
            item=numbered(ItemId, 10),
            owner=owner,
            at=NOON,
            turn=numbered(ItemId, 999),  # it has been erased since, say
            withheld_at=NOON,
            because=WithheldBecause.NOT_ME,
            first_ms=None,
            end_ms=None,
            audio_sha256=None,
            samples_sha256=None,
        ),
    ]
    items: dict[ItemKind, list[Item]] = {}
    for record in records:
        items.setdefault(ref_of(record).kind, []).append(item(record))
    return items


def plan(*, scope: ReleaseScope | None = None, language: Language = "en", controller: Controller = ACME) -> Plan:
    return Plan(
        archive=numbered(ArchiveId, 1),
        request=numbered(RequestId, 1),
        subject=ADA,
        scope=scope or ReleaseScope(as_of=100),
        language=language,
        controller=controller,
        created_at=NOON + timedelta(days=1),
        nonce=bytes(range(16)),
    )


def built(
    turns: Iterable[Item], others: Mapping[ItemKind, Iterable[Item]] | None = None, *, told: Plan | None = None
) -> tuple[Built, bytes]:
    """Build a body in memory; return what was said about it, and it."""
    out = Bytes()
    holdings = Holdings({**(everything_but_turns() if others is None else others), ItemKind.TURN: turns})
    said = build_body(told or plan(), holdings, out, MemoryScratch)
    return said, bytes(out.data)


def members(body: bytes) -> Iterator[tuple[Member, bytes]]:
    """Read a body from its start: each member and its bytes."""
    offset = 0
    while offset < len(body):
        header = parse_local_header(body[offset : offset + LOCAL_HEADER_MAX_BYTES])
        start = offset + header.length
        yield (
            Member(name=header.name, crc32=header.crc32, size=header.size, offset=offset),
            body[start : start + header.size],
        )
        offset = start + header.size


def finished(body: bytes) -> bytes:
    """Return a whole ZIP: the body with a stand-in for the statement that only the checks can make."""
    data = {member.name: content for member, content in members(body)}
    tags = {name: data[name] for name in (BAGIT, BAG_INFO, MANIFEST)} | {STATEMENT: b"{}", SIGNATURE: b"-\n"}
    listed = tag_manifest(
        ManifestLine(path=name, sha256=hashlib.sha256(content).hexdigest()) for name, content in tags.items()
    )
    for name, content in ((STATEMENT, tags[STATEMENT]), (SIGNATURE, tags[SIGNATURE]), (TAG_MANIFEST, listed)):
        body += local_header(name, crc32(content), len(content)) + content
    directory = b"".join(central_entry(member) for member, _ in members(body))
    count = sum(1 for _ in members(body))
    return body + directory + end_of_directory(count, len(body), len(directory))


def crc32(data: bytes) -> int:
    """Return what the standard library says, not the library that the builder uses."""
    return zlib.crc32(data)


def unpacked(body: bytes, folder: Path) -> Path:
    """Write the whole ZIP and its content to `folder`; return the bag's top."""
    file = folder / "copy.zip"
    file.write_bytes(finished(body))
    top = folder / "copy"
    with zipfile.ZipFile(file) as archive:
        archive.extractall(top)
    return top
