"""R23, R28, R29: a report freezes its own copy and what the ledger ties to it, at once and whole, and nothing else."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.app.faults import Killed, mortal
from tests.app.simulator import Household, Someone, household
from voicekeep.app.operations.asking import copies_of
from voicekeep.app.operations.building import build
from voicekeep.app.operations.checking import check
from voicekeep.app.operations.closing import close_account
from voicekeep.app.operations.download import begin_download, look_at_link, open_download
from voicekeep.app.operations.erase import erase_item
from voicekeep.app.operations.erasing_turns import Stretch, turns_in
from voicekeep.app.operations.evidence import holds, verify_ledger
from voicekeep.app.operations.freezing import is_frozen
from voicekeep.app.operations.handing_over import finish, issue, record
from voicekeep.app.operations.holding import hold
from voicekeep.app.operations.incidents import Acknowledged, open_by_hand, report_ledger, report_not_mine
from voicekeep.app.operations.marking import disown
from voicekeep.app.operations.notices import notices_of
from voicekeep.app.operations.release import PlainDesk, release
from voicekeep.app.operations.retention import expire_items
from voicekeep.app.operations.sweeping import sweep
from voicekeep.app.operations.triaging import all_triages, decide_triage, strangers_refused
from voicekeep.app.operations.views import CopyView
from voicekeep.app.operations.voiding import expire_archives
from voicekeep.delivery import DeliveryError, ForeignLinkError, FrozenLinkError, RevokedWhileStreamingError
from voicekeep.formats.facts import key_digest
from voicekeep.incident import (
    DecisionRefusedError,
    ReportRefusedError,
    Triage,
    TriageOverError,
    UnknownCopyError,
    UnknownTriageError,
)
from voicekeep.people import NotSignedInError, StaleSignInError
from voicekeep.records.facts import thawed_key
from voicekeep.records.ids import ArchiveId, ItemId, RequestId, TriageId
from voicekeep.records.reports import ReportSource, Saw, TriageState
from voicekeep.request import State
from voicekeep.vault import KeyDestroyedError, UnknownKeyError

SAW = Saw.STRANGE_RECORDING
HOST = "host_operator"


@pytest.fixture
def ada(home: Household) -> Someone:
    ada = home.join("ada")
    home.say(ada, "one", "two")
    return ada


def triages(home: Household) -> list[Triage]:
    lines = all_triages(home.keep)
    assert all(line.believed for line in lines)
    return [line.believed for line in lines if line.believed is not None]


def reported(home: Household, someone: Someone, request: RequestId) -> Acknowledged:
    return report_not_mine(home.keep, home.session(someone), request, SAW)


def view(home: Household, someone: Someone, request: RequestId) -> CopyView:
    return next(each for each in copies_of(home.keep, home.session(someone)) if each.request == request)


def archive_of(home: Household, request: RequestId) -> ArchiveId:
    with home.keep.database.read() as transaction:
        found = transaction.requests.get(request)
    assert found is not None
    assert found.attempt is not None
    return found.attempt


def frozen(home: Household, request: RequestId) -> bool:
    with home.keep.database.read() as transaction:
        return is_frozen(home.keep, transaction, archive_of(home, request))


def told(home: Household, someone: Someone) -> list[str]:
    return [notice.kind.value for notice in reversed(notices_of(home.keep, home.session(someone)))]


def at_once(home: Household, *people: Someone) -> list[RequestId]:
    """Have several requests open at the same time, and then release them one after the other."""
    requests = [home.ask(someone) for someone in people]
    for request in requests:
        release(request, PlainDesk(home.keep))
    return requests


def has_key(home: Household, request: RequestId) -> bool:
    try:
        home.keep.keys.archive_key(archive_of(home, request))
    except (KeyDestroyedError, UnknownKeyError):
        return False
    return True


def token(home: Household, someone: Someone, request: RequestId) -> str:
    shown = view(home, someone, request).token
    assert shown is not None
    return shown


# --- what a report does


def test_a_recipients_report_opens_a_triage_freezes_the_copy_and_is_acknowledged(home: Household, ada: Someone) -> None:
    request = home.release(ada)
    link = token(home, ada, request)
    taken = reported(home, ada, request)
    [triage] = triages(home)
    assert (triage.triage, triage.source, triage.state) == (taken.triage, ReportSource.NOT_MINE, TriageState.OPEN)
    assert (triage.archive, triage.reporter, triage.saw) == (archive_of(home, request), ada.subject, SAW)
    assert taken.frozen
    assert "report_taken" in told(home, ada)
    shown = view(home, ada, request)
    assert (shown.frozen, shown.token, shown.reported_at) == (True, None, taken.opened_at)
    for door in (look_at_link, open_download):
        with pytest.raises(FrozenLinkError):
            door(home.keep, link, home.session(ada))
    names = [event.name for event in holds(home.keep, home.session(ada))]
    assert names.index("triage_opened") < names.index("archive_frozen")
    verify_ledger(home.keep)


def test_a_frozen_link_opens_for_nobody_and_a_stranger_is_not_told_that_it_is_frozen(
    home: Household, ada: Someone
) -> None:
    request = home.release(ada)
    link, bruno = token(home, ada, request), home.join("bruno")
    reported(home, ada, request)
    with pytest.raises(FrozenLinkError):
        look_at_link(home.keep, link, home.session(ada))
    with pytest.raises(ForeignLinkError):
        look_at_link(home.keep, link, home.session(bruno))


def test_a_download_that_was_opened_before_opens_nothing_more(home: Household, ada: Someone) -> None:
    request = home.release(ada)
    session = home.session(ada)
    opened = open_download(home.keep, token(home, ada, request), session)
    reported(home, ada, request)
    with pytest.raises(FrozenLinkError):
        begin_download(home.keep, session, opened.archive, range_header=None, if_range=None)


def test_a_running_download_stops_at_the_next_chunk(home: Household, ada: Someone) -> None:
    home.say(ada, *[f"word {number}" for number in range(60)])
    request = home.release(ada)
    session = home.session(ada)
    opened = open_download(home.keep, token(home, ada, request), session)
    answer = begin_download(home.keep, session, opened.archive, range_header=None, if_range=None)
    first = next(answer.chunks)
    reported(home, ada, request)
    with pytest.raises(RevokedWhileStreamingError):
        next(answer.chunks)
    ended = [event.detail for event in holds(home.keep, session) if event.name == "download_ended"]
    assert ended == [f"{opened.archive}: 0 – {len(first)} B"]


def test_the_same_report_again_is_the_same_triage_and_freezes_nothing_twice(home: Household, ada: Someone) -> None:
    request = home.release(ada)
    first = reported(home, ada, request)
    session = home.session(ada)
    size = verify_ledger(home.keep).size
    again = report_not_mine(home.keep, session, request, Saw.ASKED_FOR_NOTHING)
    assert verify_ledger(home.keep).size == size
    assert (again.triage, again.opened_at) == (first.triage, first.opened_at)
    assert len(triages(home)) == 1
    assert told(home, ada).count("report_taken") == 1


def test_who_fetched_a_copy_that_is_expired_since_can_still_report_it(home: Household, ada: Someone) -> None:
    request = home.release(ada)
    home.fetch(ada, request)
    home.clock.pass_by(days=8)
    assert expire_archives(home.keep) == 1
    shown = view(home, ada, request)
    assert (shown.state, shown.released) == (State.EXPIRED, True)
    taken = reported(home, ada, request)
    assert not taken.frozen, "its key is gone: there is nothing to freeze"
    assert [line.frozen for line in all_triages(home.keep)] == [0]


# --- who can report what


def test_a_stranger_reports_anothers_copy_and_it_is_as_if_there_were_none(home: Household, ada: Someone) -> None:
    request, bruno = home.release(ada), home.join("bruno")
    for named in (request, RequestId.random(home.keep.entropy)):
        with pytest.raises(UnknownCopyError):
            reported(home, bruno, named)
    assert not triages(home)
    assert not frozen(home, request)
    assert home.fetch(ada, request)


def test_what_was_never_released_cannot_be_reported(home: Household, ada: Someone) -> None:
    request = home.ask(ada)
    with pytest.raises(UnknownCopyError):
        reported(home, ada, request)
    archive = ArchiveId(build(home.keep, request))
    hold(home.keep, request, archive, ["missing_item"])
    with pytest.raises(UnknownCopyError):
        reported(home, ada, request)
    assert not triages(home)


def test_a_stale_or_ended_sign_in_reports_nothing(home: Household, ada: Someone) -> None:
    request = home.release(ada)
    session = home.session(ada)
    home.clock.pass_by(minutes=11)
    with pytest.raises(StaleSignInError):
        report_not_mine(home.keep, session, request, SAW)
    home.clock.pass_by(days=30)
    with pytest.raises(NotSignedInError):
        report_not_mine(home.keep, session, request, SAW)
    assert not triages(home)


def test_2018_two_requests_open_at_once_are_frozen_together_and_the_other_person_is_told(
    home: Household, ada: Someone
) -> None:
    bruno, cleo = home.join("bruno"), home.join("cleo")
    apart = home.release(cleo)
    home.clock.pass_by(hours=1)
    adas, brunos = at_once(home, ada, bruno)
    reported(home, ada, adas)
    assert (frozen(home, adas), frozen(home, brunos), frozen(home, apart)) == (True, True, False)
    assert "copy_frozen" in told(home, bruno)
    assert "copy_frozen" not in told(home, ada) + told(home, cleo)
    assert "report_taken" not in told(home, bruno)
    shown = view(home, bruno, brunos)
    assert (shown.frozen, shown.token, shown.reported_at, shown.state) == (True, None, None, State.AVAILABLE)
    assert home.fetch(cleo, apart)
    [line] = all_triages(home.keep)
    assert line.frozen == 2


def test_an_earlier_copy_of_the_same_person_is_frozen_with_it(home: Household, ada: Someone) -> None:
    earlier = home.release(ada)
    home.clock.pass_by(days=1)
    later = home.release(ada)
    reported(home, ada, later)
    assert (frozen(home, earlier), frozen(home, later)) == (True, True)
    assert "copy_frozen" not in told(home, ada), "they were told that their report was taken"


def test_a_copy_that_is_being_made_goes_on_and_its_link_opens_nothing(home: Household, ada: Someone) -> None:
    bruno = home.join("bruno")
    adas, brunos = home.ask(ada), home.ask(bruno)
    archive = build(home.keep, brunos)
    release(adas, PlainDesk(home.keep))
    reported(home, ada, adas)
    due = view(home, bruno, brunos).due
    for step in (check, record, finish, issue):
        step(home.keep, archive)
    shown = view(home, bruno, brunos)
    assert (shown.state, shown.frozen, shown.token, shown.due) == (State.AVAILABLE, True, None, due)
    assert "copy_frozen" in told(home, bruno)
    assert "copy_ready" not in told(home, bruno)
    with pytest.raises(AssertionError):
        token(home, bruno, brunos)


# --- what is frozen is evidence


def test_expiry_and_retention_leave_what_is_frozen(home: Household, ada: Someone) -> None:
    request = home.release(ada)
    taken = reported(home, ada, request)
    home.clock.pass_by(days=400)
    assert expire_archives(home.keep) == 0
    expire_items(home.keep)
    sweep(home.keep)
    assert has_key(home, request)
    assert len(turns_in(home.keep, home.session(ada), Stretch.EVERYTHING, "")) == 2
    decide_triage(home.keep, taken.triage, TriageState.DISMISSED, by=HOST)
    assert expire_archives(home.keep) == 1
    assert not has_key(home, request)
    assert expire_items(home.keep) == 2


def test_an_erasure_wins_over_the_freeze_and_the_inventory_stays(home: Household, ada: Someone) -> None:
    request = home.release(ada)
    archive = archive_of(home, request)
    taken = reported(home, ada, request)
    session = home.session(ada)
    erase_item(home.keep, session, turns_in(home.keep, session, Stretch.EVERYTHING, "")[0])
    assert not has_key(home, request)
    assert f"inventories/{archive}" in set(home.keep.blobs.names())
    assert frozen(home, request)
    assert not view(home, ada, request).frozen, "what is gone is not held back"
    decide_triage(home.keep, taken.triage, TriageState.DISMISSED, by=HOST)
    assert view(home, ada, request).token is None
    verify_ledger(home.keep)


def test_closing_an_account_wins_over_the_freeze_and_the_triage_stays(home: Household, ada: Someone) -> None:
    request = home.release(ada)
    taken = reported(home, ada, request)
    close_account(home.keep, home.session(ada))
    assert not has_key(home, request)
    assert [triage.triage for triage in triages(home)] == [taken.triage]
    decide_triage(home.keep, taken.triage, TriageState.DISMISSED, by=HOST)
    verify_ledger(home.keep)


# --- decisions


def test_thawed_it_opens_again_for_its_owner_only_and_those_frozen_are_told(home: Household, ada: Someone) -> None:
    bruno = home.join("bruno")
    adas, brunos = at_once(home, ada, bruno)
    link = token(home, bruno, brunos)
    taken = reported(home, ada, adas)
    decide_triage(home.keep, taken.triage, TriageState.DISMISSED, by=HOST)
    assert (frozen(home, adas), frozen(home, brunos)) == (False, False)
    for someone in (ada, bruno):
        assert told(home, someone)[-1] == "copy_thawed"
    with pytest.raises(ForeignLinkError):
        look_at_link(home.keep, link, home.session(ada))
    assert home.fetch(bruno, brunos)
    assert home.fetch(ada, adas)
    assert view(home, ada, adas).reported_at is None
    verify_ledger(home.keep)


def test_what_two_reports_froze_is_thawed_by_the_second_decision(home: Household, ada: Someone) -> None:
    bruno = home.join("bruno")
    adas, brunos = at_once(home, ada, bruno)
    first, second = reported(home, ada, adas), reported(home, bruno, brunos)
    assert first.triage != second.triage
    decide_triage(home.keep, first.triage, TriageState.DISMISSED, by=HOST)
    assert (frozen(home, adas), frozen(home, brunos)) == (True, True)
    assert "copy_thawed" not in told(home, ada) + told(home, bruno)
    decide_triage(home.keep, second.triage, TriageState.DISMISSED, by=HOST)
    assert (frozen(home, adas), frozen(home, brunos)) == (False, False)
    assert home.fetch(ada, adas)


def test_what_was_dismissed_can_be_reported_and_frozen_anew(home: Household, ada: Someone) -> None:
    request = home.release(ada)
    first = reported(home, ada, request)
    decide_triage(home.keep, first.triage, TriageState.DISMISSED, by=HOST)
    again = reported(home, ada, request)
    assert again.triage != first.triage
    assert frozen(home, request)
    decide_triage(home.keep, again.triage, TriageState.DISMISSED, by=HOST)
    assert not frozen(home, request)


def test_a_confirmed_one_stays_frozen_and_says_until_when_to_notify(home: Household, ada: Someone) -> None:
    request = home.release(ada)
    taken = reported(home, ada, request)
    home.clock.pass_by(hours=3)
    decided = decide_triage(home.keep, taken.triage, TriageState.CONFIRMED, by=HOST)
    assert decide_triage(home.keep, taken.triage, TriageState.CONFIRMED, by="officer") == decided
    with pytest.raises(TriageOverError):
        decide_triage(home.keep, taken.triage, TriageState.DISMISSED, by=HOST)
    assert frozen(home, request)
    [line] = all_triages(home.keep)
    assert line.aware is not None
    assert line.aware.by == HOST
    assert (line.aware.notify_by - line.aware.aware_at).total_seconds() == 72 * 3600
    assert "triage_decided" in [event.name for event in holds(home.keep, home.session(ada))]


def test_what_is_no_triage_and_what_is_no_decision_change_nothing(home: Household, ada: Someone) -> None:
    taken = reported(home, ada, home.release(ada))
    with pytest.raises(UnknownTriageError):
        decide_triage(home.keep, TriageId.random(home.keep.entropy), TriageState.DISMISSED, by=HOST)
    with pytest.raises(DecisionRefusedError):
        decide_triage(home.keep, taken.triage, TriageState.DISMISSED, by="Ada, by hand")
    assert [triage.state for triage in triages(home)] == [TriageState.OPEN]


# --- other ways in which a case starts


def test_this_is_not_me_opens_a_triage_and_leaves_nothing_to_freeze(home: Household, ada: Someone) -> None:
    request = home.release(ada)
    session = home.session(ada)
    item = turns_in(home.keep, session, Stretch.EVERYTHING, "")[0]
    disown(home.keep, session, item)
    [triage] = triages(home)
    assert (triage.source, triage.item, triage.reporter) == (ReportSource.NOT_ME, item, ada.subject)
    assert not has_key(home, request), "what they said destroys it"
    assert [line.frozen for line in all_triages(home.keep)] == [0]
    assert "report_taken" in told(home, ada)


def test_a_failed_check_with_a_foreign_item_freezes_what_is_tied_to_it(home: Household, ada: Someone) -> None:
    bruno, cleo = home.join("bruno"), home.join("cleo")
    home.say(bruno, "three")
    [theirs] = turns_in(home.keep, home.session(bruno), Stretch.EVERYTHING, "")
    earlier, apart = home.release(bruno), home.release(cleo)
    home.clock.pass_by(days=1)
    requests = [home.ask(ada), home.ask(cleo)]
    archives = [ArchiveId(build(home.keep, request)) for request in requests]
    hold(home.keep, requests[0], archives[0], ["missing_item", f"foreign_item-{theirs}"])
    [triage] = triages(home)
    assert (triage.source, triage.archive, triage.item) == (ReportSource.FAILED_CHECK, archives[0], theirs)
    assert frozen(home, earlier), "it holds the item that was foreign in the other"
    assert frozen(home, requests[1]), "it was being made at the same time"
    assert not frozen(home, apart)
    assert "copy_frozen" in told(home, bruno)
    assert (told(home, ada)[-1], "report_taken" in told(home, ada)) == ("copy_held", False)
    assert not has_key(home, requests[0])


def test_a_check_that_fails_for_something_else_opens_nothing(home: Household, ada: Someone) -> None:
    request = home.ask(ada)
    hold(home.keep, request, ArchiveId(build(home.keep, request)), ["missing_item", "csv_differs", "sudden_growth"])
    assert not triages(home)


def test_a_held_copy_that_is_held_again_is_one_triage(home: Household, ada: Someone) -> None:
    request = home.ask(ada)
    archive = ArchiveId(build(home.keep, request))
    for _ in range(2):
        hold(home.keep, request, archive, ["foreign_recording"])
    assert len(triages(home)) == 1


def test_by_hand_it_freezes_nothing_and_is_no_signed_in_report(home: Household, ada: Someone) -> None:
    request = home.release(ada)
    archive = archive_of(home, request)
    item = ItemId.random(home.keep.entropy)
    found = open_by_hand(home.keep, ReportSource.FOUND_FILE, item=item)
    by_hand = open_by_hand(home.keep, ReportSource.HAND, archive=archive)
    assert open_by_hand(home.keep, ReportSource.HAND, archive=archive) == by_hand
    assert open_by_hand(home.keep, ReportSource.HAND) != open_by_hand(home.keep, ReportSource.HAND)
    assert report_ledger(home.keep) == report_ledger(home.keep) is not None
    for source in (ReportSource.NOT_MINE, ReportSource.NOT_ME, ReportSource.FAILED_CHECK):
        with pytest.raises(ReportRefusedError):
            open_by_hand(home.keep, source, archive=archive, item=item)
    assert {found, by_hand} < {triage.triage for triage in triages(home)}
    assert len(triages(home)) == 5
    assert not frozen(home, request)
    assert home.fetch(ada, request)


def test_refused_strangers_are_counted_and_freeze_nothing(home: Household, ada: Someone) -> None:
    request, bruno = home.release(ada), home.join("bruno")
    link = token(home, ada, request)
    for _ in range(3):
        with pytest.raises(ForeignLinkError):
            look_at_link(home.keep, link, home.session(bruno))
    with pytest.raises(DeliveryError):
        look_at_link(home.keep, "no link", home.session(bruno))
    assert strangers_refused(home.keep) == 3
    assert not triages(home)
    assert home.fetch(ada, request)
    home.clock.pass_by(days=31)
    assert strangers_refused(home.keep) == 0


# --- killed, and edited


@pytest.mark.parametrize("after", [False, True])
def test_a_report_that_dies_anywhere_is_taken_whole_or_not_at_all(
    home: Household, ada: Someone, *, after: bool
) -> None:
    bruno = home.join("bruno")
    deaths = 0
    for at in range(1, 20):
        adas, brunos = at_once(home, ada, bruno)
        session = home.session(ada)
        dying, fuse = mortal(home.keep, at, after=after)
        try:
            report_not_mine(dying, session, adas, SAW)
        except Killed:
            deaths += 1
        mine = [triage for triage in triages(home) if triage.archive == archive_of(home, adas)]
        assert len(mine) in {0, 1}
        assert frozen(home, adas) == frozen(home, brunos) == bool(mine)
        assert reported(home, ada, adas).frozen, "asked again, it is taken"
        assert len([triage for triage in triages(home) if triage.archive == archive_of(home, adas)]) == 1
        verify_ledger(home.keep)
        for triage in triages(home):
            if triage.state is TriageState.OPEN:
                decide_triage(home.keep, triage.triage, TriageState.DISMISSED, by=HOST)
        if fuse.calls < at:
            break
    assert deaths >= 2


@pytest.mark.parametrize("after", [False, True])
def test_a_hold_that_dies_anywhere_opens_its_triage_with_it(home: Household, ada: Someone, *, after: bool) -> None:
    for at in range(1, 20):
        request = home.ask(ada)
        archive = ArchiveId(build(home.keep, request))
        dying, fuse = mortal(home.keep, at, after=after)
        with suppress(Killed):
            hold(dying, request, archive, ["foreign_recording"])
        is_held = view(home, ada, request).state is State.HELD
        assert is_held == any(triage.archive == archive for triage in triages(home))
        hold(home.keep, request, archive, ["foreign_recording"])
        assert sum(triage.archive == archive for triage in triages(home)) == 1
        if fuse.calls < at:
            break
    assert at > 2


@pytest.fixture
def shelled(tmp_path: Path) -> Iterator[tuple[Household, sqlite3.Connection]]:
    path = tmp_path / "db.sqlite3"
    with household(tmp_path, database_file=path) as home, closing(sqlite3.connect(path, isolation_level=None)) as shell:
        yield home, shell


EDITS = (
    "DELETE FROM frozen",
    "DELETE FROM frozen; DELETE FROM triage",
    "UPDATE frozen SET archive = 'arc_aaaaaaaaaaaaaaaaaaaaaaaaaa'",
    "UPDATE frozen SET number = 7",
    "UPDATE triage SET state = 'dismissed', decided_at = 1, decided_by = 'host_operator'",
    "DELETE FROM frozen; UPDATE ledger_opening SET archive = NULL, name = 'viewed' WHERE name = 'archive_frozen'",
    "DELETE FROM frozen; DELETE FROM ledger_opening WHERE name = 'archive_frozen'",
)


@pytest.mark.parametrize("edit", EDITS)
def test_whoever_edits_rows_thaws_nothing(shelled: tuple[Household, sqlite3.Connection], edit: str) -> None:
    home, shell = shelled
    ada = home.join("ada")
    request = home.release(ada)
    link = token(home, ada, request)
    reported(home, ada, request)
    shell.executescript(edit)
    assert frozen(home, request)
    with pytest.raises(FrozenLinkError):
        look_at_link(home.keep, link, home.session(ada))
    home.clock.pass_by(days=30)
    assert expire_archives(home.keep) == 0


def test_a_thaw_that_somebody_wrote_into_the_ledger_is_not_believed(
    shelled: tuple[Household, sqlite3.Connection],
) -> None:
    """An entry that nobody needs becomes the thaw: its place in the signed tree does not bear it."""
    home, shell = shelled
    ada = home.join("ada")
    request = home.release(ada)
    taken = reported(home, ada, request)
    decide_triage(home.keep, taken.triage, TriageState.DISMISSED, by=HOST)
    [(key,)] = shell.execute(
        "SELECT natural_key FROM ledger_entry JOIN ledger_opening USING (position) WHERE name = 'archive_thawed'"
    )
    again = reported(home, ada, request)
    [(name,)] = shell.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%UPDATE ON ledger_entry%'"
    )
    shell.execute(f"DROP TRIGGER {name}")
    shell.execute("DELETE FROM frozen")
    assert again.frozen
    assert frozen(home, request)
    second = key_digest(thawed_key(archive_of(home, request), 2))
    shell.execute("UPDATE ledger_entry SET natural_key = ? WHERE natural_key = ?", (second, key))
    assert frozen(home, request)


def test_forged_rows_of_others_hold_no_report_up_and_what_they_are_of_is_frozen(
    shelled: tuple[Household, sqlite3.Connection],
) -> None:
    home, shell = shelled
    ada, bruno, cleo = home.join("ada"), home.join("bruno"), home.join("cleo")
    building = home.ask(cleo)
    build(home.keep, building)
    adas, brunos = at_once(home, ada, bruno)
    shell.execute("UPDATE request SET language = 'fr' WHERE request IN (?, ?)", (brunos, building))
    archive = shell.execute("SELECT attempt FROM request WHERE request = ?", (brunos,)).fetchone()[0]
    assert reported(home, ada, adas).frozen
    with home.keep.database.read() as transaction:
        assert is_frozen(home.keep, transaction, ArchiveId(archive))
    verify_ledger(home.keep)


def test_a_forged_triage_holds_no_report_up_and_is_shown_as_forged(
    shelled: tuple[Household, sqlite3.Connection],
) -> None:
    home, shell = shelled
    ada = home.join("ada")
    request = home.release(ada)
    first = reported(home, ada, request)
    shell.execute("UPDATE triage SET saw = 'strange_name'")
    again = reported(home, ada, request)
    assert again.triage != first.triage
    assert {line.triage: line.believed is not None for line in all_triages(home.keep)} == {
        first.triage: False,
        again.triage: True,
    }
    assert view(home, ada, request).reported_at is None
