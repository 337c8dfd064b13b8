"""How fast is the scope of a case in a large keep: which items of whom reached whom, how far, who else can be heard.

The keep is made straight: a ledger with a captured fact for every item, proven whole, and one release in which so many
are somebody else's, with its signed inventory and its downloads; it has no sealed items, because the scope opens none.
What is timed is `scope_of`, as the desk asks it: the release's inventory read and proven, every item's owner looked
up by its natural key in the ledger, every other archive that holds one of them found by the index, what was
downloaded of each, and the households. Not timed: making the keep, and the other releases of the same code, which are
judged one after the other and take as long as there are many; how long one of the same size takes is told beside it.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from voicekeep.app.bench.child import settings_for
from voicekeep.app.bench.straight import append_straight
from voicekeep.app.operations.blob_names import inventory_blob
from voicekeep.app.operations.incidents import open_by_hand
from voicekeep.app.operations.inventories import index_lines
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.scoping import same_code, scope_of
from voicekeep.app.wiring import DATABASE_FILE, create_keep, open_keep
from voicekeep.archive import Attempt, Stage
from voicekeep.formats.inventory import SIGNED_AS, InventoryHead, InventoryLine, Stretch, encode_head, encode_line
from voicekeep.ledger import verify
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.facts import Captured, DownloadEnded, DownloadStarted, Fact, MadeBy, Released
from voicekeep.records.ids import ArchiveId, DeviceId, DownloadId, ItemId, RequestId, SubjectId
from voicekeep.records.items import Evidence, ItemKind
from voicekeep.records.reports import ReportSource
from voicekeep.records.scope import ReleaseScope

_STRETCH: Final = 60_000  # bytes of one recording
_BEGAN: Final = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeFigures:
    """What was measured, in one run."""

    items: int  # of somebody else's in the release
    scope_s: float  # the median of three answers, each in a transaction of its own
    cpu_s: float  # of that answer: what it takes where nothing else runs
    keep_items: int  # in the whole keep
    judge_s: float  # one more release of the same code and size, judged again

    def as_json(self) -> str:
        """Return the figures as one JSON object."""
        return json.dumps(
            {
                "items": self.items,
                "scope_s": round(self.scope_s, 3),
                "cpu_s": round(self.cpu_s, 3),
                "keep_items": self.keep_items,
                "judge_s": round(self.judge_s, 3),
            }
        )


def bench_scope(items: int, keep_items: int, folder: Path | None, told: Callable[[str], None]) -> ScopeFigures:
    """Measure the scope of a release in which `items` of a keep of `keep_items` are somebody else's."""
    with tempfile.TemporaryDirectory(prefix="voicekeep-bench-", dir=folder) as scratch, ExitStack() as opened:
        root = Path(scratch)
        create_keep(root / "keep", settings_for(root))
        keep = opened.enter_context(open_keep(root / "keep"))
        people = [SubjectId.random(keep.entropy) for _ in range(max(2, keep_items // 5_000))]
        told(f"a ledger of {keep_items} items of {len(people)} people")
        foreign = _capture(keep, root / "keep" / DATABASE_FILE, people, keep_items)[:items]
        told("the ledger is proven, entry by entry")
        with keep.database.read() as transaction:
            verify(keep.log(transaction))
        told("releases and downloads")
        recipient, owner = people[1], people[0]
        archive = _release(keep, recipient, foreign)
        _release(keep, owner, foreign)  # their own copy: it holds the same items, and is passed over
        alike = _release(keep, recipient, foreign[: max(1, len(foreign) // 2)], code="another-code")
        triage = open_by_hand(keep, ReportSource.HAND, archive=archive)
        told("the scope, three times")
        times: list[tuple[float, float]] = []
        for _ in range(3):
            began, cpu = time.perf_counter(), time.process_time()
            found = scope_of(keep, triage)
            times.append((time.perf_counter() - began, time.process_time() - cpu))
        reached = {each.item for each in found.left}
        if reached != {fact.item for fact in foreign} or alike not in {each.archive for each in found.judged}:
            raise ScopeWrongError
        began = time.perf_counter()
        same_code(keep, [each for each in found.judged if each.archive == archive])
        judged = time.perf_counter() - began
    (wall, cpu) = sorted(times)[1]
    return ScopeFigures(items=len(reached), scope_s=wall, cpu_s=cpu, keep_items=keep_items, judge_s=judged)


class ScopeWrongError(VoicekeepError):
    """The scope did not name exactly what was crossed; nothing was measured."""

    promise = "P10"

    def __init__(self) -> None:
        super().__init__("the scope did not name exactly what was crossed; nothing was measured")


def _capture(keep: Keep, file: Path, people: list[SubjectId], count: int) -> list[Captured]:
    """Have the ledger capture so many turns; return those of the first person."""
    first: list[Captured] = []

    def noted() -> Iterator[Captured]:
        for fact in _facts(keep, people, count):
            if fact.subject == people[0]:
                first.append(fact)
            yield fact

    append_straight(keep, file, noted())
    return first


def _facts(keep: Keep, people: list[SubjectId], count: int) -> Iterator[Captured]:
    devices = [DeviceId.random(keep.entropy) for _ in people]
    for number in range(count):
        digest = secrets.token_bytes(32)
        yield Captured(
            item=ItemId.random(keep.entropy),
            subject=people[number % len(people)],  # what a person said lies among what everybody else did
            kind=ItemKind.TURN,
            device=devices[number % len(people)],
            at=_BEGAN + timedelta(minutes=number),
            evidence=Evidence.PAIRED_DEVICE,
            record=digest,
            audio=digest,
            samples=digest,
        )


def _release(keep: Keep, recipient: SubjectId, facts: list[Captured], code: str | None = None) -> ArchiveId:
    """Put a finished release and a whole download of it into the keep."""
    archive, request, lines = ArchiveId.random(keep.entropy), RequestId.random(keep.entropy), list[InventoryLine]()
    for number, fact in enumerate(facts):
        for of, digest, offset in (("recording", fact.audio, 0), ("record", fact.record, _STRETCH - 200)):
            if digest is not None:
                lines.append(_line(fact, "recording" if of == "recording" else "record", digest, number, offset))
    written = b"".join(map(encode_line, lines))
    size = (len(facts) + 1) * _STRETCH
    keep.blobs.put(inventory_blob(archive), written)
    with keep.database.begin() as transaction:
        head = InventoryHead(
            archive=archive,
            request=request,
            subject=recipient,
            scope=ReleaseScope(as_of=transaction.log.size()),
            items=len(facts),
            recordings=len(facts),
            members=len(facts),
            manifest=bytes(32),
            directory=bytes(32),
            body_header=bytes(32),
            body_size=size,
            lines=hashlib.sha256(written).digest(),
        )
        transaction.attempts.add(_attempt(keep, head))
        keep.log(transaction).append(_told(keep, head, code or keep.code()))
    keep.remember()
    index_lines(keep, archive)
    return archive


def _attempt(keep: Keep, head: InventoryHead) -> Attempt:
    encoded = encode_head(head)
    return Attempt(
        archive=head.archive,
        request=head.request,
        subject=head.subject,
        stage=Stage.FINISHED,
        created_at=_BEGAN,
        body_size=head.body_size,
        inventory_head=encoded,
        inventory_signature=keep.statement_key.sign(SIGNED_AS + encoded),
    )


def _line(fact: Captured, of: Stretch, digest: bytes, number: int, offset: int) -> InventoryLine:
    length = _STRETCH - 200 if of == "recording" else 200
    return InventoryLine(
        item=fact.item, kind=fact.kind, of=of, digest=digest, offset=number * _STRETCH + offset, length=length
    )


def _told(keep: Keep, head: InventoryHead, code: str) -> list[Fact]:
    download = DownloadId.random(keep.entropy)
    who, archive = head.subject, head.archive
    return [
        Released(
            request=head.request,
            archive=archive,
            subject=who,
            scope=head.scope,
            manifest=head.manifest,
            items=head.items,
            recordings=head.recordings,
            at=_BEGAN,
        ),
        MadeBy(archive=archive, subject=who, code=code, at=_BEGAN),
        DownloadStarted(download=download, archive=archive, subject=who, first_byte=0, at=_BEGAN),
        DownloadEnded(
            download=download, archive=archive, subject=who, next_byte=head.body_size, complete=True, at=_BEGAN
        ),
    ]
