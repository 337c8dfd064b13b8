"""What the program proposes as the severity: by the scope alone, each part with its sign."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.archive.copies import numbered
from voicekeep.incident import CaseScope, DataKind, Reached, covered, propose_severity
from voicekeep.ledger import Heard
from voicekeep.records.ids import ArchiveId, ItemId, SubjectId
from voicekeep.records.items import ItemKind
from voicekeep.records.reports import ReportSource

OWNER, RECIPIENT = numbered(SubjectId, 1), numbered(SubjectId, 2)
NOON = datetime(2030, 11, 4, 12, tzinfo=UTC)
ONE = Reached(
    item=numbered(ItemId, 1),
    owner=OWNER,
    kind=ItemKind.TURN,
    of="recording",
    said_at=NOON,
    device=None,
    archive=numbered(ArchiveId, 1),
    recipient=RECIPIENT,
    length=9,
    up_to=9,
    complete=True,
    certain=True,
    at=NOON,
)


def scope(*reached: Reached, heard: tuple[ItemId, ...] = ()) -> CaseScope:
    marks = dict.fromkeys(heard, Heard(marked=True, guest=False, audio=frozenset()))
    return CaseScope(as_of=9, judged=(), reached=reached, own=(), exposed={}, heard=marks, devices={})


MANY = tuple(replace(ONE, item=numbered(ItemId, number)) for number in range(50))
LONG = (ONE, replace(ONE, item=numbered(ItemId, 2), said_at=NOON + timedelta(days=7)))


@pytest.mark.parametrize(
    ("found", "source", "kind", "signs"),
    [
        (scope(), ReportSource.HAND, DataKind.SIMPLE, (4, 1, 0)),
        (scope(replace(ONE, up_to=0)), ReportSource.NOT_MINE, DataKind.SIMPLE, (4, 1, 0)),
        (scope(ONE), ReportSource.NOT_MINE, DataKind.BEHAVIOURAL, (8, 4, 1)),
        (scope(replace(ONE, of="record")), ReportSource.NOT_MINE, DataKind.BEHAVIOURAL, (8, 3, 1)),
        (scope(*MANY), ReportSource.NOT_MINE, DataKind.BEHAVIOURAL, (12, 4, 1)),
        (scope(*LONG), ReportSource.NOT_MINE, DataKind.BEHAVIOURAL, (12, 4, 1)),
        (scope(ONE, heard=(ONE.item,)), ReportSource.NOT_MINE, DataKind.SENSITIVE, (16, 4, 1)),
        (scope(ONE), ReportSource.FOUND_FILE, DataKind.BEHAVIOURAL, (8, 4, 2)),
        (scope(replace(ONE, kind=ItemKind.PROFILE, of="record")), ReportSource.HAND, DataKind.SIMPLE, (4, 3, 1)),
    ],
)
def test_each_part_is_proposed_by_its_sign(
    found: CaseScope, source: ReportSource, kind: DataKind, signs: tuple[int, int, int]
) -> None:
    proposed = propose_severity(found, source)
    names = ("context", "identification", "confidentiality")
    assert (proposed.kind, tuple(proposed.parts[name].quarters for name in names)) == (kind, signs)
    assert all(part.because for part in proposed.parts.values())


parts = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6)


@given(parts)
def test_what_is_covered_is_counted_byte_by_byte(found: list[tuple[int, int]]) -> None:
    assert covered(found) == len({at for begin, end in found for at in range(begin, end)})
