"""What the code has, every paper has, in each form and language, and nothing else (R22)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from types import ModuleType

import pytest

from tests.app.simulator import SETTINGS
from tests.papers.making import (
    IN_JSON,
    ON,
    Maker,
    every_language,
    every_paper_of_data,
    printed,
)
from tests.papers.reading import read, solid, strings
from tests.records.test_catalogue import texts
from voicekeep.app.papers import (
    answer_texts,
    assessment,
    assessment_json,
    assessment_texts,
    labels,
    letter_texts,
    measures,
    page_of,
    privacy_texts,
    processing_json,
    processor_list,
    processors,
    record_of_processing,
    risks,
    timeliness,
)
from voicekeep.app.papers.activities import PEOPLE
from voicekeep.app.papers.measure import Measure
from voicekeep.app.settings import Settings
from voicekeep.app.web.privacy_page import PAGE
from voicekeep.app.web.words import words_in
from voicekeep.people.choices import PERIODS
from voicekeep.records.catalogue import BESIDE, CATALOGUE, STORED_COLUMNS, Purpose
from voicekeep.records.items import ItemKind
from voicekeep.records.limits import Limits
from voicekeep.records.texts import LANGUAGES, Language
from voicekeep.request import MonthOfRequests

ROOT = Path(__file__).parents[2]


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
