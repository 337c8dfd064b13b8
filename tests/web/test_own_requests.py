"""Object, have something put right, take it back: at the pages, with what each of them causes (GDPR Art. 16, 21)."""

from __future__ import annotations

import html
from collections.abc import Mapping

import pytest

from tests.app.asks import count_of, own_requests
from tests.app.held import works
from tests.app.simulator import Someone, facts
from tests.web.forms import Typed, form_of, press
from tests.web.visitors import Street, Visitor
from voicekeep.app.operations.accounts import profile_of
from voicekeep.app.operations.queueing import queue
from voicekeep.app.operations.restricting import restriction_of
from voicekeep.app.web.words import LANGUAGES, words_in
from voicekeep.formats.facts import name_of
from voicekeep.records.items import ItemKind, RestrictionGround
from voicekeep.records.rights import LetterKind, Right
from voicekeep.request import State

WHY = "Nobody should listen at home, says <b>my doctor</b> & I."


def asked(visitor: Visitor, page: str, typed: Mapping[str, Typed]) -> str:
    """Fill in the form of `page`, and return the page of the request that came of it."""
    answer = press(visitor, page, typed)
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"].startswith("/my-data/requests/req_")
    return str(answer.headers["location"])


def restricted(here: Street, someone: Someone) -> bool:
    restriction = restriction_of(here.home.keep, here.home.session(someone))
    return restriction is not None and restriction.ground is RestrictionGround.OBJECTION


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_objection_stops_it_at_once_and_taken_back_it_goes_on(here: Street, language: str) -> None:
    ada, bruno = here.home.join("ada"), here.home.join("bruno")
    visitor, words = here.signed_in(ada), words_in(language)
    visitor.get(f"/?lang={language}")
    page = asked(visitor, "/objection", {"to": "other", "why": WHY})
    assert restricted(here, ada)
    assert not restricted(here, bruno)
    [one] = own_requests(here.home, ada)
    assert (one.right, one.state) == (Right.OBJECTION, State.IDENTIFIED)
    assert [each.kind for each in one.letters] == [LetterKind.RECEIVED, LetterKind.OWN_WORDS]
    shown = html.unescape(visitor.get(page).text)
    assert words["deed_identified"] in shown
    assert words["due_until"] in shown
    own_words = visitor.get(f"{page}/letters/{one.letters[1].name}").text
    assert WHY in html.unescape(own_words)
    assert "<b>my doctor" not in own_words
    assert here.signed_in(bruno).get(page).status_code == 404
    taken_back = press(visitor, page, act="withdraw")
    assert (taken_back.status_code, taken_back.headers["location"]) == (303, page)
    assert not restricted(here, ada)
    assert own_requests(here.home, ada)[0].state is State.WITHDRAWN
    told = [name_of(fact) for fact in facts(here.home) if getattr(fact, "request", None) == one.request]
    assert told == ["requested", "objected", "withdrawn"]
    over = visitor.get(page).text
    assert words["state_withdrawn"] in html.unescape(over)
    assert 'value="withdraw"' not in over
    assert queue(here.home.keep, works(here.home, bruno)) == ()


def test_an_objection_to_the_list_of_sign_ins_ends_the_list(here: Street) -> None:
    ada = here.home.join("ada")
    visitor = here.signed_in(ada)
    asked(visitor, "/objection", {"to": "sign_ins", "why": WHY})
    before = count_of(here.home, ada, ItemKind.SIGN_IN)
    here.home.sign_in(ada)
    assert count_of(here.home, ada, ItemKind.SIGN_IN) == before
    assert not restricted(here, ada)


def test_something_is_asked_to_be_put_right_and_stands_at_the_desk(here: Street) -> None:
    ada, olga = here.home.join("ada"), works(here.home, here.home.join("olga"))
    visitor = here.signed_in(ada)
    page = asked(visitor, "/rectification", {"about": "device", "what": "It is called Hall."})
    [line] = queue(here.home.keep, olga)
    assert page.endswith(line.request)
    assert (line.right, line.for_the_desk) == (Right.RECTIFICATION, True)
    assert not restricted(here, ada)
    assert press(visitor, page, act="withdraw").status_code == 303
    assert queue(here.home.keep, olga) == ()


def test_without_a_word_nothing_is_asked_for(here: Street) -> None:
    ada = here.home.join("ada")
    visitor = here.signed_in(ada)
    for page, chosen, field in (
        ("/objection", {"to": "other"}, "why"),
        ("/rectification", {"about": "device"}, "what"),
    ):
        for words in ("", " - ", "x" * 2001):
            answer = press(visitor, page, {**chosen, field: words})
            assert answer.status_code == 400
            assert 'role="alert"' in answer.text
    assert own_requests(here.home, ada) == ()
    assert not restricted(here, ada)


def test_what_was_typed_stays_where_it_is_refused(here: Street) -> None:
    visitor = here.signed_in(here.home.join("ada"))
    answer = press(visitor, "/objection", {"to": "sign_ins", "why": "x" * 2001})
    assert form_of(answer.text, "/objection").kept == {"to": ["sign_ins"], "why": ["x" * 2001]}
    answer = press(visitor, "/rectification", {"about": "device", "what": "x" * 2001})
    assert form_of(answer.text, "/rectification").kept == {"about": ["device"], "what": ["x" * 2001]}
    answer = press(
        visitor, "/rectification", {"name": "Ada L.", "email": "not one", "spoken": "fr"}, to="/rectification/profile"
    )
    kept = form_of(answer.text, "/rectification/profile").kept
    assert kept == {"name": ["Ada L."], "email": ["not one"], "spoken": ["fr"]}


def test_a_profile_is_put_right_at_once_and_answered(here: Street) -> None:
    ada = here.home.join("ada")
    visitor = here.signed_in(ada)
    typed: dict[str, Typed] = {"name": "Ada L.", "email": "lovelace@keep.test", "spoken": "fr"}
    changed = press(visitor, "/rectification", typed, to="/rectification/profile")
    assert (changed.status_code, changed.headers["location"]) == (303, "/my-data/requests")
    ada.email = "lovelace@keep.test"
    profile = profile_of(here.home.keep, here.home.session(ada))
    assert (profile.name, profile.email, profile.language) == ("Ada L.", "lovelace@keep.test", "fr")
    [one] = own_requests(here.home, ada)
    assert (one.right, one.state, one.withdrawable) == (Right.RECTIFICATION, State.ANSWERED, False)
    assert [each.kind for each in one.letters] == [LetterKind.RECEIVED, LetterKind.ANSWERED]
    shown = visitor.get("/rectification").text
    assert form_of(shown, "/rectification/profile").kept == {
        "name": ["Ada L."],
        "email": ["lovelace@keep.test"],
        "spoken": ["fr"],
    }
    unchanged = press(visitor, "/rectification", typed, to="/rectification/profile")
    assert unchanged.headers["location"] == "/rectification"
    assert len(own_requests(here.home, ada)) == 1


def test_a_profile_that_cannot_be_is_refused_and_stays(here: Street) -> None:
    ada = here.home.join("ada")
    here.home.join("bruno")
    visitor = here.signed_in(ada)
    for name, email, problem in (
        ("   ", ada.email, "NameRefusedError"),
        ("Ada", "nobody", "EmailRefusedError"),
        ("Ada", "bruno@keep.test", "EmailTakenError"),
    ):
        typed: dict[str, Typed] = {"name": name, "email": email, "spoken": "en"}
        answer = press(visitor, "/rectification", typed, to="/rectification/profile")
        assert answer.status_code == 400
        assert words_in("en")[f"rectify_{problem}"] in html.unescape(answer.text)
    assert profile_of(here.home.keep, here.home.session(ada)).name == "ada"
    assert own_requests(here.home, ada) == ()
