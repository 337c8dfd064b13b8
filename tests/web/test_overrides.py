"""The desk's form for a held request, and what its owner reads: in three languages, and nothing about anybody else."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest

from tests.app.held import REASON, approve, held, works
from tests.app.simulator import Someone
from tests.app.test_mandates import Pair, mandated
from tests.web.visitors import Street, Visitor
from voicekeep.app.drill.desk import at_the_desk
from voicekeep.app.operations.asking import copies_of
from voicekeep.app.operations.overriding import propose_override
from voicekeep.app.operations.proving import change_password
from voicekeep.app.operations.release import PlainDesk, release
from voicekeep.app.operations.taking_up import Waiting
from voicekeep.app.web.words import LANGUAGES, words_in
from voicekeep.checks import PLAUSIBILITY_RULES
from voicekeep.people import Role
from voicekeep.records.texts import language_named

RULES = {rule.name: rule for rule in PLAUSIBILITY_RULES}


def at_work(here: Street, name: str, role: Role = Role.OFFICER) -> Visitor:
    """Return the browser of a member of staff, signed in with a passkey."""
    someone = here.home.people.get(name) or here.home.join(name)
    visitor = here.visitor()
    visitor.client.cookies.set("voicekeep", at_the_desk(here.home.keep, someone.subject, role).token)
    return visitor


def text_of(page: str) -> str:
    return html.unescape(page)


def test_an_officer_sees_why_it_is_held_and_not_whose_it_is_and_proposes(here: Street) -> None:
    ada = here.home.join("ada")
    page = f"/desk/overrides/{held(here.home, ada, 'before_binding', 'two_places')}"
    officer = at_work(here, "olga")
    shown = officer.get(page).text
    for name in ("before_binding", "two_places"):
        assert name in shown
        assert RULES[name].officer.within("en") in text_of(shown)
    for mark in (ada.name, ada.email, ada.subject):
        assert mark not in shown
    answer = officer.send(page, reason=REASON)
    assert (answer.status_code, answer.headers["location"]) == (303, page)
    after = officer.get(page).text
    assert words_in("en")["override_proposed"] in after
    in_french = text_of(officer.get(f"{page}?lang=fr").text)
    assert all(RULES[name].officer.within("fr") in in_french for name in ("before_binding", "two_places"))
    assert "<textarea" not in after


def test_without_a_reason_nothing_is_proposed(here: Street) -> None:
    page = f"/desk/overrides/{held(here.home, here.home.join('ada'))}"
    officer = at_work(here, "olga")
    answer = officer.send(page, reason="  ")
    assert answer.status_code == 400
    assert words_in("en")["override_no_reason"] in answer.text
    assert "<textarea" in officer.get(page).text


def test_what_nobody_can_let_pass_has_no_form_and_is_refused_without_one(here: Street) -> None:
    ada = here.home.join("ada")
    page = f"/desk/overrides/{held(here.home, ada, 'before_binding', 'foreign_recording')}"
    officer = at_work(here, "olga")
    shown = text_of(officer.get(page).text)
    assert words_in("en")["override_never"] in shown
    assert "<textarea" not in shown
    answer = officer.send("/my-data", to=page, reason=REASON)
    assert answer.status_code == 409
    assert "OverrideRefusedError" in answer.text


def test_nobody_else_finds_the_page(here: Street) -> None:
    ada = here.home.join("ada")
    page = f"/desk/overrides/{held(here.home, ada)}"
    owner_at_work = at_work(here, "ada")
    administrator = at_work(here, "adam", Role.ADMINISTRATOR)
    nobody = here.signed_in(here.home.join("nina"))
    by_password = here.signed_in(here.home.people["ada"])
    for visitor, status in ((owner_at_work, 404), (administrator, 404), (nobody, 404), (by_password, 403)):
        answer = visitor.get(page)
        assert answer.status_code == status
        assert "before_binding" not in answer.text
    for other in (
        f"/desk/overrides/{here.home.ask(ada)}",
        "/desk/overrides/req_aaaaaaaaaaaaaaaaaaaaaaaaae",
        "/desk/overrides/x",
    ):
        assert at_work(here, "olga").get(other).status_code == 404


def overridden(here: Street, someone: Someone) -> None:
    keep = here.home.keep
    change_password(keep, here.home.session(someone), someone.password)
    request = here.home.release(someone)
    olga, otto = (
        works(here.home, here.home.join(name), role) for name, role in zip(("olga", "otto"), BOTH, strict=True)
    )
    approve(keep, otto, propose_override(keep, olga, request, REASON + " <b>&"))


BOTH = (Role.OFFICER, Role.DATA_PROTECTION_OFFICER)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_owner_reads_who_let_it_go_on_and_why(here: Street, language: str) -> None:
    ada, bruno = here.home.join("ada"), here.home.join("bruno")
    overridden(here, ada)
    words, visitor, other = words_in(language), here.signed_in(ada), here.signed_in(bruno)
    spoken = language_named(language)
    for page in ("/my-data", "/my-data/copies", "/my-data/history"):
        shown = visitor.get(f"{page}?lang={language}").text
        assert words["overridden_data_protection_officer_officer"] in text_of(shown)
        assert RULES["credentials_changed"].person.within(spoken) in text_of(shown)
        assert REASON + " <b>&" in text_of(shown)
        assert "<b>&" not in shown
        assert REASON not in text_of(other.get(page).text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_owner_reads_until_when_a_copy_waits_and_what_was_changed(here: Street, language: str) -> None:
    ada = here.home.join("ada")
    change_password(here.home.keep, here.home.session(ada), ada.password)
    here.home.release(ada)
    words, visitor = words_in(language), here.signed_in(ada)
    shown = text_of(visitor.get(f"/my-data?lang={language}").text)
    for key in ("held_for_days", "held_for_days_why", "held_goes_on", "held_nothing_to_do", "held_not_you"):
        assert words[key] in shown
    assert words["state_held_means"] not in shown
    until = (here.home.clock.now + timedelta(days=7)).strftime("%Y")
    assert until in shown
    history = text_of(visitor.get(f"/my-data/history?lang={language}").text)
    assert words["fact_credentials_changed"] in history
    assert words["changed_password"] in history


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("changes", ["ada", "greta"])
def test_nobody_reads_when_the_other_changed_what_opens_their_account(
    here: Street, changes: str, language: str
) -> None:
    home = here.home
    pair = Pair(home, ada := home.join("ada"), greta := home.join("greta"), mandated(home, ada, greta))
    home.say(ada, "the kitchen light")
    who = home.people[changes]
    change_password(home.keep, home.session(who), who.password)
    release(pair.ask(), PlainDesk(home.keep))
    words = words_in(language)
    page = {"ada": "/my-data/copies", "greta": f"/acting/{pair.mandate}/copies"}
    for reader in (ada, greta):
        shown = text_of(here.signed_in(reader).get(f"{page[reader.name]}?lang={language}").text)
        assert words["held_for_days"] in shown
        own = reader is who
        for key in ("held_goes_on", "held_nothing_to_do", "held_not_you"):
            assert (words[key] in shown) is own, key
        assert (RULES["credentials_changed"].person.within(language_named(language)) in shown) is own
        for key in ("held_goes_on_some_day", "held_one_changed"):
            assert (words[key] in shown) is not own, key


def test_of_two_changes_each_is_told_of_their_own_and_the_last_by_its_own_only(here: Street) -> None:
    home = here.home
    pair = Pair(home, ada := home.join("ada"), greta := home.join("greta"), mandated(home, ada, greta))
    for who in (ada, greta):
        change_password(home.keep, home.session(who), who.password)
        home.clock.pass_by(days=2)
    release(pair.ask(), PlainDesk(home.keep))
    [first], [last] = copies_of(home.keep, home.session(ada)), copies_of(home.keep, pair.standing())
    assert first.waiting == Waiting(own=True, until=None)
    assert last.waiting is not None
    assert last.waiting.until is not None
    home.clock.pass_by(days=4)  # ada's week is over, greta's is not
    [first] = copies_of(home.keep, home.session(ada))
    assert first.waiting == Waiting(own=False, until=None)
    token = here.visitor().client.post("/api/v1/sign-in", json={"email": ada.email, "password": ada.password}).json()
    [copy] = here.visitor().client.get("/api/v1/requests", headers={"authorization": f"Bearer {token['token']}"}).json()
    assert (copy["waits"], copy["goes_on_at"], copy["findings"]) == (True, None, ["credentials_changed"])


def test_the_api_says_it_too(here: Street) -> None:
    ada = here.home.join("ada")
    change_password(here.home.keep, here.home.session(ada), ada.password)
    here.home.release(ada)
    client = here.visitor().client
    token = client.post("/api/v1/sign-in", json={"email": ada.email, "password": ada.password}).json()["token"]
    as_ada = {"authorization": f"Bearer {token}"}
    [copy] = client.get("/api/v1/requests", headers=as_ada).json()
    assert copy["goes_on_at"] is not None
    assert copy["overrides"] == []
    olga, otto = (
        works(here.home, here.home.join(name), role) for name, role in zip(("olga", "otto"), BOTH, strict=True)
    )
    keep = here.home.keep
    approve(keep, otto, propose_override(keep, olga, copy["request"], REASON))
    [copy] = client.get("/api/v1/requests", headers=as_ada).json()
    assert copy["goes_on_at"] is None
    [override] = copy["overrides"]
    assert override["reason"] == REASON
    assert (override["proposed_as"], override["approved_as"]) == ("officer", "data_protection_officer")
    assert override["rules"] == ["credentials_changed"]
