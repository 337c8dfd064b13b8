"""What the pages show beside their forms, and what anybody can do: the same through the API, counted together."""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import timedelta

import pytest

from tests.app.simulator import Someone, tone
from tests.app.test_mandates import mandated
from tests.web.test_api import Client, problem
from tests.web.visitors import Street
from voicekeep.app.operations.accounts import choose
from voicekeep.app.operations.children import NewProfile, open_profile
from voicekeep.app.operations.exports import switch_off_on_the_host, switch_on_on_the_host
from voicekeep.app.operations.found_digests import WAITING_MAX, look_up_found
from voicekeep.app.operations.receipts import GuestRight
from voicekeep.records.items import Keeping
from voicekeep.records.standing import Entrusted

NEVER_GIVEN = "abandon ability able about"
MANY = 400


@pytest.fixture
def ada(here: Street) -> Someone:
    ada = here.home.join("ada")
    here.home.say(ada, "the kitchen light", "a timer")
    return ada


def first_item(client: Client) -> str:
    day = client.get("/heard/days").json()[0]["day"]
    return str(client.get(f"/heard/days/{day}").json()[0]["item"])


# --- a guest


@pytest.mark.parametrize("right", GuestRight)
def test_words_from_the_api_do_what_the_guest_wants(here: Street, ada: Someone, right: GuestRight) -> None:
    client, guest = Client(here, ada), Client(here)
    item = first_item(client)
    given = client.post(f"/heard/turns/{item}/receipt")
    assert (given.status_code, given.json()["where"]) == (201, "http://localhost/guests")
    said = guest.post("/guests", words=given.json()["words"], right=right)
    assert (said.status_code, said.content) == (204, b"")
    shown = client.get(f"/heard/turns/{item}")
    if right is GuestRight.ERASURE:
        assert problem(shown) == "NotHereError"
        assert problem(guest.post("/guests", words=given.json()["words"], right=right)) == "WordsRefusedError"
    else:
        assert shown.json()["by_guest"]
    assert client.get("/heard/days").json()[0]["count"] == (1 if right is GuestRight.ERASURE else 2)


def test_words_that_say_nothing_are_all_answered_alike(here: Street, ada: Someone) -> None:
    client, guest = Client(here, ada), Client(here)
    over = client.post(f"/heard/turns/{first_item(client)}/receipt").json()["words"]
    here.home.clock.pass_by(days=600)
    answers = [guest.post("/guests", words=words, right="erasure") for words in (over, NEVER_GIVEN, "hello", "")]
    assert {answer.status_code for answer in answers} == {400}
    assert len({answer.content for answer in answers}) == 1


def test_nobody_gets_words_for_anothers_turn(here: Street, ada: Someone) -> None:
    item = first_item(Client(here, ada))
    bruno = Client(here, here.home.join("bruno"))
    foreign, invented = (bruno.post(f"/heard/turns/{each}/receipt") for each in (item, "itm_" + 26 * "a"))
    assert (foreign.status_code, foreign.content) == (404, invented.content)


def test_guesses_are_counted_together_with_the_page(here: Street) -> None:
    client, visitor = Client(here), here.visitor()
    for _ in range(5):
        assert client.post("/guests", words=NEVER_GIVEN, right="erasure").status_code == 400
        assert visitor.send("/guests", words=NEVER_GIVEN, right="erasure").status_code == 400
    assert problem(client.post("/guests", words=NEVER_GIVEN, right="erasure")) == "RateExceededError"
    assert visitor.send("/guests", words=NEVER_GIVEN, right="erasure").status_code == 429


def test_guesses_of_everybody_are_counted_together_with_the_page(here: Street) -> None:
    keep, rates = here.home.keep, here.application.state.rates
    for purpose, most in (("guest", 60), ("found", 100)):
        for _ in range(most):
            rates.count(purpose, "everybody", most=most, window=keep.limits.sign_in_window, now=keep.now())
    client = Client(here)
    assert client.post("/guests", words=NEVER_GIVEN, right="erasure").status_code == 429
    assert client.post("/found", files=[{"audio": 64 * "0"}]).status_code == 429


def test_receipts_are_counted_together_with_what_is_marked(here: Street, ada: Someone) -> None:
    client = Client(here, ada)
    keep, item = here.home.keep, first_item(client)
    for _ in range(300):
        here.application.state.rates.count(
            "marking", ada.subject, most=300, window=keep.limits.sign_in_window, now=keep.now()
        )
    assert client.post(f"/heard/turns/{item}/receipt").status_code == 429


# --- a file that somebody found


def test_a_file_that_is_here_opens_a_case_and_the_answer_is_as_for_any_other(here: Street, ada: Someone) -> None:
    client = Client(here, ada)
    flac = client.get(f"/heard/turns/{first_item(client)}/sound").content
    samples = tone("ada the kitchen light")[44:]
    finder = Client(here)
    answers = [
        finder.post("/found", files=[{"audio": hashlib.sha256(data).hexdigest(), "samples": of_samples}])
        for data, of_samples in (
            (b"x", None),
            (flac, None),
            (b"x", hashlib.sha256(samples).hexdigest()),
        )
    ]
    assert {(answer.status_code, answer.content) for answer in answers} == {(204, b"")}
    assert look_up_found(here.home.keep) >= 1


def test_as_many_files_as_at_the_page_fit_into_one_request(here: Street) -> None:
    files = [{"audio": f"{number:064x}", "samples": f"{number:064x}"} for number in range(MANY)]
    finder = Client(here)
    assert finder.post("/found", files=[*files, *files[:1]]).status_code == 422
    assert finder.post("/found", files=files[:0]).status_code == 422
    assert finder.post("/found", files=files).status_code == 204
    with here.home.keep.database.read() as transaction:
        assert transaction.found.count() == MANY


def test_where_too_many_wait_none_is_taken(here: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voicekeep.app.operations.found_digests.WAITING_MAX", 0)
    assert WAITING_MAX > MANY
    refused = Client(here).post("/found", files=[{"audio": 64 * "0"}])
    assert (refused.status_code, problem(refused)) == (400, "FoundRefusedError")


# --- what was chosen


def test_every_choice_is_told_through_the_api_and_as_a_table(here: Street, ada: Someone) -> None:
    home, client = here.home, Client(here, ada)
    home.clock.pass_by(days=3)
    choose(home.keep, home.session(ada), Keeping.TRANSCRIPT, 18)
    told = client.get("/choices").json()
    assert [(each["keeping"], each["months"], each["holds"]) for each in told] == [
        ("transcript", 18, True),
        ("audio", 3, False),
    ]
    answer = here.signed_in(ada).get("/choices/csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="choices.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["keeping"], row["months"]) for row in rows] == [("transcript", "18"), ("audio", "3")]
    assert {row["owner"] for row in rows} == {ada.subject}
    assert 'href="/choices/csv"' in here.signed_in(ada).get("/choices").text
    bruno = home.join("bruno", None)
    assert Client(here, bruno).get("/choices").json() == []
    assert here.signed_in(bruno).get("/choices/csv").text.count("\r\n") == 1


# --- a household, and acting for somebody


def test_what_ones_household_is_called_is_told_to_its_members(here: Street, ada: Someone) -> None:
    client = Client(here, ada)
    assert client.get("/household/about").json() == {"name": "Home"}
    assert client.post("/household/leaving", sure=True).status_code == 204
    assert client.get("/household/about").json() == {"name": ""}


def test_before_erasing_for_somebody_one_is_told_how_much_and_what_was_done(here: Street) -> None:
    ada, greta = here.home.join("ada"), here.home.join("greta")
    here.home.say(ada, "one", "two")
    here.home.say(greta, "three")
    at = f"/acting/{mandated(here.home, ada, greta, (Entrusted.RESTRICTION, Entrusted.ERASURE))}"
    agent = Client(here, greta)
    mandated(here.home, ada, here.home.join("bruno"), (Entrusted.RESTRICTION,))
    before = agent.get(at).json()
    assert {act["mandate"] for act in before["acts"]} <= {before["mandate"]["mandate"]}
    assert (before["turns"], before["own_account"]) == (2, True)
    assert before["mandate"]["rights"] == ["restriction", "erasure"]
    assert agent.post(f"{at}/erasure", sure=True).json() == {"count": 2}
    after = agent.get(at).json()
    assert after["turns"] == 0
    assert [act["event"] for act in after["acts"]] == ["erasure", *(act["event"] for act in before["acts"])]
    assert problem(Client(here, ada).get(at)) == "NotHereError", "whom it is over does not act by it"


def test_what_is_not_entrusted_is_not_counted(here: Street) -> None:
    ada, greta = here.home.join("ada"), here.home.join("greta")
    here.home.say(ada, "one")
    mandate = mandated(here.home, ada, greta, (Entrusted.CHOICE,))
    assert Client(here, greta).get(f"/acting/{mandate}").json()["turns"] is None


def test_of_a_child_it_is_told_that_it_has_no_account(here: Street, ada: Someone) -> None:
    keep = here.home.keep
    until = here.home.clock.now + timedelta(days=400)
    mandate = open_profile(
        keep, here.home.session(ada), NewProfile(name="Marzipan", called="aunt", until=until, language="en")
    )
    told = Client(here, ada).get(f"/acting/{mandate}").json()
    assert (told["own_account"], told["mandate"]["kind"], told["turns"]) == (False, "guardian", 0)


# --- for everybody


def test_why_nothing_leaves_is_told_as_on_the_page(here: Street, ada: Someone) -> None:
    keep, client = here.home.keep, Client(here, ada)
    assert client.get("/exports").json() == {"stopped": None}
    switch_off_on_the_host(keep, "we look into something")
    assert client.get("/exports").json() == {"stopped": {"number": 1, "reason": "we look into something"}}
    assert Client(here).get("/exports").status_code == 401
    switch_on_on_the_host(keep, "it was nothing")
    assert client.get("/exports").json() == {"stopped": None}


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_the_privacy_notice_is_told_to_anybody(here: Street, language: str) -> None:
    told = Client(here).get(f"/privacy?language={language}").json()
    assert (told["paper"], told["language"]) == ("privacy", language)
    page = here.visitor().get(f"/privacy?lang={language}").text
    assert told["rights"]
    assert told["controller"]["name"] in page
    assert Client(here).get("/privacy").json()["language"] == "en"
