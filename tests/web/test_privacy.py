"""The notice: for everybody, from every page, in three languages, and what was typed into it is text (R31)."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest

from tests.web.visitors import Street
from voicekeep.app.papers import labels
from voicekeep.app.web import serve_instead
from voicekeep.formats import sheet_texts as sheet
from voicekeep.records.catalogue import BESIDE, CATALOGUE
from voicekeep.records.texts import LANGUAGES, Language


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stranger_reads_every_category_in_their_language(here: Street, language: Language) -> None:
    answer = here.visitor().get("/privacy", accept_language=language)
    assert answer.status_code == 200
    page = html.unescape(answer.text)
    assert f'<html lang="{language}">' in page
    for told in (*CATALOGUE.values(), *BESIDE):
        for text in (told.title, told.purpose, told.legal_basis, told.recipients, told.period):
            assert text.within(language) in page
    assert "privacy@keep.test" in page
    assert len(re.findall("<h1>", page)) == 1


def test_every_page_leads_there_signed_in_or_not(here: Street) -> None:
    ada = here.home.join("ada")
    stranger, known = here.visitor(), here.signed_in(ada)
    pages = [stranger.get(path) for path in ("/sign-in", "/sign-in/code", "/nowhere", "/privacy")]
    pages += [known.get(path) for path in ("/my-data", "/choices", "/heard", "/security", "/privacy")]
    for page in pages:
        assert 'href="/privacy"' in page.text


def test_it_says_nothing_of_whoever_reads_it(here: Street) -> None:
    ada = here.home.join("ada")
    page = here.signed_in(ada).get("/privacy").text
    assert ada.email not in page
    assert ada.subject not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_empty_settings_read_well(here: Street, language: Language) -> None:
    there = replace(here.home.keep.settings, controller_contact="", data_protection_officer="", authority="")
    serve_instead(here.application, replace(here.home.keep, settings=there))
    page = html.unescape(here.visitor().get("/privacy", accept_language=language).text)
    for text in (labels.NO_CONTACT, sheet.NO_OFFICER, sheet.ANY_AUTHORITY):
        assert text.within(language) in page
    assert not re.search(r"<dd>\s*</dd>", page)


def test_what_an_operator_typed_is_text_and_the_page_loads_nothing_from_elsewhere(here: Street) -> None:
    hostile = '</dd><script src="https://elsewhere.test/x.js"></script><img src=x onerror=y>{{ 7 * 7 }}'
    there = replace(
        here.home.keep.settings, controller_contact=hostile, data_protection_officer=hostile, authority=hostile
    )
    serve_instead(here.application, replace(here.home.keep, settings=there))
    answer = here.visitor().get("/privacy")
    assert "<script" not in answer.text
    assert "<img" not in answer.text
    assert answer.text.count(html.escape(hostile)) == 4
    assert "default-src 'none'" in answer.headers["content-security-policy"]
