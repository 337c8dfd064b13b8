"""What the desk does in the rehearsal: assess, decide, write, notify, end; through the operations of a real one."""

from __future__ import annotations

from typing import Final

from voicekeep.app.measures_known import known_measures
from voicekeep.app.operations.cases import case_of, change_case
from voicekeep.app.operations.ending_cases import close_on_the_host
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.scoping import scope_of
from voicekeep.app.papers import breach_paper, page_of, pdf_of_paper
from voicekeep.incident import (
    Assessed,
    AuthorityDecided,
    CauseNamed,
    Contained,
    Containment,
    Described,
    Description,
    MeasureKind,
    MeasureTaken,
    NotificationSent,
    PaperOf,
    Part,
    PersonsDecided,
    Proposed,
    Severity,
    propose_severity,
)
from voicekeep.records.ids import TriageId
from voicekeep.records.reports import ReportSource
from voicekeep.records.texts import LOCALES, language_named

ROLE: Final = "host_operator"


def assess_and_decide(keep: Keep, triage: TriageId) -> None:
    """Write what happened, how it was stopped, how severe it is, and who is told."""
    proposed = propose_severity(scope_of(keep, triage), ReportSource.NOT_MINE)
    parts = {name: _part(part) for name, part in proposed.parts.items()}
    severity = Severity(kind=proposed.kind, people=proposed.people, unintelligible=False, **parts)
    described = {
        Description.FACTS: "Two requests were open at once; both copies held recordings of a third person.",
        Description.EFFECTS: "Whoever hears them may learn who lives there, and how.",
        Description.REMEDY: "Both copies are held back, and their recipients are asked to delete them.",
    }
    change_case(
        keep,
        triage,
        Contained(how=Containment.FROZEN, text="The copies that were reached open nothing any more."),
        *(Described(what=what, text=text) for what, text in described.items()),
        Assessed(severity=severity),
        by=ROLE,
    )
    with keep.database.read() as transaction:
        resting = case_of(keep, transaction, triage).assessment or 0
    change_case(
        keep,
        triage,
        AuthorityDecided(notify=True, reason="There is a risk for those concerned.", assessment=resting),
        PersonsDecided(tell=True, reason="They can be recognised, and their home with them.", assessment=resting),
        by=ROLE,
    )


def write_letters(keep: Keep, triage: TriageId) -> int:
    """Make every paper of the case in every language, as a page; the notification as PDF too. Return how many bytes."""
    with keep.database.read() as transaction:
        case = case_of(keep, transaction, triage)
    made, today = 0, keep.now().date()
    for name in LOCALES:
        for paper in PaperOf:
            written = breach_paper(keep.settings, language_named(name), today, paper, case)
            made += len(page_of(written))
            made += len(pdf_of_paper(written)) if paper is PaperOf.AUTHORITY else 0
    return made


def end_case(keep: Keep, triage: TriageId) -> None:
    """Notify, name cause and measure, and close it."""
    change_case(
        keep,
        triage,
        NotificationSent(phase=1, sent_at=keep.now(), complete=True),
        CauseNamed(text="The builder took the items of one request for those of another, and no check was in the way."),
        MeasureTaken(
            kind=MeasureKind.FINDING, name="foreign_recording", text="A copy that holds one is not released any more."
        ),
        by=ROLE,
        known=known_measures(),
    )
    close_on_the_host(keep, triage, "Everybody concerned knows it, and those who got it have signed.", by=ROLE)


def _part(proposed: Proposed) -> Part:
    return Part(quarters=proposed.quarters, reason=proposed.because.replace("_", " "))
