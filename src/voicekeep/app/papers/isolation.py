"""“An isolated case?” as a paper: the finding, every release, and how to verify the signed file.

Flow        Isolation, the signed file -> Paper
I/O         none
Format      docs/formats/isolation.md
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Final

from voicekeep.app.papers.paper import Block, Facts, Paper, Section, Table
from voicekeep.app.settings import Settings
from voicekeep.formats.isolation import Finding, Isolation, Release
from voicekeep.records.texts import Language, Text

_SHOWN: Final = 16  # hexadecimal digits of a copy's name
ROWS_MAX: Final = 1_000
"""More releases than so many stand in the signed file only; those with a finding always here."""

_TITLE: Final = Text(en="An isolated case?", de="Ein Einzelfall?", fr="Un cas isolé ?")
_LEAD: Final = Text(
    en="Every copy that was ever released was judged again: from the inventory that was signed when it was checked, "
    "against what the ledger says of whose each item is. A copy is named by the SHA-256 of its number, people are "
    "not named at all.",
    de="Jede jemals herausgegebene Kopie wurde noch einmal beurteilt: anhand des Verzeichnisses, das bei ihrer Prüfung "
    "unterschrieben wurde, gegen das, was das Hauptbuch über den Eigentümer jedes Eintrags sagt. Eine Kopie heißt "
    "hier nach dem SHA-256 ihrer Nummer, Personen werden nicht genannt.",
    fr="Chaque copie jamais remise a été jugée à nouveau : d’après l’inventaire signé lors de son contrôle, contre ce "
    "que le grand livre dit du propriétaire de chaque élément. Une copie y est nommée par le SHA-256 de son numéro, "
    "personne n’est nommé.",
)
FINDINGS: Final = {
    Finding.NONE: Text(
        en="Proven: no copy holds anything of another person’s.",
        de="Bewiesen: Keine Kopie enthält etwas von einer anderen Person.",
        fr="Prouvé : aucune copie ne contient rien d’une autre personne.",
    ),
    Finding.ISOLATED: Text(
        en="Proven: exactly one copy holds something of another person’s.",
        de="Bewiesen: Genau eine Kopie enthält etwas von einer anderen Person.",
        fr="Prouvé : une seule copie contient quelque chose d’une autre personne.",
    ),
    Finding.NOT_ISOLATED: Text(
        en="Disproven: more than one copy holds something of another person’s.",
        de="Widerlegt: Mehr als eine Kopie enthält etwas von einer anderen Person.",
        fr="Réfuté : plus d’une copie contient quelque chose d’une autre personne.",
    ),
    Finding.UNPROVEN: Text(
        en="Not proven: something could not be judged. It is listed below, with the reason.",
        de="Nicht bewiesen: Etwas ließ sich nicht beurteilen. Es steht unten, mit dem Grund.",
        fr="Non prouvé : quelque chose n’a pas pu être jugé. C’est indiqué plus bas, avec le motif.",
    ),
}
_COUNTED: Final = Text(en="Counted", de="Gezählt", fr="Décompte")
_RELEASES: Final = Text(en="Copies released", de="Herausgegebene Kopien", fr="Copies remises")
_SINCE: Final = Text(en="The first", de="Die erste", fr="La première")
_CROSSED: Final = Text(en="With something of another person’s", de="Mit Fremdem", fr="Avec des éléments étrangers")
_UNJUDGED: Final = Text(en="Not judged, or not whole", de="Nicht oder nicht ganz beurteilt", fr="Non ou mal jugées")
_MADE: Final = Text(en="Judged", de="Beurteilt", fr="Jugé")
_EACH: Final = Text(en="Each copy", de="Jede Kopie", fr="Chaque copie")
_HEAD: Final = (
    Text(en="Copy", de="Kopie", fr="Copie"),
    Text(en="Released (UTC)", de="Herausgegeben (UTC)", fr="Remise (UTC)"),
    Text(en="Judged", de="Beurteilt", fr="Jugés"),
    Text(en="Foreign", de="Fremd", fr="Étrangers"),
    Text(en="Erased since", de="Seitdem gelöscht", fr="Effacés depuis"),
    Text(en="Not judged, because", de="Nicht beurteilt, weil", fr="Non jugé, car"),
)
_REST: Final = Text(
    en="All copies stand in the signed file; here are those with a finding.",
    de="Alle Kopien stehen in der unterschriebenen Datei; hier die mit einem Befund.",
    fr="Toutes les copies figurent dans le fichier signé ; ici, celles avec un constat.",
)
_SIGNED: Final = Text(en="How to verify this", de="So lässt es sich nachprüfen", fr="Comment le vérifier")
_HOW: Final = Text(
    en="The JSON file of this page is signed with the operator’s statement key. `voicekeep incident verify-page FILE "
    "--fingerprint …` checks it without a network; the operator publishes the fingerprint. Whoever was given a copy "
    "can hold its checkpoint against the one in the file.",
    de="Die JSON-Datei zu dieser Seite ist mit dem Erklärungsschlüssel des Betreibers unterschrieben. `voicekeep "
    "incident verify-page DATEI --fingerprint …` prüft sie ohne Netz; den Fingerabdruck veröffentlicht der Betreiber. "
    "Wer eine Kopie bekam, kann deren Prüfpunkt mit dem in der Datei vergleichen.",
    fr="Le fichier JSON de cette page est signé avec la clé de déclaration de l’exploitant. `voicekeep incident "
    "verify-page FICHIER --fingerprint …` le vérifie sans réseau ; l’exploitant publie l’empreinte. Qui a reçu une "
    "copie peut comparer son point de contrôle à celui du fichier.",
)
_FILE: Final = Text(en="SHA-256 of the signed file", de="SHA-256 der Datei", fr="SHA-256 du fichier")
_KEY: Final = Text(en="Fingerprint of the key", de="Fingerabdruck des Schlüssels", fr="Empreinte de la clé")


def isolation_paper(
    settings: Settings, language: Language, on: date, page: Isolation, file: bytes, fingerprint: str
) -> Paper:
    """Return the answer as a paper.

    Args:
        settings: The keep's.
        language: Of the paper.
        on: The day that stands on it, in the controller's zone.
        page: What was found.
        file: The signed file of the same page.
        fingerprint: Of the key that signed it.
    """
    everything = len(page.releases) <= ROWS_MAX
    listed = [each for each in page.releases if everything or each.crossed or each.doubts]
    rows = tuple(_row(each) for each in listed)
    head = tuple(text.within(language) for text in _HEAD)
    blocks: list[Block] = [] if everything else [_REST.within(language)]
    blocks += [Table(head=head, rows=rows, widths=(7, 5, 4, 4, 4, 5))] if rows else []
    return Paper(
        title=_TITLE.within(language),
        language=language,
        on=on,
        by=settings.controller_name,
        lead=(FINDINGS[page.finding].within(language), _LEAD.within(language)),
        sections=(
            Section(title=_COUNTED.within(language), blocks=(_counts(page, language),)),
            Section(title=_EACH.within(language), blocks=tuple(blocks)),
            Section(
                title=_SIGNED.within(language),
                blocks=(
                    _HOW.within(language),
                    Facts(
                        pairs=(
                            (_FILE.within(language), hashlib.sha256(file).hexdigest()),
                            (_KEY.within(language), fingerprint),
                        )
                    ),
                ),
            ),
        ),
    )


def _counts(page: Isolation, language: Language) -> Facts:
    return Facts(
        pairs=(
            (_RELEASES.within(language), str(len(page.releases))),
            (_SINCE.within(language), "–" if page.since is None else _instant(page.since)),
            (_CROSSED.within(language), str(page.crossed)),
            (_UNJUDGED.within(language), str(page.unjudged)),
            (_MADE.within(language), _instant(page.made_at)),
        )
    )


def _row(each: Release) -> tuple[str, ...]:
    doubts = ", ".join(f"{name} ({often})" for name, often in each.doubts)
    counts = (each.stretches, each.crossed, each.erased)
    return (each.copy.hex()[:_SHOWN], _instant(each.released_at), *map(str, counts), doubts or "–")


def _instant(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}Z"
