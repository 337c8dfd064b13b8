"""Who else gets data: processors (GDPR Art. 28) and what goes to other countries (Art. 44 to 49).

There is none built in: what understands speech and what speaks run in this installation. An engine that asks somebody
else adds its line here, in the change that brings it; the record, the privacy notice and the assessment then name it.
The one that settings can add is the mail server.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from voicekeep.app.papers.paper import Block, Table
from voicekeep.app.settings import Settings
from voicekeep.formats.canonical import Json
from voicekeep.records.texts import Language, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Processor:
    """Somebody who handles data for the controller, under a contract."""

    name: str
    country: str  # ISO 3166-1 alpha-2; empty: not known to the program
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
_NOT_KNOWN: Final = Text(en="not known here", de="hier nicht bekannt", fr="inconnu ici")
_LOOK: Final = Text(
    en="In which country the mail server handles data, the program does not know; whoever runs it has to find out and "
    "say.",
    de="In welchem Land der Mailserver Daten verarbeitet, weiß das Programm nicht; wer es betreibt, muss es "
    "feststellen und sagen.",
    fr="Le programme ignore dans quel pays le serveur de messagerie traite les données ; l’exploitant doit le "
    "vérifier et l’indiquer.",
)
_MAILS: Final = Text(
    en="Carries the mails that say there is a message: the address, and when; not what the message says.",
    de="Befördert die E-Mails, die sagen, dass es eine Nachricht gibt: die Adresse und wann; nicht, was darin steht.",
    fr="Achemine les e-mails annonçant qu’il y a un message : l’adresse et l’instant ; pas ce qu’il contient.",
)
_NAME: Final = Text(en="Name", de="Name", fr="Nom")
_COUNTRY: Final = Text(en="Country", de="Land", fr="Pays")
_TASK: Final = Text(en="What for", de="Wofür", fr="Pour quoi faire")
_SAFEGUARD: Final = Text(en="Protected there by", de="Dort geschützt durch", fr="Garanties")


def with_mail(processors: Sequence[Processor], settings: Settings) -> tuple[Processor, ...]:
    """Return the processors, and the mail server if the settings name one."""
    if settings.notices != "smtp":
        return tuple(processors)
    return (*processors, Processor(name=settings.smtp_host, country="", task=_MAILS, safeguard=None))


def processors_told(processors: Sequence[Processor], language: Language) -> Block:
    """Say who handles data for the controller."""
    if not processors:
        return NO_PROCESSORS.within(language)
    return Table(
        head=tuple(text.within(language) for text in (_NAME, _COUNTRY, _TASK)),
        rows=tuple(
            (each.name, each.country or _NOT_KNOWN.within(language), each.task.within(language)) for each in processors
        ),
        widths=(2, 1, 4),
    )


def transfers_told(processors: Sequence[Processor], language: Language) -> tuple[Block, ...]:
    """Say what goes to countries outside the European Union."""
    rows = tuple(
        (each.name, each.country, each.safeguard.within(language)) for each in processors if each.safeguard is not None
    )
    look = () if all(each.country for each in processors) else (_LOOK.within(language),)
    if not rows:
        return look or (NO_TRANSFERS.within(language),)
    head = tuple(text.within(language) for text in (_NAME, _COUNTRY, _SAFEGUARD))
    return Table(head=head, rows=rows, widths=(2, 1, 4)), *look


def processors_as_json(processors: Sequence[Processor], language: Language) -> list[Json]:
    """Return them for machines."""
    return [
        {
            "name": each.name,
            "country": each.country or None,
            "task": each.task.within(language),
            "safeguard": None if each.safeguard is None else each.safeguard.within(language),
        }
        for each in processors
    ]
