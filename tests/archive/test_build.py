from __future__ import annotations

import hashlib
import json
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.archive.copies import (
    ADA,
    BEA,
    NOON,
    Bytes,
    Holdings,
    Item,
    MemoryScratch,
    built,
    crc32,
    everything_but_turns,
    item,
    members,
    numbered,
    plan,
    turn,
)
from voicekeep.archive import (
    ArchiveError,
    ForeignItemError,
    Instead,
    OutOfOrderError,
    OutOfScopeError,
    SplitTurnError,
    UnreadableRecordError,
    build_body,
)
from voicekeep.formats import cover, layout
from voicekeep.formats.bag import BAGIT_TXT, parse_bag_info, parse_manifest
from voicekeep.formats.page import index_html
from voicekeep.formats.sheet import sheet
from voicekeep.formats.tables import read_csv, read_lines, read_script
from voicekeep.formats.zipped import UnsafeNameError
from voicekeep.records.ids import ItemId, SubjectId
from voicekeep.records.items import ItemKind, SignInRecord
from voicekeep.records.scope import ReleaseScope

MAX_BYTES = 1 << 20

texts = st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
audios = st.none() | st.binary(min_size=1, max_size=200)


@st.composite
def histories(draw: st.DrawFn, *owners: SubjectId) -> list[Item]:
    said = draw(st.lists(st.tuples(texts, audios, st.sampled_from(owners)), max_size=8))
    return [
        turn(number, transcript=transcript, audio=audio, owner=owner)
        for number, (transcript, audio, owner) in enumerate(said)
    ]


def contents(body: bytes) -> dict[str, bytes]:
    return {member.name: content for member, content in members(body)}


@given(turns=histories(ADA))
def test_every_item_is_in_the_copy_byte_for_byte_and_nothing_else_is(turns: list[Item]) -> None:
    said, body = built(turns)
    files = contents(body)
    others = everything_but_turns()
    recorded = [each.audio for each in turns if each.audio is not None]
    for kind, items in {**others, ItemKind.TURN: turns}.items():
        lines = [each.record for each in items]
        assert list(read_lines([files[layout.lines_member(kind)]], MAX_BYTES)) == lines
        assert list(read_script(kind.value, [files[layout.script_member(kind)]], MAX_BYTES)) == lines
        rows = list(read_csv(kind, [files[layout.csv_member(kind)]], MAX_BYTES))
        assert rows == [json.loads(line) for line in lines]
        schema = Draft202012Validator(json.loads(files[layout.schema_member(kind)]))
        assert all(schema.is_valid(row) for row in rows)
    recordings = [content for name, content in files.items() if name.startswith("data/recordings/")]
    assert recordings == recorded
    assert (said.items, said.recordings) == (len(turns) + sum(map(len, others.values())), len(recorded))


@given(turns=histories(ADA))
def test_the_members_stand_in_the_order_of_the_format_and_say_their_size_and_crc(turns: list[Item]) -> None:
    said, body = built(turns)
    names = [member.name for member, _ in members(body)]
    recordings = [f"data/{json.loads(each.record)['recording']}" for each in turns if each.audio is not None]
    assert names == [*layout.BEFORE_RECORDINGS, *recordings, *layout.after_recordings(tuple(ItemKind))]
    assert all(member.crc32 == crc32(content) for member, content in members(body))
    assert said.body_size == len(body)


@given(turns=histories(ADA))
def test_the_manifest_lists_every_payload_file_in_order_with_its_digest(turns: list[Item]) -> None:
    said, body = built(turns)
    files = contents(body)
    manifest = files.pop(layout.MANIFEST)
    payload = {name: content for name, content in files.items() if name.startswith(layout.DATA)}
    listed = parse_manifest(manifest)
    assert [line.path for line in listed] == list(payload)
    assert [line.sha256 for line in listed] == [hashlib.sha256(content).hexdigest() for content in payload.values()]
    assert said.manifest == hashlib.sha256(manifest).digest()


@given(turns=histories(ADA, ADA, ADA, BEA))
def test_no_copy_holds_a_foreign_item(turns: list[Item]) -> None:
    owners = {json.loads(each.record)["owner"] for each in turns}
    if owners <= {ADA}:
        built(turns)
        return
    with pytest.raises(ForeignItemError):
        built(turns)


def test_the_copy_says_what_it_is_and_holds_the_constant_pages() -> None:
    _, body = built([turn(1), turn(2, audio=None)])
    files = contents(body)
    told = plan()
    said = cover.decode(files[layout.COPY])
    assert (said.archive, said.request, said.subject, said.scope) == (
        told.archive,
        told.request,
        told.subject,
        told.scope,
    )
    assert (said.counts[ItemKind.TURN], said.counts[ItemKind.DEVICE], said.recordings) == (2, 2, 1)
    assert files[layout.COPY_SCRIPT] == cover.encode_script(said)
    assert files[layout.SHEET] == sheet(said)
    assert files[layout.INDEX] == index_html()
    assert files[layout.BAGIT] == BAGIT_TXT
    info = parse_bag_info(files[layout.BAG_INFO])
    assert (info.archive, info.request, info.subject, info.made_on) == (
        told.archive,
        told.request,
        told.subject,
        told.created_at.date(),
    )


def test_a_copy_of_nothing_is_a_copy() -> None:
    said, body = built([], {})
    assert (said.items, said.recordings) == (0, 0)
    assert [member.name for member, _ in members(body)] == [
        *layout.BEFORE_RECORDINGS,
        *layout.after_recordings(tuple(ItemKind)),
    ]


def test_two_copies_of_nothing_have_different_manifests() -> None:
    told = plan()
    one, _ = built([], {}, told=told)
    same, _ = built([], {}, told=told)
    other, _ = built([], {}, told=replace(told, nonce=bytes(16)))
    assert one.manifest == same.manifest
    assert one.manifest != other.manifest


def test_only_the_kinds_of_the_scope_are_asked_for() -> None:
    scope = ReleaseScope(as_of=1, kinds=(ItemKind.PROFILE,))
    _, body = built([turn(1, owner=BEA)], told=plan(scope=scope))
    assert [member.name for member, _ in members(body)] == [
        *layout.BEFORE_RECORDINGS,
        *layout.after_recordings([ItemKind.PROFILE]),
    ]


@pytest.mark.parametrize(
    ("at", "inside"),
    [
        (NOON - timedelta(microseconds=1), False),
        (NOON, True),
        (NOON + timedelta(hours=1, microseconds=-1), True),
        (NOON + timedelta(hours=1), False),
    ],
)
def test_the_period_begins_at_its_first_instant_and_ends_before_its_last(at: datetime, *, inside: bool) -> None:
    scope = ReleaseScope(as_of=1, since=NOON, until=NOON + timedelta(hours=1), kinds=(ItemKind.TURN,))
    if inside:
        assert built([turn(1, at=at)], told=plan(scope=scope))[0].items == 1
    else:
        with pytest.raises(OutOfScopeError):
            built([turn(1, at=at)], told=plan(scope=scope))


def sign_in(number: int) -> Item:
    return item(SignInRecord(item=numbered(ItemId, number), owner=ADA, at=NOON, method="password"))


@pytest.mark.parametrize("numbers", [(2, 1), (1, 1)])
def test_a_doubled_item_or_another_order_is_refused(numbers: tuple[int, ...]) -> None:
    with pytest.raises(OutOfOrderError):
        built([], {ItemKind.SIGN_IN: [sign_in(number) for number in numbers]})
    with pytest.raises(OutOfOrderError):
        built([turn(number) for number in numbers])


def test_an_item_of_another_kind_is_refused() -> None:
    with pytest.raises(ForeignItemError):
        built([sign_in(1)])


@pytest.mark.parametrize(
    "split",
    [
        Item(record=turn(1).record, audio=None),
        Item(record=turn(1, audio=None).record, audio=b"fLaC"),
        Item(record=sign_in(1).record.replace(b"sign_in", b"turn"), audio=b"fLaC"),
        Item(record=turn(1).record.replace(b'"audio_sha256":"', b'"audio_sha256":null,"x":"'), audio=b"fLaC"),
    ],
)
def test_a_recording_without_its_record_or_the_other_way_round_is_refused(split: Item) -> None:
    with pytest.raises(SplitTurnError):
        built([split])


@pytest.mark.parametrize("record", [b"", b"[]", b"1", b"{}", b"\xff", b'{"owner":1}', b"not json"])
def test_a_record_that_is_none_is_refused(record: bytes) -> None:
    with pytest.raises(UnreadableRecordError):
        built([Item(record=record)])


def test_a_recording_that_would_unpack_elsewhere_is_refused() -> None:
    record = turn(1).record.replace(b"recordings/2026", b"../../2026")
    with pytest.raises(UnsafeNameError):
        built([Item(record=record, audio=b"fLaC")])


class Scratches:
    """Remembers every scratch that was asked for."""

    def __init__(self) -> None:
        self.made: list[MemoryScratch] = []

    def __call__(self) -> MemoryScratch:
        self.made.append(MemoryScratch())
        return self.made[-1]


@pytest.mark.parametrize("owner", [ADA, BEA])
def test_every_scratch_is_closed_however_a_build_ends(owner: SubjectId) -> None:
    scratches = Scratches()
    holdings = Holdings({ItemKind.TURN: [turn(1), turn(2, owner=owner)]})
    try:
        build_body(plan(), holdings, Bytes(), scratches)
    except ArchiveError:
        assert owner == BEA
    assert scratches.made
    assert all(scratch.closed for scratch in scratches.made)


class Forgetful:
    """A scratch and a sink that keep nothing."""

    def write(self, data: bytes) -> None:
        """Take it."""

    def chunks(self) -> Iterator[bytes]:
        return iter(())

    def close(self) -> None:
        """Nothing to close."""


class Endless:
    """Turns made when they are asked for."""

    def __init__(self, count: int) -> None:
        self._count = count

    def items(self, kind: ItemKind) -> Iterator[Item]:
        return (turn(number) for number in range(self._count)) if kind is ItemKind.TURN else iter(())

    def withheld(self) -> dict[str, Instead | None]:
        return {}


def test_memory_does_not_grow_with_the_number_of_recordings() -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        try:
            build_body(plan(), Endless(count), Forgetful(), Forgetful)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)  # what is made once
    assert peak(6_000) < peak(2_000) + 100_000  # bytes; a list of the names alone would take more
