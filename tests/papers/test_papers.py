"""What the code has, every paper has, in each form and language, and nothing else (R22); what was typed is text."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from types import ModuleType

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.app.simulator import SETTINGS
from tests.papers.reading import read, solid, strings
from tests.records.test_catalogue import texts
from voicekeep.app.papers import (
    Paper,
    Processor,
    answer_texts,
    assessment,
    assessment_csv,
    assessment_json,
    assessment_texts,
    labels,
    letter_texts,
    measures,
    page_of,
    pdf_of_paper,
    privacy_csv,
    privacy_json,
    privacy_notice,
    privacy_texts,
    processing_csv,
    processing_json,
    processor_list,
    processors,
    processors_csv,
    processors_json,
    processors_paper,
    record_of_processing,
    requests_csv,
    requests_json,
    requests_paper,
    risks,
    timeliness,
)
from voicekeep.app.papers.activities import PEOPLE
from voicekeep.app.papers.measure import Measure
from voicekeep.app.papers.printing import PAPER, values_of_paper
from voicekeep.app.settings import Settings
from voicekeep.app.web.privacy_page import PAGE
from voicekeep.app.web.words import words_in
from voicekeep.formats import sheet_texts
from voicekeep.people.choices import PERIODS
from voicekeep.records.catalogue import BESIDE, CATALOGUE, RIGHTS, STORED_COLUMNS, Purpose
from voicekeep.records.items import ItemKind
from voicekeep.records.limits import Limits
from voicekeep.records.rights import Right
from voicekeep.records.texts import LANGUAGES, Language, Text
from voicekeep.request import MonthOfRequests, RightOfRequests

ROOT = Path(__file__).parents[2]
ON = date(2030, 11, 4)
MONTHS = (
    MonthOfRequests(
        month=date(2030, 10, 1), received=4, in_time=2, late=1, open=0, withdrawn=1, forgotten=0, median_days=3
    ),
    MonthOfRequests(
        month=date(2030, 11, 1), received=1, in_time=0, late=0, open=1, withdrawn=0, forgotten=0, median_days=None
    ),
)
ELSEWHERE = Processor(
    name="Ears & Sons",
    country="US",
    task=Text(en="Hears words.", de="Hört Worte.", fr="Entend des paroles."),
    safeguard=Text(en="A contract.", de="Ein Vertrag.", fr="Un contrat."),
)
TYPED = ("controller_name", "controller_contact", "data_protection_officer", "authority", "country")

Maker = Callable[[Settings, Language, date], Paper]


def counts(settings: Settings, language: Language, on: date) -> Paper:
    return requests_paper(settings, language, on, MONTHS)


OF_DATA: tuple[Maker, ...] = (record_of_processing, privacy_notice, assessment)
NAMING: tuple[Maker, ...] = (*OF_DATA, processors_paper)
EVERY: tuple[Maker, ...] = (*NAMING, counts)
IN_JSON = (processing_json, privacy_json, assessment_json)
NAMING_IN_JSON = (*IN_JSON, processors_json)

every_language = pytest.mark.parametrize("language", LANGUAGES)
every_paper_of_data = pytest.mark.parametrize("make", OF_DATA, ids=lambda make: make.__name__)
every_paper_that_names = pytest.mark.parametrize("make", NAMING, ids=lambda make: make.__name__)
every_paper = pytest.mark.parametrize("make", EVERY, ids=lambda make: make.__name__)


def printed(paper: Paper) -> str:
    return solid(" ".join(strings(values_of_paper(paper))))


# --- drift


def expected(language: Language) -> Iterator[str]:
    """Return all that a paper has to say of the catalogue."""
    told: tuple[Purpose, ...] = (*CATALOGUE.values(), *BESIDE)
    for each in told:
        for text in (
            each.title,
            each.meaning,
            each.purpose,
            each.legal_basis,
            each.source,
            each.recipients,
            each.period,
        ):
            yield text.within(language)
    for category in CATALOGUE.values():
        for field in category.fields:
            yield from (field.name, field.meaning.within(language))
            for value, text in field.values.items():
                yield from (str(value), text.within(language))


@every_language
@every_paper_of_data
def test_every_category_and_field_of_the_catalogue_is_in_every_paper(make: Maker, language: Language) -> None:
    paper = make(SETTINGS, language, ON)
    shown, on_paper = read(page_of(paper)).text, printed(paper)
    for said in expected(language):
        assert solid(said) in shown, said
        assert solid(said) in on_paper, said


@every_language
@every_paper_of_data
def test_no_paper_tells_of_a_category_that_there_is_not(make: Maker, language: Language) -> None:
    known = [each.title.within(language) for each in (*CATALOGUE.values(), *BESIDE)]
    sections = chain.from_iterable(section.below for section in make(SETTINGS, language, ON).sections)
    hazards = {risk.title.within(language) for risk in risks.RISKS}
    assert [section.title for section in sections if section.title not in hazards] == known


@every_language
def test_the_record_has_every_column_of_the_database_and_no_other(language: Language) -> None:
    shown = read(page_of(record_of_processing(SETTINGS, language, ON))).text
    for column, meaning in STORED_COLUMNS.items():
        assert solid(column + meaning) in shown, column
    told = json.loads(processing_json(SETTINGS, language, ON))
    assert {f"{each['table']}.{each['column']}": each["meaning"] for each in told["columns"]} == STORED_COLUMNS


@every_language
@pytest.mark.parametrize("make", IN_JSON, ids=lambda make: make.__name__)
def test_machines_read_the_same(make: Callable[[Settings, Language, date], bytes], language: Language) -> None:
    told = json.loads(make(SETTINGS, language, ON))
    activities = told["activities"]
    assert [each["category"] for each in activities] == [*(kind.value for kind in ItemKind), *(None for _ in BESIDE)]
    for kind, each in zip(ItemKind, activities, strict=False):
        assert [data["field"] for data in each["data"]] == [field.name for field in CATALOGUE[kind].fields]
    said = " ".join(strings(told))
    assert [text for text in expected(language) if text not in said] == []
    assert told["language"] == language
    assert told["on"] == "2030-11-04"


@every_language
def test_a_spreadsheet_has_a_row_for_each_category_with_all_that_the_law_asks(language: Language) -> None:
    data = processing_csv(SETTINGS, language, [ELSEWHERE]).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(data, newline="")))
    assert [row["category"] for row in rows] == [*(kind.value for kind in ItemKind), *("" for _ in BESIDE)]
    for row in rows:
        empty = {name for name, value in row.items() if not value}
        assert empty <= {"category", "data_protection_officer"}
        assert row["transfers"] == row["processors"] == "Ears & Sons (US)"
        assert all(each.title.within(language) in row["measures"] for each in measures.MEASURES)
    for kind, row in zip(ItemKind, rows, strict=False):
        assert all(f"{field.name}: " in row["data"] for field in CATALOGUE[kind].fields)


def read_table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@every_language
def test_the_privacy_notice_as_a_table_says_all_of_art_13_in_each_row(language: Language) -> None:
    rows = read_table(privacy_csv(SETTINGS, language, [ELSEWHERE]))
    told = json.loads(privacy_json(SETTINGS, language, ON))
    assert [row["category"] or None for row in rows] == [each["category"] for each in told["activities"]]
    for row, each in zip(rows, told["activities"], strict=True):
        assert {name for name, value in row.items() if not value} <= {"category", "data_protection_officer"}
        for name in ("title", "meaning", "purpose", "legal_basis", "source", "recipients", "period"):
            assert row[name] == each[name]
        assert all(f"{data['field']}: {data['meaning']}" in row["data"] for data in each["data"])
        assert all(right in row["rights"] for right in told["rights"])
        assert (row["automated_decisions"], row["mandatory"]) == (told["automated_decisions"], told["mandatory"])
        assert (row["authority"], row["transfers"]) == (SETTINGS.authority, "Ears & Sons (US)")
    [anywhere] = {row["authority"] for row in read_table(privacy_csv(replace(SETTINGS, authority=" "), language))}
    assert anywhere == sheet_texts.ANY_AUTHORITY.within(language)


@every_language
def test_the_assessment_as_a_table_has_a_row_for_each_risk_and_each_says_that_it_is_a_draft(language: Language) -> None:
    rows, told = read_table(assessment_csv(language)), json.loads(assessment_json(SETTINGS, language, ON))
    for row, each in zip(rows, told["risks"], strict=True):
        assert row["draft"] == told["draft"]
        for name in ("risk", "title", "what", "before", "after_proposed", "remains"):
            assert row[name] == each[name]
        assert all(f"{one['title']} ({one['promise']})" in row["measures"] for one in each["measures"])


@every_language
def test_the_processors_in_every_form(language: Language) -> None:
    mailing = replace(SETTINGS, notices="smtp", notices_from="keep@keep.test", smtp_host="mail.keep.test")
    rows = read_table(processors_csv(mailing, language, [ELSEWHERE]))
    told = json.loads(processors_json(mailing, language, ON, [ELSEWHERE]))["processors"]
    assert [(row["name"], row["country"], row["task"], row["safeguard"]) for row in rows] == [
        tuple(each[name] or "" for name in ("name", "country", "task", "safeguard")) for each in told
    ]
    assert [(row["name"], row["country"]) for row in rows] == [("Ears & Sons", "US"), ("mail.keep.test", "")]
    assert {row["controller"] for row in rows} == {SETTINGS.controller_name}
    assert read_table(processors_csv(SETTINGS, language)) == []


def test_each_category_says_whom_it_tells_of() -> None:
    assert tuple(PEOPLE) == tuple(ItemKind)


def test_each_measure_rests_on_a_promise_and_on_tests_that_there_are() -> None:
    promised = re.findall(r"^\| (P\d+) \|", (ROOT / "docs" / "promises.md").read_text("utf-8"), re.MULTILINE)
    every = {value for value in vars(measures).values() if isinstance(value, Measure)}
    assert set(measures.MEASURES) == every
    assert len({each.name for each in every}) == len(every)
    for each in every:
        assert each.promise in promised, each.name
        assert (ROOT / each.proof).exists(), each.name
        assert each.since <= date.today()  # noqa: DTZ011  a measure of tomorrow is none
    assert {each.promise for each in every} == set(promised)


def test_each_measure_answers_a_risk_and_each_risk_has_some() -> None:
    order = list(risks.Severity)
    for risk in risks.RISKS:
        assert risk.measures
        assert order.index(risk.after) < order.index(risk.before), risk.name
    assert {each for risk in risks.RISKS for each in risk.measures} == set(measures.MEASURES)
    assert set(risks.SEVERITY) == set(risks.Severity)


@every_language
def test_the_assessment_tells_each_risk_with_promise_and_proof_and_is_a_draft_everywhere(language: Language) -> None:
    paper = assessment(SETTINGS, language, ON)
    shown, on_paper = read(page_of(paper)).text, printed(paper)
    for risk in risks.RISKS:
        for said in (risk.title, risk.what, risk.remains, *(each.title for each in risk.measures)):
            assert solid(said.within(language)) in shown
        for each in risk.measures:
            assert solid(each.promise + each.proof) in shown
    draft = assessment_texts.DRAFT.within(language)
    assert solid(draft) in shown
    assert solid(draft) in on_paper
    assert json.loads(assessment_json(SETTINGS, language, ON))["draft"] == draft
    for question in assessment_texts.QUESTIONS:
        assert solid(question.within(language)) in shown


def test_what_the_sentences_say_of_the_program_is_so() -> None:
    assert PERIODS == (3, 18), "the assessment says three or eighteen"
    assert Limits().grant_lifetime == timedelta(days=7), "measures and copies say seven days"
    assert Limits().sign_in_failures_per_window == 10, "a measure says ten"
    assert PAGE == "/privacy", "the assessment says where the notice is"
    for language in LANGUAGES:
        see, right, erase, restrict, take, oppose, _, withdraw = privacy_texts.RIGHTS_LIST
        for text, pages in (
            (see, ("my_data",)),
            (right, ("heard",)),
            (erase, ("heard", "close")),
            (restrict, ("restriction",)),
            (take, ("my_data",)),
            (oppose, ("objection",)),
            (withdraw, ("choices",)),
        ):
            assert all(words_in(language)[page] in text.within(language) for page in pages), text.en
        assert words_in(language)["privacy"] == privacy_texts.TITLE.within(language)
    assert len(timeliness.HEAD) == len(fields(MonthOfRequests))


MODULES = (
    answer_texts,
    assessment_texts,
    labels,
    letter_texts,
    measures,
    privacy_texts,
    processor_list,
    processors,
    risks,
    timeliness,
)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_everything_is_said_in_every_language_with_its_own_marks(module: ModuleType) -> None:
    found = [text for name, value in vars(module).items() if not name.startswith("__") for text in texts(value)]
    found = [text for text in found if re.sub(r"\{\w+\}", "", text.en)]
    assert found
    for text in found:
        said = [text.within(language) for language in LANGUAGES]
        assert all(sentence.strip() == sentence != "" for sentence in said)
        assert all("'" not in sentence and '"' not in sentence for sentence in said), text.en
        assert len({tuple(sorted(re.findall(r"\{\w+\}", sentence))) for sentence in said}) == 1, text.en


# --- settings


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


def typed_everywhere(values: dict[str, str]) -> Settings:
    return replace(SETTINGS, **values)  # type: ignore[arg-type]  # all of these are texts


@settings(max_examples=60, deadline=None)
@given(values=st.fixed_dictionaries(dict.fromkeys(TYPED, hostile)), language=st.sampled_from(LANGUAGES))
def test_whatever_an_operator_typed_is_text_on_a_page_and_never_markup(
    values: dict[str, str], language: Language
) -> None:
    for make in EVERY:
        paper = make(typed_everywhere(values), language, ON)
        reader, plain = read(page_of(paper)), read(page_of(make(SETTINGS, language, ON)))
        assert reader.tags == plain.tags
        told = TYPED if make is not counts else ("controller_name",)
        for name in told:
            assert solid(values[name]) in reader.text


@settings(max_examples=60, deadline=None)
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
    return {
        name: len(json.loads(typst.query(PAPER.read_bytes(), name, sys_inputs=values, ignore_system_fonts=True)))
        for name in COUNTED
    }


@pytest.mark.parametrize("typed", MARKUP)
def test_whatever_an_operator_typed_is_text_on_paper_and_never_markup(typed: str) -> None:
    paper = privacy_notice(typed_everywhere(dict.fromkeys(TYPED, typed)), "en", ON)
    assert typed in set(strings(values_of_paper(paper)))
    assert elements(paper) == elements(privacy_notice(SETTINGS, "en", ON))
    assert pdf_of_paper(paper).startswith(b"%PDF")


# --- counts


def test_the_counts_in_every_form() -> None:
    told = json.loads(requests_json(ON, MONTHS))
    assert [month["month"] for month in told["months"]] == ["2030-10", "2030-11"]
    assert told["months"][0] | {"month": ""} == {
        "month": "", "received": 4, "in_time": 2, "late": 1, "open": 0, "withdrawn": 1, "forgotten": 0,
        "median_days": 3,
    }  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(requests_csv(MONTHS).decode("utf-8-sig"))))
    assert [row["received"] for row in rows] == ["4", "1"]
    assert rows[1]["median_days"] == ""
    assert {row["right"] for row in rows} == {""}
    shown = read(page_of(counts(SETTINGS, "de", ON))).text
    assert "Okt.2030421" in shown
    assert "Nov.2030100100–" in shown


@every_language
def test_the_counts_by_right_stand_under_the_right_s_own_name(language: Language) -> None:
    first, second = MONTHS
    rights = (
        RightOfRequests(right=Right.ACCESS, counts=first),
        RightOfRequests(right=Right.OBJECTION, counts=second),
    )
    paper = requests_paper(SETTINGS, language, ON, MONTHS, rights)
    shown = read(page_of(paper)).text
    for right, counts in ((Right.ACCESS, "4210103"), (Right.OBJECTION, "100100–")):
        assert solid(RIGHTS[right].within(language)) + counts in solid(shown)
    assert solid(RIGHTS[Right.ERASURE].within(language)) not in solid(shown), "nobody used it"
    assert pdf_of_paper(paper).startswith(b"%PDF")
    told = json.loads(requests_json(ON, MONTHS, rights))
    assert [(each["right"], each["received"], each["median_days"]) for each in told["rights"]] == [
        ("access", 4, 3),
        ("objection", 1, None),
    ]
    rows = read_table(requests_csv(MONTHS, rights))
    assert [(row["month"], row["right"], row["received"], row["median_days"]) for row in rows] == [
        ("2030-10", "", "4", "3"),
        ("2030-11", "", "1", ""),
        ("", "access", "4", "3"),
        ("", "objection", "1", ""),
    ]


@every_language
def test_no_request_yet_is_said(language: Language) -> None:
    page = page_of(requests_paper(SETTINGS, language, ON, ())).decode()
    assert "<table>" not in page
    assert json.loads(requests_json(ON, ()))["months"] == []
