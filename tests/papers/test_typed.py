"""What an operator has set is in the papers, what is not set is said, and what was typed is text and never markup."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections import Counter
from dataclasses import replace
from functools import cache

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.app.simulator import SETTINGS
from tests.papers.making import (
    ELSEWHERE,
    EVERY,
    IN_JSON,
    NAMING_IN_JSON,
    ON,
    TYPED,
    Maker,
    counts,
    every_language,
    every_paper,
    every_paper_that_names,
)
from tests.papers.reading import read, solid, strings
from voicekeep.app.papers import (
    Paper,
    assessment,
    labels,
    page_of,
    pdf_of_paper,
    privacy_notice,
    processing_csv,
    processors,
    record_of_processing,
)
from voicekeep.app.papers.printing import PAPER, values_of_paper
from voicekeep.app.settings import Settings
from voicekeep.records.texts import LANGUAGES, Language


@every_language
@every_paper
def test_the_same_settings_on_the_same_day_give_the_same_bytes(make: Maker, language: Language) -> None:
    paper = make(SETTINGS, language, ON)
    assert page_of(paper) == page_of(make(SETTINGS, language, ON))
    pdf = pdf_of_paper(paper)
    assert pdf == pdf_of_paper(make(SETTINGS, language, ON))
    assert b"pdfuaid" in pdf


@every_language
@every_paper_that_names
def test_what_is_not_set_is_said_in_words(make: Maker, language: Language) -> None:
    bare = replace(SETTINGS, controller_contact=" ", data_protection_officer="", authority="")
    page = page_of(make(bare, language, ON)).decode()
    assert labels.NO_CONTACT.within(language) in page
    assert not re.search(r"<dd>\s*</dd>", page)


@every_language
@every_paper_that_names
def test_a_processor_is_named_and_none_is_said_where_there_is_none(make: Maker, language: Language) -> None:
    none = page_of(make(SETTINGS, language, ON)).decode()
    some = page_of(make(SETTINGS, language, ON, [ELSEWHERE])).decode()  # type: ignore[call-arg]
    assert "Ears" not in none
    assert ELSEWHERE.safeguard is not None
    for said in ("Ears &amp; Sons", ELSEWHERE.task.within(language), ELSEWHERE.safeguard.within(language)):
        assert said in some


@every_language
@every_paper_that_names
def test_a_mail_server_is_named_and_its_country_is_not_invented(make: Maker, language: Language) -> None:
    mailing = replace(SETTINGS, notices="smtp", notices_from="keep@keep.test", smtp_host="mail.<b>elsewhere</b>.test")
    page = page_of(make(mailing, language, ON)).decode()
    assert "mail.&lt;b&gt;elsewhere&lt;/b&gt;.test" in page
    for said in (processors.NO_PROCESSORS, processors.NO_TRANSFERS):
        assert said.within(language) not in page
        assert said.within(language) in page_of(make(SETTINGS, language, ON)).decode()
    for as_json in NAMING_IN_JSON:
        [told] = json.loads(as_json(mailing, language, ON))["processors"]
        assert (told["name"], told["country"], told["safeguard"]) == (mailing.smtp_host, None, None)


@every_language
@every_paper_that_names
def test_an_engine_on_another_machine_is_named_and_one_on_this_machine_is_nobody_else(
    make: Maker, language: Language
) -> None:
    here = replace(SETTINGS, speech_to_text_de="tcp://127.0.0.1:10300", text_to_speech_de="unix:///run/piper")
    assert page_of(make(here, language, ON)) == page_of(make(SETTINGS, language, ON))
    elsewhere = replace(
        SETTINGS,
        engines_elsewhere=True,
        speech_to_text_de="tcp://ears.keep.test:1",
        speech_to_text_fr="tcp://ears.keep.test:2",
        text_to_speech_en="tcp://mouth.keep.test:9",
    )
    page = page_of(make(elsewhere, language, ON)).decode()
    assert processors.NO_PROCESSORS.within(language) not in page
    assert processors.NO_TRANSFERS.within(language) not in page
    for as_json in NAMING_IN_JSON:
        ears, mouth = json.loads(as_json(elsewhere, language, ON))["processors"]
        assert (ears["name"], mouth["name"]) == ("ears.keep.test", "mouth.keep.test")
        for told in (ears, mouth):
            assert (told["country"], told["safeguard"]) == (None, None)
            assert told["name"] in page
            assert html.escape(told["task"]) in page


def test_a_household_is_told_that_it_need_not_and_a_company_is_not() -> None:
    company = replace(SETTINGS, mode="company")
    for make in (record_of_processing, assessment):
        assert labels.HOME.en in page_of(make(SETTINGS, "en", ON)).decode()
        assert labels.HOME.en not in page_of(make(company, "en", ON)).decode()


MARKUP = (
    "</dd><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "&lt;b&gt; &#60;i>",
    "<!-- ", "]]>", "</style><style>",
    '#panic("evaluated")', "#{", "$ x $ *strong* _emph_ `raw` @ref <label> = Heading", "\\u{41} // gone /* gone",
    "https://elsewhere.test", "- point\n+ point\n/ term: x", "= Heading\n\nanother one\r\n\ttabbed",
    "=HYPERLINK(1)",
)  # fmt: skip
hostile = st.lists(st.sampled_from(MARKUP) | st.text(max_size=12), min_size=1, max_size=4).map(" ".join)


@cache
def plain_tags(make: Maker, language: Language) -> list[tuple[str, tuple[tuple[str, str | None], ...]]]:
    return read(page_of(make(SETTINGS, language, ON))).tags


def typed_everywhere(values: dict[str, str]) -> Settings:
    return replace(SETTINGS, **values)  # type: ignore[arg-type]  # all of these are texts


@settings(max_examples=settings().max_examples // 2, deadline=None)
@given(values=st.fixed_dictionaries(dict.fromkeys(TYPED, hostile)), language=st.sampled_from(LANGUAGES))
def test_whatever_an_operator_typed_is_text_on_a_page_and_never_markup(
    values: dict[str, str], language: Language
) -> None:
    for make in EVERY:
        paper = make(typed_everywhere(values), language, ON)
        reader = read(page_of(paper))
        assert reader.tags == plain_tags(make, language)
        told = TYPED if make is not counts else ("controller_name",)
        for name in told:
            assert solid(values[name]) in reader.text


@settings(max_examples=settings().max_examples // 2, deadline=None)
@given(values=st.fixed_dictionaries(dict.fromkeys(TYPED, hostile)))
def test_machines_and_spreadsheets_get_it_as_it_was_typed(values: dict[str, str]) -> None:
    there = typed_everywhere(values)
    for make in IN_JSON:
        controller = json.loads(make(there, "en", ON))["controller"]
        assert (controller["name"], controller["country"]) == (values["controller_name"], values["country"])
    for row in csv.reader(io.StringIO(processing_csv(there, "en").decode("utf-8-sig"), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


COUNTED = ("heading", "strong", "emph", "raw", "link", "list", "terms", "table", "par")


def elements(paper: Paper) -> dict[str, int]:
    """Return how many elements of each kind the printer sees."""
    values = {"values": json.dumps(values_of_paper(paper))}
    wanted = f"selector({COUNTED[0]})" + "".join(f".or({name})" for name in COUNTED[1:])
    found = json.loads(typst.query(PAPER.read_bytes(), wanted, sys_inputs=values, ignore_system_fonts=True))
    return dict(Counter(each["func"] for each in found))


@cache
def plain_elements() -> dict[str, int]:
    found = elements(privacy_notice(SETTINGS, "en", ON))
    assert set(found) <= set(COUNTED)
    assert len(found) > 1
    return found


@pytest.mark.parametrize("typed", MARKUP)
def test_whatever_an_operator_typed_is_text_on_paper_and_never_markup(typed: str) -> None:
    paper = privacy_notice(typed_everywhere(dict.fromkeys(TYPED, typed)), "en", ON)
    assert typed in set(strings(values_of_paper(paper)))
    assert elements(paper) == plain_elements()
    assert pdf_of_paper(paper).startswith(b"%PDF")
