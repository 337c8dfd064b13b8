"""Taking along (Art. 20) holds what one gave; a copy holds the letters, and they go with the account."""

from __future__ import annotations

import pytest

from tests.app.asks import WHY, Desk, count_of, objection, own_requests
from tests.app.simulator import Household, Someone
from tests.app.test_release import lines_of
from voicekeep.app.operations.answering import answer_request
from voicekeep.app.operations.asking import ask_for_copy
from voicekeep.app.operations.closing import close_account
from voicekeep.app.operations.own_requests import letter_named
from voicekeep.app.operations.release import PlainDesk, release
from voicekeep.records.items import ItemKind
from voicekeep.records.rights import Right


def test_to_take_along_holds_what_one_gave_and_nothing_else(home: Household, ada: Someone) -> None:
    request = ask_for_copy(home.keep, home.session(ada), "en", right=Right.PORTABILITY)
    release(request, PlainDesk(home.keep))
    zipped = home.fetch(ada, request)
    assert [line["transcript"] for line in lines_of(zipped, "turns")] == ["the kitchen light", "a timer"]
    with pytest.raises(KeyError):
        lines_of(zipped, "sign-ins")
    [one] = own_requests(home, ada)
    assert one.right is Right.PORTABILITY
    assert [line.name for line in one.letters] == ["received", "ready"]
    said = " ".join(letter_named(home.keep, home.session(ada), request, "ready").paragraphs)
    assert "Art. 20" in said


def test_letters_are_in_the_copy_and_go_with_the_account(home: Household, ada: Someone, desk: Desk) -> None:
    request = objection(home, ada)
    answer_request(home.keep, desk.olga, request, desk.seen(request), "We no longer use any of it for anything.")
    lines = lines_of(home.fetch(ada, home.release(ada)), "letters")
    assert [line["letter"] for line in lines] == ["own_words", "answered"]
    assert "We no longer use any of it" in str(lines[1]["text"])
    assert WHY in str(lines[0]["text"])
    close_account(home.keep, home.session(ada))
    assert count_of(home, ada, ItemKind.LETTER) == 0
