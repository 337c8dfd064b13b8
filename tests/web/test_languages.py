"""R12: what a person is written about a right of theirs is in their profile's language, wherever it is used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from tests.app.simulator import Someone
from tests.app.test_mandates import mandated
from tests.web.visitors import Street, Visitor
from voicekeep.app.operations.accounts import profile_of, sign_in
from voicekeep.app.operations.children import NewProfile, make_way_in, open_profile
from voicekeep.app.operations.erasing_turns import Stretch, turns_in
from voicekeep.app.operations.profiles import change_profile
from voicekeep.app.operations.reading import NothingHeldError, latest_of
from voicekeep.records.ids import MandateId
from voicekeep.records.items import ItemKind, LetterRecord

API = "/api/v1"


@dataclass
class German:
    """Ada, whose profile is German on an English keep, at a browser and at the API; and Greta, who acts for her."""

    here: Street
    ada: Someone = field(init=False)
    greta: Someone = field(init=False)
    mandate: MandateId = field(init=False)

    def __post_init__(self) -> None:
        home = self.here.home
        assert home.keep.settings.language == "en"
        self.ada, self.greta = home.join("ada"), home.join("greta")
        change_profile(home.keep, home.session(self.ada), name="ada", email=self.ada.email, language="de")
        self.mandate = mandated(home, self.ada, self.greta)
        home.say(self.ada, "eine Quitte", "ein Zeppelin")

    def browser(self, someone: Someone) -> Visitor:
        return self.here.signed_in(someone)

    def turn(self) -> str:
        session = self.here.home.session(self.ada)
        return str(turns_in(self.here.home.keep, session, Stretch.EVERYTHING, "")[0])

    def call(self, someone: Someone, method: str, path: str, sent: object = None) -> None:
        token = sign_in(self.here.home.keep, someone.email, someone.password).token
        visitor = self.here.visitor()
        answer = visitor.client.request(method, API + path, json=sent, headers={"Authorization": f"Bearer {token}"})
        assert answer.is_success, answer.text

    def send(self, someone: Someone, page: str, form: str = "", **fields: str) -> None:
        assert self.browser(someone).send(page, to=form, typed=fields).status_code in {200, 303}

    def written(self) -> tuple[set[str], str | None]:
        """Return the languages of the newest request and of the newest letter about one."""
        keep = self.here.home.keep
        with keep.database.read() as transaction:
            newest = max(transaction.requests.of_subject(self.ada.subject), key=lambda each: each.received_at)
        try:
            letter = latest_of(keep, self.ada.subject, ItemKind.LETTER, LetterRecord)
        except NothingHeldError:
            return {newest.language}, None
        return {newest.language}, letter.language


BY_PAGE: dict[str, Callable[[German], None]] = {
    "copy": lambda it: it.send(it.ada, "/my-data"),
    "erasure": lambda it: it.send(it.ada, "/heard", "/heard/erase", stretch="turn", which=it.turn()),
    "rectification of a turn": lambda it: it.send(
        it.ada, f"/heard/turn/{it.turn()}", f"/heard/turn/{it.turn()}/words", words="eine Quarte"
    ),
    "restriction": lambda it: it.send(it.ada, "/restriction", ground="claims"),
    "objection": lambda it: it.send(it.ada, "/objection", to="other", why="because of it"),
    "rectification": lambda it: it.send(it.ada, "/rectification", about="sign_in", what="an hour later"),
}
BY_API: dict[str, Callable[[German], None]] = {
    "copy": lambda it: it.call(it.ada, "POST", "/requests", {}),
    "erasure": lambda it: it.call(it.ada, "POST", "/heard/erasure", {"stretch": "turn", "which": it.turn()}),
    "rectification of a turn": lambda it: it.call(
        it.ada, "POST", f"/heard/turns/{it.turn()}/corrections", {"words": "eine Quarte"}
    ),
    "restriction": lambda it: it.call(it.ada, "PUT", "/restriction", {"ground": "claims"}),
    "objection": lambda it: it.call(it.ada, "POST", "/objections", {"to": "other", "why": "because of it"}),
    "rectification": lambda it: it.call(
        it.ada, "POST", "/rectifications", {"about": "sign_in", "what": "an hour later"}
    ),
}
BY_MANDATE: dict[str, Callable[[German], None]] = {
    "copy by page": lambda it: it.send(it.greta, f"/acting/{it.mandate}", f"/acting/{it.mandate}/copy"),
    "restriction by page": lambda it: it.send(
        it.greta, f"/acting/{it.mandate}", f"/acting/{it.mandate}/restriction", ground="claims"
    ),
    "erasure by page": lambda it: it.send(
        it.greta, f"/acting/{it.mandate}", f"/acting/{it.mandate}/erase", sure="true"
    ),
    "copy by API": lambda it: it.call(it.greta, "POST", f"/acting/{it.mandate}/requests"),
    "restriction by API": lambda it: it.call(
        it.greta, "PUT", f"/acting/{it.mandate}/restriction", {"ground": "claims"}
    ),
    "erasure by API": lambda it: it.call(it.greta, "POST", f"/acting/{it.mandate}/erasure", {"sure": True}),
}
WAYS = {
    f"{right}, {where}": way
    for where, ways in (("page", BY_PAGE), ("API", BY_API), ("mandate", BY_MANDATE))
    for right, way in ways.items()
}


@pytest.fixture
def german(here: Street) -> German:
    return German(here)


@pytest.mark.parametrize("way", WAYS)
def test_it_is_answered_in_the_language_of_the_profile(german: German, way: str) -> None:
    with german.here.home.keep.database.read() as transaction:
        before = len(transaction.requests.of_subject(german.ada.subject))
    WAYS[way](german)
    with german.here.home.keep.database.read() as transaction:
        assert len(transaction.requests.of_subject(german.ada.subject)) == before + 1
    requested, letter = german.written()
    assert requested == {"de"}
    assert letter in {None, "de"} if "copy" in way else letter == "de"


def test_what_was_chosen_at_the_pages_counts_before_the_profile(german: German) -> None:
    browser = german.browser(german.ada)
    browser.get("/my-data?lang=fr")
    assert browser.send("/restriction", ground="claims").status_code == 303
    assert german.written() == ({"fr"}, "fr")


def test_what_the_browser_would_like_to_read_does_not(german: German) -> None:
    browser = german.browser(german.ada)
    sent = browser.send("/restriction", sent_by={"Accept-Language": "fr"}, ground="claims")
    assert sent.status_code == 303
    assert german.written() == ({"de"}, "de")


def test_a_language_that_was_just_set_is_that_of_the_letter_about_it(german: German) -> None:
    german.call(german.ada, "PUT", "/me", {"name": "ada", "email": german.ada.email, "language": "fr"})
    assert german.written() == ({"fr"}, "fr")


def test_a_childs_profile_speaks_as_its_guardians_until_it_chooses(german: German) -> None:
    home = german.here.home
    german.call(german.ada, "POST", "/household/children", {"name": "Mimi", "called": "mother", "until": "2031-05-01"})
    session = home.session(german.ada)
    until = home.clock.now.replace(year=2031)
    mandate = open_profile(home.keep, session, NewProfile(name="Momo", called="mother", until=until, language=""))
    code = make_way_in(home.keep, session, mandate)
    own = {"code": code, "name": "Momo", "email": "momo@keep.test", "password": "a long enough password"}
    assert german.here.visitor().client.post(f"{API}/own-account", json=own).status_code == 201
    momo = sign_in(home.keep, "momo@keep.test", "a long enough password")
    assert profile_of(home.keep, momo.session).language == "de"
