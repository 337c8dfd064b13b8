"""P9: each erasure by voice has a receipt, and the number that was said stands first in the list of its person."""

from __future__ import annotations

import re

import pytest

from tests.app.simulator import Household
from tests.app.speaking import Talk, speaker_of, talk_in
from tests.web.visitors import Visitor
from voicekeep.app.operations import erasing_turns
from voicekeep.app.operations.erasing_turns import erasures_of
from voicekeep.app.web import make_application

TIME = "what time is it"


@pytest.fixture
def talk(home: Household) -> Talk:
    return talk_in(home, ours=True)


@pytest.mark.parametrize(
    "said",
    [
        ["delete what i just said"],
        ["delete everything i said today", "yes"],
        ["that wasn't for you"],
        ["i am a guest"],
    ],
)
def test_the_number_that_is_said_stands_first_among_the_receipts_of_its_person_and_of_nobody_else(
    home: Household, talk: Talk, said: list[str]
) -> None:
    ada, bea = home.join("ada"), home.join("bea")
    kitchen = speaker_of(home, ada.subject)
    talk.say(kitchen, TIME)
    *_, reply = [talk.say(kitchen, words) for words in said]
    (number,) = re.findall(r"number (\d+)", reply.text)
    assert [str(told.number) for told in erasures_of(home.keep, home.session(ada))] == [number]
    assert erasures_of(home.keep, home.session(bea)) == ()
    mine, hers = (Visitor(make_application(home.keep, hub=talk.hub)).sign_in(each) for each in (ada, bea))
    assert f"<li>No. {number} " in mine.get("/heard").text
    assert f"<li>No. {number} " not in hers.get("/heard").text


EARLIER = re.compile(r'href="(/heard\?[^"]*before=\d+)#receipts"')


def test_on_the_way_to_earlier_receipts_the_day_and_the_speaker_stay_chosen(
    home: Household, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing_turns, "ERASURES_MAX", 1)
    monkeypatch.setattr("voicekeep.app.web.heard_pages.ERASURES_MAX", 1)
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    visitor = Visitor(make_application(home.keep, hub=talk.hub)).sign_in(ada)
    for words in (TIME, TIME, "delete what i just said"):
        talk.say(kitchen, words)
    chosen = f"day={home.clock.now.date()}&device={kitchen.device}"
    home.clock.pass_by(days=1)
    talk.say(kitchen, TIME)
    (earlier,) = EARLIER.findall(visitor.get(f"/heard?{chosen}").text)
    assert earlier.replace("&amp;", "&").startswith(f"/heard?{chosen}&before=")
    assert f"?{chosen.replace('&', '&amp;')}&amp;before=" in earlier
    assert EARLIER.findall(visitor.get("/heard?day=yesterday&device=nothing").text)[0].count("device") == 0


def test_every_receipt_is_reached_page_after_page(home: Household, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasing_turns, "ERASURES_MAX", 2)
    monkeypatch.setattr("voicekeep.app.web.heard_pages.ERASURES_MAX", 2)
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    numbers = []
    for _ in range(5):
        talk.say(kitchen, TIME)
        numbers += re.findall(r"number (\d+)", talk.say(kitchen, "delete what i just said").text)
    visitor, address, shown = Visitor(make_application(home.keep, hub=talk.hub)).sign_in(ada), "/heard", list[str]()
    while address:
        page = visitor.get(address).text
        shown += re.findall(r"<li>No. (\d+) ", page)
        address = "".join(EARLIER.findall(page)).replace("&amp;", "&")
    assert shown == numbers[::-1]
    for odd in ("none", "-1", "9" * 5000):
        assert visitor.get(f"/heard?before={odd}").status_code == 200
