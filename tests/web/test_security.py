"""What opens an account, at the pages: added and used by its person, changed on a fresh sign-in, never by another."""

from __future__ import annotations

import re

import pytest

from tests.app.simulator import Someone
from tests.people.authenticator import Authenticator
from tests.web.visitors import Street, Visitor
from voicekeep.app.operations.accounts import sign_in
from voicekeep.app.operations.proving import access_of
from voicekeep.app.operations.reading import latest_of
from voicekeep.people import SignInRefusedError
from voicekeep.records.items import ItemKind, PasskeyRecord, SignInRecord

NEW = "quite another sentence of mine"


def asked(visitor: Visitor, page: str, path: str) -> str:
    answer = visitor.send(page, to=path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    return answer.text


def add_passkey(visitor: Visitor, key: Authenticator, name: str = "My telephone") -> str:
    answer = key.make(asked(visitor, "/security", "/security/passkeys/challenge"))
    added = visitor.send("/security", to="/security/passkeys", answer=answer, passkey_name=name)
    assert added.headers["location"] == "/security"
    return str(re.findall(r"/security/passkeys/(pas_\w+)/remove", visitor.get("/security").text)[-1])


def enter(visitor: Visitor, key: Authenticator, onward: str = "") -> str:
    answer = key.prove(asked(visitor, "/sign-in", "/sign-in/challenge"))
    sent = visitor.send("/sign-in", to="/sign-in/passkey", answer=answer, next=onward)
    return sent.headers.get("location", "") if sent.status_code == 303 else ""


def stale(here: Street) -> None:
    here.home.clock.pass_by(minutes=11)


def test_a_passkey_is_added_and_signs_its_person_in(here: Street) -> None:
    ada, key = here.home.join("ada"), Authenticator()
    add_passkey(here.signed_in(ada), key)
    later = here.visitor()
    assert enter(later, key) == "/my-data"
    assert f"Hello {ada.name}" in later.get("/my-data").text
    assert latest_of(here.home.keep, ada.subject, ItemKind.SIGN_IN, SignInRecord).method == "passkey"
    page = later.get("/security").text
    assert "My telephone" in page
    assert "Used last on" in page


def test_a_passkey_leads_on_to_the_page_that_was_asked_for_and_to_no_other_site(here: Street) -> None:
    ada, key = here.home.join("ada"), Authenticator()
    add_passkey(here.signed_in(ada), key)
    assert enter(here.visitor(), key, "/choices") == "/choices"
    assert enter(here.visitor(), key, "//evil.example") == "/my-data"


def test_an_unknown_passkey_and_a_wrong_answer_look_the_same(here: Street) -> None:
    ada, key = here.home.join("ada"), Authenticator()
    add_passkey(here.signed_in(ada), key)
    shown = set()
    for wrong in (Authenticator(), Authenticator(called=key.called)):
        visitor = here.visitor()
        answer = wrong.prove(asked(visitor, "/sign-in", "/sign-in/challenge"))
        refused = visitor.send("/sign-in", to="/sign-in/passkey", answer=answer)
        assert refused.status_code == 401
        shown.add(re.sub(r"[0-9a-f]{64}", "", refused.text))
    assert len(shown) == 1
    assert "did not prove that it is you" in shown.pop()


def test_a_passkey_makes_a_sign_in_fresh_again(here: Street) -> None:
    ada, key = here.home.join("ada"), Authenticator()
    visitor = here.signed_in(ada)
    add_passkey(visitor, key)
    stale(here)
    assert visitor.send("/my-data").headers["location"].startswith("/confirm")
    answer = key.prove(asked(visitor, "/confirm", "/confirm/challenge"))
    assert visitor.send("/confirm", to="/confirm/passkey", answer=answer).headers["location"] == "/my-data"
    assert visitor.send("/my-data").headers["location"] == "/my-data"


def test_another_persons_passkey_confirms_nothing(here: Street) -> None:
    ada, bruno, key = here.home.join("ada"), here.home.join("bruno"), Authenticator()
    add_passkey(here.signed_in(bruno), key)
    visitor = here.signed_in(ada)
    stale(here)
    answer = key.prove(asked(visitor, "/confirm", "/confirm/challenge"))
    assert visitor.send("/confirm", to="/confirm/passkey", answer=answer).status_code == 401
    assert visitor.send("/my-data").headers["location"].startswith("/confirm")


FORMS = {
    "/security/passkeys/challenge": {},
    "/security/passkeys": {"answer": "{}", "passkey_name": "n"},
    "/security/passkeys/{passkey}/remove": {},
    "/security/codes": {},
    "/security/password": {"new_password": NEW},
}


@pytest.mark.parametrize("form", FORMS)
def test_whatever_opens_the_account_is_changed_on_a_fresh_sign_in_only(here: Street, form: str) -> None:
    ada = here.home.join("ada")
    visitor = here.signed_in(ada)
    passkey = add_passkey(visitor, Authenticator())
    stale(here)
    answer = visitor.send("/security", to=form.format(passkey=passkey), typed=FORMS[form])
    assert answer.status_code == 303
    assert answer.headers["location"] == "/confirm?next=/security"
    session = sign_in(here.home.keep, ada.email, ada.password).session  # the password still holds
    access = access_of(here.home.keep, session)
    assert (len(access.passkeys), access.codes_left) == (1, 0)
    confirmed = visitor.send(answer.headers["location"], to="/confirm", password=ada.password, next="/security")
    assert confirmed.headers["location"] == "/security"


def test_a_passkey_is_named_anew_and_removed_and_opens_nothing_then(here: Street) -> None:
    ada, key = here.home.join("ada"), Authenticator()
    visitor = here.signed_in(ada)
    passkey = add_passkey(visitor, key)
    visitor.send("/security", to=f"/security/passkeys/{passkey}/name", passkey_name="<b>Blue</b> key")
    assert "&lt;b&gt;Blue&lt;/b&gt; key" in visitor.get("/security").text
    assert latest_of(here.home.keep, ada.subject, ItemKind.PASSKEY, PasskeyRecord).passkey_name == "<b>Blue</b> key"
    visitor.send("/security", to=f"/security/passkeys/{passkey}/remove")
    assert enter(here.visitor(), key) == ""
    assert "You have none yet." in visitor.get("/security").text


@pytest.mark.parametrize("what", ["remove", "name"])
def test_nobody_touches_another_persons_passkey(here: Street, what: str) -> None:
    ada, bruno, key = here.home.join("ada"), here.home.join("bruno"), Authenticator()
    passkey = add_passkey(here.signed_in(ada), key)
    strangers = here.signed_in(bruno)
    answers = {
        strangers.send("/security", to=f"/security/passkeys/{which}/{what}", passkey_name="burglarious").status_code
        for which in (passkey, "pas_aaaaaaaaaaaaaaaaaaaaaaaaaa", "x")
    }
    assert answers == {404}
    assert enter(here.visitor(), key) == "/my-data"
    assert "burglarious" not in here.signed_in(ada).get("/security").text


@pytest.mark.parametrize("name", ["", " ", "x" * 201, "two\nlines"])
def test_a_name_that_is_none_is_refused_with_its_reason(here: Street, name: str) -> None:
    visitor = here.signed_in(here.home.join("ada"))
    answer = Authenticator().make(asked(visitor, "/security", "/security/passkeys/challenge"))
    refused = visitor.send("/security", to="/security/passkeys", typed={"answer": answer, "passkey_name": name})
    assert refused.status_code == 400
    assert "name" in refused.text
    assert "/remove" not in visitor.get("/security").text


def codes_shown(visitor: Visitor) -> list[str]:
    return re.findall(r"<code>([a-z2-7-]{19})</code>", visitor.send("/security", to="/security/codes").text)


def by_code(visitor: Visitor, someone: Someone, code: str) -> int:
    return int(visitor.send("/sign-in/code", email=someone.email, code=code).status_code)


def test_a_recovery_code_opens_the_way_to_a_new_password(here: Street) -> None:
    ada = here.home.join("ada")
    codes = codes_shown(here.signed_in(ada))
    assert len(codes) == 10
    visitor = here.visitor()
    entered = visitor.send("/sign-in/code", email=ada.email, code=codes[0])
    assert entered.headers["location"] == "/security"
    assert "<strong>9</strong>" in visitor.get("/security").text
    changed = visitor.send("/security", to="/security/password", new_password=NEW)
    assert "The new password holds from now on" in changed.text
    with pytest.raises(SignInRefusedError):
        sign_in(here.home.keep, ada.email, ada.password)
    sign_in(here.home.keep, ada.email, NEW)
    assert by_code(here.visitor(), ada, codes[0]) == 401


def test_another_persons_code_opens_nothing(here: Street) -> None:
    ada, bruno = here.home.join("ada"), here.home.join("bruno")
    codes = codes_shown(here.signed_in(ada))
    assert by_code(here.visitor(), bruno, codes[0]) == 401
    assert by_code(here.visitor(), ada, codes[0]) == 303


def test_codes_are_shown_once(here: Street) -> None:
    visitor = here.signed_in(here.home.join("ada"))
    codes = codes_shown(visitor)
    for page in ("/security", "/my-data"):
        assert not [code for code in codes if code in visitor.get(page).text]


def test_sessions_are_listed_and_ended_and_never_another_persons(here: Street) -> None:
    ada, bruno = here.home.join("ada"), here.home.join("bruno")
    first, second, strangers = here.signed_in(ada), here.signed_in(ada), here.signed_in(bruno)
    page = first.get("/security").text
    others = set(re.findall(r"/security/sessions/(ses_\w+)/end", page))
    assert page.count("This is where you are now.") == 1
    for which in (*others, "x"):
        assert strangers.send("/security", to=f"/security/sessions/{which}/end").status_code == 303
    assert second.get("/my-data").status_code == 200
    for other in others:
        first.send("/security", to=f"/security/sessions/{other}/end")
    assert second.get("/my-data").headers["location"].startswith("/sign-in")
    assert strangers.get("/my-data").status_code == 200
    third = here.signed_in(ada)
    third.send("/security", to="/security/sessions/others/end")
    assert first.get("/my-data").headers["location"].startswith("/sign-in")
    assert third.get("/my-data").status_code == 200


def test_a_short_password_changes_nothing(here: Street) -> None:
    ada = here.home.join("ada")
    refused = here.signed_in(ada).send("/security", to="/security/password", new_password="short")
    assert refused.status_code == 400
    assert "The earlier one still holds." in refused.text
    sign_in(here.home.keep, ada.email, ada.password)


def test_tries_with_codes_and_challenges_are_counted(here: Street) -> None:
    visitor = here.visitor()
    answers = [visitor.send("/sign-in", to="/sign-in/challenge").status_code for _ in range(31)]
    assert answers == [200] * 30 + [429]
