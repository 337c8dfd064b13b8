"""R19: four words are told apart as they are spoken, and cannot be guessed from what is stored."""

from __future__ import annotations

import os
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mnemonic import Mnemonic

from voicekeep.people import GuestWords, WordsRefusedError, new_words
from voicekeep.people.guests import understood

LIST = Mnemonic("english").wordlist
four = st.lists(st.sampled_from(LIST), min_size=4, max_size=4)
between = st.sampled_from([" ", "  ", "-", ", ", "\n", " · ", "."])


@given(words=four, apart=between, spoken=st.sampled_from([str.upper, str.title, str.lower]))
def test_how_they_are_written_does_not_matter(words: list[str], apart: str, spoken: object) -> None:
    assert callable(spoken)
    assert understood(f" {apart.join(spoken(word) for word in words)}. ") == tuple(words)


@given(words=four)
def test_four_letters_of_a_word_are_enough(words: list[str]) -> None:
    assert understood(" ".join(word[:4] for word in words)) == tuple(words)


@given(words=four)
def test_accents_do_not_count(words: list[str]) -> None:
    assert understood(" ".join(words).replace("e", "é").replace("a", "ä")) == tuple(words)


@given(said=st.text(max_size=60))
def test_what_is_not_four_words_of_the_list_is_refused_by_name(said: str) -> None:
    parts = re.findall("[a-z]+", said.lower())
    if len(parts) != 4 or any(len(part) < 3 for part in parts):
        with pytest.raises(WordsRefusedError):
            understood(said)


@pytest.mark.parametrize(
    "said",
    ["", "about", "about able actor", "about able actor acid adapt", "abandonn able acid act"],
)
def test_too_few_too_many_and_misspelt_are_refused(said: str) -> None:
    with pytest.raises(WordsRefusedError):
        understood(said)


def test_every_word_can_come_and_the_order_counts() -> None:
    words = GuestWords(bytes(32))
    assert words.digest("about able acid act") != words.digest("able about acid act")
    seen = {word for _ in range(4_000) for word in new_words(os.urandom).split()}
    assert len(seen) > 2_000
    assert seen <= set(LIST)
    assert new_words(lambda count: b"\xff" * count) == " ".join([LIST[-1]] * 4)


def test_without_the_key_a_guess_cannot_be_tested() -> None:
    assert GuestWords(bytes(32)).digest("about able acid act") != GuestWords(b"k" * 32).digest("about able acid act")
    with pytest.raises(ValueError, match="32 bytes"):
        GuestWords(b"short")
