from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicekeep.people import EmailIndex

INDEX = EmailIndex(bytes(32))


@pytest.mark.parametrize("spelling", ["Ada@Example.org", " ada@example.org\n", "ADA@EXAMPLE.ORG", "ada@EXAMPLE.org"])
def test_an_account_is_found_however_its_address_is_spelled(spelling: str) -> None:
    assert INDEX.of(spelling) == INDEX.of("ada@example.org")


@settings(deadline=None)
@given(email=st.text())
def test_equivalent_texts_share_an_index(email: str) -> None:
    assert INDEX.of(unicodedata.normalize("NFD", email)) == INDEX.of(unicodedata.normalize("NFC", email))


@pytest.mark.parametrize(
    "other", ["ada@example.com", "adam@example.org", "a.da@example.org", "\uff41da@example.org", ""]
)
def test_another_address_is_another_account(other: str) -> None:
    assert INDEX.of(other) != INDEX.of("ada@example.org")


@settings(deadline=None)
@given(email=st.text(), key=st.binary(min_size=32, max_size=32))
def test_without_the_key_an_index_cannot_be_guessed(email: str, key: bytes) -> None:
    assert (EmailIndex(key).of(email) == INDEX.of(email)) == (key == bytes(32))


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        EmailIndex(bytes(length))
