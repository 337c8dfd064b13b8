"""The API of what a case says to whoever it concerns: which recordings; that they read it; a statement."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import BeforeValidator, Field

from voicekeep.app.operations.case_messages import acknowledge, answer_as_recipient, messages_for, open_message
from voicekeep.app.web.api_callers import COUNTED, FRESH, NOT_FOUND, OVER, OWN, Caller, Here
from voicekeep.app.web.api_models import Given, Taken
from voicekeep.app.web.case_messages_pages import ANSWERS_PER_WINDOW
from voicekeep.app.web.pages import count_try
from voicekeep.incident import AffectedRole, Track
from voicekeep.records.ids import TriageId

router = APIRouter(prefix="/cases", tags=["what went wrong"])

Named = Annotated[str, Path(description="Identifier of a case that concerns oneself, as `GET /cases` shows it.")]


class Concern(Given):
    """A case that concerns whoever calls."""

    case: str = Field(validation_alias="triage", description="Its identifier.")
    roles: Annotated[list[AffectedRole], BeforeValidator(sorted)] = Field(
        description="What one is in it: owner of what reached somebody, of their household, or wrong recipient."
    )
    since: datetime = Field(description="When it was decided that one is told; UTC.")
    acknowledged_at: datetime | None = Field(description="When one confirmed that one knows; UTC. null: not yet.")
    track: list[Track] = Field(description="Of a wrong recipient: what is known of what they did, the earliest first.")
    waits: bool = Field(description="Whether an answer is still wanted.")
    over: bool = Field(description="Whether the case is closed; nothing can be answered any more.")


class ReachedTurn(Given):
    """Something of one's own that reached another customer."""

    item: str = Field(description="Its identifier, which `/heard/turns/{item}` takes.")
    said_at: datetime | None = Field(description="UTC. null: it was erased since.")
    with_sound: bool = Field(description="Whether the recording left.")
    with_words: bool = Field(description="Whether the words left.")
    complete: bool = Field(description="Whether all of it left, and not only a part.")
    certain: bool = Field(description="false: nobody knows how much left, and it counts as all of it.")
    left_at: datetime = Field(description="When it left first; UTC.")


class Told(Concern):
    """What a case says to whoever calls."""

    reached: list[ReachedTurn] = Field(description="Of its owner: each recording and entry, the earliest first.")
    heard_in: int = Field(description="Of who lives with an owner: recordings in which they may be heard.")
    got: int = Field(description="Of a wrong recipient: entries of somebody else that reached them.")


class Statement(Taken):
    """What a wrong recipient signs."""

    deleted: bool = Field(
        description="true: one deleted what one got and passed nothing on. false: one gives no such statement."
    )


@router.get("", responses=OWN)
def concerns(keep: Here, session: Caller) -> list[Concern]:
    """Return the cases that concern oneself, the latest first, without their details."""
    return [Concern.model_validate(each) for each in messages_for(keep, session)]


@router.get("/{case}", responses=OWN | NOT_FOUND | OVER)
def told(keep: Here, session: Caller, case: Named) -> Told:
    """Return what a case says, with each recording. That a wrong recipient opened it is an entry of the case."""
    return Told.model_validate(open_message(keep, session, TriageId(case)))


@router.post("/{case}/read", status_code=HTTPStatus.NO_CONTENT, responses=OWN | NOT_FOUND | COUNTED | OVER)
def have_read(request: Request, keep: Here, session: Caller, case: Named) -> None:
    """Confirm that one has read it; a second time changes nothing."""
    count_try(request, "case-answer", most=ANSWERS_PER_WINDOW, session=session)
    acknowledge(keep, session, TriageId(case))


@router.post("/{case}/statement", status_code=HTTPStatus.NO_CONTENT, responses=FRESH | NOT_FOUND | COUNTED | OVER)
def stated(request: Request, keep: Here, session: Caller, case: Named, sent: Statement) -> None:
    """Sign a wrong recipient's statement, or refuse it. What was refused can be signed later; what is signed stays."""
    count_try(request, "case-answer", most=ANSWERS_PER_WINDOW, session=session)
    answer_as_recipient(keep, session, TriageId(case), deleted=sent.deleted)
