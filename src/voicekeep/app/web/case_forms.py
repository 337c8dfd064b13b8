"""What the forms of a case send, as one change of the case."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field

from voicekeep.app.operations.case_desk import CaseView
from voicekeep.incident import (
    AuthorityDecided,
    CauseNamed,
    Change,
    Contained,
    Containment,
    DecisionRefusedError,
    Described,
    Description,
    Exception34,
    MeasureKind,
    MeasureTaken,
    NotificationSent,
    PersonsDecided,
)


class Step(StrEnum):
    """What a form is about."""

    CONTAINED = "contained"
    DESCRIBED = "described"
    AUTHORITY = "authority_decided"
    PERSONS = "persons_decided"
    SENT = "notification_sent"
    CAUSE = "cause_named"
    MEASURE = "measure_taken"


class CaseForm(BaseModel):
    """Every field that a form of a case may have; each step reads its own."""

    form_token: str
    step: Step
    seen: int = Field(ge=0, description="How many entries whoever decides has seen.")
    text: str = ""
    how: Containment = Containment.OTHER
    what: Description = Description.FACTS
    yes: bool = False
    exception: Exception34 | Annotated[str, Field(max_length=0)] = ""
    evidence: str = ""
    at: str = ""
    complete: bool = False
    kind: MeasureKind = MeasureKind.ORGANISATION
    name: str = ""


def change_of(form: CaseForm, view: CaseView, zone: ZoneInfo) -> Change:  # noqa: PLR0911  one for each step
    """Return the change that a form asks for.

    Raises:
        DecisionRefusedError: an instant that is none.
    """
    resting = view.case.assessment or 0
    match form.step:
        case Step.CONTAINED:
            return Contained(how=form.how, text=form.text)
        case Step.DESCRIBED:
            return Described(what=form.what, text=form.text)
        case Step.AUTHORITY:
            return AuthorityDecided(notify=form.yes, reason=form.text, assessment=resting)
        case Step.PERSONS:
            return PersonsDecided(
                tell=form.yes,
                reason=form.text,
                assessment=resting,
                exception=form.exception if isinstance(form.exception, Exception34) else None,
                evidence=form.evidence,
            )
        case Step.SENT:
            sent_at = instant_of(form.at, zone)
            return NotificationSent(
                phase=view.next_phase, sent_at=sent_at, complete=form.complete, late_reason=form.text
            )
        case Step.CAUSE:
            return CauseNamed(text=form.text)
        case Step.MEASURE:
            return MeasureTaken(kind=form.kind, name=form.name, text=form.text)


def instant_of(text: str, zone: ZoneInfo) -> datetime:
    """Return the instant that a field says in the keep's zone, e.g. 2030-11-04T09:00.

    Raises:
        DecisionRefusedError: it is none.
    """
    try:
        said = datetime.fromisoformat(text)
    except ValueError as malformed:
        raise DecisionRefusedError("an instant, e.g. 2030-11-04T09:00") from malformed
    return said if said.tzinfo is not None else said.replace(tzinfo=zone)
