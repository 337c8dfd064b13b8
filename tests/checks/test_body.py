"""P4: what did not come from this person, or is not whole, does not pass. Each way in is tried."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.archive.copies import BEA, NOON, Item, built, numbered, plan, turn
from tests.checks.readings import DIGEST, Ledger, check, ledger_of, sha256
from voicekeep.app.drill.bodies import Members, body_with, members_of
from voicekeep.checks import ArchiveRefusedError
from voicekeep.formats import layout
from voicekeep.formats.inventory import decode_head, decode_line
from voicekeep.records.ids import ArchiveId, RequestId
from voicekeep.records.items import ItemKind
from voicekeep.records.scope import ReleaseScope

TURNS = [turn(number, audio=f"fLaC {number}".encode(), transcript=f"word {number}") for number in range(6)]
STRANGERS = [turn(number + 50, owner=BEA, audio=f"fLaC b{number}".encode()) for number in range(3)]
LINES = layout.lines_member(ItemKind.TURN)
CSV = layout.csv_member(ItemKind.TURN)
SCRIPT = layout.script_member(ItemKind.TURN)


def a_body(turns: list[Item] = TURNS) -> bytes:
    return built(turns)[1]


def findings(body: bytes, ledger: Ledger | None = None) -> set[str]:
    with pytest.raises(ArchiveRefusedError) as refused:
        check(body, ledger or ledger_of(TURNS))
    assert all(finding.promise for finding in refused.value.findings)
    return {finding.name for finding in refused.value.findings}


def test_what_the_ledger_holds_and_nothing_else_passes() -> None:
    outcome, lines = check(a_body(), ledger_of(TURNS))
    head = decode_head(outcome.head)
    assert (head.recordings, head.items) == (6, 6 + 17)
    assert head.lines == sha256(lines)
    assert len(lines.splitlines()) == head.recordings + head.items


def test_the_inventory_finds_every_item_in_the_zip_again() -> None:
    body = a_body()
    _, lines = check(body, ledger_of(TURNS))
    for raw in lines.splitlines(keepends=True):
        line = decode_line(raw)
        assert DIGEST.of(sha256(body[line.offset : line.offset + line.length])) == line.digest


def test_a_recording_that_was_left_out_is_named() -> None:
    assert findings(a_body(TURNS[:-1])) == {"missing_recording"}


def test_an_item_without_a_recording_that_was_left_out_is_named() -> None:
    silent = turn(90, audio=None)
    assert findings(a_body(), ledger_of([*TURNS, silent])) == {"missing_item"}


def test_a_recording_that_the_ledger_does_not_hold_for_this_person_is_named() -> None:
    extra = turn(70, audio=b"fLaC extra")
    assert findings(a_body([*TURNS, extra])) == {"foreign_recording"}


def edited(edit: Callable[[Members], Members]) -> bytes:
    return body_with(edit(members_of(a_body())))


def swap_audio(members: Members) -> Members:
    first, second = [name for name in members if name.startswith("data/recordings/")][:2]
    return {**members, first: members[second], second: members[first]}


def strangers_line(members: Members) -> Members:
    """One of Bea's transcripts in the place of one of Ada's, the same in all three tables."""
    first = members[LINES].splitlines()[0]
    said = json.loads(first)
    theirs = json.dumps({**said, "transcript": "somebody else"}, sort_keys=True, separators=(",", ":")).encode()
    return {
        **members,
        LINES: members[LINES].replace(first, theirs),
        CSV: members[CSV].replace(b"word 0", b"somebody else"),
        SCRIPT: members[SCRIPT].replace(first, theirs),
    }


ATTACKS: dict[str, tuple[Callable[[Members], Members], set[str]]] = {
    "two recordings swapped": (swap_audio, {"altered_recording"}),
    "a stranger's words in all three tables": (strangers_line, {"altered_record"}),
    "a word in the CSV": (lambda m: {**m, CSV: m[CSV].replace(b"word 3", b"word x")}, {"csv_differs"}),
    "a row of the CSV": (lambda m: {**m, CSV: b"\r\n".join(m[CSV].split(b"\r\n")[:-2]) + b"\r\n"}, {"csv_differs"}),
    "a word in the script": (lambda m: {**m, SCRIPT: m[SCRIPT].replace(b"word 3", b"word x")}, {"script_differs"}),
    "a line twice": (
        lambda m: {**m, LINES: m[LINES] + m[LINES].splitlines(keepends=True)[0]},
        {"csv_differs", "script_differs", "foreign_item", "counts_differ"},
    ),
    "the page": (lambda m: {**m, layout.INDEX: m[layout.INDEX] + b"<script>"}, {"altered_member"}),
    "the sheet": (lambda m: {**m, layout.SHEET: m[layout.SHEET].replace(b"15", b"51")}, {"altered_member"}),
    "a schema": (lambda m: {**m, layout.schema_member(ItemKind.TURN): b"{}"}, {"altered_member"}),
    "the version of the bag": (lambda m: {**m, layout.BAGIT: b"BagIt-Version: 0.97\n"}, {"altered_member"}),
    "the bag's owner": (
        lambda m: {**m, layout.BAG_INFO: m[layout.BAG_INFO].replace(b"sub_a", b"sub_b")},
        {"altered_member"},
    ),
    "the cover": (lambda m: {**m, layout.COPY: b"{}"}, {"NotACoverError"}),
    "a stranger's file": (lambda m: {"data/recordings/x.flac": b"fLaC", **m}, {"unknown_member"}),
    "a note behind the page": (lambda m: {**m, "data/note.txt": b"hello"}, {"unknown_member"}),
    "no CSV": (lambda m: {name: data for name, data in m.items() if name != CSV}, {"unknown_member"}),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_whoever_changes_one_thing_and_makes_the_manifest_fit_is_refused(attack: str) -> None:
    edit, names = ATTACKS[attack]
    assert findings(edited(edit)) == names


def test_a_manifest_that_does_not_fit_is_refused() -> None:
    members = members_of(a_body())
    body = a_body()
    digest = members[layout.MANIFEST][:64]
    assert "BrokenMemberError" in findings(body.replace(digest, digest[::-1]))


@given(at=st.integers(0), flip=st.integers(1, 255))
def test_every_flipped_byte_is_refused(at: int, flip: int) -> None:
    body = bytearray(a_body())
    body[at % len(body)] ^= flip
    assert findings(bytes(body))


@settings(max_examples=50)
@given(length=st.integers(0))
def test_every_body_that_is_cut_short_is_refused(length: int) -> None:
    body = a_body()
    assert findings(body[: length % len(body)])


@settings(max_examples=60, deadline=None)
@given(
    mine=st.sets(st.integers(0, 30), max_size=8),
    packed=st.sets(st.integers(0, 30), max_size=8),
    silent=st.sets(st.integers(0, 30)),
)
def test_it_passes_exactly_when_packed_is_what_was_captured(mine: set[int], packed: set[int], silent: set[int]) -> None:
    def turns(numbers: set[int]) -> list[Item]:
        return [turn(n, audio=None if n in silent else f"fLaC {n}".encode()) for n in sorted(numbers)]

    body, ledger = a_body(turns(packed)), ledger_of(turns(mine))
    if mine == packed:
        check(body, ledger)
    else:
        with pytest.raises(ArchiveRefusedError):
            check(body, ledger)


def test_two_people_s_copies_crossed_do_not_pass() -> None:
    with pytest.raises(ArchiveRefusedError):
        check(a_body(), ledger_of(STRANGERS, BEA))


@pytest.mark.parametrize(
    "other",
    [
        {"archive": numbered(ArchiveId, 9)},
        {"request": numbered(RequestId, 9)},
        {"subject": BEA},
        {"scope": ReleaseScope(as_of=99)},
        {"language": "de"},
    ],
)
def test_a_copy_made_for_something_else_does_not_pass(other: dict[str, object]) -> None:
    with pytest.raises(ArchiveRefusedError):
        check(a_body(), ledger_of(TURNS), replace(plan(), **other))  # type: ignore[arg-type]


def test_the_period_of_the_scope_is_kept() -> None:
    told = plan(scope=ReleaseScope(as_of=100, until=NOON + timedelta(seconds=3)))
    others: dict[ItemKind, list[Item]] = {}
    with pytest.raises(ArchiveRefusedError):
        check(built(TURNS[:2], others, told=told)[1], ledger_of(TURNS), told)
