"""A report freezes the archive that it is about and what the ledger ties to it: same items, same time; nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger.keeping import ADA, BEN, archive, captured, request, subject
from voicekeep.incident import (
    Frozen,
    MayNotFreezeError,
    Report,
    Triage,
    freeze,
    is_thawed,
    last_number,
    open_triage,
    thaw,
    tied,
)
from voicekeep.ledger import Making
from voicekeep.records.facts import frozen_key, thawed_key
from voicekeep.records.ids import TriageId
from voicekeep.records.items import ItemKind
from voicekeep.records.reports import ReportSource, Saw, Tie
from voicekeep.records.scope import ReleaseScope

NINE = datetime(2030, 11, 4, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
EVERYTHING = ReleaseScope(as_of=100)


def making(
    name: object, owner: object = "ada", *, begins: float = 0, ends: float | None = 1, scope: ReleaseScope = EVERYTHING
) -> Making:
    """Return an archive that steps touched from `begins` to `ends` hours after nine."""
    return Making(
        archive=archive(name),
        request=request(name),
        subject=subject(str(owner)),
        scope=scope,
        since=NINE + begins * HOUR,
        until=None if ends is None else NINE + ends * HOUR,
    )


REPORTED = making("reported")


def ties(*others: Making, reported: Making = REPORTED, **foreign: object) -> dict[str, Tie]:
    return {one.archive: one.because for one in tied(reported, others, **foreign)}  # type: ignore[arg-type]


def test_the_reported_one_is_always_among_them_and_once() -> None:
    assert ties() == {REPORTED.archive: Tie.REPORTED}
    assert ties(REPORTED, REPORTED) == {REPORTED.archive: Tie.REPORTED}


def test_2018_two_requests_that_are_open_at_once_are_tied() -> None:
    other = making("other", "ben", begins=0.5, ends=2)
    assert ties(other) == {REPORTED.archive: Tie.REPORTED, other.archive: Tie.SAME_TIME}


@pytest.mark.parametrize(("begins", "ends"), [(1, 2), (-2, 0), (-3, -1), (5, None)])
def test_another_person_at_another_time_is_not_tied(begins: float, ends: float | None) -> None:
    assert ties(making("other", "ben", begins=begins, ends=ends)) == {REPORTED.archive: Tie.REPORTED}


@pytest.mark.parametrize(("begins", "ends"), [(0.999, 2), (-2, 0.001), (-1, None), (0.2, 0.3), (-9, 9)])
def test_a_moment_together_is_enough(begins: float, ends: float | None) -> None:
    other = making("other", "ben", begins=begins, ends=ends)
    assert ties(other)[other.archive] is Tie.SAME_TIME


def test_what_is_still_worked_on_is_tied_to_what_is_still_worked_on() -> None:
    other = making("other", "ben", begins=50, ends=None)
    assert ties(other, reported=making("reported", ends=None))[other.archive] is Tie.SAME_TIME


def test_an_earlier_copy_of_the_same_person_can_hold_the_same_items() -> None:
    other = making("other", begins=-100, ends=-99)
    assert ties(other)[other.archive] is Tie.SAME_ITEM


@pytest.mark.parametrize(
    "scope",
    [
        ReleaseScope(as_of=100, kinds=(ItemKind.PROFILE,)),
        ReleaseScope(as_of=100, since=NINE),
    ],
)
def test_a_copy_of_theirs_that_covers_nothing_of_it_is_not_tied_by_an_item(scope: ReleaseScope) -> None:
    reported = making("reported", scope=ReleaseScope(as_of=100, until=NINE, kinds=(ItemKind.TURN,)))
    assert ties(making("other", begins=50, ends=51, scope=scope), reported=reported) == {reported.archive: Tie.REPORTED}


def test_a_foreign_item_ties_the_copies_of_its_owner_that_hold_it() -> None:
    fact = captured("b", BEN)
    holds = making("holds", "ben", begins=50, ends=51)
    before = making("before", "ben", begins=-51, ends=-50, scope=ReleaseScope(as_of=7))
    another_kind = making("another", "ben", begins=70, ends=71, scope=ReleaseScope(as_of=99, kinds=(ItemKind.PROFILE,)))
    somebody = making("somebody", "cleo", begins=60, ends=61)
    found = tied(REPORTED, (holds, before, another_kind, somebody), [(7, fact)])
    assert {one.archive: one.because for one in found} == {REPORTED.archive: Tie.REPORTED, holds.archive: Tie.SAME_ITEM}


people = st.sampled_from(["ada", "ben", "cleo"])
hours = st.floats(-10, 10, allow_nan=False)
others_strategy = st.lists(
    st.builds(
        lambda name, owner, begins, lasts: making(
            name, owner, begins=begins, ends=None if lasts is None else begins + lasts
        ),
        st.integers(0, 10_000),
        people,
        hours,
        st.none() | st.floats(0.1, 5),
    ),
    max_size=8,
    unique_by=lambda made: made.archive,
)


@given(others=others_strategy, shuffled=st.randoms())
def test_nothing_is_tied_without_a_reason_nothing_with_one_is_left_out_and_the_order_is_nothing(
    others: list[Making], shuffled: object
) -> None:
    found = ties(*others)
    for other in others:
        same_person = other.subject == ADA
        begins, ends = REPORTED.since, REPORTED.until
        assert ends is not None
        together = other.since < ends and (other.until is None or begins < other.until)
        expected = Tie.SAME_ITEM if same_person else Tie.SAME_TIME if together else None
        assert found.get(other.archive) is expected
    shuffled.shuffle(others)  # type: ignore[attr-defined]
    assert ties(*others) == found
    assert len(found) <= len(others) + 1


def triage(source: ReportSource) -> Triage:
    whole = {"archive": REPORTED.archive}
    more = {"reporter": ADA, "saw": Saw.STRANGE_NAME} if source is ReportSource.NOT_MINE else {}
    report = Report(source=source, **whole, **more)  # type: ignore[arg-type]
    return open_triage(report, triage=TriageId("tri_" + 26 * "a"), now=NINE)[0]


def test_what_is_frozen_says_why_and_which_time_it_is() -> None:
    [one] = tied(REPORTED, ())
    frozen, fact = freeze(triage(ReportSource.NOT_MINE), one, number=2, now=NINE)
    assert frozen == Frozen(archive=REPORTED.archive, triage=fact.triage, number=2, since=NINE)
    assert (fact.subject, fact.because, fact.number) == (ADA, Tie.REPORTED, 2)
    over = thaw(fact, NINE + HOUR)
    assert (over.archive, over.subject, over.triage, over.number) == (fact.archive, ADA, fact.triage, 2)


@pytest.mark.parametrize("source", [ReportSource.HAND, ReportSource.LEDGER, ReportSource.FOUND_FILE])
def test_what_nobody_signed_in_reported_freezes_nothing(source: ReportSource) -> None:
    [one] = tied(REPORTED, ())
    with pytest.raises(MayNotFreezeError):
        freeze(triage(source), one, number=1, now=NINE)


def test_the_ledger_alone_says_whether_a_freeze_is_in_force() -> None:
    one, other = REPORTED.archive, archive("other")
    entries: set[str] = set()

    def thawed(proven: bool = True) -> bool:  # noqa: FBT001, FBT002
        return is_thawed(one, entries.__contains__, lambda _: proven)

    assert thawed()
    entries |= {frozen_key(other, 1), thawed_key(one, 2)}
    assert thawed(), "another archive's, and a thaw of nothing"
    entries.add(frozen_key(one, 1))
    assert not thawed()
    entries.add(frozen_key(one, 2))
    assert last_number(one, entries.__contains__) == 2
    assert not thawed(), "the first one is in force"
    entries.add(thawed_key(one, 1))
    assert thawed()
    assert not thawed(proven=False), "a thaw is believed only if it is proven"


def test_scopes_overlap_if_an_item_can_be_in_both() -> None:
    first = ReleaseScope(as_of=1, since=NINE, until=NINE + 2 * HOUR)
    assert first.overlaps(first)
    assert first.overlaps(EVERYTHING)
    assert EVERYTHING.overlaps(first)
    after, before = replace(first, since=NINE + 2 * HOUR, until=None), replace(first, since=None, until=NINE)
    for other in (after, before):
        assert not first.overlaps(other)
        assert not other.overlaps(first)
    assert first.overlaps(replace(after, since=NINE + 2 * HOUR - timedelta(microseconds=1)))
