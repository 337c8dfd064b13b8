"""How often a notice is tried, when, and how it ends."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicekeep.notice import (
    INTERRUPTED,
    AddressUnusableError,
    MailDownError,
    MailOffError,
    MailPostponedError,
    MailRefusedError,
    NobodyThereError,
    Notice,
    NoticeKind,
    NoticeState,
    notice_to,
)
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import NoticeId, SubjectId
from voicekeep.records.limits import Limits

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
LIMITS = Limits()
NEW = notice_to(SubjectId.random(os.urandom), NoticeKind.CODE_USED, now=NOW, entropy=os.urandom)


def tried_until_over(why: VoicekeepError) -> tuple[Notice, list[timedelta]]:
    """Fail a notice each time that it is due; return it, and how long it waited each time."""
    notice, now, pauses = NEW, NOW, []
    while notice.state is NoticeState.WAITING:
        assert notice.due_at(now)
        notice = notice.tried(now, LIMITS).failed(why, now, LIMITS)
        if notice.next_at is not None:
            pauses.append(notice.next_at - now)
            now = notice.next_at
    return notice, pauses


@pytest.mark.parametrize("why", [MailPostponedError(451), MailDownError("away")])
def test_it_is_tried_with_doubling_pauses_for_more_than_five_days_and_then_given_up_with_the_reason(
    why: VoicekeepError,
) -> None:
    over, pauses = tried_until_over(why)
    assert over.state is NoticeState.NOT_SENT
    assert (over.tries, over.error, over.sent_at) == (LIMITS.notice_tries, type(why).__name__, None)
    assert pauses[0] == timedelta(minutes=1)
    assert all(later == 2 * sooner for sooner, later in pairwise(pauses))
    assert timedelta(days=5) < sum(pauses, timedelta()) < timedelta(days=6)


@pytest.mark.parametrize("why", [MailRefusedError(550), MailOffError(), AddressUnusableError()])
def test_what_will_never_be_taken_is_tried_once(why: VoicekeepError) -> None:
    over, pauses = tried_until_over(why)
    assert (over.state, over.tries, over.error, pauses) == (NoticeState.NOT_SENT, 1, type(why).__name__, [])


def test_nobody_there_is_an_end_of_its_own() -> None:
    over, _ = tried_until_over(NobodyThereError(NEW.notice))
    assert over.state is NoticeState.NOBODY_THERE


def test_a_try_that_was_interrupted_is_made_again_after_the_lease_and_the_last_one_ends() -> None:
    notice, now = NEW, NOW
    for number in range(1, LIMITS.notice_tries + 1):
        notice = notice.tried(now, LIMITS)
        assert (notice.tries, notice.error, notice.state) == (number, INTERRUPTED, NoticeState.WAITING)
        assert not notice.due_at(now + LIMITS.notice_lease - timedelta(microseconds=1))
        now += LIMITS.notice_lease
        assert notice.due_at(now)
    over = notice.tried(now, LIMITS)
    assert (over.state, over.error, over.tries) == (NoticeState.NOT_SENT, INTERRUPTED, LIMITS.notice_tries)


@given(tries=st.integers(1, LIMITS.notice_tries))
def test_what_was_taken_is_over_and_holds_no_reason(tries: int) -> None:
    notice = NEW
    for _ in range(tries):
        notice = notice.tried(NOW, LIMITS)
    sent = notice.handed_over(NOW)
    assert (sent.state, sent.error, sent.sent_at, sent.due_at(NOW)) == (NoticeState.SENT, None, NOW, False)


def test_a_notice_holds_identifiers_and_instants_and_no_text_of_a_person() -> None:
    assert isinstance(NEW.notice, NoticeId)
    free_text = {name for name in Notice.__dataclass_fields__ if name not in {"notice", "subject", "kind"}}
    assert free_text == {"language", "created_at", "next_at", "tries", "sent_at", "error"}
