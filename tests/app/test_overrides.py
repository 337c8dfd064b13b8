"""P9, R30: two people let one doubt pass; nobody alone, nothing else, and nobody for themselves."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.app.faults import Killed, mortal
from tests.app.held import REASON, approve, decline, duty, held, proposal_of, works
from tests.app.simulator import Household, Someone, household
from tests.archive.copies import ADA, BEA, KITCHEN, NOON, built, numbered, plan, turn
from tests.checks.readings import check, ledger_of
from voicekeep.app.operations.asking import copies_of
from voicekeep.app.operations.closing import close_account
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.app.operations.exports import SWITCHERS, ReasonRefusedError
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.overriding import (
    OverrideRefusedError,
    approve_override,
    decline_override,
    held_at_the_desk,
    override_stands,
    overrides_of,
    propose_override,
)
from voicekeep.app.operations.proving import change_password
from voicekeep.app.operations.release import PlainDesk, release
from voicekeep.app.operations.staff import end_roles_of, on_duty
from voicekeep.app.operations.taking_up import take_up_again
from voicekeep.app.operations.views import CopyView
from voicekeep.checks import (
    HOLDING,
    PLAUSIBILITY_RULES,
    Acceptance,
    ArchiveRefusedError,
    Bound,
    NotAcceptableError,
    Past,
    Severity,
)
from voicekeep.formats.facts import decode_fact
from voicekeep.notice import NoticeKind
from voicekeep.people import (
    Duty,
    NotOnDutyError,
    Outcome,
    Proposal,
    ProposalOverError,
    Role,
    SamePersonError,
    Session,
    SignInMethod,
    StaleSignInError,
)
from voicekeep.records.errors import ForgedRowError, VoicekeepError
from voicekeep.records.facts import Noted, Overridden
from voicekeep.records.ids import ArchiveId, ProposalId, RequestId
from voicekeep.request import State, UnknownRequestError


@dataclass
class Desk:
    """A keep with somebody whose copy is held, and who works there."""

    home: Household
    ada: Someone
    olga: Session
    otto: Session

    @property
    def keep(self) -> Keep:
        return self.home.keep

    def held(self) -> RequestId:
        """Let Ada replace her password and ask: the check itself holds it, for nothing else."""
        change_password(self.keep, self.home.session(self.ada), self.ada.password)
        request = self.home.release(self.ada)
        assert self.view(request).findings == ("credentials_changed",)
        return request

    def view(self, request: RequestId) -> CopyView:
        return next(each for each in copies_of(self.keep, self.home.session(self.ada)) if each.request == request)

    def state(self, request: RequestId) -> State:
        with self.keep.database.read() as transaction:
            found = transaction.requests.get(request)
        assert found is not None
        return found.state

    def goes_on(self, request: RequestId) -> State:
        release(request, PlainDesk(self.keep))
        return self.state(request)

    def facts(self) -> list[object]:
        with self.keep.database.read() as transaction:
            return [decode_fact(opening.fact) for opening in transaction.log.openings(0, transaction.log.size())]

    def overridden(self) -> list[Overridden]:
        return [fact for fact in self.facts() if isinstance(fact, Overridden)]


@pytest.fixture
def desk(home: Household) -> Desk:
    return desk_in(home)


def desk_in(home: Household) -> Desk:
    ada, olga, otto = (home.join(name) for name in ("ada", "olga", "otto"))
    return Desk(home, ada, works(home, olga), works(home, otto, Role.DATA_PROTECTION_OFFICER))


# --- as it should go


def test_two_people_let_a_doubt_pass_and_its_owner_reads_who_and_why(desk: Desk) -> None:
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
        desk = desk_in(home)
        made = propose_override(desk.keep, desk.olga, desk.held(), REASON)
        assert "present" not in repr(proposal_of(desk.keep, made))
        approve(desk.keep, desk.otto, made)
        for file in tmp_path.glob("keep.sqlite3*"):
            assert REASON.encode() not in file.read_bytes()


def test_what_was_let_pass_is_asked_at_every_attempt_and_the_rest_still_holds(desk: Desk) -> None:
    request = desk.held()
    approve(desk.keep, desk.otto, propose_override(desk.keep, desk.olga, request, REASON))
    desk.home.clock.pass_by(minutes=1)
    change_password(desk.keep, desk.home.session(desk.ada), desk.ada.password)  # after what the two had seen
    assert desk.goes_on(request) is State.HELD
    assert desk.view(request).findings == ("credentials_changed",)


def test_it_does_not_carry_over_to_a_later_request(desk: Desk) -> None:
    request = desk.held()
    approve(desk.keep, desk.otto, propose_override(desk.keep, desk.olga, request, REASON))
    later = desk.home.release(desk.ada)
    assert desk.view(later).state is State.HELD
    assert desk.goes_on(request) is State.AVAILABLE


def test_it_does_not_carry_over_to_another_persons_copy(desk: Desk) -> None:
    bruno = desk.home.join("bruno")
    change_password(desk.keep, desk.home.session(bruno), bruno.password)
    approve(desk.keep, desk.otto, propose_override(desk.keep, desk.olga, desk.held(), REASON))
    his = desk.home.release(bruno)
    assert desk.state(his) is State.HELD


def test_the_reason_goes_with_the_account(desk: Desk) -> None:
    made = propose_override(desk.keep, desk.olga, desk.held(), REASON)
    approve(desk.keep, desk.otto, made)
    close_account(desk.keep, desk.home.session(desk.ada))
    with desk.keep.database.read() as transaction:
        assert transaction.staff.proposal(made) is None
        assert transaction.staff.proposals() == ()


# --- what nobody can let pass


@pytest.mark.parametrize(
    "finding",
    [
        "foreign_recording",
        "missing_item",
        "unknown_member",
        "unknown_device",
        "audio_without_device",
        "KeyDestroyedError",
        "ConflictingFactError",
        "changed_meanwhile",
        "missing_words",
    ],
)
def test_a_finding_of_any_other_kind_is_never_proposed_also_not_beside_a_doubt(desk: Desk, finding: str) -> None:
    for findings in ((finding,), ("before_binding", finding), (f"{finding}-itm_aaaaaaaaaaaaaaaaaaaaaaaaae",)):
        request = held(desk.home, desk.ada, *findings)
        with pytest.raises(OverrideRefusedError):
            propose_override(desk.keep, desk.olga, request, REASON)
        assert not held_at_the_desk(desk.keep, desk.olga, request).acceptable
    assert desk.overridden() == []


def test_only_rules_that_hold_can_be_accepted() -> None:
    assert {rule.name for rule in PLAUSIBILITY_RULES if rule.severity is Severity.HOLD} == HOLDING
    for name in {rule.name for rule in PLAUSIBILITY_RULES} - HOLDING:
        with pytest.raises(NotAcceptableError):
            accepting(name)
    for none in ((), ("before_binding", "foreign_recording")):
        with pytest.raises(NotAcceptableError):
            accepting(*none)


@given(st.frozensets(st.text(max_size=20) | st.sampled_from(["foreign_recording", "missing_item", *sorted(HOLDING)])))
def test_whatever_else_is_named_is_not_accepted(names: frozenset[str]) -> None:
    if names and names <= HOLDING:
        assert accepting(*names).rules == names
    else:
        with pytest.raises(NotAcceptableError):
            accepting(*names)


def accepting(*rules: str) -> Acceptance:
    return Acceptance(request=numbered(RequestId, 1), subject=ADA, rules=frozenset(rules), at=NOON)


LATER = Past(bindings=(Bound(device=KITCHEN, since=NOON + timedelta(days=1), until=None),), now=NOON)
"""With it, every turn of the kitchen's speaker is from before its binding."""


def test_a_doubt_that_was_accepted_is_noted() -> None:
    turns = [turn(number) for number in range(3)]
    with pytest.raises(ArchiveRefusedError):
        check(built(turns)[1], ledger_of(turns), past=LATER)
    outcome, _ = check(built(turns)[1], ledger_of(turns), past=LATER, accepted=every_rule())
    assert outcome.notes == ("before_binding",)


@pytest.mark.parametrize(
    ("packed", "captured", "found"),
    [((1, 2), (1,), "foreign_recording"), ((1,), (1, 2), "missing_recording")],
)
def test_what_is_foreign_or_missing_beside_an_accepted_doubt_is_refused(
    packed: tuple[int, ...], captured: tuple[int, ...], found: str
) -> None:
    body, ledger = built([turn(number) for number in packed])[1], ledger_of([turn(number) for number in captured])
    with pytest.raises(ArchiveRefusedError) as refused:
        check(body, ledger, past=LATER, accepted=every_rule())
    assert found in {finding.name for finding in refused.value.findings}


def test_what_a_rule_refuses_is_refused_also_if_every_rule_that_holds_is_accepted() -> None:
    turns = [turn(1)]
    with pytest.raises(ArchiveRefusedError) as refused:
        check(built(turns)[1], ledger_of(turns), past=Past(), accepted=every_rule())
    assert {finding.name for finding in refused.value.findings} == {"audio_without_device", "unknown_device"}


@pytest.mark.parametrize("wrong", [{"request": numbered(RequestId, 99)}, {"subject": BEA}])
def test_what_was_accepted_for_another_is_refused(wrong: dict[str, object]) -> None:
    turns = [turn(1)]
    [accepted] = every_rule()
    with pytest.raises(NotAcceptableError):
        check(built(turns)[1], ledger_of(turns), past=LATER, accepted=(replace(accepted, **wrong),))  # type: ignore[arg-type]


def every_rule() -> tuple[Acceptance, ...]:
    told = plan()
    return (Acceptance(request=told.request, subject=told.subject, rules=HOLDING, at=NOON),)


# --- who may


def test_nobody_approves_their_own_or_declines_it(desk: Desk) -> None:
    made = propose_override(desk.keep, desk.olga, desk.held(), REASON)
    for decide in (approve, decline):
        with pytest.raises(SamePersonError):
            decide(desk.keep, desk.olga, made)
    assert proposal_of(desk.keep, made).outcome is Outcome.OPEN


def test_the_owner_is_neither_of_the_two(desk: Desk) -> None:
    owner = works(desk.home, desk.ada)
    request = desk.held()
    with pytest.raises(SamePersonError):
        propose_override(desk.keep, owner, request, REASON)
    with pytest.raises(UnknownRequestError):
        held_at_the_desk(desk.keep, owner, request)
    made = propose_override(desk.keep, desk.olga, request, REASON)
    for decide in (approve, decline):
        with pytest.raises(SamePersonError):
            decide(desk.keep, owner, made)
    assert desk.goes_on(request) is State.HELD


def not_by_passkey(session: Session) -> Session:
    return replace(session, method=SignInMethod.PASSWORD)


def not_fresh(session: Session) -> Session:
    return replace(session, signed_in_at=session.signed_in_at - timedelta(hours=1))


@pytest.mark.parametrize(("spoil", "error"), [(not_by_passkey, NotOnDutyError), (not_fresh, StaleSignInError)])
def test_it_takes_a_passkey_used_just_now(
    desk: Desk, spoil: Callable[[Session], Session], error: type[VoicekeepError]
) -> None:
    request = desk.held()
    for act in (held_at_the_desk, lambda keep, session, named: propose_override(keep, session, named, REASON)):
        with pytest.raises(error):
            act(desk.keep, spoil(desk.olga), request)
    made = propose_override(desk.keep, desk.olga, request, REASON)
    with pytest.raises(error):
        approve(desk.keep, spoil(desk.otto), made)


def test_without_a_role_or_as_an_administrator_nobody_acts(desk: Desk) -> None:
    request, nobody = desk.held(), desk.home.session(desk.home.join("nina"))
    administrator = works(desk.home, desk.home.join("adam"), Role.ADMINISTRATOR)
    for session in (nobody, administrator):
        with pytest.raises(NotOnDutyError):
            propose_override(desk.keep, session, request, REASON)
    made = propose_override(desk.keep, desk.olga, request, REASON)
    by = on_duty(desk.keep, administrator, SWITCHERS, fresh=True)  # on duty, for something else
    row = proposal_of(desk.keep, made)
    with pytest.raises(NotOnDutyError), desk.keep.database.begin() as transaction:
        approve_override(desk.keep, transaction, row, by)
    with pytest.raises(NotOnDutyError), desk.keep.database.begin() as transaction:
        decline_override(desk.keep, transaction, row, by, "No.")


def test_a_role_that_was_ended_decides_nothing(desk: Desk) -> None:
    made = propose_override(desk.keep, desk.olga, desk.held(), REASON)
    with desk.keep.database.begin() as transaction:
        end_roles_of(desk.keep, transaction, desk.otto.subject)
    with pytest.raises(NotOnDutyError):
        approve(desk.keep, desk.otto, made)


# --- when


def test_a_proposal_is_over_after_seven_days_or_when_the_request_is(desk: Desk) -> None:
    request = held(desk.home, desk.ada)
    made = propose_override(desk.keep, desk.olga, request, REASON)
    with pytest.raises(OverrideRefusedError):
        propose_override(desk.keep, desk.otto, request, REASON)  # one waits
    desk.home.clock.pass_by(days=7)
    later = replace(desk.otto, signed_in_at=desk.home.clock.now, expires_at=desk.home.clock.now + timedelta(days=1))
    assert not stands(desk, made)
    with pytest.raises(ProposalOverError):
        approve(desk.keep, later, made)
    olga = replace(desk.olga, signed_in_at=desk.home.clock.now, expires_at=desk.home.clock.now + timedelta(days=1))
    again = propose_override(desk.keep, olga, request, REASON)
    assert stands(desk, again)
    with desk.keep.database.begin() as transaction:
        was = transaction.requests.get(request)
        assert was is not None
        transaction.requests.replace(was, was.moved(State.WITHDRAWN))
    assert not stands(desk, again)
    with pytest.raises(OverrideRefusedError):
        approve(desk.keep, later, again)
    assert desk.state(request) is State.WITHDRAWN


def stands(desk: Desk, proposal: ProposalId) -> bool:
    with desk.keep.database.read() as transaction:
        return override_stands(desk.keep, transaction, proposal_of(desk.keep, proposal))


def test_a_proposal_about_an_earlier_attempt_lets_nothing_pass(desk: Desk) -> None:
    request = desk.held()
    made = propose_override(desk.keep, desk.olga, request, REASON)
    change_password(desk.keep, desk.home.session(desk.ada), desk.ada.password)
    with desk.keep.database.begin() as transaction:  # as the hourly round would
        was = transaction.requests.get(request)
        assert was is not None
        transaction.requests.replace(was, was.taken_up_again())
    assert desk.goes_on(request) is State.HELD
    with pytest.raises(OverrideRefusedError):
        approve(desk.keep, desk.otto, made)
    assert desk.overridden() == []


def test_what_goes_on_by_itself_meanwhile_needs_nobody(desk: Desk) -> None:
    request = desk.held()
    made = propose_override(desk.keep, desk.olga, request, REASON)
    desk.home.clock.now += timedelta(days=7) - timedelta(seconds=1)
    desk.home.clock.pass_by(seconds=1)
    assert take_up_again(desk.keep) == 1
    assert desk.goes_on(request) is State.AVAILABLE
    assert not stands(desk, made)
    assert desk.overridden() == []


def test_declining_takes_a_reason_and_the_copy_stays_held(desk: Desk) -> None:
    request = desk.held()
    made = propose_override(desk.keep, desk.olga, request, REASON)
    for nothing in ("", " ", "x" * 2001):
        with pytest.raises(ReasonRefusedError):
            decline(desk.keep, desk.otto, made, nothing)
    decline(desk.keep, desk.otto, made, "Ask her first.")
    row = proposal_of(desk.keep, made)
    assert row.answer is not None
    assert desk.keep.desk.open(row.answer, made) == "Ask her first."
    with pytest.raises(ProposalOverError):
        approve(desk.keep, desk.otto, made)
    assert desk.goes_on(request) is State.HELD
    propose_override(desk.keep, desk.otto, request, REASON)  # it can be proposed again


@pytest.mark.parametrize("reason", ["", "  \n ", "x" * 2001])
def test_proposing_takes_a_reason(desk: Desk, reason: str) -> None:
    with pytest.raises(ReasonRefusedError):
        propose_override(desk.keep, desk.olga, desk.held(), reason)


def test_two_approvals_at_once_are_one(desk: Desk) -> None:
    request = desk.held()
    third = works(desk.home, desk.home.join("third"))
    stale = proposal_of(desk.keep, propose_override(desk.keep, desk.olga, request, REASON))
    approve(desk.keep, desk.otto, stale.proposal)
    by = duty(desk.keep, third)
    with pytest.raises(VoicekeepError), desk.keep.database.begin() as transaction:
        approve_override(desk.keep, transaction, stale, by)  # it was read before the other one decided
    assert len(desk.overridden()) == 1
    assert proposal_of(desk.keep, stale.proposal).decided_by == desk.otto.subject


# --- rows and facts that lie


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE proposal SET decided_by = proposed_by, outcome = 'approved'",
        "UPDATE proposal SET proposed_by = (SELECT subject FROM account WHERE subject <> proposed_by LIMIT 1)",
        "UPDATE proposal SET detail = detail || ' two_places'",
        "UPDATE proposal SET about = 'req_aaaaaaaaaaaaaaaaaaaaaaaaae'",
    ],
)
def test_an_edited_row_is_not_believed(tmp_path: Path, statement: str) -> None:
    database = tmp_path / "keep.sqlite3"
    with household(tmp_path, database_file=database) as home:
        desk = desk_in(home)
        request = desk.held()
        made = propose_override(desk.keep, desk.olga, request, REASON)
        with closing(sqlite3.connect(database)) as shell, shell:
            assert shell.execute(statement).rowcount == 1
        for session in (desk.olga, desk.otto):
            with pytest.raises(ForgedRowError):
                approve(desk.keep, session, made)
        assert desk.goes_on(request) is State.HELD


def test_an_approved_row_without_its_fact_lets_nothing_pass(desk: Desk) -> None:
    request = desk.held()
    made = propose_override(desk.keep, desk.olga, request, REASON)
    with desk.keep.database.begin() as transaction:
        was, row = transaction.requests.get(request), transaction.staff.proposal(made)
        assert was is not None
        assert row is not None
        approved = row.decided(Outcome.APPROVED, desk.otto.subject, "officer", desk.keep.now())
        transaction.staff.replace_proposal(row, approved)
        transaction.requests.replace(was, was.taken_up_again())
    assert desk.goes_on(request) is State.HELD
    assert desk.view(request).findings == ("credentials_changed",)


def test_a_fact_of_another_request_or_of_what_nobody_accepts_holds(desk: Desk) -> None:
    for wrong in ({"request": numbered(RequestId, 7)}, {"rules": ("foreign_recording",)}):
        request = held(desk.home, desk.ada, "credentials_changed")
        fact = overriding(desk, request)
        with desk.keep.database.begin() as transaction:
            was = transaction.requests.get(request)
            assert was is not None
            desk.keep.log(transaction).append([replace(fact, **wrong)])
            transaction.requests.replace(was, was.taken_up_again())
        assert desk.goes_on(request) is State.HELD
        assert desk.view(request).findings == ("NotAcceptableError",)


def overriding(desk: Desk, request: RequestId) -> Overridden:
    with desk.keep.database.read() as transaction:
        was = transaction.requests.get(request)
    assert was is not None
    assert was.attempt is not None
    return Overridden(
        request=request,
        archive=ArchiveId(was.attempt),
        subject=was.subject,
        proposal=ProposalId.random(desk.keep.entropy),
        rules=("credentials_changed",),
        reason=bytes(32),
        proposed_as="officer",
        approved_as="officer",
        at=desk.keep.now(),
    )


# --- the power goes


@pytest.mark.parametrize("after", [False, True])
def test_an_approval_that_dies_anywhere_is_whole_or_not_at_all(home: Household, after: bool) -> None:  # noqa: FBT001
    desk = desk_in(home)
    done = undone = 0
    for at in range(1, 60):
        request = held(home, desk.ada, "before_binding")
        proposal, by = again(desk, request)
        dying, fuse = mortal(home.keep, at, after=after)
        with suppress(Killed):
            with dying.database.begin() as transaction:
                approve_override(dying, transaction, proposal, by)
            dying.remember()
        approved = proposal_of(home.keep, proposal.proposal).outcome is Outcome.APPROVED
        told = [fact for fact in desk.overridden() if fact.request == request]
        assert len(told) == approved == (desk.state(request) is State.IDENTIFIED)
        assert desk.goes_on(request) is (State.AVAILABLE if approved else State.HELD)
        done, undone = done + approved, undone + (not approved)
        if fuse.calls < at:
            break
    assert done > 0
    assert undone > 0 or after
    verify_ledger(home.keep)


def again(desk: Desk, request: RequestId) -> tuple[Proposal, Duty]:
    made = propose_override(desk.keep, desk.olga, request, REASON)
    return proposal_of(desk.keep, made), duty(desk.keep, desk.otto)


# --- whatever they do, in whatever order

PEOPLE = ("ada", "olga", "otto", "adam", "nina")
DEEDS = st.tuples(
    st.sampled_from(["propose", "approve", "approve", "decline", "end role", "a day", "a change", "worker"]),
    st.sampled_from(PEOPLE),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(DEEDS, max_size=14))
def test_never_let_go_on_by_fewer_than_two_others_on_duty(deeds: list[tuple[str, str]]) -> None:
    with TemporaryDirectory() as folder, household(Path(folder)) as home:
        for name in PEOPLE:
            home.join(name)
        sessions = {
            "ada": works(home, home.people["ada"]),
            "olga": works(home, home.people["olga"]),
            "otto": works(home, home.people["otto"], Role.DATA_PROTECTION_OFFICER),
            "adam": works(home, home.people["adam"], Role.ADMINISTRATOR),
            "nina": home.session(home.people["nina"]),
        }
        desk = Desk(home, home.people["ada"], sessions["olga"], sessions["otto"])
        request = held(home, desk.ada)
        staff, proposers, approvers = {"olga", "otto"}, set[str](), set[str]()
        for deed, name in deeds:
            now = home.clock.now
            session = replace(sessions[name], signed_in_at=now, expires_at=now + timedelta(days=1))
            with suppress(VoicekeepError):
                if _do(desk, request, deed, session):
                    if deed == "end role":
                        staff.discard(name)
                    elif deed in {"propose", "approve"}:
                        assert name in staff, f"{name} is not on duty"
                        (proposers if deed == "propose" else approvers).add(name)
        _require_two(desk, request, proposers, approvers)


def _do(desk: Desk, request: RequestId, deed: str, session: Session) -> bool:
    """Try one thing; return whether it was done."""
    keep, home = desk.keep, desk.home
    with keep.database.read() as transaction:
        made = [each.proposal for each in transaction.staff.proposals()]
    match deed:
        case "propose":
            propose_override(keep, session, request, REASON)
        case "approve" | "decline":
            for proposal in made[-1:]:
                (approve if deed == "approve" else decline)(keep, session, proposal)
            return bool(made)
        case "end role":
            with keep.database.begin() as transaction:
                end_roles_of(keep, transaction, session.subject)
        case "a day":
            home.clock.pass_by(days=1)
        case "a change":
            change_password(keep, home.session(desk.ada), desk.ada.password)
        case "worker":
            take_up_again(keep)
            if desk.state(request) is State.IDENTIFIED:
                release(request, PlainDesk(keep))
    return True


def _require_two(desk: Desk, request: RequestId, proposers: set[str], approvers: set[str]) -> None:
    let_go = desk.state(request) is not State.HELD
    facts = desk.overridden()
    assert bool(facts) >= let_go
    if not facts:
        return
    by_subject = {someone.subject: name for name, someone in desk.home.people.items()}
    with desk.keep.database.read() as transaction:
        rows = {each.proposal: each for each in transaction.staff.proposals()}
    for fact in facts:
        row = rows[fact.proposal]
        assert row.outcome is Outcome.APPROVED
        assert row.decided_by is not None
        one, other = by_subject[row.proposed_by], by_subject[row.decided_by]
        assert one != other
        assert one in proposers
        assert other in approvers
        assert {one, other} <= {"olga", "otto"}
        assert set(fact.rules) <= HOLDING
