"""The papers of a case and its page of people at the desk: worded otherwise, refused; downloaded or not."""

from __future__ import annotations

import html

from tests.app.crossing import fetch, plant
from tests.app.telling import Told
from tests.web.test_overrides import at_work
from tests.web.visitors import Street, Visitor
from voicekeep.app.operations.escalating import tell_on
from voicekeep.app.papers import parts_of
from voicekeep.app.web.words import LANGUAGES, words_in
from voicekeep.incident import PaperOf, Worded

WORDS = words_in("en")


def worded(officer: Visitor, told: Told, paper: PaperOf, text: str, part: str = "") -> tuple[int, str]:
    address = f"/desk/cases/{told.triage}/letters/{paper}"
    seen = str(len(told.case.history))
    answer = officer.send(address, part=part or parts_of(paper)[0], seen=seen, text=text)
    return answer.status_code, html.unescape(answer.text)


def test_each_field_of_each_paper_can_be_worded_otherwise_and_what_it_said_stays(here: Street, told: Told) -> None:
    officer = at_work(here, "olga")
    for paper in PaperOf:
        address = f"/desk/cases/{told.triage}/letters/{paper}"
        filled = html.unescape(officer.get(address).text)
        assert filled.count("<textarea") == len(parts_of(paper))
        if paper not in {PaperOf.AUTHORITY, PaperOf.AFFECTED}:
            continue
        for text in ("The first wording.", "The second wording.", ""):
            assert worded(officer, told, paper, text)[0] == 303
        page = html.unescape(officer.get(address).text)
        assert page.index(WORDS["desk_letter_filled"]) < page.index("The second wording.") < page.index("The first")
        assert [each.text for each in told.case.all_of(Worded)][-3:] == [
            "The first wording.",
            "The second wording.",
            "",
        ]
    sent = officer.get(f"/desk/cases/{told.triage}/letters/affected/html").text
    assert "The second wording." not in sent


def test_a_wording_that_names_somebody_is_refused_and_the_field_says_what_it_said(here: Street, told: Told) -> None:
    officer = at_work(here, "olga")
    other = str(told.rika.subject)
    refused = [
        (PaperOf.AFFECTED, f"It went to {other}."),
        (PaperOf.AFFECTED, f"It went to {other.upper()}."),
        (PaperOf.PRESS, f"Write to {told.rika.email}."),
        (PaperOf.PRESS, f"The copy was {told.copy.archive}."),
    ]
    for paper, text in refused:
        status, page = worded(officer, told, paper, text)
        assert (status, WORDS["desk_letter_refused"] in page, "WordingRefusedError" in page) == (400, True, True)
    assert worded(officer, told, PaperOf.AFFECTED, "Text.", part="nothing_of_the_kind")[0] == 400
    assert told.case.all_of(Worded) == ()


def test_what_the_keep_tells_and_people_answer_stops_no_colleague_from_writing(here: Street, told: Told) -> None:
    officer, page = at_work(here, "olga"), f"/desk/cases/{told.triage}"
    seen = str(len(told.case.history))
    tell_on(here.home.keep)
    vera = here.signed_in(told.vera)
    vera.send(f"/my-data/cases/{told.triage}", to=f"/my-data/cases/{told.triage}/read")
    assert len(told.case.history) > int(seen), "something was written meanwhile"
    first = officer.send(f"{page}/entries", step="cause_named", seen=seen, text="Two were open at once.")
    again = officer.send(f"{page}/entries", step="cause_named", seen=seen, text="Another one.")
    assert (first.status_code, again.status_code) == (303, 400), "a colleague's entry does"
    ahead = officer.send(f"{page}/entries", step="cause_named", seen="999", text="Another one.")
    assert ahead.status_code == 400


def test_whether_and_how_far_it_was_downloaded_stands_beside_each_recipient(here: Street, told: Told) -> None:
    home, officer, page = here.home, at_work(here, "olga"), f"/desk/cases/{told.triage}/people"
    partly, never = home.join("pia"), home.join("nils")
    copy = plant(home, partly.subject, told.foreign)
    fetch(home, copy, end=copy.lines[2].offset)
    plant(home, never.subject, told.foreign)
    for name in LANGUAGES:
        shown, words = html.unescape(officer.get(f"{page}?lang={name}").text), words_in(name)
        assert words["desk_people_fetched_whole"] in shown
        assert words["desk_people_fetched_not"] in shown
        assert never.subject in shown
    officer.get(f"{page}?lang=en")
    officer.send(f"/desk/cases/{told.triage}/scope", seen=str(len(told.case.history)))
    shown = html.unescape(officer.get(page).text)
    assert WORDS["desk_people_fetched_part"] in shown
    assert partly.subject in shown
