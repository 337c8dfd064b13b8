"""A case at the desk and on the host: by role, in order, by two where it ends; whole at any death."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.app.crossing import Planted, capture, fetch, plant
from tests.app.desk import Member, appointed, as_company, first_administrators
from tests.app.faults import Killed, mortal
from tests.app.reporting import archive_of, reported, view
from tests.app.simulator import Household, Someone, household
from tests.incident.cases import EVERYTHING, KNOWN, resting
from voicekeep.app.operations.accounts import choose
from voicekeep.app.operations.case_desk import (
    all_cases,
    case_at_the_desk,
    cases_at_the_desk,
    decide_at_the_desk,
    scope_at_the_desk,
    take_scope,
    take_scope_on_the_host,
    view_on_the_host,
    write_at_the_desk,
)
from voicekeep.app.operations.case_register import register
from voicekeep.app.operations.cases import case_of, change_case
from voicekeep.app.operations.crossed_alike import report_crossed
from voicekeep.app.operations.deciding import approve, decline, open_proposals
from voicekeep.app.operations.ending_cases import (
    CloseRefusedError,
    close_on_the_host,
    close_stands,
    destroy_evidence,
    propose_close,
)
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.app.operations.freezing_everybody import freeze_on_the_host, thaw_on_the_host
from voicekeep.app.operations.incidents import open_by_hand
from voicekeep.app.operations.inventories import judge_again
from voicekeep.app.operations.release import PlainDesk, release
from voicekeep.app.operations.triaging import decide_triage
from voicekeep.archive import Stage
from voicekeep.formats.inventory import InventoryLine
from voicekeep.incident import (
    Affected,
    AffectedRole,
    Assessed,
    Case,
    CaseMovedError,
    CaseNotOverError,
    CaseState,
    CauseNamed,
    Change,
    Channel,
    Foreign,
    IncompleteCaseError,
    NotificationSent,
    PersonTold,
    Scoped,
    UnknownCaseError,
)
from voicekeep.ledger import owners, release_of
from voicekeep.people import NotOnDutyError, ProposalOverError, Role, SamePersonError, StaleSignInError
from voicekeep.records.errors import ForgedRowError
from voicekeep.records.ids import TriageId
from voicekeep.records.items import ItemKind, Keeping
from voicekeep.records.reports import ReportSource, TriageState
from voicekeep.stores import StoreBrokenError

HOST = "host_operator"
STORY = "it cannot happen again"


@pytest.fixture
def desk(home: Household) -> tuple[Member, Member]:
    as_company(home)
    administrators = first_administrators(home)
    return (
        appointed(home, "olga", Role.OFFICER, administrators),
        appointed(home, "dora", Role.DATA_PROTECTION_OFFICER, administrators),
    )


def crossed(home: Household) -> tuple[TriageId, Planted]:
    """Let something of one person's reach another, and a case be opened for it."""
    victim, recipient = home.join("vera").subject, home.join("rolf").subject
    copy = plant(home, recipient, [*capture(home, recipient, 2), *capture(home, victim, 3)])
    fetch(home, copy, end=copy.size)
    return open_by_hand(home.keep, ReportSource.HAND, archive=copy.archive), copy


def grow(home: Household, triage: TriageId, *changes: Change) -> Case:
    """Write these, each as resting on the assessment that counts."""
    case = view_on_the_host(home.keep, triage).case
    for change in changes:
        aware = case.triage.aware_at
        ready = resting(change, case)
        if isinstance(change, NotificationSent) and aware is not None:
            ready = replace(change, sent_at=aware)
        case = change_case(home.keep, triage, ready, by=HOST, known=KNOWN)
    return case


def affect(home: Household, triage: TriageId, someone: Someone) -> None:
    """Name somebody who is affected: where the ledger says that everything was its recipient's own."""
    change_case(home.keep, triage, Affected(subject=someone.subject, role=AffectedRole.OWNER), by=HOST)


def run_to_the_end(home: Household, triage: TriageId) -> Case:
    """Do everything that there is to do before a case can be closed."""
    decide_triage(home.keep, triage, TriageState.CONFIRMED, by=HOST)
    take_scope_on_the_host(home.keep, triage, by=HOST)
    steps = [change for change in EVERYTHING if type(change).__name__ not in {"Scoped", "Affected"}]
    case = grow(home, triage, *steps)
    told = [PersonTold(subject=who, channel=Channel.LETTER, acknowledged=True) for who in sorted(case.to_tell)]
    return grow(home, triage, *told)


def test_every_triage_is_a_case_and_one_s_own_is_not_shown_at_the_desk(
    home: Household, desk: tuple[Member, Member]
) -> None:
    officer, dpo = desk
    mine = officer.someone
    choose(home.keep, home.session(mine), Keeping.AUDIO, 3)
    home.say(mine, "one")
    request = home.release(mine)
    own = reported(home, mine, request).triage
    other = open_by_hand(home.keep, ReportSource.HAND)
    assert {line.triage for line in cases_at_the_desk(home.keep, officer.session(home)).lines} == {other}
    assert {line.triage for line in cases_at_the_desk(home.keep, dpo.session(home)).lines} == {own, other}
    with pytest.raises(UnknownCaseError):
        case_at_the_desk(home.keep, officer.session(home), own)
    with pytest.raises(UnknownCaseError):
        write_at_the_desk(home.keep, officer.session(home), own, CauseNamed(text="x"), seen=0)
    assert case_at_the_desk(home.keep, dpo.session(home), own).case.state is CaseState.TRIAGE


def test_who_is_not_on_duty_sees_and_writes_nothing_and_decisions_are_the_data_protection_officer_s(
    home: Household, desk: tuple[Member, Member]
) -> None:
    officer, dpo = desk
    triage, _ = crossed(home)
    for nobody in (home.session(home.join("nora")), home.session(home.people["adele"])):
        with pytest.raises(NotOnDutyError):
            cases_at_the_desk(home.keep, nobody)
        with pytest.raises(NotOnDutyError):
            scope_at_the_desk(home.keep, nobody, triage)
    with pytest.raises(NotOnDutyError):
        decide_at_the_desk(home.keep, officer.session(home), triage, TriageState.CONFIRMED)
    decide_at_the_desk(home.keep, dpo.session(home), triage, TriageState.CONFIRMED)
    assessed = next(change for change in EVERYTHING if isinstance(change, Assessed))
    with pytest.raises(NotOnDutyError):
        write_at_the_desk(home.keep, officer.session(home), triage, assessed, seen=0)
    stale = dpo.session(home)
    home.clock.pass_by(minutes=11)
    with pytest.raises(StaleSignInError):
        write_at_the_desk(home.keep, stale, triage, assessed, seen=0)
    write_at_the_desk(home.keep, dpo.session(home), triage, assessed, seen=0)
    case = case_at_the_desk(home.keep, officer.session(home), triage).case
    assert [noted.by for noted in case.history] == ["data_protection_officer"]


def test_of_two_officers_at_once_one_is_told_that_the_other_was_first(
    home: Household, desk: tuple[Member, Member]
) -> None:
    officer, dpo = desk
    triage, _ = crossed(home)
    decide_at_the_desk(home.keep, dpo.session(home), triage, TriageState.CONFIRMED)
    write_at_the_desk(home.keep, officer.session(home), triage, CauseNamed(text="one"), seen=0)
    with pytest.raises(CaseMovedError):
        write_at_the_desk(home.keep, dpo.session(home), triage, CauseNamed(text="other"), seen=0)
    assert len(view_on_the_host(home.keep, triage).case.history) == 1


def test_the_scope_is_written_with_everybody_whom_it_concerns_once(
    home: Household, desk: tuple[Member, Member]
) -> None:
    officer, _ = desk
    triage, copy = crossed(home)
    scope, proposed = scope_at_the_desk(home.keep, officer.session(home), triage)
    assert (scope.recordings, proposed.people) == (3, 1)
    for seen in (0, 3):
        take_scope(home.keep, officer.session(home), triage, seen=seen)
    case = view_on_the_host(home.keep, triage).case
    victim, recipient = home.people["vera"].subject, home.people["rolf"].subject
    assert case.affected == {
        victim: frozenset({AffectedRole.OWNER}),
        recipient: frozenset({AffectedRole.RECIPIENT}),
    }
    scoped = case.last(Scoped)
    assert scoped is not None
    assert (scoped.people, scoped.recordings, scoped.crossed, scoped.judged) == (1, 3, 1, 1)
    with home.keep.database.read() as transaction:
        assert [each.triage for each in transaction.cases.cases_of(victim)] == [triage]
    assert copy.subject == recipient


def test_another_crossed_copy_of_the_same_program_gets_a_case_of_its_own_once(home: Household) -> None:
    vera, wim, rolf, sue = (home.join(name).subject for name in ("vera", "wim", "rolf", "sue"))
    copy = plant(home, rolf, capture(home, vera, 2))
    other, fine = plant(home, sue, capture(home, wim, 3)), plant(home, sue, capture(home, sue, 1))
    first = open_by_hand(home.keep, ReportSource.HAND, archive=copy.archive)
    for _ in range(2):
        take_scope_on_the_host(home.keep, first, by=HOST)
    lines = {line.triage: line.case for line in all_cases(home.keep)}
    assert len(lines) == 2
    [second] = [case for triage, case in lines.items() if triage != first]
    assert second is not None
    assert (second.triage.source, second.triage.archive) == (ReportSource.FAILED_CHECK, other.archive)
    assert fine.archive not in {case.triage.archive for case in lines.values() if case is not None}
    take_scope_on_the_host(home.keep, second.triage.triage, by=HOST)
    assert len(all_cases(home.keep)) == 2, "the first is about the other one"
    assert view_on_the_host(home.keep, second.triage.triage).case.to_tell == {wim}
    verify_ledger(home.keep)


def test_what_is_judged_again_and_crossed_opens_nothing_any_more(home: Household) -> None:
    """A release that is still to be fetched."""
    vera, sue = home.join("vera"), home.join("sue")
    home.say(sue, "one")
    request = home.release(sue)
    archive = archive_of(home, request)
    with home.keep.database.read() as transaction:
        released = release_of(transaction.log, archive)
        assert released is not None
        judged = judge_again(home.keep, transaction, released, None)
    assert judged.clean
    [hers] = capture(home, vera.subject, 1)
    line = InventoryLine(item=hers.item, kind=ItemKind.TURN, of="record", digest=hers.record, offset=0, length=1)
    with home.keep.database.read() as transaction:
        foreign = Foreign(line=line, owned=owners(transaction.log, [hers.item])[hers.item])
    assert report_crossed(home.keep, [judged]) == ()
    assert not view(home, sue, request).frozen
    again = replace(judged, foreign=(foreign,))
    assert report_crossed(home.keep, [again, judged]) == (archive,)
    assert view(home, sue, request).frozen
    assert report_crossed(home.keep, [again]) == ()
    [line_of_it] = all_cases(home.keep)
    assert line_of_it.frozen == 1


def test_a_case_ends_by_two_and_its_evidence_with_it(home: Household, desk: tuple[Member, Member]) -> None:
    officer, dpo = desk
    ada, bea = home.join("ada"), home.join("bea")
    for someone in (ada, bea):
        home.say(someone, "one")
    first = home.ask(ada)
    second = home.release(bea)
    release(first, PlainDesk(home.keep))
    triage = reported(home, ada, first).triage
    assert view(home, bea, second).frozen, "worked on at the same time"
    affect(home, triage, bea)
    run_to_the_end(home, triage)
    proposal = propose_close(home.keep, officer.session(home), triage, STORY)
    with pytest.raises(SamePersonError):
        approve(home.keep, officer.session(home), proposal)
    approve(home.keep, dpo.session(home), proposal)
    assert view_on_the_host(home.keep, triage).case.state is CaseState.CLOSED
    with home.keep.database.read() as transaction:
        evidence = transaction.attempts.get(archive_of(home, first))
    assert evidence is not None
    assert evidence.stage is Stage.DESTROYED
    assert not view(home, bea, second).frozen
    assert home.fetch(bea, second)
    with pytest.raises(ProposalOverError):
        approve(home.keep, dpo.session(home), proposal)
    verify_ledger(home.keep)


def test_what_is_missing_is_said_and_nothing_is_closed(home: Household, desk: tuple[Member, Member]) -> None:
    officer, dpo = desk
    triage, _ = crossed(home)
    with pytest.raises(CaseNotOverError) as refused:
        propose_close(home.keep, officer.session(home), triage, STORY)
    assert "no_measure" in refused.value.missing
    run_to_the_end(home, triage)
    proposal = propose_close(home.keep, officer.session(home), triage, STORY)
    with home.keep.database.read() as transaction:
        found = transaction.staff.proposal(proposal)
        assert found is not None
        assert close_stands(home.keep, transaction, found)
        ahead = replace(found, detail=str(int(found.detail) + 1))
        assert not close_stands(home.keep, transaction, ahead), "of more entries than there are: never approved"
    grow(home, triage, CauseNamed(text="one more"))
    assert open_proposals(home.keep, dpo.session(home)) == ()
    with pytest.raises(CloseRefusedError):
        approve(home.keep, dpo.session(home), proposal)
    again = propose_close(home.keep, dpo.session(home), triage, STORY)
    decline(home.keep, officer.session(home), again, "not yet")
    assert view_on_the_host(home.keep, triage).case.state is CaseState.NOTIFIED


def test_a_case_is_not_closed_while_somebody_whom_it_reaches_by_now_is_not_named(
    home: Household, desk: tuple[Member, Member]
) -> None:
    """Nobody would tell them: what was written of its scope is older than what was fetched since."""
    officer, dpo = desk
    vera, wim, rolf, sue = (home.join(name).subject for name in ("vera", "wim", "rolf", "sue"))
    hers, his = capture(home, vera, 3), capture(home, wim, 1)
    copy = plant(home, rolf, hers)
    fetch(home, copy, end=copy.size)
    triage = open_by_hand(home.keep, ReportSource.HAND, archive=copy.archive)
    run_to_the_end(home, triage)
    proposal = propose_close(home.keep, officer.session(home), triage, STORY)
    later = plant(home, sue, [*hers, *his])
    fetch(home, later, end=later.size)
    with pytest.raises(CaseNotOverError, match="people_unnamed"):
        approve(home.keep, dpo.session(home), proposal)
    with pytest.raises(CaseNotOverError, match="people_unnamed"):
        propose_close(home.keep, officer.session(home), triage, STORY)
    take_scope_on_the_host(home.keep, triage, by=HOST)
    case = view_on_the_host(home.keep, triage).case
    assert case.to_tell == {vera, wim}
    with pytest.raises(CaseNotOverError, match="people_untold"):
        propose_close(home.keep, officer.session(home), triage, STORY)
    grow(home, triage, PersonTold(subject=wim, channel=Channel.TELEPHONE, acknowledged=True))
    approve(home.keep, dpo.session(home), propose_close(home.keep, officer.session(home), triage, STORY))
    assert view_on_the_host(home.keep, triage).case.state is CaseState.CLOSED


def test_at_home_whoever_runs_it_closes_and_in_a_company_never_alone(home: Household) -> None:
    triage, _ = crossed(home)
    run_to_the_end(home, triage)
    freeze_on_the_host(home.keep, triage, "all of it")
    with pytest.raises(CloseRefusedError):
        close_on_the_host(home.keep, triage, STORY, by=HOST)
    thaw_on_the_host(home.keep, "done")
    as_company(home)
    with pytest.raises(CloseRefusedError):
        close_on_the_host(home.keep, triage, STORY, by=HOST)
    home.keep = replace(home.keep, settings=replace(home.keep.settings, mode="home"))
    close_on_the_host(home.keep, triage, STORY, by=HOST)
    [line] = register(home.keep)
    assert (line.state, line.band, line.authority_notified, line.closed_at is not None) == (
        "closed",
        "high",
        True,
        True,
    )


@pytest.mark.parametrize("after", [False, True])
def test_a_closing_that_dies_anywhere_is_whole_and_its_evidence_goes_at_the_next_start(
    tmp_path: Path, *, after: bool
) -> None:
    for at in range(1, 40):
        folder = tmp_path / str(at)
        folder.mkdir()
        with household(folder) as home:
            ada = home.join("ada")
            home.say(ada, "one")
            request = home.release(ada)
            triage = reported(home, ada, request).triage
            affect(home, triage, home.join("bea"))
            run_to_the_end(home, triage)
            dying, fuse = mortal(home.keep, at, after=after)
            with suppress(Killed):
                close_on_the_host(dying, triage, STORY, by=HOST)
            destroy_evidence(home.keep)
            state = view_on_the_host(home.keep, triage).case.state
            with home.keep.database.read() as transaction:
                attempt = transaction.attempts.get(archive_of(home, request))
            assert attempt is not None
            assert (attempt.stage is Stage.DESTROYED) == (state is CaseState.CLOSED)
            assert view(home, ada, request).token is None, "what was reported never opens again by itself"
            verify_ledger(home.keep)
            if fuse.calls < at:
                return
    pytest.fail("a closing has more steps than were tried")


@pytest.mark.parametrize("after", [False, True])
def test_a_step_of_a_case_that_dies_anywhere_is_written_whole_or_not_at_all(home: Household, *, after: bool) -> None:
    triage, _ = crossed(home)
    for at in range(1, 20):
        before = len(view_on_the_host(home.keep, triage).case.history)
        dying, fuse = mortal(home.keep, at, after=after)
        with suppress(Killed):
            take_scope_on_the_host(dying, triage, by=HOST)
        added = len(view_on_the_host(home.keep, triage).case.history) - before
        assert added in {0, 1, 3}
        verify_ledger(home.keep)
        if fuse.calls < at:
            return
    pytest.fail("more steps than were tried")


@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE case_entry SET body = zeroblob(40) WHERE number = 1",
        "UPDATE case_entry SET \"by\" = 'officer' WHERE number = 1",
        "UPDATE case_entry SET number = 9 WHERE number = 2",
        "DELETE FROM case_entry WHERE number = 3",
        "DELETE FROM case_entry WHERE number = 1",
        "DELETE FROM case_entry",
        "DELETE FROM triage",
    ],
)
def test_whoever_edits_the_rows_of_a_case_is_found_out_and_the_register_says_so(tmp_path: Path, edit: str) -> None:
    path = tmp_path / "keep.sqlite3"
    with household(tmp_path, database_file=path) as home:
        triage, _ = crossed(home)
        take_scope_on_the_host(home.keep, triage, by=HOST)
        with closing(sqlite3.connect(path)) as shell:
            for change in ("update", "delete"):
                shell.execute(f"DROP TRIGGER case_entry_no_{change}")
            shell.execute(edit)
            shell.commit()
        with pytest.raises((ForgedRowError, IncompleteCaseError, UnknownCaseError)):
            view_on_the_host(home.keep, triage)
        [line] = register(home.keep)
        assert (line.number, line.state) == (triage, "unknown")
        assert line.doubt in {"ForgedRowError", "IncompleteCaseError", "UnknownCaseError"}
        assert destroy_evidence(home.keep) == 0


def test_a_step_that_cannot_be_written_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    """A database that is read-only, as a full or broken disk makes it."""
    path = tmp_path / "keep.sqlite3"
    with household(tmp_path, database_file=path) as home:
        triage, _ = crossed(home)
        with closing(sqlite3.connect(path)) as shell:
            shell.execute(
                "CREATE TRIGGER full BEFORE INSERT ON case_entry BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
            )
            shell.commit()
        with pytest.raises(StoreBrokenError):
            take_scope_on_the_host(home.keep, triage, by=HOST)
        assert view_on_the_host(home.keep, triage).case.history == ()
        verify_ledger(home.keep)


def test_the_register_holds_every_case_also_what_was_no_breach(home: Household) -> None:
    breach, _ = crossed(home)
    none = open_by_hand(home.keep, ReportSource.HAND)
    decide_triage(home.keep, none, TriageState.DISMISSED, by=HOST)
    run_to_the_end(home, breach)
    lines = {line.number: line for line in register(home.keep)}
    assert (lines[none].state, lines[none].authority_notified) == ("dismissed", None)
    line = lines[breach]
    assert (line.facts, line.effects, line.remedy) == ("about facts", "about effects", "about remedy")
    assert (line.people, line.recordings, line.severity, line.entries) == (1, 3, "3.25", len(_history(home, breach)))
    assert line.measures == "drill_kind two at once: played every night"


def _history(home: Household, triage: TriageId) -> tuple[object, ...]:
    with home.keep.database.read() as transaction:
        return case_of(home.keep, transaction, triage).history


def test_the_clock_runs_through_both_nights_of_the_year_and_shows_what_is_left(home: Household) -> None:
    """72 elapsed hours: the nights in which the clocks change in Berlin have 23 and 25 hours."""
    for day in ("2031-03-29T21:00:00+00:00", "2030-10-26T21:00:00+00:00"):
        home.clock.now = datetime.fromisoformat(day)
        triage = open_by_hand(home.keep, ReportSource.HAND)
        decide_triage(home.keep, triage, TriageState.CONFIRMED, by=HOST)
        home.clock.pass_by(hours=36)
        seen = view_on_the_host(home.keep, triage)
        assert seen.aware is not None
        left = seen.aware.notify_by - seen.now
        assert timedelta(hours=35, minutes=59) < left <= timedelta(hours=36)
        assert seen.to_notify
