"""Whose it is (R7, R8): a question of identity names a doubt and what answers it, and stops the clock."""

from __future__ import annotations

from datetime import date

import pytest

from tests.app.asks import Desk, asked, by_letter, desk_of, own, own_requests
from tests.app.held import held
from tests.app.simulator import Household, Someone
from voicekeep.app.operations.answering import ask_for_identity, take_question_back
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.app.operations.own_requests import confirm_request, letter_named
from voicekeep.app.operations.release import PlainDesk, release
from voicekeep.records.rights import Doubt, Means
from voicekeep.request import IllegalMoveError, NotAskedError, State


def test_while_identity_is_asked_for_the_clock_stands_still(home: Household, ada: Someone, desk: Desk) -> None:
    request = by_letter(desk, ada.email)
    asked(desk, request)
    home.clock.pass_by(days=10)
    [one] = own_requests(home, ada)
    assert (one.state, one.confirmable) == (State.IDENTITY_ASKED, True)
    assert one.due == date(2030, 12, 13), "as if it were proven today"
    confirm_request(home.keep, home.session(ada), request)
    assert desk.row(request).due == date(2030, 12, 13)
    assert desk.row(request).state is State.IDENTIFIED
    confirm_request(home.keep, home.session(ada), request)
    release(request, PlainDesk(home.keep))
    assert home.fetch(ada, request).startswith(b"PK")
    verify_ledger(home.keep)


def test_a_question_that_is_taken_back_proves_nothing(home: Household, ada: Someone, desk: Desk) -> None:
    request = by_letter(desk, ada.email)
    asked(desk, request)
    home.clock.pass_by(days=2)
    desk = desk_of(home)
    take_question_back(home.keep, desk.olga, request, desk.seen(request))
    row = desk.row(request)
    assert (row.state, row.scope, row.identified_at) == (State.RECEIVED, None, None)
    with pytest.raises(IllegalMoveError):
        take_question_back(home.keep, desk.olga, request, desk.seen(request))


def test_a_held_copy_of_which_it_is_asked_whose_it_is_is_built_and_checked_anew(
    home: Household, ada: Someone, desk: Desk
) -> None:
    request = held(home, ada)
    asked(desk, request)
    with pytest.raises(Exception, match="request"):
        release(request, PlainDesk(home.keep))
    confirm_request(home.keep, home.session(ada), request)
    row = desk.row(request)
    assert (row.state, row.attempt) == (State.IDENTIFIED, None)
    release(request, PlainDesk(home.keep))
    assert desk.row(request).state is State.AVAILABLE


def test_a_question_names_a_doubt_and_what_answers_it(home: Household, ada: Someone, desk: Desk) -> None:
    request = by_letter(desk, ada.email)
    for doubts, means in (([], [Means.SIGN_IN]), ([Doubt.BY_LETTER], [])):
        with pytest.raises(NotAskedError):
            ask_for_identity(
                home.keep, desk.olga, request, desk.seen(request), doubts=doubts, means=means, reason=own(request)
            )
    asked(desk, request, Means.PASSKEY)
    [one] = own_requests(home, ada)
    assert one.needs_passkey
    said = " ".join(letter_named(home.keep, home.session(ada), request, one.letters[-1].name).paragraphs)
    assert "no copy of an identity card" in said
    with pytest.raises(Exception, match="passkey"):
        confirm_request(home.keep, home.session(ada), request)


def test_no_row_and_no_record_has_a_place_for_a_copy_of_a_card() -> None:
    from voicekeep.records.catalogue import CATALOGUE, STORED_COLUMNS  # noqa: PLC0415

    fields = {field.name for category in CATALOGUE.values() for field in category.fields} | set(STORED_COLUMNS)
    assert not [name for name in fields if any(word in name for word in ("card", "passport", "scan", "document"))]
