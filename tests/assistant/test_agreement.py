"""A command is believed of what two readings share, and of how well it explains the sound beside free sounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicekeep.assistant.agreement import AGREED, ALIEN, BROKEN, EVEN, SURE, UNLIKE, agreement, answered, believed
from voicekeep.assistant.likeness import Likeness, Stretch, likeness

words = st.lists(st.sampled_from(["set", "a", "timer", "tea"]), max_size=6)
units = st.floats(-10, 2)


@given(words, words)
def test_agreement_is_whole_for_the_same_sounds_and_never_more(one: list[str], other: list[str]) -> None:
    found = agreement(one, other)
    assert found <= 1
    assert (found == 1) == (bool(one) and one == other)


@pytest.mark.parametrize(
    ("command", "open_reading", "believed"),
    [
        ("K AE N S AH L AO L T AY M ER Z", "K AE N S EH L T AY M ER Z", True),  # cancel all timers, can sell timers
        ("K AE N S AH L AO L T AY M ER Z", "DH AH K W IH K B R AW N F AA K S", False),  # the quick brown fox
        ("D IH L IY T DH AE T", "L AY K DH AE T", False),  # delete that, like that
        ("HH EH L P", "SH IY S EH D HH EH L P W AA Z", False),  # help, she said help was
    ],
)
def test_a_command_that_the_open_reading_does_not_share_is_not_believed(
    command: str, open_reading: str, *, believed: bool
) -> None:
    assert (agreement(command.split(), open_reading.split()) >= AGREED) is believed


@given(words, words, words)
def test_words_decide_what_answers_a_question_only_where_sounds_are_in_doubt(
    command: list[str], sounds: list[str], more: list[str]
) -> None:
    read: list[str] = []

    def in_words() -> list[str]:
        read.append("words")
        return more

    said, agreed = answered(command, sounds, in_words)
    quick = agreement(command, sounds)
    assert bool(read) == (UNLIKE <= quick < SURE)
    assert agreed == (agreement(command, more) if read else quick)
    assert said == (agreed >= (AGREED if read else SURE))


@given(words, words, words, units, units, units, units)
def test_what_explains_the_sound_better_is_not_believed_less(
    command: list[str], sounds: list[str], more: list[str], whole: float, worst: float, better: float, best: float
) -> None:
    less = Likeness(whole=min(whole, better), worst=min(worst, best))
    like = Likeness(whole=max(whole, better), worst=max(worst, best))
    assert believed(command, sounds, lambda: more, less)[0] <= believed(command, sounds, lambda: more, like)[0]


@given(words, words, words, units, units)
def test_what_sounds_like_no_command_at_all_is_not_read_again(
    command: list[str], sounds: list[str], more: list[str], whole: float, worst: float
) -> None:
    read: list[str] = []

    def in_words() -> list[str]:
        read.append("words")
        return more

    said, _ = believed(command, sounds, in_words, Likeness(whole=whole, worst=worst))
    if agreement(command, sounds) < ALIEN or worst < BROKEN:
        assert not said
        assert not read


@given(words, st.floats(-5, 5))
def test_a_command_of_which_a_word_was_not_said_is_not_believed_whatever_else_agrees(
    command: list[str], whole: float
) -> None:
    broken = Likeness(whole=whole, worst=BROKEN - 0.1)
    assert not believed(command, command, lambda: command, broken)[0]


@given(words, words, words, units, st.floats(-10, 0))
def test_what_neither_reading_shares_is_not_believed_where_free_sounds_explain_it_as_well(
    command: list[str], sounds: list[str], more: list[str], worst: float, whole: float
) -> None:
    said, agreed = believed(command, sounds, lambda: more, Likeness(whole=whole, worst=worst))
    assert agreed in (agreement(command, sounds), agreement(command, more))
    assert not said or agreed >= EVEN


@pytest.mark.parametrize(("whole", "said"), [(-0.5, True), (-1.5, False)])
def test_what_words_alone_agree_on_must_explain_the_sound_too(whole: float, *, said: bool) -> None:
    command, sounds, in_words = list("abcde"), list("abxyz"), list("abcyz")
    like = Likeness(whole=whole, worst=-3.0)
    assert believed(command, sounds, lambda: in_words, like) == (said, agreement(command, in_words))


def heard(said: str, first: int, last: int, likelihood: float) -> Stretch:
    return Stretch(said=said, first=first, last=last, likelihood=likelihood)


def test_a_command_that_explains_the_sound_as_free_sounds_do_is_worth_nothing_more_or_less() -> None:
    one, two = heard("set", 30, 59, -90.0), heard("timer", 60, 99, -100.0)
    assert likeness([one, two], [heard("SIL", 0, 29, -5.0), one, two]) == Likeness(whole=0.0, worst=0.0)


def test_one_word_that_was_not_said_is_seen_beside_all_that_were() -> None:
    command = [heard("copy", 0, 99, -100.0), heard("data", 100, 119, -200.0)]
    found = likeness(command, [heard("K", 0, 99, -100.0), heard("B", 100, 119, -40.0)])
    assert found == Likeness(whole=-160 / 120, worst=-8.0)


def test_a_very_short_word_does_not_count_as_if_it_were_long() -> None:
    found = likeness([heard("a", 10, 13, -90.0)], [heard("AH", 0, 39, -100.0)])
    assert found == Likeness(whole=-20.0, worst=-4.0)  # of the free sound a tenth lies in it
