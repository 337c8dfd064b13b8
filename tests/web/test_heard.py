"""What was heard, at the pages: played, found and erased by its owner; a stranger gets the same page as for nothing."""

from __future__ import annotations

import re

import pytest

from tests.app.simulator import Someone
from tests.web.visitors import Street

SOUND = re.compile(r'src="(/heard/sound/itm_\w+\.flac)"')


@pytest.fixture
def ada(here: Street) -> Someone:
    ada = here.home.join("ada")
    here.home.say(ada, "the kitchen light", "a timer, <b>please</b>")
    return ada


def test_a_person_reads_and_hears_themselves(here: Street, ada: Someone) -> None:
    visitor = here.signed_in(ada)
    page = visitor.get("/heard").text
    assert "the kitchen light" in page
    assert "a timer, &lt;b&gt;please&lt;/b&gt;" in page
    sounds = SOUND.findall(page)
    assert len(sounds) == 2
    answer = visitor.get(sounds[0])
    assert answer.content.startswith(b"fLaC")
    assert answer.headers["content-type"] == "audio/flac"
    assert answer.headers["cache-control"] == "no-store"


def test_a_stranger_hears_nothing_and_cannot_tell_what_there_is(here: Street, ada: Someone) -> None:
    sound = SOUND.findall(here.signed_in(ada).get("/heard").text)[0]
    bruno = here.signed_in(here.home.join("bruno"))
    answers = [bruno.get(path) for path in (sound, "/heard/sound/itm_" + 26 * "a" + ".flac", "/heard/sound/x.flac")]
    assert {answer.status_code for answer in answers} == {404}
    plain = {answer.text.replace(answer.request.url.path, "") for answer in answers}
    assert len({re.sub(r"[0-9a-f]{64}", "", text) for text in plain}) == 1
    assert "Nothing is kept of what you said." in bruno.get("/heard").text
    for path in ("/heard", sound, "/heard/erase?stretch=everything"):
        assert here.visitor().get(path).headers["location"].startswith("/sign-in")


def test_words_that_are_searched_for_stand_in_no_address(here: Street, ada: Someone) -> None:
    visitor = here.signed_in(ada)
    found = visitor.send("/heard", to="/heard/search", words="KITCHEN")
    assert "the kitchen light" in found.text
    assert "a timer" not in found.text
    assert "kitchen" not in str(found.url).lower()
    assert "/heard?lang=de" in found.text
    assert "Nothing that is kept holds these words." in visitor.send("/heard", to="/heard/search", words="cellar").text
    bruno = here.signed_in(here.home.join("bruno"))
    here.home.say(here.home.people["bruno"], "the garage")
    assert "kitchen light" not in bruno.send("/heard", to="/heard/search", words="kitchen").text


def test_one_thing_is_erased_after_it_was_said_what_that_means(here: Street, ada: Someone) -> None:
    visitor = here.signed_in(ada)
    way = re.findall(r'href="(/heard/erase\?stretch=turn&amp;which=itm_\w+)"', visitor.get("/heard").text)[0]
    way = way.replace("&amp;", "&")
    assert "so nobody can open them again" in visitor.get(way).text
    item = way.rpartition("=")[2]
    erased = visitor.send(way, to="/heard/erase", stretch="turn", which=item)
    assert "Erased for good: <strong>1</strong>" in erased.text
    assert "the kitchen light" not in visitor.get("/heard").text
    assert visitor.get(f"/heard/sound/{item}.flac").status_code == 404
    assert "There is nothing of yours to erase here." in visitor.get(way).text


def test_everything_is_erased_and_a_ready_copy_with_it(here: Street, ada: Someone) -> None:
    visitor = here.with_copy(ada)
    link = visitor.link()
    way = "/heard/erase?stretch=everything"
    assert "<strong>2</strong>" in visitor.get(way).text
    visitor.send(way, to="/heard/erase", stretch="everything", which="")
    assert "Nothing is kept of what you said." in visitor.get("/heard").text
    assert visitor.get(link).status_code == 404


def test_nobody_erases_what_is_another_persons(here: Street, ada: Someone) -> None:
    page = here.signed_in(ada).get("/heard").text
    item = re.findall(r"which=(itm_\w+)", page)[0]
    bruno = here.signed_in(here.home.join("bruno"))
    for stretch, which in (("turn", item), ("everything", ""), ("turn", "x"), ("day", "never"), ("device", "x")):
        bruno.send("/my-data", to="/heard/erase", stretch=stretch, which=which)
    assert "the kitchen light" in here.signed_in(ada).get("/heard").text


def test_erasing_needs_a_fresh_sign_in_and_a_form_of_ours(here: Street, ada: Someone) -> None:
    visitor = here.signed_in(ada)
    way = "/heard/erase?stretch=everything"
    sent = {"stretch": "everything", "which": "", "form_token": "x"}
    assert visitor.client.post("/heard/erase", data=sent).status_code == 403
    token = visitor.form_token(way)
    here.home.clock.pass_by(minutes=11)
    assert visitor.get(way).headers["location"].startswith("/confirm?next=/heard")
    late = visitor.client.post("/heard/erase", data={**sent, "form_token": token})
    assert late.headers["location"].startswith("/confirm")
    assert "the kitchen light" in visitor.get("/heard").text


@pytest.mark.parametrize("day", ["2030-11-02", "yesterday", "9999-12-31", "0001-01-01"])
def test_a_day_without_anything_says_so(here: Street, ada: Someone, day: str) -> None:
    answer = here.signed_in(ada).get(f"/heard?day={day}")
    assert answer.status_code == 200
    assert ("Nothing is kept of that day." in answer.text) is (day != "yesterday")


def test_that_they_looked_stands_in_their_own_history(here: Street, ada: Someone) -> None:
    visitor = here.signed_in(ada)
    visitor.get("/heard")
    assert "You looked at recordings or words while signed in" in visitor.get("/my-data/history").text


TURN = re.compile(r'href="(/heard/turn/itm_\w+)"')


def test_a_person_corrects_silences_and_disowns_what_was_heard(here: Street, ada: Someone) -> None:
    visitor = here.signed_in(ada)
    first, second = TURN.findall(visitor.get("/heard").text)
    assert visitor.send(first, to=f"{first}/words", words="the chicken <i>light</i>").headers["location"] == first
    shown = visitor.get(first).text
    assert "the chicken &lt;i&gt;light&lt;/i&gt;" in shown
    assert "Understood at first: <q>the kitchen light</q>" in shown
    assert visitor.send(first, to=f"{first}/silence", first="0,05", end="0.1").headers["location"] == first
    assert "0.05–0.1\u00a0s" in visitor.get(first).text
    assert visitor.send(second, to=f"{second}/not-me", sure="true").headers["location"] == second
    gone = visitor.get(second).text
    assert "You said that this is not you." in gone
    assert "a timer" not in gone + visitor.get("/heard").text
    assert len(SOUND.findall(visitor.get("/heard").text)) == 1
    assert visitor.get(f"/heard/sound/{second.rpartition('/')[2]}.flac").status_code == 404


@pytest.mark.parametrize(
    ("what", "typed", "said"),
    [
        ("words", {"words": " "}, "Nothing was corrected."),
        ("silence", {"first": "0.1", "end": "0.1"}, "Nothing was changed."),
        ("silence", {"first": "0", "end": "1e999999"}, "Nothing was changed."),
        ("silence", {"first": "NaN", "end": "x"}, "Nothing was changed."),
        ("silence", {"first": "-1", "end": "1"}, "Nothing was changed."),
        ("silence", {"first": "0", "end": "1e999999999999999999"}, "Nothing was changed."),
    ],
)
def test_what_cannot_be_marked_is_said_and_changes_nothing(
    here: Street, ada: Someone, what: str, typed: dict[str, str], said: str
) -> None:
    visitor = here.signed_in(ada)
    turn = TURN.findall(visitor.get("/heard").text)[0]
    answer = visitor.send(turn, to=f"{turn}/{what}", typed=typed)
    assert answer.status_code == 400
    assert said in answer.text
    assert "In copies this part is silent" not in visitor.get(turn).text


def test_nobody_marks_another_persons_turn_or_learns_that_there_is_one(here: Street, ada: Someone) -> None:
    turn = TURN.findall(here.signed_in(ada).get("/heard").text)[0]
    stranger = here.signed_in(here.home.join("bruno"))
    pages = [
        stranger.get(path).text.replace(path, "") for path in (turn, f"/heard/turn/itm_{'a' * 26}", "/heard/turn/x")
    ]
    assert pages[0] == pages[1] == pages[2]
    for what, typed in (
        ("words", {"words": "w"}),
        ("silence", {"first": "0", "end": "1"}),
        ("not-me", {"sure": "true"}),
    ):
        answer = stranger.send("/my-data", to=f"{turn}/{what}", typed=typed)
        assert answer.status_code == 404
        assert "kitchen" not in answer.text
    assert "the kitchen light" in here.signed_in(ada).get(turn).text
