"""P3: what opens an account was changed: for seven days no copy leaves, then it goes on by itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.app.asks import another_address
from tests.app.faults import Killed, mortal
from tests.app.held import held
from tests.app.simulator import Household, Someone, household
from tests.people.authenticator import Authenticator
from voicekeep.app.demo.script import PEOPLE
from voicekeep.app.drill.members import join, session_of
from voicekeep.app.drill.scratch import SceneClock, scratch_settings
from voicekeep.app.operations.asking import ask_for_copy, copies_of
from voicekeep.app.operations.building import build
from voicekeep.app.operations.checking import check
from voicekeep.app.operations.credentials import changes_of
from voicekeep.app.operations.evidence import holds, verify_ledger
from voicekeep.app.operations.handing_over import finish, issue, record
from voicekeep.app.operations.holding import HELD
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.proving import (
    add_a_passkey,
    challenge_to_add,
    change_password,
    make_recovery_codes,
    remove_passkey,
)
from voicekeep.app.operations.release import PlainDesk, release
from voicekeep.app.operations.taking_up import take_up_again
from voicekeep.app.operations.views import CopyView
from voicekeep.app.wiring import create_keep, open_keep
from voicekeep.app.worker import working
from voicekeep.formats.facts import decode_fact
from voicekeep.notice import Notice, NoticeKind
from voicekeep.people import Passkey
from voicekeep.records.facts import CredentialChange, CredentialsChanged, Released
from voicekeep.records.ids import ArchiveId, PasskeyId, RequestId
from voicekeep.request import State

WEEK = timedelta(days=7)
Deed = Callable[[Keep], object]


def add_passkey(home: Household, someone: Someone) -> PasskeyId:
    session = home.session(someone)
    return add_a_passkey(home.keep, session, Authenticator().make(challenge_to_add(home.keep, session)), "My telephone")


def one_more_passkey(home: Household, someone: Someone) -> Deed:
    add_passkey(home, someone)
    session = home.session(someone)
    answer = Authenticator().make(challenge_to_add(home.keep, session))
    return lambda keep: add_a_passkey(keep, session, answer, "Another telephone")


def no_passkey_any_more(home: Household, someone: Someone) -> Deed:
    passkey, session = add_passkey(home, someone), home.session(someone)
    return lambda keep: remove_passkey(keep, session, passkey)


def codes_again(home: Household, someone: Someone) -> Deed:
    make_recovery_codes(home.keep, home.session(someone))
    session = home.session(someone)
    return lambda keep: make_recovery_codes(keep, session)


def another_password(home: Household, someone: Someone) -> Deed:
    session = home.session(someone)
    return lambda keep: change_password(keep, session, someone.password)


CHANGES: dict[CredentialChange, Callable[[Household, Someone], Deed]] = {
    CredentialChange.PASSWORD: another_password,
    CredentialChange.EMAIL: another_address,
    CredentialChange.PASSKEY_ADDED: one_more_passkey,
    CredentialChange.PASSKEY_REMOVED: no_passkey_any_more,
    CredentialChange.RECOVERY_CODES: codes_again,
}


def view_of(home: Household, someone: Someone) -> CopyView:
    return copies_of(home.keep, home.session(someone))[0]


def told_of(home: Household, someone: Someone) -> list[tuple[CredentialChange, bool]]:
    with home.keep.database.read() as transaction:
        return [(fact.what, fact.first) for fact in changes_of(home.keep, transaction, someone.subject)]


def test_every_sort_of_change_is_tried() -> None:
    assert set(CHANGES) == set(CredentialChange)


@pytest.mark.parametrize("what", CredentialChange)
def test_a_change_holds_the_copy_for_seven_days_and_then_it_goes_on_by_itself(
    home: Household, what: CredentialChange
) -> None:
    ada = home.join("ada")
    home.say(ada, "one")
    CHANGES[what](home, ada)(home.keep)
    changed_at = home.clock.now
    request = home.release(ada)
    view = view_of(home, ada)
    assert (view.state, view.findings) == (State.HELD, ("credentials_changed",))
    assert view.goes_on_at is not None
    assert timedelta(0) <= changed_at + WEEK - view.goes_on_at < timedelta(seconds=1)
    home.clock.now = view.goes_on_at - timedelta(seconds=1)
    assert take_up_again(home.keep) == 0
    assert view_of(home, ada).state is State.HELD
    home.clock.now = view.goes_on_at
    assert take_up_again(home.keep) == 1
    assert view_of(home, ada).state is State.IDENTIFIED
    release(request, PlainDesk(home.keep))
    assert view_of(home, ada).state is State.AVAILABLE
    assert home.fetch(ada, request).startswith(b"PK")
    verify_ledger(home.keep)


def test_the_first_of_each_sort_is_no_change(home: Household) -> None:
    ada = home.join("ada")
    add_passkey(home, ada)
    make_recovery_codes(home.keep, home.session(ada))
    home.release(ada)
    assert view_of(home, ada).state is State.AVAILABLE
    assert told_of(home, ada) == [(CredentialChange.PASSKEY_ADDED, True), (CredentialChange.RECOVERY_CODES, True)]


def test_removing_the_others_does_not_make_a_passkey_the_first(home: Household) -> None:
    ada = home.join("ada")
    no_passkey_any_more(home, ada)(home.keep)
    home.clock.pass_by(days=8)
    add_passkey(home, ada)
    assert told_of(home, ada)[-1] == (CredentialChange.PASSKEY_ADDED, False)
    home.release(ada)
    assert view_of(home, ada).state is State.HELD


def test_a_passkey_from_before_the_ledger_was_told_counts_also_when_its_row_is_gone(home: Household) -> None:
    ada, bruno = home.join("ada"), home.join("bruno")
    old = Passkey(
        passkey=PasskeyId.random(home.keep.entropy),
        subject=bruno.subject,
        credential_id=b"old",
        public_key=b"key",
        sign_count=0,
        added_at=home.keep.now(),
    )
    with home.keep.database.begin() as transaction:
        transaction.people.add_passkey(old)
    passkey = add_passkey(home, ada)
    with home.keep.database.begin() as transaction:  # a shell at the database
        transaction.people.remove_passkey(passkey)
    for someone in (ada, bruno):
        add_passkey(home, someone)
        assert told_of(home, someone)[-1] == (CredentialChange.PASSKEY_ADDED, False)


def test_another_persons_change_holds_nobody_elses_copy(home: Household) -> None:
    ada, bruno = home.join("ada"), home.join("bruno")
    another_password(home, bruno)(home.keep)
    home.release(ada)
    assert view_of(home, ada).state is State.AVAILABLE


def test_each_change_begins_the_week_again(home: Household) -> None:
    ada = home.join("ada")
    another_password(home, ada)(home.keep)
    home.release(ada)
    first = view_of(home, ada).goes_on_at
    home.clock.pass_by(days=6)
    another_password(home, ada)(home.keep)
    then = view_of(home, ada).goes_on_at
    assert first is not None
    assert then is not None
    assert then - first > timedelta(days=6)
    home.clock.now = first
    assert take_up_again(home.keep) == 0


@pytest.mark.parametrize("beside", ["foreign_recording", "before_binding", "audio_without_device"])
def test_what_is_held_by_something_else_as_well_does_not_go_on_by_itself(home: Household, beside: str) -> None:
    ada = home.join("ada")
    another_password(home, ada)(home.keep)
    held(home, ada, "credentials_changed", beside)
    assert view_of(home, ada).goes_on_at is None
    home.clock.pass_by(days=30)
    assert take_up_again(home.keep) == 0


def test_a_change_while_the_copy_is_made_holds_it_also_after_the_check(home: Household) -> None:
    ada = home.join("ada")
    archive = check(home.keep, build(home.keep, home.ask(ada)))
    another_password(home, ada)(home.keep)
    assert record(home.keep, archive) == HELD
    assert view_of(home, ada).findings == ("credentials_changed",)
    assert view_of(home, ada).goes_on_at is not None


def test_a_change_after_the_release_was_written_down_does_not_undo_it(home: Household) -> None:
    ada = home.join("ada")
    archive = record(home.keep, check(home.keep, build(home.keep, home.ask(ada))))
    another_password(home, ada)(home.keep)
    assert record(home.keep, archive) == archive  # the step that was interrupted runs again
    issue(home.keep, finish(home.keep, archive))
    assert view_of(home, ada).state is State.AVAILABLE


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("what", CredentialChange)
def test_a_change_that_dies_anywhere_is_told_if_and_only_if_it_was_made(
    home: Household,
    what: CredentialChange,
    after: bool,  # noqa: FBT001
) -> None:
    ada = home.join("ada")

    def state() -> object:
        with home.keep.database.read() as transaction:
            people, subject = transaction.people, ada.subject
            credential = people.credential_of(subject)
            passkeys = [each.passkey for each in people.passkeys_of(subject)]
            account = people.account_of(subject)
            return credential and credential.changed_at, passkeys, people.recovery_codes_of(subject), account

    for at in range(1, 60):
        home.clock.pass_by(minutes=1)
        deed = CHANGES[what](home, ada)
        was, told = state(), len(told_of(home, ada))
        dying, fuse = mortal(home.keep, at, after=after)
        with suppress(Killed):
            deed(dying)
        assert len(told_of(home, ada)) - told == (state() != was)
        with home.keep.database.begin() as transaction:
            for passkey in transaction.people.passkeys_of(ada.subject)[1:]:
                transaction.people.remove_passkey(passkey.passkey)
        if fuse.calls < at:
            break
    assert 1 < at < 59
    verify_ledger(home.keep)


@pytest.mark.parametrize("after", [False, True])
def test_a_taking_up_that_dies_anywhere_is_done_once_in_the_end(home: Household, after: bool) -> None:  # noqa: FBT001
    ada = home.join("ada")
    for at in range(1, 20):
        another_password(home, ada)(home.keep)
        request = home.release(ada)
        home.clock.pass_by(days=8)
        dying, fuse = mortal(home.keep, at, after=after)
        with suppress(Killed):
            take_up_again(dying)
        take_up_again(home.keep)
        release(request, PlainDesk(home.keep))
        assert view_of(home, ada).state is State.AVAILABLE
        if fuse.calls < at:
            break
    assert at > 1


def test_the_person_is_told_of_each_change(home: Household) -> None:
    ada, bruno = home.join("ada"), home.join("bruno")
    for deed in CHANGES.values():
        deed(home, ada)(home.keep)
    told = [line.detail for line in holds(home.keep, home.session(ada)) if line.name == "credentials_changed"]
    assert set(told) == set(CredentialChange)
    assert not [line for line in holds(home.keep, home.session(bruno)) if line.name == "credentials_changed"]


OF_THE_CHANGE = "position = (SELECT position FROM ledger_opening WHERE name = 'credentials_changed')"


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM ledger_opening WHERE name = 'credentials_changed'",
        "UPDATE ledger_opening SET name = 'viewed', subject = NULL WHERE name = 'credentials_changed'",
        f"DELETE FROM ledger_entry WHERE {OF_THE_CHANGE}",
        f"UPDATE ledger_entry SET natural_key = zeroblob(32) WHERE {OF_THE_CHANGE}",
    ],
)
def test_a_change_that_a_database_shell_hides_holds_the_copy_all_the_same(tmp_path: Path, statement: str) -> None:
    database = tmp_path / "keep.sqlite3"
    with household(tmp_path, database_file=database) as home:
        ada = home.join("ada")
        another_password(home, ada)(home.keep)
        request = home.ask(ada)
        with closing(sqlite3.connect(database)) as shell, shell:
            for (trigger,) in shell.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                shell.execute(f"DROP TRIGGER {trigger}")
            assert shell.execute(statement).rowcount == 1
        with suppress(Exception):  # holding it writes to the ledger, which may be broken by now
            release(request, PlainDesk(home.keep))
        with home.keep.database.read() as transaction:
            found = transaction.requests.get(request)
            assert found is not None
            assert found.state is not State.AVAILABLE
            assert not list(transaction.log.openings_named("released"))


# --- with a real worker


@pytest.mark.timeout(120)
def test_a_worker_takes_it_up_once_more_and_not_twice(tmp_path: Path) -> None:
    data = tmp_path / "one" / "keep"
    create_keep(data, scratch_settings(data.parent))
    with open_keep(data) as opened:
        clock = SceneClock(datetime.now(UTC))
        keep = replace(opened, clock=clock)
        ada = join(keep, PEOPLE[0])
        session = session_of(keep, ada)
        change_password(keep, session, ada.password)
        request = ask_for_copy(keep, session, "en")
        with working(keep, data) as worker:
            assert worker.finish(request) == HELD
            assert worker.take_on(request) is None, "what is held is not started"
            assert worker.finish(request) == HELD
            assert held_times(keep, request) == 1
            clock.turn(timedelta(days=8))
            assert take_up_again(keep) == 1
            worker.take_on_waiting()
            worker.take_on_waiting()
            grant = worker.finish(request)
            assert worker.finish(request) == grant
        with working(keep, data) as worker:
            assert worker.finish(request) == grant, "another process starts nothing anew either"
        with keep.database.read() as transaction:
            facts = [decode_fact(opening.fact) for opening in transaction.log.openings(0, transaction.log.size())]
        assert sum(isinstance(fact, Released) for fact in facts) == 1
        assert sum(isinstance(fact, CredentialsChanged) for fact in facts) == 1


def held_times(keep: Keep, request: RequestId) -> int:
    with keep.database.read() as transaction:
        facts = [decode_fact(opening.fact) for opening in transaction.log.openings_named("held")]
    return sum(getattr(fact, "request", None) == request for fact in facts)


def test_a_build_that_is_run_again_after_it_held_the_request_builds_nothing(home: Household) -> None:
    ada = home.join("ada")
    request = held(home, ada)
    before = held_times(home.keep, request)
    assert build(home.keep, request) == HELD
    assert release(request, PlainDesk(home.keep)) == HELD
    assert held_times(home.keep, request) == before


def test_a_late_step_of_a_run_from_before_changes_nothing(home: Household) -> None:
    """A worker was killed after it held the request, which goes on meanwhile; then it comes back."""
    ada = home.join("ada")
    another_password(home, ada)(home.keep)
    request = home.ask(ada)
    archive = ArchiveId(build(home.keep, request))
    assert check(home.keep, archive) == HELD
    home.clock.pass_by(days=8)
    assert take_up_again(home.keep) == 1
    with suppress(Exception):
        check(home.keep, archive)
    assert view_of(home, ada).state is State.IDENTIFIED
    release(request, PlainDesk(home.keep))
    assert view_of(home, ada).state is State.AVAILABLE
    told = [notice.kind for notice in notices(home, ada)]
    assert told.count(NoticeKind.COPY_READY) == 1


def notices(home: Household, someone: Someone) -> list[Notice]:
    with home.keep.database.read() as transaction:
        return list(transaction.notices.of_subject(someone.subject))
