"""At the pages: a mandate from hand to hand, a copy by it, its end; a child from its profile to its own account."""

from __future__ import annotations

import re

from tests.app.simulator import Someone
from tests.web.visitors import COPY_LINK, Street, Visitor
from voicekeep.app.operations.release import PlainDesk, release

CODE = re.compile(r"<code>([^<]+)</code>")
MANDATE = re.compile(r"/(?:acting|mandates)/(man_[a-z2-7]{26})")


def code_in(text: str) -> str:
    return str(CODE.findall(text)[0])


def mandate_at(visitor: Visitor, page: str = "/mandates") -> str:
    return str(MANDATE.findall(visitor.get(page).text)[0])


def release_all(here: Street, someone: Someone) -> None:
    with here.home.keep.database.read() as transaction:
        waiting = transaction.requests.of_subject(someone.subject)[0].request
    release(waiting, PlainDesk(here.home.keep))


def test_a_mandate_goes_from_hand_to_hand_and_ends_at_once(here: Street) -> None:
    ada, greta = here.home.join("ada"), here.home.join("greta")
    here.home.say(ada, "a quince in the pantry")
    adas, gretas, mallorys = here.signed_in(ada), here.signed_in(greta), here.signed_in(here.home.join("mallory"))
    # 1 offered, taken, seen by name, confirmed
    code = code_in(adas.send("/mandates", rights="copy", until="2030-12-24").text)
    assert gretas.send("/mandates", to="/mandates/take", code=code).status_code == 303
    mandate = mandate_at(adas)
    assert "Taken by greta" in adas.get("/mandates").text
    assert gretas.get(f"/acting/{mandate}").status_code == 404, "nobody acts before it is confirmed"
    for stranger in (gretas, mallorys):
        assert stranger.send("/mandates", to=f"/mandates/{mandate}/confirm", called="me").status_code == 404
    assert adas.send("/mandates", to=f"/mandates/{mandate}/confirm", called="sister").status_code == 303
    # 2 a copy by it: for the agent, seen by the person, for nobody else
    assert "You act for ada" in gretas.get(f"/acting/{mandate}").text
    assert gretas.send(f"/acting/{mandate}", to=f"/acting/{mandate}/erase", sure="true").status_code == 403
    assert gretas.send(f"/acting/{mandate}", to=f"/acting/{mandate}/copy").status_code == 303
    release_all(here, ada)
    link = COPY_LINK.findall(gretas.get(f"/acting/{mandate}").text)[0]
    assert not COPY_LINK.findall(adas.get("/my-data").text)
    for other in (adas, mallorys):
        assert other.get(link).status_code == 404
    fetched = gretas.get(gretas.send(link).headers["location"])
    assert fetched.headers["content-type"] == "application/zip"
    assert "To somebody who acts for you." in adas.get("/my-data/history").text
    assert "a copy was asked for" in adas.get("/mandates").text
    # 3 ended by the person, without more ado: the link is closed in that moment
    here.home.clock.pass_by(minutes=30)
    assert adas.send("/mandates", to=f"/mandates/{mandate}/end").status_code == 303
    assert gretas.get(link).status_code == 404
    assert "It was ended." in gretas.get(f"/acting/{mandate}").text
    assert gretas.send("/mandates", to=f"/acting/{mandate}/copy").status_code == 403


def test_an_agent_with_an_expired_mandate_is_told_so_and_gets_nothing(here: Street) -> None:
    ada, greta = here.home.join("ada"), here.home.join("greta")
    adas, gretas = here.signed_in(ada), here.signed_in(greta)
    code = code_in(adas.send("/mandates", rights="copy", until="2030-11-08").text)
    gretas.send("/mandates", to="/mandates/take", code=code)
    mandate = mandate_at(adas)
    adas.send("/mandates", to=f"/mandates/{mandate}/confirm", called="sister")
    gretas.send(f"/acting/{mandate}", to=f"/acting/{mandate}/copy")
    release_all(here, ada)
    link = COPY_LINK.findall(gretas.get(f"/acting/{mandate}").text)[0]
    here.home.clock.pass_by(days=4)
    for page in (f"/acting/{mandate}", link):
        refused = gretas.get(page)
        assert refused.status_code == 403
        assert "Its time is over." in refused.text


def test_a_child_grows_up(here: Street) -> None:
    ada = here.home.join("ada")
    adas, brunos = here.signed_in(ada), here.signed_in(here.home.join("bruno"))
    made = adas.send("/household", to="/household/children", child_name="Mimi", called="mother", until="2031-05-01")
    page = made.headers["location"]
    assert "nothing is kept" in adas.get(page).text
    assert brunos.get(page).status_code == 404
    assert adas.send(page, to=f"{page}/choice", keeping="transcript", months="3").status_code == 303
    code = code_in(adas.send(page, to=f"{page}/way-in").text)
    mimis = here.visitor()
    own = {"name": "Mimi", "email": "mimi@keep.test", "password": "a long enough password"}
    assert mimis.send("/own-account", code="not it", typed=own).status_code == 400
    assert mimis.send("/own-account", code=code, typed=own).headers["location"] == "/my-data"
    seen = mimis.get("/mandates").text
    assert "mother" in seen
    assert "it was chosen what is kept" in seen
    assert "The words are kept, not the sound." in mimis.get("/choices").text
    here.home.clock.pass_by(days=200)
    again = here.signed_in(ada)
    assert "Its time is over." in again.get(page).text


def test_who_lives_here_is_seen_by_the_name_they_show(here: Street) -> None:
    ada = here.home.join("ada")
    adas = here.signed_in(ada)
    address = code_in(adas.send("/household", to="/household/invite").text)
    theos = here.visitor()
    invitation = address.removeprefix("http://localhost")
    typed = {"name": "Theodor", "email": "theo@keep.test", "password": "a long enough password", "household": ""}
    assert theos.send(invitation, typed=typed).status_code == 303
    assert theos.send("/household", to="/household/name", shown_name=" ").status_code == 400
    theos.send("/household", to="/household/name", shown_name="Theo from the attic")
    assert "Theo from the attic" in adas.get("/household").text
    assert theos.send("/household", to="/household/leave", sure="true").status_code == 303
    assert "Theo from the attic" not in adas.get("/household").text


def test_what_is_heard_is_shown_by_speaker(here: Street) -> None:
    ada = here.home.join("ada")
    here.home.say(ada, "one", "two")
    here.home.clock.pass_by(days=1)
    here.home.say(ada, "three")
    page = here.signed_in(ada).get("/heard").text
    assert page.count("</title></rect>") == 2  # beside them, the key shows a square of each filling
    assert "Files that you handed in" in page
    assert "Who else received it: nobody" in page
