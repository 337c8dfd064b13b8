"""The list of processors (GDPR Art. 28) and of transfers (Art. 44 to 49): who else gets data, what for, where.

Flow        settings, processors -> Paper, canonical JSON or CSV
Guarantees  1. It names whom the record, the privacy notice and the assessment name, and nobody else.
            2. A country that is not known is said to be so, never left out.
I/O         none
Format      docs/records.md
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from voicekeep.app.papers import labels
from voicekeep.app.papers.paper import Paper, Section
from voicekeep.app.papers.processors import (
    PROCESSORS,
    WHO_ELSE,
    Processor,
    processors_as_json,
    processors_told,
    transfers_told,
    with_those_set,
)
from voicekeep.app.settings import Settings
from voicekeep.formats import canonical, tables
from voicekeep.formats import sheet_texts as sheet
from voicekeep.records.texts import Language, Text

TITLE: Final = Text(
    en="Processors and transfers",
    de="Auftragsverarbeiter und Übermittlungen",
    fr="Sous-traitants et transferts",
)
LEAD: Final = Text(
    en="Who handles personal data for this installation of Voicekeep (Art. 28 GDPR), and what goes to countries "
    "outside the European Union (Art. 44 to 49). It is made from the program and its settings. With each of them there "
    "has to be a contract; the program cannot know it.",
    de="Wer für diese Installation von Voicekeep personenbezogene Daten verarbeitet (Art. 28 DSGVO) und was in Länder "
    "außerhalb der Europäischen Union geht (Art. 44 bis 49). Die Liste wird aus dem Programm und seinen Einstellungen "
    "erstellt. Mit jedem davon muss es einen Vertrag geben; das Programm kann ihn nicht kennen.",
    fr="Qui traite des données personnelles pour cette installation de Voicekeep (art. 28 du RGPD), et ce qui va vers "
    "des pays hors de l’Union européenne (art. 44 à 49). Cette liste est tirée du programme et de ses réglages. Avec "
    "chacun, il faut un contrat ; le programme ne peut pas le connaître.",
)
_CSV_HEAD: Final = ("controller", "contact", "name", "country", "task", "safeguard")


def processors_paper(
    settings: Settings, language: Language, on: date, processors: Sequence[Processor] = PROCESSORS
) -> Paper:
    """Return the list as a paper, made on the day `on` in the controller's zone."""
    everybody = with_those_set(processors, settings)
    controller = labels.controller_told(settings.controller, language)
    return Paper(
        title=TITLE.within(language),
        language=language,
        on=on,
        by=settings.controller_name,
        lead=(LEAD.within(language),),
        sections=(
            Section(title=sheet.RESPONSIBLE.within(language), blocks=(controller,)),
            Section(title=WHO_ELSE.within(language), blocks=(processors_told(everybody, language),)),
            Section(title=sheet.TRANSFERS.within(language), blocks=transfers_told(everybody, language)),
        ),
    )


def processors_json(
    settings: Settings, language: Language, on: date, processors: Sequence[Processor] = PROCESSORS
) -> bytes:
    """Return the list for machines: canonical JSON, its texts in one language."""
    return canonical.encode(
        {
            "paper": "processors",
            "v": 1,
            "on": on.isoformat(),
            "language": language,
            "controller": labels.controller_as_json(settings.controller),
            "processors": processors_as_json(with_those_set(processors, settings), language),
        }
    )


def processors_csv(settings: Settings, language: Language, processors: Sequence[Processor] = PROCESSORS) -> bytes:
    """Return the list as a table: a row for each; where there is none, only the names of the columns."""
    by = (settings.controller_name, settings.controller_contact)
    rows = (
        (
            *by,
            each.name,
            each.country or None,
            each.task.within(language),
            None if each.safeguard is None else each.safeguard.within(language),
        )
        for each in with_those_set(processors, settings)
    )
    return tables.csv_of(_CSV_HEAD, rows)
