"""By speaker, at the page and behind a token: shown with its answer and who else got it, and erased as that one's."""

from __future__ import annotations

import pytest

from tests.app.by_speaker import OF_ADA, Heard, heard_by_speakers, words_of
from tests.app.speaking import RECIPIENT
from tests.web.test_api import Client
from tests.web.visitors import Street


@pytest.fixture
def heard(here: Street) -> Heard:
    return heard_by_speakers(here.home)


def shown_in(page: str) -> list[str]:
    """Return which of the words are shown, the earliest first."""
    return [word for word in (*OF_ADA, "lantern") if f"<q>{word}</q>" in page]


def test_the_page_shows_one_speaker_of_one_day(here: Street, heard: Heard) -> None:
    visitor = here.signed_in(heard.ada)
    day = f"/heard?day={heard.first}"
    whole = visitor.get(day).text
    assert shown_in(whole) == ["kettle", "toast", "umbrella", "cobweb", "ledger"]
    ways = {"Kitchen": ["kettle", "toast"], "Hall": ["umbrella"], "Attic": ["cobweb"]}
    for speaker, (name, words) in zip((heard.kitchen, heard.hall, heard.attic), ways.items(), strict=True):
        assert f'<a href="{day}&amp;device={speaker.device}">{name}</a>' in whole
        assert f'href="/heard/erase?stretch=device&amp;which={speaker.device}"' in whole
        page = visitor.get(f"{day}&device={speaker.device}").text
        assert shown_in(page) == words
        assert f"<strong>{name}</strong>" in page
    assert shown_in(visitor.get(f"/heard?day={heard.next}&device={heard.kitchen.device}").text) == ["marmalade"]
    assert shown_in(visitor.get(f"/heard?day={heard.next}&device={heard.hall.device}").text) == []


def test_what_a_speaker_heard_stands_with_its_answer_and_who_else_got_it(here: Street, heard: Heard) -> None:
    page = here.signed_in(heard.ada).get(f"/heard?day={heard.next}").text
    assert "Answer: <q>The marmalade it is.</q>" in page
    assert f"Who else received it: {RECIPIENT}" in page
    only_a_file = here.signed_in(heard.ada).get(f"/heard?day={heard.first}").text.partition("<q>ledger</q>")[2]
    assert "Who else received it: nobody" in only_a_file


def test_another_person_is_shown_nothing_by_naming_a_speaker(here: Street, heard: Heard) -> None:
    visitor = here.signed_in(heard.bruno)
    for speaker in (heard.kitchen, heard.hall):
        page = visitor.get(f"/heard?day={heard.first}&device={speaker.device}").text
        assert shown_in(page) == []
        assert "Kitchen" not in page + visitor.get(f"/heard/erase?stretch=device&which={speaker.device}").text
    assert shown_in(visitor.get(f"/heard?day={heard.first}&device={heard.attic.device}").text) == ["lantern"]


def test_the_page_erases_what_one_speaker_heard(here: Street, heard: Heard) -> None:
    way = f"/heard/erase?stretch=device&which={heard.kitchen.device}"
    named = {"stretch": "device", "which": str(heard.kitchen.device)}
    ada, bruno = here.signed_in(heard.ada), here.signed_in(heard.bruno)
    assert "There is nothing of yours to erase here." in bruno.get(way).text
    assert "Erased for good: <strong>0</strong>" in bruno.send("/my-data", to="/heard/erase", typed=named).text
    assert words_of(here.home, heard.ada) == OF_ADA
    assert "<strong>3</strong>" in ada.get(way).text
    assert "Erased for good: <strong>3</strong>" in ada.send(way, to="/heard/erase", typed=named).text
    assert words_of(here.home, heard.ada) == ["umbrella", "cobweb", "ledger"]
    assert words_of(here.home, heard.bruno) == ["lantern"]


def test_the_api_counts_and_erases_what_one_speaker_heard(here: Street, heard: Heard) -> None:
    ada, bruno = Client(here, heard.ada), Client(here, heard.bruno)
    of_kitchen = f"/heard/erasure?stretch=device&which={heard.kitchen.device}"
    assert (ada.get(of_kitchen).json(), bruno.get(of_kitchen).json()) == ({"count": 3}, {"count": 0})
    named = {"stretch": "device", "which": heard.kitchen.device}
    assert bruno.post("/heard/erasure", **named).json() == {"count": 0}
    assert words_of(here.home, heard.ada) == OF_ADA
    assert ada.post("/heard/erasure", **named).json() == {"count": 3}
    assert [turn["transcript"] for turn in ada.get(f"/heard/days/{heard.first}").json()] == [
        "umbrella",
        "cobweb",
        "ledger",
    ]
    assert words_of(here.home, heard.bruno) == ["lantern"]
