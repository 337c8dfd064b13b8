"""Requests per month and how fast they were answered, as a paper. Counts only: it tells of nobody.

Flow        MonthOfRequests -> Paper, canonical JSON or CSV
I/O         none
Format      docs/records.md
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import Final

from babel.dates import format_date

from voicekeep.app.papers.paper import Block, Paper, Section, Table
from voicekeep.app.settings import Settings
from voicekeep.formats import canonical, tables
from voicekeep.formats.canonical import Json
from voicekeep.records.catalogue import RIGHTS
from voicekeep.records.texts import LOCALES, Language, Text
from voicekeep.request import MonthOfRequests, RightOfRequests

_TITLE: Final = Text(
    en="Requests, and how fast they were answered",
    de="Anträge und wie schnell sie beantwortet wurden",
    fr="Les demandes et le délai de réponse",
)
_LEAD: Final = Text(
    en="By the month in which they came in, in the controller’s time zone. “In time” is by the last day that the law "
    "gives (Art. 12(3) GDPR). A request counts as late as soon as its last day is over without an answer.",
    de="Nach dem Monat, in dem sie eingingen, in der Zeitzone des Verantwortlichen. „Rechtzeitig“ heißt: bis zum "
    "letzten Tag, den das Gesetz gibt (Art. 12 Abs. 3 DSGVO). Verspätet ist ein Antrag, sobald sein letzter Tag ohne "
    "Antwort vorbei ist.",
    fr="Par mois de réception, dans le fuseau horaire du responsable. « À temps » signifie : au plus tard le dernier "
    "jour prévu par la loi (art. 12, par. 3, du RGPD). Une demande est en retard dès que son dernier jour est passé "
    "sans réponse.",
)
_MONTHS: Final = Text(en="By month", de="Nach Monaten", fr="Par mois")
_RIGHTS: Final = Text(en="By right", de="Nach Rechten", fr="Par droit")
_RIGHT: Final = Text(en="Right", de="Recht", fr="Droit")
_NONE: Final = Text(
    en="No request came in yet.", de="Es ging noch kein Antrag ein.", fr="Aucune demande n’est encore arrivée."
)
_NOTHING: Final = "–"
HEAD: Final = (
    Text(en="Month", de="Monat", fr="Mois"),
    Text(en="Received", de="Eingegangen", fr="Reçues"),
    Text(en="In time", de="Rechtzeitig", fr="À temps"),
    Text(en="Late", de="Verspätet", fr="En retard"),
    Text(en="Open", de="Offen", fr="En cours"),
    Text(en="Withdrawn", de="Zurückgezogen", fr="Retirées"),
    Text(en="Day unknown", de="Tag unbekannt", fr="Jour inconnu"),
    Text(en="Median days", de="Tage (Median)", fr="Jours (médiane)"),
)
"""One for each field of MonthOfRequests, in its order; a test compares them."""


def requests_paper(
    settings: Settings,
    language: Language,
    on: date,
    months: Sequence[MonthOfRequests],
    rights: Sequence[RightOfRequests] = (),
) -> Paper:
    """Return the counts as a paper, made on the day `on` in the controller's zone."""
    rows = tuple(_row(each, language) for each in months)
    head = tuple(text.within(language) for text in HEAD)
    told: Block = Table(head=head, rows=rows, widths=(5, 4, 4, 4, 3, 5, 4, 4)) if rows else _NONE.within(language)
    return Paper(
        title=_TITLE.within(language),
        language=language,
        on=on,
        by=settings.controller_name,
        lead=(_LEAD.within(language),),
        sections=(Section(title=_MONTHS.within(language), blocks=(told,)), *_by_right(rights, language)),
    )


def requests_json(on: date, months: Sequence[MonthOfRequests], rights: Sequence[RightOfRequests] = ()) -> bytes:
    """Return the counts for machines: canonical JSON."""
    by_month: list[Json] = [{"month": each.month.isoformat()[:7], **_counts(each)} for each in months]
    by_right: list[Json] = [{"right": each.right.value, **_counts(each.counts)} for each in rights]
    told: dict[str, Json] = {"paper": "requests", "v": 1, "on": on.isoformat(), "months": by_month, "rights": by_right}
    return canonical.encode(told)


def requests_csv(months: Sequence[MonthOfRequests], rights: Sequence[RightOfRequests] = ()) -> bytes:
    """Return the counts as a table: a row for each month, of every right; then one for each right, of every month."""
    names = tuple(field.name for field in fields(MonthOfRequests) if field.name != "month")

    def counts(each: MonthOfRequests) -> tuple[int | None, ...]:
        return tuple(getattr(each, name) for name in names)

    by_month = ((each.month.isoformat()[:7], None, *counts(each)) for each in months)
    by_right = ((None, each.right.value, *counts(each.counts)) for each in rights)
    return tables.csv_of(("month", "right", *names), (*by_month, *by_right))


def _counts(each: MonthOfRequests) -> dict[str, Json]:
    return {field.name: getattr(each, field.name) for field in fields(MonthOfRequests) if field.name != "month"}


def _by_right(rights: Sequence[RightOfRequests], language: Language) -> tuple[Section, ...]:
    if not rights:
        return ()
    head = (_RIGHT.within(language), *(text.within(language) for text in HEAD[1:]))
    rows = tuple((RIGHTS[each.right].within(language), *_cells(each.counts)) for each in rights)
    table = Table(head=head, rows=rows, widths=(9, 4, 4, 4, 3, 5, 4, 4))
    return (Section(title=_RIGHTS.within(language), blocks=(table,)),)


def _row(each: MonthOfRequests, language: Language) -> tuple[str, ...]:
    return (format_date(each.month, "MMM yyyy", locale=LOCALES[language]), *_cells(each))


def _cells(each: MonthOfRequests) -> tuple[str, ...]:
    return tuple(_NOTHING if count is None else str(count) for count in _counts(each).values())
