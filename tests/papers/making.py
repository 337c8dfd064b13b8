"""The papers to be tried, what they are made of, and how a table is read again."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date

import pytest

from tests.papers.reading import solid, strings
from voicekeep.app.papers import (
    Paper,
    Processor,
    assessment,
    assessment_json,
    privacy_json,
    privacy_notice,
    processing_json,
    processors_json,
    processors_paper,
    record_of_processing,
    requests_paper,
)
from voicekeep.app.papers.printing import values_of_paper
from voicekeep.app.settings import Settings
from voicekeep.records.texts import LANGUAGES, Language, Text
from voicekeep.request import MonthOfRequests

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


def read_table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
