"""Who else gets data: processors (GDPR Art. 28) and what goes to other countries (Art. 44 to 49).

There is none built in: what understands speech and what speaks run in this installation. Those that settings can add
are the mail server, and engines on other machines, once for each thing that they do; the record, the privacy notice and
the assessment name them, and they have a list of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from voicekeep.app.papers.paper import Block, Table
from voicekeep.app.settings import HEARS, SPEAKS, Settings
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
    en="In which country a mail server or a speech engine handles data, the program does not know; whoever runs it has "
    "to find out and say.",
    de="In welchem Land ein Mailserver oder ein Sprachdienst Daten verarbeitet, weiß das Programm nicht; wer es "
    "betreibt, muss es feststellen und sagen.",
    fr="Le programme ignore dans quel pays un serveur de messagerie ou un moteur vocal traite les données ; "
    "l’exploitant doit le vérifier et l’indiquer.",
)
_MAILS: Final = Text(
    en="Carries the mails that say there is a message: the address, and when; not what the message says.",
    de="Befördert die E-Mails, die sagen, dass es eine Nachricht gibt: die Adresse und wann; nicht, was darin steht.",
    fr="Achemine les e-mails annonçant qu’il y a un message : l’adresse et l’instant ; pas ce qu’il contient.",
)
_TASKS: Final = {
    HEARS: Text(
        en="Turns speech into words: gets the sound of what is said at a speaker, unencrypted, as it is said.",
        de="Macht aus Gesprochenem Worte: erhält unverschlüsselt den Ton dessen, was an einem Lautsprecher gesagt "
        "wird, sobald es gesagt ist.",
        fr="Transforme la parole en mots : reçoit, non chiffré, le son de ce qui est dit à une enceinte, dès que c’est "
        "dit.",
    ),
    SPEAKS: Text(
        en="Speaks the answers: gets their words, unencrypted; they can repeat what was said or asked for.",
        de="Spricht die Antworten: erhält unverschlüsselt deren Worte; sie können wiederholen, was gesagt oder "
        "verlangt wurde.",
        fr="Prononce les réponses : reçoit leurs mots, non chiffrés ; elles peuvent répéter ce qui a été dit ou "
        "demandé.",
    ),
}
_NAME: Final = Text(en="Name", de="Name", fr="Nom")
_COUNTRY: Final = Text(en="Country", de="Land", fr="Pays")
_TASK: Final = Text(en="What for", de="Wofür", fr="Pour quoi faire")
_SAFEGUARD: Final = Text(en="Protected there by", de="Dort geschützt durch", fr="Garanties")


def with_those_set(processors: Sequence[Processor], settings: Settings) -> tuple[Processor, ...]:
    """Return the processors, and those that the settings add: the mail server, engines on other machines."""
    mail = [] if settings.notices != "smtp" else [(settings.smtp_host, _MAILS)]
    set_there = dict.fromkeys((*mail, *_engines_elsewhere(settings)))
    return (*processors, *(Processor(name=name, country="", task=task, safeguard=None) for name, task in set_there))


def _engines_elsewhere(settings: Settings) -> Iterator[tuple[str, Text]]:
    for key, address in settings.engines.items():
        if address.recipient is not None:
            yield address.recipient, _TASKS[key.rpartition("_")[0]]


def processors_told(processors: Sequence[Processor], language: Language) -> Block:
    """Say who handles data for the controller."""
    if not processors:
        return NO_PROCESSORS.within(language)
    return Table(
        head=tuple(text.within(language) for text in (_NAME, _COUNTRY, _TASK)),
        rows=tuple(
            (each.name, each.country or _NOT_KNOWN.within(language), each.task.within(language)) for each in processors
        ),
        widths=(3, 2, 4),
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
    return Table(head=head, rows=rows, widths=(3, 2, 4)), *look


def in_a_cell(processors: Sequence[Processor]) -> str:
    """Return who they are, and in which country, for one cell of a table."""
    return "; ".join(f"{each.name} ({each.country or '?'})" for each in processors)


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
