"""A report opens one triage, says what its source must say and nothing else, and is decided once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.ledger.keeping import ADA, archive, item
from voicekeep.incident import (
    FREEZING,
    DecisionRefusedError,
    Report,
    ReportRefusedError,
    Triage,
    TriageOverError,
    decide,
    foreign_items,
    is_foreign,
    open_triage,
    same_report,
)
from voicekeep.records.ids import TriageId
from voicekeep.records.reports import ReportSource, Saw, TriageState

NOW = datetime(2030, 11, 4, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
TRIAGE = TriageId("tri_" + 26 * "a")
COPY, ITEM = archive("c"), item("i")
WHOLE: dict[ReportSource, dict[str, Any]] = {
    ReportSource.NOT_MINE: {"archive": COPY, "reporter": ADA, "saw": Saw.STRANGE_NAME},
    ReportSource.NOT_ME: {"item": ITEM, "reporter": ADA},
    ReportSource.FAILED_CHECK: {"archive": COPY, "item": ITEM},
    ReportSource.LEDGER: {},
    ReportSource.FOUND_FILE: {"item": ITEM},
    ReportSource.HAND: {"archive": COPY},
}


def reported(source: ReportSource) -> Report:
    return Report(source=source, **WHOLE[source])


def triage_of(report: Report, state: TriageState = TriageState.OPEN) -> Triage:
    opened = open_triage(report, triage=TRIAGE, now=NOW)[0]
    return opened if state is TriageState.OPEN else decide(opened, outcome=state, by="officer", now=LATER)[0]


@pytest.mark.parametrize("source", ReportSource)
def test_every_source_opens_a_triage_and_the_fact_says_the_same(source: ReportSource) -> None:
    report = reported(source)
    triage, fact = open_triage(report, triage=TRIAGE, now=NOW)
    assert (triage.state, triage.decided_at, triage.decided_by, triage.aware_at) == (TriageState.OPEN, None, None, None)
    for told in (triage, fact):
        assert (told.triage, told.source, told.archive, told.item) == (TRIAGE, source, report.archive, report.item)
        assert told.saw == report.saw
    assert (triage.reporter, fact.subject, triage.opened_at, fact.at) == (report.reporter, report.reporter, NOW, NOW)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (ReportSource.NOT_MINE, "archive"),
        (ReportSource.NOT_MINE, "reporter"),
        (ReportSource.NOT_MINE, "saw"),
        (ReportSource.NOT_ME, "item"),
        (ReportSource.NOT_ME, "reporter"),
        (ReportSource.FAILED_CHECK, "archive"),
    ],
)
def test_what_a_source_must_say_is_not_left_out(source: ReportSource, name: str) -> None:
    with pytest.raises(ReportRefusedError, match=name):
        open_triage(Report(source=source, **{**WHOLE[source], name: None}), triage=TRIAGE, now=NOW)


@pytest.mark.parametrize("source", set(ReportSource) - {ReportSource.NOT_MINE, ReportSource.NOT_ME})
def test_nobody_is_named_as_reporter_who_did_not_sign_in(source: ReportSource) -> None:
    with pytest.raises(ReportRefusedError, match="no reporter"):
        open_triage(Report(source=source, **WHOLE[source], reporter=ADA), triage=TRIAGE, now=NOW)


@pytest.mark.parametrize("source", set(ReportSource) - {ReportSource.NOT_MINE})
def test_what_was_seen_is_asked_of_recipients_only(source: ReportSource) -> None:
    with pytest.raises(ReportRefusedError, match="no saw"):
        open_triage(Report(source=source, **WHOLE[source], saw=Saw.STRANGE_NAME), triage=TRIAGE, now=NOW)


def test_only_signed_in_reports_and_failed_checks_freeze() -> None:
    assert {ReportSource.NOT_MINE, ReportSource.NOT_ME, ReportSource.FAILED_CHECK} == FREEZING


@pytest.mark.parametrize("state", [TriageState.OPEN, TriageState.CONFIRMED])
def test_the_same_report_is_the_triage_that_it_opened(state: TriageState) -> None:
    report = reported(ReportSource.NOT_MINE)
    known = triage_of(report, state)
    assert same_report(report, [known]) is known


def test_what_was_dismissed_can_be_reported_anew() -> None:
    report = reported(ReportSource.NOT_MINE)
    assert same_report(report, [triage_of(report, TriageState.DISMISSED)]) is None
    again = triage_of(report)
    assert same_report(report, [triage_of(report, TriageState.DISMISSED), again]) is again
    assert same_report(report, []) is None


def test_two_reports_by_hand_that_name_nothing_are_two_and_a_broken_ledger_is_one() -> None:
    for source, same in ((ReportSource.HAND, False), (ReportSource.FOUND_FILE, False), (ReportSource.LEDGER, True)):
        report = Report(source=source)
        known = triage_of(report)
        assert (same_report(report, [known]) is known) == same


@pytest.mark.parametrize("outcome", [TriageState.CONFIRMED, TriageState.DISMISSED])
def test_the_same_decision_again_changes_nothing_and_another_is_refused(outcome: TriageState) -> None:
    decided, fact = decide(triage_of(reported(ReportSource.HAND)), outcome=outcome, by="officer", now=LATER)
    again, same = decide(decided, outcome=outcome, by="host_operator", now=LATER + timedelta(days=1))
    assert (again, same) == (decided, fact)
    other = next(each for each in TriageState if each not in {outcome, TriageState.OPEN})
    with pytest.raises(TriageOverError):
        decide(decided, outcome=other, by="officer", now=LATER)


def test_certainty_is_not_moved_afterwards() -> None:
    confirmed = triage_of(reported(ReportSource.HAND), TriageState.CONFIRMED)
    with pytest.raises(TriageOverError):
        decide(confirmed, outcome=TriageState.CONFIRMED, by="officer", now=LATER, aware_at=NOW)


@pytest.mark.parametrize(
    ("outcome", "by", "aware_at"),
    [
        (TriageState.OPEN, "officer", None),
        (TriageState.CONFIRMED, "", None),
        (TriageState.CONFIRMED, "Dr. Ada of the office", None),
        (TriageState.CONFIRMED, "officer", LATER + timedelta(microseconds=1)),
        (TriageState.CONFIRMED, "officer", datetime(2030, 11, 4, 9)),  # noqa: DTZ001  that is the point
        (TriageState.DISMISSED, "officer", NOW),
    ],
)
def test_what_is_no_decision_decides_nothing(outcome: TriageState, by: str, aware_at: datetime | None) -> None:
    with pytest.raises(DecisionRefusedError):
        decide(triage_of(reported(ReportSource.HAND)), outcome=outcome, by=by, now=LATER, aware_at=aware_at)


def test_a_finding_is_foreign_by_its_name_and_names_its_item() -> None:
    assert is_foreign([f"foreign_item-{ITEM}"])
    assert is_foreign(["missing_item", "foreign_recording"])
    assert is_foreign(["WrongOwnerError"])
    assert not is_foreign([])
    assert not is_foreign([f"missing_item-{ITEM}", "csv_differs", "sudden_growth", "KeyDestroyedError"])
    other = item("other")
    tags = [f"foreign_item-{ITEM}", f"missing_item-{other}", "foreign_item", "foreign_item-x", f"foreign_item-{ITEM}"]
    assert foreign_items(tags) == (ITEM,)
