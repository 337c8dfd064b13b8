"""The register of breaches (GDPR Art. 33(5)): every case, also those that were not notified, as one line each.

Flow        Case -> RegisterLine: the facts, the effects, the remedy, and who was told
Guarantees  1. A line is made of the case's entries and of nothing else; what nobody wrote is empty, not guessed.
            2. Roles stand in it, never names; people are counted, not listed.
I/O         none
Document    docs/cases.md
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from voicekeep.incident.case import Case
from voicekeep.incident.changes import (
    Assessed,
    CauseNamed,
    Closed,
    Described,
    Description,
    MeasureTaken,
    NotificationSent,
    Scoped,
)
from voicekeep.incident.severity import in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterLine:
    """One case in the register; the fields are the columns, in this order."""

    number: str
    source: str
    state: str
    opened_at: datetime  # UTC
    aware_at: datetime | None = None  # UTC
    decided_by: str = ""  # role of who decided whether it is a breach
    facts: str = field(default="", repr=False)
    effects: str = field(default="", repr=False)
    remedy: str = field(default="", repr=False)
    causes: str = field(default="", repr=False)
    measures: str = field(default="", repr=False)
    people: int | None = None
    exposed: int | None = None
    recipients: int | None = None
    recordings: int | None = None
    records: int | None = None
    severity: str = ""  # as ENISA counts
    band: str = ""
    authority_notified: bool | None = None  # by decision; None: nobody decided
    authority_reason: str = field(default="", repr=False)
    notified_at: str = ""  # of each phase, UTC
    late_reason: str = field(default="", repr=False)
    persons_told: bool | None = None  # by decision; None: nobody decided
    persons_reason: str = field(default="", repr=False)
    exception: str = ""  # letter of Art. 34(3)
    evidence: str = field(default="", repr=False)
    closed_at: datetime | None = None  # UTC
    entries: int = 0  # of the case, each with its fact in the ledger
    doubt: str = ""  # why the case's rows are not believed, by name; empty: they are


def register_line(case: Case) -> RegisterLine:
    """Return a case as the register tells it."""
    triage, scoped, assessed = case.triage, case.last(Scoped), case.last(Assessed)
    sent, authority, persons = case.all_of(NotificationSent), case.authority, case.persons
    told = {change.what: change.text for change in case.all_of(Described)}
    return RegisterLine(
        number=triage.triage,
        source=triage.source.value,
        state=case.state.value,
        opened_at=triage.opened_at,
        aware_at=triage.aware_at,
        decided_by=triage.decided_by or "",
        facts=told.get(Description.FACTS, ""),
        effects=told.get(Description.EFFECTS, ""),
        remedy=told.get(Description.REMEDY, ""),
        causes="\n".join(change.text for change in case.all_of(CauseNamed)),
        measures="\n".join(_measure(change) for change in case.all_of(MeasureTaken)),
        people=scoped.people if scoped else None,
        exposed=scoped.exposed if scoped else None,
        recipients=scoped.recipients if scoped else None,
        recordings=scoped.recordings if scoped else None,
        records=scoped.records if scoped else None,
        severity=in_words(assessed.severity.quarters) if assessed else "",
        band=assessed.severity.band.value if assessed else "",
        authority_notified=authority.notify if authority else None,
        authority_reason=authority.reason if authority else "",
        notified_at=", ".join(f"{each.sent_at:%Y-%m-%dT%H:%M:%SZ}" for each in sent),
        late_reason=sent[0].late_reason if sent else "",
        persons_told=persons.tell if persons else None,
        persons_reason=persons.reason if persons else "",
        exception=persons.exception.value if persons and persons.exception else "",
        evidence=persons.evidence if persons else "",
        closed_at=next((noted.at for noted in case.history if isinstance(noted.change, Closed)), None),
        entries=len(case.history),
    )


def _measure(measure: MeasureTaken) -> str:
    return f"{measure.kind.value} {measure.name}: {measure.text}" if measure.name else measure.text
