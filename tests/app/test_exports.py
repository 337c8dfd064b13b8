"""R29: one person stops every way out, also in the middle of a download; to go on takes two."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.desk import Member, appointed, as_company, first_administrators
from tests.app.simulator import Household, household
from voicekeep.app.operations.asking import copies_of
from voicekeep.app.operations.deciding import approve, decline, open_proposals
from voicekeep.app.operations.download import begin_download, look_at_link, open_download
from voicekeep.app.operations.exports import (
    ExportsOffError,
    ReasonRefusedError,
    SwitchRefusedError,
    exports_stopped,
    propose_exports_on,
    switch_off,
    switch_off_on_the_host,
    switch_on_on_the_host,
)
from voicekeep.delivery import DeliveryError, RevokedWhileStreamingError
from voicekeep.people import NotOnDutyError, ProposalOverError, Role, SamePersonError, Session
from voicekeep.records.ids import ArchiveId, ProposalId

WHY = "a sorting error is being looked at"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Household]:
    with household(tmp_path) as opened:
        yield opened


def copy_of(home: Household, name: str) -> tuple[Session, str, ArchiveId]:
    someone = home.join(name)
    home.say(someone, *(f"turn {number}" for number in range(40)))
    home.release(someone)
    session = home.session(someone)
    copy = copies_of(home.keep, session)[0]
    assert copy.token is not None
    assert copy.archive is not None
    return session, copy.token, copy.archive


def fetch(home: Household, session: Session, archive: ArchiveId) -> bytes:
    return b"".join(begin_download(home.keep, session, archive, range_header=None, if_range=None).chunks)


def test_nothing_leaves_while_it_is_off_and_everything_is_there_after(home: Household) -> None:
    session, token, archive = copy_of(home, "ada")
    open_download(home.keep, token, session)
    switch_off_on_the_host(home.keep, WHY)
    with pytest.raises(ExportsOffError):
        look_at_link(home.keep, token, session)
    with pytest.raises(ExportsOffError):
        open_download(home.keep, token, session)
    with pytest.raises(ExportsOffError):
        fetch(home, session, archive)
    stopped = exports_stopped(home.keep)
    assert stopped is not None
    assert stopped.reason == WHY
    switch_on_on_the_host(home.keep, "it was nothing")
    assert fetch(home, session, archive)[:2] == b"PK"


def test_a_running_download_stops(home: Household) -> None:
    session, token, archive = copy_of(home, "ada")
    open_download(home.keep, token, session)
    chunks = begin_download(home.keep, session, archive, range_header=None, if_range=None).chunks
    switch_off_on_the_host(home.keep, WHY)  # asked before every chunk, also the first
    with pytest.raises(RevokedWhileStreamingError):
        next(chunks)


def test_a_stranger_learns_nothing_of_the_switch(home: Household) -> None:
    _, token, archive = copy_of(home, "ada")
    stranger = home.session(home.join("bob"))
    switch_off_on_the_host(home.keep, WHY)
    with pytest.raises(DeliveryError):
        look_at_link(home.keep, token, stranger)
    with pytest.raises(DeliveryError):
        fetch(home, stranger, archive)


def test_it_takes_a_reason_and_is_off_once(home: Household) -> None:
    for empty in ("", " \n", "x" * 2_001):
        with pytest.raises(ReasonRefusedError):
            switch_off_on_the_host(home.keep, empty)
    with pytest.raises(SwitchRefusedError):
        switch_on_on_the_host(home.keep, WHY)
    switch_off_on_the_host(home.keep, WHY)
    with pytest.raises(SwitchRefusedError):
        switch_off_on_the_host(home.keep, WHY)


def test_it_can_be_off_more_than_once(home: Household) -> None:
    for number in (1, 2, 3):
        switch_off_on_the_host(home.keep, f"{WHY} {number}")
        stopped = exports_stopped(home.keep)
        assert stopped is not None
        assert (stopped.number, stopped.reason) == (number, f"{WHY} {number}")
        switch_on_on_the_host(home.keep, WHY)
        assert exports_stopped(home.keep) is None


def test_the_ledger_alone_says_whether_it_is_off(home: Household) -> None:
    """Whoever writes the database can take the words away; nothing leaves all the same."""
    switch_off_on_the_host(home.keep, WHY)
    with home.keep.database.begin() as transaction:
        transaction.staff.put_export_reason(1, "")
    assert exports_stopped(home.keep) is not None


# --- in a company


@pytest.fixture
def two(home: Household) -> tuple[Member, Member]:
    return first_administrators(as_company(home))


def test_in_a_company_the_host_does_not_switch_it_on(home: Household, two: tuple[Member, Member]) -> None:
    switch_off(home.keep, two[0].session(home), WHY)
    with pytest.raises(SwitchRefusedError):
        switch_on_on_the_host(home.keep, WHY)


def test_one_stops_and_two_go_on(home: Household, two: tuple[Member, Member]) -> None:
    officer = appointed(home, "olga", Role.OFFICER, two)
    switch_off(home.keep, officer.session(home), WHY)
    proposal = propose_exports_on(home.keep, officer.session(home), "it was nothing")
    with pytest.raises(SamePersonError):
        approve(home.keep, officer.session(home), proposal)
    assert exports_stopped(home.keep) is not None
    [seen] = open_proposals(home.keep, two[0].session(home))
    assert (seen.reason, seen.proposed_by, seen.decidable) == ("it was nothing", "Olga", True)
    [own] = open_proposals(home.keep, officer.session(home))
    assert not own.decidable
    approve(home.keep, two[0].session(home), proposal)
    assert exports_stopped(home.keep) is None
    with pytest.raises(ProposalOverError):
        approve(home.keep, two[1].session(home), proposal)


def test_declined_stays_off(home: Household, two: tuple[Member, Member]) -> None:
    switch_off(home.keep, two[0].session(home), WHY)
    proposal = propose_exports_on(home.keep, two[0].session(home), "perhaps")
    decline(home.keep, two[1].session(home), proposal, "no")
    assert exports_stopped(home.keep) is not None
    with pytest.raises(ProposalOverError):
        approve(home.keep, two[1].session(home), proposal)


def test_a_proposal_of_last_time_opens_nothing_this_time(home: Household, two: tuple[Member, Member]) -> None:
    switch_off(home.keep, two[0].session(home), WHY)
    old = propose_exports_on(home.keep, two[0].session(home), "perhaps")
    approve(home.keep, two[1].session(home), propose_exports_on(home.keep, two[0].session(home), "yes"))
    switch_off(home.keep, two[0].session(home), "again")
    with pytest.raises(SwitchRefusedError):
        approve(home.keep, two[1].session(home), old)
    assert exports_stopped(home.keep) is not None


def test_a_proposal_stands_for_a_week(home: Household, two: tuple[Member, Member]) -> None:
    switch_off(home.keep, two[0].session(home), WHY)
    proposal = propose_exports_on(home.keep, two[0].session(home), "perhaps")
    home.clock.pass_by(days=7)
    with pytest.raises(ProposalOverError):
        approve(home.keep, two[1].session(home), proposal)


def test_whoever_is_not_on_duty_switches_nothing(home: Household, two: tuple[Member, Member]) -> None:
    stranger = home.session(home.join("sid"))
    switch_off(home.keep, two[0].session(home), WHY)
    proposal = propose_exports_on(home.keep, two[0].session(home), "perhaps")
    for act in (
        lambda: switch_off(home.keep, stranger, WHY),
        lambda: propose_exports_on(home.keep, stranger, WHY),
        lambda: approve(home.keep, stranger, proposal),
        lambda: decline(home.keep, stranger, proposal, "no"),
        lambda: approve(home.keep, stranger, ProposalId.random(home.keep.entropy)),
        lambda: open_proposals(home.keep, stranger),
    ):
        with pytest.raises(NotOnDutyError):
            act()
    assert exports_stopped(home.keep) is not None
