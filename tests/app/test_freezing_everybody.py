"""R29, R30: holding every copy of everybody back takes two people, letting go too; clocks run on, everybody is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.desk import Member, appointed, as_company, first_administrators
from tests.app.offices import kinds_for
from tests.app.reporting import archive_of, reported, view
from tests.app.simulator import Household, Someone, household
from tests.app.test_cases import crossed, run_to_the_end
from tests.app.test_kills import turns_of
from voicekeep.app.operations.accounts import choose
from voicekeep.app.operations.deciding import approve, decline, open_proposals
from voicekeep.app.operations.download import look_at_link
from voicekeep.app.operations.ending_cases import close_on_the_host
from voicekeep.app.operations.erase import erase_item
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.app.operations.exports import ReasonRefusedError
from voicekeep.app.operations.freezing_everybody import (
    FreezeRefusedError,
    freeze_on_the_host,
    freezes_stand,
    propose_freeze,
    propose_thaw,
    thaw_on_the_host,
)
from voicekeep.app.operations.incidents import open_by_hand
from voicekeep.app.operations.triaging import decide_triage
from voicekeep.app.operations.voiding import expire_archives
from voicekeep.delivery import FrozenLinkError
from voicekeep.formats.facts import key_digest
from voicekeep.incident import UnknownCaseError
from voicekeep.notice import NoticeKind
from voicekeep.people import NotOnDutyError, Role, SamePersonError, StaleSignInError
from voicekeep.records.ids import RequestId, TriageId
from voicekeep.records.items import Keeping
from voicekeep.records.reports import ReportSource, TriageState
from voicekeep.vault import KeyDestroyedError

WHY = "the same step made every copy of this week"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Household]:
    with household(tmp_path) as opened:
        yield opened


@pytest.fixture
def desk(home: Household) -> tuple[Member, Member]:
    as_company(home)
    administrators = first_administrators(home)
    return (
        appointed(home, "olga", Role.OFFICER, administrators),
        appointed(home, "dora", Role.DATA_PROTECTION_OFFICER, administrators),
    )


def copy_of(home: Household, name: str) -> tuple[Someone, RequestId]:
    someone = home.join(name)
    home.say(someone, "one")
    return someone, home.release(someone)


def case(home: Household) -> TriageId:
    return open_by_hand(home.keep, ReportSource.HAND)


def test_one_proposes_another_agrees_and_only_then_nothing_opens(home: Household, desk: tuple[Member, Member]) -> None:
    (ada, first), (bea, second) = copy_of(home, "ada"), copy_of(home, "bea")
    officer, dpo = desk
    proposal = propose_freeze(home.keep, officer.session(home), case(home), WHY)
    assert home.fetch(ada, first)
    with pytest.raises(SamePersonError):
        approve(home.keep, officer.session(home), proposal)
    approve(home.keep, dpo.session(home), proposal)
    for someone, request in ((ada, first), (bea, second)):
        before = view(home, someone, request)
        assert before.frozen
        assert before.token is None
        assert kinds_for(home, someone)[NoticeKind.COPY_FROZEN] == 1
    third = home.ask(ada)  # clocks run on, and what is asked now has its last day
    assert view(home, ada, third).due == view(home, ada, first).due
    thaw = propose_thaw(home.keep, dpo.session(home), "it was another step")
    approve(home.keep, officer.session(home), thaw)
    assert home.fetch(ada, first)
    assert home.fetch(bea, second)
    assert kinds_for(home, bea)[NoticeKind.COPY_THAWED] == 1
    verify_ledger(home.keep)


def test_what_is_declined_or_only_proposed_freezes_nothing(home: Household, desk: tuple[Member, Member]) -> None:
    ada, request = copy_of(home, "ada")
    officer, dpo = desk
    decline(home.keep, dpo.session(home), propose_freeze(home.keep, officer.session(home), case(home), WHY), "no need")
    propose_freeze(home.keep, officer.session(home), case(home), WHY)
    assert len(open_proposals(home.keep, dpo.session(home))) == 1
    assert freezes_stand(home.keep) is None
    assert home.fetch(ada, request)
    assert not kinds_for(home, ada)[NoticeKind.COPY_FROZEN]


def test_what_is_released_while_it_stands_is_held_back_and_keys_outlive_their_links(home: Household) -> None:
    ada, old = copy_of(home, "ada")
    freeze_on_the_host(home.keep, case(home), WHY)
    new = home.release(ada)
    assert view(home, ada, new).frozen
    home.clock.pass_by(days=400)
    assert expire_archives(home.keep) == 0
    archive = archive_of(home, old)
    home.keep.ring.archive_key(archive, old, ada.subject)
    thaw_on_the_host(home.keep, "done")
    assert expire_archives(home.keep) == 2
    with pytest.raises(KeyDestroyedError):
        home.keep.ring.archive_key(archive, old, ada.subject)


def test_a_download_that_runs_stops_and_a_link_opens_nothing(home: Household) -> None:
    ada, request = copy_of(home, "ada")
    token = view(home, ada, request).token
    freeze_on_the_host(home.keep, case(home), WHY)
    assert token is not None
    with pytest.raises(FrozenLinkError):
        look_at_link(home.keep, token, home.session(ada))


def test_an_erasure_wins_all_the_same(home: Household) -> None:
    ada, request = copy_of(home, "ada")
    freeze_on_the_host(home.keep, case(home), WHY)
    erase_item(home.keep, home.session(ada), turns_of(home, "ada")[0])
    with pytest.raises(KeyDestroyedError):
        home.keep.ring.archive_key(archive_of(home, request), request, ada.subject)


def test_it_can_stand_again_and_again_and_only_once_at_a_time(home: Household) -> None:
    ada, request = copy_of(home, "ada")
    triage = case(home)
    with pytest.raises(FreezeRefusedError):
        thaw_on_the_host(home.keep, WHY)
    for number in (1, 2):
        freeze_on_the_host(home.keep, triage, WHY)
        assert freezes_stand(home.keep) == number
        with pytest.raises(FreezeRefusedError):
            freeze_on_the_host(home.keep, triage, WHY)
        thaw_on_the_host(home.keep, WHY)
        assert freezes_stand(home.keep) is None
    assert home.fetch(ada, request)
    assert kinds_for(home, ada)[NoticeKind.COPY_FROZEN] == 2


def test_who_may_not_for_what_and_without_a_reason(home: Household, desk: tuple[Member, Member]) -> None:
    officer, _ = desk
    triage = case(home)
    with pytest.raises(NotOnDutyError):
        propose_freeze(home.keep, home.session(home.people["adele"]), triage, WHY)
    with pytest.raises(ReasonRefusedError):
        propose_freeze(home.keep, officer.session(home), triage, " ")
    with pytest.raises(UnknownCaseError):
        propose_freeze(home.keep, officer.session(home), TriageId.random(home.keep.entropy), WHY)
    stale = officer.session(home)
    home.clock.pass_by(minutes=11)
    with pytest.raises(StaleSignInError):
        propose_freeze(home.keep, stale, triage, WHY)
    with pytest.raises(FreezeRefusedError, match="two at the desk"):
        freeze_on_the_host(home.keep, triage, WHY)
    with pytest.raises(FreezeRefusedError, match="two at the desk"):
        thaw_on_the_host(home.keep, WHY)
    decide_triage(home.keep, triage, TriageState.DISMISSED, by="host_operator")
    with pytest.raises(UnknownCaseError):
        propose_freeze(home.keep, officer.session(home), triage, WHY)


def test_a_case_that_is_over_freezes_nobody(home: Household) -> None:
    triage, _ = crossed(home)
    run_to_the_end(home, triage)
    close_on_the_host(home.keep, triage, "everybody knows", by="host_operator")
    with pytest.raises(UnknownCaseError):
        freeze_on_the_host(home.keep, triage, WHY)
    assert freezes_stand(home.keep) is None


def test_nobody_proposes_or_agrees_in_a_case_that_concerns_themselves(
    home: Household, desk: tuple[Member, Member]
) -> None:
    officer, dpo = desk
    someone = officer.someone
    choose(home.keep, home.session(someone), Keeping.AUDIO, 3)
    home.say(someone, "one")
    own = reported(home, someone, home.release(someone)).triage
    with pytest.raises(UnknownCaseError):
        propose_freeze(home.keep, officer.session(home), own, WHY)
    proposal = propose_freeze(home.keep, dpo.session(home), own, WHY)
    with pytest.raises(UnknownCaseError):
        approve(home.keep, officer.session(home), proposal)
    assert freezes_stand(home.keep) is None


def test_a_thaw_whose_opening_is_gone_is_none(home: Household) -> None:
    """Whoever edits the database thaws nothing: neither by deleting rows nor by hiding that it stands."""
    ada, request = copy_of(home, "ada")
    freeze_on_the_host(home.keep, case(home), WHY)
    thaw_on_the_host(home.keep, WHY)
    with home.keep.database.begin() as transaction:
        [position] = transaction.log.positions_of([key_digest("everybody_thawed|1")]).values()
        transaction.log.forget([position], position)
    assert view(home, ada, request).frozen
