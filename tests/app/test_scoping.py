"""What reached whom, in both directions: by ledger, inventories and downloads; against a brute-force answer."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.app.crossing import Planted, Said, append, capture, erase, fetch, plant
from tests.app.simulator import Household, Someone, household
from voicekeep.app.operations.blob_names import inventory_blob
from voicekeep.app.operations.incidents import open_by_hand
from voicekeep.app.operations.scoping import same_code, scope_of
from voicekeep.incident import CaseScope, Doubt, UnknownCaseError
from voicekeep.records.facts import ReceiptGiven, Withheld
from voicekeep.records.ids import GuestReceiptId, HouseholdId, ItemId, SubjectId, TriageId
from voicekeep.records.reports import ReportSource


def about(home: Household, planted: Planted | None = None, item: ItemId | None = None) -> TriageId:
    archive = None if planted is None else planted.archive
    return open_by_hand(home.keep, ReportSource.HAND, archive=archive, item=item)


@pytest.fixture
def people(home: Household) -> tuple[Someone, Someone, Someone]:
    return home.join("ada"), home.join("bea"), home.join("cyd")


def test_the_case_of_2018_names_each_recording_of_whom_reached_whom(
    home: Household, people: tuple[Someone, Someone, Someone]
) -> None:
    victim, requester, _ = (each.subject for each in people)
    own, foreign = capture(home, requester, 5), capture(home, victim, 17)
    copy = plant(home, requester, [*own, *foreign])
    at = fetch(home, copy, end=copy.size)
    scope = scope_of(home.keep, about(home, copy))
    assert {each.item for each in scope.left} == {each.item for each in foreign}
    assert (scope.owners, scope.recipients) == (frozenset({victim}), frozenset({requester}))
    assert (scope.recordings, scope.records, scope.crossed, scope.unjudged) == (17, 17, 1, 0)
    assert all(each.complete and each.certain and each.at == at for each in scope.left)
    assert not {each.item for each in scope.reached} & {each.item for each in own}, "nothing of their own is named"


def test_a_download_that_broke_says_up_to_which_byte(home: Household, people: tuple[Someone, Someone, Someone]) -> None:
    victim, requester, _ = (each.subject for each in people)
    copy = plant(home, requester, capture(home, victim, 3))
    first, second = copy.lines[0], copy.lines[2]
    fetch(home, copy, end=second.offset + 40)
    scope = scope_of(home.keep, about(home, copy))
    told = {(each.item, each.of): (each.up_to, each.complete) for each in scope.reached}
    assert told[first.item, "recording"] == (100, True)
    assert told[second.item, "recording"] == (40, False)
    assert told[second.item, "record"] == (0, False)
    assert len(scope.left) == 3
    assert len(scope.reached) == 6


def test_pieces_that_together_are_whole_are_whole_and_a_gap_is_a_gap(
    home: Household, people: tuple[Someone, Someone, Someone]
) -> None:
    victim, requester, _ = (each.subject for each in people)
    copy = plant(home, requester, capture(home, victim, 2))
    whole, gap = copy.lines[0], copy.lines[1]
    fetch(home, copy, end=whole.offset + 60)
    fetch(home, copy, first=whole.offset + 50, end=gap.offset + 10)
    fetch(home, copy, first=gap.offset + 20, end=copy.size)
    told = {(each.item, each.of): each for each in scope_of(home.keep, about(home, copy)).reached}
    assert told[whole.item, "recording"].complete
    assert not told[gap.item, "record"].complete
    assert told[gap.item, "record"].up_to == 100


def test_where_the_power_went_the_worst_is_assumed_and_said(
    home: Household, people: tuple[Someone, Someone, Someone]
) -> None:
    victim, requester, _ = (each.subject for each in people)
    copy = plant(home, requester, capture(home, victim, 1))
    fetch(home, copy, end=None)
    [recording, record] = scope_of(home.keep, about(home, copy)).left
    assert recording.complete
    assert record.complete
    assert not recording.certain
    fetch(home, copy, end=copy.size)
    assert all(each.certain for each in scope_of(home.keep, about(home, copy)).left)


def test_what_nobody_fetched_reached_nobody_and_is_still_told(
    home: Household, people: tuple[Someone, Someone, Someone]
) -> None:
    victim, requester, _ = (each.subject for each in people)
    scope = scope_of(home.keep, about(home, plant(home, requester, capture(home, victim, 2))))
    assert (len(scope.reached), scope.left, scope.recipients) == (4, (), frozenset())
    assert scope.owners == {victim}


def test_a_copy_that_somebody_else_fetched_reached_them(
    home: Household, people: tuple[Someone, Someone, Someone]
) -> None:
    """P5 makes it impossible; if it happened, the scope says it."""
    victim, requester, third = (each.subject for each in people)
    copy = plant(home, requester, capture(home, victim, 1))
    fetch(home, copy, end=copy.size, by=third)
    assert scope_of(home.keep, about(home, copy)).recipients == {third}


def test_further_archives_with_the_same_items_are_found_and_their_owner_s_own_are_not_crossed(
    home: Household, people: tuple[Someone, Someone, Someone]
) -> None:
    victim, requester, third = (each.subject for each in people)
    foreign, other = capture(home, victim, 3), capture(home, third, 2)
    copy, further = plant(home, requester, foreign), plant(home, third, [*foreign[:1], *other])
    own, unrelated = plant(home, victim, foreign), plant(home, third, other)
    for each in (copy, further, own, unrelated):
        fetch(home, each, end=each.size)
    scope = scope_of(home.keep, about(home, copy))
    assert {each.archive for each in scope.judged} == {copy.archive, further.archive}
    assert {(each.recipient, each.item) for each in scope.left} == {
        *((requester, each.item) for each in foreign),
        (third, foreign[0].item),
    }


def test_a_found_file_leads_to_every_archive_that_held_it_and_who_fetched_it(
    home: Household, people: tuple[Someone, Someone, Someone]
) -> None:
    victim, requester, _ = (each.subject for each in people)
    found, others = capture(home, victim, 1), capture(home, victim, 4)
    own, crossed = plant(home, victim, [*found, *others]), plant(home, requester, found)
    at = fetch(home, own, end=own.size)
    fetch(home, crossed, end=crossed.lines[0].offset + 7)
    scope = scope_of(home.keep, about(home, item=found[0].item))
    assert {(each.recipient, each.archive, each.complete) for each in scope.own} == {(victim, own.archive, True)}
    assert {each.at for each in scope.own} == {at}
    assert [(each.recipient, each.up_to) for each in scope.left] == [(requester, 7)]


def test_an_archive_from_before_the_index_is_found_too(
    home: Household, people: tuple[Someone, Someone, Someone]
) -> None:
    victim, requester, third = (each.subject for each in people)
    foreign = capture(home, victim, 2)
    old, new = plant(home, third, foreign, code=None), plant(home, requester, foreign)
    fetch(home, old, end=old.size)
    scope = scope_of(home.keep, about(home, new))
    assert {each.archive for each in scope.judged} == {old.archive, new.archive}
    assert scope.recipients == {third}


def test_every_release_of_the_same_code_is_judged_again_and_those_of_unknown_code(
    home: Household, people: tuple[Someone, Someone, Someone]
) -> None:
    victim, requester, third = (each.subject for each in people)
    mine, foreign = capture(home, third, 2), capture(home, victim, 2)
    copy = plant(home, requester, foreign, code="code-1")
    alike = plant(home, third, [*mine, *foreign[:1]], code="code-1")
    fine, old, other = (
        plant(home, third, mine, code="code-1"),
        plant(home, third, mine, code=None),
        plant(home, third, mine, code="code-2"),
    )
    scope = scope_of(home.keep, about(home, copy))
    judged = {each.archive: each for each in same_code(home.keep, scope.judged)}
    assert other.archive not in judged
    assert {fine.archive} <= judged.keys()
    assert {old.archive, alike.archive} <= {each.archive for each in scope.judged}
    assert all(each.clean for each in judged.values())
    doubted = [replace(each, code=None) for each in scope.judged if each.crossed]
    assert other.archive in {each.archive for each in same_code(home.keep, doubted)}, "a code that nobody noted"


def test_members_of_the_household_at_that_time_are_exposed_and_those_who_came_later_are_not(
    home: Household, people: tuple[Someone, Someone, Someone]
) -> None:
    victim, requester, later = (each.subject for each in people)
    partner = home.join("dan").subject
    with home.keep.database.begin() as transaction:
        own = transaction.people.member_of(victim)
        assert own is not None
    _move(home, partner, own.household, since=own.since)
    said = capture(home, victim, 2, at=home.clock.now + timedelta(days=1))
    _move(home, later, own.household, since=home.clock.now + timedelta(days=9))
    copy = plant(home, requester, said)
    scope = scope_of(home.keep, about(home, copy))
    assert scope.exposed == {victim: frozenset({partner})}
    assert scope.housemates == {partner}


def _move(home: Household, subject: SubjectId, to: HouseholdId, *, since: datetime) -> None:
    """Let somebody have lived there since an instant; the book of members has no other way than joining."""
    with home.keep.database.begin() as transaction:
        was = transaction.people.member_of(subject)
        assert was is not None
        now = replace(was, household=to, since=since)
        book = transaction.people
        book._members.update(book._connection, now)  # type: ignore[attr-defined]  # noqa: SLF001


def test_that_somebody_else_is_heard_is_known_from_marks_and_receipts(
    home: Household, people: tuple[Someone, Someone, Someone]
) -> None:
    victim, requester, _ = (each.subject for each in people)
    marked, guest, plain = capture(home, victim, 3)
    instead = home.keep.entropy(32)
    withholding = ItemId.random(home.keep.entropy)
    receipt = GuestReceiptId.random(home.keep.entropy)
    append(
        home,
        [
            Withheld(item=marked.item, subject=victim, by=withholding, audio=instead, at=home.clock()),
            ReceiptGiven(receipt=receipt, item=guest.item, subject=victim, at=home.clock()),
        ],
    )
    silenced = replace(marked, audio=instead)
    scope = scope_of(home.keep, about(home, plant(home, requester, [silenced, guest, plain])))
    assert {item: (heard.marked, heard.guest) for item, heard in scope.heard.items()} == {
        marked.item: (True, False),
        guest.item: (False, True),
    }
    assert scope.unjudged == 0, "silence that its owner asked for is no other content"


@pytest.mark.parametrize(
    "doubt", [Doubt.NO_INVENTORY, Doubt.BAD_SIGNATURE, Doubt.CHANGED_LINES, Doubt.UNKNOWN_ITEM, Doubt.ANOTHER_CONTENT]
)
def test_what_cannot_be_judged_is_never_called_clean(
    home: Household, people: tuple[Someone, Someone, Someone], doubt: Doubt
) -> None:
    owner = people[0].subject
    said = capture(home, owner, 2)
    if doubt is Doubt.ANOTHER_CONTENT:
        said[0] = replace(said[0], audio=bytes(32))
    if doubt is Doubt.UNKNOWN_ITEM:
        said[0] = replace(said[0], item=ItemId.random(home.keep.entropy))
    copy = plant(home, owner, said)
    name = inventory_blob(copy.archive)
    if doubt is Doubt.NO_INVENTORY:
        home.keep.blobs.delete([name])
    if doubt is Doubt.CHANGED_LINES:
        home.keep.blobs.put(name, home.keep.blobs.read(name)[:-1])
    if doubt is Doubt.BAD_SIGNATURE:
        with home.keep.database.begin() as transaction:
            attempt = transaction.attempts.get(copy.archive)
            assert attempt is not None
            transaction.attempts.replace(replace(attempt, inventory_signature=bytes(64)))
    [judged] = scope_of(home.keep, about(home, copy)).judged
    assert doubt in judged.doubts
    assert not judged.clean
    assert not judged.crossed


def test_of_an_erased_item_it_is_still_known_whose_it_was(
    home: Household, people: tuple[Someone, Someone, Someone]
) -> None:
    victim, requester, _ = (each.subject for each in people)
    said = capture(home, victim, 2)
    copy = plant(home, requester, said)
    fetch(home, copy, end=copy.size)
    erase(home, said[0])
    scope = scope_of(home.keep, about(home, copy))
    assert {each.item for each in scope.left} == {each.item for each in said}
    assert scope.judged[0].erased == 2
    assert scope.unjudged == 0


def test_a_case_without_a_copy_or_an_item_reaches_nobody_and_an_unknown_one_is_refused(home: Household) -> None:
    scope = scope_of(home.keep, about(home))
    assert (scope.reached, scope.judged, scope.own) == ((), (), ())
    with pytest.raises(UnknownCaseError):
        scope_of(home.keep, TriageId.random(home.keep.entropy))


@dataclass
class History:
    """What happened in a keep at random, as a brute-force answer can read it."""

    owner_of: dict[ItemId, SubjectId] = field(default_factory=dict)
    copies: list[Planted] = field(default_factory=list)
    old: list[str] = field(default_factory=list)  # copies from before the code was noted
    bytes_to: dict[tuple[str, SubjectId], set[int]] = field(default_factory=dict)  # by archive and recipient


steps = st.lists(
    st.one_of(
        st.tuples(st.just("say"), st.integers(0, 2), st.integers(1, 3)),
        st.tuples(st.just("release"), st.integers(0, 2), st.lists(st.integers(0, 30), max_size=5)),
        st.tuples(st.just("fetch"), st.integers(0, 9), st.tuples(st.integers(0, 900), st.integers(0, 900))),
        st.tuples(st.just("erase"), st.integers(0, 30), st.none()),
    ),
    max_size=14,
)


@settings(max_examples=settings().max_examples // 2, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example([("say", 0, 1), ("release", 1, [0]), ("fetch", 0, (129, 129))], 0)  # begun, and not a byte of it left
@given(steps, st.integers(0, 9))
def test_the_scope_is_what_a_reading_of_every_byte_would_say(taken: list[tuple[str, int, object]], which: int) -> None:
    with tempfile.TemporaryDirectory() as folder, household(Path(folder)) as home:
        subjects = [SubjectId.random(home.keep.entropy) for _ in range(3)]
        history, said = History(), list[Said]()
        for step in taken:
            _happen(home, history, said, subjects, step)
        if not history.copies:
            return
        copy = history.copies[which % len(history.copies)]
        _require_same(history, scope_of(home.keep, about(home, copy)), copy)


def _happen(
    home: Household, history: History, said: list[Said], subjects: list[SubjectId], step: tuple[str, int, object]
) -> None:
    match step:
        case ("say", who, int(count)):
            new = capture(home, subjects[who], count)
            said += new
            history.owner_of |= {each.item: each.owner for each in new}
        case ("release", who, list(picked)):
            held = list(dict.fromkeys(said[number % len(said)] for number in picked)) if said else []
            code = "code-1" if len(picked) % 2 else None
            copy = plant(home, subjects[who], held, code=code, length=50)
            history.copies.append(copy)
            history.old += [] if code else [copy.archive]
        case ("fetch", number, (int(one), int(other))) if history.copies:
            copy = history.copies[number % len(history.copies)]
            first, end = min(one, other, copy.size), min(max(one, other), copy.size)
            fetch(home, copy, first=first, end=end)
            history.bytes_to.setdefault((copy.archive, copy.subject), set()).update(range(first, end))
        case ("erase", number, _) if said:
            gone = said[number % len(said)]
            with home.keep.database.read() as transaction:
                there = transaction.log.openings_of_item(gone.item)
                captured = any(opening.name == "captured" for opening in there)
            if captured:
                erase(home, gone)


def _require_same(history: History, scope: CaseScope, copy: Planted) -> None:
    """Whatever is somebody else's, byte by byte: in the copy, in old ones, and wherever the same items lie."""

    def strange(each: Planted) -> set[ItemId]:
        return {line.item for line in each.lines if history.owner_of[line.item] != each.subject}

    suspects = {copy.archive, *history.old}
    while True:
        items = set[ItemId]().union(*(strange(each) for each in history.copies if each.archive in suspects))
        more = {each.archive for each in history.copies if strange(each) & items} - suspects
        if not more:
            break
        suspects |= more
    expected = {
        (each.archive, line.item, line.of, each.subject): _left(history, each, line.offset, line.length)
        for each in history.copies
        for line in each.lines
        if each.archive in suspects and line.item in strange(each)
    }
    found = {(each.archive, each.item, each.of, each.recipient): (each.up_to, each.complete) for each in scope.reached}
    assert found == expected
    assert {each.archive for each in scope.judged} == suspects
    assert scope.owners == {history.owner_of[item] for _, item, _, _ in expected}


def _left(history: History, copy: Planted, offset: int, length: int) -> tuple[int, bool]:
    out = history.bytes_to.get((copy.archive, copy.subject), set())
    got = {at - offset for at in out if offset <= at < offset + length}
    return (max(got) + 1 if got else 0, len(got) == length)
