"""R23, R28: a disowned recording, a failed check and a hand open a triage each; refused strangers freeze nothing."""

from __future__ import annotations

import pytest

from tests.app.reporting import archive_of, frozen, has_key, token, told, triages
from tests.app.simulator import Household, Someone
from voicekeep.app.operations.building import build
from voicekeep.app.operations.download import look_at_link
from voicekeep.app.operations.erasing_turns import Stretch, turns_in
from voicekeep.app.operations.holding import hold
from voicekeep.app.operations.incidents import open_by_hand, report_ledger
from voicekeep.app.operations.marking import disown
from voicekeep.app.operations.triaging import all_triages, strangers_refused
from voicekeep.delivery import DeliveryError, ForeignLinkError
from voicekeep.incident import ReportRefusedError
from voicekeep.records.ids import ArchiveId, ItemId
from voicekeep.records.reports import ReportSource


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
