"""Requests and notices as every database keeps them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.archive.copies import ADA, BEA, numbered
from tests.stores.examples import LATER, NOTICE, NOW, REQUEST
from voicekeep.notice import NoticeChangedError
from voicekeep.records.ids import NoticeId
from voicekeep.request import RequestChangedError, State
from voicekeep.stores import Database


def test_a_request_that_moved_meanwhile_is_not_moved_again(database: Database) -> None:
    with database.begin() as transaction:
        transaction.requests.add(REQUEST)
        transaction.requests.replace(REQUEST, REQUEST.moved(State.COLLECTING))
    with pytest.raises(RequestChangedError), database.begin() as transaction:
        transaction.requests.replace(REQUEST, REQUEST.moved(State.REFUSED))
    with database.read() as transaction:
        assert [each.state for each in transaction.requests.in_states(frozenset({State.COLLECTING}))] == [
            State.COLLECTING
        ]


def test_a_notice_that_was_changed_meanwhile_is_not_changed_again(database: Database) -> None:
    sent = NOTICE.handed_over(LATER)
    with database.begin() as transaction:
        transaction.people.add_notice(NOTICE)
        transaction.notices.replace(NOTICE, sent)
    with pytest.raises(NoticeChangedError), database.begin() as transaction:
        transaction.notices.replace(NOTICE, NOTICE.handed_over(NOW))
    with database.read() as transaction:
        assert transaction.notices.of_subject(ADA) == (sent,)
        assert transaction.notices.of_subject(BEA) == ()


def test_notices_are_due_in_the_order_of_their_instants_and_forgotten_when_they_are_over(database: Database) -> None:
    notices = [
        replace(NOTICE, notice=numbered(NoticeId, number), next_at=NOW - timedelta(seconds=number % 7))
        for number in range(1, 1200)
    ]
    over = replace(NOTICE, notice=numbered(NoticeId, 2000), next_at=None)
    later = replace(NOTICE, notice=numbered(NoticeId, 2001), next_at=LATER)
    with database.begin() as transaction:
        for notice in [*notices, over, later]:
            transaction.notices.add(notice)
    with database.begin() as transaction:
        wanted = sorted(notices, key=lambda notice: (notice.next_at, notice.notice))
        assert list(transaction.notices.due(NOW)) == [notice.notice for notice in wanted]
        assert len(list(transaction.notices.all_keys())) == 1201
        assert list(transaction.notices.over(NOW)) == [], "it was made at that instant, not before"
        [key] = transaction.notices.over(LATER)
        transaction.notices.forget(key)
        assert transaction.notices.get(over.notice) is None
        assert transaction.notices.get(later.notice) == later
