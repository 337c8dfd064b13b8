"""The register of breaches as a paper, for an authority (GDPR Art. 33(5)).

Flow        RegisterLine -> Paper, canonical JSON or CSV (no cell is a formula)
I/O         none
Format      docs/cases.md
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Final

from voicekeep.app.papers.paper import Facts, Paper, Section
from voicekeep.app.papers.register_words import WORDS
from voicekeep.app.settings import Settings
from voicekeep.formats import canonical, tables
from voicekeep.incident import RegisterLine
from voicekeep.records.instant import to_text
from voicekeep.records.texts import Language, Text

_TITLE: Final = Text(
    en="Register of personal data breaches",
    de="Verzeichnis der Verletzungen des Schutzes personenbezogener Daten",
    fr="Registre des violations de données personnelles",
)
_LEAD: Final = Text(
    en="Every report and what became of it, also what was no breach or was not notified (Art. 33(5) GDPR). Each line "
    "is proven against the ledger when this is made; nothing in it can be taken away. Instants are in UTC.",
    de="Jede Meldung und was aus ihr wurde, auch was keine Verletzung war oder nicht gemeldet wurde (Art. 33 Abs. 5 "
    "DSGVO). Jeder Eintrag wird beim Erstellen gegen das Hauptbuch geprüft; nichts darin lässt sich entfernen. "
    "Zeitpunkte in UTC.",
    fr="Chaque signalement et sa suite, même s’il n’y a pas eu violation ou notification (art. 33, par. 5, du RGPD). "
    "Chaque ligne est vérifiée dans le grand livre au moment de l’édition ; rien ne peut en être retiré. Heures UTC.",
)
_EMPTY: Final = Text(en="No case yet.", de="Noch kein Fall.", fr="Aucun cas.")
_YES: Final = Text(en="yes", de="ja", fr="oui")
_NO: Final = Text(en="no", de="nein", fr="non")
_NOTHING: Final = "–"
LABELS: Final = {
    "number": Text(en="Number", de="Nummer", fr="Numéro"),
    "source": Text(en="How it was noticed", de="Wie es bemerkt wurde", fr="Origine"),
    "state": Text(en="State", de="Stand", fr="État"),
    "opened_at": Text(en="Reported", de="Gemeldet", fr="Signalé"),
    "aware_at": Text(en="Certain since", de="Gewissheit seit", fr="Certain depuis"),
    "decided_by": Text(en="Decided by (role)", de="Entschieden von (Rolle)", fr="Décidé par (rôle)"),
    "facts": Text(en="Facts", de="Sachverhalt", fr="Faits"),
    "effects": Text(en="Effects", de="Auswirkungen", fr="Effets"),
    "remedy": Text(en="Remedial action", de="Abhilfe", fr="Mesures prises"),
    "causes": Text(en="Causes", de="Ursachen", fr="Causes"),
    "measures": Text(en="Measures", de="Maßnahmen", fr="Mesures durables"),
    "people": Text(en="People whose data it is", de="Betroffene Personen", fr="Personnes concernées"),
    "exposed": Text(en="Others who can be heard", de="Weitere, die zu hören sind", fr="Autres personnes audibles"),
    "recipients": Text(en="Wrong recipients", de="Falsche Empfänger", fr="Mauvais destinataires"),
    "recordings": Text(en="Recordings", de="Aufnahmen", fr="Enregistrements"),
    "records": Text(en="Items in words", de="Einträge in Worten", fr="Éléments écrits"),
    "severity": Text(en="Severity (ENISA)", de="Schwere (ENISA)", fr="Gravité (ENISA)"),
    "band": Text(en="Band", de="Stufe", fr="Niveau"),
    "authority_notified": Text(en="Authority notified", de="Behörde benachrichtigt", fr="Autorité notifiée"),
    "authority_reason": Text(en="Why (Art. 33)", de="Warum (Art. 33)", fr="Pourquoi (art. 33)"),
    "notified_at": Text(en="Sent", de="Abgeschickt", fr="Envoyé"),
    "late_reason": Text(en="Why late", de="Warum verspätet", fr="Motif du retard"),
    "persons_told": Text(en="Those concerned told", de="Betroffene benachrichtigt", fr="Personnes informées"),
    "persons_reason": Text(en="Why (Art. 34)", de="Warum (Art. 34)", fr="Pourquoi (art. 34)"),
    "exception": Text(en="Exception, Art. 34(3)", de="Ausnahme, Art. 34 Abs. 3", fr="Exception, art. 34, par. 3"),
    "evidence": Text(en="Its evidence", de="Ihr Beleg", fr="Sa preuve"),
    "closed_at": Text(en="Closed", de="Abgeschlossen", fr="Clos"),
    "entries": Text(en="Entries in the ledger", de="Einträge im Hauptbuch", fr="Entrées au grand livre"),
    "doubt": Text(en="Not believed, because", de="Nicht glaubhaft, weil", fr="Non fiable, car"),
}
"""One for each field of RegisterLine; a test compares them."""


def register_paper(settings: Settings, language: Language, on: date, lines: Sequence[RegisterLine]) -> Paper:
    """Return the register as a paper, made on the day `on` in the controller's zone."""
    sections = tuple(
        Section(
            title=line.number,
            blocks=(
                Facts(
                    pairs=tuple(
                        (label.within(language), _told(name, getattr(line, name), language))
                        for name, label in LABELS.items()
                        if name != "doubt" or line.doubt
                    )
                ),
            ),
        )
        for line in lines
    )
    lead = (_LEAD.within(language),) if lines else (_LEAD.within(language), _EMPTY.within(language))
    return Paper(
        title=_TITLE.within(language),
        language=language,
        on=on,
        by=settings.controller_name,
        lead=lead,
        sections=sections,
    )


def register_json(on: date, lines: Sequence[RegisterLine]) -> bytes:
    """Return the register for machines: canonical JSON."""
    cases = [{each.name: _plain(getattr(line, each.name)) for each in fields(RegisterLine)} for line in lines]
    return canonical.encode({"paper": "register", "v": 1, "on": on.isoformat(), "cases": cases})


def register_csv(lines: Sequence[RegisterLine]) -> bytes:
    """Return the register as a table; no cell of it is a formula."""
    names = tuple(each.name for each in fields(RegisterLine))
    return tables.csv_of(names, ([_plain(getattr(line, name)) for name in names] for line in lines))


def _plain(value: object) -> str | int | bool | None:
    if isinstance(value, datetime):
        return to_text(value)
    return value if isinstance(value, str | int | bool) else None


def _told(name: str, value: object, language: Language) -> str:
    if isinstance(value, str) and (words := WORDS.get(name, {}).get(value)) is not None:
        return words.within(language)
    if isinstance(value, bool):
        return (_YES if value else _NO).within(language)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}Z"
    return str(value) if value not in {None, ""} else _NOTHING
