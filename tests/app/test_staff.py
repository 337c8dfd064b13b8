"""P9, R30: a role takes three people, a passkey, and the ledger; whatever else somebody tries gives none."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.app.desk import Member, appointed, as_company, first_administrators, with_passkey
from tests.app.simulator import Household, household
from voicekeep.app.operations.closing import close_account
from voicekeep.app.operations.staff import (
    OneHouseholdError,
    StaffNameRefusedError,
    accept_role,
    colleagues,
    end_role,
    grant_role,
    offer_on_the_host,
    offer_role,
    on_duty,
    roles_here,
)
from voicekeep.people import (
    AppointmentRefusedError,
    Duty,
    NotOnDutyError,
    PasskeyNeededError,
    Role,
    SamePersonError,
    SignInMethod,
    StaleSignInError,
)
from voicekeep.records.ids import AppointmentId

EVERY = tuple(Role)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Household]:
    with household(tmp_path, database_file=tmp_path / "keep.sqlite3") as opened:
        yield as_company(opened)


@pytest.fixture
def two(home: Household) -> tuple[Member, Member]:
    return first_administrators(home)


def waiting(home: Household, looking: Member) -> AppointmentId:
    return next(each.appointment for each in colleagues(home.keep, looking.session(home)) if each.waits)


def test_a_role_that_one_offered_and_another_granted_counts(home: Household, two: tuple[Member, Member]) -> None:
    officer = appointed(home, "olga", Role.OFFICER, two)
    assert on_duty(home.keep, officer.session(home), [Role.OFFICER]).role is Role.OFFICER
    with pytest.raises(NotOnDutyError):
        on_duty(home.keep, officer.session(home), [Role.ADMINISTRATOR])


def test_nobody_is_on_duty_without_a_role_or_by_hand(home: Household, two: tuple[Member, Member]) -> None:
    stranger = with_passkey(home, "sid")
    with pytest.raises(NotOnDutyError):
        on_duty(home.keep, stranger.session(home), EVERY)
    session = two[0].session(home)
    with pytest.raises(NotOnDutyError):
        Duty(subject=session.subject, role=Role.OFFICER, session=session.session)


def test_a_password_opens_no_desk(home: Household, two: tuple[Member, Member]) -> None:
    session = home.session(two[0].someone)
    assert session.method is SignInMethod.PASSWORD
    with pytest.raises(PasskeyNeededError):
        on_duty(home.keep, session, EVERY)
    with pytest.raises(PasskeyNeededError):
        offer_role(home.keep, session, Role.OFFICER)


def test_what_changes_something_wants_the_passkey_just_now(home: Household, two: tuple[Member, Member]) -> None:
    session = two[0].session(home)
    home.clock.pass_by(minutes=11)
    assert on_duty(home.keep, session, EVERY).role is Role.ADMINISTRATOR
    with pytest.raises(StaleSignInError):
        offer_role(home.keep, session, Role.OFFICER)


def test_whoever_offers_neither_accepts_nor_grants(home: Household, two: tuple[Member, Member]) -> None:
    one, other = two
    token = offer_role(home.keep, one.session(home), Role.OFFICER)
    with pytest.raises(SamePersonError):
        accept_role(home.keep, one.session(home), token, "Me")
    accept_role(home.keep, with_passkey(home, "olga").session(home), token, "Olga")
    appointment = waiting(home, one)
    with pytest.raises(SamePersonError):
        grant_role(home.keep, one.session(home), appointment)
    grant_role(home.keep, other.session(home), appointment)


def test_nobody_grants_a_role_to_themselves(home: Household, two: tuple[Member, Member]) -> None:
    one, other = two
    token = offer_role(home.keep, one.session(home), Role.DATA_PROTECTION_OFFICER)
    accept_role(home.keep, other.session(home), token, "Other")
    with pytest.raises(SamePersonError):
        grant_role(home.keep, other.session(home), waiting(home, other))


def test_an_officer_makes_no_officers(home: Household, two: tuple[Member, Member]) -> None:
    officer = appointed(home, "olga", Role.OFFICER, two)
    with pytest.raises(NotOnDutyError):
        offer_role(home.keep, officer.session(home), Role.OFFICER)
    with pytest.raises(NotOnDutyError):
        colleagues(home.keep, officer.session(home))


def test_an_offer_is_accepted_once_in_time_and_by_passkey(home: Household, two: tuple[Member, Member]) -> None:
    olga, ole = with_passkey(home, "olga"), with_passkey(home, "ole")
    token = offer_role(home.keep, two[0].session(home), Role.OFFICER)
    with pytest.raises(AppointmentRefusedError):
        accept_role(home.keep, home.session(olga.someone), token, "by password")
    with pytest.raises(StaffNameRefusedError):
        accept_role(home.keep, olga.session(home), token, " \n")
    accept_role(home.keep, olga.session(home), token, "Olga")
    with pytest.raises(AppointmentRefusedError):
        accept_role(home.keep, ole.session(home), token, "Ole")
    late = offer_role(home.keep, two[0].session(home), Role.OFFICER)
    home.clock.pass_by(days=3)
    with pytest.raises(AppointmentRefusedError):
        accept_role(home.keep, ole.session(home), late, "Ole")


def test_the_host_appoints_two_administrators_and_no_more(home: Household) -> None:
    with pytest.raises(AppointmentRefusedError):
        offer_on_the_host(home.keep, Role.OFFICER)
    kept_back = offer_on_the_host(home.keep, Role.ADMINISTRATOR)
    first_administrators(home)
    with pytest.raises(AppointmentRefusedError):
        offer_on_the_host(home.keep, Role.ADMINISTRATOR)
    with pytest.raises(AppointmentRefusedError):
        accept_role(home.keep, with_passkey(home, "third").session(home), kept_back, "Third")


def test_a_home_has_no_staff(tmp_path: Path) -> None:
    with household(tmp_path) as home, pytest.raises(OneHouseholdError):
        offer_on_the_host(home.keep, Role.ADMINISTRATOR)


def test_a_role_ends_at_once(home: Household, two: tuple[Member, Member]) -> None:
    officer = appointed(home, "olga", Role.OFFICER, two)
    session = officer.session(home)
    theirs = next(each for each in colleagues(home.keep, two[0].session(home)) if each.role is Role.OFFICER)
    end_role(home.keep, two[0].session(home), theirs.appointment)
    with pytest.raises(NotOnDutyError):
        on_duty(home.keep, session, EVERY)
    with pytest.raises(AppointmentRefusedError):
        end_role(home.keep, two[0].session(home), theirs.appointment)


def test_a_row_that_is_put_back_is_no_role(home: Household, two: tuple[Member, Member], tmp_path: Path) -> None:
    """Who writes the database can put an earlier row of ours back, code and all; the ledger says that it is over."""
    officer = appointed(home, "olga", Role.OFFICER, two)
    theirs = next(each for each in colleagues(home.keep, two[0].session(home)) if each.role is Role.OFFICER)
    with closing(sqlite3.connect(tmp_path / "keep.sqlite3")) as shell:
        columns = [row[1] for row in shell.execute("PRAGMA table_info(appointment)")]
        was = shell.execute("SELECT * FROM appointment WHERE appointment = ?", (theirs.appointment,)).fetchone()
    end_role(home.keep, two[0].session(home), theirs.appointment)
    with closing(sqlite3.connect(tmp_path / "keep.sqlite3")) as shell, shell:
        cells = ", ".join(f"{column} = ?" for column in columns)
        shell.execute(f"UPDATE appointment SET {cells} WHERE appointment = ?", (*was, theirs.appointment))
    assert roles_here(home.keep, officer.session(home)) == frozenset()


def test_a_row_without_its_grant_in_the_ledger_is_no_role(home: Household, two: tuple[Member, Member]) -> None:
    olga = with_passkey(home, "olga")
    token = offer_role(home.keep, two[0].session(home), Role.OFFICER)
    accept_role(home.keep, olga.session(home), token, "Olga")
    with home.keep.database.begin() as transaction:
        was = next(each for each in transaction.staff.appointments() if each.waits())
        transaction.staff.replace_appointment(was, replace(was, granted_at=home.keep.now()))
    assert roles_here(home.keep, olga.session(home)) == frozenset()


def test_a_closed_account_has_no_role_and_leaves_no_name(
    home: Household, two: tuple[Member, Member], tmp_path: Path
) -> None:
    officer = appointed(home, "olga", Role.OFFICER, two)
    close_account(home.keep, officer.session(home))
    with closing(sqlite3.connect(tmp_path / "keep.sqlite3")) as shell:
        holders = {subject for (subject,) in shell.execute("SELECT subject FROM appointment")}
    assert holders == {str(each.someone.subject) for each in two}
    with home.keep.database.read() as transaction:
        assert len(list(transaction.log.openings_named("role_ended"))) == 1


def test_what_colleagues_call_them_is_sealed(home: Household, two: tuple[Member, Member], tmp_path: Path) -> None:
    appointed(home, "rumpelstilzchen", Role.OFFICER, two)
    assert "Rumpelstilzchen" in {each.name for each in colleagues(home.keep, two[0].session(home))}
    held = b"".join(path.read_bytes() for path in tmp_path.glob("keep.sqlite3*"))
    assert b"rumpelstilzchen" not in held.lower()


steps = st.lists(
    st.tuples(st.sampled_from(["offer", "accept", "grant", "end"]), st.integers(0, 3), st.integers(0, 3)), max_size=12
)


@settings(
    max_examples=settings().max_examples // 4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(taken=steps)
def test_whatever_they_do_no_role_counts_that_fewer_than_three_made(
    tmp_path_factory: pytest.TempPathFactory, taken: list[tuple[str, int, int]]
) -> None:
    with household(tmp_path_factory.mktemp("staff")) as home:
        as_company(home)
        people = [*first_administrators(home), with_passkey(home, "carl"), with_passkey(home, "dora")]
        tokens: list[str] = []
        for step, who, which in taken:
            session = people[who].session(home)
            try:
                match step:
                    case "offer":
                        tokens.append(offer_role(home.keep, session, EVERY[which % len(EVERY)]))
                    case "accept":
                        accept_role(home.keep, session, tokens[which % len(tokens)] if tokens else "", "name")
                    case _:
                        with home.keep.database.read() as transaction:
                            known = transaction.staff.appointments()
                        act = grant_role if step == "grant" else end_role
                        act(home.keep, session, known[which % len(known)].appointment)
            except (AppointmentRefusedError, NotOnDutyError, SamePersonError):
                continue
        with home.keep.database.read() as transaction:
            for each in transaction.staff.appointments():
                if each.granted_at is not None and each.offered_by is not None:
                    assert len({each.offered_by, each.subject, each.granted_by}) == 3
