from __future__ import annotations

import os
import threading
import time
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import argon2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.people.books import CHEAP, PASSWORDS
from voicekeep.people import Passwords


@settings(deadline=None)
@given(password=st.text(), other=st.text())
def test_a_secret_fits_its_password_and_no_other(password: str, other: str) -> None:
    secret = PASSWORDS.hash(password)
    assert PASSWORDS.verify(secret, password)
    same = unicodedata.normalize("NFC", password) == unicodedata.normalize("NFC", other)
    assert PASSWORDS.verify(secret, other) == same


def test_an_accent_may_be_typed_on_any_keyboard() -> None:
    assert PASSWORDS.verify(PASSWORDS.hash("caf\u00e9 au lait, bitte"), "cafe\u0301 au lait, bitte")


def test_two_secrets_of_one_password_have_nothing_in_common() -> None:
    one, other = PASSWORDS.hash("the same sentence"), PASSWORDS.hash("the same sentence")
    assert one != other


@pytest.mark.parametrize("secret", ["", "the same sentence", "$argon2id$v=19$m=64,t=1,p=1$AA", "$argon2id$junk"])
def test_what_is_no_secret_fits_no_password(secret: str) -> None:
    assert not PASSWORDS.verify(secret, "the same sentence")


def test_the_parameters_are_the_librarys_own() -> None:
    secret = Passwords(os.urandom).hash("one sentence only I would say")
    assert argon2.extract_parameters(secret) == argon2.profiles.RFC_9106_LOW_MEMORY
    assert not argon2.PasswordHasher().check_needs_rehash(secret)


def test_no_more_than_two_are_hashed_at_once() -> None:
    counting = threading.Lock()
    inside = most = 0

    def slow_salt(count: int) -> bytes:
        nonlocal inside, most
        with counting:
            inside += 1
            most = max(most, inside)
        time.sleep(0.01)
        with counting:
            inside -= 1
        return os.urandom(count)

    passwords = Passwords(slow_salt, parameters=CHEAP)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(passwords.hash, ["one sentence only I would say"] * 16))
    assert most == 2
