"""Nobody is signed in but whoever knows the password, and nobody learns whether there is an account."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from argon2 import Parameters, PasswordHasher, extract_parameters
from argon2.low_level import Type
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.people.books import ADDRESS, CHEAP, INDEX, LIMITS, NOW, PASSWORDS, RIGHT, PeopleInMemory, applicant, join
from voicekeep.people import (
    NotSignedInError,
    Passwords,
    PeopleBook,
    PeopleError,
    Session,
    SignedIn,
    SignInRefusedError,
    StaleSignInError,
    TooManyFailuresError,
    require_fresh,
    sign_in,
    sign_in_again,
    sign_out,
    signed_in,
    token_sha256,
)

WRONG = "another sentence altogether"
NOBODY = "nobody@example.org"
COSTLY = Parameters(type=Type.ID, version=19, salt_len=16, hash_len=32, time_cost=2, memory_cost=8192, parallelism=1)


@pytest.fixture
def people() -> PeopleInMemory:
    people = PeopleInMemory()
    join(people, applicant())
    return people


def enter(
    people: PeopleInMemory, email: str = ADDRESS, password: str = RIGHT, after: timedelta = timedelta(0)
) -> SignedIn:
    return sign_in(
        people.open,
        INDEX.of(email),
        password,
        passwords=PASSWORDS,
        now=NOW + after,
        limits=LIMITS,
        entropy=os.urandom,
    )


def again(people: PeopleInMemory, session: Session, password: str, after: timedelta) -> Session:
    return sign_in_again(people.open, session, password, passwords=PASSWORDS, now=NOW + after, limits=LIMITS)


def test_whoever_knows_the_password_gets_a_session_and_its_token(people: PeopleInMemory) -> None:
    result = enter(people, "  ADA@Example.org ")
    assert signed_in(people, result.token, NOW) == result.session
    assert result.session.subject in people.accounts


def test_an_unknown_account_and_a_wrong_password_are_refused_in_the_same_words(people: PeopleInMemory) -> None:
    said = set()
    for email, password in ((ADDRESS, WRONG), (NOBODY, RIGHT), (NOBODY, WRONG)):
        with pytest.raises(SignInRefusedError) as refused:
            enter(people, email, password)
        said.add((type(refused.value), str(refused.value)))
    assert len(said) == 1
    assert not people.sessions


def test_an_unknown_account_costs_as_much_as_a_wrong_password(monkeypatch: pytest.MonkeyPatch) -> None:
    paid: list[Parameters] = []
    verify = PasswordHasher.verify

    def watched(hasher: PasswordHasher, secret: str, password: bytes) -> bool:
        paid.append(extract_parameters(secret))
        return verify(hasher, secret, password)

    monkeypatch.setattr(PasswordHasher, "verify", watched)
    passwords = Passwords(os.urandom, parameters=COSTLY)
    assert not passwords.verify(passwords.hash(RIGHT), WRONG)
    assert not passwords.verify(None, WRONG)
    assert paid == [COSTLY, COSTLY]


def test_nobody_knows_the_password_of_nobody() -> None:
    assert not PASSWORDS.verify(None, "")
    assert not PASSWORDS.verify(None, "\0" * 32)


@pytest.mark.parametrize("email", [ADDRESS, NOBODY])
def test_after_too_many_failures_not_even_the_right_password_is_judged(people: PeopleInMemory, email: str) -> None:
    for _ in range(LIMITS.sign_in_failures_per_window):
        with pytest.raises(SignInRefusedError):
            enter(people, email, WRONG)
    with pytest.raises(TooManyFailuresError):
        enter(people, email, RIGHT)
    with pytest.raises(TooManyFailuresError):
        enter(people, email, WRONG)


def test_failures_of_one_account_do_not_shut_another_out(people: PeopleInMemory) -> None:
    for _ in range(LIMITS.sign_in_failures_per_window):
        with pytest.raises(SignInRefusedError):
            enter(people, NOBODY, WRONG)
    enter(people)


def test_the_window_ends_and_old_failures_are_forgotten(people: PeopleInMemory) -> None:
    for _ in range(LIMITS.sign_in_failures_per_window):
        with pytest.raises(SignInRefusedError):
            enter(people, password=WRONG)
    later = LIMITS.sign_in_window + timedelta(microseconds=1)
    enter(people, after=later)
    with pytest.raises(SignInRefusedError):
        enter(people, password=WRONG, after=later)
    assert len(people.failures) == 1


def test_guesses_at_once_are_judged_no_more_often_than_guesses_in_a_row(people: PeopleInMemory) -> None:
    guesses = 3 * LIMITS.sign_in_failures_per_window
    together = threading.Barrier(guesses)

    def guess(_: int) -> type[PeopleError] | None:
        together.wait()
        try:
            enter(people, password=WRONG)
        except PeopleError as refused:
            return type(refused)
        return None

    with ThreadPoolExecutor(guesses) as pool:
        answers = list(pool.map(guess, range(guesses)))
    assert answers.count(SignInRefusedError) == LIMITS.sign_in_failures_per_window
    assert answers.count(TooManyFailuresError) == guesses - LIMITS.sign_in_failures_per_window


def test_a_password_that_was_changed_while_it_was_judged_opens_nothing(people: PeopleInMemory) -> None:
    (held,) = people.credentials.values()
    opened = 0

    @contextmanager
    def open_book() -> Iterator[PeopleBook]:
        nonlocal opened
        opened += 1
        with people.open() as book:
            if opened == 2:
                book.put_credential(replace(held, secret=PASSWORDS.hash(WRONG)))
            yield book

    with pytest.raises(SignInRefusedError):
        sign_in(
            open_book,
            INDEX.of(ADDRESS),
            RIGHT,
            passwords=PASSWORDS,
            now=NOW,
            limits=LIMITS,
            entropy=os.urandom,
        )
    assert not people.sessions


def test_a_secret_of_older_parameters_is_renewed_at_the_next_sign_in(people: PeopleInMemory) -> None:
    stronger = Passwords(os.urandom, parameters=replace(CHEAP, time_cost=2))
    (was,) = people.credentials.values()
    for _ in range(2):
        sign_in(
            people.open,
            INDEX.of(ADDRESS),
            RIGHT,
            passwords=stronger,
            now=NOW,
            limits=LIMITS,
            entropy=os.urandom,
        )
        (now_is,) = people.credentials.values()
        assert now_is.secret != was.secret
        assert not stronger.outdated(now_is.secret)
        assert stronger.verify(now_is.secret, RIGHT)


def test_a_session_is_found_by_its_own_token_only(people: PeopleInMemory) -> None:
    result = enter(people)
    for other in ("", result.token[:-1], result.token + "A", result.session.token_sha256.hex(), "\ud800"):
        with pytest.raises(NotSignedInError):
            signed_in(people, other, NOW)


def test_a_session_is_closed_at_its_last_instant_and_not_before(people: PeopleInMemory) -> None:
    result = enter(people)
    end = NOW + LIMITS.session_lifetime
    assert signed_in(people, result.token, end - timedelta(microseconds=1)).open_at(NOW)
    with pytest.raises(NotSignedInError):
        signed_in(people, result.token, end)


def test_a_session_that_was_left_stays_closed_whatever_is_tried(people: PeopleInMemory) -> None:
    result = enter(people)
    sign_out(people, result.session, NOW)
    with pytest.raises(NotSignedInError):
        signed_in(people, result.token, NOW)
    with pytest.raises(NotSignedInError):
        again(people, result.session, RIGHT, timedelta(0))
    sign_out(people, result.session, NOW + timedelta(hours=1))
    assert people.sessions[token_sha256(result.token)].ended_at == NOW


def test_signing_in_again_makes_the_session_fresh_and_not_longer(people: PeopleInMemory) -> None:
    result = enter(people)
    later = timedelta(hours=3)
    with pytest.raises(StaleSignInError):
        require_fresh(result.session, NOW + later, LIMITS)
    with pytest.raises(SignInRefusedError):
        again(people, result.session, WRONG, later)
    renewed = again(people, result.session, RIGHT, later)
    require_fresh(renewed, NOW + later, LIMITS)
    assert renewed == replace(result.session, signed_in_at=NOW + later)
    assert signed_in(people, result.token, NOW + later) == renewed


def test_another_persons_password_does_not_renew_a_session(people: PeopleInMemory) -> None:
    other = "a sentence of somebody else"
    join(people, applicant(email="bob@example.org", password=other))
    result = enter(people)
    with pytest.raises(SignInRefusedError):
        again(people, result.session, other, timedelta(0))


@settings(deadline=None)
@given(age=st.timedeltas(min_value=-timedelta(days=1), max_value=timedelta(days=13)))
@example(age=timedelta(0))
@example(age=timedelta(minutes=10))
def test_a_sign_in_is_fresh_for_ten_minutes_and_never_ahead_of_its_time(age: timedelta) -> None:
    session = enter(_one()).session
    fresh = timedelta(0) <= age < timedelta(minutes=10)
    if fresh:
        require_fresh(session, NOW + age, LIMITS)
    else:
        with pytest.raises(StaleSignInError):
            require_fresh(session, NOW + age, LIMITS)


def test_a_closed_session_is_never_fresh(people: PeopleInMemory) -> None:
    closed = replace(enter(people).session, ended_at=NOW)
    with pytest.raises(NotSignedInError):
        require_fresh(closed, NOW, LIMITS)


def test_no_token_or_password_shows(people: PeopleInMemory) -> None:
    result = enter(people)
    with pytest.raises(SignInRefusedError) as refused:
        enter(people, password=WRONG)
    shown = [repr(result), repr(people.__dict__), repr(refused.value), str(refused.value)]
    secrets = [result.token, RIGHT, WRONG, ADDRESS, *(held.secret for held in people.credentials.values())]
    assert not any(secret in text for secret in secrets for text in shown)


def _one() -> PeopleInMemory:
    people = PeopleInMemory()
    join(people, applicant())
    return people
