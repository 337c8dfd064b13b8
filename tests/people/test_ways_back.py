"""Recovery codes count once and together with their address; a new password ends what the old one opened."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.people.books import ADDRESS, INDEX, LIMITS, NOW, PASSWORDS, RIGHT, PeopleInMemory, applicant, join
from voicekeep.notice import NoticeKind
from voicekeep.people import (
    CODES,
    NewPasswordRefusedError,
    NotSignedInError,
    RecoveryRefusedError,
    Session,
    SignedIn,
    SignInRefusedError,
    StaleSignInError,
    TooManyFailuresError,
    change_password,
    end_other_sessions,
    end_session,
    new_password,
    new_recovery_codes,
    require_open,
    sign_in,
    sign_in_with_code,
)
from voicekeep.records.ids import SubjectId

BEN = "ben@example.org"
NEW = "quite another sentence of mine"


@pytest.fixture
def people() -> PeopleInMemory:
    people = PeopleInMemory()
    for email in (ADDRESS, BEN):
        join(people, applicant(email=email))
    return people


def subject_of(people: PeopleInMemory, email: str) -> SubjectId:
    account = people.account_with_email(INDEX.of(email))
    assert account is not None
    return account.subject


def codes_of(people: PeopleInMemory, email: str = ADDRESS) -> tuple[str, ...]:
    with people.open() as book:
        return new_recovery_codes(book, subject_of(people, email), NOW, os.urandom)


def enter(people: PeopleInMemory, code: str, email: str = ADDRESS) -> SignedIn:
    return sign_in_with_code(people.open, INDEX.of(email), code, now=NOW, limits=LIMITS, entropy=os.urandom)


def by_password(people: PeopleInMemory, password: str = RIGHT, email: str = ADDRESS) -> SignedIn:
    return sign_in(
        people.open, INDEX.of(email), password, passwords=PASSWORDS, now=NOW, limits=LIMITS, entropy=os.urandom
    )


def set_password(people: PeopleInMemory, session: Session, password: str, now: datetime = NOW) -> None:
    """Change a password as the operation does: hashed outside of any transaction, looked up again within."""
    made = new_password(people.open, session, password, passwords=PASSWORDS, now=now, limits=LIMITS)
    with people.open() as book:
        change_password(book, session, made, now=now, limits=LIMITS, entropy=os.urandom)


def test_each_code_opens_its_persons_account_once(people: PeopleInMemory) -> None:
    codes = codes_of(people)
    assert len(set(codes)) == CODES
    for code in codes:
        assert re.fullmatch(r"([a-z2-7]{4}-){3}[a-z2-7]{4}", code)
        assert enter(people, code).session.subject == subject_of(people, ADDRESS)
        with pytest.raises(RecoveryRefusedError):
            enter(people, code)


def test_a_code_is_read_as_people_type_it(people: PeopleInMemory) -> None:
    first, second, third, *_ = codes_of(people)
    for typed in (first.upper(), f" {second.replace('-', ' ')} ", third.replace("-", "")):
        enter(people, typed)


def test_nobody_elses_code_and_no_other_address_opens_anything(people: PeopleInMemory) -> None:
    adas, bens = codes_of(people), codes_of(people, BEN)
    for code, email in ((adas[0], BEN), (bens[0], ADDRESS), (adas[0], "nobody@example.org"), ("", ADDRESS)):
        with pytest.raises(RecoveryRefusedError) as refused:
            enter(people, code, email)
        assert str(refused.value) == RecoveryRefusedError.sentence
    assert enter(people, adas[0]).session.subject == subject_of(people, ADDRESS)


def test_new_codes_end_the_earlier_ones_of_the_same_person_only(people: PeopleInMemory) -> None:
    earlier, bens = codes_of(people), codes_of(people, BEN)
    codes_of(people)
    with pytest.raises(RecoveryRefusedError):
        enter(people, earlier[0])
    enter(people, bens[0], BEN)


def test_wrong_codes_are_counted_with_wrong_passwords(people: PeopleInMemory) -> None:
    right = codes_of(people)[0]
    for number in range(LIMITS.sign_in_failures_per_window):
        with pytest.raises(SignInRefusedError):
            by_password(people, "wrong") if number % 2 else enter(people, "aaaa-aaaa-aaaa-aaaa")
    with pytest.raises(TooManyFailuresError):
        enter(people, right)
    with pytest.raises(TooManyFailuresError):
        by_password(people)


def test_no_code_is_kept(people: PeopleInMemory) -> None:
    codes = codes_of(people)
    kept = repr(people.codes) + repr(by_password(people))
    assert not [code for code in codes if code in kept or code.replace("-", "") in kept]


def test_a_new_password_holds_at_once_and_ends_every_other_session(people: PeopleInMemory) -> None:
    here, elsewhere, bens = by_password(people), by_password(people), by_password(people, email=BEN)
    set_password(people, here.session, NEW)
    by_password(people, NEW)
    with pytest.raises(SignInRefusedError):
        by_password(people)
    for still_open in (here, bens):
        require_open(people.session_with_token(still_open.session.token_sha256), NOW)
    with pytest.raises(NotSignedInError):
        require_open(people.session_with_token(elsewhere.session.token_sha256), NOW)
    by_password(people, email=BEN)


def test_a_new_password_and_a_used_code_are_told_to_their_person_and_what_was_refused_is_not(
    people: PeopleInMemory,
) -> None:
    ada, here, codes = subject_of(people, ADDRESS), by_password(people), codes_of(people)
    with pytest.raises(NewPasswordRefusedError):
        set_password(people, here.session, "")
    with pytest.raises(RecoveryRefusedError):
        enter(people, codes[0], BEN)
    assert people.notices == {}
    set_password(people, here.session, NEW)
    enter(people, codes[0])
    told = [(notice.subject, notice.kind, notice.created_at) for notice in people.notices.values()]
    assert told == [(ada, NoticeKind.PASSWORD_CHANGED, NOW), (ada, NoticeKind.CODE_USED, NOW)]


@pytest.mark.parametrize("password", ["", "x" * 11, "x" * 257])
def test_a_password_that_is_none_changes_nothing(people: PeopleInMemory, password: str) -> None:
    here, elsewhere = by_password(people), by_password(people)
    with pytest.raises(NewPasswordRefusedError):
        set_password(people, here.session, password)
    require_open(people.session_with_token(elsewhere.session.token_sha256), NOW)
    by_password(people)


def test_a_password_that_was_made_for_somebody_else_is_not_put(people: PeopleInMemory) -> None:
    ada, ben = by_password(people).session, by_password(people, email=BEN).session
    made = new_password(people.open, ada, NEW, passwords=PASSWORDS, now=NOW, limits=LIMITS)
    with pytest.raises(NotSignedInError), people.open() as book:
        change_password(book, ben, made, now=NOW, limits=LIMITS, entropy=os.urandom)
    by_password(people)
    by_password(people, email=BEN)


def test_a_session_that_ended_while_the_password_was_hashed_changes_nothing(people: PeopleInMemory) -> None:
    here, elsewhere = by_password(people).session, by_password(people).session
    made = new_password(people.open, here, NEW, passwords=PASSWORDS, now=NOW, limits=LIMITS)
    with people.open() as book:
        end_other_sessions(book, elsewhere, NOW)
    with pytest.raises(NotSignedInError), people.open() as book:
        change_password(book, here, made, now=NOW, limits=LIMITS, entropy=os.urandom)
    by_password(people)


def test_a_password_is_changed_by_whoever_has_just_signed_in(people: PeopleInMemory) -> None:
    here = by_password(people).session
    later = NOW + LIMITS.sign_in_fresh_for
    with pytest.raises(StaleSignInError):
        set_password(people, here, NEW, later)
    # a session that says of itself that it is fresh is looked up all the same
    with pytest.raises(StaleSignInError):
        pretended = replace(here, signed_in_at=later)
        set_password(people, pretended, NEW, later)
    by_password(people)


def test_sessions_end_one_by_one_and_never_another_persons(people: PeopleInMemory) -> None:
    here, elsewhere, bens = by_password(people), by_password(people), by_password(people, email=BEN)
    with people.open() as book:
        end_session(book, here.session, bens.session.session, NOW)
        end_session(book, here.session, elsewhere.session.session, NOW)
    open_now = {s.session for s in people.sessions.values() if s.open_at(NOW + timedelta(seconds=1))}
    assert open_now == {here.session.session, bens.session.session}
    again = by_password(people)
    with people.open() as book:
        assert end_other_sessions(book, again.session, NOW) == 1
    open_now = {s.session for s in people.sessions.values() if s.open_at(NOW + timedelta(seconds=1))}
    assert open_now == {again.session.session, bens.session.session}
