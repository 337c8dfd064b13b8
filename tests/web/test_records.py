"""The papers at the desk: each in each form, in the reader's language, the same bytes as the command's (R22)."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from httpx2 import Response

from tests.web.test_overrides import at_work
from tests.web.visitors import Street, Visitor
from voicekeep.app.operations.asking import place_of
from voicekeep.app.operations.timeliness import requests_counted
from voicekeep.app.papers import MEDIA_TYPES, PaperName, Shelved, take_down
from voicekeep.app.web.words import LANGUAGES, words_in
from voicekeep.people import Role
from voicekeep.records.texts import Language


@pytest.fixture
def officer(here: Street) -> Visitor:
    ada = here.home.join("ada")
    here.home.release(ada)
    assert here.signed_in(ada).send("/restriction", ground="claims").status_code == 303
    return at_work(here, "olga")


def shelved(here: Street, paper: PaperName, language: Language) -> Shelved:
    keep = here.home.keep
    return take_down(paper, keep.settings, language, place_of(keep).day_of(keep.now()), lambda: requests_counted(keep))


def of_type(answer: Response, form: str, paper: PaperName) -> bytes:
    assert answer.status_code == 200
    assert answer.headers["content-type"] == MEDIA_TYPES[form]
    assert answer.headers["content-disposition"] == f'attachment; filename="{paper}{form}"'
    return answer.content


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_paper_is_shown_and_its_forms_are_what_the_command_writes(
    here: Street, officer: Visitor, language: Language
) -> None:
    shelf = officer.get(f"/desk/records?lang={language}").text
    for paper in PaperName:
        assert f'href="/desk/records/{paper}"' in shelf
        page = officer.get(f"/desk/records/{paper}").text
        there = shelved(here, paper, language)
        assert all(title in page for title in (there.paper.title, *(each.title for each in there.paper.sections)))
        linked = re.findall(rf'href="/desk/records/{paper}/(\w+)" download', page)
        assert {"html", *linked} == {form.removeprefix(".") for form in MEDIA_TYPES}
        assert there.forms.keys() == MEDIA_TYPES.keys()
        for form, make in there.forms.items():
            assert of_type(officer.get(f"/desk/records/{paper}/{form[1:]}"), form, paper) == make(), f"{paper}{form}"


def table(officer: Visitor, paper: PaperName) -> list[dict[str, str]]:
    text = officer.get(f"/desk/records/{paper}/csv").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_table_has_a_row_for_each_thing_that_the_machine_reads(officer: Visitor) -> None:
    things = {
        PaperName.PROCESSING: ["activities"],
        PaperName.PRIVACY: ["activities"],
        PaperName.ASSESSMENT: ["risks"],
        PaperName.PROCESSORS: ["processors"],
        PaperName.REQUESTS: ["months", "rights"],
    }
    for paper in PaperName:
        told = json.loads(officer.get(f"/desk/records/{paper}/json").content)
        assert len(table(officer, paper)) == sum(len(told[each]) for each in things[paper]), paper
    rights = {each["right"]: each["received"] for each in told["rights"]}
    assert rights == {"access": 1, "restriction": 1}
    counted = {row["right"]: row["received"] for row in table(officer, PaperName.REQUESTS)}
    assert counted == {"": "2", "access": "1", "restriction": "1"}


def test_a_form_that_there_is_not_is_not_here(officer: Visitor) -> None:
    for paper in (*PaperName, "nothing"):
        for form in ("docx", "PDF", ".pdf", "zip"):
            answer = officer.get(f"/desk/records/{paper}/{form}")
            assert answer.status_code == 404, f"{paper} {form}"
            assert words_in("en")["not_here_text"] in answer.text


def test_the_data_protection_officer_reads_them_too_and_nobody_else(here: Street, officer: Visitor) -> None:
    protector = at_work(here, "petra", Role.DATA_PROTECTION_OFFICER)
    others = (at_work(here, "anton", Role.ADMINISTRATOR), here.signed_in(here.home.join("bruno")))
    for paper in PaperName:
        for below in ("", *(f"/{form[1:]}" for form in MEDIA_TYPES)):
            address = f"/desk/records/{paper}{below}"
            assert officer.get(address).status_code == protector.get(address).status_code == 200
            assert {other.get(address).status_code for other in others} == {404}
