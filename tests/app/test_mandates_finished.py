"""What a mandate's beginning or end left undone is done at the next start: once, however late, for both (P10, R33)."""

from __future__ import annotations

from contextlib import suppress

import pytest

from tests.app.faults import Killed, meanwhile, mortal
from tests.app.simulator import Household, Someone
from tests.app.speaking import opened
from tests.app.test_mandates import EVERY, MONTH, Pair, pair
from voicekeep.app.operations.capture import Piece, keep_items
from voicekeep.app.operations.children import NewProfile, close_child, open_profile
from voicekeep.app.operations.erase import erase_items
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.app.operations.finishing_mandates import finish_mandates
from voicekeep.app.operations.mandates import end_mandate, give_mandate, let_act, mandates_given, take_mandate
from voicekeep.app.operations.release import PlainDesk, release
from voicekeep.app.operations.standing import record_of, stand
from voicekeep.app.operations.start import guard_start
from voicekeep.archive import Stage
from voicekeep.people import MandateEndedError
from voicekeep.records.ids import MandateId
from voicekeep.records.items import ItemKind
from voicekeep.records.standing import Entrusted, MandateEvent, MandateRecord, MandateSide

__all__ = ["pair"]

Noted = list[tuple[MandateId, MandateEvent]]
YEARS_WITHOUT_A_START = 365 * 4  # days


def noted(home: Household, someone: Someone) -> Noted:
    records = [each for each in opened(home, someone, ItemKind.MANDATE) if isinstance(each, MandateRecord)]
    return sorted((each.mandate, each.event) for each in records)


def both(*mandates: MandateId) -> Noted:
    return sorted((mandate, event) for mandate in mandates for event in (MandateEvent.BEGAN, MandateEvent.ENDED))


@pytest.mark.parametrize("after", [False, True])
def test_an_end_that_dies_anywhere_is_finished_at_the_next_start_however_late(pair: Pair, *, after: bool) -> None:
    keep, mandates = pair.home.keep, [pair.mandate]
    came = 0
    for at in range(1, 60):
        giving, taking = pair.home.session(pair.ada), pair.home.session(pair.greta)
        if at > 1:
            take_mandate(keep, taking, give_mandate(keep, giving, EVERY, pair.home.clock.now + MONTH))
            mandates.append(mandates_given(keep, giving)[0].mandate)
            let_act(keep, giving, mandates[-1], "my sister Greta")
        dying, fuse = mortal(keep, at, after=after)
        with suppress(Killed):
            end_mandate(dying, giving, mandates[-1])
        if at == 1 and not after:  # dead before the first change: nothing ended
            end_mandate(keep, giving, mandates[-1])
        with pytest.raises(MandateEndedError):
            stand(keep, taking, mandates[-1], Entrusted.CHOICE)
        if fuse.calls < at:
            break
        if at % 4 == 0:
            pair.home.clock.pass_by(days=YEARS_WITHOUT_A_START)
            came += finish_mandates(keep)
    assert at > 4
    assert came + finish_mandates(keep) > 0
    assert finish_mandates(keep) == 0
    for someone in (pair.ada, pair.greta):
        assert noted(pair.home, someone) == both(*mandates)
    verify_ledger(keep)


@pytest.mark.parametrize("after", [False, True])
def test_a_profile_whose_opening_dies_anywhere_is_there_for_both_or_for_nobody(home: Household, *, after: bool) -> None:
    ada = home.join("ada")
    opened_here: list[MandateId] = []
    for at in range(1, 40):
        session = home.session(ada)
        profile = NewProfile(name="Mimi", called="Mum", until=home.clock.now + 60 * MONTH, language="de")
        dying, fuse = mortal(home.keep, at, after=after)
        with suppress(Killed):
            open_profile(dying, session, profile)
        home.clock.pass_by(days=100)
        finish_mandates(home.keep)
        assert finish_mandates(home.keep) == 0
        with home.keep.database.read() as transaction:
            guarding = transaction.mandates.mandates_of(ada.subject)
            assert all(transaction.people.account_of(each.subject) is not None for each in guarding)
        held = [each.mandate for each in guarding]
        assert noted(home, ada) == sorted((mandate, MandateEvent.BEGAN) for mandate in held)
        verify_ledger(home.keep)
        if fuse.calls < at:
            break
        opened_here = held
    assert at > 4
    close_child(home.keep, home.session(ada), opened_here[0])
    assert finish_mandates(home.keep) == 0, "a child that is gone keeps nothing, and neither is it noted anew"


@pytest.mark.parametrize("after", [False, True])
def test_a_beginning_that_dies_anywhere_is_noted_once_for_each(pair: Pair, *, after: bool) -> None:
    keep = pair.home.keep
    for at in range(1, 40):
        giving, taking = pair.home.session(pair.ada), pair.home.session(pair.greta)
        take_mandate(keep, taking, give_mandate(keep, giving, EVERY, pair.home.clock.now + MONTH))
        dying, fuse = mortal(keep, at, after=after)
        with suppress(Killed):
            let_act(dying, giving, mandates_given(keep, giving)[0].mandate, "my sister Greta")
        if fuse.calls < at:
            break
    assert at > 4
    finish_mandates(keep)
    with keep.database.read() as transaction:
        holding = [each for each in transaction.mandates.mandates_over(pair.ada.subject) if each.confirmed_at]
    began = sorted((each.mandate, MandateEvent.BEGAN) for each in holding)
    assert noted(pair.home, pair.ada) == noted(pair.home, pair.greta) == began
    verify_ledger(keep)


def test_what_its_owner_erased_of_a_mandate_stays_erased_at_every_start(pair: Pair) -> None:
    keep = pair.home.keep
    end_mandate(keep, pair.home.session(pair.ada), pair.mandate)
    for someone in (pair.greta, pair.ada):
        assert noted(pair.home, someone) == both(pair.mandate)
        own = [each.item for each in opened(pair.home, someone, ItemKind.MANDATE)]
        erase_items(keep, pair.home.session(someone), own)
        guard_start(keep)
        guard_start(keep)
        assert not noted(pair.home, someone)
    verify_ledger(keep)


def test_a_start_in_the_middle_of_a_beginning_or_an_end_doubles_no_record(pair: Pair) -> None:
    keep = pair.home.keep
    giving, taking = pair.home.session(pair.ada), pair.home.session(pair.greta)
    for at in range(1, 20):
        take_mandate(keep, taking, give_mandate(keep, giving, EVERY, pair.home.clock.now + MONTH))
        mandate = mandates_given(keep, giving)[0].mandate
        started: list[int] = []

        def start(started: list[int] = started) -> None:
            started.append(1)
            guard_start(keep)  # another program, on the same keep

        let_act(meanwhile(keep, start, at=at), giving, mandate, "my sister Greta")
        end_mandate(meanwhile(keep, start, at=at), giving, mandate)
        for someone in (pair.ada, pair.greta):
            assert [event for of, event in noted(pair.home, someone) if of == mandate] == ["began", "ended"]
        if not started:
            break
    assert at > 5
    verify_ledger(keep)


def test_a_record_from_before_the_ledger_was_told_of_them_is_not_kept_twice(pair: Pair) -> None:
    keep = pair.home.keep
    dying, _ = mortal(keep, 1, after=True)
    with suppress(Killed):
        end_mandate(dying, pair.home.session(pair.ada), pair.mandate)
    with keep.database.read() as transaction:
        row = transaction.mandates.mandate(pair.mandate)
    assert row is not None
    old = record_of(keep, row, pair.greta.subject, MandateSide.ACTING, MandateEvent.ENDED)
    keep_items(keep, pair.greta.subject, [Piece(record=old)])
    assert finish_mandates(keep) == 1, "only Ada's was missing"
    assert noted(pair.home, pair.greta) == noted(pair.home, pair.ada) == both(pair.mandate)
    erase_items(keep, pair.home.session(pair.greta), [old.item])
    assert finish_mandates(keep) == 0
    assert noted(pair.home, pair.greta) == [(pair.mandate, MandateEvent.BEGAN)]


def test_copies_by_a_mandate_that_ended_go_at_the_next_start(pair: Pair) -> None:
    keep = pair.home.keep
    release(pair.ask(), PlainDesk(keep))
    dying, _ = mortal(keep, 1, after=True)
    with suppress(Killed):
        end_mandate(dying, pair.home.session(pair.ada), pair.mandate)
    finish_mandates(keep)
    with keep.database.read() as transaction:
        [attempt] = transaction.attempts.of_subject(pair.ada.subject)
    assert attempt.stage is Stage.DESTROYED
    verify_ledger(keep)
