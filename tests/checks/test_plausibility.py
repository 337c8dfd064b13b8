"""R4: each rule speaks up where it should, is silent where nothing is wrong, and says when it cannot know."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from tests.archive.copies import KITCHEN, NOON, STUDY, built, numbered, turn
from tests.checks.readings import check, ledger_of
from voicekeep.app.bench import bench_plausibility, clean_life
from voicekeep.checks import ArchiveRefusedError
from voicekeep.checks.plausibility import (
    RULES,
    Bound,
    EarlierRelease,
    Heard,
    Judgement,
    Past,
    Plausibility,
    Rule,
    Severity,
    Verdict,
)
from voicekeep.checks.plausibility.rule import ITEMS_NAMED
from voicekeep.formats.utterance import signing_bytes
from voicekeep.records.facts import Signed
from voicekeep.records.ids import ItemId
from voicekeep.records.items import Evidence, Speaker
from voicekeep.records.texts import LANGUAGES

DAY = timedelta(days=1)
THEIRS = Past(bindings=(Bound(device=KITCHEN, since=NOON - 400 * DAY, until=NOON + 400 * DAY),))
BY_NAME = {rule.name: rule for rule in RULES}


def heard(number: int, **changes: object) -> Heard:
    """Return one ordinary turn, an hour after the one before."""
    usual = Heard(
        item=numbered(ItemId, number),
        at=NOON + timedelta(hours=number),
        device=KITCHEN,
        evidence=Evidence.PAIRED_DEVICE,
        speaker=Speaker.REGISTERED,
        language="en",
        seconds=3.0,
        words=True,
    )
    return replace(usual, **changes)  # type: ignore[arg-type]  # the fields of a turn


def a_month(**changes: object) -> list[Heard]:
    """Return forty days of ten turns each, between eight and half past twelve."""
    began = NOON.replace(hour=8) - 40 * DAY
    return [
        heard(10 * day + number, at=began + day * DAY + number * timedelta(minutes=30), **changes)
        for day in range(40)
        for number in range(10)
    ]


KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SIGNING = Past(bindings=(replace(THEIRS.bindings[0], public_key=KEY.public_key().public_bytes_raw()),))


def signed(number: int, counter: int, *, device_key: Ed25519PrivateKey = KEY, **changes: object) -> Heard:
    """Return a turn that its speaker signed."""
    digest = hashlib.sha256(b"%d" % number).digest()
    signature = device_key.sign(signing_bytes(KITCHEN, counter, digest))
    proof = Signed(counter=counter, signature_r=signature[:32], signature_s=signature[32:])
    told: dict[str, object] = {"signed": proof, "utterance_sha256": digest, "samples_sha256": digest, **changes}
    return heard(number, **told)


def _number(turn: Heard) -> int:
    return round((turn.at - NOON) / timedelta(hours=1))


@dataclass(frozen=True)
class Fixture:
    """Turns and a history that a rule doubts, how many of them, and what makes it silent again."""

    turns: Sequence[Heard]
    doubted: int
    past: Past
    innocent: Callable[[Heard], Heard] | Past


NIGHT = NOON.replace(hour=2) - 900 * timedelta(minutes=5)
GROWN = [heard(number, at=NOON - 30 * DAY + number * 6 * timedelta(hours=1)) for number in range(100)]
GROWN += [heard(number, at=NOON + number * timedelta(minutes=1)) for number in range(600)]
EARLIER = EarlierRelease(at=NOON - timedelta(hours=1), recordings=100)

FIXTURES = {
    "audio_without_device": Fixture(
        [heard(1), heard(2)], 2, Past(), lambda h: replace(h, device=None, evidence=Evidence.IMPORTED)
    ),
    "unknown_device": Fixture([heard(1), heard(2, device=STUDY)], 1, THEIRS, lambda h: replace(h, device=KITCHEN)),
    "before_binding": Fixture(
        [heard(1), heard(2, at=NOON - 500 * DAY)], 1, THEIRS, lambda h: replace(h, at=max(h.at, NOON))
    ),
    "after_binding": Fixture(
        [heard(1), heard(2, at=NOON + 400 * DAY)], 1, THEIRS, lambda h: replace(h, at=min(h.at, NOON + 399 * DAY))
    ),
    "device_signature": Fixture(
        [
            signed(1, 1),
            signed(2, 2, samples_sha256=None),  # only words were kept
            signed(3, 2),  # a counter that was there before
            signed(4, 5, device_key=Ed25519PrivateKey.from_private_bytes(bytes(31) + b"1")),  # another key
            replace(signed(5, 6), utterance_sha256=hashlib.sha256(b"other").digest(), samples_sha256=None),
            replace(signed(6, 7), samples_sha256=hashlib.sha256(b"other").digest()),  # another sound was kept
            replace(signed(7, 8), utterance_sha256=None),
            heard(8),  # not signed, though the speaker has a key
        ],
        6,
        SIGNING,
        lambda h: signed(_number(h), 100 + _number(h)),
    ),
    "two_places": Fixture(
        [heard(1, at=NOON, seconds=9.0), heard(2, at=NOON + timedelta(seconds=4))],
        1,
        THEIRS,
        lambda h: replace(h, seconds=4.0),
    ),
    "sudden_growth": Fixture(
        GROWN,
        600,
        replace(THEIRS, releases=(EARLIER,)),
        replace(THEIRS, releases=(replace(EARLIER, recordings=5_000),)),
    ),
    "credentials_changed": Fixture(
        [],
        2,
        Past(credentials_changed=(NOON - 8 * DAY, NOON - 7 * DAY + timedelta(microseconds=1), NOON), now=NOON),
        Past(credentials_changed=(NOON - 8 * DAY, NOON - 7 * DAY), now=NOON),
    ),
    "missing_words": Fixture(
        [heard(number, words=number % 4 > 0) for number in range(80)], 20, THEIRS, lambda h: replace(h, words=True)
    ),
    "language_break": Fixture(
        [heard(number, language="ar" if 40 <= number < 52 else "en") for number in range(100)],
        12,
        THEIRS,
        lambda h: replace(h, language="en"),
    ),
    "hours_break": Fixture(
        [
            *a_month(),
            *(heard(900 + number, at=NOON.replace(hour=2) + number * timedelta(minutes=5)) for number in range(24)),
        ],
        24,
        THEIRS,
        lambda h: replace(h, at=h.at.replace(hour=9)),
    ),
}


def test_a_signature_of_a_device_without_a_key_is_doubted_and_one_without_either_is_not() -> None:
    assert said_by("device_signature", [signed(1, 1)], THEIRS).judgement is Judgement.DOUBTED
    assert said_by("device_signature", [heard(1)], THEIRS).judgement is Judgement.CLEAR


def said_by(name: str, turns: Sequence[Heard], past: Past) -> Verdict:
    rules = Plausibility(past, (BY_NAME[name],))
    for each in turns:
        rules.see(each)
    [(_, verdict)] = rules.verdicts()
    return verdict


def test_every_rule_has_its_fixture() -> None:
    assert set(FIXTURES) == set(BY_NAME)
    assert len(RULES) == len(BY_NAME)


@pytest.mark.parametrize("name", FIXTURES)
def test_it_doubts_what_is_wrong_and_names_the_items(name: str) -> None:
    fixture = FIXTURES[name]
    verdict = said_by(name, fixture.turns, fixture.past)
    assert verdict.judgement is Judgement.DOUBTED
    assert verdict.doubted == fixture.doubted
    assert len(verdict.items) <= ITEMS_NAMED
    assert bool(verdict.items) is bool(fixture.turns)  # one that is about the account names no item
    assert set(verdict.items) <= {each.item for each in fixture.turns}


@pytest.mark.parametrize("name", FIXTURES)
def test_it_is_silent_as_soon_as_that_is_right(name: str) -> None:
    fixture = FIXTURES[name]
    if isinstance(fixture.innocent, Past):
        verdict = said_by(name, fixture.turns, fixture.innocent)
    else:
        verdict = said_by(name, sorted(map(fixture.innocent, fixture.turns), key=lambda h: h.at), fixture.past)
    assert verdict.judgement is Judgement.CLEAR


@pytest.mark.parametrize("name", ["sudden_growth", "missing_words", "language_break", "hours_break"])
def test_it_does_not_judge_what_it_cannot_know(name: str) -> None:
    assert said_by(name, [heard(1), heard(2)], THEIRS).judgement is Judgement.CANNOT_JUDGE


def test_turns_that_are_not_in_order_are_not_judged_by_their_order() -> None:
    turns = [heard(1, at=NOON), heard(2, at=NOON - DAY)]
    assert said_by("two_places", turns, THEIRS).judgement is Judgement.CANNOT_JUDGE


def test_a_device_that_came_back_is_known_in_both_spans_and_not_between() -> None:
    twice = Past(
        bindings=(
            Bound(device=KITCHEN, since=NOON, until=NOON + DAY),
            Bound(device=KITCHEN, since=NOON + 3 * DAY, until=None),
        )
    )
    inside = [heard(1, at=NOON), heard(2, at=NOON + 4 * DAY)]
    between = heard(3, at=NOON + 2 * DAY)
    for name in ("before_binding", "after_binding", "unknown_device"):
        assert said_by(name, inside, twice).judgement is Judgement.CLEAR
    assert said_by("after_binding", [*inside, between], twice).items == (between.item,)
    assert said_by("before_binding", [*inside, between], twice).judgement is Judgement.CLEAR


INSTANT = timedelta(microseconds=1)


@pytest.mark.parametrize(("early", "doubted"), [(timedelta(0), 0), (INSTANT, 1)])
def test_a_speaker_may_listen_on_for_two_seconds_and_not_longer(early: timedelta, doubted: int) -> None:
    second = NOON + timedelta(seconds=9) - timedelta(seconds=2) - early
    turns = [heard(1, at=NOON, seconds=9.0), heard(2, at=second, seconds=None), heard(3, at=NOON + DAY)]
    assert said_by("two_places", turns, THEIRS).doubted == doubted


def grown(*, since: int, over: timedelta, covered: timedelta = 20 * DAY) -> list[Heard]:
    """Return a first recording, `covered` before the last copy, and `since` of them from that copy's instant on."""
    rest = [heard(number, at=NOON + number * over / (since - 1)) for number in range(since)]
    return [heard(9000, at=NOON - covered), *rest]


@pytest.mark.parametrize(
    ("turns", "recordings", "judgement"),
    [
        (grown(since=500, over=DAY), 500, Judgement.DOUBTED),  # twenty times what twenty-five a day let expect
        (grown(since=499, over=DAY), 499, Judgement.CLEAR),  # fewer than five hundred
        (grown(since=500, over=DAY), 501, Judgement.CLEAR),  # not twenty times as many
        (grown(since=500, over=DAY / 2), 500, Judgement.DOUBTED),  # half a day counts as a whole one
        (grown(since=500, over=DAY / 2), 501, Judgement.CLEAR),
        (grown(since=500, over=2 * DAY), 250, Judgement.DOUBTED),
        (grown(since=500, over=2 * DAY), 251, Judgement.CLEAR),
        (grown(since=500, over=DAY), 50, Judgement.DOUBTED),
        (grown(since=500, over=DAY), 49, Judgement.CANNOT_JUDGE),  # the last copy says too little
        (grown(since=500, over=DAY, covered=14 * DAY), 50, Judgement.DOUBTED),
        (grown(since=500, over=DAY, covered=14 * DAY - INSTANT), 50, Judgement.CANNOT_JUDGE),
    ],
)
def test_sudden_growth_begins_where_the_document_says(
    turns: list[Heard], recordings: int, judgement: Judgement
) -> None:
    past = replace(THEIRS, releases=(EarlierRelease(at=NOON, recordings=recordings),))
    said = said_by("sudden_growth", turns, past)
    assert said.judgement is judgement
    if judgement is Judgement.DOUBTED:
        assert (said.doubted, said.items) == (500, (numbered(ItemId, 0),))


@pytest.mark.parametrize("releases", [(), (EarlierRelease(at=NOON + 9 * DAY, recordings=500),)])
def test_growth_without_a_copy_before_or_a_recording_since_is_not_judged(releases: tuple[EarlierRelease, ...]) -> None:
    turns = grown(since=500, over=DAY)
    assert said_by("sudden_growth", turns, replace(THEIRS, releases=releases)).judgement is Judgement.CANNOT_JUDGE


@pytest.mark.parametrize("changes", [{"device": None}, {"evidence": Evidence.IMPORTED}])
def test_one_sign_of_a_device_is_enough_where_none_was_ever_bound(changes: dict[str, object]) -> None:
    assert said_by("audio_without_device", [heard(1, **changes)], Past()).doubted == 1


def test_what_a_rule_remembers_does_not_grow() -> None:
    many = [heard(number, device=STUDY) for number in range(500)]
    verdict = said_by("unknown_device", many, THEIRS)
    assert (verdict.doubted, len(verdict.items)) == (500, ITEMS_NAMED)


@given(st.lists(st.text(max_size=12) | st.none(), max_size=80))
def test_a_language_may_claim_to_be_anything(languages: list[str | None]) -> None:
    turns = [heard(number, language=language) for number, language in enumerate(languages)]
    assert said_by("language_break", turns, THEIRS).judgement in Judgement


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_it_says_so_to_both(rule: Rule) -> None:
    for told in (rule.officer, rule.person):
        sentences = {told.within(language) for language in LANGUAGES}
        assert len(sentences) == len(LANGUAGES)
        assert all(sentence.endswith(".") for sentence in sentences)


def test_the_document_names_every_rule_with_its_severity() -> None:
    text = (Path(__file__).parents[2] / "docs" / "plausibility.md").read_text("utf-8")
    told = re.findall(r"^\| `(\w+)` \| (\w+) \|", text, re.MULTILINE)
    assert dict(told) == {rule.name: rule.severity.value for rule in RULES}


@given(st.integers(0, 10_000))
def test_the_clean_lives_are_clean(seed: int) -> None:
    life = clean_life(seed)
    assert list(life.turns) == sorted(life.turns, key=lambda each: each.at)
    for each in life.turns:
        spans = [bound for bound in life.past.bindings if bound.device == each.device]
        assert each.device is None or any(bound.holds_at(each.at) for bound in spans)


def test_a_rule_that_stops_a_copy_is_silent_on_clean_accounts() -> None:
    """A hundred here; a thousand in the slow suite; ten thousand are in docs/plausibility.md."""
    require_silent(accounts=100, seed=7)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_rule_that_stops_a_copy_doubts_at_most_one_clean_account_in_a_thousand() -> None:
    require_silent(accounts=2_000, seed=3)


def require_silent(*, accounts: int, seed: int) -> None:
    figures = bench_plausibility(accounts, seed, lambda _: None)
    for rule in RULES:
        if rule.severity is not Severity.NOTE and rule.passes_after is None:
            assert figures.rate(rule.name) <= 0.001, rule.name
    assert figures.rate("credentials_changed") <= 0.05  # of those who ask wait, for a week at most, and nobody looks


# --- on a whole body, as the checks do it


def findings(past: Past) -> dict[str, set[ItemId | None]]:
    turns = [turn(number, audio=f"fLaC {number}".encode()) for number in range(3)]
    with pytest.raises(ArchiveRefusedError) as refused:
        check(built(turns)[1], ledger_of(turns), past=past)
    found: dict[str, set[ItemId | None]] = {}
    for finding in refused.value.findings:
        found.setdefault(finding.name, set()).add(finding.item)
    return found


def test_a_doubt_stops_the_copy_and_names_the_items() -> None:
    items = {numbered(ItemId, 1000 + number) for number in range(3)}
    assert findings(Past()) == {"audio_without_device": items, "unknown_device": items}
    later = Past(bindings=(Bound(device=KITCHEN, since=NOON + timedelta(seconds=1), until=None),))
    assert findings(later) == {"before_binding": {numbered(ItemId, 1000)}}


def test_a_note_lets_the_copy_pass() -> None:
    turns = [
        turn(number, at=NOON + number * timedelta(minutes=1), audio=f"fLaC {number}".encode(), transcript=None)
        for number in range(60)
    ]
    outcome, _ = check(built(turns)[1], ledger_of(turns))
    assert outcome.notes == ("missing_words",)


def test_the_same_with_words_has_nothing_to_note() -> None:
    turns = [turn(number, at=NOON + number * timedelta(minutes=1)) for number in range(60)]
    outcome, _ = check(built(turns)[1], ledger_of(turns))
    assert outcome.notes == ()
