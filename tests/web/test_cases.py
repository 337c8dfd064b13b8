"""A case at the desk: its clock and what is missing on its page in three languages; each step by its form, by role."""

from __future__ import annotations

import html
import json
from datetime import timedelta
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts

from tests.app.crossing import capture, fetch, plant
from tests.app.telling import Told, decided, ready_to_close
from tests.app.telling import crossed as crossed_among_people
from tests.web.test_overrides import at_work
from tests.web.visitors import Street
from voicekeep.app.operations.case_desk import view_on_the_host
from voicekeep.app.operations.case_messages import acknowledge
from voicekeep.app.operations.cases import change_case
from voicekeep.app.operations.incidents import open_by_hand
from voicekeep.app.web.words import LANGUAGES, words_in
from voicekeep.formats import isolation
from voicekeep.formats.checkpoint import fingerprint
from voicekeep.incident import BY_ITSELF, CaseState, NotificationSent, PaperOf, Telling
from voicekeep.people import Role
from voicekeep.records.ids import SubjectId, TriageId
from voicekeep.records.reports import ReportSource

WORDS = words_in("en")
FILES = {"/desk/cases/{case}/scope/csv", "/desk/cases/{case}/letters/{paper}/{form}"}


def crossed(here: Street) -> TriageId:
    home = here.home
    owner, recipient = (SubjectId.random(home.keep.entropy) for _ in range(2))
    copy = plant(home, recipient, [*capture(home, recipient, 1), *capture(home, owner, 2)])
    fetch(home, copy, end=copy.size)
    return open_by_hand(home.keep, ReportSource.HAND, archive=copy.archive)


def test_a_case_is_decided_scoped_and_assessed_by_its_forms(here: Street) -> None:
    case = crossed(here)
    page = f"/desk/cases/{case}"
    officer, dpo = at_work(here, "olga"), at_work(here, "dora", Role.DATA_PROTECTION_OFFICER)
    assert WORDS["case_confirm"] not in officer.get(page).text
    assert dpo.send(f"{page}/decide", outcome="confirmed", aware_at="").status_code == 303
    for language in LANGUAGES:
        shown = html.unescape(officer.get(f"{page}?lang={language}").text)
        words = words_in(language)
        assert f"{words['case_left']} 71 {words['case_hours']} 59 {words['case_minutes']}" in shown
        assert words["case_missing_no_scope"] in shown
    officer.get(f"{page}?lang=en")
    assert officer.send(f"{page}/scope", seen="0").status_code == 303
    seen = str(len(view_on_the_host(here.home.keep, case).case.history))
    refused = officer.send(f"{page}/entries", step="contained", seen="0", how="frozen", text="stopped")
    assert WORDS["case_problem_CaseMovedError"] in html.unescape(refused.text)
    assert officer.send(f"{page}/entries", step="contained", seen=seen, how="frozen", text="stopped").status_code == 303
    shown = dpo.get(f"{page}/severity").text
    assert WORDS["case_because_voices_and_what_they_say"] in html.unescape(shown)
    values: dict[str, Any] = {
        "kind": "behavioural",
        "people": "1",
        "context": "12",
        "identification": "4",
        "confidentiality": "1",
    }
    values |= {"integrity": "0", "availability": "0", "malice": "0"}
    reasons: dict[str, Any] = {
        f"{part}_reason": "because"
        for part in ("context", "identification", "confidentiality", "integrity", "availability", "malice")
    }
    seen = str(len(view_on_the_host(here.home.keep, case).case.history))
    empty = dpo.send(f"{page}/severity", seen=seen, **values, **(reasons | {"malice_reason": " "}))
    assert WORDS["case_problem_SeverityRefusedError"] in html.unescape(empty.text)
    assert dpo.send(f"{page}/severity", seen=seen, **values, **reasons).status_code == 303
    assert view_on_the_host(here.home.keep, case).case.state is CaseState.ASSESSED
    assert "3.25" in dpo.get(page).text
    free = dpo.send(
        f"{page}/entries", step="persons_decided", seen=str(int(seen) + 1), yes="false", text="we would rather not"
    )
    assert WORDS["case_problem_ExceptionRefusedError"] in html.unescape(free.text)
    close = officer.send(f"{page}/close", reason="done")
    assert WORDS["case_problem_CaseNotOverError"] in html.unescape(close.text)


def pages_of_a_case(here: Street, case: TriageId) -> list[str]:
    """Return the address of every page that the application has below a case: the one of a new route as well."""
    found = [
        route.path.replace("{case}", case)
        for route in iter_route_contexts(here.application.routes)
        if route.path is not None
        and route.path.startswith("/desk/cases/{case}")
        and "GET" in (route.methods or ())
        and route.path not in FILES
    ]
    papers = [page.replace("{paper}", paper) for page in found if "{paper}" in page for paper in PaperOf]
    return [page for page in found if "{" not in page] + papers


def clock_on(page: str) -> str:
    """Return what the part says in which the 72 hours stand, as one line."""
    _, _, rest = html.unescape(page).partition('id="hours">')
    return " ".join(rest.partition("</div>")[0].split())


def test_the_72_hours_stand_on_every_page_of_a_case_with_what_is_missing(here: Street) -> None:
    case, dpo = crossed(here), at_work(here, "dora", Role.DATA_PROTECTION_OFFICER)
    pages = pages_of_a_case(here, case)
    assert len(pages) == 4 + len(PaperOf)
    for page in pages:
        assert clock_on(dpo.get(page).text).startswith(WORDS["case_not_begun"]), page
    dpo.send(f"/desk/cases/{case}/decide", outcome="confirmed", aware_at="")
    for language in LANGUAGES:
        words = words_in(language)
        for page in pages:
            shown = clock_on(dpo.get(f"{page}?lang={language}").text)
            left = f"{words['case_left']} 71 {words['case_hours']} 59 {words['case_minutes']}"
            assert " ".join(left.split()) in shown, page
            for gap in view_on_the_host(here.home.keep, case).to_notify:
                assert " ".join(words[f"case_missing_{gap}"].split()) in shown, page
    here.home.clock.pass_by(hours=80)
    dpo = at_work(here, "dora", Role.DATA_PROTECTION_OFFICER)
    for page in pages:
        assert WORDS["case_late"] in clock_on(dpo.get(f"{page}?lang=en").text), page


@pytest.mark.parametrize(("after", "word", "left"), [(30, "case_sent_in_time", 42), (75, "case_sent_late", 3)])
def test_what_was_notified_in_time_never_becomes_late(here: Street, after: int, word: str, left: int) -> None:
    told: Told = decided(crossed_among_people(here.home))
    at = told.case.triage.aware_at
    assert at is not None
    here.home.clock.pass_by(days=9)
    sent = NotificationSent(phase=1, sent_at=at + timedelta(hours=after), complete=True, late_reason="a dead line")
    change_case(here.home.keep, told.triage, sent, by="host_operator")
    dpo = at_work(here, "dora", Role.DATA_PROTECTION_OFFICER)
    for page in pages_of_a_case(here, told.triage):
        shown = clock_on(dpo.get(page).text)
        assert f"{WORDS[word]} {left} {WORDS['case_hours']} 0 {WORDS['case_minutes']}" in shown, page
        assert WORDS["case_lacks_nothing"] in shown, page
        assert WORDS["case_late"] not in shown, page


def test_who_may_not_close_yet_reads_that_somebody_new_is_reached(here: Street) -> None:
    told = decided(crossed_among_people(here.home))
    ready_to_close(told)
    for who in (told.vera, told.paul):
        acknowledge(here.home.keep, here.home.session(who), told.triage)
    page, officer = f"/desk/cases/{told.triage}", at_work(here, "olga")
    assert WORDS["case_close_button"] in officer.get(page).text
    later = plant(here.home, here.home.join("sue").subject, told.foreign)
    fetch(here.home, later, end=later.size)
    refused = html.unescape(officer.send(f"{page}/close", reason="done").text)
    assert WORDS["case_missing_people_unnamed"] in refused


def test_staff_cannot_say_in_the_portal_s_name_that_somebody_knows(here: Street) -> None:
    told = decided(crossed_among_people(here.home))
    officer, page = at_work(here, "olga"), f"/desk/cases/{told.triage}/people"
    fields: dict[str, Any] = {"person": told.vera.subject, "seen": str(len(told.case.history)), "acknowledged": "true"}
    for channel in BY_ITSELF:
        assert officer.send(page, channel=channel, **fields).status_code == 400
    assert set(told.case.told.values()) == {Telling.NOT}
    assert officer.send(page, channel="telephone", **fields).status_code == 303
    assert told.case.told[told.vera.subject] is Telling.ACKNOWLEDGED


def test_the_answer_to_an_isolated_case_is_signed_as_a_file_and_names_nobody(here: Street) -> None:
    crossed(here)
    officer = at_work(here, "olga")
    file = officer.get("/desk/isolated/json").content
    made = isolation.verify(file, fingerprint(here.home.keep.statement_key.public_key()))
    assert made.finding is isolation.Finding.ISOLATED
    assert "sub_" not in file.decode()
    assert "arc_" not in file.decode()
    assert json.loads(file)["finding"]["count"] == 1
    assert officer.get("/desk/isolated/csv").status_code == 404


@pytest.mark.parametrize("named", ["x", "tri_aaaaaaaaaaaaaaaaaaaaaaaaae"])
def test_a_case_that_there_is_not_is_not_here(here: Street, named: str) -> None:
    officer = at_work(here, "olga")
    for page in (f"/desk/cases/{named}", f"/desk/cases/{named}/scope", f"/desk/cases/{named}/severity"):
        assert officer.get(page).status_code == 404
