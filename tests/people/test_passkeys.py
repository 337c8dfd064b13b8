"""A passkey opens one person's account, on one site, for a challenge that was asked now, and nothing else (P3)."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.people.authenticator import PRESENT, Authenticator, data, text
from tests.people.books import INDEX, LIMITS, NOW, PASSWORDS, RIGHT, PeopleInMemory, applicant, join
from voicekeep.people import (
    NotSignedInError,
    Passkey,
    PasskeyRefusedError,
    Session,
    Site,
    TooManyPasskeysError,
    add_passkey,
    answered,
    ask_to_add,
    ask_to_prove,
    confirm_with_passkey,
    require_fresh,
    sign_in,
    sign_in_with_passkey,
    sign_out,
)
from voicekeep.records.ids import SubjectId

SITE = Site(host="localhost", origin="http://localhost")
SOON = timedelta(seconds=30)
BEN = "ben@example.org"


class Street:
    """Ada and Ben, who have accounts."""

    def __init__(self) -> None:
        self.people = PeopleInMemory()
        self.ada = join(self.people, applicant())
        self.ben = join(self.people, applicant(email=BEN))

    def asked_to_add(self, subject: SubjectId, after: timedelta = timedelta(0)) -> str:
        with self.people.open() as book:
            return ask_to_add(
                book, subject, called="Ada", site=SITE, now=NOW + after, limits=LIMITS, entropy=os.urandom
            )

    def asked_to_prove(self, subject: SubjectId | None = None, after: timedelta = timedelta(0)) -> str:
        with self.people.open() as book:
            return ask_to_prove(book, subject, site=SITE, now=NOW + after, limits=LIMITS, entropy=os.urandom)

    def add(self, subject: SubjectId, answer: str, after: timedelta = SOON) -> Passkey:
        with self.people.open() as book:
            asked = answered(book, answer, subject, NOW + after, adding=True)
        with self.people.open() as book:
            return add_passkey(book, answer, asked, site=SITE, now=NOW + after, limits=LIMITS, entropy=os.urandom)

    def with_passkey(self, subject: SubjectId) -> Authenticator:
        key = Authenticator()
        self.add(subject, key.make(self.asked_to_add(subject)))
        return key

    def enter(self, answer: str, after: timedelta = SOON) -> Session:
        return sign_in_with_passkey(
            self.people.open, answer, site=SITE, now=NOW + after, limits=LIMITS, entropy=os.urandom
        ).session

    def session(self, email: str = "ada@example.org") -> Session:
        index = INDEX.of(email)
        return sign_in(
            self.people.open, index, RIGHT, passwords=PASSWORDS, now=NOW, limits=LIMITS, entropy=os.urandom
        ).session

    def refuses(self, answer: str, after: timedelta = SOON) -> None:
        before = dict(self.people.sessions)
        with pytest.raises(PasskeyRefusedError):
            self.enter(answer, after)
        assert self.people.sessions == before


@pytest.fixture
def street() -> Street:
    return Street()


def test_a_passkey_opens_its_persons_account_and_no_name_is_asked_for(street: Street) -> None:
    adas, bens = street.with_passkey(street.ada), street.with_passkey(street.ben)
    for key, subject in ((adas, street.ada), (bens, street.ben), (adas, street.ada)):
        assert street.enter(key.prove(street.asked_to_prove())).subject == subject


def test_what_is_kept_of_a_passkey_cannot_sign(street: Street) -> None:
    key = street.with_passkey(street.ada)
    [held] = street.people.passkeys_of(street.ada)
    private = key.key.private_numbers().private_value.to_bytes(32, "big")
    assert private not in held.public_key
    assert (held.credential_id, held.sign_count, held.used_at) == (key.called, 1, None)
    street.enter(key.prove(street.asked_to_prove()))
    [used] = street.people.passkeys_of(street.ada)
    assert (used.sign_count, used.used_at) == (2, NOW + SOON)


def test_an_answer_counts_once(street: Street) -> None:
    key = street.with_passkey(street.ada)
    answer = key.prove(street.asked_to_prove())
    street.enter(answer)
    street.refuses(answer)


def test_an_answer_that_was_refused_is_used_up_as_well(street: Street) -> None:
    key = street.with_passkey(street.ada)
    options = street.asked_to_prove()
    street.refuses(replace(key, flags=PRESENT).prove(options))
    street.refuses(key.prove(options))


def test_a_challenge_is_answered_within_minutes_or_not_at_all(street: Street) -> None:
    key = street.with_passkey(street.ada)
    instant = timedelta(microseconds=1)
    street.enter(key.prove(street.asked_to_prove()), LIMITS.ceremony_lifetime - instant)
    street.refuses(key.prove(street.asked_to_prove()), LIMITS.ceremony_lifetime)
    street.asked_to_prove(after=LIMITS.ceremony_lifetime * 2)
    assert len(street.people.ceremonies) == 1  # what nobody answered is forgotten


def test_a_challenge_of_somebody_elses_making_is_not_answered(street: Street) -> None:
    key = street.with_passkey(street.ada)
    street.refuses(key.prove(json.dumps({**json.loads(street.asked_to_prove()), "challenge": text(bytes(32))})))


DISHONEST: dict[str, Callable[[Authenticator], Authenticator]] = {
    "another site": lambda key: replace(key, host="localhost.example"),
    "another origin": lambda key: replace(key, origin="http://localhost:8080"),
    "nobody was there": lambda key: replace(key, flags=0),
    "nobody was seen": lambda key: replace(key, flags=PRESENT),
    "another key": lambda key: replace(key, key=Authenticator().key),
    "unknown": lambda key: replace(key, called=os.urandom(32)),
    "a copy that fell behind": lambda key: replace(key, count=0),
}


@pytest.mark.parametrize("how", DISHONEST)
def test_a_dishonest_answer_opens_nothing(street: Street, how: str) -> None:
    key = street.with_passkey(street.ada)
    street.enter(key.prove(street.asked_to_prove()))
    street.refuses(DISHONEST[how](key).prove(street.asked_to_prove()))
    street.enter(key.prove(street.asked_to_prove()))


def test_an_authenticator_that_does_not_count_is_not_taken_for_a_copy(street: Street) -> None:
    key = Authenticator(counts=False)
    street.add(street.ada, key.make(street.asked_to_add(street.ada)))
    for _ in range(2):
        assert street.enter(key.prove(street.asked_to_prove())).subject == street.ada


def test_a_challenge_is_good_for_what_it_was_made_for_only(street: Street) -> None:
    key = street.with_passkey(street.ada)
    session = street.session()
    street.refuses(key.prove(street.asked_to_prove(street.ada)))  # made to confirm, used to sign in
    for options in (street.asked_to_prove(), street.asked_to_prove(street.ben)):
        with pytest.raises(PasskeyRefusedError):
            confirm_with_passkey(street.people.open, session, key.prove(options), site=SITE, now=NOW + SOON)
    for asked_of in (street.ben, None):
        options = street.asked_to_prove(asked_of)
        told = json.dumps({**json.loads(street.asked_to_add(street.ada)), **json.loads(options)})
        with pytest.raises(PasskeyRefusedError):
            street.add(street.ada, Authenticator().make(told))


def test_confirming_takes_a_passkey_of_the_same_person(street: Street) -> None:
    adas, bens = street.with_passkey(street.ada), street.with_passkey(street.ben)
    session = street.session()
    stale = NOW + timedelta(hours=1)
    with pytest.raises(PasskeyRefusedError):
        answer = bens.prove(street.asked_to_prove(street.ada, timedelta(hours=1)))
        confirm_with_passkey(street.people.open, session, answer, site=SITE, now=stale)
    answer = adas.prove(street.asked_to_prove(street.ada, timedelta(hours=1)))
    require_fresh(confirm_with_passkey(street.people.open, session, answer, site=SITE, now=stale), stale, LIMITS)


def test_who_signed_out_confirms_nothing(street: Street) -> None:
    key, session = street.with_passkey(street.ada), street.session()
    answer = key.prove(street.asked_to_prove(street.ada))
    with street.people.open() as book:
        sign_out(book, session, NOW)
    with pytest.raises(NotSignedInError):
        confirm_with_passkey(street.people.open, session, answer, site=SITE, now=NOW + SOON)


def test_a_passkey_belongs_to_whoever_asked_for_it(street: Street) -> None:
    """Ben cannot answer Ada's challenge for himself, nor add Ada's passkey to his account."""
    key = Authenticator()
    answer = key.make(street.asked_to_add(street.ada))
    with pytest.raises(PasskeyRefusedError):
        street.add(street.ben, answer)
    street.add(street.ada, key.make(street.asked_to_add(street.ada)))
    with pytest.raises(PasskeyRefusedError):
        street.add(street.ben, key.make(street.asked_to_add(street.ben)))
    assert street.people.passkeys_of(street.ben) == ()


@pytest.mark.parametrize("flags", [0, PRESENT])
def test_a_passkey_that_nobody_was_seen_to_make_is_not_added(street: Street, flags: int) -> None:
    with pytest.raises(PasskeyRefusedError):
        street.add(street.ada, Authenticator(flags=flags).make(street.asked_to_add(street.ada)))
    assert street.people.passkeys == {}


def test_nobody_has_more_than_there_may_be(street: Street) -> None:
    waiting = [street.asked_to_add(street.ada) for _ in range(LIMITS.passkeys_max + 1)]
    for options in waiting[:-1]:
        street.add(street.ada, Authenticator().make(options))
    with pytest.raises(TooManyPasskeysError):
        street.asked_to_add(street.ada)
    with pytest.raises(TooManyPasskeysError):
        street.add(street.ada, Authenticator().make(waiting[-1]))
    assert len(street.people.passkeys_of(street.ada)) == LIMITS.passkeys_max


def test_a_browser_is_told_which_passkeys_there_are_already(street: Street) -> None:
    key = street.with_passkey(street.ada)
    again, prove = json.loads(street.asked_to_add(street.ada)), json.loads(street.asked_to_prove(street.ada))
    assert [data(each["id"]) for each in again["excludeCredentials"]] == [key.called]
    assert [data(each["id"]) for each in prove["allowCredentials"]] == [key.called]
    anybody = json.loads(street.asked_to_prove())
    assert not anybody.get("allowCredentials")  # whoever asks to sign in learns of no passkey


@given(answer=st.text() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps))
def test_whatever_is_sent_is_a_refusal(answer: str) -> None:
    street = Street()
    street.refuses(answer)
    with pytest.raises(PasskeyRefusedError):
        street.add(street.ada, answer)


@given(at=st.integers(0), bit=st.integers(0, 7), part=st.sampled_from(["authenticatorData", "signature"]))
def test_a_flipped_bit_opens_nothing(at: int, bit: int, part: str) -> None:
    street = Street()
    said = json.loads(street.with_passkey(street.ada).prove(street.asked_to_prove()))
    spoilt = bytearray(data(said["response"][part]))
    spoilt[at % len(spoilt)] ^= 1 << bit
    said["response"][part] = text(bytes(spoilt))
    street.refuses(json.dumps(said))
