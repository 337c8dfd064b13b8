"""P9, R30: two people let one doubt pass; its owner reads who and why, and it carries over to nothing else."""

from __future__ import annotations

from pathlib import Path

from tests.app.held import REASON, approve, proposal_of
from tests.app.overriding import HeldDesk, held_desk_in
from tests.app.simulator import household
from voicekeep.app.operations.closing import close_account
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.app.operations.overriding import overrides_of, propose_override
from voicekeep.app.operations.proving import change_password
from voicekeep.notice import NoticeKind
from voicekeep.records.facts import Noted
from voicekeep.request import State


def test_two_people_let_a_doubt_pass_and_its_owner_reads_who_and_why(desk: HeldDesk) -> None:
    request = desk.held()
    approve(desk.keep, desk.otto, propose_override(desk.keep, desk.olga, request, REASON))
    assert desk.state(request) is State.IDENTIFIED
    assert desk.goes_on(request) is State.AVAILABLE
    assert desk.home.fetch(desk.ada, request).startswith(b"PK")
    [told] = desk.view(request).overrides
    assert (told.proposed_as, told.approved_as, told.reason) == ("officer", "data_protection_officer", REASON)
    assert told.rules == ("credentials_changed",)
    assert overrides_of(desk.keep, desk.home.session(desk.ada)) == (told,)
    assert overrides_of(desk.keep, desk.olga) == ()
    assert [fact.notes for fact in desk.facts() if isinstance(fact, Noted)] == [("credentials_changed",)]
    with desk.keep.database.read() as transaction:
        kinds = [notice.kind for notice in transaction.notices.of_subject(desk.ada.subject)]
    assert kinds.count(NoticeKind.COPY_OVERRIDDEN) == 1
    verify_ledger(desk.keep)


def test_the_reason_is_in_no_row_and_no_fact(tmp_path: Path) -> None:
    database = tmp_path / "keep.sqlite3"
    with household(tmp_path, database_file=database) as home:
        desk = held_desk_in(home)
        made = propose_override(desk.keep, desk.olga, desk.held(), REASON)
        assert "present" not in repr(proposal_of(desk.keep, made))
        approve(desk.keep, desk.otto, made)
        for file in tmp_path.glob("keep.sqlite3*"):
            assert REASON.encode() not in file.read_bytes()


def test_what_was_let_pass_is_asked_at_every_attempt_and_the_rest_still_holds(desk: HeldDesk) -> None:
    request = desk.held()
    approve(desk.keep, desk.otto, propose_override(desk.keep, desk.olga, request, REASON))
    desk.home.clock.pass_by(minutes=1)
    change_password(desk.keep, desk.home.session(desk.ada), desk.ada.password)  # after what the two had seen
    assert desk.goes_on(request) is State.HELD
    assert desk.view(request).findings == ("credentials_changed",)


def test_it_does_not_carry_over_to_a_later_request(desk: HeldDesk) -> None:
    request = desk.held()
    approve(desk.keep, desk.otto, propose_override(desk.keep, desk.olga, request, REASON))
    later = desk.home.release(desk.ada)
    assert desk.view(later).state is State.HELD
    assert desk.goes_on(request) is State.AVAILABLE


def test_it_does_not_carry_over_to_another_persons_copy(desk: HeldDesk) -> None:
    bruno = desk.home.join("bruno")
    change_password(desk.keep, desk.home.session(bruno), bruno.password)
    approve(desk.keep, desk.otto, propose_override(desk.keep, desk.olga, desk.held(), REASON))
    his = desk.home.release(bruno)
    assert desk.state(his) is State.HELD


def test_the_reason_goes_with_the_account(desk: HeldDesk) -> None:
    made = propose_override(desk.keep, desk.olga, desk.held(), REASON)
    approve(desk.keep, desk.otto, made)
    close_account(desk.keep, desk.home.session(desk.ada))
    with desk.keep.database.read() as transaction:
        assert transaction.staff.proposal(made) is None
        assert transaction.staff.proposals() == ()
