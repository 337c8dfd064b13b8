"""Check the tables of each kind: every line is what the ledger captured, and all three spellings say the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Final

from voicekeep.checks.errors import Findings
from voicekeep.checks.matching import Matching
from voicekeep.checks.members import Read, pieces
from voicekeep.checks.sources import Bytes, Census, Digest, Expected
from voicekeep.formats import layout
from voicekeep.formats.tables import NotOurTableError, csv_row, parse_csv_row, read_lines, read_rows, read_script
from voicekeep.records.facts import Captured
from voicekeep.records.ids import ItemId, MalformedIdError
from voicekeep.records.instant import to_text
from voicekeep.records.items import ItemKind, recording_path

LINE_MAX_BYTES: Final = 256 * 1024
_ROW_MAX_BYTES: Final = 4 * LINE_MAX_BYTES  # quotes and guards can double a text, twice


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it stands."""

    raw: bytes
    fields: dict[str, Any]
    offset: int


Took = Callable[[Captured, Line, bytes], None]
"""What is done with a line that is what the ledger captured; the bytes are its blind digest."""


class Tables:
    """The JSON Lines, CSV and script of one archive."""

    def __init__(
        self,
        body: Bytes,
        members: Mapping[str, Read],
        expected: Expected,
        census: Census,
        digest: Digest,
        findings: Findings,
        took: Took,
    ) -> None:
        self._body = body
        self._members = members
        self._expected = expected
        self._census = census
        self._digest = digest
        self._findings = findings
        self._took = took

    def check(self, kind: ItemKind) -> int:
        """Check one kind; return how many items it has.

        Raises:
            ArchiveRefusedError: more is wrong than anybody will read.
            TooDifferentError: lines and ledger have little in common.
        """
        withheld = self._census.withheld_from(self._expected.subject, self._expected.scope)
        not_theirs = {item for item, instead in withheld.items() if instead is None}
        captured_for = self._census.captured_for(self._expected.subject, self._expected.scope, kind)
        held = (captured for captured in captured_for if captured.item not in not_theirs)
        matching: Matching[Line] = Matching(held, lambda captured: captured.item, self._judge)
        count = 0
        rows, scripts = self._rows(kind), self._scripts(kind)
        for line, row, script in zip_longest(self._lines(kind), rows, scripts):
            if line is None:
                self._findings.add("csv_differs" if row else "script_differs", "P4", member=layout.lines_member(kind))
                break
            count += 1
            item = str(line.fields.get("item"))
            if row is None or not _says(kind, row, line.fields):
                self._findings.add("csv_differs", "P4", item=_item(item), member=layout.csv_member(kind))
            if script != line.raw:
                self._findings.add("script_differs", "P4", item=_item(item), member=layout.script_member(kind))
            matching.see(item, line)
        seen_only, held_only = matching.rest()
        for captured in held_only:
            self._findings.add("missing_item", "P4", item=captured.item)
        for item in (*seen_only, *matching.doubled):
            name = "withheld_item" if item in not_theirs else "foreign_item"
            self._findings.add(name, "P4", item=_item(item), member=layout.lines_member(kind))
        return count

    def _judge(self, line: Line, captured: Captured) -> None:
        blind = self._digest.of(hashlib.sha256(line.raw).digest())
        said = (line.fields.get("owner"), line.fields.get("kind"), line.fields.get("at"))
        if blind != captured.record or said != (captured.subject, captured.kind, to_text(captured.at)):
            self._findings.add("altered_record", "P4", item=captured.item)
            return
        heard = captured.kind is ItemKind.TURN and captured.audio is not None
        path = recording_path(captured.at, captured.item) if heard else None
        if line.fields.get("recording") != path:
            self._findings.add("recording_elsewhere", "P4", item=captured.item)
            return
        self._took(captured, line, blind)

    def _lines(self, kind: ItemKind) -> Iterator[Line]:
        offset = self._members[layout.lines_member(kind)].begins
        for raw in read_lines(self._pieces(layout.lines_member(kind)), LINE_MAX_BYTES):
            yield Line(raw, _fields(raw), offset)
            offset += len(raw) + 1

    def _rows(self, kind: ItemKind) -> Iterator[bytes]:
        return read_rows(kind, self._pieces(layout.csv_member(kind)), _ROW_MAX_BYTES)

    def _scripts(self, kind: ItemKind) -> Iterator[bytes]:
        return read_script(kind.value, self._pieces(layout.script_member(kind)), LINE_MAX_BYTES)

    def _pieces(self, name: str) -> Iterator[bytes]:
        read = self._members[name]
        return pieces(self._body, read.begins, read.member.size)


def _says(kind: ItemKind, row: bytes, fields: dict[str, Any]) -> bool:
    """Return whether a row of the CSV says what a line says.

    A value has one spelling, so the usual case needs no parsing; what is spelt otherwise is parsed and refused by name.
    """
    try:
        return row == csv_row(kind, fields) or parse_csv_row(kind, row) == fields
    except KeyError:
        return False


def _fields(raw: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(raw)
    except ValueError as error:
        raise NotOurTableError("line") from error
    if not isinstance(fields, dict):
        raise NotOurTableError("line")
    return fields


def _item(text: str) -> ItemId | None:
    """Return the identifier that a line names, if it is one: nothing else of a line goes into a finding."""
    try:
        return ItemId(text)
    except MalformedIdError:
        return None
