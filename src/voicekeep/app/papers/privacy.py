"""The privacy notice of GDPR Art. 13: what everybody may know before they say a word (R31).

Flow        catalogue, settings -> Paper or canonical JSON; the page /privacy shows the paper
Guarantees  1. Every category is there with purpose, legal basis, recipients and period, and every field of it.
            2. What the operator left empty is said in words; nothing is a blank.
I/O         none
Format      docs/records.md
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from voicekeep.app.papers import labels
from voicekeep.app.papers import privacy_texts as texts
from voicekeep.app.papers.activities import Activity, activities
from voicekeep.app.papers.paper import Block, Facts, Paper, Points, Section
from voicekeep.app.papers.processing import fields_told
from voicekeep.app.papers.processors import (
    PROCESSORS,
    Processor,
    processors_as_json,
    processors_told,
    transfers_told,
    with_those_set,
)
from voicekeep.app.settings import Settings
from voicekeep.formats import canonical
from voicekeep.formats import sheet_texts as sheet
from voicekeep.records.texts import Language, Text


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
