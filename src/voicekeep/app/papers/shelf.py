"""The shelf: every paper that a controller must have, and each form that it comes in; for the command and the desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Final

from voicekeep.app.papers.assessment import assessment, assessment_csv, assessment_json
from voicekeep.app.papers.page import page_of
from voicekeep.app.papers.paper import Paper
from voicekeep.app.papers.printing import pdf_of_paper
from voicekeep.app.papers.privacy import privacy_csv, privacy_json, privacy_notice
from voicekeep.app.papers.processing import processing_csv, processing_json, record_of_processing
from voicekeep.app.papers.processor_list import processors_csv, processors_json, processors_paper
from voicekeep.app.papers.timeliness import requests_csv, requests_json, requests_paper
from voicekeep.app.settings import Settings
from voicekeep.records.texts import Language
from voicekeep.request import CountedRequests

MEDIA_TYPES: Final[Mapping[str, str]] = {
    ".html": "text/html; charset=utf-8",
    ".pdf": "application/pdf",
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
}


class PaperName(StrEnum):
    """Which paper."""

    PROCESSING = "processing"  # GDPR Art. 30
    PRIVACY = "privacy"  # Art. 13
    ASSESSMENT = "assessment"  # Art. 35, a draft
    PROCESSORS = "processors"  # Art. 28, 44 to 49
    REQUESTS = "requests"  # Art. 5(2): how many, and how fast


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """One paper, and how to write it down in each form, by the end of a file's name."""

    paper: Paper
    forms: Mapping[str, Callable[[], bytes]]


def take_down(
    name: PaperName, settings: Settings, language: Language, on: date, count: Callable[[], CountedRequests]
) -> Shelved:
    """Return a paper in a language.

    Args:
        name: Which.
        settings: The keep's.
        language: Of the paper.
        on: The day that stands on it, in the controller's zone.
        count: Counts the requests; asked only where they stand in the paper.
    """
    match name:
        case PaperName.PROCESSING:
            paper = record_of_processing(settings, language, on)
            more: dict[str, Callable[[], bytes]] = {
                ".json": partial(processing_json, settings, language, on),
                ".csv": partial(processing_csv, settings, language),
            }
        case PaperName.PRIVACY:
            paper = privacy_notice(settings, language, on)
            more = {
                ".json": partial(privacy_json, settings, language, on),
                ".csv": partial(privacy_csv, settings, language),
            }
        case PaperName.ASSESSMENT:
            paper = assessment(settings, language, on)
            more = {
                ".json": partial(assessment_json, settings, language, on),
                ".csv": partial(assessment_csv, language),
            }
        case PaperName.PROCESSORS:
            paper = processors_paper(settings, language, on)
            more = {
                ".json": partial(processors_json, settings, language, on),
                ".csv": partial(processors_csv, settings, language),
            }
        case PaperName.REQUESTS:
            counted = count()
            paper = requests_paper(settings, language, on, counted.months, counted.rights)
            more = {
                ".json": partial(requests_json, on, counted.months, counted.rights),
                ".csv": partial(requests_csv, counted.months, counted.rights),
            }
    return Shelved(paper=paper, forms={".html": partial(page_of, paper), ".pdf": partial(pdf_of_paper, paper), **more})
