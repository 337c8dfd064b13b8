"""Whoever has a speaker set up is asked what is kept, in the same form; nothing is chosen for them (P1)."""

from __future__ import annotations

import pytest

from tests.app.simulator import Someone
from tests.app.speaking import household_of, join_house, speaker_of
from tests.app.test_unchosen import child_of, choose_for
from tests.web.visitors import Street
from voicekeep.app.operations.accounts import choice_of
from voicekeep.app.web.words import words_in
from voicekeep.records.items import Keeping

PAGE, CODE = "/my-data/speakers", "/my-data/speakers/code"
WORDS = words_in("en")


def chosen(here: Street, someone: Someone) -> tuple[Keeping, int] | None:
    found = choice_of(here.home.keep, here.home.session(someone))
    return None if found is None else (found.keeping, found.months)


def test_the_form_asks_whoever_has_not_chosen_and_nothing_is_chosen_beforehand(here: Street) -> None:
    page = here.signed_in(here.home.join("bruno", None)).get(PAGE).text
    assert page.count('name="keeping"') == page.count("required>") - 2 == 3
    assert page.count('name="months"') == 2
    assert "checked" not in page
    assert 'name="keeping"' not in here.signed_in(here.home.join("ada")).get(PAGE).text


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ({"keeping": "nothing"}, (Keeping.NOTHING, 0)),
        ({"keeping": "transcript", "months": "18"}, (Keeping.TRANSCRIPT, 18)),
        ({}, None),
    ],
)
def test_with_the_code_comes_the_choice_and_none_without_one(
    here: Street, fields: dict[str, str], kept: tuple[Keeping, int] | None
) -> None:
    bruno = here.home.join("bruno", None)
    answer = here.signed_in(bruno).send(PAGE, to=CODE, whose="own", typed=fields)
    assert answer.status_code == 200
    assert WORDS["speakers_code_for_own"] in answer.text
    assert chosen(here, bruno) == kept


def test_without_a_period_no_code_is_shown_and_nothing_chosen(here: Street) -> None:
    bruno = here.home.join("bruno", None)
    answer = here.signed_in(bruno).send(PAGE, to=CODE, whose="own", keeping="audio")
    assert answer.status_code == 400
    assert WORDS["choices_incomplete"] in answer.text
    assert WORDS["speakers_code_for_own"] not in answer.text
    assert chosen(here, bruno) is None


def test_the_page_says_of_whom_nothing_is_kept_and_leads_to_the_choice(here: Street) -> None:
    ada = here.home.join("ada")
    child = child_of(here.home, ada)
    visitor = here.signed_in(ada)
    assert f'<a href="/acting/{child}">Mimi</a>' in visitor.get(PAGE).text
    choose_for(here.home, ada, child, Keeping.NOTHING)
    assert WORDS["speakers_unchosen"] not in visitor.get(PAGE).text


def test_a_message_leads_each_member_to_the_choice_and_the_guardian_to_the_child(here: Street) -> None:
    ada = here.home.join("ada")
    house = household_of(here.home, ada)
    bea = join_house(here.home, "bea", house, None)
    child_of(here.home, ada)
    speaker_of(here.home, house)
    for someone, notice, link in ((bea, "choice_asked", "/choices"), (ada, "child_choice_asked", "/mandates")):
        page = here.signed_in(someone).get("/my-data/messages").text
        row = page.partition(f"<td>{WORDS[f'notice_{notice}']}")[2].partition("</td>")[0]
        assert f'href="{link}"' in row
