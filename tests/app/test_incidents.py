"""R23, R28, R29: a report freezes its own copy and what the ledger ties to it, at once and whole, and nothing else."""

from __future__ import annotations

import pytest

from tests.app.reporting import SAW, archive_of, at_once, frozen, reported, token, told, triages, view
from tests.app.simulator import Household, Someone
from voicekeep.app.operations.building import build
from voicekeep.app.operations.checking import check
from voicekeep.app.operations.download import begin_download, look_at_link, open_download
from voicekeep.app.operations.evidence import holds, verify_ledger
from voicekeep.app.operations.handing_over import finish, issue, record
from voicekeep.app.operations.holding import hold
from voicekeep.app.operations.incidents import report_not_mine
from voicekeep.app.operations.release import PlainDesk, release
from voicekeep.app.operations.triaging import all_triages
from voicekeep.app.operations.voiding import expire_archives
from voicekeep.delivery import ForeignLinkError, FrozenLinkError, RevokedWhileStreamingError
from voicekeep.incident import UnknownCopyError
from voicekeep.people import NotSignedInError, StaleSignInError
from voicekeep.records.ids import ArchiveId, RequestId
from voicekeep.records.reports import ReportSource, Saw, TriageState
from voicekeep.request import State

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
