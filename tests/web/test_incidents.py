"""“This is not mine” at the pages and the API: by its recipient only, freshly, taken whole, or said not to be taken."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.app.simulator import Someone, household
from tests.app.test_mandates import mandated
from tests.web.visitors import COPY_LINK, Street, Visitor
from voicekeep.app.operations.accounts import sign_in
from voicekeep.app.operations.asking import ask_for_copy
from voicekeep.app.operations.mandates import end_mandate
from voicekeep.app.operations.release import PlainDesk, release
from voicekeep.app.operations.standing import stand
from voicekeep.app.operations.triaging import all_triages, decide_triage
from voicekeep.app.web import make_application
from voicekeep.records.ids import MandateId, TriageId
from voicekeep.records.reports import Saw, TriageState
from voicekeep.records.standing import Entrusted

REPORT_LINK = re.compile(r'href="(/my-data/copies/req_[a-z2-7]+/not-mine)"')
API = "/api/v1"


def report_page(visitor: Visitor) -> str:
    return str(REPORT_LINK.findall(visitor.get("/my-data").text)[0])


def count(here: Street) -> int:
    return len(all_triages(here.home.keep))


def test_a_recipient_reports_and_reads_what_happens_next(here: Street) -> None:
    visitor = here.with_copy(here.home.join("ada"))
    link, page = visitor.link(), report_page(visitor)
    form = visitor.get(page).text
    assert [saw.value for saw in Saw if f'value="{saw}"' in form] == [saw.value for saw in Saw]
    assert "privacy@keep.test" not in form, "whom to write to is said once it is taken, or if it could not be"
    sent = visitor.send(page, saw="strange_recording")
    assert (sent.status_code, sent.headers["location"]) == (303, page)
    taken = visitor.get(page).text
    assert "<h1>Your report was taken</h1>" in taken
    assert "privacy@keep.test" in taken
    assert "do not delete the file" in taken
    [line] = all_triages(here.home.keep)
    assert line.triage in taken
    shown = visitor.get("/my-data").text
    assert "Held back" in shown
    assert "You reported that this copy is not yours." in shown
    assert "Checked and complete." not in shown
    assert link not in shown
    assert visitor.get(link).status_code == 404
    assert "Your report that something is not yours was taken" in visitor.get("/my-data/messages").text
    assert "You reported that something is not yours." in visitor.get("/my-data/history").text


def test_the_page_of_the_link_leads_to_the_report(here: Street) -> None:
    visitor = here.with_copy(here.home.join("ada"))
    assert REPORT_LINK.findall(visitor.get(visitor.link()).text) == [report_page(visitor)]


def test_whoever_is_not_its_recipient_reports_nothing(here: Street) -> None:
    ada = here.with_copy(here.home.join("ada"))
    page = report_page(ada)
    bruno = here.signed_in(here.home.join("bruno"))
    assert bruno.get(page).status_code == 404
    token = bruno.form_token("/my-data")
    answer = bruno.client.post(page, data={"form_token": token, "saw": "strange_name"})
    assert answer.status_code == 404
    assert "<h1>Not here</h1>" in answer.text
    assert here.visitor().get(page).headers["location"].startswith("/sign-in")
    assert count(here) == 0
    assert ada.get(ada.link()).status_code == 200


def test_an_old_sign_in_is_asked_to_confirm_and_comes_back(here: Street) -> None:
    visitor = here.with_copy(here.home.join("ada"))
    page = report_page(visitor)
    token = visitor.form_token(page)
    here.home.clock.pass_by(minutes=11)
    assert visitor.get(page).headers["location"].startswith("/confirm?next=/my-data/copies/")
    sent = visitor.client.post(page, data={"form_token": token, "saw": "strange_name"})
    asked = sent.headers["location"]
    assert asked == f"/confirm?next={page}"
    assert count(here) == 0
    password = here.home.people["ada"].password
    assert f'name="next" value="{page}"' in visitor.get(asked).text
    assert visitor.send(asked, to="/confirm", password=password, next=page).headers["location"] == page
    assert visitor.send(page, saw="strange_name").headers["location"] == page
    assert count(here) == 1


@pytest.mark.parametrize("saw", ["", "something else"])
def test_a_form_without_a_choice_reports_nothing(here: Street, saw: str) -> None:
    visitor = here.with_copy(here.home.join("ada"))
    assert visitor.send(report_page(visitor), saw=saw).status_code == 400
    assert count(here) == 0


def test_nobody_reports_without_end(here: Street) -> None:
    visitor = here.with_copy(here.home.join("ada"))
    page = report_page(visitor)
    token = visitor.form_token("/my-data")
    answers = [
        visitor.client.post(page, data={"form_token": token, "saw": "strange_name"}).status_code for _ in range(21)
    ]
    assert answers == [303] * 20 + [429]
    assert count(here) == 1


def test_a_report_that_cannot_be_written_is_said_not_to_be_taken(tmp_path: Path) -> None:
    path = tmp_path / "db.sqlite3"
    with household(tmp_path, database_file=path) as home, closing(sqlite3.connect(path)) as shell:
        here = Street(home)
        visitor = here.with_copy(home.join("ada"))
        link, page = visitor.link(), report_page(visitor)
        shell.execute("CREATE TRIGGER full BEFORE INSERT ON frozen BEGIN SELECT RAISE(ABORT, 'no room'); END")
        shell.commit()
        refused = visitor.send(page, saw="strange_recording")
        assert refused.status_code == 503
        assert "Your report was not taken" in refused.text
        assert "privacy@keep.test" in refused.text
        assert count(here) == 0, "not a half of it"
        assert visitor.get(link).status_code == 200
        asked = visitor.client.post(
            page.replace("/my-data/copies", f"{API}/requests"),
            json={"saw": "strange_name"},
            headers={"Authorization": f"Bearer {visitor.client.cookies['voicekeep']}"},
        )
        assert asked.status_code >= 500
        assert count(here) == 0
        shell.execute("DROP TRIGGER full")
        shell.commit()
        assert visitor.send(page, saw="strange_recording").status_code == 303
        assert count(here) == 1


def test_where_no_contact_is_named_the_page_says_so(tmp_path: Path) -> None:
    with household(tmp_path) as home:
        home.keep = replace(home.keep, settings=replace(home.keep.settings, controller_contact=""))
        here = Street(home)
        here.application = make_application(home.keep)
        visitor = here.with_copy(home.join("ada"))
        page = report_page(visitor)
        visitor.send(page, saw="strange_recording")
        assert "If you know who runs this Voicekeep" in visitor.get(page).text


# --- who asked by mandate


def copied(here: Street) -> tuple[Someone, Someone, MandateId, str]:
    """Return Ada, Greta who acts for her, by which mandate, and the request whose copy Greta was given."""
    ada, greta = here.home.join("ada"), here.home.join("greta")
    mandate = mandated(here.home, ada, greta)
    request = ask_for_copy(
        here.home.keep, stand(here.home.keep, here.home.session(greta), mandate, Entrusted.COPY), "en"
    )
    release(request, PlainDesk(here.home.keep))
    return ada, greta, mandate, request


def test_an_agent_reports_what_they_were_given_at_every_page_that_leads_there(here: Street) -> None:
    ada, greta, mandate, request = copied(here)
    gretas, adas = here.signed_in(greta), here.signed_in(ada)
    acting = f"/acting/{mandate}"
    link = COPY_LINK.findall(gretas.get(acting).text)[0]
    page = f"/my-data/copies/{request}/not-mine"
    for leads in (acting, f"{acting}/copies", link, "/mandates"):
        assert REPORT_LINK.findall(gretas.get(leads).text) == [page], leads
    assert gretas.get(page).status_code == 200
    for leads in ("/my-data", "/mandates"):
        assert not REPORT_LINK.findall(adas.get(leads).text), "what Greta was given is hers to report"
    assert adas.get(page).status_code == 404
    assert adas.send("/my-data", to=page, saw="strange_name").status_code == 404
    assert count(here) == 0
    assert gretas.send(page, saw="strange_recording").headers["location"] == page
    assert "This copy is held back from now on." in gretas.get(page).text
    assert count(here) == 1
    assert gretas.get(link).status_code == 404
    assert "is not yours was taken" in gretas.get("/my-data/messages").text
    assert REPORT_LINK.findall(gretas.get(acting).text) == [page]


def test_an_agent_reports_also_when_the_mandate_is_over(here: Street) -> None:
    ada, greta, mandate, request = copied(here)
    end_mandate(here.home.keep, here.home.session(ada), mandate)
    gretas = here.signed_in(greta)
    [page] = REPORT_LINK.findall(gretas.get("/mandates").text)
    assert str(request) in page
    assert gretas.send(page, saw="strange_name").status_code == 303
    assert "key is destroyed" in gretas.get(page).text
    assert [line.frozen for line in all_triages(here.home.keep)] == [0]
    assert "Reported by you on" in gretas.get("/mandates").text


# --- the API


def called(here: Street, someone: Someone) -> tuple[Visitor, dict[str, str]]:
    token = sign_in(here.home.keep, someone.email, someone.password).token
    return here.visitor(), {"Authorization": f"Bearer {token}"}


def test_the_api_takes_a_report_and_shows_it(here: Street) -> None:
    ada = here.home.join("ada")
    request = here.home.release(ada)
    visitor, token = called(here, ada)
    where = f"{API}/requests/{request}"
    before = visitor.client.get(where, headers=token).json()
    assert (before["released"], before["frozen"], before["reported_at"]) == (True, False, None)
    taken = visitor.client.post(f"{where}/not-mine", json={"saw": "asked_for_nothing"}, headers=token)
    assert taken.status_code == 200
    assert taken.json()["frozen"] is True
    again = visitor.client.post(f"{where}/not-mine", json={"saw": "strange_name"}, headers=token)
    assert again.json() == taken.json()
    after = visitor.client.get(where, headers=token).json()
    assert (after["frozen"], after["link"], after["reported_at"]) == (True, None, taken.json()["opened_at"])
    link = visitor.client.get(f"{API}/links/{before['link']}", headers=token)
    assert (link.status_code, link.json()["title"]) == (404, "NothingHandedOverError")
    decide_triage(here.home.keep, TriageId(taken.json()["triage"]), TriageState.DISMISSED, by="host_operator")
    assert visitor.client.get(f"{API}/links/{before['link']}", headers=token).status_code == 200


def test_the_api_takes_the_report_of_an_agent_and_not_of_the_person_it_is_about(here: Street) -> None:
    ada, greta, mandate, request = copied(here)
    where, saw = f"{API}/requests/{request}/not-mine", {"saw": "strange_name"}
    visitor, token = called(here, ada)
    assert visitor.client.post(where, json=saw, headers=token).status_code == 404
    visitor, token = called(here, greta)
    taken = visitor.client.post(where, json=saw, headers=token)
    assert (taken.status_code, taken.json()["frozen"]) == (200, True)
    end_mandate(here.home.keep, here.home.session(ada), mandate)
    assert visitor.client.post(where, json=saw, headers=token).json()["triage"] == taken.json()["triage"]


def test_the_api_wants_its_own_person_and_a_word(here: Street) -> None:
    ada, bruno = here.home.join("ada"), here.home.join("bruno")
    request = here.home.release(ada)
    where = f"{API}/requests/{request}/not-mine"
    visitor, token = called(here, bruno)
    refused = visitor.client.post(where, json={"saw": "strange_name"}, headers=token)
    assert (refused.status_code, refused.json()["title"]) == (404, "NotHereError")
    visitor, token = called(here, ada)
    for sent in ({}, {"saw": "everything"}, {"saw": "strange_name", "subject": str(bruno.subject)}):
        assert visitor.client.post(where, json=sent, headers=token).status_code == 422
    here.home.clock.pass_by(minutes=11)
    assert visitor.client.post(where, json={"saw": "strange_name"}, headers=token).status_code == 403
    assert count(here) == 0
