"""What its owner withholds is in no copy that passes: the stretch is silent, the whole turn is not there (P4, R14)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from tests.archive.copies import Bytes, Holdings, MemoryScratch, everything_but_turns, plan, turn
from tests.checks.readings import DIGEST, Ledger, check, ledger_of, sha256
from voicekeep.app.drill.bodies import members_of
from voicekeep.archive import Instead, build_body
from voicekeep.checks import ArchiveRefusedError
from voicekeep.formats import layout
from voicekeep.formats.lines import decode_record
from voicekeep.records.ids import ItemId
from voicekeep.records.items import ItemKind, TurnRecord

TURNS = [turn(number, audio=f"fLaC {number}".encode(), transcript=f"word {number}") for number in range(3)]
FIRST, SECOND, THIRD = (decode_record(each.record).item for each in TURNS)
SILENT = b"fLaC silence in the middle"


@dataclass(frozen=True)
class Silence:
    """A recording with silence in it."""

    data: bytes = SILENT

    @property
    def sha256_hex(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    def audio(self) -> bytes:
        return self.data


def body(silenced: dict[str, Instead | None]) -> bytes:
    out = Bytes()
    holdings = Holdings({**everything_but_turns(), ItemKind.TURN: TURNS}, silenced)
    build_body(plan(), holdings, out, MemoryScratch)
    return bytes(out.data)


def ledger(withheld: Mapping[ItemId, bytes | None]) -> Ledger:
    told = ledger_of(TURNS)
    told.withheld = withheld
    return told


def refused(copy: bytes, told: Ledger) -> set[tuple[str, object]]:
    with pytest.raises(ArchiveRefusedError) as error:
        check(copy, told)
    return {(finding.name, finding.item) for finding in error.value.findings}


def test_a_copy_that_is_silent_where_it_must_be_passes_and_the_rest_is_as_it_was() -> None:
    copy = body({SECOND: Silence()})
    check(copy, ledger({SECOND: DIGEST.of(sha256(SILENT))}))
    heard = [data for name, data in members_of(copy).items() if name.endswith(".flac")]
    assert heard == [b"fLaC 0", SILENT, b"fLaC 2"]
    assert len(members_of(copy)[layout.lines_member(ItemKind.TURN)].splitlines()) == 3


def test_a_copy_with_what_is_withheld_is_refused_by_that_name() -> None:
    silent = {SECOND: DIGEST.of(sha256(SILENT))}
    assert refused(body({}), ledger(silent)) == {("withheld_recording", SECOND)}
    assert refused(body({SECOND: Silence(b"fLaC another silence")}), ledger(silent)) == {("altered_recording", SECOND)}


def test_a_copy_with_a_turn_that_is_not_its_owners_is_refused_and_one_without_it_passes() -> None:
    check(body({SECOND: None}), ledger({SECOND: None}))
    assert refused(body({}), ledger({SECOND: None})) == {("foreign_recording", None)}
    assert refused(body({SECOND: Silence()}), ledger({SECOND: None})) == {("foreign_recording", None)}


def test_the_words_of_a_turn_that_is_not_its_owners_are_refused_by_that_name() -> None:
    wordy = [*TURNS[:2], turn(2, audio=None, transcript="word 2")]
    out = Bytes()
    build_body(plan(), Holdings({**everything_but_turns(), ItemKind.TURN: wordy}), out, MemoryScratch)
    told = ledger_of(wordy)
    told.withheld = {THIRD: None}
    assert refused(bytes(out.data), told) == {("withheld_item", THIRD)}


def test_what_nobody_withheld_is_missed() -> None:
    assert refused(body({SECOND: None}), ledger({})) == {("missing_recording", SECOND)}
    assert refused(body({SECOND: Silence()}), ledger({})) == {("altered_recording", SECOND)}


def test_a_turns_line_still_says_where_its_recording_stands() -> None:
    first = decode_record(members_of(body({FIRST: Silence()}))[layout.lines_member(ItemKind.TURN)].splitlines()[0])
    assert isinstance(first, TurnRecord)
    assert f"{layout.DATA}{first.recording}" in members_of(body({FIRST: Silence()}))
