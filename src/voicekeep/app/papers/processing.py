"""The record of processing activities (GDPR Art. 30(1)), from the data catalogue and the settings (R22).

Flow        catalogue, settings, measures, processors -> Paper, canonical JSON or CSV
Guarantees  1. What the catalogue has, the record has, in each form and language; a test compares them.
            2. The same settings on the same day give the same bytes.
I/O         none
Format      docs/records.md
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Final

from voicekeep.app.papers import labels
from voicekeep.app.papers.activities import Activity, activities, meaning_of, stored
from voicekeep.app.papers.measures import MEASURES
from voicekeep.app.papers.paper import Block, Facts, Paper, Section, Table
from voicekeep.app.papers.processors import (
    PROCESSORS,
    WHO_ELSE,
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

_TITLE: Final = Text(
    en="Record of processing activities",
    de="Verzeichnis von Verarbeitungstätigkeiten",
    fr="Registre des activités de traitement",
)
_LEAD: Final = Text(
    en="What is done with personal data in this installation of Voicekeep, as Article 30(1) of the General Data "
    "Protection Regulation (GDPR) asks. It is made from the program itself. “You” is whoever the data tell of.",
    de="Was in dieser Installation von Voicekeep mit personenbezogenen Daten geschieht, wie es Artikel 30 Absatz 1 der "
    "Datenschutz-Grundverordnung (DSGVO) verlangt. Es wird aus dem Programm selbst erstellt. „Sie“ ist, wen die Daten "
    "betreffen.",
    fr="Ce qui est fait des données personnelles dans cette installation de Voicekeep, comme le demande l’article 30, "
    "paragraphe 1, du règlement général sur la protection des données (RGPD). Il est tiré du programme lui-même. "
    "« Vous » est la personne concernée.",
)
_ACTIVITIES: Final = Text(en="What is done, by category", de="Was geschieht, je Kategorie", fr="Par catégorie")
_SECURITY: Final = Text(
    en="Security measures (Art. 32)", de="Sicherheitsmaßnahmen (Art. 32)", fr="Mesures de sécurité (art. 32)"
)
_STORED: Final = Text(
    en="What the database holds in clear",
    de="Was die Datenbank im Klartext enthält",
    fr="Ce que la base contient en clair",
)
_STORED_LEAD: Final = Text(
    en="Everything that was said, and every name, is sealed. What stands beside it, column by column:",
    de="Alles Gesagte und jeder Name ist versiegelt. Was daneben steht, Spalte für Spalte (auf Englisch):",
    fr="Tout ce qui est dit, et chaque nom, est scellé. Ce qui se trouve à côté, colonne par colonne (en anglais) :",
)
_COLUMN: Final = Text(en="Column", de="Spalte", fr="Colonne")
_CSV_HEAD: Final = (
    "controller",
    "contact",
    "data_protection_officer",
    "category",
    "title",
    "purpose",
    "legal_basis",
    "people",
    "data",
    "source",
    "recipients",
    "processors",
    "transfers",
    "period",
    "measures",
)


def record_of_processing(
    settings: Settings, language: Language, on: date, processors: Sequence[Processor] = PROCESSORS
) -> Paper:
    """Return the record as a paper, made on the day `on` in the controller's zone."""

    def say(text: Text) -> str:
        return text.within(language)

    everybody = with_those_set(processors, settings)
    return Paper(
        title=say(_TITLE),
        language=language,
        on=on,
        by=settings.controller_name,
        lead=(say(_LEAD), *([say(labels.HOME)] if settings.mode == "home" else [])),
        sections=(
            Section(title=say(sheet.RESPONSIBLE), blocks=(labels.controller_told(settings.controller, language),)),
            Section(title=say(_ACTIVITIES), below=tuple(_section(each, language) for each in activities())),
            Section(title=say(WHO_ELSE), blocks=(processors_told(everybody, language),)),
            Section(title=say(sheet.TRANSFERS), blocks=transfers_told(everybody, language)),
            Section(title=say(_SECURITY), blocks=(measures_told(language),)),
            Section(title=say(_STORED), blocks=(say(_STORED_LEAD), *_stored(language))),
        ),
    )


def processing_json(
    settings: Settings, language: Language, on: date, processors: Sequence[Processor] = PROCESSORS
) -> bytes:
    """Return the record for machines: canonical JSON, its texts in one language."""
    return canonical.encode(
        {
            "paper": "processing",
            "v": 1,
            "on": on.isoformat(),
            "language": language,
            "controller": labels.controller_as_json(settings.controller),
            "activities": [each.as_json(language) for each in activities()],
            "processors": processors_as_json(with_those_set(processors, settings), language),
            "measures": [labels.measure_as_json(each, language) for each in MEASURES],
            "columns": [{"table": table, "column": column, "meaning": why} for table, column, why in stored()],
        }
    )


def processing_csv(settings: Settings, language: Language, processors: Sequence[Processor] = PROCESSORS) -> bytes:
    """Return the record as a table: a row for each category, each with all that Art. 30(1) asks."""
    named = in_a_cell(with_those_set(processors, settings))
    abroad = in_a_cell([each for each in processors if each.safeguard is not None])
    protected = "; ".join(each.title.within(language) for each in MEASURES)

    def row(each: Activity) -> tuple[str, ...]:
        told = each.told
        texts = (told.title, told.purpose, told.legal_basis, each.people)
        return (
            settings.controller_name,
            settings.controller_contact,
            settings.data_protection_officer,
            each.category,
            *(text.within(language) for text in texts),
            data_in_a_cell(each, language),
            told.source.within(language),
            told.recipients.within(language),
            named,
            abroad,
            told.period.within(language),
            protected,
        )

    return tables.csv_of(_CSV_HEAD, (row(each) for each in activities()))


def data_in_a_cell(each: Activity, language: Language) -> str:
    """Return a category's fields with their meanings, for one cell of a table; where there are none, its meaning."""
    fields = "; ".join(f"{field.name}: {meaning_of(field, language)}" for field in each.fields)
    return fields or each.told.meaning.within(language)


def measures_told(language: Language) -> Table:
    """Return the measures as a table, each with its day and its promise."""
    return Table(
        head=tuple(text.within(language) for text in (labels.MEASURE, sheet.MEANING, labels.SINCE, labels.PROMISE)),
        rows=tuple(
            (each.title.within(language), each.meaning.within(language), each.since.isoformat(), each.promise)
            for each in MEASURES
        ),
        widths=(5, 12, 3, 2),
    )


def purpose_told(each: Activity, language: Language) -> tuple[Block, ...]:
    """Say what a category is, what for, by which right, for how long; then every field of it."""
    told = each.told
    pairs = (
        (sheet.PURPOSE, told.purpose),
        (sheet.LEGAL_BASIS, told.legal_basis),
        (labels.PEOPLE, each.people),
        (sheet.SOURCE, told.source),
        (sheet.RECIPIENTS, told.recipients),
        (sheet.PERIOD, told.period),
    )
    facts = Facts(pairs=tuple((name.within(language), value.within(language)) for name, value in pairs))
    if not each.fields:
        return told.meaning.within(language), facts
    return told.meaning.within(language), facts, fields_told(each, language)


def fields_told(each: Activity, language: Language) -> Table:
    """Return a category's fields with what each means."""
    return Table(
        head=(sheet.FIELD.within(language), sheet.MEANING.within(language)),
        rows=tuple((field.name, meaning_of(field, language)) for field in each.fields),
        widths=(1, 3),
        folded=labels.EVERY_FIELD.within(language),
    )


def _section(each: Activity, language: Language) -> Section:
    return Section(title=each.told.title.within(language), blocks=purpose_told(each, language))


def _stored(language: Language) -> list[Table]:
    head = (_COLUMN.within(language), sheet.MEANING.within(language))
    return [
        Table(
            head=head,
            rows=tuple((f"{table}.{column}", meaning) for _, column, meaning in columns),
            widths=(1, 2),
            folded=table,
        )
        for table, columns in groupby(stored(), key=lambda line: line[0])
    ]
