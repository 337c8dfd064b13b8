"""Cases made by hand, for the tests of what may be written into one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, get_args, get_type_hints

from hypothesis import strategies as st

from tests.archive.copies import numbered
from voicekeep.incident import (
    Affected,
    AffectedRole,
    Assessed,
    AuthorityDecided,
    Case,
    CauseNamed,
    Change,
    Contained,
    Containment,
    DataKind,
    Described,
    Description,
    Exception34,
    KnownMeasures,
    MeasureKind,
    MeasureTaken,
    NotificationSent,
    Part,
    PersonsDecided,
    Scoped,
    Severity,
    Triage,
    next_entry,
)
from voicekeep.records.ids import ArchiveId, SubjectId, TriageId
from voicekeep.records.reports import ReportSource, Saw, TriageState

AWARE = datetime(2030, 11, 4, 9, tzinfo=UTC)
OWNER, RECIPIENT, PARTNER = (numbered(SubjectId, number) for number in (1, 2, 3))
KNOWN: KnownMeasures = {MeasureKind.CHECK_RULE: {"hours_break"}, MeasureKind.DRILL_KIND: {"two at once"}}


def severity(
    context: int = 3, identification: int = 4, *, kind: DataKind = DataKind.BEHAVIOURAL, people: int = 2, **losses: int
) -> Severity:
    """Return an assessment: the context in whole values, everything else in quarters."""
    losses = {"confidentiality": 1, "integrity": 0, "availability": 0, "malice": 0} | losses
    return Severity(
        kind=kind,
        context=Part(quarters=4 * context, reason="recordings of a home over months"),
        identification=Part(quarters=identification, reason="voices, names and places"),
        people=people,
        unintelligible=False,
        **{name: Part(quarters=value, reason="because") for name, value in losses.items()},
    )


def triage(state: TriageState = TriageState.CONFIRMED) -> Triage:
    """Return a triage as it was decided."""
    decided = state is not TriageState.OPEN
    return Triage(
        triage=numbered(TriageId, 1),
        source=ReportSource.NOT_MINE,
        archive=numbered(ArchiveId, 1),
        item=None,
        reporter=RECIPIENT,
        saw=Saw.STRANGE_RECORDING,
        opened_at=AWARE - timedelta(hours=1),
        state=state,
        decided_at=AWARE if decided else None,
        decided_by="data_protection_officer" if decided else None,
        aware_at=AWARE if state is TriageState.CONFIRMED else None,
    )


SCOPED = Scoped(
    as_of=90, people=1, exposed=1, recipients=1, recordings=1700, records=3, crossed=1, judged=7, unjudged=0
)
EVERYTHING: tuple[Change, ...] = (
    Contained(how=Containment.FROZEN, text="the copy opens nothing any more"),
    SCOPED,
    Affected(subject=OWNER, role=AffectedRole.OWNER),
    Affected(subject=PARTNER, role=AffectedRole.HOUSEHOLD),
    Affected(subject=RECIPIENT, role=AffectedRole.RECIPIENT),
    *(Described(what=what, text=f"about {what}") for what in Description),
    Assessed(severity=severity()),
    AuthorityDecided(notify=True, reason="a risk", assessment=9),
    PersonsDecided(tell=True, reason="a high risk", assessment=9),
    NotificationSent(phase=1, sent_at=AWARE + timedelta(hours=30), complete=True),
    CauseNamed(text="two requests were open at once"),
    MeasureTaken(kind=MeasureKind.DRILL_KIND, name="two at once", text="played every night"),
)
"""One way through a case, up to its end."""
RECORDED = AWARE + timedelta(hours=40)


def grown(*changes: Change, state: TriageState = TriageState.CONFIRMED) -> Case:
    """Return a case into which these were written."""
    case = Case(triage=triage(state))
    for change in changes:
        case = and_then(case, change)
    return case


def and_then(case: Case, change: Change, *, now: datetime = RECORDED) -> Case:
    """Return the case with one change more."""
    noted = next_entry(case, change, by="officer", now=now, known=KNOWN)
    return Case(triage=case.triage, history=(*case.history, noted))


def resting(change: Change, case: Case) -> Change:
    """Return the change; a decision as resting on the assessment that counts."""
    if isinstance(change, AuthorityDecided | PersonsDecided) and case.assessment is not None:
        return replace(change, assessment=case.assessment)
    return change


def changes_of(kind: type[Any]) -> st.SearchStrategy[Any]:
    """Return any value of one kind of change."""
    if kind is Severity:
        return st.builds(
            severity,
            st.integers(1, 4),
            st.integers(1, 4),
            kind=st.sampled_from(DataKind),
            people=st.integers(0, 300),
            confidentiality=st.integers(0, 2),
            integrity=st.integers(0, 2),
            availability=st.integers(0, 2),
            malice=st.sampled_from((0, 2)),
        )
    return st.builds(kind, **{name: _values(hint) for name, hint in get_type_hints(kind).items()})


def _values(hint: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401  any annotation of a field
    plain: dict[Any, st.SearchStrategy[Any]] = {
        str: st.text(st.characters(codec="utf-8"), max_size=30),
        int: st.integers(0, 10**6),
        bool: st.booleans(),
        datetime: st.datetimes(datetime(2019, 1, 1), datetime(2039, 1, 1)).map(lambda at: at.replace(tzinfo=UTC)),  # noqa: DTZ001  hypothesis wants naive bounds
        SubjectId: st.integers(1, 99).map(lambda number: numbered(SubjectId, number)),
        Severity: changes_of(Severity) if hint is Severity else st.nothing(),
        tuple[ArchiveId, ...]: st.lists(st.integers(1, 9).map(lambda number: numbered(ArchiveId, number))).map(tuple),
        Exception34 | None: st.none() | st.sampled_from(Exception34),
    }
    return plain[hint] if hint in plain else st.sampled_from(hint)


changes: st.SearchStrategy[Change] = st.one_of([changes_of(kind) for kind in get_args(Change)])
