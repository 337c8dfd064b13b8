"""One invitation, one account; nothing typed ends up where it can be read."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.people.books import INDEX, LIMITS, NOW, PASSWORDS, PeopleInMemory, applicant, join
from voicekeep.people import (
    Applicant,
    EmailRefusedError,
    EmailTakenError,
    InvitationError,
    LanguageRefusedError,
    NameRefusedError,
    OpenedAccount,
    PasswordRefusedError,
    PeopleError,
    enrol,
    invite,
    open_account,
)
from voicekeep.records.ids import HouseholdId

LIFETIME = timedelta(days=1)
UNUSUAL = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ"
private_words = st.text(alphabet=UNUSUAL, min_size=12, max_size=24)


def invited(people: PeopleInMemory, household: HouseholdId | None = None) -> str:
    invitation, token = invite(household, now=NOW, lifetime=LIFETIME, entropy=os.urandom)
    people.add_invitation(invitation)
    return token


def opened_by(people: PeopleInMemory, token: str, who: Applicant, now: datetime = NOW) -> OpenedAccount:
    return open_account(
        people,
        token,
        who,
        email_index=INDEX,
        passwords=PASSWORDS,
        now=now,
        limits=LIMITS,
        entropy=os.urandom,
    )


def test_an_account_comes_with_its_rows_and_records_all_of_one_person() -> None:
    people = PeopleInMemory()
    opened = opened_by(people, invited(people), applicant())
    subject = opened.account.subject
    owners = {opened.credential.subject, opened.member.subject, opened.profile.owner, opened.membership.owner}
    assert owners == {subject}
    assert opened.membership.household == opened.member.household
    assert opened.profile.item != opened.membership.item
    assert not people.has_accounts()
    enrol(people, opened, NOW)
    assert people.account_of(subject) == opened.account
    assert people.credential_of(subject) == opened.credential
    assert people.member_of(subject) == opened.member


def test_who_is_invited_joins_that_household_and_others_start_their_own() -> None:
    people = PeopleInMemory()
    household = HouseholdId.random(os.urandom)
    joined = opened_by(people, invited(people, household), applicant(household_name=""))
    assert joined.member.household == household
    own = {opened_by(people, invited(people), applicant()).member.household for _ in range(2)}
    assert len(own | {household}) == 3


def test_an_invitation_opens_one_account() -> None:
    people = PeopleInMemory()
    token = invited(people)
    enrol(people, opened_by(people, token, applicant()), NOW)
    with pytest.raises(InvitationError):
        opened_by(people, token, applicant(email="bob@example.org"))


def test_an_invitation_used_by_two_at_once_opens_one_account() -> None:
    people = PeopleInMemory()
    token = invited(people)
    both = [opened_by(people, token, applicant(email=f"{name}@example.org")) for name in ("ada", "bob")]

    def write_down(opened: OpenedAccount) -> type[PeopleError] | None:
        try:
            with people.open() as book:
                enrol(book, opened, NOW)
        except PeopleError as refused:
            return type(refused)
        return None

    with ThreadPoolExecutor(2) as pool:
        assert sorted(map(str, pool.map(write_down, both))) == [str(InvitationError), "None"]
    assert len(people.accounts) == len(people.credentials) == len(people.members) == 1


def test_two_accounts_with_one_address_opened_at_once_become_one_and_an_open_invitation() -> None:
    people = PeopleInMemory()
    tokens = [invited(people), invited(people)]
    first, second = (opened_by(people, token, applicant()) for token in tokens)
    enrol(people, first, NOW)
    with pytest.raises(EmailTakenError), people.open() as book:
        enrol(book, second, NOW)
    assert len(people.accounts) == 1
    opened_by(people, tokens[1], applicant(email="bob@example.org"))


def test_an_invitation_that_is_unknown_or_over_opens_nothing() -> None:
    people = PeopleInMemory()
    token = invited(people)
    with pytest.raises(InvitationError):
        opened_by(people, "x" * 43, applicant())
    with pytest.raises(InvitationError):
        opened_by(people, token, applicant(), NOW + LIFETIME)
    opened = opened_by(people, token, applicant(), NOW + LIFETIME - timedelta(microseconds=1))
    with pytest.raises(InvitationError):
        enrol(people, opened, NOW + LIFETIME)
    assert not people.has_accounts()


def test_a_taken_address_opens_no_second_account_however_it_is_spelled() -> None:
    people = PeopleInMemory()
    join(people, applicant())
    with pytest.raises(EmailTakenError):
        opened_by(people, invited(people), applicant(email="ADA@example.ORG"))


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        *product(
            [
                applicant(name=""),
                applicant(name=" \u00a0"),
                applicant(name="A\nda"),
                applicant(name="A\0da"),
                applicant(name="A\u2028da"),
                applicant(name="A\ud800da"),
                applicant(name="a" * 201),
                applicant(household_name="\n"),
                applicant(household_name="h" * 201),
            ],
            [NameRefusedError],
        ),
        *product(
            [
                applicant(email=""),
                applicant(email="ada"),
                applicant(email="@example.org"),
                applicant(email="ada@"),
                applicant(email="ada @example.org"),
                applicant(email="ada@example.org\n"),
                applicant(email="\ud800@example.org"),
                applicant(email="a" * 250 + "@b.org"),
            ],
            [EmailRefusedError],
        ),
        *product([applicant(password="a" * 11), applicant(password="a" * 257)], [PasswordRefusedError]),
        *product([applicant(language=""), applicant(language="EN"), applicant(language="it")], [LanguageRefusedError]),
    ],
)
def test_what_cannot_stand_for_a_person_is_refused(typed: Applicant, error: type[PeopleError]) -> None:
    people = PeopleInMemory()
    with pytest.raises(error):
        opened_by(people, invited(people), typed)


@pytest.mark.parametrize(
    "typed",
    [
        applicant(name="Zoë Müller-Łukasz"),
        applicant(name="ශ්\u200dරී"),
        applicant(name="n" * 200, household_name=""),
        applicant(email="ada+home@xn--mnchen-3ya.de"),
        applicant(email="ädä@münchen.de"),
        applicant(password="a" * 12),
        applicant(password="a" * 256),
    ],
)
def test_what_people_are_called_is_accepted(typed: Applicant) -> None:
    people = PeopleInMemory()
    opened = opened_by(people, invited(people), typed)
    assert (opened.profile.name, opened.profile.email) == (typed.name, typed.email)


@settings(deadline=None)
@given(name=private_words, local=private_words, password=private_words, household=private_words)
def test_nothing_typed_shows_outside_of_the_records(name: str, local: str, password: str, household: str) -> None:
    people = PeopleInMemory()
    typed = applicant(name=name, email=f"{local}@example.org", password=password, household_name=household)
    opened = opened_by(people, invited(people), typed)
    enrol(people, opened, NOW)
    shown = repr((typed, opened, vars(people)))
    assert not any(words in shown for words in (name, local, password, household))
