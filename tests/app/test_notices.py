"""A notice is written with what it tells of, for its own person, at any death once or not at all (P3, P10)."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress

import pytest

from tests.app.deeds import DEEDS, effects, holding_a_copy, removing_a_passkey
from tests.app.faults import Killed, mortal
from tests.app.offices import Office, kinds_for, with_office
from tests.app.simulator import Household
from voicekeep.app.operations.proving import (
    UnknownPasskeyError,
    change_password,
    make_recovery_codes,
    sign_in_by_code,
)
from voicekeep.app.operations.release import STEPS
from voicekeep.notice import MailServerUnreachableError, NoticeKind
from voicekeep.people import NewPasswordRefusedError, RecoveryRefusedError


def test_every_kind_has_its_deed() -> None:
    assert set(DEEDS) == set(NoticeKind)


@pytest.mark.parametrize("kind", NoticeKind)
def test_who_does_it_is_told_once_and_nobody_else_is(home: Household, kind: NoticeKind) -> None:
    ada, bruno = home.join("ada"), home.join("bruno")
    deed = DEEDS[kind](home, ada)
    before = kinds_for(home, ada)
    deed(home.keep)
    assert kinds_for(home, ada) - before == Counter({kind: 1})
    assert kinds_for(home, bruno) == Counter()


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("kind", NoticeKind)
def test_a_deed_that_dies_anywhere_is_told_if_and_only_if_it_was_done(
    home: Household,
    kind: NoticeKind,
    after: bool,  # noqa: FBT001
) -> None:
    """A release or a hold that died is taken up again, as its worker does; the others are not."""
    ada = home.join("ada")
    done = undone = 0
    for at in range(1, 100):
        deed = DEEDS[kind](home, ada)
        told, was = kinds_for(home, ada)[kind], effects(home, ada)
        dying, fuse = mortal(home.keep, at, after=after)
        with suppress(Killed):
            deed(dying)
        happened = effects(home, ada) != was
        assert kinds_for(home, ada)[kind] - told == happened
        done += happened
        undone += not happened
        if fuse.calls < at:
            break
    assert done > 0
    assert undone > 0 or after


def test_a_release_that_goes_on_after_a_kill_is_told_once(home: Household) -> None:
    ada = home.join("ada")
    for at in range(1, 200):
        carried: str = home.ask(ada)
        told = kinds_for(home, ada)[NoticeKind.COPY_READY]
        dying, fuse = mortal(home.keep, at, after=True)
        for step in STEPS:
            try:
                carried = step(dying, carried)
            except Killed:
                carried = step(home.keep, carried)
        assert kinds_for(home, ada)[NoticeKind.COPY_READY] - told == 1
        if fuse.calls < at:
            break
    assert at > 10


def test_a_hold_that_runs_twice_is_told_once(home: Household) -> None:
    ada = home.join("ada")
    deed = holding_a_copy(home, ada)
    deed(home.keep)
    deed(home.keep)
    assert kinds_for(home, ada) == Counter({NoticeKind.COPY_HELD: 1})


def test_what_is_refused_is_not_told(home: Household) -> None:
    ada, bruno = home.join("ada"), home.join("bruno")
    with pytest.raises(NewPasswordRefusedError):
        change_password(home.keep, home.session(ada), "short")
    with pytest.raises(RecoveryRefusedError):
        sign_in_by_code(home.keep, ada.email, make_recovery_codes(home.keep, home.session(bruno))[0])
    removal = removing_a_passkey(home, ada)
    removal(home.keep)
    with pytest.raises(UnknownPasskeyError):
        removal(home.keep)
    assert kinds_for(home, ada) == Counter({NoticeKind.PASSKEY_ADDED: 1, NoticeKind.PASSKEY_REMOVED: 1})


@pytest.mark.parametrize("kind", NoticeKind)
def test_no_mail_server_can_delay_or_undo_what_is_told_of(home: Household, kind: NoticeKind) -> None:
    """Nobody is even asked before the deed is done: the outbox is a row."""
    ada, office = home.join("ada"), Office(closed=MailServerUnreachableError("away"))
    DEEDS[kind](home, ada)(with_office(home, office))
    assert office.asked == 0
    assert kinds_for(home, ada)[kind] == 1
