"""A draft of the data protection impact assessment (GDPR Art. 35(7)), for a person to judge (R31).

Flow        catalogue, settings, risks, measures -> Paper, canonical JSON or CSV
Guarantees  1. It is marked as a draft in each form; what only a person knows is asked, never invented.
            2. Each measure names the promise that it rests on and the tests that try to break it.
I/O         none
Format      docs/records.md
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from voicekeep.app.papers import assessment_texts as texts
from voicekeep.app.papers import labels
from voicekeep.app.papers.activities import Activity, activities
from voicekeep.app.papers.paper import Facts, Paper, Points, Section, Table
from voicekeep.app.papers.processing import purpose_told
from voicekeep.app.papers.processors import (
    PROCESSORS,
    WHO_ELSE,
    Processor,
    processors_as_json,
    processors_told,
    transfers_told,
    with_those_set,
)
from voicekeep.app.papers.risks import RISKS, SEVERITY, Risk
from voicekeep.app.settings import Settings
from voicekeep.formats import canonical, tables
from voicekeep.formats import sheet_texts as sheet
from voicekeep.formats.canonical import Json
from voicekeep.records.texts import Language, Text

_CSV_HEAD: Final = ("draft", "risk", "title", "what", "before", "after_proposed", "remains", "measures")


def assessment(settings: Settings, language: Language, on: date, processors: Sequence[Processor] = PROCESSORS) -> Paper:
    """Return the draft as a paper, made on the day `on` in the controller's zone."""

    def say(text: Text) -> str:
        return text.within(language)

    where = texts.FOR_HOME if settings.mode == "home" else texts.FOR_COMPANY
    everybody = with_those_set(processors, settings)
    return Paper(
        title=say(texts.TITLE),
        language=language,
        on=on,
        by=settings.controller_name,
        caution=say(texts.DRAFT),
        lead=(say(texts.LEAD), *([say(labels.HOME)] if settings.mode == "home" else [])),
        sections=(
            Section(title=say(sheet.RESPONSIBLE), blocks=(labels.controller_told(settings.controller, language),)),
            Section(
                title=say(texts.DESCRIPTION),
                blocks=(*(say(text) for text in texts.DESCRIBED), say(where)),
                below=tuple(_category(each, language) for each in activities()),
            ),
            Section(title=say(WHO_ELSE), blocks=(processors_told(everybody, language),)),
            Section(title=say(sheet.TRANSFERS), blocks=transfers_told(everybody, language)),
            Section(title=say(texts.NECESSITY), blocks=(Points(points=tuple(map(say, texts.NEEDED))),)),
            Section(title=say(texts.RISKS), below=tuple(_risk(each, language) for each in RISKS)),
            Section(title=say(texts.JUDGEMENT), blocks=(_questions(language),)),
        ),
    )


def assessment_json(
    settings: Settings, language: Language, on: date, processors: Sequence[Processor] = PROCESSORS
) -> bytes:
    """Return the draft for machines: canonical JSON, its texts in one language."""
    return canonical.encode(
        {
            "paper": "assessment",
            "v": 1,
            "draft": texts.DRAFT.within(language),
            "on": on.isoformat(),
            "language": language,
            "controller": labels.controller_as_json(settings.controller),
            "activities": [each.as_json(language) for each in activities()],
            "processors": processors_as_json(with_those_set(processors, settings), language),
            "necessity": [text.within(language) for text in texts.NEEDED],
            "risks": [_risk_as_json(each, language) for each in RISKS],
            "to_be_judged": [text.within(language) for text in texts.QUESTIONS],
        }
    )


def assessment_csv(language: Language) -> bytes:
    """Return the draft's risks as a table: a row for each, with its measures and the promises that they rest on."""

    def row(risk: Risk) -> tuple[str, ...]:
        against = (f"{each.title.within(language)} ({each.promise})" for each in risk.measures)
        return (
            texts.DRAFT.within(language),
            risk.name,
            risk.title.within(language),
            risk.what.within(language),
            risk.before.value,
            risk.after.value,
            risk.remains.within(language),
            "; ".join(against),
        )

    return tables.csv_of(_CSV_HEAD, map(row, RISKS))


def _category(each: Activity, language: Language) -> Section:
    return Section(title=each.told.title.within(language), blocks=purpose_told(each, language))


def _risk(risk: Risk, language: Language) -> Section:
    pairs = (
        (texts.BEFORE, SEVERITY[risk.before]),
        (texts.AFTER, SEVERITY[risk.after]),
        (texts.REMAINS, risk.remains),
    )
    against = Table(
        head=tuple(text.within(language) for text in (labels.MEASURE, sheet.MEANING, labels.PROMISE, labels.PROOF)),
        rows=tuple(
            (each.title.within(language), each.meaning.within(language), each.promise, each.proof)
            for each in risk.measures
        ),
        widths=(4, 9, 2, 6),
    )
    facts = Facts(pairs=tuple((name.within(language), value.within(language)) for name, value in pairs))
    return Section(title=risk.title.within(language), blocks=(risk.what.within(language), facts, against))


def _risk_as_json(risk: Risk, language: Language) -> Json:
    return {
        "risk": risk.name,
        "title": risk.title.within(language),
        "what": risk.what.within(language),
        "before": risk.before.value,
        "after_proposed": risk.after.value,
        "remains": risk.remains.within(language),
        "measures": [labels.measure_as_json(each, language) for each in risk.measures],
    }


def _questions(language: Language) -> Table:
    blank = texts.TO_BE_FILLED_IN.within(language)
    asked = (*texts.QUESTIONS, texts.DECISION, texts.JUDGED_BY)
    return Table(
        head=(texts.QUESTION.within(language), texts.ANSWER.within(language)),
        rows=tuple((text.within(language), blank) for text in asked),
        widths=(3, 2),
    )
