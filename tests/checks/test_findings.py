"""A finding says what is wrong, which promise it is about, and where: whoever looks at a held copy has nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.archive.copies import ACME, BEA, NOON, Item, built, numbered, plan, turn
from tests.checks.readings import DIGEST, Ledger, Opened, check, ledger_of, sha256
from voicekeep.app.drill.bodies import Members, body_of, body_with, members_of
from voicekeep.archive import Plan
from voicekeep.checks import ArchiveRefusedError, Past
from voicekeep.checks.errors import Finding
from voicekeep.formats import layout
from voicekeep.formats.cover import decode, encode, encode_script
from voicekeep.formats.lines import decode_record
from voicekeep.records.facts import Captured
from voicekeep.records.ids import ArchiveId, ItemId, RequestId, SubjectId
from voicekeep.records.items import ItemKind, recording_path
from voicekeep.records.scope import ReleaseScope
from voicekeep.vault import captured

TURNS = [turn(number, audio=f"fLaC {number}".encode(), transcript=f"word {number}") for number in range(6)]
LINES, CSV, SCRIPT = (of(ItemKind.TURN) for of in (layout.lines_member, layout.csv_member, layout.script_member))
FACTS = [captured(decode_record(item.record), item.record, DIGEST) for item in TURNS]
ITEMS = [fact.item for fact in FACTS]
PATHS = [layout.DATA + recording_path(fact.at, fact.item) for fact in FACTS]

Said = tuple[str, str, ItemId | None, str | None]


def found_in(
    body: bytes | Opened, ledger: Ledger | None = None, told: Plan | None = None, past: Past | None = None
) -> set[Said]:
    with pytest.raises(ArchiveRefusedError) as refused:
        check(body, ledger or ledger_of(TURNS), told, past)
    assert refused.value.archive == (told or plan()).archive
    assert str(refused.value.archive) in str(refused.value)
    for finding in refused.value.findings[:5]:
        assert str(finding) in str(refused.value)
    return {(finding.name, finding.promise, finding.item, finding.member) for finding in refused.value.findings}


def body(turns: Sequence[Item] = TURNS, edit: Callable[[Members], Members] = lambda members: members) -> bytes:
    return body_with(edit(members_of(built(list(turns))[1])))


def swapped(name: str, old: bytes, new: bytes) -> Callable[[Members], Members]:
    return lambda members: {**members, name: members[name].replace(old, new)}


def test_what_is_missing_or_foreign() -> None:
    silent, extra = turn(90, audio=None), turn(70, audio=b"fLaC extra")
    extra_fact = captured(decode_record(extra.record), extra.record, DIGEST)
    silent_item = decode_record(silent.record).item
    assert found_in(body(TURNS[:-1])) == {("missing_recording", "P4", ITEMS[-1], None)}
    assert found_in(body(), ledger_of([*TURNS, silent])) == {("missing_item", "P4", silent_item, None)}
    path = layout.DATA + recording_path(extra_fact.at, extra_fact.item)
    assert found_in(body([*TURNS, extra])) == {("foreign_recording", "P4", None, path)}
    assert ("foreign_item", "P4", silent_item, LINES) in found_in(body([*TURNS, silent]))


def test_what_is_altered() -> None:
    def crossed(members: Members) -> Members:
        return {**members, PATHS[0]: members[PATHS[1]], PATHS[1]: members[PATHS[0]]}

    assert found_in(body(edit=crossed)) == {("altered_recording", "P4", item, None) for item in ITEMS[:2]}

    def reworded(members: Members) -> Members:
        return {name: data.replace(b"word 0", b"word x") if name in {LINES, CSV, SCRIPT} else data
                for name, data in members.items()}  # fmt: skip

    assert found_in(body(edit=reworded)) == {("altered_record", "P4", ITEMS[0], None)}
    assert found_in(body(edit=swapped(CSV, b"word 3", b"word x"))) == {("csv_differs", "P4", ITEMS[3], CSV)}
    assert found_in(body(edit=swapped(SCRIPT, b"word 3", b"word x"))) == {("script_differs", "P4", ITEMS[3], SCRIPT)}
    assert found_in(body(edit=swapped(layout.INDEX, b"</html>", b""))) == {("altered_member", "P4", None, layout.INDEX)}


def test_what_follows_the_last_line() -> None:
    """A row more in the CSV or in the script is shown to whoever opens it, and stands in no line."""
    row = members_of(body())[CSV].split(b"\r\n")[-2] + b"\r\n"
    assert found_in(body(edit=lambda m: {**m, CSV: m[CSV] + row})) == {("csv_differs", "P4", None, LINES)}
    last = members_of(body())[LINES].splitlines()[-1]
    more = swapped(SCRIPT, last, last + b",\n" + last)
    assert found_in(body(edit=more)) == {("script_differs", "P4", None, LINES)}

    def neither(members: Members) -> Members:
        return {**members, CSV: members[CSV] + row, LINES: members[LINES].replace(last + b"\n", b"")}

    names = {name for name, *_ in found_in(body(edit=neither))}
    assert {"csv_differs", "missing_item"} <= names  # what is missing is named although the reading stopped there


def test_a_file_that_is_unknown_or_missing() -> None:
    assert found_in(body(edit=lambda m: {**m, "data/note.txt": b"hello"})) == {
        ("unknown_member", "P4", None, "data/note.txt")
    }
    behind = body_of({**members_of(body()), "data/note.txt": b"hello"})  # behind the manifest, which is the last
    assert found_in(behind) == {("unknown_member", "P4", None, "data/note.txt")}
    without = body_of({name: data for name, data in members_of(body()).items() if name != layout.MANIFEST})
    assert found_in(without) == {("missing_member", "P4", None, layout.MANIFEST)}


class Told(Ledger):
    """A ledger of facts that were written down as they are handed over."""

    def __init__(self, facts: Sequence[Captured], others: Ledger) -> None:
        self._turns = facts
        self._others = others

    def captured_for(self, subject: SubjectId, scope: ReleaseScope, kind: ItemKind) -> Iterator[Captured]:
        return iter(self._turns) if kind is ItemKind.TURN else self._others.captured_for(subject, scope, kind)


def edited_line(**fields: object) -> tuple[bytes, Told]:
    """Return a body whose first line says something else, in all spellings, and a ledger that holds just that line."""
    first = members_of(body())[LINES].splitlines()[0]
    line = json.dumps(
        {**json.loads(first), **fields}, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()

    def edit(members: Members) -> Members:
        was = json.loads(first)
        row = members[CSV].split(b"\r\n")
        for name, value in fields.items():
            row[1] = row[1].replace(str(was[name]).encode(), str(value).encode())
        return {
            **members,
            LINES: members[LINES].replace(first, line),
            SCRIPT: members[SCRIPT].replace(first, line),
            CSV: b"\r\n".join(row),
        }

    facts = [replace(FACTS[0], record=DIGEST.of(sha256(line))), *FACTS[1:]]
    return body(edit=edit), Told(facts, ledger_of([]))


def test_a_line_that_plays_another_recording_than_its_own() -> None:
    path = recording_path(FACTS[1].at, FACTS[1].item)
    copy, ledger = edited_line(recording=path)
    assert ("recording_elsewhere", "P4", ITEMS[0], None) in found_in(copy, ledger)


@pytest.mark.parametrize("fields", [{"sample_rate": 0}, {"speaker": "nobody"}], ids=["no rate", "no speaker"])
def test_a_turn_that_the_rules_cannot_read(fields: dict[str, object]) -> None:
    copy, ledger = edited_line(**fields)
    assert ("unreadable_turn", "P4", ITEMS[0], None) in found_in(copy, ledger)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"archive": numbered(ArchiveId, 9)}, ("wrong_subject", "P3", None, layout.COPY)),
        ({"request": numbered(RequestId, 9)}, ("wrong_subject", "P3", None, layout.COPY)),
        ({"scope": ReleaseScope(as_of=99)}, ("wrong_scope", "P4", None, layout.COPY)),
        ({"language": "de"}, ("cover_differs", "P4", None, layout.COPY)),
        ({"controller": replace(ACME, name="Somebody else")}, ("cover_differs", "P4", None, layout.COPY)),
    ],
)
def test_a_cover_of_something_else(other: dict[str, object], said: Said) -> None:
    assert said in found_in(body(), None, replace(plan(), **other))  # type: ignore[arg-type]


def test_a_cover_that_names_a_stranger_or_other_counts() -> None:
    def said(**changes: object) -> Callable[[Members], Members]:
        def edit(members: Members) -> Members:
            cover = replace(decode(members[layout.COPY]), **changes)  # type: ignore[arg-type]
            return {**members, layout.COPY: encode(cover), layout.COPY_SCRIPT: encode_script(cover)}

        return edit

    assert ("wrong_subject", "P3", None, layout.COPY) in found_in(body(edit=said(subject=BEA)))
    assert ("counts_differ", "P4", None, layout.COPY) in found_in(body(edit=said(recordings=5)))


def test_a_manifest_of_other_bytes() -> None:
    def edit(members: Members) -> Members:
        return {**members, layout.MANIFEST: members[layout.MANIFEST].replace(b"data/index.html", b"data/index.htmX")}

    copy = body_of(edit(members_of(body())))
    assert found_in(copy) == {("manifest_differs", "P8", None, layout.MANIFEST)}


def test_a_page_that_grew_is_not_read_into_memory() -> None:
    class Bounded(Opened):
        def read(self, offset: int, length: int) -> bytes:
            assert length <= 8 * 1024 * 1024
            return super().read(offset, length)

    grown = body(edit=lambda m: {**m, layout.INDEX: m[layout.INDEX] + bytes(40 * 1024 * 1024)})
    assert found_in(Bounded(grown)) == {("altered_member", "P4", None, layout.INDEX)}


def test_a_finding_is_said_in_a_line() -> None:
    item = ITEMS[0]
    assert str(Finding(name="missing_item", promise="P4", item=item)) == f"missing_item {item} [P4]"
    assert str(Finding(name="csv_differs", promise="P4", member=CSV)) == f"csv_differs {CSV} [P4]"
    assert str(Finding(name="too_different", promise="P4")) == "too_different [P4]"


def test_a_doubt_of_the_rules_is_about_whose_it_is() -> None:
    said = found_in(body(), past=Past())
    assert {(name, promise) for name, promise, *_ in said} == {("audio_without_device", "P1"), ("unknown_device", "P1")}


def test_a_stretch_in_another_language_is_noted() -> None:
    turns = [
        turn(number, audio=None, transcript="word", at=NOON + number * timedelta(hours=1), language=language)
        for number, language in enumerate(["en"] * 60 + ["ar"] * 12)
    ]
    outcome, _ = check(built(turns)[1], ledger_of(turns))
    assert outcome.notes == ("language_break",)


def test_two_lists_with_little_in_common_are_not_read_to_the_end() -> None:
    many = [turn(number, audio=None) for number in range(1200)]
    strangers = [turn(number + 5000, audio=None) for number in range(1200)]
    said = found_in(body(many), ledger_of(strangers))
    assert ("too_different", "P4", None, None) in said
    assert len(said) == 1
