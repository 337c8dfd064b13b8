"""Releases as they must never be, put into a keep by hand: what the scope and the judgement are tested on.

The drill's way, to switch the guards off, makes them one at a time; this way a test has hundreds in a second.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.app.simulator import Household
from voicekeep.app.operations.blob_names import inventory_blob
from voicekeep.app.operations.inventories import index_lines
from voicekeep.archive import Attempt, Stage
from voicekeep.formats.inventory import SIGNED_AS, InventoryHead, InventoryLine, encode_head, encode_line
from voicekeep.records.facts import Captured, DownloadEnded, DownloadStarted, Erased, Fact, MadeBy, Released
from voicekeep.records.ids import ArchiveId, DeviceId, DownloadId, ItemId, RequestId, SubjectId
from voicekeep.records.items import Evidence, ItemKind
from voicekeep.records.scope import ReleaseScope

HEADER = 128  # bytes before the first stretch


@dataclass(frozen=True)
class Said:
    """An item that the ledger captured for somebody."""

    item: ItemId
    owner: SubjectId
    record: bytes
    audio: bytes | None


@dataclass(frozen=True)
class Planted:
    """A release, and where its stretches lie."""

    archive: ArchiveId
    request: RequestId
    subject: SubjectId
    lines: tuple[InventoryLine, ...]
    size: int


def capture(
    home: Household, owner: SubjectId, count: int, *, sound: bool = True, at: datetime | None = None
) -> list[Said]:
    """Have the ledger capture so many turns for somebody; there are no sealed items behind them."""
    new, moment = home.keep.entropy, at or home.clock.now - timedelta(days=1)
    said = [
        Said(item=ItemId.random(new), owner=owner, record=new(32), audio=new(32) if sound else None)
        for _ in range(count)
    ]
    append(
        home,
        [
            Captured(
                item=each.item,
                subject=owner,
                kind=ItemKind.TURN,
                device=DeviceId("dev_" + owner[4:]),
                at=moment + timedelta(seconds=number),
                evidence=Evidence.PAIRED_DEVICE,
                record=each.record,
                audio=each.audio,
                samples=each.audio,
            )
            for number, each in enumerate(said)
        ],
    )
    return said


def append(home: Household, facts: Sequence[Fact]) -> tuple[int, ...]:
    """Append facts."""
    with home.keep.database.begin() as transaction:
        positions = home.keep.log(transaction).append(facts)
    home.keep.remember()
    return positions


def plant(
    home: Household,
    recipient: SubjectId,
    items: Sequence[Said],
    *,
    code: str | None = "code-of-the-tests",
    length: int = 100,
) -> Planted:
    """Release an archive with these items to somebody, whoever owns them; without a code, as an old program did."""
    new = home.keep.entropy
    archive, request = ArchiveId.random(new), RequestId.random(new)
    lines, at = [], HEADER
    for each in items:
        for of, digest in (("recording", each.audio), ("record", each.record)):
            if digest is None:
                continue
            assert of in {"recording", "record"}
            lines.append(
                InventoryLine(
                    item=each.item,
                    kind=ItemKind.TURN,
                    of="recording" if of == "recording" else "record",
                    digest=digest,
                    offset=at,
                    length=length,
                )
            )
            at += length
    written = b"".join(map(encode_line, lines))
    with home.keep.database.read() as transaction:
        scope = ReleaseScope(as_of=transaction.log.size())
    head = InventoryHead(
        archive=archive,
        request=request,
        subject=recipient,
        scope=scope,
        items=len(items),
        recordings=sum(each.audio is not None for each in items),
        members=9,
        manifest=new(32),
        directory=new(32),
        body_header=new(32),
        body_size=at,
        lines=hashlib.sha256(written).digest(),
    )
    home.keep.blobs.put(inventory_blob(archive), written)
    _record(home, head, code)
    if code is not None:
        index_lines(home.keep, archive)
    return Planted(archive=archive, request=request, subject=recipient, lines=tuple(lines), size=at)


def _record(home: Household, head: InventoryHead, code: str | None) -> None:
    encoded, now = encode_head(head), home.clock()
    facts: list[Fact] = [
        Released(
            request=head.request,
            archive=head.archive,
            subject=head.subject,
            scope=head.scope,
            manifest=head.manifest,
            items=head.items,
            recordings=head.recordings,
            at=now,
        )
    ]
    if code is not None:
        facts.append(MadeBy(archive=head.archive, subject=head.subject, code=code, at=now))
    with home.keep.database.begin() as transaction:
        transaction.attempts.add(
            Attempt(
                archive=head.archive,
                request=head.request,
                subject=head.subject,
                stage=Stage.DESTROYED,
                created_at=now,
                body_size=head.body_size,
                inventory_head=encoded,
                inventory_signature=home.keep.statement_key.sign(SIGNED_AS + encoded),
            )
        )
        home.keep.log(transaction).append(facts)
    home.keep.remember()


def fetch(
    home: Household, planted: Planted, *, first: int = 0, end: int | None, by: SubjectId | None = None
) -> datetime:
    """Have somebody fetch a part of an archive; no end: the power went. Return when."""
    download, at = DownloadId.random(home.keep.entropy), home.clock()
    who = by or planted.subject
    facts: list[Fact] = [
        DownloadStarted(download=download, archive=planted.archive, subject=who, first_byte=first, at=at)
    ]
    if end is not None:
        complete = end == planted.size
        facts.append(
            DownloadEnded(
                download=download, archive=planted.archive, subject=who, next_byte=end, complete=complete, at=at
            )
        )
    append(home, facts)
    return at


def erase(home: Household, said: Said) -> None:
    """Have the ledger forget what an item was like, as an erasure does."""
    with home.keep.database.begin() as transaction:
        log = home.keep.log(transaction)
        position = log.position_of(f"captured|{said.item}")
        assert position is not None
        [erased] = log.append([Erased(item=said.item, subject=said.owner, at=home.clock(), positions=(position,))])
        log.forget([position], erased)
    home.keep.remember()
