"""Who else gets data: processors (GDPR Art. 28) and what goes to other countries (Art. 44 to 49).

There is none built in: what understands speech and what speaks run in this installation. An engine that asks somebody
else adds its line here, in the change that brings it; the record, the notice and the assessment then name it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from voicekeep.app.papers.paper import Block, Table
from voicekeep.formats.canonical import Json
from voicekeep.records.texts import Language, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Processor:
    """Somebody who handles data for the controller, under a contract."""

    name: str
    country: str  # ISO 3166-1 alpha-2
    task: Text  # what they do, with which data
    safeguard: Text | None  # what protects the data in a country outside the European Union; None: it is inside


PROCESSORS: Final[tuple[Processor, ...]] = ()
"""Every processor that this program can hand data to."""

WHO_ELSE: Final = Text(en="Processors", de="Auftragsverarbeiter", fr="Sous-traitants")
NO_PROCESSORS: Final = Text(
    en="None. Everything is done by this installation itself; no other company handles the data for it.",
    de="Keine. Alles geschieht in dieser Installation selbst; kein anderes Unternehmen verarbeitet die Daten für sie.",
    fr="Aucun. Tout se fait dans cette installation même ; aucune autre entreprise ne traite les données pour elle.",
)
NO_TRANSFERS: Final = Text(
    en="None. The program sends data to no country outside the European Union.",
    de="Keine. Das Programm sendet Daten in kein Land außerhalb der Europäischen Union.",
    fr="Aucun. Le programme n’envoie de données vers aucun pays hors de l’Union européenne.",
)
_NAME: Final = Text(en="Name", de="Name", fr="Nom")
_COUNTRY: Final = Text(en="Country", de="Land", fr="Pays")
_TASK: Final = Text(en="What for", de="Wofür", fr="Pour quoi faire")
_SAFEGUARD: Final = Text(en="Protected there by", de="Dort geschützt durch", fr="Garanties")


def processors_told(processors: Sequence[Processor], language: Language) -> Block:
    """Say who handles data for the controller."""
    if not processors:
        return NO_PROCESSORS.within(language)
    return Table(
        head=tuple(text.within(language) for text in (_NAME, _COUNTRY, _TASK)),
        rows=tuple((each.name, each.country, each.task.within(language)) for each in processors),
        widths=(2, 1, 4),
    )


def transfers_told(processors: Sequence[Processor], language: Language) -> Block:
    """Say what goes to countries outside the European Union."""
    rows = tuple(
        (each.name, each.country, each.safeguard.within(language)) for each in processors if each.safeguard is not None
    )
    if not rows:
        return NO_TRANSFERS.within(language)
    head = tuple(text.within(language) for text in (_NAME, _COUNTRY, _SAFEGUARD))
    return Table(head=head, rows=rows, widths=(2, 1, 4))


def processors_as_json(processors: Sequence[Processor], language: Language) -> list[Json]:
    """Return them for machines."""
    return [
        {
            "name": each.name,
            "country": each.country,
            "task": each.task.within(language),
            "safeguard": None if each.safeguard is None else each.safeguard.within(language),
        }
        for each in processors
    ]
