"""R23, R29: what is frozen is evidence until the decision; an erasure wins, and thawed it opens for its owner only."""

from __future__ import annotations

import pytest

from tests.app.reporting import HOST, archive_of, at_once, frozen, has_key, reported, token, told, triages, view
from tests.app.simulator import Household, Someone
from voicekeep.app.operations.closing import close_account
from voicekeep.app.operations.download import look_at_link
from voicekeep.app.operations.erase import erase_item
from voicekeep.app.operations.erasing_turns import Stretch, turns_in
from voicekeep.app.operations.evidence import holds, verify_ledger
from voicekeep.app.operations.retention import expire_items
from voicekeep.app.operations.sweeping import sweep
from voicekeep.app.operations.triaging import all_triages, decide_triage
from voicekeep.app.operations.voiding import expire_archives
from voicekeep.delivery import ForeignLinkError
from voicekeep.incident import (
    DecisionRefusedError,
    TriageOverError,
    UnknownTriageError,
)
from voicekeep.records.ids import TriageId
from voicekeep.records.reports import TriageState

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
