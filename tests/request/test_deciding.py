"""Whatever is decided in whatever order: once, in time, never before the proof, and the clock is the law's (R7-R10)."""

from __future__ import annotations

import os
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicekeep.records.facts import Answered, ClockResumed, Extended, Fact, IdentityAsked, Refused, Withdrawn
from voicekeep.records.ids import ItemId, RequestId, SubjectId
from voicekeep.records.rights import (
    COPIES,
    GROUNDS_FOR,
    Doubt,
    ExtensionGround,
    Means,
    RefusalGround,
    Resumed,
    Right,
    Withdrew,
)
from voicekeep.request import (
    ENDED,
    AccessRequest,
    BoilerplateReasonError,
    By,
    Elapsing,
    EmptyReasonError,
    GroundRefusedError,
    Place,
    RequestError,
    State,
    answer,
    answer_due,
    ask_identity,
    extend,
    proven,
    reason_given,
    receive,
    refuse,
    resume,
    same_words,
    withdraw,
)

BERLIN = Place(zone="Europe/Berlin", country="DE", subdivision="BE")
BY = By(role="officer", reason=bytes(32))
ACTS = ("extend", "ask", "prove", "take_back", "answer", "refuse", "withdraw", "wait")


@dataclass
class Life:
    """One request, and all that was done to it."""

    row: AccessRequest
    now: datetime
    standing: Elapsing = field(default_factory=Elapsing)
    facts: list[Fact] = field(default_factory=list)
    proved: bool = False

    def act(self, name: str, days: int) -> None:
        self.now += timedelta(days=days, hours=1)
        with suppress(RequestError):
            getattr(self, f"_{name}")()

    def _wait(self) -> None:
        self.now += timedelta(days=20)

    def _extend(self) -> None:
        self.row, fact = extend(self.row, self.standing, ExtensionGround.NUMBER, BY, place=BERLIN, now=self.now)
        self.standing = replace(self.standing, extended=fact)
        self.facts.append(fact)

    def _ask(self) -> None:
        asked = ask_identity(self.row, self.standing, [Doubt.BY_LETTER], [Means.SIGN_IN], BY, now=self.now)
        self.row, fact = asked
        self.standing = replace(self.standing, asked=(*self.standing.asked, fact))
        self.facts.append(fact)

    def _over(self, because: Resumed) -> None:
        self.row, fact = resume(self.row, self.standing, because, place=BERLIN, now=self.now)
        self.standing = replace(self.standing, resumed=(*self.standing.resumed, fact))
        self.facts.append(fact)

    def _prove(self) -> None:
        if self.row.state is State.IDENTITY_ASKED:
            self._over(Resumed.PROVEN)
        self.row = proven(self.row, self.now)
        self.proved = True

    def _take_back(self) -> None:
        self._over(Resumed.TAKEN_BACK)

    def _answer(self) -> None:
        self.row, fact = answer(self.row, ItemId.random(os.urandom), "officer", now=self.now)
        self.facts.append(fact)

    def _refuse(self) -> None:
        ground = RefusalGround.UNFOUNDED
        self.row, fact = refuse(self.row, ground, BY, approved_as="officer", proposal=None, now=self.now)
        self.facts.append(fact)

    def _withdraw(self) -> None:
        self.row, fact = withdraw(self.row, Withdrew.CHANGED_MIND, now=self.now)
        self.facts.append(fact)


instants = st.datetimes(datetime(2024, 1, 1), datetime(2032, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001  hypothesis wants bounds without a zone
lives = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 12)), max_size=14)


def life_of(right: Right, received: datetime) -> Life:
    row = receive(
        SubjectId.random(os.urandom),
        request=RequestId.random(os.urandom),
        item=ItemId.random(os.urandom),
        language="de",
        place=BERLIN,
        now=received,
        right=right,
    ).request
    return Life(row, received)


@settings(deadline=None, max_examples=150)
@given(right=st.sampled_from(Right), received=instants, acts=lives)
def test_in_any_order_each_decision_is_made_once_and_nothing_before_the_proof(
    right: Right, received: datetime, acts: list[tuple[str, int]]
) -> None:
    life = life_of(right, received)
    first = life.row.due
    for name, days in acts:
        before, told = life.row, len(life.facts)
        life.act(name, days)
        # what is over stays over
        assert before.state not in ENDED or life.row == before
        # the clock is the law's, and never earlier than for the receipt alone
        if life.standing.open_question is None:
            extended, pauses = life.standing.extended is not None, life.standing.pauses(life.now)
            assert life.row.due == answer_due(received, BERLIN, pauses=pauses, extended=extended)
        assert life.row.due >= first
        # nothing is answered without the proof; a copy is never answered in words
        if life.row.state is State.ANSWERED:
            assert life.proved
            assert right not in COPIES
        assert len(life.facts) <= told + 1
    kinds = Counter(type(fact) for fact in life.facts)
    assert max((kinds[each] for each in (Extended, Answered, Refused, Withdrawn)), default=0) <= 1
    assert kinds[Answered] + kinds[Refused] + kinds[Withdrawn] <= 1
    assert 0 <= kinds[IdentityAsked] - kinds[ClockResumed] <= 1
    assert len({fact.natural_key for fact in life.facts}) == len(life.facts)
    for fact in life.facts:
        if isinstance(fact, Extended):
            earlier = Elapsing(
                asked=tuple(each for each in life.standing.asked if each.at < fact.at),
                resumed=tuple(each for each in life.standing.resumed if each.at < fact.at),
            )
            first_month = answer_due(received, BERLIN, pauses=earlier.pauses(fact.at))
            assert BERLIN.day_of(fact.at) <= first_month


@given(right=st.sampled_from(Right), ground=st.sampled_from(RefusalGround))
def test_a_right_is_refused_on_its_own_grounds(right: Right, ground: RefusalGround) -> None:
    row = life_of(right, datetime(2030, 11, 4, tzinfo=UTC)).row
    if ground in GROUNDS_FOR[right]:
        now_is, fact = refuse(row, ground, BY, approved_as="officer", proposal=None, now=row.received_at)
        assert (now_is.state, fact.ground) == (State.REFUSED, ground)
        return
    with pytest.raises(GroundRefusedError):
        refuse(row, ground, BY, approved_as="officer", proposal=None, now=row.received_at)


@pytest.mark.parametrize(
    ("asked", "came", "due"),
    [
        (datetime(2031, 4, 10, 12, tzinfo=UTC), datetime(2031, 4, 15, 12, tzinfo=UTC), date(2031, 4, 16)),  # Easter
        (datetime(2031, 3, 29, 22, 59, tzinfo=UTC), datetime(2031, 3, 31, 12, tzinfo=UTC), date(2031, 4, 15)),
        (datetime(2031, 3, 29, 23, 1, tzinfo=UTC), datetime(2031, 3, 31, 12, tzinfo=UTC), date(2031, 4, 15)),
    ],
)
def test_a_pause_over_holidays_and_the_short_night_counts_whole_days(
    asked: datetime, came: datetime, due: date
) -> None:
    life = life_of(Right.OBJECTION, datetime(2031, 3, 12, 12, tzinfo=UTC))
    life.now = asked
    life.act("ask", 0)
    life.now = came
    life.act("prove", 0)
    assert life.row.due == due


# --- reasons


@given(st.text(max_size=300))
def test_a_reason_is_kept_as_typed_or_refused_by_name(typed: str) -> None:
    try:
        assert reason_given(typed, most_chars=200) == typed.strip()
    except EmptyReasonError:
        assert len(typed.strip()) > 200 or len(set(same_words(typed).split())) < 5
    assert "decided" in str(BoilerplateReasonError())


@pytest.mark.parametrize("other", ["Ça n’est pas à vous !", "CA N'EST PAS A VOUS", "ça  n’est\npas à — vous 7"])
def test_two_reasons_are_the_same_if_their_words_are(other: str) -> None:
    assert same_words(other) == same_words("Ça n’est pas à vous.")
