"""The API of one's own requests: each use of a right, its letters, and what is asked that one cannot do by oneself."""

from __future__ import annotations

from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Path, Request, Response
from pydantic import Field

from voicekeep.app.operations.accounts import profile_of
from voicekeep.app.operations.own_requests import confirm_request, letter_named, requests_of, withdraw_request
from voicekeep.app.operations.profiles import change_profile
from voicekeep.app.operations.submitting import ask_rectification, object_to
from voicekeep.app.web.api_callers import COUNTED, FRESH, NOT_FOUND, OVER, OWN, REFUSED, Caller, Here
from voicekeep.app.web.api_copy_models import Asked
from voicekeep.app.web.api_models import Given, Profile, Taken
from voicekeep.app.web.api_problems import NotHereError
from voicekeep.app.web.objection_pages import ASKABLE, CHANGES_PER_WINDOW
from voicekeep.app.web.pages import count_try
from voicekeep.app.web.rights_pages import FORMS
from voicekeep.records.ids import RequestId
from voicekeep.records.items import ItemKind
from voicekeep.records.rights import LetterKind, Processing, Right, Withdrew
from voicekeep.request import State

router = APIRouter(tags=["rights"])

_FILES: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The letter.",
        "content": {media_type: {"schema": {"type": "string"}} for media_type, _ in FORMS.values()},
    },
}
_NO_PDF: Final[dict[int | str, dict[str, Any]]] = {
    409: OVER[409] | {"description": "It cannot be printed as PDF; take it as `html`."}
}
Named = Annotated[str, Path(description="Identifier of a request of one's own, as `GET /rights` shows it.")]
LetterNamed = Annotated[str, Path(description="Name of a letter, as `GET /rights` shows it.")]
Languages = Literal["en", "de", "fr"]


class Letter(Given):
    """A letter about a request."""

    name: str = Field(description="What `/rights/{request_id}/letters/{letter}` takes.")
    kind: LetterKind = Field(description="What it says, in a word.")
    at: datetime = Field(description="When it was written; UTC.")


class Use(Given):
    """One use of a right, and where it stands."""

    request: str = Field(description="Its identifier.")
    right: Right = Field(description="Which right it uses (GDPR Art. 15 to 21).")
    state: State = Field(description="Where it stands.")
    received_at: datetime = Field(description="UTC.")
    due: date = Field(description="The last day to answer, in the keep's time zone (GDPR Art. 12(3)).")
    days_left: int = Field(description="Days left: 0 on the last one, less than 0 after it.")
    waiting: bool = Field(description="Whether it has no answer yet.")
    by_letter: bool = Field(description="It came in by letter or mail: `POST …/confirm` says that it is one's own.")
    asked_since: datetime | None = Field(
        description="Since then its person is asked to confirm it, and the time stands still; UTC. null: they are not."
    )
    needs_passkey: bool = Field(description="Whether only a sign-in with a passkey confirms it.")
    confirmable: bool = Field(description="Whether it waits for its person to confirm it.")
    withdrawable: bool = Field(description="Whether it can be taken back.")
    extended: bool = Field(description="Whether its time was extended, with a letter that says why.")
    letters: list[Letter] = Field(description="The earliest first.")


class Taking(Taken):
    """Why a request is taken back."""

    because: Withdrew = Field(description="One changed one's mind, or somebody else wrote in one's name.")


class Objection(Taken):
    """What one objects to, and why."""

    to: Processing = Field(description="That sign-ins are remembered, or something else, which `why` describes.")
    why: str = Field(description="For whoever decides; at most 2000 characters.", max_length=4_000)
    language: Languages | None = Field(default=None, description="Of the answer; null: one's profile's.")


class Mistake(Taken):
    """Something that is wrong and that one cannot put right by oneself."""

    about: ItemKind = Field(description="In which category it stands.")
    what: str = Field(description="What is wrong, and how it is right; at most 2000 characters.", max_length=4_000)
    language: Languages | None = Field(default=None, description="Of the answer; null: one's profile's.")


class NewProfile(Taken):
    """What the profile is to say from now on."""

    name: str = Field(description="One line.", max_length=1_000)
    email: str = Field(description="By which the account is found; after a new one, copies wait.", max_length=1_000)
    language: Languages = Field(description="Of mails and letters.")


@router.get("/rights", responses=OWN)
def uses(keep: Here, session: Caller) -> list[Use]:
    """Return every use of one's rights, the latest first."""
    return [Use.model_validate(each) for each in requests_of(keep, session)]


@router.get("/rights/{request_id}", responses=OWN | NOT_FOUND)
def one_use(keep: Here, session: Caller, request_id: Named) -> Use:
    """Return one use of a right of one's own."""
    for each in requests_of(keep, session):
        if each.request == request_id:
            return Use.model_validate(each)
    raise NotHereError


@router.post("/rights/{request_id}/confirm", status_code=HTTPStatus.NO_CONTENT, responses=FRESH | NOT_FOUND | OVER)
def confirmed_use(keep: Here, session: Caller, request_id: Named) -> None:
    """Confirm that a request is one's own: it goes on, and its time with it."""
    confirm_request(keep, session, RequestId(request_id))


@router.post("/rights/{request_id}/withdraw", status_code=HTTPStatus.NO_CONTENT, responses=FRESH | NOT_FOUND | OVER)
def taken_back(keep: Here, session: Caller, request_id: Named, sent: Taking) -> None:
    """Take a request back; what it had stopped goes on."""
    withdraw_request(keep, session, RequestId(request_id), sent.because)


@router.get(
    "/rights/{request_id}/letters/{letter}/{form}",
    response_class=Response,
    responses=_FILES | OWN | NOT_FOUND | _NO_PDF,
)
def letter_file(
    keep: Here,
    session: Caller,
    request_id: Named,
    letter: LetterNamed,
    form: Annotated[str, Path(description="`html` or `pdf`.")],
) -> Response:
    """Return a letter as a file. In a PDF, a box stands for a sign that has no shape there, and the PDF says so."""
    if form not in FORMS:
        raise NotHereError
    media_type, make = FORMS[form]
    return Response(make(letter_named(keep, session, RequestId(request_id), letter)), media_type=media_type)


@router.post("/objections", status_code=HTTPStatus.CREATED, responses=FRESH | REFUSED)
def objected(keep: Here, session: Caller, sent: Objection) -> Asked:
    """Object to what is done with one's data (GDPR Art. 21): it stops at once, until somebody has decided."""
    return Asked(request=object_to(keep, session, sent.to, sent.why, language=sent.language or ""))


@router.post("/rectifications", status_code=HTTPStatus.CREATED, responses=FRESH | REFUSED | NOT_FOUND)
def mistake(keep: Here, session: Caller, sent: Mistake) -> Asked:
    """Ask that something be put right that one cannot put right by oneself (GDPR Art. 16)."""
    if sent.about not in ASKABLE:
        raise NotHereError
    return Asked(request=ask_rectification(keep, session, sent.about, sent.what, language=sent.language or ""))


@router.put("/me", responses=FRESH | REFUSED | COUNTED | OVER)
def profile_changed(request: Request, keep: Here, session: Caller, sent: NewProfile) -> Profile:
    """Put one's profile right (GDPR Art. 16)."""
    count_try(request, "profile", most=CHANGES_PER_WINDOW, session=session)
    change_profile(keep, session, name=sent.name, email=sent.email, language=sent.language)
    profile = profile_of(keep, session)
    return Profile(subject=session.subject, name=profile.name, email=profile.email, language=profile.language)
