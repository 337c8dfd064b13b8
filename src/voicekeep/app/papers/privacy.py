"""The privacy notice of GDPR Art. 13: what everybody may know before they say a word (R31).

Flow        catalogue, settings -> Paper, canonical JSON or CSV; the page /privacy shows the paper
Guarantees  1. Every category is there with purpose, legal basis, recipients and period, and every field of it.
            2. What the operator left empty is said in words; nothing is a blank.
I/O         none
Format      docs/records.md
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from voicekeep.app.papers import labels
from voicekeep.app.papers import privacy_texts as texts
from voicekeep.app.papers.activities import Activity, activities
from voicekeep.app.papers.paper import Block, Facts, Paper, Points, Section
from voicekeep.app.papers.processing import data_in_a_cell, fields_told
from voicekeep.app.papers.processors import (
    PROCESSORS,
    Processor,
    in_a_cell,
    processors_as_json,
    processors_told,
    transfers_told,
    with_those_set,
)
from voicekeep.app.settings import Settings
from voicekeep.formats import canonical, tables
from voicekeep.formats import sheet_texts as sheet
from voicekeep.records.texts import Language, Text

_CSV_HEAD: Final = (
    "controller",
    "contact",
    "data_protection_officer",
    "category",
    "title",
    "meaning",
    "purpose",
    "legal_basis",
    "data",
    "source",
    "recipients",
    "processors",
    "transfers",
    "period",
    "rights",
    "authority",
    "automated_decisions",
    "mandatory",
)


def privacy_notice(
    settings: Settings, language: Language, on: date, processors: Sequence[Processor] = PROCESSORS
) -> Paper:
    """Return the privacy notice as a paper, made on the day `on` in the controller's zone."""

    def say(text: Text) -> str:
        return text.within(language)

    everybody = with_those_set(processors, settings)
    return Paper(
        title=say(texts.TITLE),
        language=language,
        on=on,
        by=settings.controller_name,
        lead=(say(texts.LEAD),),
        sections=(
            Section(title=say(texts.SHORT), blocks=(Points(points=tuple(map(say, texts.SHORTLY))),)),
            Section(title=say(sheet.RESPONSIBLE), blocks=(labels.controller_told(settings.controller, language),)),
            Section(title=say(texts.KEPT), below=tuple(_category(each, language) for each in activities())),
            Section(title=say(texts.WHO), blocks=(processors_told(everybody, language),)),
            Section(title=say(sheet.TRANSFERS), blocks=transfers_told(everybody, language)),
            Section(title=say(texts.RIGHTS), blocks=_rights(settings, language)),
            Section(title=say(sheet.DECISIONS), blocks=(say(sheet.NO_DECISIONS),)),
            Section(title=say(texts.MANDATORY), blocks=(say(texts.MANDATORY_TEXT),)),
            Section(title=say(texts.GUESTS), blocks=(say(texts.GUESTS_TEXT),)),
        ),
    )


def privacy_json(
    settings: Settings, language: Language, on: date, processors: Sequence[Processor] = PROCESSORS
) -> bytes:
    """Return the privacy notice for machines: canonical JSON, its texts in one language."""
    return canonical.encode(
        {
            "paper": "privacy",
            "v": 1,
            "on": on.isoformat(),
            "language": language,
            "controller": labels.controller_as_json(settings.controller),
            "activities": [each.as_json(language) for each in activities()],
            "processors": processors_as_json(with_those_set(processors, settings), language),
            "rights": [text.within(language) for text in texts.RIGHTS_LIST],
            "automated_decisions": sheet.NO_DECISIONS.within(language),
            "mandatory": texts.MANDATORY_TEXT.within(language),
        }
    )


def privacy_csv(settings: Settings, language: Language, processors: Sequence[Processor] = PROCESSORS) -> bytes:
    """Return the privacy notice as a table: a row for each category, each with all that Art. 13 asks."""
    by = (settings.controller_name, settings.controller_contact, settings.data_protection_officer)
    named = in_a_cell(with_those_set(processors, settings))
    abroad = in_a_cell([each for each in processors if each.safeguard is not None])
    same = (
        "; ".join(text.within(language) for text in texts.RIGHTS_LIST),
        settings.authority.strip() or sheet.ANY_AUTHORITY.within(language),
        sheet.NO_DECISIONS.within(language),
        texts.MANDATORY_TEXT.within(language),
    )

    def row(each: Activity) -> tuple[str, ...]:
        told = each.told
        before = (told.title, told.meaning, told.purpose, told.legal_basis)
        return (
            *by,
            each.category,
            *(text.within(language) for text in before),
            data_in_a_cell(each, language),
            told.source.within(language),
            told.recipients.within(language),
            named,
            abroad,
            told.period.within(language),
            *same,
        )

    return tables.csv_of(_CSV_HEAD, (row(each) for each in activities()))


def _category(each: Activity, language: Language) -> Section:
    told = each.told
    pairs = (
        (sheet.PURPOSE, told.purpose),
        (sheet.LEGAL_BASIS, told.legal_basis),
        (sheet.SOURCE, told.source),
        (sheet.RECIPIENTS, told.recipients),
        (sheet.PERIOD, told.period),
    )
    facts = Facts(pairs=tuple((name.within(language), value.within(language)) for name, value in pairs))
    blocks: tuple[Block, ...] = (told.meaning.within(language), facts)
    if each.fields:
        blocks = (*blocks, fields_told(each, language))
    return Section(title=told.title.within(language), blocks=blocks)


def _rights(settings: Settings, language: Language) -> tuple[Block, ...]:
    authority = settings.authority.strip() or sheet.ANY_AUTHORITY.within(language)
    return (
        texts.RIGHTS_LEAD.within(language),
        Points(points=tuple(text.within(language) for text in texts.RIGHTS_LIST)),
        f"{texts.COMPLAIN.within(language)} {authority}.",
    )
