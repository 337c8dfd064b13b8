"""Build the body of one copy: everything before the statement, in one pass over one person's items."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

from voicekeep.archive.body import Body
from voicekeep.archive.errors import SplitTurnError
from voicekeep.archive.plan import Built, Instead, Out, Plan, Scratch, Source
from voicekeep.archive.select import Record, Selection
from voicekeep.formats import cover, layout, tables
from voicekeep.formats.bag import BAGIT_TXT, BagInfo, bag_info
from voicekeep.formats.cover import Cover
from voicekeep.formats.page import index_html
from voicekeep.formats.schema import json_schema
from voicekeep.formats.sheet import sheet
from voicekeep.records.items import ItemKind


def build_body(plan: Plan, source: Source, out: Out, scratch: Callable[[], Scratch]) -> Built:
    """Write the body of the archive to `out`, in memory that does not grow with it.

    Args:
        plan: For whom, and what the copy covers.
        source: Opens that person's items, and no other's.
        out: Where the bytes go; they are sealed there.
        scratch: Makes a place for bytes that have to wait.

    Returns:
        What was written, with the manifest's digest.

    Raises:
        ArchiveError: the source handed over something that does not belong; what was written is no archive.
    """
    kinds = [kind for kind in ItemKind if kind in plan.scope.kinds]
    with Body(out, scratch) as body:
        # 1 what it is
        info = BagInfo(archive=plan.archive, request=plan.request, subject=plan.subject, made_on=plan.created_at.date())
        body.add(layout.BAGIT, BAGIT_TXT)
        body.add(layout.BAG_INFO, bag_info(info))
        # 2 the recordings as they come, then each kind's tables
        recordings = 0
        counts: dict[ItemKind, int] = {}
        for kind in kinds:
            counts[kind], with_audio = _add_kind(plan, source, kind, body)
            recordings += with_audio
        # 3 what explains them
        said = _cover(plan, counts, recordings)
        for kind in kinds:
            body.add(layout.schema_member(kind), json_schema(kind))
        body.add(layout.SHEET, sheet(said))
        body.add(layout.COPY, cover.encode(said))
        body.add(layout.COPY_SCRIPT, cover.encode_script(said))
        body.add(layout.INDEX, index_html())
        # 4 the digest of each
        manifest = body.finish()
        return Built(manifest=manifest, items=sum(counts.values()), recordings=recordings, body_size=body.size)


def _add_kind(plan: Plan, source: Source, kind: ItemKind, body: Body) -> tuple[int, int]:
    """Write the recordings and tables of `kind`; return how many items and how many recordings."""
    items = recordings = 0
    with ExitStack() as open_spools:
        lines, rows, script = (open_spools.enter_context(body.spool()) for _ in range(3))
        rows.write(tables.csv_header(kind))
        script.write(tables.script_open(kind))
        withheld = source.withheld() if kind is ItemKind.TURN else {}
        for opened, record in Selection(plan, source, kind):
            item, instead = str(record["item"]), withheld.get(str(record["item"]))
            if item in withheld and instead is None:
                continue  # its owner says that it is not theirs
            if kind is ItemKind.TURN and opened.audio is not None:
                body.add_recording(*_recording(plan, record, opened.audio, instead))
                recordings += 1
            lines.write(opened.record + b"\n")
            rows.write(tables.csv_row(kind, record))
            script.write(tables.script_line(opened.record, first=items == 0))
            items += 1
        script.write(tables.script_close())
        body.add_spooled(layout.lines_member(kind), lines)
        body.add_spooled(layout.csv_member(kind), rows)
        body.add_spooled(layout.script_member(kind), script)
    return items, recordings


def _recording(plan: Plan, record: Record, audio: bytes, instead: Instead | None) -> tuple[str, str, bytes]:
    """Return member, digest and bytes of a turn's recording, or of what stands in its place."""
    digest = record.get("audio_sha256")
    if not isinstance(digest, str):
        raise SplitTurnError(plan.archive)
    member = f"{layout.DATA}{record['recording']}"
    return (member, digest, audio) if instead is None else (member, instead.sha256_hex, instead.audio())


def _cover(plan: Plan, counts: dict[ItemKind, int], recordings: int) -> Cover:
    return Cover(
        archive=plan.archive,
        request=plan.request,
        subject=plan.subject,
        scope=plan.scope,
        language=plan.language,
        created_at=plan.created_at,
        nonce=plan.nonce,
        counts=counts,
        recordings=recordings,
        controller=plan.controller,
    )
