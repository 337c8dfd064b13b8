"""The counts of a whole keep: from rows and the ledger, of nobody in particular."""

from __future__ import annotations

from dataclasses import astuple
from datetime import date

from tests.app.simulator import Household
from voicekeep.app.operations.closing import close_account
from voicekeep.app.operations.restricting import restrict
from voicekeep.app.operations.timeliness import requests_by_month, requests_counted
from voicekeep.records.items import RestrictionGround
from voicekeep.records.rights import Right


def test_a_copy_that_was_released_is_answered_and_one_that_waits_is_open_and_then_late(home: Household) -> None:
    ada, bruno = home.join("ada"), home.join("bruno")
    home.say(ada, "one")
    home.release(ada)
    home.ask(bruno)
    [november] = requests_by_month(home.keep)
    assert (november.month, november.received) == (date(2030, 11, 1), 2)
    assert (november.in_time, november.open, november.late, november.median_days) == (1, 1, 0, 0)
    home.clock.pass_by(days=40)
    [november] = requests_by_month(home.keep)
    assert (november.in_time, november.open, november.late) == (1, 0, 1)
    home.ask(ada)
    assert [each.month.month for each in requests_by_month(home.keep)] == [11, 12]


def test_what_each_right_was_used_for_is_counted_beside_the_months(home: Household) -> None:
    ada, bruno = home.join("ada"), home.join("bruno")
    home.release(ada)
    home.ask(bruno)
    restrict(home.keep, home.session(ada), RestrictionGround.CLAIMS)
    counted = requests_counted(home.keep)
    assert counted.months == requests_by_month(home.keep)
    assert [(each.right, each.counts.received, each.counts.in_time) for each in counted.rights] == [
        (Right.ACCESS, 2, 1),
        (Right.RESTRICTION, 1, 1),
    ]


def test_nobody_can_be_found_in_the_counts(home: Household) -> None:
    ada = home.join("ada")
    request = home.release(ada)
    told = str([astuple(each) for each in requests_by_month(home.keep)])
    for secret in (ada.subject, ada.email, ada.name, request):
        assert secret not in told


def test_who_closed_their_account_is_still_counted_and_still_not_named(home: Household) -> None:
    ada = home.join("ada")
    home.release(ada)
    close_account(home.keep, home.session(ada))
    assert [(each.right, each.counts.received, each.counts.in_time) for each in requests_counted(home.keep).rights] == [
        (Right.ACCESS, 1, 1),
        (Right.ERASURE, 1, 1),  # closing an account is one, and was answered there and then
    ]
    assert ada.subject not in str([astuple(each) for each in requests_by_month(home.keep)])
